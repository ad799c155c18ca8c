-- number_event: what happened to a number, with the city that it has in that month: who may see a number is told by its city
-- grain: event   key: none   rows: base.number_event (of numbers with a row in the month)
-- kind: file   order: number_id, on, type, channel_id, staff_id, offer_id   served: one table by number_id, on
-- sources: base.number_event, number_state (of the month)
-- column city VARCHAR needs: city; lookback: 0 — the number's at the month's end
SELECT e.*, s.city
FROM base.number_event e
JOIN number_state s ON s.number_id = e.number_id
WHERE e.month = {{month}}
