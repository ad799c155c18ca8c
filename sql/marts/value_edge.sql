-- value_edge: the edges that part the numbers on the books into scores and tiers, kept with the run so that a score can be retraced
-- grain: month × kind × customer type   key: month, kind, customer_type
-- kind: file   order: kind, customer_type   served: one table by month, kind, customer_type
-- sources: number_feature
-- column kind VARCHAR needs: status; lookback: 0 — RECENCY, FREQUENCY, MONEY (quintile edges of all numbers on the books) or TIER (money, of one customer type)
-- column edges DECIMAL(18,2)[] needs: status; lookback: 0 — RECENCY, FREQUENCY, MONEY: the 20, 40, 60 and 80 % points, but the worst value of all is none (it would part nobody): its neighbour stands for it; TIER: the least money of TOP, HIGH and MIDDLE
WITH
  held AS (SELECT customer_type, recency, frequency, money_3m FROM number_feature WHERE on_books),
  worst AS (SELECT max(recency) AS recency, min(frequency) AS frequency, min(money_3m) AS money_3m FROM held),
  -- the worst value's neighbours; null where all are alike
  neighbour AS (
    SELECT
      CAST(max(h.recency) FILTER (WHERE h.recency < w.recency) AS DECIMAL(18,2)) AS recency,
      CAST(min(h.frequency) FILTER (WHERE h.frequency > w.frequency) AS DECIMAL(18,2)) AS frequency,
      min(h.money_3m) FILTER (WHERE h.money_3m > w.money_3m) AS money_3m
    FROM held h CROSS JOIN worst w
  ),
  point AS (
    SELECT
      quantiles(CAST(recency AS DECIMAL(18,2)), 0.2, 0.4, 0.6, 0.8) AS recency,
      quantiles(CAST(frequency AS DECIMAL(18,2)), 0.2, 0.4, 0.6, 0.8) AS frequency,
      quantiles(money_3m, 0.2, 0.4, 0.6, 0.8) AS money_3m
    FROM held
  ),
  -- from the top: the last number within the first 5 % sets the edge, and whoever has as much shares its tier
  debt AS (SELECT customer_type, quantiles(-money_3m, {{top_share}}, {{high_share}}, {{middle_share}}) AS money_3m FROM held GROUP BY customer_type)
-- without the worst value among them, heavy ties there do not lift it: who paid nothing scores 1, however many they are
SELECT {{month}} AS month, 'RECENCY' AS kind, CAST(NULL AS VARCHAR) AS customer_type,
  CASE WHEN p.recency IS NOT NULL THEN list_of(least(at(p.recency, 1), n.recency), least(at(p.recency, 2), n.recency),
    least(at(p.recency, 3), n.recency), least(at(p.recency, 4), n.recency)) END AS edges
FROM point p CROSS JOIN neighbour n
UNION ALL
SELECT {{month}}, 'FREQUENCY', NULL,
  CASE WHEN p.frequency IS NOT NULL THEN list_of(greatest(at(p.frequency, 1), n.frequency), greatest(at(p.frequency, 2), n.frequency),
    greatest(at(p.frequency, 3), n.frequency), greatest(at(p.frequency, 4), n.frequency)) END
FROM point p CROSS JOIN neighbour n
UNION ALL
SELECT {{month}}, 'MONEY', NULL,
  CASE WHEN p.money_3m IS NOT NULL THEN list_of(greatest(at(p.money_3m, 1), n.money_3m), greatest(at(p.money_3m, 2), n.money_3m),
    greatest(at(p.money_3m, 3), n.money_3m), greatest(at(p.money_3m, 4), n.money_3m)) END
FROM point p CROSS JOIN neighbour n
UNION ALL
SELECT {{month}}, 'TIER', customer_type, CASE WHEN money_3m IS NOT NULL THEN list_of(-at(money_3m, 1), -at(money_3m, 2), -at(money_3m, 3)) END FROM debt
