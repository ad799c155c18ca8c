-- number_complaint: complaints of numbers, in the month in which each was opened
-- grain: complaint   key: complaint_id   rows: base.complaint (of numbers with a row in the month)
-- kind: file   order: number_id, day, complaint_id
-- sources: number_state (of the month), base.complaint
-- column day DATE needs: complaint.opened_on; lookback: 0 — day of opening, always within the month
-- column complaint_kind VARCHAR needs: complaint.kind; lookback: 0 — what it is about
-- column closed_on DATE needs: complaint.closed_on; lookback: 0 — day of closing, as far as the warehouse knows by now; null while it is open
-- column days_to_close INTEGER needs: complaint.closed_on; lookback: 0 — days from opening to closing; null while it is open
-- column is_reopened BOOLEAN needs: complaint.closed_on, complaint.kind; lookback: 0 — another of the number and of the same kind was closed so few days before that it comes back
-- column satisfied BOOLEAN needs: complaint.satisfied; lookback: 0 — with the answer
SELECT
  c.month,
  c.number_id,
  c.complaint_id,
  c.opened_on AS day,
  c.kind AS complaint_kind,
  c.closed_on,
  CAST(date_diff('day', c.opened_on, c.closed_on) AS INTEGER) AS days_to_close,
  EXISTS (
    SELECT 1
    FROM base.complaint e
    WHERE e.month <= {{month}} AND e.number_id = c.number_id AND e.kind = c.kind AND e.complaint_id <> c.complaint_id
      AND date_diff('day', e.closed_on, c.opened_on) BETWEEN 0 AND {{complaint_reopened_days}}
  ) AS is_reopened,
  c.satisfied
FROM base.complaint c
WHERE c.month = {{month}} AND c.number_id IN (SELECT number_id FROM number_state)
