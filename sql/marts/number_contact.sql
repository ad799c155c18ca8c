-- number_contact: campaign contacts of a number, with the city that it has in that month: who may see a number is told by its city
-- grain: contact   key: contact_id   rows: base.contact (of numbers with a row in the month)
-- kind: file   order: number_id, on, contact_id   served: one table by number_id, on
-- sources: base.contact, number_state (of the month)
-- column city VARCHAR needs: city; lookback: 0 — the number's at the month's end
-- column segment VARCHAR needs: status, joined_on; lookback: 0 — the number's at the month's end: acceptance is told by it
-- column value_tier VARCHAR needs: revenue; lookback: 0 — the number's at the month's end
SELECT c.*, s.city, s.segment, s.value_tier
FROM base.contact c
JOIN number_state s ON s.number_id = c.number_id
WHERE c.month = {{month}}
