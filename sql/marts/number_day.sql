-- number_day: what numbers used and brought on each day, under names of their own, beside which number_state's are the month's
-- grain: number × day   key: number_id, day   rows: base.number_day (of numbers with a row in the month)
-- kind: file   order: number_id, day
-- sources: number_state (of the month), base.number_day
-- column day DATE needs: number_day.on; lookback: 0 — the day, always within the month
-- column daily_voice_min DECIMAL(12,1) needs: number_day.voice_min; lookback: 0 — minutes of all calls
-- column daily_data_gb DECIMAL(12,3) needs: number_day.data_gb; lookback: 0 — GB
-- column daily_revenue DECIMAL(12,2) needs: number_day.revenue; lookback: 0 — CNY, net of tax
SELECT
  d.month,
  d.number_id,
  d."on" AS day,
  d.voice_min AS daily_voice_min,
  d.data_gb AS daily_data_gb,
  d.revenue AS daily_revenue
FROM base.number_day d
WHERE d.month = {{month}} AND d.number_id IN (SELECT number_id FROM number_state)
