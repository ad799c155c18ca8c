import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { analysisOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const measures = 'closingSubscribers averageSubscribers leavers revenue arpu nps fiveGPenetration';
const fields = `${measures} baseline { period ${measures} absent { measure reason } }`;

/** By hand, of one city: flows and stocks of a mean month; ratios of all months. */
async function meanMonth(city: string, months: readonly string[]): Promise<Data> {
  const [row] = await gateway.sql(`
    with own as (from number_state where city = '${city}' and month in (${months.map((month) => `'${month}'`)})),
      counted as (select count(*) filter (where on_books) as closing, count(*) filter (where was_on_books) as opening, sum(revenue) as money,
        count(*) filter (where leaver) as gone, count(*) filter (where on_books and on_5g_plan and device_5g) as on_5g,
        count(*) filter (where nps_score >= 9) - count(*) filter (where nps_score <= 6) as net, count(nps_score) as asked from own)
    select closing / ${months.length} as "closingSubscribers", (opening + closing) / 2 / ${months.length} as "averageSubscribers",
      gone / ${months.length} as leavers, cast(money as double) / ${months.length} as revenue, cast(money as double) / ((opening + closing) / 2) as arpu,
      100 * net / nullif(asked, 0) as nps, 100 * on_5g / closing as "fiveGPenetration" from counted`);
  return row;
}

const near = (row: Data, hand: Data, codes: readonly string[] = measures.split(' ')) => {
  for (const code of codes) expect([code, row[code]]).toEqual([code, hand[code] === null ? null : expect.closeTo(hand[code], 6)]);
};

test.each([
  ['PREVIOUS_MONTH', '2026-10', ['2026-09'], '2026-09'],
  ['SAME_MONTH_LAST_YEAR', '2026-10', ['2025-10'], '2025-10'],
  ['SEASONAL_NAIVE', '2026-09', ['2025-09'], '2025-09'],
  ['MEAN_OF_PRIOR_3', '2026-10', ['2026-07', '2026-08', '2026-09'], '2026-07..2026-09'],
])('%s of a month, by city', async (against, month, months, period) => {
  const { rows } = await analysisOf(gateway, `city ${fields}`, { to: month, against });
  expect(rows.length).toBe(14);
  for (const row of rows) {
    near(row, await meanMonth(row.city, [month]));
    near(row.baseline, await meanMonth(row.city, months));
    expect(row.baseline.period).toBe(period);
  }
});

test('the baseline of a month is that of the indicator, whatever the measure', async () => {
  const codes = ['CLOSING_SUBSCRIBERS', 'ARREARS', 'REVENUE', 'NET_ADDS', 'ARPU', 'RETENTION_6M', 'SATISFACTION'];
  for (const against of ['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE']) {
    for (const month of ['2026-10', '2026-02', '2025-10', '2025-08']) {
      const names = ['closingSubscribers', 'arrears', 'revenue', 'netAdds', 'arpu', 'retention6m', 'satisfaction'].join(' ');
      const { rows } = await analysisOf(gateway, `${names} baseline { ${names} }`, { to: month, against });
      const asked = codes.map(
        (code) => `${code}: indicator(measure: ${code}, month: "${month}", against: ${against}) { value baseline }`,
      );
      const indicators = Object.values(await dataOf(gateway, `{ ${asked.join(' ')} }`)) as Data[];
      const { period: _, isPartial: __, isOther: ___, totalOf: ____, baseline, ...values } = rows[0];
      expect([against, month, ...Object.values(values)]).toEqual([against, month, ...indicators.map(({ value }) => value)]);
      expect([against, month, ...Object.values(baseline)]).toEqual([against, month, ...indicators.map((each) => each.baseline)]);
    }
  }
});

test.each([
  ['QUARTER', 'PREVIOUS_MONTH', '2026-07', '2026-09', ['2026-04', '2026-05', '2026-06'], '2026-04..2026-06'],
  ['TOTAL', 'SAME_MONTH_LAST_YEAR', '2026-09', '2026-10', ['2025-09', '2025-10'], '2025-09..2025-10'],
  ['TOTAL', 'PREVIOUS_MONTH', '2026-09', '2026-10', ['2026-07', '2026-08'], '2026-07..2026-08'],
])('%s against %s: the months before, flows added up, stocks at their end', async (grain, against, from, to, months, period) => {
  const { rows } = await analysisOf(gateway, `city ${fields}`, { from, to, grain, against });
  expect(rows.length).toBe(14);
  for (const { city, baseline } of rows.slice(0, 4)) {
    const mean = await meanMonth(city, months);
    near(baseline, mean, ['averageSubscribers', 'arpu', 'nps', 'fiveGPenetration']);
    near(baseline, { revenue: mean.revenue * months.length, leavers: mean.leavers * months.length }, ['revenue', 'leavers']);
    near(baseline, await meanMonth(city, months.slice(-1)), ['closingSubscribers']);
    expect(baseline.period).toBe(period);
  }
});

test('what is only in the baseline is a row with nothing, and other rows and totals are as without', async () => {
  const asked = { where: { leaveReason: { eq: 'PORT_OUT' }, city: { eq: 'HAILAN' } }, to: '2026-10', totals: true };
  const plain = await analysisOf(gateway, 'grid leavers', asked);
  const { rows, totals } = await analysisOf(gateway, 'grid leavers baseline { leavers }', {
    ...asked,
    against: 'MEAN_OF_PRIOR_3',
  });
  expect(rows.length).toBeGreaterThan(plain.rows.length);
  const grids = new Set(plain.rows.map(({ grid }: Data) => grid));
  for (const { grid, leavers } of rows) if (!grids.has(grid)) expect(leavers).toBe(0);
  const now = rows.filter(({ grid }: Data) => grids.has(grid)).map(({ baseline: _, ...row }: Data) => row);
  expect(now).toEqual(plain.rows);
  const sums = (list: readonly Data[]) => list.reduce((sum, { baseline }) => sum + baseline.leavers, 0);
  expect([totals[0].leavers, totals[0].baseline.leavers]).toEqual([plain.totals[0].leavers, expect.closeTo(sums(rows), 9)]);
});

test('months that the data do not have, wholly or in part: null with the reason', async () => {
  for (const [given, reasons] of [
    [
      { to: '2026-01', against: 'SAME_MONTH_LAST_YEAR' },
      { revenue: 'NO_BASELINE', arpu: 'NO_BASELINE' },
    ],
    [
      { to: '2025-10', against: 'MEAN_OF_PRIOR_3' },
      { revenue: 'NO_BASELINE', arpu: 'NO_BASELINE' },
    ],
    [{ to: '2025-09', against: 'PREVIOUS_MONTH' }, { arpu: 'NO_BASELINE' }],
    [
      { from: '2025-10', to: '2025-12', grain: 'QUARTER', against: 'PREVIOUS_MONTH' },
      { revenue: 'NO_BASELINE', arpu: 'NO_BASELINE' },
    ],
  ] as const) {
    const { rows } = await analysisOf(gateway, 'revenue arpu baseline { revenue arpu absent { measure reason } }', given);
    const absent = rows[0].baseline.absent.map(({ measure, reason }: Data) => [measure.toLowerCase(), reason]);
    expect(Object.fromEntries(absent)).toEqual(reasons);
    expect([rows[0].baseline.revenue === null, rows[0].baseline.arpu === null]).toEqual([
      'revenue' in reasons,
      'arpu' in reasons,
    ]);
  }
});

test('no baseline was asked for, or all periods are together: there is none', async () => {
  const { rows } = await analysisOf(gateway, 'revenue baseline { revenue }');
  expect(rows[0].baseline).toBeNull();
  const asked = { from: '2026-09', to: '2026-10', against: 'PREVIOUS_MONTH', totals: true };
  const { totals } = await analysisOf(gateway, 'revenue areaType baseline { revenue slice }', asked);
  const has = totals.map(({ period, baseline }: Data) => [period, baseline !== null]);
  expect(has).toEqual([
    ['2026-09', true],
    ['2026-10', true],
    [null, false],
    [null, false],
    [null, false],
  ]);
});
