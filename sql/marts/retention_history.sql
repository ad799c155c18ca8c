-- retention_history: who came to a monthly renewal and who left at it, by join cohort: what retention is fitted to
-- grain: month × join month × customer type   key: month, join_month, customer_type
-- kind: file   order: join_month, customer_type
-- sources: renewal
-- column join_month VARCHAR needs: joined_on; lookback: 0 — month of joining
-- column renewal INTEGER needs: joined_on; lookback: 0 — months since the joining month: the renewal that falls into this month
-- column numbers INTEGER needs: status; lookback: 0 — on the books at the month's end
-- column at_risk INTEGER needs: status; lookback: 1 — on the books at the month's start, having joined before it
-- column leavers INTEGER needs: status; lookback: 1 — of those at risk, off the books at the month's end
SELECT
  {{month}} AS month,
  join_month,
  customer_type,
  CAST(renewal AS INTEGER) AS renewal,
  CAST(count(*) FILTER (WHERE on_books) AS INTEGER) AS numbers,
  CAST(count(*) FILTER (WHERE at_risk) AS INTEGER) AS at_risk,
  CAST(count(*) FILTER (WHERE at_risk AND NOT on_books) AS INTEGER) AS leavers
FROM renewal
GROUP BY join_month, customer_type, renewal
