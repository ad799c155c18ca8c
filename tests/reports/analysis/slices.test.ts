import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutcome, isSelectedByOutcome } from '../../support/cuts.js';
import { openWithFields } from '../../support/fields.js';
import { type Data, type Gateway } from '../../support/gateway.js';
import { dataOf, indicatorOf } from '../../support/indicators.js';
import { type Field, whereOf } from '../../support/reference.js';
import { analysisOf, dimensions, fieldOf, fieldsOfAll, grains, measures, some, spanOf } from './support.js';

let gateway: Gateway;
let fields: readonly Field[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
});
afterAll(() => gateway.close());

/** What the slices of rows give; a dozen at a time, as each is a statement of its own. */
async function redeem(slices: readonly string[], selected: string): Promise<readonly Data[]> {
  const found: Data[] = [];
  for (let from = 0; from < slices.length; from += 12) {
    const some = slices.slice(from, from + 12);
    const asked = some.map((slice, i) => `r${i}: analysis(slice: "${slice}", grain: TOTAL) { rows { ...f } }`);
    const data = await dataOf(gateway, `{ ${asked.join('\n')} } fragment f on AnalysisRow { ${selected} }`);
    found.push(...some.map((_, i) => data[`r${i}`].rows[0]));
  }
  return found;
}
const own = (row: Data, codes: readonly string[]) => codes.map((code) => row[fieldOf(code)]);
const spread = (rows: readonly Data[], most: number) => rows.filter((_, index) => index % Math.ceil(rows.length / most) === 0);

test('THE invariant: the slice of any row, "other" or total gives the row’s figures', async () => {
  let redeemed = 0;
  const question = fc.record({
    codes: some(measures, 1, 3),
    by: some(dimensions, 1, 3),
    grain: grains,
    span: spanOf(gateway.serving.coverage.months, 4),
    where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
    n: fc.option(fc.integer({ min: 1, max: 3 })),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ codes, by, grain, span, where, n }) => {
      const isChoosing = n !== null && !isOutcome(codes[0]!, by) && !isSelectedByOutcome(codes[0]!, where);
      const topPer = isChoosing ? { dimension: by.at(-1), by: codes[0], n } : null;
      const asked = { ...span, grain, where, topPer, totals: true };
      const { rows, totals } = await analysisOf(gateway, `${fieldsOfAll([...codes, ...by])} slice`, asked);
      const others = rows.filter(({ isOther }: Data) => isOther);
      const chosen = [...spread(rows, 8), ...spread(others, 4), ...spread(totals, 4)];
      const found = await redeem(
        chosen.map(({ slice }: Data) => slice),
        fieldsOfAll(codes),
      );
      redeemed += chosen.length;
      // A figure that counts leaving is none where what leaving sets cuts it; the slice is of the row's numbers all the same.
      const cut = chosen.map(({ totalOf }: Data) => by.filter((code) => !totalOf.includes(code)));
      const redeemable = (at: number) => codes.filter((code) => !isOutcome(code, cut[at]!));
      expect(found.map((row, at) => own(row, redeemable(at)))).toEqual(chosen.map((row, at) => own(row, redeemable(at))));
      for (const [at, row] of chosen.entries())
        for (const code of codes) if (isOutcome(code, cut[at]!)) expect([code, row[fieldOf(code)]]).toEqual([code, null]);
    }),
    { numRuns: 40 },
  );
  expect(redeemed).toBeGreaterThan(200);
});

test('of one month, an indicator takes it as well', async () => {
  const { rows } = await analysisOf(gateway, 'city planTier numbers slice', { from: '2026-08', to: '2026-10' });
  for (const row of spread(rows, 12)) {
    const { value, month } = await indicatorOf(gateway, { measure: 'NUMBERS', slice: row.slice });
    expect([value, month]).toEqual([row.numbers, row.period]);
  }
});

test('with a measure that counts numbers, a slice holds just those: also of a stock over months, and of a baseline', async () => {
  const counting = ['CLOSING_SUBSCRIBERS', 'OPENING_SUBSCRIBERS', 'LEAVERS', 'GROSS_ADDS', 'LEAVERS_PRICE', 'WON_BACK'];
  const slices = counting.map((code) => `${code}: slice(measure: ${code})`).join(' ');
  const month = await analysisOf(gateway, `${fieldsOfAll(counting)} areaType ${slices} `, {});
  for (const row of month.rows)
    expect(
      (
        await redeem(
          counting.map((code) => row[code]),
          'numbers',
        )
      ).map((found) => found?.numbers ?? 0),
    ).toEqual(own(row, counting));
  const given = { from: '2026-04', to: '2026-09', grain: 'QUARTER', against: 'PREVIOUS_MONTH' };
  const inner = `${fieldsOfAll(counting)} ${slices}`;
  const { rows } = await analysisOf(gateway, `${inner} areaType baseline { ${inner} }`, given);
  for (const row of [...rows, ...rows.map(({ baseline }: Data) => baseline)]) {
    const found = await redeem(
      counting.map((code) => row[code]),
      fieldsOfAll(counting),
    );
    expect(counting.map((code, index) => found[index][fieldOf(code)])).toEqual(own(row, counting));
  }
  // Stocks: just the numbers at the end, not those of each month.
  const closing = await redeem(
    rows.map((row: Data) => row.CLOSING_SUBSCRIBERS),
    'numbers closingSubscribers averageSubscribers',
  );
  expect(closing.map(({ numbers }) => numbers)).toEqual(rows.map((row: Data) => row.closingSubscribers));
  expect(closing.every((row) => row.averageSubscribers > row.closingSubscribers / 2)).toBe(true);
});

test('the slice of a baseline is of its months', async () => {
  for (const against of ['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'SEASONAL_NAIVE']) {
    const { rows } = await analysisOf(gateway, 'city baseline { revenue numbers slice }', { to: '2026-09', against });
    const found = await redeem(
      rows.map(({ baseline }: Data) => baseline.slice),
      'revenue numbers',
    );
    expect(found).toEqual(rows.map(({ baseline: { revenue, numbers } }: Data) => ({ revenue, numbers })));
  }
});

test('days and weeks: the numbers that have the flow then, and what else they did in the month', async () => {
  const names = ['GROSS_ADDS', 'LEAVERS', 'COMPLAINTS', 'ORDERS'];
  const slices = names.map((code) => `${code}: slice(measure: ${code})`).join(' ');
  for (const [grain, from] of [
    ['DAY', '2026-10'],
    ['WEEK', '2025-12'],
  ] as const) {
    const asked = { grain, from, to: from === '2025-12' ? '2026-01' : from };
    const { rows } = await analysisOf(gateway, `areaType ${fieldsOfAll(names)} slice ${slices}`, asked);
    for (const row of spread(rows, 6)) {
      const found = await redeem(
        names.map((code) => row[code]),
        fieldsOfAll(names),
      );
      expect(names.map((code, index) => found[index]?.[fieldOf(code)] ?? 0)).toEqual(own(row, names));
      expect(((await redeem([row.slice], 'grossAdds'))[0] ?? { grossAdds: 0 }).grossAdds).toBe(row.grossAdds);
    }
  }
});

test('a measure that has no days narrows the day’s numbers, and its slice can be redeemed', async () => {
  const { rows } = await analysisOf(gateway, 'leavers slice(measure: LEAVERS_PRICE) all: slice(measure: OPENING_SUBSCRIBERS)', {
    grain: 'DAY',
  });
  const row = rows.find(({ leavers }: Data) => leavers > 3);
  const found = await redeem([row.all], 'leavers openingSubscribers');
  expect(found[0].leavers).toBe(found[0].openingSubscribers);
});

test('a slice narrows an analysis that goes on below it', async () => {
  const { rows } = await analysisOf(gateway, 'city revenue arpu slice', {
    from: '2026-08',
    to: '2026-10',
    grain: 'TOTAL',
    topPer: { dimension: 'CITY', by: 'REVENUE', n: 3 },
  });
  const other = rows.at(-1);
  const below = await analysisOf(gateway, 'city county revenue arpu', { slice: other.slice, grain: 'TOTAL', totals: true });
  expect(new Set(below.rows.map(({ city }: Data) => city)).size).toBe(11);
  expect([below.totals[0].revenue, below.totals[0].arpu]).toEqual([other.revenue, other.arpu]);
  const month = await analysisOf(gateway, 'revenue', { slice: other.slice, from: '2026-09', to: '2026-09' });
  expect([month.rows.length, month.rows[0].period]).toEqual([1, '2026-09']);
});
