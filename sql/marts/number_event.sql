-- number_event: what happened to a number, with the city that it has in that month: who may see a number is told by its city
-- grain: event   order: number_id, on
-- sources: base.number_event, number_state (of the month; events of numbers without a row in it are left out)
-- column city VARCHAR needs: city; lookback: 0 — the number's at the month's end
SELECT e.*, s.city
FROM base.number_event e
JOIN number_state s ON s.number_id = e.number_id
WHERE e.month = {{month}}
