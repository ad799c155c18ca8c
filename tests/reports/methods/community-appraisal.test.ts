import { afterAll, beforeAll, expect, test } from 'vitest';
import { communityAppraisal } from '../../../src/reports/methods/community-appraisal.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, type ReportLine, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const month = '2026-09';
const report = (asked: Partial<ReportAsked>) => reportOf(gateway, communityAppraisal, { months: [month], ...asked });

/** Of each grid its figures and its own plans, and the score by hand: what has no plan is left out. */
const hand = (cap: number, [revenue, closing, adds]: readonly number[], where = 'true') =>
  byHand(
    gateway,
    `with own as (select grid, county, city, cast(sum(revenue) as double) as revenue, count(*) filter (on_books) as closing, count(*) filter (gross_add) as adds
        from number_state where month = '${month}' and ${where} group by all),
      plan as (select grid, cast(max(value) filter (measure = 'REVENUE') as double) as revenue, cast(max(value) filter (measure = 'CLOSING_SUBSCRIBERS') as double) as closing,
        cast(max(value) filter (measure = 'GROSS_ADDS') as double) as adds from serving.mart_target where month = '${month}' and grid is not null group by grid),
      paired as (select o.*, p.revenue as plan_revenue, p.closing as plan_closing, p.adds as plan_adds,
        case when p.revenue is null then 0 else ${revenue} end + case when p.closing is null then 0 else ${closing} end + case when p.adds is null then 0 else ${adds} end as weight
        from own o left join plan p using (grid)),
      scored as (select *, 100 * (coalesce(${revenue} * least(revenue / plan_revenue, ${cap}), 0) + coalesce(${closing} * least(closing / plan_closing, ${cap}), 0)
        + coalesce(${adds} * least(adds / plan_adds, ${cap}), 0)) / nullif(weight, 0) as score from paired)
    select grid as place, county, city, case when score is not null then 1 + (select count(*) from scored s where round(s.score, 9) > round(scored.score, 9)) end as rank, score, 100 * weight / ${revenue! + closing! + adds!} as planned,
      revenue, plan_revenue as "revenueTarget", closing as "closingSubscribers", plan_closing as "closingSubscribersTarget", adds as "grossAdds", plan_adds as "grossAddsTarget"
    from scored`,
  );
const sorted = (rows: readonly ReportLine['cells'][]) =>
  [...rounded(rows)]
    .sort((a, b) => (String(a.place) < String(b.place) ? -1 : 1))
    .map(({ revenueAttained: _, closingSubscribersAttained: __, grossAddsAttained: ___, ...row }) => row);

test('every grid by what it attains of its own plans, weighted, and its place', async () => {
  const lines = await report({});
  const found = linesOf(lines);
  expect(sorted(found)).toEqual(sorted(await hand(1.2, [40, 30, 30])));
  const scores = found.map(({ score }) => (score as number | null) ?? -1);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(found[0]!.rank).toBe(1);
  for (const { revenue, revenueTarget, revenueAttained } of found.slice(0, 50))
    if (revenueTarget !== null) expect(revenueAttained).toBeCloseTo((100 * (revenue as number)) / (revenueTarget as number), 9);
  const numbers = await byHand(gateway, `select grid, count(*) as n from number_state where month = '${month}' group by grid`);
  const counted = new Map(numbers.map(({ grid, n }) => [grid, n]));
  const first = lines.slice(0, 12);
  expect(
    await redeemed(
      gateway,
      first.map(({ slice }) => slice!),
    ),
  ).toEqual(first.map(({ cells }) => counted.get(cells.place!)));
});

test('other weights and cap; a city alone, and who sees it alone', async () => {
  const options = { weights: 'REVENUE 1,CLOSING_SUBSCRIBERS 2, GROSS_ADDS 0.5', cap: '100' };
  const expected = sorted(await hand(1, [1, 2, 0.5], "city = 'YUHE'"));
  expect(sorted(linesOf(await report({ where: { city: { eq: 'YUHE' } }, options })))).toEqual(expected);
  expect(sorted(linesOf(await report({ viewer: managerOf(['YUHE']), options })))).toEqual(expected);
});

test('cities, where a measure that is to fall attains its plan by falling; what has no plan is not weighed', async () => {
  const options = { by: 'CITY', weights: 'LEAVERS 60, ARPU 40' };
  const found = linesOf(await report({ options }));
  const cities = await byHand(
    gateway,
    `select n.city, count(*) filter (leaver) as leavers, cast(any_value(value) as double) as plan from number_state n
      join serving.mart_target t on t.city = n.city and t.month = n.month and t.measure = 'LEAVERS' and t.county is null where n.month = '${month}' group by n.city`,
  );
  expect(found).toHaveLength(cities.length);
  for (const { city, leavers, plan } of cities) {
    const row = found.find(({ place }) => place === city)!;
    const attained = (100 * (plan as number)) / (leavers as number);
    expect(row).toMatchObject({ planned: 60, arpuTarget: null, arpuAttained: null, leavers, leaversTarget: plan });
    expect(row.leaversAttained).toBeCloseTo(attained, 9);
    expect(row.score).toBeCloseTo(Math.min(attained, 120), 9);
  }
});

test('weights that are none, and a warehouse without plans', async () => {
  for (const weights of ['', 'REVENUE', 'REVENUE 0', 'REVENUE 40; ARPU 60', 'REVENUE 1, REVENUE 2'])
    await expect(report({ options: { weights } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(report({ options: { weights: 'REVENU 40' } })).rejects.toThrow('REVENUE');
  await expect(report({ without: ['target.value'] })).rejects.toMatchObject({ code: 'NOT_PROVIDED' });
});
