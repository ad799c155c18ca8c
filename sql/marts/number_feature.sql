-- number_feature: what a number's month means in the light of the months before it; rules and trees look at these columns
-- grain: number × month   key: month, number_id
-- kind: view
-- sources: base.number_month, base.plan, base.channel, base.contact, base.complaint, off_books, plan_fit, state_1, state_2, state_3 (number_state of the months before)
-- column months_on_net INTEGER needs: joined_on; lookback: 0 — Months on the net · 在网月数, months: months since the joining month (0 in it)
-- column join_month VARCHAR needs: joined_on; lookback: 0 — Joining month · 入网月份: month of joining, e.g. 2026-10
-- column tenure_band VARCHAR needs: joined_on; lookback: 0; codes: M0_2, M3_6, M7_12, Y2, Y3_5, Y6_PLUS — Time on the net · 在网时长: time on the net, in bands
-- column age INTEGER needs: birth_year; lookback: 0 — Age · 年龄, years: age reached in the year of the month; null beyond 0-120
-- column age_group VARCHAR needs: birth_year; lookback: 0; codes: YOUTH, MIDDLE, SENIOR, UNKNOWN_AGE — Age group · 年龄段: age, in bands; UNKNOWN_AGE where it is not known
-- column plan_tier VARCHAR needs: plan_id, plan.tier; lookback: 0 — Plan tier · 套餐档次: tier of the plan
-- column join_channel_kind VARCHAR needs: join_channel_id, channel.kind; lookback: 0; codes: OWN_STORE, AGENT_STORE, OUTBOUND, ONLINE, PARTNER — Joining channel kind · 入网渠道类型: kind of the joining channel
-- column on_books BOOLEAN needs: status; lookback: 0; leaving: sets — On the books · 在网: ACTIVE or SUSPENDED at the month's end
-- column was_on_books BOOLEAN needs: status; lookback: 1 — On the books a month before · 上月末在网: on the books at the end of the month before
-- column gross_add BOOLEAN needs: joined_on; lookback: 0 — Gross add · 新增: joined in the month and was not on the books before
-- column won_back BOOLEAN needs: status; lookback: 1; leaving: sets — Won back · 挽回: off the books before, on them now, without joining anew
-- column leaver BOOLEAN needs: status; lookback: 1; leaving: tells — Leaver · 离网: was on the books or joined in the month, and is off them
-- column left_on DATE needs: status_since; lookback: 0; leaving: tells — Left on · 离网日期: day it went off the books; null while on them
-- column left_months INTEGER needs: status_since; lookback: 0; leaving: tells — Months since leaving · 离网月数, months: months since the month in which it left
-- column re_entry BOOLEAN needs: previous_number_id; lookback: 3 — Re-entry · 重入网: replaces a number that went off the books within three months before joining or in that month; decided in the joining month and carried
-- column port_in BOOLEAN needs: ported_in_from; lookback: 0 — Port-in · 携入: ported in from another operator
-- column re_entered BOOLEAN needs: customer_id, previous_number_id; lookback: 3; leaving: tells — Re-entered · 假离网: off the books, and its holder joined with another number in the month or the three before
-- column over_plan BOOLEAN needs: data_gb, data_allowance_gb, voice_min, voice_allowance_min; lookback: 0 — Over plan · 超套: use over the allowance of data or of voice; null where neither is known
-- column household_numbers INTEGER needs: status; lookback: 0; uses: household_id, customer_id; leaving: sets — Numbers of the household · 家庭号码数, numbers: numbers on the books of the household, else of the customer, else 1 (0 off the books): who is drawn together
-- column household_has_broadband BOOLEAN needs: has_broadband; lookback: 0; uses: household_id, customer_id, status; leaving: sets — Broadband in the household · 家庭有宽带: any of these numbers has our broadband
-- column household_has_iptv BOOLEAN needs: has_iptv; lookback: 0; uses: household_id, customer_id, status; leaving: sets — IPTV in the household · 家庭有IPTV: any of these numbers has our IPTV
-- column household_revenue DECIMAL(18,2) needs: revenue; lookback: 0; uses: household_id, customer_id, status; leaving: sets — Revenue of the household · 家庭收入, CNY: revenue of these numbers in the month
-- column company_numbers INTEGER needs: customer_id, customer_type, status; lookback: 0; leaving: sets — Numbers of the company · 集团号码数, numbers: numbers on the books of the customer, where that is an enterprise
-- column company_numbers_before INTEGER needs: customer_id, customer_type, status; lookback: 1 — Numbers of the company a month before · 上月集团号码数, numbers: the same in the month before: what leaving in this month cannot have set; null for who had no row then
-- column in_arrears BOOLEAN needs: arrears; lookback: 0 — In arrears · 欠费: owes money
-- column has_open_complaint BOOLEAN needs: complaints; lookback: 0; uses: complaint.closed_on — Open complaint · 有未结投诉: a complaint of it is open at the month's end; of a warehouse without the mart complaint, has complained in the month
-- column minutes_mean_3 DOUBLE needs: voice_min; lookback: 3 — Mean minutes of three months · 前三月平均通话分钟, min: mean minutes of the three months before, where all three exist
-- column data_mean_3 DOUBLE needs: data_gb; lookback: 3 — Mean data of three months · 前三月平均流量, GB: mean GB of the three months before
-- column revenue_mean_3 DECIMAL(18,2) needs: revenue; lookback: 3 — Mean revenue of three months · 前三月平均收入, CNY: mean revenue of the three months before
-- column minutes_change DOUBLE needs: voice_min; lookback: 3 — Change of minutes · 通话分钟变化, share: share by which minutes differ from that mean (-0.3 = down 30 %), cut to six decimals towards zero: rules and filters look at the same value; null where the mean is 0
-- column data_change DOUBLE needs: data_gb; lookback: 3 — Change of data · 流量变化, share: the same for data
-- column revenue_change DOUBLE needs: revenue; lookback: 3 — Change of revenue · 收入变化, share: the same for revenue; null where the mean is 0 or less
-- column dual_drop BOOLEAN needs: voice_min, data_gb; lookback: 3; leaving: sets — Dual drop · 双降: minutes and data both fell by the threshold
-- column secondary_sim BOOLEAN needs: voice_min, data_gb; lookback: 3; leaving: sets — Secondary SIM · 副卡化: just one of minutes and data fell by the greater threshold, from a real level
-- column value_drop BOOLEAN needs: revenue; lookback: 3; uses: complaints; leaving: sets — Value drop · 价值下降: revenue fell, with complaints or suspension
-- column lean VARCHAR needs: revenue, voice_revenue, data_revenue; lookback: 0; leaving: sets; codes: LIGHT, VOICE_LEAN, DATA_LEAN, BALANCED — Lean · 消费倾向: what most of the revenue is for
-- column high_value_before BOOLEAN needs: revenue; lookback: 1 to 3 — High value a month before · 上月高价值: value tier TOP or HIGH in the month before
-- column stage_before VARCHAR needs: status, joined_on; lookback: 1; tree: LIFECYCLE; codes: LIFECYCLE/1 — Life-cycle stage a month before · 上月生命周期阶段: stage in the month before: what leaving in this month cannot have set; null for who had no row then
-- column segment_before VARCHAR needs: status, joined_on; lookback: 1; tree: LIFECYCLE; codes: LIFECYCLE/2 — Life-cycle segment a month before · 上月生命周期细分: segment in the month before: what leaving in this month cannot have set; null for who had no row then
-- column value_tier_before VARCHAR needs: revenue; lookback: 1 to 3; codes: TOP, HIGH, MIDDLE, LOW — Value tier a month before · 上月价值层级: value tier in the month before: what leaving in this month cannot have set; null for who had no row then
-- column lean_before VARCHAR needs: revenue, voice_revenue, data_revenue; lookback: 1; codes: LIGHT, VOICE_LEAN, DATA_LEAN, BALANCED — Lean a month before · 上月消费倾向: lean in the month before: what leaving in this month cannot have set; null for who had no row then
-- column rfm_cell_before VARCHAR needs: last_paid_use_on, active_days, revenue; lookback: 1 to 3 — RFM cell a month before · 上月RFM单元: RFM cell in the month before: what leaving in this month cannot have set; null for who had no row then
-- column recency_score_before INTEGER needs: last_paid_use_on; lookback: 1 — Recency score a month before · 上月最近消费得分, 1-5: recency score in the month before: what leaving in this month cannot have set; null for who had no row then
-- column frequency_score_before INTEGER needs: active_days; lookback: 1 to 3 — Frequency score a month before · 上月消费频次得分, 1-5: frequency score in the month before: what leaving in this month cannot have set; null for who had no row then
-- column money_score_before INTEGER needs: revenue; lookback: 1 to 3 — Money score a month before · 上月消费金额得分, 1-5: money score in the month before: what leaving in this month cannot have set; null for who had no row then
-- column risk_band_before VARCHAR needs: joined_on, status; lookback: 1; fitted; codes: VERY_HIGH, HIGH, RAISED, NORMAL — Risk band a month before · 上月风险等级: risk band in the month before: what it was warned of, whatever it did in this month; null for who was not on the books then
-- column best_plan_id VARCHAR needs: data_gb, voice_min, plan_id, plan.fee, plan.data_allowance_gb, plan.voice_allowance_min, plan.overage_per_gb, plan.overage_per_min; lookback: 2 to 5; uses: device_5g, plan.is_5g; leaving: sets — Best plan · 最优套餐: the plan on which the use of the last six months (of those in which it was on the books; at least three) would have cost least; its own where none is cheaper, null off the books and where its own has no price of use beyond the allowance
-- column best_plan_saving DECIMAL(18,2) needs: data_gb, voice_min, plan_id, plan.fee, plan.data_allowance_gb, plan.voice_allowance_min, plan.overage_per_gb, plan.overage_per_min; lookback: 2 to 5; uses: device_5g, plan.is_5g; leaving: sets — Saving on the best plan · 最优套餐月均节省, CNY: what it would have saved a month on it against its own plan, by the price list
-- column leave_driver VARCHAR needs: data_gb, voice_min, plan_id, plan.fee, plan.data_allowance_gb, plan.voice_allowance_min, plan.overage_per_gb, plan.overage_per_min; lookback: 2 to 5; uses: revenue, complaints, satisfaction, device_5g, plan.is_5g, complaint.closed_on; leaving: sets; codes: PRICE, SERVICE, BOTH, NONE — What may drive it away · 离网动因: PRICE where it would save much on the best plan and that is much of its bill, or it spends less than before; SERVICE where it has complained, has a complaint open or is not satisfied; null where the saving is not known
-- column leave_driver_before VARCHAR needs: data_gb, voice_min, plan_id, plan.fee, plan.data_allowance_gb, plan.voice_allowance_min, plan.overage_per_gb, plan.overage_per_min; lookback: 3 to 6; uses: revenue, complaints, satisfaction, device_5g, plan.is_5g, complaint.closed_on; codes: PRICE, SERVICE, BOTH, NONE — What might drive it away a month before · 上月离网动因: the same in the month before: what leaving in this month cannot have set; null for who was not on the books then
-- column campaign_contacts INTEGER needs: contact.outcome; lookback: 0 — Campaign contacts · 营销接触次数, contacts: contacts of the month, whatever came of them
-- column contacts_elsewhere INTEGER needs: contact.outcome, contact.scene; lookback: 0 — Contacts outside stores · 厅外接触次数, contacts: those of them that were not at a counter
-- column reached_contacts INTEGER needs: contact.outcome; lookback: 0 — Reached contacts · 触达次数, contacts: contacts of the month that reached the customer, whatever the answer
-- column orders INTEGER needs: contact.outcome; lookback: 0 — Orders · 订购数, orders: contacts accepted
-- column campaign_cost DECIMAL(18,2) needs: contact.cost; lookback: 0 — Campaign cost · 营销成本, CNY: cost of all contacts of the month
-- column order_margin DECIMAL(18,2) needs: contact.margin; lookback: 0 — Margin of orders · 订购毛利, CNY: margin of the contacts accepted
-- column money_3m DECIMAL(18,2) needs: revenue; lookback: 2 — Revenue of three months · 近三月收入, CNY: revenue of the month and the two before (of those that the warehouse has)
-- column money_months INTEGER needs: joined_on; lookback: 0 — Months of that revenue · 计入收入的月数, months: how many of those three months the number was on the net
-- column contribution_margin DECIMAL(18,2) needs: revenue; lookback: 0 — Contribution margin · 贡献毛利, CNY: revenue of the month less discount, commission, cost of points and of promotion; a cost that the warehouse does not have counts as 0, one that is empty in it leaves the margin unknown
-- column monthly_margin DECIMAL(18,2) needs: revenue; lookback: 2 — Monthly margin · 月均毛利, CNY: mean contribution margin of the month and the two before, of those in which the number has a known one
-- column recency INTEGER needs: last_paid_use_on; lookback: 0 — Days since paid use · 距最近付费使用天数, days: days from the last paid use to the month's end
-- column frequency INTEGER needs: active_days; lookback: 2 — Active days of three months · 近三月活跃天数, days: days with use in the month and the two before
-- column earlier_arpu DECIMAL(18,2) needs: revenue, last_paid_use_on; lookback: 6 — Earlier monthly revenue · 此前月均收入, CNY: monthly revenue when it last had paid use (of the three months up to then); carried since
WITH
  -- previous numbers whose leaving must be judged now: of joiners, and of rows that the month before does not know
  replaced AS (
    SELECT DISTINCT t.previous_number_id AS number_id
    FROM base.number_month t
    LEFT JOIN state_1 b ON b.number_id = t.number_id
    WHERE t.month = {{month}} AND t.previous_number_id IS NOT NULL AND (t.joined_on >= {{month_start}} OR b.number_id IS NULL)
  ),
  -- its latest row decides: given up only if it is off the books there
  given_up AS (
    SELECT number_id, latest(left_on, nearness) AS left_on
    FROM (
      SELECT t.number_id, o.left_on, 0 AS nearness FROM base.number_month t LEFT JOIN off_books o ON o.number_id = t.number_id WHERE t.month = {{month}}
      UNION ALL SELECT number_id, left_on, -1 FROM state_1
      UNION ALL SELECT number_id, left_on, -2 FROM state_2
      UNION ALL SELECT number_id, left_on, -3 FROM state_3
    )
    WHERE number_id IN (SELECT number_id FROM replaced)
    GROUP BY number_id
  ),
  contacted AS (
    SELECT
      number_id,
      count(*) AS campaign_contacts,
      count(*) FILTER (WHERE scene <> 'COUNTER') AS contacts_elsewhere,
      count(*) FILTER (WHERE outcome IN ('REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT')) AS reached_contacts,
      count(*) FILTER (WHERE outcome = 'ACCEPTED') AS orders,
      sum(cost) AS campaign_cost,
      sum(margin) FILTER (WHERE outcome = 'ACCEPTED') AS order_margin
    FROM base.contact
    WHERE month = {{month}}
    GROUP BY number_id
  ),
  complaining AS (
    SELECT DISTINCT number_id
    FROM base.complaint
    WHERE month <= {{month}} AND (closed_on IS NULL OR closed_on > {{month_end}})
  ),
  -- who is drawn together for hold-outs (src/decisions/draw.ts); what one of them lacks is unknown of all, unless another settles it
  of_household AS (
    SELECT *, coalesce('H' || nullif(household_id, ''), 'C' || nullif(customer_id, ''), 'N' || CAST(number_id AS VARCHAR)) AS household
    FROM base.number_month
    WHERE month = {{month}}
  ),
  households AS (
    SELECT
      household,
      CAST(count(*) AS INTEGER) AS numbers,
      CASE WHEN bool_or(has_broadband) THEN TRUE WHEN count(has_broadband) = count(*) THEN FALSE END AS has_broadband,
      CASE WHEN bool_or(has_iptv) THEN TRUE WHEN count(has_iptv) = count(*) THEN FALSE END AS has_iptv,
      CASE WHEN count(revenue) = count(*) THEN sum(revenue) END AS revenue
    FROM of_household
    WHERE status IN ('ACTIVE', 'SUSPENDED')
    GROUP BY household
  ),
  companies AS (
    SELECT customer_id, CAST(count(*) FILTER (WHERE status IN ('ACTIVE', 'SUSPENDED')) AS INTEGER) AS numbers
    FROM base.number_month
    WHERE month = {{month}} AND customer_type = 'ENTERPRISE'
    GROUP BY customer_id
  ),
  -- p1, p2, p3: the three months before; a mean exists only where all three do (null + x is null)
  row_of_month AS (
    SELECT
      t.*,
      p1.number_id IS NOT NULL AS known_before,
      p1.on_books AS on_books_before,
      p1.stage AS stage_before,
      p1.segment AS segment_before,
      p1.value_tier AS value_tier_before,
      p1.lean AS lean_before,
      p1.rfm_cell AS rfm_cell_before,
      p1.recency_score AS recency_score_before,
      p1.frequency_score AS frequency_score_before,
      p1.money_score AS money_score_before,
      p1.risk_band AS risk_band_before,
      p1.leave_driver AS leave_driver_before,
      p1.company_numbers AS company_numbers_before,
      p1.re_entry AS re_entry_before,
      p1.earlier_arpu AS earlier_arpu_before,
      p1.voice_min + p2.voice_min + p3.voice_min AS minutes_before,
      p1.data_gb + p2.data_gb + p3.data_gb AS data_before,
      p1.revenue + p2.revenue + p3.revenue AS revenue_before,
      CAST(coalesce(t.revenue, p1.revenue, p2.revenue) - coalesce(t.revenue, p1.revenue, p2.revenue)
        + coalesce(t.revenue, 0) + coalesce(p1.revenue, 0) + coalesce(p2.revenue, 0) AS DECIMAL(18,2)) AS money_3m,
      CAST(coalesce(t.active_days, p1.active_days, p2.active_days) - coalesce(t.active_days, p1.active_days, p2.active_days)
        + coalesce(t.active_days, 0) + coalesce(p1.active_days, 0) + coalesce(p2.active_days, 0) AS INTEGER) AS frequency,
      p1.contribution_margin AS margin_before_1,
      p2.contribution_margin AS margin_before_2,
      o.left_on,
      o.re_entered,
      g.left_on AS previous_left_on,
      f.best_plan_id,
      f.best_plan_saving,
      f.saved AS plan_saved,
      f.own_cost AS plan_cost,
      plan.tier AS plan_tier,
      channel.kind AS join_channel_kind,
      coalesce(h.numbers, 0) AS household_numbers,
      -- a household that has nobody on the books has neither
      CASE WHEN h.household IS NULL THEN FALSE ELSE h.has_broadband END AS household_has_broadband,
      CASE WHEN h.household IS NULL THEN FALSE ELSE h.has_iptv END AS household_has_iptv,
      CASE WHEN h.household IS NULL THEN 0 ELSE h.revenue END AS household_revenue,
      c.numbers AS company_numbers,
      k.campaign_contacts,
      k.contacts_elsewhere,
      k.reached_contacts,
      k.orders,
      k.campaign_cost,
      k.order_margin,
      CASE WHEN t.complaints IS NULL THEN NULL WHEN {{has_complaint}} THEN oc.number_id IS NOT NULL ELSE t.complaints > 0 END AS has_open_complaint,
      CAST(months_between(t.joined_on, {{month_start}}) AS INTEGER) AS months_on_net,
      t.status IN ('ACTIVE', 'SUSPENDED') AS on_books,
      t.joined_on >= {{month_start}} AS joined_now,
      {{year}} - t.birth_year AS years
    FROM of_household t
    LEFT JOIN households h ON h.household = t.household
    LEFT JOIN companies c ON c.customer_id = t.customer_id AND t.customer_type = 'ENTERPRISE'
    LEFT JOIN state_1 p1 ON p1.number_id = t.number_id
    LEFT JOIN state_2 p2 ON p2.number_id = t.number_id
    LEFT JOIN state_3 p3 ON p3.number_id = t.number_id
    LEFT JOIN off_books o ON o.number_id = t.number_id
    LEFT JOIN plan_fit f ON f.number_id = t.number_id
    LEFT JOIN given_up g ON g.number_id = t.previous_number_id
    LEFT JOIN base.plan plan ON plan.code = t.plan_id
    LEFT JOIN base.channel channel ON channel.code = t.join_channel_id
    LEFT JOIN contacted k ON k.number_id = t.number_id
    LEFT JOIN complaining oc ON oc.number_id = t.number_id
  ),
  fallen AS (
    SELECT
      *,
      CASE WHEN {{first_month}} THEN NULL ELSE coalesce(on_books_before, FALSE) END AS was_on_books,
      CASE WHEN years BETWEEN 0 AND 120 THEN years END AS age,
      CAST(revenue - ({{costs}}) AS DECIMAL(18,2)) AS contribution_margin,
      CAST(greatest(least(months_on_net + 1, 3, {{months_known}}), 1) AS INTEGER) AS money_months,
      -- cut once, here: the rules below look at what filters look at
      cut_ratio(minutes_before, 3) AS minutes_mean_3,
      cut_ratio(data_before, 3) AS data_mean_3,
      CASE WHEN minutes_before > 0 THEN cut_ratio(3 * voice_min - minutes_before, minutes_before) END AS minutes_change,
      CASE WHEN data_before > 0 THEN cut_ratio(3 * data_gb - data_before, data_before) END AS data_change,
      CASE WHEN revenue_before > 0 THEN cut_ratio(3 * revenue - revenue_before, revenue_before) END AS revenue_change
    FROM row_of_month
  ),
  judged AS (
    SELECT
      *,
      best_plan_saving >= {{driver_saving}}
        AND (plan_saved >= {{driver_saving_share}} * plan_cost OR coalesce(revenue_change <= -({{driver_spend_fall}}), FALSE)) AS leans_to_price,
      coalesce(complaints > 0, FALSE) OR coalesce(has_open_complaint, FALSE) OR coalesce(satisfaction <= {{driver_satisfaction}}, FALSE) AS is_dissatisfied
    FROM fallen
  )
SELECT
  {{base_columns}},
  months_on_net,
  month_of(joined_on) AS join_month,
  CASE
    WHEN months_on_net <= 2 THEN 'M0_2'
    WHEN months_on_net <= 6 THEN 'M3_6'
    WHEN months_on_net <= 12 THEN 'M7_12'
    WHEN months_on_net <= 24 THEN 'Y2'
    WHEN months_on_net <= 60 THEN 'Y3_5'
    ELSE 'Y6_PLUS'
  END AS tenure_band,
  CAST(age AS INTEGER) AS age,
  {{rule_age_group}} AS age_group,
  plan_tier,
  join_channel_kind,
  on_books,
  was_on_books,
  joined_now AND NOT coalesce(was_on_books, FALSE) AS gross_add,
  CASE WHEN was_on_books IS NULL THEN NULL ELSE on_books AND NOT was_on_books AND NOT joined_now END AS won_back,
  CASE WHEN was_on_books IS NULL THEN NULL ELSE (was_on_books OR joined_now) AND NOT on_books END AS leaver,
  left_on,
  CAST(months_between(left_on, {{month_start}}) AS INTEGER) AS left_months,
  CASE
    WHEN known_before AND NOT joined_now THEN coalesce(re_entry_before, FALSE)
    ELSE coalesce(
      previous_left_on >= plus_months(date_trunc('month', joined_on), -({{re_entry_months}}))
        AND previous_left_on < plus_months(date_trunc('month', joined_on), 1), FALSE)
  END AS re_entry,
  ported_in_from IS NOT NULL AND ported_in_from <> '' AS port_in,
  coalesce(re_entered, FALSE) AS re_entered,
  CASE
    WHEN (data_gb > data_allowance_gb) IS NULL AND (voice_min > voice_allowance_min) IS NULL THEN NULL
    ELSE coalesce(data_gb > data_allowance_gb, FALSE) OR coalesce(voice_min > voice_allowance_min, FALSE)
  END AS over_plan,
  CAST(household_numbers AS INTEGER) AS household_numbers,
  household_has_broadband,
  household_has_iptv,
  CAST(household_revenue AS DECIMAL(18,2)) AS household_revenue,
  company_numbers,
  company_numbers_before,
  arrears > 0 AS in_arrears,
  has_open_complaint,
  minutes_mean_3,
  data_mean_3,
  money_per(revenue_before, 3) AS revenue_mean_3,
  minutes_change,
  data_change,
  revenue_change,
  {{rule_dual_drop}} AS dual_drop,
  {{rule_secondary_sim}} AS secondary_sim,
  {{rule_value_drop}} AS value_drop,
  {{rule_lean}} AS lean,
  CASE WHEN {{first_month}} THEN NULL ELSE coalesce(value_tier_before IN ('TOP', 'HIGH'), FALSE) END AS high_value_before,
  stage_before,
  segment_before,
  value_tier_before,
  lean_before,
  rfm_cell_before,
  recency_score_before,
  frequency_score_before,
  money_score_before,
  risk_band_before,
  best_plan_id,
  best_plan_saving,
  CASE
    WHEN leans_to_price IS NULL THEN NULL
    WHEN leans_to_price AND is_dissatisfied THEN 'BOTH'
    WHEN leans_to_price THEN 'PRICE'
    WHEN is_dissatisfied THEN 'SERVICE'
    ELSE 'NONE'
  END AS leave_driver,
  leave_driver_before,
  CASE WHEN {{has_contact}} THEN CAST(coalesce(campaign_contacts, 0) AS INTEGER) END AS campaign_contacts,
  CASE WHEN {{has_contact}} THEN CAST(coalesce(contacts_elsewhere, 0) AS INTEGER) END AS contacts_elsewhere,
  CASE WHEN {{has_contact}} THEN CAST(coalesce(reached_contacts, 0) AS INTEGER) END AS reached_contacts,
  CASE WHEN {{has_contact}} THEN CAST(coalesce(orders, 0) AS INTEGER) END AS orders,
  CASE WHEN {{has_contact_cost}} THEN CAST(coalesce(campaign_cost, 0) AS DECIMAL(18,2)) END AS campaign_cost,
  CASE WHEN {{has_contact_margin}} THEN CAST(coalesce(order_margin, 0) AS DECIMAL(18,2)) END AS order_margin,
  money_3m,
  money_months,
  contribution_margin,
  money_per(coalesce(contribution_margin, 0) + coalesce(margin_before_1, 0) + coalesce(margin_before_2, 0),
    CAST(contribution_margin IS NOT NULL AS INTEGER) + CAST(margin_before_1 IS NOT NULL AS INTEGER) + CAST(margin_before_2 IS NOT NULL AS INTEGER)) AS monthly_margin,
  CAST(date_diff('day', last_paid_use_on, {{month_end}}) AS INTEGER) AS recency,
  frequency,
  CASE WHEN last_paid_use_on >= {{month_start}} THEN money_per(money_3m, money_months) ELSE earlier_arpu_before END AS earlier_arpu
FROM judged
