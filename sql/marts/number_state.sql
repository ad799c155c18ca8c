-- number_state: a number's month with all that is known of it: contract, features, value, life cycle, lifetime value; what every figure is summed over
-- grain: number × month   key: month, number_id
-- kind: file   order: number_id
-- sources: number_value, stage_retention   tokens: warning_model (its points and bands)
-- and the partition trees of the catalogue: each gives <column> and <column>_rules
-- column lifecycle VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets — Life-cycle leaf · 生命周期末级: leaf of the tree LIFECYCLE, e.g. DECLINE.DUAL_DROP.TO_OWN (DECLINE needs three months before)
-- column lifecycle_rules VARCHAR[] needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets — Life-cycle rules · 生命周期规则: all its rules that hold, in tree order, also those that an earlier one overrode
-- column stage VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets; codes: LIFECYCLE/1 — Life-cycle stage · 生命周期阶段: first step of lifecycle
-- column segment VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets; codes: LIFECYCLE/2 — Life-cycle segment · 生命周期细分: second step of lifecycle; null where the stage has none
-- column high_value_retained BOOLEAN needs: revenue; lookback: 1 to 3; tree: LIFECYCLE; leaving: sets — High value kept · 高价值保有: of high value in the month before, ACTIVE and not in DECLINE
-- column expected_months DOUBLE needs: joined_on, status; lookback: 3; uses: voice_min, data_gb, revenue, complaints; leaving: sets; warned — Expected months · 预期在网月数, months: discounted months that it may be expected to stay: the first three by its churn risk, the later ones as numbers of its join cohort, customer type and stage; in a month without a warning all of them so. null off the books and where the cohort's retention is IMMATURE
-- column lifetime_value DECIMAL(18,2) needs: revenue, joined_on, status; lookback: 3; uses: voice_min, data_gb, complaints; leaving: sets; warned — Lifetime value · 生命周期价值, CNY: monthly_margin times expected_months
-- column risk_log_odds DOUBLE needs: joined_on, status; lookback: 0; leaving: sets; fitted — Log-odds of leaving · 离网对数几率: sum of the base and the points of its bins in warning_model, in whole millionths; null off the books
-- column churn_risk DECIMAL(7,6) needs: joined_on, status; lookback: 0; leaving: sets; fitted — Churn risk · 离网风险, probability: chance that it truly leaves (TRUE_LEAVE) in the next month, as the months up to this one tell; null off the books
-- column churn_risk_3m DECIMAL(7,6) needs: joined_on, status; lookback: 0; leaving: sets; fitted — Churn risk of three months · 三个月离网风险, probability: the same by the end of the third month from here: that it leaves in the next month, or stays then and leaves in the two after
-- column risk_band VARCHAR needs: joined_on, status; lookback: 0; leaving: sets; fitted; codes: VERY_HIGH, HIGH, RAISED, NORMAL — Risk band · 风险等级: churn_risk by the shares of sql/catalogue/warning.yaml among the number-months that the month's model was fitted to
-- column risk_bins VARCHAR needs: joined_on, status; lookback: 0; leaving: sets; fitted — Risk bins · 风险分箱: its bin of each feature in warning_model in order of place, a letter each ("0" is bin 0): what its points are found by
WITH
  placed AS (SELECT *, {{trees}} FROM number_value),
  stated AS (
    SELECT
      *,
      part(lifecycle, '.', 1) AS stage,
      nullif(part(lifecycle, '.', 2), '') AS segment,
      CASE WHEN high_value_before IS NULL THEN NULL ELSE high_value_before AND status = 'ACTIVE' AND NOT starts_with(lifecycle, 'DECLINE.') END AS high_value_retained
    FROM placed
  ),
  binned AS (SELECT *, {{risk_bins}} AS risk_bins FROM stated),
  -- points are whole millionths: their sum is exact in any order
  scored AS (SELECT *, {{risk_score}} AS risk_score, {{risk_score_later}} AS risk_score_later FROM binned),
  chanced AS (
    SELECT *, quotient(1, 1 + exp(-quotient(risk_score, 1000000))) AS next_chance, quotient(1, 1 + exp(-quotient(risk_score_later, 1000000))) AS later_chance
    FROM scored
  ),
  warned AS (
    SELECT
      *,
      decimal_of(next_chance, 7, 6) AS churn_risk,
      -- of who is not lost in the next month, the later chance: never less than the risk of the next month alone
      decimal_of(next_chance + (1 - next_chance) * later_chance, 7, 6) AS churn_risk_3m
    FROM chanced
  ),
  stayed AS (SELECT *, 1 - CAST(churn_risk AS DOUBLE) AS stays_next, 1 - CAST(churn_risk_3m AS DOUBLE) AS stays_third FROM warned),
  expected AS (
    SELECT
      s.*,
      CASE
        WHEN NOT on_books THEN NULL
        WHEN churn_risk IS NULL THEN r.expected_months
        -- between the first month and the third the chance to stay falls evenly
        ELSE stays_next * r.next_month + sqrt(stays_next * stays_third) * r.second_month + stays_third * r.later_months
      END AS expected_months
    FROM stayed s
    LEFT JOIN stage_retention r ON r.join_month = s.join_month AND r.customer_type IS NOT DISTINCT FROM s.customer_type AND r.stage = s.stage
  )
SELECT
  {{value_columns}},
  {{tree_columns}},
  stage,
  segment,
  high_value_retained,
  expected_months,
  decimal_of(monthly_margin * expected_months, 18, 2) AS lifetime_value,
  quotient(risk_score, 1000000) AS risk_log_odds,
  churn_risk,
  churn_risk_3m,
  {{risk_band}} AS risk_band,
  risk_bins
FROM expected
