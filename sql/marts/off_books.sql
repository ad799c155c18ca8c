-- off_books: the numbers off the books at the month's end
-- grain: number (of the month being built)   key: number_id
-- kind: table
-- sources: base.number_month, state_1, state_2, state_3 (number_state of the months before)
-- column left_on DATE needs: status_since; lookback: 0 — day it went off the books; carried while it stays off, else the day its status began (within the month for one that left in it), else the month's first day
-- column re_entered BOOLEAN needs: customer_id, previous_number_id; lookback: 3 — its holder joined with another number in the month or the three before: the same customer, or a number that names it as the one replaced
WITH
  off_number AS (
    SELECT t.number_id, t.customer_id, t.status_since, t.joined_on, b.on_books AS was_on, b.left_on AS left_before
    FROM base.number_month t
    LEFT JOIN state_1 b ON b.number_id = t.number_id
    WHERE t.month = {{month}} AND t.status NOT IN ('ACTIVE', 'SUSPENDED')
  ),
  -- every number that joined in the window, also one that is gone again
  joiner AS (
    SELECT number_id, customer_id, previous_number_id FROM base.number_month WHERE month = {{month}} AND joined_on >= plus_months({{month_start}}, -({{re_entry_months}}))
    UNION ALL SELECT number_id, customer_id, previous_number_id FROM state_1 WHERE joined_on >= plus_months({{month_start}}, -({{re_entry_months}}))
    UNION ALL SELECT number_id, customer_id, previous_number_id FROM state_2 WHERE joined_on >= plus_months({{month_start}}, -({{re_entry_months}}))
    UNION ALL SELECT number_id, customer_id, previous_number_id FROM state_3 WHERE joined_on >= plus_months({{month_start}}, -({{re_entry_months}}))
  ),
  -- lowest and highest tell whether the customer has a joiner other than the number itself
  customer_joiner AS (
    SELECT customer_id, min(number_id) AS lowest, max(number_id) AS highest FROM joiner WHERE customer_id IS NOT NULL GROUP BY customer_id
  ),
  replaced AS (SELECT DISTINCT previous_number_id FROM joiner WHERE previous_number_id <> number_id)
SELECT
  o.number_id,
  CASE
    WHEN o.was_on OR o.joined_on >= {{month_start}}
      THEN least(greatest(coalesce(o.status_since, {{month_start}}), {{month_start}}), {{month_end}})
    ELSE coalesce(o.left_before, o.status_since, {{month_start}})
  END AS left_on,
  coalesce(c.lowest <> o.number_id OR c.highest <> o.number_id, FALSE) OR r.previous_number_id IS NOT NULL AS re_entered
FROM off_number o
LEFT JOIN customer_joiner c ON c.customer_id = o.customer_id
LEFT JOIN replaced r ON r.previous_number_id = o.number_id
