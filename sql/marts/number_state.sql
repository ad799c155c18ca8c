-- number_state: a number's month with all that is known of it: contract, features, value, life cycle, lifetime value; what every figure is summed over
-- grain: number × month   key: month, number_id   order: number_id
-- sources: number_value, stage_retention (of the month), partition trees of the catalogue (each gives <column> and <column>_rules)
-- column lifecycle VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets — Life-cycle leaf · 生命周期末级: leaf of the tree LIFECYCLE, e.g. DECLINE.DUAL_DROP.TO_OWN (DECLINE needs three months before)
-- column lifecycle_rules VARCHAR[] needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets — Life-cycle rules · 生命周期规则: all its rules that hold, in tree order, also those that an earlier one overrode
-- column stage VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets; codes: LIFECYCLE/1 — Life-cycle stage · 生命周期阶段: first step of lifecycle
-- column segment VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; leaving: sets; codes: LIFECYCLE/2 — Life-cycle segment · 生命周期细分: second step of lifecycle; null where the stage has none
-- column high_value_retained BOOLEAN needs: revenue; lookback: 1 to 3; tree: LIFECYCLE; leaving: sets — High value kept · 高价值保有: of high value in the month before, ACTIVE and not in DECLINE
-- column expected_months DOUBLE needs: joined_on, status; lookback: 3; uses: voice_min, data_gb, revenue, complaints; leaving: sets — Expected months · 预期在网月数, months: discounted months that a number of its join cohort, customer type and stage may be expected to stay; null off the books and where the cohort's retention is IMMATURE
-- column lifetime_value DECIMAL(18,2) needs: revenue, joined_on, status; lookback: 3; uses: voice_min, data_gb, complaints; leaving: sets — Lifetime value · 生命周期价值, CNY: monthly_margin times expected_months. It knows of the customer the stage of this month and no other state, and of the stage how others of the operator left in up to twelve months after it; beyond those everybody is taken to stay as their cohort
WITH placed AS (SELECT v.*, {{trees}}, split_part(lifecycle, '.', 1) AS stage FROM number_value v)
SELECT
  p.*,
  nullif(split_part(lifecycle, '.', 2), '') AS segment,
  CASE WHEN high_value_before IS NULL THEN NULL ELSE high_value_before AND status = 'ACTIVE' AND NOT starts_with(lifecycle, 'DECLINE.') END AS high_value_retained,
  CASE WHEN on_books THEN r.expected_months END AS expected_months,
  CAST(CASE WHEN on_books THEN monthly_margin * r.expected_months END AS DECIMAL(18,2)) AS lifetime_value
FROM placed p
LEFT JOIN stage_retention r ON r.join_month = p.join_month AND r.customer_type IS NOT DISTINCT FROM p.customer_type AND r.stage = p.stage
