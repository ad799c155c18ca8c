-- warning_sample: of those on the books some months before, who has truly left since and who has not: what the warning of a month is fitted to.
-- The two horizons share no loss: who is lost in the first month is no case of the second, so that their chances put together never fall with time
-- grain: drawn number × horizon (the numbers are not told)   key: none
-- kind: file   order: all columns
-- sources: state_1, state_2, state_3, state_4 (number_state of the months before)
-- column horizon INTEGER needs: status; lookback: 2 — 1: features of two months before, losses of the month before; 3: features of four months before, losses of the last two of the three since, of who was not lost in the first
-- column lost BOOLEAN needs: status; lookback: 2 — a TRUE_LEAVE in those months
-- column weight DOUBLE needs: status; lookback: 2 — for how many numbers it stands: all of its kind, shared out among those that a hash of their ids drew
-- and the features of sql/catalogue/warning.yaml: codes as they are, numbers as DOUBLE, yes and no as 1 and 0
WITH
  gone AS (
    SELECT number_id, 1 AS back FROM state_1 WHERE leaver AND starts_with(lifecycle, 'OFF_NET.TRUE_LEAVE')
    UNION ALL SELECT number_id, 2 FROM state_2 WHERE leaver AND starts_with(lifecycle, 'OFF_NET.TRUE_LEAVE')
    UNION ALL SELECT number_id, 3 FROM state_3 WHERE leaver AND starts_with(lifecycle, 'OFF_NET.TRUE_LEAVE')
  ),
  known AS (
    SELECT 1 AS horizon, number_id, number_id IN (SELECT number_id FROM gone WHERE back = 1) AS lost FROM state_2 WHERE on_books
    UNION ALL SELECT 3, number_id, number_id IN (SELECT number_id FROM gone WHERE back < 3)
    FROM state_4 WHERE on_books AND number_id NOT IN (SELECT number_id FROM gone WHERE back = 3)
  ),
  part AS (SELECT horizon, lost, count(*) AS numbers FROM known GROUP BY horizon, lost),
  drawn AS (
    SELECT k.*, quotient(p.numbers, count(*) OVER (PARTITION BY k.horizon, k.lost)) AS weight
    FROM known k JOIN part p ON p.horizon = k.horizon AND p.lost = k.lost
    WHERE p.numbers <= {{warning_sample}}
      OR hash64({{month}} || ':' || CAST(k.number_id AS VARCHAR)) % CAST(ceil(quotient(p.numbers, {{warning_sample}})) AS INTEGER) = 0
  )
SELECT {{month}} AS month, horizon, lost, weight{{warning_features}} FROM drawn d JOIN state_2 f ON f.number_id = d.number_id WHERE horizon = 1
UNION ALL
SELECT {{month}}, horizon, lost, weight{{warning_features}} FROM drawn d JOIN state_4 f ON f.number_id = d.number_id WHERE horizon = 3
