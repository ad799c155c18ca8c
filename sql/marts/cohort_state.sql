-- cohort_state: who joined six months ago, as last seen since, so that every dimension can cut their retention
-- grain: joiner × month (six months after joining)   key: month, number_id
-- kind: file   order: number_id
-- sources: state_recent (number_state of the month and the six before), state_6 (of six months before)
-- column state_month VARCHAR needs: joined_on; lookback: 6 — month of the row that the other columns are from, the number's latest
-- column cohort_retained BOOLEAN needs: status; lookback: 6; leaving: sets — on the books at the end of the month
WITH
  joiner AS (SELECT number_id FROM state_6 WHERE gross_add),
  -- narrow first: of the wide rows only the latest of each joiner is read
  latest AS (SELECT number_id AS joined, max(month) AS last_month FROM state_recent WHERE number_id IN (SELECT number_id FROM joiner) GROUP BY number_id)
SELECT {{month}} AS month, {{state_columns_but_month}}, month AS state_month, month = {{month}} AND on_books AS cohort_retained
FROM state_recent
JOIN latest ON joined = number_id AND last_month = month
