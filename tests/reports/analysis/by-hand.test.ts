import { afterAll, beforeAll, expect, test } from 'vitest';
import { agree } from '../../support/cases.js';
import { isOutcome } from '../../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, fieldOf, fieldsOfAll } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const average = '((count(*) filter (where was_on_books) + count(*) filter (where on_books)) / 2)';
/** Over a group of rows of several months; `first` and `last`: the group's first and last month, `length`: how many months it has. */
const byHand: Readonly<Record<string, string>> = {
  numbers: 'count(*) filter (where month = last)',
  openingSubscribers: 'count(*) filter (where was_on_books and month = first)',
  closingSubscribers: 'count(*) filter (where on_books and month = last)',
  averageSubscribers: `${average} / length`,
  arrears: 'coalesce(sum(arrears) filter (where month = last), 0)',
  grossAdds: 'count(*) filter (where gross_add)',
  leaversPrice: `count(*) filter (where leaver and leave_reason = 'PRICE')`,
  netAdds: 'count(*) filter (where on_books) - count(*) filter (where was_on_books)',
  revenue: 'coalesce(sum(revenue), 0)',
  contributionMargin:
    'coalesce(sum(revenue), 0) - coalesce(sum(discount), 0) - coalesce(sum(commission), 0) - coalesce(sum(points_cost), 0) - coalesce(sum(promotion_cost), 0)',
  arpu: `sum(revenue) / nullif(${average}, 0)`,
  churnRate: `100 * count(*) filter (where leaver) / nullif(${average}, 0)`,
  nps: `100 * (count(*) filter (where nps_score >= 9) - count(*) filter (where nps_score <= 6)) / nullif(count(nps_score), 0)`,
  satisfaction: 'avg(satisfaction)',
  fiveGPenetration:
    '100 * count(*) filter (where on_books and on_5g_plan and device_5g) / nullif(count(*) filter (where on_books), 0)',
  pricePerGb: 'sum(data_revenue) / nullif(sum(data_gb), 0)',
  campaignRoi: '100 * (sum(order_margin) - sum(campaign_cost)) / nullif(sum(campaign_cost), 0)',
};

const grains = {
  MONTH: 'month',
  QUARTER: `month[1:4] || '-Q' || ((month[6:7]::integer + 2) // 3)`,
  YEAR: 'month[1:4]',
  TOTAL: `'all'`,
} as const;

test.each([
  ['MONTH', ['CITY'], '2026-10', '2026-10', undefined, 'true'],
  ['MONTH', ['PLAN_TIER', 'STAGE'], '2026-08', '2026-10', undefined, 'true'],
  ['QUARTER', ['AREA_TYPE'], '2025-11', '2026-05', undefined, 'true'],
  ['QUARTER', ['LEAVE_REASON', 'CITY', 'GENDER'], '2026-05', '2026-10', { dataGb: { gt: 5 } }, 'data_gb > 5'],
  [
    'YEAR',
    ['VALUE_TIER', 'HAS_BROADBAND'],
    '2025-11',
    '2026-10',
    { not: { industry: { isNull: true } } },
    'industry is not null',
  ],
  [
    'YEAR',
    ['CREDIT_LEVEL', 'DEVICE_5G', 'OTHER_SIM'],
    '2025-12',
    '2026-02',
    { city: { in: ['HAILAN', 'MUHE'] } },
    `city in ('HAILAN', 'MUHE')`,
  ],
  ['TOTAL', ['COUNTY', 'PLAN'], '2026-09', '2026-10', { hasBroadband: { eq: true } }, 'has_broadband'],
  ['TOTAL', ['JOIN_MONTH'], '2025-12', '2026-10', { joinedOn: { after: '2025-06-30' } }, `joined_on > date '2025-06-30'`],
] as const)('%s by %j from %s to %s where %j: details and all totals', async (grain, by, from, to, where, condition) => {
  const columns = by.map((code) => gateway.martlet.definitions.catalogue.dimensions.get(code)!.sql);
  const measures = Object.keys(byHand);
  const asked = { from, to, grain, where, totals: true };
  const { rows, totals, rowCount } = await analysisOf(gateway, `${measures.join(' ')} ${fieldsOfAll(by)}`, asked);
  const keys = columns.map((_, index) => `key_${index}`);
  const cuts = columns.map((column, index) => `cast(${column} as varchar) as key_${index}`);
  const levels = [...keys, ''].map(
    (_, kept) => `(${['level.period', 'first', 'last', 'length', ...keys.slice(0, kept)].join(', ')})`,
  );
  // Each row counts twice: in its own period, and (period null) in all of them together.
  const found = (await gateway.sql(
    `with span as (from number_state where month between '${from}' and '${to}'),
       level as (select *, ${grains[grain]} as period, ${cuts} from span union all select *, null, ${cuts} from span),
       calendar as (select period, min(month) as first, max(month) as last, count(distinct month) as length from level group by period)
     select level.period, ${keys}, ${keys.map((key) => `grouping(${key}) as total_${key}`)},
       ${Object.entries(byHand).map(([name, sql]) => `cast(${sql} as double) as "${name}"`)}
     from level join calendar on calendar.period is not distinct from level.period where ${condition}
     group by grouping sets (${levels})`,
  )) as Data[];
  const several = new Set(found.map(({ period }) => period)).size > 2;
  const keyOf = (row: Data) => {
    const period = grain === 'TOTAL' && row.period ? `${from}..${to}` : row.period;
    return JSON.stringify([period, keys.map((key) => row[key]), by.filter((_, index) => row[`total_key_${index}`] > 0)]);
  };
  const expected = new Map(found.filter(({ period }) => several || period).map((row) => [keyOf(row), row]));
  expect(rows.length).toBe(rowCount);
  expect(rows.length + totals.length).toBe(expected.size);
  // What leaving sets cuts nothing that counts it.
  const counting: Data = { leaversPrice: 'LEAVERS_PRICE', churnRate: 'CHURN_RATE', netAdds: 'NET_ADDS' };
  const isCutByOutcome = (row: Data, measure: string) =>
    measure in counting &&
    isOutcome(
      counting[measure],
      by.filter((code) => !row.totalOf.includes(code)),
    );
  for (const row of [...rows, ...totals]) {
    const hand = expected.get(JSON.stringify([row.period, by.map((code) => row[fieldOf(code)]), row.totalOf]))!;
    for (const measure of measures)
      if (isCutByOutcome(row, measure)) expect([measure, row[measure]]).toEqual([measure, null]);
      else if (!agree(row[measure], hand[measure]))
        expect([measure, row.period, row[measure]]).toEqual([measure, row.period, hand[measure]]);
  }
});

test('measures of two marts meet by city: the stock of a quarter’s last month, and its joiners of six months before', async () => {
  const asked = { from: '2026-04', to: '2026-09', grain: 'QUARTER' };
  const { rows } = await analysisOf(gateway, 'city numbers revenue retention6m', asked);
  const found = await gateway.sql(
    `with state as (select ${grains.QUARTER} as period, city, count(*) filter (where month in ('2026-06', '2026-09')) as numbers, sum(revenue) as revenue
         from number_state where month between '2026-04' and '2026-09' group by all),
       joined as (select month, number_id from number_state where gross_add),
       seen as (select number_id, city, month from number_state),
       cohort as (select strftime(cast(j.month || '-01' as date) + to_months(6), '%Y-%m') as month, j.number_id from joined j),
       kept as (select c.month, c.number_id, coalesce(n.on_books, false) as is_kept, (select max_by(s.city, s.month) from seen s where s.number_id = c.number_id and s.month <= c.month) as city
         from cohort c left join number_state n on n.number_id = c.number_id and n.month = c.month where c.month between '2026-04' and '2026-09'),
       retention as (select ${grains.QUARTER} as period, city, 100 * avg(is_kept::integer) as share from kept group by all)
     select period, city, cast(numbers as double) as numbers, cast(revenue as double) as revenue, share from state left join retention using (period, city) order by all`,
  );
  expect(rows.map((row: Data) => [row.period, row.city, row.numbers, row.revenue])).toEqual(
    found.map(({ period, city, numbers, revenue }) => [period, city, numbers, expect.closeTo(revenue as number, 6)]),
  );
  for (const [at, { share }] of found.entries()) expect(rows[at].retention6m).toBeCloseTo(share as number, 9);
});
