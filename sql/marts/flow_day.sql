-- flow_day: on which day a number's flows of the month happened; its sums by month equal number_state's
-- grain: number × day on which anything happened   key: month, number_id, day   order: number_id, day
-- sources: number_state (of the month), base.number_event, base.contact
-- column day DATE needs: joined_on; lookback: 0 — day of the flow, always within the month
-- column gross_adds INTEGER needs: joined_on; lookback: 0 — 1 on the joining day
-- column won_back INTEGER needs: status; lookback: 1 — 1 on the day of the last RESUME, else of the last event, else the day its status began
-- column leavers INTEGER needs: status; lookback: 1 — 1 on the day of the first PRE_CANCEL, CANCEL or PORT_OUT after the last RESUME or JOIN, else left_on
-- column complaints INTEGER needs: complaints; lookback: 0 — complaints by their events; number_state has the last word: surplus events are dropped from the end, missing ones are put on the day of the number's last complaint event, else of its last event, else the day it left, else the month's last day
-- column orders INTEGER needs: contact.outcome; lookback: 0 — contacts accepted, on the day of the contact
WITH
  event AS (
    SELECT number_id, type, least(greatest("on", {{month_start}}), {{month_end}}) AS day FROM base.number_event WHERE month = {{month}}
  ),
  turn AS (
    SELECT
      number_id,
      max(day) AS last_day,
      max(day) FILTER (type = 'RESUME') AS resumed_on,
      max(day) FILTER (type IN ('RESUME', 'JOIN')) AS returned_on,
      max(day) FILTER (type = 'COMPLAINT') AS complained_on,
      count(*) FILTER (type = 'COMPLAINT') AS complaint_events
    FROM event
    GROUP BY number_id
  ),
  departure AS (
    SELECT e.number_id, min(e.day) AS day
    FROM event e
    JOIN turn t ON t.number_id = e.number_id
    WHERE e.type IN ('PRE_CANCEL', 'CANCEL', 'PORT_OUT') AND (t.returned_on IS NULL OR e.day >= t.returned_on)
    GROUP BY e.number_id
  ),
  complaint AS (
    SELECT number_id, day, row_number() OVER (PARTITION BY number_id ORDER BY day) AS place FROM event WHERE type = 'COMPLAINT'
  ),
  flow AS (
    SELECT number_id, joined_on AS day, 1 AS gross_adds, 0 AS won_back, 0 AS leavers, 0 AS complaints, 0 AS orders
    FROM number_state WHERE gross_add
    UNION ALL
    SELECT s.number_id, coalesce(t.resumed_on, t.last_day, least(greatest(s.status_since, {{month_start}}), {{month_end}}), {{month_start}}), 0, 1, 0, 0, 0
    FROM number_state s LEFT JOIN turn t ON t.number_id = s.number_id WHERE s.won_back
    UNION ALL
    SELECT s.number_id, coalesce(d.day, s.left_on), 0, 0, 1, 0, 0
    FROM number_state s LEFT JOIN departure d ON d.number_id = s.number_id WHERE s.leaver
    UNION ALL
    SELECT c.number_id, c.day, 0, 0, 0, 1, 0
    FROM complaint c JOIN number_state s ON s.number_id = c.number_id WHERE c.place <= s.complaints
    UNION ALL
    SELECT
      s.number_id,
      coalesce(t.complained_on, t.last_day, CASE WHEN s.left_on >= {{month_start}} THEN s.left_on END, {{month_end}}),
      0, 0, 0, s.complaints - coalesce(t.complaint_events, 0), 0
    FROM number_state s LEFT JOIN turn t ON t.number_id = s.number_id WHERE s.complaints > coalesce(t.complaint_events, 0)
    UNION ALL
    SELECT k.number_id, least(greatest(k."on", {{month_start}}), {{month_end}}), 0, 0, 0, 0, 1
    FROM base.contact k
    WHERE k.month = {{month}} AND k.outcome = 'ACCEPTED' AND k.number_id IN (SELECT number_id FROM number_state)
  )
SELECT
  {{month}} AS month,
  number_id,
  day,
  CAST(sum(gross_adds) AS INTEGER) AS gross_adds,
  CASE WHEN NOT {{first_month}} THEN CAST(sum(won_back) AS INTEGER) END AS won_back,
  CASE WHEN NOT {{first_month}} THEN CAST(sum(leavers) AS INTEGER) END AS leavers,
  CASE WHEN {{has_complaints}} THEN CAST(sum(complaints) AS INTEGER) END AS complaints,
  CASE WHEN {{has_contact}} THEN CAST(sum(orders) AS INTEGER) END AS orders
FROM flow
GROUP BY number_id, day
