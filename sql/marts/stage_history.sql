-- stage_history: of those who stood in a stage some months ago and came to this month's renewal, who left at it, beside how many of their join cohorts did: what a stage says beyond the cohort
-- grain: month × stage × months since it   key: month, stage, months_since
-- kind: file   order: stage, months_since
-- sources: renewal, off_books, state_past (number_state of the months before whose stages could be judged)
-- column stage VARCHAR needs: status, joined_on; lookback: 1 — stage at the end of the month so long ago
-- column months_since INTEGER needs: status, joined_on; lookback: 1 — 1: the month before
-- column numbers INTEGER needs: status, joined_on; lookback: 1 — of the stage then, and on the books at this month's start
-- column leavers INTEGER needs: status, joined_on; lookback: 1 — of them, off the books at its end
-- column re_entered INTEGER needs: status, joined_on; lookback: 1; uses: customer_id, previous_number_id — of these, those whose holder has come back with another number: the customer is not lost
-- column expected DOUBLE needs: status, joined_on; lookback: 1 — leavers if each had left as their join cohort (joining month × customer type) did in this month
WITH
  cohort AS (
    SELECT join_month, customer_type, count(*) AS numbers, count(*) FILTER (WHERE NOT on_books) AS leavers
    FROM renewal WHERE at_risk
    GROUP BY join_month, customer_type
  ),
  staged AS (
    SELECT p.month, p.stage, r.join_month, r.customer_type, count(*) AS numbers, count(*) FILTER (WHERE NOT r.on_books) AS leavers,
      count(*) FILTER (WHERE NOT r.on_books AND o.re_entered) AS re_entered
    FROM state_past p
    JOIN renewal r ON r.number_id = p.number_id AND r.at_risk
    LEFT JOIN off_books o ON o.number_id = p.number_id
    WHERE p.on_books AND p.stage IS NOT NULL
    GROUP BY p.month, p.stage, r.join_month, r.customer_type
  )
SELECT
  {{month}} AS month,
  s.stage,
  CAST(months_between(CAST(s.month || '-01' AS DATE), {{month_start}}) AS INTEGER) AS months_since,
  CAST(sum(s.numbers) AS INTEGER) AS numbers,
  CAST(sum(s.leavers) AS INTEGER) AS leavers,
  CAST(sum(s.re_entered) AS INTEGER) AS re_entered,
  -- in one order: the same sum to the last digit whatever the threads
  sum_in_order(quotient(s.numbers * c.leavers, c.numbers), s.join_month, s.customer_type) AS expected
FROM staged s
JOIN cohort c ON c.join_month = s.join_month AND c.customer_type IS NOT DISTINCT FROM s.customer_type
GROUP BY s.stage, s.month
