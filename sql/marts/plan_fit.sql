-- plan_fit: what the use of the last six months would have cost each number on the books on its own plan, and on the one that fits it best
-- grain: number (of the month being built)   key: number_id
-- kind: table
-- sources: base.number_month, base.plan, state_1, state_2, state_3, state_4, state_5 (number_state of the months before)
WITH
  -- a month in which it was not on the books, or whose use is not known, is left out: of all plans alike
  used AS (
    SELECT 0 AS back, number_id, data_gb, voice_min FROM base.number_month WHERE month = {{month}} AND status IN ('ACTIVE', 'SUSPENDED')
    UNION ALL SELECT 1, number_id, data_gb, voice_min FROM state_1 WHERE on_books
    UNION ALL SELECT 2, number_id, data_gb, voice_min FROM state_2 WHERE on_books
    UNION ALL SELECT 3, number_id, data_gb, voice_min FROM state_3 WHERE on_books
    UNION ALL SELECT 4, number_id, data_gb, voice_min FROM state_4 WHERE on_books
    UNION ALL SELECT 5, number_id, data_gb, voice_min FROM state_5 WHERE on_books
  ),
  -- in whole thousandths of a GB and tenths of a minute, a column a month: so that it costs seconds for millions of numbers
  recent AS (
    SELECT
      number_id,
      count(*) AS months,
      coalesce(any_value(gb) FILTER (WHERE back = 0), 0) AS gb_0, coalesce(any_value(minutes) FILTER (WHERE back = 0), 0) AS minutes_0,
      coalesce(any_value(gb) FILTER (WHERE back = 1), 0) AS gb_1, coalesce(any_value(minutes) FILTER (WHERE back = 1), 0) AS minutes_1,
      coalesce(any_value(gb) FILTER (WHERE back = 2), 0) AS gb_2, coalesce(any_value(minutes) FILTER (WHERE back = 2), 0) AS minutes_2,
      coalesce(any_value(gb) FILTER (WHERE back = 3), 0) AS gb_3, coalesce(any_value(minutes) FILTER (WHERE back = 3), 0) AS minutes_3,
      coalesce(any_value(gb) FILTER (WHERE back = 4), 0) AS gb_4, coalesce(any_value(minutes) FILTER (WHERE back = 4), 0) AS minutes_4,
      coalesce(any_value(gb) FILTER (WHERE back = 5), 0) AS gb_5, coalesce(any_value(minutes) FILTER (WHERE back = 5), 0) AS minutes_5
    FROM (SELECT back, number_id, CAST(data_gb * 1000 AS BIGINT) AS gb, CAST(voice_min * 10 AS BIGINT) AS minutes FROM used)
    WHERE gb IS NOT NULL AND minutes IS NOT NULL
    GROUP BY number_id
    HAVING count(*) >= {{plan_fit_months}}
  ),
  -- prices in hundred-thousandths of a CNY, for just these quantities
  priced AS (
    SELECT
      code,
      coalesce(is_5g, FALSE) AS is_5g,
      CAST(fee * 100000 AS BIGINT) AS fee,
      CAST(data_allowance_gb * 1000 AS BIGINT) AS gb,
      CAST(voice_allowance_min * 10 AS BIGINT) AS minutes,
      CAST(overage_per_gb * 100 AS BIGINT) AS per_gb,
      CAST(overage_per_min * 10000 AS BIGINT) AS per_minute,
      row_number() OVER (ORDER BY fee, code) - 1 AS place,
      count(*) OVER () AS plans
    FROM base.plan
    WHERE fee + data_allowance_gb + voice_allowance_min + overage_per_gb + overage_per_min IS NOT NULL
  ),
  costed AS (
    SELECT
      t.number_id, t.plan_id, r.months, p.code, p.place, p.plans,
      p.fee * r.months
        + p.per_gb * (greatest(gb_0, gb) + greatest(gb_1, gb) + greatest(gb_2, gb) + greatest(gb_3, gb) + greatest(gb_4, gb) + greatest(gb_5, gb) - 6 * gb)
        + p.per_minute * (greatest(minutes_0, minutes) + greatest(minutes_1, minutes) + greatest(minutes_2, minutes) + greatest(minutes_3, minutes)
          + greatest(minutes_4, minutes) + greatest(minutes_5, minutes) - 6 * minutes) AS cost
    FROM base.number_month t
    JOIN recent r ON r.number_id = t.number_id
    CROSS JOIN priced p
    -- nobody changes to 5G with a phone that has none
    WHERE t.month = {{month}} AND t.status IN ('ACTIVE', 'SUSPENDED') AND (NOT p.is_5g OR coalesce(t.device_5g, TRUE) OR p.code = t.plan_id)
  ),
  -- the cheapest and, of equally cheap ones, that of the smaller fee: cost and place in one number, as that is found fastest
  cheapest AS (
    SELECT number_id, any_value(plan_id) AS plan_id, any_value(months) AS months, any_value(plans) AS plans,
      max(cost) FILTER (WHERE code = plan_id) AS own_cost, min(cost * plans + place) AS least
    FROM costed
    GROUP BY number_id
  ),
  compared AS (SELECT *, least % plans AS place, own_cost - whole_quotient(least, plans) AS saved FROM cheapest)
SELECT
  c.number_id,
  -- nobody changes for nothing
  CASE WHEN c.saved = 0 THEN c.plan_id ELSE p.code END AS best_plan_id,
  -- whole fen a month, a half up
  CAST(CAST(whole_quotient(2 * c.saved + 1000 * c.months, 2000 * c.months) AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,2)) AS best_plan_saving,
  c.saved,
  c.own_cost
FROM compared c
JOIN priced p ON p.place = c.place
-- of an own plan that cannot be costed nobody can tell what another would save
WHERE c.own_cost IS NOT NULL
