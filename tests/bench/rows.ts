/** Two ways to the same, timed in turn; `limit`: what the ratio may be. */
export interface Comparison {
  readonly name: string;
  readonly graph: () => Promise<unknown>;
  readonly direct: () => Promise<unknown>;
  readonly limit: number;
}

/** A question to the graph and the one statement that somebody would write by hand for the same figures. */
export interface BenchRow {
  readonly name: string;
  readonly query: string;
  readonly sql: string;
  /** Ratio that is asked for. */
  readonly limit: number;
}

const months = "month between '2025-10' and '2026-10'";

/** Every node of the tree by month, from the rollup that the gateway reads too, with baseline, share and target. */
const wholeTree = `
with leaf as (select month, lifecycle as path, sum(numbers) as v from serving.rollup_whole where ${months} group by all),
node as (
  select month, n.unnest as node, sum(v) as v
  from leaf, unnest(list_transform(range(0, len(string_split(path, '.')) + 1), lambda i: array_to_string(string_split(path, '.')[1:i], '.'))) as n
  group by all
),
compared as (
  select month, node, v, lag(v) over (partition by node order by month) as baseline,
    v / max(case when node = '' then v end) over (partition by month) as share
  from node
)
select c.*, t.value as target from compared c
left join serving.mart_target t on t.month = c.month and t.measure = 'NUMBERS' and t.city is null and c.node = ''
order by month, node`;

const node = `code name value baseline change changeRate share contribution target attainment status absence slice`;

const arpuFigures = `sum(revenue) as revenue, sum(voice_revenue) as voice, sum(data_revenue) as data, sum(vas_revenue) as vas,
  sum(broadband_revenue) as broadband, sum(voice_minutes) as minutes, sum(data_volume) as gb,
  (sum(opening_subscribers) + sum(closing_subscribers)) / 2 as average`;

/** What a chart of each series would ask for, one SELECT a dimension. */
const signalSums = ['null', 'city', 'plan_tier', 'join_channel_kind', 'stage']
  .map(
    (by) => `select month, ${by} as code, sum(columns(* exclude (month, city, plan_tier, join_channel_kind, stage, segment)))
    from serving.rollup_city_market group by all`,
  )
  .join(' union all ');

const six = 'CITY, PLAN_TIER, JOIN_CHANNEL_KIND, CUSTOMER_TYPE, AGE_GROUP, AREA_TYPE';
const why = `change residual byFormula { node contribution } warnings
  byDimension { dimension volume mix rate parts { code contribution } } causes { where { dimension code } value contribution score slice }`;

export const rows: readonly BenchRow[] = [
  {
    name: 'whole life-cycle tree, baseline, target, 13-month trend',
    query: `{ indicatorTree(tree: "LIFECYCLE", month: "2026-10") { code nodes { ${node} trend { month value } } } }`,
    sql: wholeTree,
    limit: 2.5,
  },
  {
    name: 'whole life-cycle tree, month and baseline only',
    query:
      '{ indicatorTree(tree: "LIFECYCLE", month: "2026-10") { code nodes { code value baseline change share contribution } } }',
    sql: wholeTree.replace(months, "month in ('2026-09', '2026-10')"),
    limit: 1.5,
  },
  {
    name: 'revenue tree with contributions, one city',
    query: `{ indicatorTree(tree: "REVENUE", month: "2026-10", where: { city: { eq: "HAILAN" } }) { nodes { ${node} trend { month value } } } }`,
    sql: `select month, ${arpuFigures} from serving.rollup_city_market where ${months} and city = 'HAILAN' group by month order by month`,
    limit: 1.5,
  },
  {
    name: 'life-cycle tree, every node drilled by city',
    query: `{ indicatorTree(tree: "LIFECYCLE", month: "2026-10") { nodes { code value drill(by: CITY, top: 3) { code value change share isOther } } } }`,
    sql: `select month, lifecycle, city, sum(numbers) from serving.rollup_place where month in ('2026-09', '2026-10') group by all order by all`,
    limit: 2.5,
  },
  {
    name: 'revenue tree for a filter that no rollup covers (from the mart)',
    query: `{ indicatorTree(tree: "REVENUE", month: "2026-10", where: { dataGb: { gt: 20 } }) { nodes { code value baseline contribution } } }`,
    sql: `select month, sum(revenue), sum(voice_revenue), sum(data_revenue), sum(vas_revenue), sum(broadband_revenue), sum(voice_min),
      sum(data_gb), count(*) filter (where was_on_books), count(*) filter (where on_books)
      from number_state where month in ('2026-09', '2026-10') and data_gb > 20 group by month`,
    limit: 1.5,
  },
  {
    name: 'explain ARPU over six dimensions (against the plain joint group-by)',
    query: `{ explain(measure: ARPU, month: "2026-10", by: [${six}]) { ${why} } }`,
    sql: `select month, ${six}, sum(revenue), count(*) filter (where was_on_books), count(*) filter (where on_books)
      from number_state where month in ('2026-09', '2026-10') group by all`,
    limit: 1.5,
  },
  {
    name: 'explain LEAVERS over six large dimensions (against the plain joint group-by)',
    query: `{ explain(measure: LEAVERS, month: "2026-10", by: [CITY, COUNTY, PLAN_TIER, JOIN_CHANNEL_KIND, JOIN_CHANNEL, AGE_GROUP]) { ${why} } }`,
    sql: `select month, city, county, plan_tier, join_channel_kind, join_channel_id, age_group, count(*) filter (where leaver)
      from number_state where month in ('2026-09', '2026-10') group by all`,
    limit: 1.5,
  },
  {
    name: 'signals: all measures, whole and four dimensions (against five group-bys of the rollup)',
    query:
      '{ signals(month: "2026-10", kind: CHANGE, first: 20) { measure { code } where { code } value expected low high materiality slice } }',
    sql: signalSums,
    limit: 1.5,
  },
  {
    name: 'analysis: six measures by city over 13 months (from a rollup)',
    query: `{ analysis(from: "2025-10", to: "2026-10") { rows { period city closingSubscribers leavers churnRate revenue arpu dou } } }`,
    sql: `select month, city, sum(closing_subscribers), sum(leavers), sum(leavers) * 200 / (sum(opening_subscribers) + sum(closing_subscribers)),
      sum(revenue), sum(revenue) * 2 / (sum(opening_subscribers) + sum(closing_subscribers)), sum(data_volume) * 2 / (sum(opening_subscribers) + sum(closing_subscribers))
      from serving.rollup_city_use where ${months} group by all order by all`,
    limit: 1.5,
  },
  {
    name: 'analysis: contacts by offer, scene and city, two months (from facts)',
    query: `{ analysis(from: "2026-09", to: "2026-10", first: 10000) { rows { period offer scene city contacts orders conversion campaignCost } } }`,
    sql: `select f.month, f.offer_id, f.scene, n.city, sum(f.campaign_contacts), sum(f.orders), sum(f.orders) * 100 / sum(f.reached_contacts), sum(f.campaign_cost)
      from number_flow f join number_state n on n.month = f.month and n.number_id = f.number_id
      where f.month in ('2026-09', '2026-10') and f.campaign_contacts > 0 group by all order by all`,
    limit: 1.5,
  },
  {
    name: 'indicators of contacts at the counter, and revenue of those met there',
    query: `{ indicators(measures: [ORDERS, CONVERSION, CAMPAIGN_COST, REVENUE], where: { scene: { eq: "COUNTER" } }, against: NONE) { value } }`,
    sql: `with met as (select number_id, sum(orders) as o, sum(reached_contacts) as r, sum(campaign_cost) as c from number_flow where month = '2026-10' and scene = 'COUNTER' group by 1)
      select sum(o), sum(o) * 100 / sum(r), sum(c), sum(n.revenue) from number_state n join met using (number_id) where n.month = '2026-10'`,
    limit: 1.5,
  },
  {
    name: 'analysis: a filter that no rollup covers, by plan tier and city, two months',
    query: `{ analysis(from: "2026-09", to: "2026-10", where: { dataGb: { gt: 20 } }) { rows { period planTier city numbers revenue arpu churnRate } } }`,
    sql: `select month, plan_tier, city, count(*), sum(revenue), sum(revenue) * 2 / (count(*) filter (where was_on_books) + count(*) filter (where on_books)),
      count(*) filter (where leaver) * 200 / (count(*) filter (where was_on_books) + count(*) filter (where on_books))
      from number_state where month in ('2026-09', '2026-10') and data_gb > 20 group by all order by all`,
    limit: 1.3,
  },
];
