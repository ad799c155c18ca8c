-- number_state: a number's month with all that is known of it: contract, features, value, life cycle; what every figure is summed over
-- grain: number × month   key: month, number_id   order: number_id
-- sources: number_value, partition trees of the catalogue (each gives <column> and <column>_rules)
-- column lifecycle VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE — Life-cycle leaf · 生命周期末级: leaf of the tree LIFECYCLE, e.g. DECLINE.DUAL_DROP.TO_OWN (DECLINE needs three months before)
-- column lifecycle_rules VARCHAR[] needs: status, joined_on; lookback: 0; tree: LIFECYCLE — Life-cycle rules · 生命周期规则: all its rules that hold, in tree order, also those that an earlier one overrode
-- column stage VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; codes: LIFECYCLE/1 — Life-cycle stage · 生命周期阶段: first step of lifecycle
-- column segment VARCHAR needs: status, joined_on; lookback: 0; tree: LIFECYCLE; codes: LIFECYCLE/2 — Life-cycle segment · 生命周期细分: second step of lifecycle; null where the stage has none
-- column high_value_retained BOOLEAN needs: revenue; lookback: 1 to 3; tree: LIFECYCLE — High value kept · 高价值保有: of high value in the month before, ACTIVE and not in DECLINE
WITH placed AS (SELECT v.*, {{trees}} FROM number_value v)
SELECT
  *,
  split_part(lifecycle, '.', 1) AS stage,
  nullif(split_part(lifecycle, '.', 2), '') AS segment,
  CASE WHEN high_value_before IS NULL THEN NULL ELSE high_value_before AND status = 'ACTIVE' AND NOT starts_with(lifecycle, 'DECLINE.') END AS high_value_retained
FROM placed
