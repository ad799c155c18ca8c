-- joiner_month: what numbers brought in the month of their joining and in the two after it
-- grain: number × month   key: month, number_id
-- kind: file   order: number_id
-- sources: number_state (of the month)
-- column join_month VARCHAR needs: joined_on; lookback: 0 — month of joining
-- column contribution_margin DECIMAL(18,2) needs: revenue; lookback: 0 — CNY: of the month
SELECT month, number_id, join_month, revenue, contribution_margin
FROM number_state
WHERE join_month >= month_of(plus_months({{month_start}}, -2))
