import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valuePyramid } from '../../../src/reports/methods/value-pyramid.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, valuePyramid, asked);

const figures = `count(*) as numbers, cast(sum(revenue) as double) as revenue,
  cast(sum(revenue) as double) / ((count(*) filter (was_on_books) + count(*) filter (on_books)) / 2) as arpu`;

/** Tiers of a month, number by number; `key`: of the pyramid. */
const tiers = (month: string, where: string, key = 'null') =>
  byHand(
    gateway,
    `select ${key} as key, value_tier as "valueTier", ${figures},
       100 * sum(cast(sum(revenue) as double)) over (partition by key, "valueTier") / sum(cast(sum(revenue) as double)) over (partition by key) as "shareOfRevenue"
     from number_state where month = '${month}' and ${where} group by 1, 2`,
  );

/** Number by number: the sum over all of rank × revenue; and the top fifth by their places, the one at the edge in part. */
const inequality = (month: string, where: string) =>
  byHand(
    gateway,
    `with held as (select cast(revenue as double) as x, row_number() over (order by revenue) as place, count(*) over () as n
       from number_state where month = '${month}' and on_books and ${where})
     select 2 * sum(place * x) / (any_value(n) * sum(x)) - (any_value(n) + 1) / any_value(n) as gini,
       100 * sum(x * greatest(0, least(1, 0.2 * n - (n - place)))) / sum(x) as "shareOfTop" from held`,
  );

const sorted = (rows: ReturnType<typeof rounded>) => [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const columns = ['valueTier', 'numbers', 'revenue', 'arpu', 'shareOfRevenue'];

describe.each([
  ['2026-10', undefined, 'true'],
  ['2026-02', { hasBroadband: { eq: true } }, 'has_broadband'],
])('%s, filter %j', (month, where, sql) => {
  test('one pyramid: tiers, shares and inequality', async () => {
    const lines = await report({ months: [month], where });
    const pick = (rows: readonly Record<string, unknown>[]) =>
      rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))) as never;
    expect(linesOf(lines).map(({ valueTier }) => valueTier)).toEqual(['TOP', 'HIGH', 'MIDDLE', 'LOW', null]);
    expect(sorted(rounded(pick(linesOf(lines))))).toEqual(sorted(rounded(pick(await tiers(month, sql)))));
    const [whole] = linesOf(lines, 'valueTier');
    const [total] = await byHand(gateway, `select ${figures} from number_state where month = '${month}' and ${sql}`);
    const [expected] = await inequality(month, sql);
    expect(rounded([whole!])[0]).toEqual(rounded([{ valueTier: null, ...total!, shareOfRevenue: 100, ...expected! }])[0]);
  });

  test('a pyramid for each customer type, and all together', async () => {
    const lines = await report({ months: [month], where, options: { by: 'CUSTOMER_TYPE' } });
    const hand = await tiers(month, sql, 'customer_type');
    const own = linesOf(lines).map(({ customerType, valueTier, numbers, revenue, arpu, shareOfRevenue }) => ({
      key: customerType,
      valueTier,
      numbers,
      revenue,
      arpu,
      shareOfRevenue,
    }));
    expect(sorted(rounded(own as never))).toEqual(sorted(rounded(hand)));
    const pyramids = linesOf(lines, 'valueTier');
    expect(pyramids.map(({ customerType }) => customerType)).toEqual(['PERSONAL', 'HOUSEHOLD', 'ENTERPRISE']);
    expect(pyramids.reduce((sum, { shareOfRevenue }) => sum + (shareOfRevenue as number), 0)).toBeCloseTo(100, 9);
    for (const { customerType, gini, shareOfTop } of pyramids) {
      const expected = await inequality(month, `${sql} and customer_type = '${customerType}'`);
      expect(rounded([{ gini: gini!, shareOfTop: shareOfTop! }])).toEqual(rounded(expected));
    }
    expect(linesOf(lines, 'customerType', 'valueTier')).toHaveLength(1);
  });

  test('slices count their rows, totals too', async () => {
    const lines = await report({ months: [month], where, options: { by: 'CUSTOMER_TYPE' } });
    const found = await redeemed(
      gateway,
      lines.map(({ slice }) => slice!),
    );
    expect(found).toEqual(lines.map(({ cells }) => cells.numbers));
  });
});

test('a viewer of some cities, and one of none', async () => {
  const lines = await report({ months: ['2026-10'], viewer: managerOf(['HAILAN']) });
  const [whole] = linesOf(lines, 'valueTier');
  const [total] = await byHand(gateway, `select ${figures} from number_state where month = '2026-10' and city = 'HAILAN'`);
  const [expected] = await inequality('2026-10', "city = 'HAILAN'");
  expect(rounded([whole!])[0]).toEqual(rounded([{ valueTier: null, ...total!, shareOfRevenue: 100, ...expected! }])[0]);
  const none = await report({ months: ['2026-10'], viewer: managerOf([]) });
  expect(none.map(({ cells }) => cells)).toEqual([
    { valueTier: null, numbers: 0, revenue: 0, shareOfRevenue: null, arpu: null, shareOfTop: null, gini: null },
  ]);
});

test('several months, and a warehouse without revenue', async () => {
  await expect(report({ months: ['2026-09', '2026-10'] })).rejects.toThrow(
    'VALUE_PYRAMID looks at one month, found 2026-09 to 2026-10: give month, and leave out from.',
  );
  await expect(report({ months: ['2026-10'], without: ['number_month.revenue'] })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'VALUE_PYRAMID: the warehouse does not provide revenue.',
  });
});
