-- lead_state: leads, with what the numbers that they became brought in the month of joining and the two after it
-- grain: lead   key: lead_id
-- kind: file   order: lead_id   made: by every build (what a lead became shows later)
-- sources: base.lead, base.channel, joiner_month (of all months)
-- column number_id VARCHAR needs: lead.converted_number_id; lookback: 0 — the number that it became
-- column day DATE needs: lead.received_on; lookback: 0 — day of receipt
-- column join_channel_id VARCHAR needs: lead.channel_id; lookback: 0 — the channel that works it: the one by which its number would join
-- column join_channel_kind VARCHAR needs: lead.channel_id, channel.kind; lookback: 0 — the kind of that
-- column join_staff_id VARCHAR needs: lead.staff_id; lookback: 0 — the staff that works it
-- column days_to_contact INTEGER needs: lead.contacted_on; lookback: 0 — days from receipt to the first contact
-- column three_months_over BOOLEAN needs: lead.converted_number_id, joined_on; lookback: 0 — the month of the number's joining and the two after it are over; null of a number that nobody knows
-- column revenue_3m DECIMAL(18,2) needs: lead.converted_number_id, revenue; lookback: 0 — CNY: revenue of the number's first three months; null until they are over, and where one of them is not known
-- column margin_3m DECIMAL(18,2) needs: lead.converted_number_id, revenue; lookback: 0 — CNY: the same of its contribution margin
WITH
  kind AS (SELECT code, any_value(kind) AS kind FROM base.channel GROUP BY code),
  joined AS (
    SELECT
      number_id,
      min(join_month) <= month_of(plus_months({{last_month_start}}, -2)) AS is_over,
      min(join_month) >= {{first_data_month}} AS is_seen,
      CASE WHEN count(revenue) = count(*) THEN sum(revenue) END AS revenue,
      CASE WHEN count(contribution_margin) = count(*) THEN sum(contribution_margin) END AS margin
    FROM joiner_month
    GROUP BY number_id
  )
SELECT
  l.*,
  l.converted_number_id AS number_id,
  l.received_on AS day,
  l.channel_id AS join_channel_id,
  kind.kind AS join_channel_kind,
  l.staff_id AS join_staff_id,
  CAST(date_diff('day', l.received_on, l.contacted_on) AS INTEGER) AS days_to_contact,
  j.is_over AS three_months_over,
  CAST(CASE WHEN j.is_over AND j.is_seen THEN j.revenue END AS DECIMAL(18,2)) AS revenue_3m,
  CAST(CASE WHEN j.is_over AND j.is_seen THEN j.margin END AS DECIMAL(18,2)) AS margin_3m
FROM base.lead l
LEFT JOIN kind ON kind.code = l.channel_id
LEFT JOIN joined j ON j.number_id = l.converted_number_id
WHERE l.month = {{month}}
