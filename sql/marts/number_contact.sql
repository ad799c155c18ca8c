-- number_contact: campaign contacts of a number, with the city that it has in that month: who may see a number is told by its city
-- grain: contact   key: contact_id   order: number_id, on
-- sources: base.contact, number_state (of the month; contacts of numbers without a row in it are left out)
-- column city VARCHAR needs: city; lookback: 0 — the number's at the month's end
-- column segment VARCHAR needs: status, joined_on; lookback: 0 — the number's at the month's end: acceptance is told by it
-- column value_tier VARCHAR needs: revenue; lookback: 0 — the number's at the month's end
SELECT c.*, s.city, s.segment, s.value_tier
FROM base.contact c
JOIN number_state s ON s.number_id = c.number_id
WHERE c.month = {{month}}
