-- renewal: numbers at their monthly renewal: who came to it and who went on
-- grain: number (of the month being built)   key: number_id
-- kind: table
-- sources: base.number_month, state_1 (number_state of the month before)
SELECT
  t.number_id,
  month_of(t.joined_on) AS join_month,
  t.customer_type,
  months_between(t.joined_on, {{month_start}}) AS renewal,
  t.status IN ('ACTIVE', 'SUSPENDED') AS on_books,
  coalesce(b.on_books, FALSE) AND t.joined_on < {{month_start}} AS at_risk
FROM base.number_month t
LEFT JOIN state_1 b ON b.number_id = t.number_id
WHERE t.month = {{month}} AND t.joined_on IS NOT NULL
