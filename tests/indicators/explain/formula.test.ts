import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Where } from '../../../src/slices/where.js';
import { openWithFields } from '../../support/fields.js';
import { type Data, type Gateway } from '../../support/gateway.js';
import { dataOf, mostlyLate, sum } from '../../support/indicators.js';
import { type Field, whereOf } from '../../support/reference.js';

let gateway: Gateway;
let months: readonly string[];
let measures: readonly string[];
let fields: readonly Field[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
  months = gateway.serving.coverage.months;
  measures = [...gateway.martlet.definitions.catalogue.measures.values()]
    .filter(({ expression, countsDistinct }) => expression !== null && !countsDistinct)
    .map(({ code }) => code)
    .concat('REVENUE', 'CLOSING_SUBSCRIBERS');
});
afterAll(() => gateway.close());

const driver = 'node from to contribution share pathIntegral lmdi shapley disagreement';
const fragment = `fragment f on Explanation { value baseline change residual byFormula { ${driver} } }`;
const methods = ['PATH_INTEGRAL', 'LMDI', 'SHAPLEY'] as const;

interface Asked {
  readonly measure: string;
  readonly month: string;
  readonly against: string;
  readonly method: (typeof methods)[number];
}
const asked = (): fc.Arbitrary<Asked> =>
  fc.record({
    measure: fc.constantFrom(...measures),
    month: mostlyLate(months),
    against: fc.constantFrom('PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE', 'TARGET'),
    method: fc.constantFrom(...methods),
  });
const each = 25;

/** All questions of one filter in one document. */
async function answers(list: readonly Asked[], where: Where | undefined): Promise<readonly Data[]> {
  const text = list.map(({ measure, month, against, method }, index) => {
    const given = `measure: ${measure}, month: "${month}", against: ${against}, method: ${method}, where: $where`;
    return `e${index}: explain(${given}) { ...f }`;
  });
  const data = await dataOf(gateway, `query ($where: SliceFilter) { ${text.join('\n')} } ${fragment}`, { where });
  return list.map((_, index) => data[`e${index}`]);
}

describe('1,000 random measures, months, baselines and filters', () => {
  const explained = { all: 0, PATH_INTEGRAL: 0, LMDI: 0, SHAPLEY: 0, severalLeaves: 0 };

  test('residual within 1e-9; contributions of every method that is defined add up to the change', async () => {
    const where = fc.oneof(fc.constant(undefined), whereOf(fields, 1));
    const document = fc.tuple(fc.array(asked(), { minLength: each, maxLength: each }), where);
    await fc.assert(
      fc.asyncProperty(document, async ([list, filter]) => {
        for (const [index, { value, baseline, change, residual, byFormula }] of (await answers(list, filter)).entries()) {
          explained.all++;
          if (change === null) {
            expect([byFormula, residual]).toEqual([[], 0]);
            continue;
          }
          const leaves = byFormula.flatMap(({ from, to }: Data) => [Math.abs(from), Math.abs(to)]);
          const scale = Math.abs(value) + Math.abs(baseline);
          if (byFormula.length === 0) expect(residual).toBe(change);
          else
            expect([list[index], Math.abs(residual) <= 1e-9 * scaleOf(byFormula, scale, 'contribution')]).toEqual([
              list[index],
              true,
            ]);
          if (leaves.length > 2) explained.severalLeaves++;
          for (const [method, name] of [
            ['PATH_INTEGRAL', 'pathIntegral'],
            ['LMDI', 'lmdi'],
            ['SHAPLEY', 'shapley'],
          ] as const) {
            if (byFormula.length === 0 || byFormula.some((each: Data) => each[name] === null)) continue;
            explained[method]++;
            const total = sum(byFormula.map((each: Data) => each[name]));
            expect(Math.abs(total - change)).toBeLessThanOrEqual(1e-9 * scaleOf(byFormula, scale, name));
            if (method === list[index]!.method)
              expect(byFormula.map(({ contribution }: Data) => contribution)).toEqual(byFormula.map((each: Data) => each[name]));
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(explained.all).toBe(1000);
    expect(explained.severalLeaves).toBeGreaterThan(400);
    for (const method of methods) expect([method, explained[method] > 300]).toEqual([method, true]);
  });
});

const scaleOf = (drivers: readonly Data[], scale: number, name: string) =>
  scale + sum(drivers.map((each) => Math.abs(each[name])));

test('ARPU from last month by hand: minutes × price and gigabytes × price are Δa·b̄ and ā·Δb', async () => {
  const [{ byFormula }] = (await answers(
    [{ measure: 'ARPU', month: '2026-10', against: 'PREVIOUS_MONTH', method: 'PATH_INTEGRAL' }],
    undefined,
  )) as [Data];
  const rows = await gateway.sql(`select month, sum(voice_min) as minutes, sum(voice_revenue) as voice, sum(data_gb) as gb,
    sum(data_revenue) as data, sum(vas_revenue) as vas, sum(broadband_revenue) as broadband,
    (count(*) filter (on_books) + count(*) filter (was_on_books)) / 2 as base
    from number_state where month in ('2026-09', '2026-10') group by month order by month`);
  const [before, after] = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])),
  );
  const per = (row: Data, a: string, b: string) => row[a] / row[b];
  const product = (amount: string, volume: string) => {
    const [u0, u1] = [per(before, volume, 'base'), per(after, volume, 'base')];
    const [p0, p1] = [per(before, amount, volume), per(after, amount, volume)];
    return [((u1 - u0) * (p0 + p1)) / 2, ((u0 + u1) / 2) * (p1 - p0)];
  };
  const single = (amount: string) => per(after, amount, 'base') - per(before, amount, 'base');
  expect(byFormula.map(({ node, contribution }: Data) => [node.split('.').at(-1), contribution])).toEqual(
    [
      ['MOU', product('voice', 'minutes')[0]],
      ['PRICE_PER_MINUTE', product('voice', 'minutes')[1]],
      ['DOU', product('data', 'gb')[0]],
      ['PRICE_PER_GB', product('data', 'gb')[1]],
      ['VAS_ARPU', single('vas')],
      ['BROADBAND_ARPU', single('broadband')],
    ].map(([node, value]) => [node, expect.closeTo(value as number, 9)]),
  );
});

test('the disagreement is the largest difference of the methods; a share is of the change', async () => {
  const list = ['ARPU', 'REVENUE', 'CHURN_RATE', 'CONTRIBUTION_MARGIN'].map(
    (measure): Asked => ({ measure, month: '2026-10', against: 'SAME_MONTH_LAST_YEAR', method: 'SHAPLEY' }),
  );
  let disagreeing = 0;
  for (const { byFormula, change } of await answers(list, undefined))
    for (const { pathIntegral, lmdi, shapley, disagreement, contribution, share } of byFormula) {
      const known = [pathIntegral, lmdi, shapley].filter((value) => value !== null);
      expect(disagreement).toBe(Math.max(...known) - Math.min(...known));
      if (disagreement > 1e-6) disagreeing++;
      expect(share).toBeCloseTo(contribution / change, 12);
    }
  expect(disagreeing).toBeGreaterThan(5);
});
