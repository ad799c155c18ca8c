-- value_edge: the edges that part the numbers on the books into scores and tiers, kept with the run so that a score can be retraced
-- grain: month × kind × customer type   key: month, kind, customer_type
-- sources: number_feature
-- column kind VARCHAR needs: status; lookback: 0 — RECENCY, FREQUENCY, MONEY (quintile edges of all numbers on the books) or TIER (money, of one customer type)
-- column edges DECIMAL(18,2)[] needs: status; lookback: 0 — RECENCY, FREQUENCY, MONEY: the 20, 40, 60 and 80 % points; TIER: the least money of TOP, HIGH and MIDDLE
WITH held AS (SELECT customer_type, recency, frequency, money_3m FROM number_feature WHERE on_books)
SELECT {{month}} AS month, 'RECENCY' AS kind, CAST(NULL AS VARCHAR) AS customer_type, quantile_disc(CAST(recency AS DECIMAL(18,2)), [0.2, 0.4, 0.6, 0.8]) AS edges FROM held
UNION ALL SELECT {{month}}, 'FREQUENCY', NULL, quantile_disc(CAST(frequency AS DECIMAL(18,2)), [0.2, 0.4, 0.6, 0.8]) FROM held
UNION ALL SELECT {{month}}, 'MONEY', NULL, quantile_disc(money_3m, [0.2, 0.4, 0.6, 0.8]) FROM held
UNION ALL
-- from the top: the last number within the first 5 % sets the edge, and whoever has as much shares its tier
SELECT {{month}}, 'TIER', customer_type, quantile_disc(money_3m, [{{top_share}}, {{high_share}}, {{middle_share}}] ORDER BY money_3m DESC)
FROM held GROUP BY customer_type
