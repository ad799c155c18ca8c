-- number_value: what a number is worth: RFM scores by value edges, value tier, named groups, five-part score
-- grain: number × month   key: month, number_id
-- kind: view
-- sources: number_feature, value_edge (of the month)
-- column recency_score INTEGER needs: last_paid_use_on; lookback: 0; leaving: sets — Recency score · 最近消费得分, 1-5: 5 (paid use just now) to 1: five less the edges passed; as many days as an edge is still before it
-- column frequency_score INTEGER needs: active_days; lookback: 0 to 2; leaving: sets — Frequency score · 消费频次得分, 1-5: 1 to 5: one more than the edges reached
-- column money_score INTEGER needs: revenue; lookback: 0 to 2; leaving: sets — Money score · 消费金额得分, 1-5: 1 to 5: one more than the edges reached
-- column rfm_cell VARCHAR needs: last_paid_use_on, active_days, revenue; lookback: 0 to 2; leaving: sets — RFM cell · RFM单元: the three scores as digits, e.g. 343
-- column value_tier VARCHAR needs: revenue; lookback: 0 to 2; leaving: sets; codes: TOP, HIGH, MIDDLE, LOW — Value tier · 价值层级: by three-month revenue within customer type; null off the books
-- column value_groups VARCHAR[] needs: revenue, last_paid_use_on; lookback: 0 to 6; leaving: sets; codes: ACTIVE_CORE, SLEEPING_HIGH_VALUE — Value groups · 价值群组: named groups of value that it is in; empty where in none, null off the books and where the last paid use is not known
-- column score_spend DECIMAL(5,2) needs: revenue; lookback: 0 to 2; uses: active_days; leaving: sets — Spend score · 消费得分, 0-100: spend and frequency
-- column score_need DECIMAL(5,2) needs: data_gb, data_allowance_gb; lookback: 0; leaving: sets — Need score · 需求满足得分, 0-100: use of the data allowance between the two saturations
-- column score_satisfaction DECIMAL(5,2) needs: satisfaction; lookback: 0; uses: complaints; leaving: sets — Satisfaction score · 满意得分, 0-100: satisfaction less complaints
-- column score_stickiness DECIMAL(5,2) needs: joined_on; lookback: 0; uses: has_broadband, has_family_net, has_group_net; leaving: sets — Stickiness score · 粘性得分, 0-100: tenure, contract, broadband, family or group net
-- column score_recommendation DECIMAL(5,2) needs: nps_score; lookback: 0; leaving: sets — Recommendation score · 推荐得分, 0-100: recommendation score of a survey month
-- column score_total DECIMAL(5,2) needs: joined_on; lookback: 0 to 2; uses: revenue, active_days, data_gb, data_allowance_gb, satisfaction, complaints, has_broadband, has_family_net, has_group_net; leaving: sets — Five-part score · 五维评分, 0-100: mean of the known parts by their weights
WITH
  edge AS (
    SELECT
      any_value(edges) FILTER (WHERE kind = 'RECENCY') AS recency_edges,
      any_value(edges) FILTER (WHERE kind = 'FREQUENCY') AS frequency_edges,
      any_value(edges) FILTER (WHERE kind = 'MONEY') AS money_edges
    FROM value_edge
    WHERE kind <> 'TIER'
  ),
  scored AS (
    SELECT
      f.*,
      -- an equal value is on the better side of an edge: not yet past it in days, up to it in use and money
      5 - CAST(CAST(recency > at(recency_edges, 1) AS INTEGER) + CAST(recency > at(recency_edges, 2) AS INTEGER)
        + CAST(recency > at(recency_edges, 3) AS INTEGER) + CAST(recency > at(recency_edges, 4) AS INTEGER) AS INTEGER) AS recency_score,
      1 + CAST(CAST(frequency >= at(frequency_edges, 1) AS INTEGER) + CAST(frequency >= at(frequency_edges, 2) AS INTEGER)
        + CAST(frequency >= at(frequency_edges, 3) AS INTEGER) + CAST(frequency >= at(frequency_edges, 4) AS INTEGER) AS INTEGER) AS frequency_score,
      1 + CAST(CAST(money_3m >= at(money_edges, 1) AS INTEGER) + CAST(money_3m >= at(money_edges, 2) AS INTEGER)
        + CAST(money_3m >= at(money_edges, 3) AS INTEGER) + CAST(money_3m >= at(money_edges, 4) AS INTEGER) AS INTEGER) AS money_score,
      CASE
        WHEN NOT on_books OR money_3m IS NULL THEN NULL
        WHEN money_3m >= at(tier.edges, 1) THEN 'TOP'
        WHEN money_3m >= at(tier.edges, 2) THEN 'HIGH'
        WHEN money_3m >= at(tier.edges, 3) THEN 'MIDDLE'
        ELSE 'LOW'
      END AS value_tier,
      CASE WHEN on_books THEN quotient(data_gb, data_allowance_gb) END AS saturation
    FROM number_feature f
    CROSS JOIN edge
    LEFT JOIN value_edge tier ON tier.kind = 'TIER' AND tier.customer_type IS NOT DISTINCT FROM f.customer_type
  ),
  parted AS (
    SELECT
      *,
      -- least and greatest pass over nulls, so that an unknown value must be kept from them
      CASE WHEN money_3m IS NOT NULL THEN greatest(least(quotient(100 * money_3m, money_months * {{score_full_arpu}}), 100), 0) END AS by_money,
      CASE WHEN active_days IS NOT NULL THEN least(quotient(100 * active_days, {{score_full_days}}), 100) END AS by_days,
      CASE
        WHEN saturation IS NULL THEN NULL
        WHEN saturation < {{score_saturation_from}} THEN quotient(100 * saturation, {{score_saturation_from}})
        WHEN saturation <= {{score_saturation_to}} THEN 100
        -- twice the allowance's upper saturation earns nothing
        ELSE greatest(100 * (2 - quotient(saturation, {{score_saturation_to}})), 0)
      END AS need,
      CASE WHEN on_books AND satisfaction IS NOT NULL THEN greatest(quotient((satisfaction - 1) * 100, 9.0) - {{score_complaint}} * coalesce(complaints, 0), 0) END AS satisfied,
      CASE WHEN on_books THEN least(
        {{score_tenure}} * least(quotient(months_on_net, {{score_full_tenure}}), 1)
        + CASE WHEN contract_end_on > {{month_end}} THEN {{score_contract}} ELSE 0 END
        + CASE WHEN has_broadband THEN {{score_broadband}} ELSE 0 END
        + CASE WHEN has_family_net OR has_group_net THEN {{score_net}} ELSE 0 END, 100) END AS sticky,
      CASE WHEN on_books THEN nps_score * 10 END AS recommends
    FROM scored
  ),
  summed AS (SELECT *, CASE WHEN on_books THEN quotient(coalesce(by_money, by_days) + coalesce(by_days, by_money), 2) END AS spend FROM parted)
SELECT
  {{feature_columns}},
  recency_score,
  frequency_score,
  money_score,
  CAST(recency_score AS VARCHAR) || CAST(frequency_score AS VARCHAR) || CAST(money_score AS VARCHAR) AS rfm_cell,
  value_tier,
  CASE WHEN last_paid_use_on IS NULL OR NOT on_books THEN NULL ELSE
    CASE WHEN last_paid_use_on > plus_months({{month_end}}, -({{active_core_months}})) AND money_3m > money_months * {{active_core_arpu}} THEN texts('ACTIVE_CORE') ELSE texts() END
    || CASE WHEN last_paid_use_on <= plus_months({{month_end}}, -({{sleeping_months}})) AND earlier_arpu >= {{sleeping_arpu}} THEN texts('SLEEPING_HIGH_VALUE') ELSE texts() END
  END AS value_groups,
  decimal_of(spend, 5, 2) AS score_spend,
  decimal_of(need, 5, 2) AS score_need,
  decimal_of(satisfied, 5, 2) AS score_satisfaction,
  decimal_of(sticky, 5, 2) AS score_stickiness,
  CAST(recommends AS DECIMAL(5,2)) AS score_recommendation,
  decimal_of(quotient(
      coalesce({{weight_spend}} * spend, 0) + coalesce({{weight_need}} * need, 0) + coalesce({{weight_satisfaction}} * satisfied, 0)
      + coalesce({{weight_stickiness}} * sticky, 0) + coalesce({{weight_recommendation}} * recommends, 0),
      CASE WHEN spend IS NULL THEN 0 ELSE {{weight_spend}} END + CASE WHEN need IS NULL THEN 0 ELSE {{weight_need}} END
      + CASE WHEN satisfied IS NULL THEN 0 ELSE {{weight_satisfaction}} END + CASE WHEN sticky IS NULL THEN 0 ELSE {{weight_stickiness}} END
      + CASE WHEN recommends IS NULL THEN 0 ELSE {{weight_recommendation}} END), 5, 2) AS score_total
FROM summed
