import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ratioContribution } from '../../../src/methods/decompose/mix-rate.js';
import type { Viewer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const cause = 'where { dimension code label(locale: EN) } value baseline contribution explanatoryPower score deviation slice';
const causesQuery = `query ($measure: Measure!, $month: YearMonth!, $by: [Dimension!], $depth: Int! = 3, $top: Int! = 5) {
  explain(measure: $measure, month: $month, by: $by, depth: $depth, top: $top) { change causes { ${cause} } }
}`;
async function explained(given: Record<string, unknown>, viewer?: Viewer): Promise<Data> {
  const { data, errors } = await gateway.ask(causesQuery, given, viewer);
  if (errors.length > 0) throw new Error(errors[0]!.message);
  return data.explain;
}
const placesOf = (causes: readonly Data[]) =>
  causes.map(({ where }) => where.map(({ dimension, code }: Data) => `${dimension} ${code}`));

/** Numerator and base of a measure in SQL; without a base it is an amount. */
const base = '(count(*) filter (on_books) + count(*) filter (was_on_books)) / 2';
const measures: Readonly<Record<string, readonly [numerator: string, base?: string]>> = {
  NUMBERS: ['count(*)'],
  REVENUE: ['sum(revenue)'],
  LEAVERS: ['count(*) filter (leaver)'],
  GROSS_ADDS: ['count(*) filter (gross_add)'],
  ARPU: ['sum(revenue)', base],
  CHURN_RATE: ['100.0 * count(*) filter (leaver)', base],
};

/** By hand: a measure's numerator and base where the terms hold. */
async function sums(measure: string, month: string, terms: readonly Data[]) {
  const [numerator, denominator = '1'] = measures[measure]!;
  const column = (dimension: string) => (dimension === 'JOIN_CHANNEL' ? 'join_channel_id' : dimension.toLowerCase());
  const holds = terms.map(({ dimension, code }) => `${column(dimension)} = '${code}'`).join(' and ') || 'true';
  const [row] = await gateway.sql(`select coalesce(${numerator}, 0)::double as n, coalesce(${denominator}, 0)::double as d
    from number_state where month = '${month}' and ${holds}`);
  return { numerator: Number(row!.n), denominator: Number(row!.d) };
}

test('ten who ask at once, one of whom is refused, get what each gets alone', async () => {
  const asked = ['REVENUE', 'ARPU', 'LEAVERS', 'CHURN_RATE', 'GROSS_ADDS'].flatMap((measure) =>
    ['2026-09', '2026-10'].map((month) => ({ measure, month, by: ['CITY', 'AGE_GROUP', 'CUSTOMER_TYPE'] })),
  );
  const refused = expect(explained({ ...asked[0]!, measure: 'LEAVERS', by: ['VALUE_TIER'] })).rejects.toThrow('CUT_BY_OUTCOME');
  const together = await Promise.all(asked.map((each) => explained(each)));
  await refused;
  // The engine's groups come in any order, and binary fractions are added in it.
  const told = (answer: Data) =>
    JSON.stringify(answer, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value));
  for (const [at, each] of asked.entries()) expect([each, told(await explained(each))]).toEqual([each, told(together[at]!)]);
});

describe('what is said of a cause is so', () => {
  const seen = { causes: 0, combined: 0, ratios: 0 };

  test.each(Object.keys(measures))(
    '%s: value, baseline and contribution equal SQL; its slice gives the value',
    async (measure) => {
      for (const [earlier, month] of [
        ['2026-01', '2026-02'],
        ['2026-06', '2026-07'],
        ['2026-09', '2026-10'],
      ] as const) {
        const { causes, change } = await explained({ measure, month });
        const whole = [await sums(measure, earlier, []), await sums(measure, month, [])] as const;
        for (const each of causes) {
          const own = [await sums(measure, earlier, each.where), await sums(measure, month, each.where)] as const;
          const isRatio = measures[measure]!.length > 1;
          const [b, a] = own.map(({ numerator, denominator }) => (isRatio ? numerator / denominator : numerator));
          expect([each.baseline, each.value]).toEqual([expect.closeTo(b!, 6), expect.closeTo(a!, 6)]);
          const contribution = isRatio ? ratioContribution(own, whole)! : a! - b!;
          expect(each.contribution).toBeCloseTo(contribution, 6);
          expect(each.explanatoryPower).toBeCloseTo(contribution / change, 6);
          expect(each.score).toBeGreaterThanOrEqual(0.6);
          const asked = `{ indicator(measure: ${measure}, slice: "${each.slice}") { value baseline } }`;
          expect((await dataOf(gateway, asked)).indicator).toEqual({ value: each.value, baseline: each.baseline });
          seen.causes++;
          if (each.where.length > 1) seen.combined++;
          if (isRatio) seen.ratios++;
        }
        expect(new Set(causes.map(({ where }: Data) => JSON.stringify(where))).size).toBe(causes.length);
      }
    },
  );

  test('there were causes of all kinds to look at', () => {
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1);
  });
});

describe('what is asked for', () => {
  const given = { measure: 'REVENUE', month: '2026-02' };

  test('top: the first ones; depth: no more dimensions; by: these and no others', async () => {
    const { causes } = await explained(given);
    expect(causes.length).toBeGreaterThan(1);
    expect(placesOf((await explained({ ...given, top: 1 })).causes)).toEqual(placesOf(causes).slice(0, 1));
    for (const { where } of (await explained({ ...given, depth: 1 })).causes) expect(where).toHaveLength(1);
    for (const { where } of (await explained({ ...given, by: ['CITY', 'AGE_GROUP'] })).causes)
      for (const { dimension } of where) expect(['CITY', 'AGE_GROUP']).toContain(dimension);
    expect((await explained({ ...given, by: [] })).causes).toEqual([]);
  });

  test('a county within a city, a channel within its kind say nothing new: never side by side', async () => {
    for (const measure of Object.keys(measures))
      for (const { where } of (await explained({ measure, month: '2026-07', top: 20 })).causes) {
        const dimensions = where.map(({ dimension }: Data) => dimension);
        expect(dimensions.includes('CITY') && dimensions.includes('COUNTY')).toBe(false);
        expect(dimensions.includes('JOIN_CHANNEL') && dimensions.includes('JOIN_CHANNEL_KIND')).toBe(false);
      }
  });

  test('the order of dimensions does not matter', async () => {
    const by = ['CITY', 'PLAN_TIER', 'JOIN_CHANNEL_KIND', 'AGE_GROUP'];
    const found = await Promise.all([by, [...by].reverse()].map((each) => explained({ ...given, by: each })));
    const sorted = found.map(({ causes }) => placesOf(causes).map((terms) => [...terms].sort()));
    expect(sorted[0]!.length).toBeGreaterThan(0);
    expect(sorted[1]).toEqual(sorted[0]);
  });

  test('a manager of some cities is told of no other', async () => {
    const own = ['HAILAN', 'MUHE', 'TAOXI'];
    for (const measure of Object.keys(measures)) {
      const { causes } = await explained({ measure, month: '2026-02', top: 20 }, managerOf(own));
      for (const { where } of causes)
        for (const { dimension, code } of where)
          if (['CITY', 'COUNTY', 'JOIN_CHANNEL'].includes(dimension)) expect(own).toContain(code.split('_')[0]);
    }
  });

  test('of a driver: those of its own measure', async () => {
    const asked = `query ($month: YearMonth!) { explain(measure: ARPU, month: $month) { byFormula { node causes { ${cause} } } } }`;
    const { byFormula } = (await dataOf(gateway, asked, { month: '2026-02' })).explain;
    let found = 0;
    for (const end of ['DOU', 'VAS_ARPU', 'PRICE_PER_GB']) {
      const driver = byFormula.find(({ node }: Data) => node.endsWith(`.${end}`));
      const { causes } = await explained({ measure: end, month: '2026-02' });
      expect(placesOf(driver.causes)).toEqual(placesOf(causes));
      for (const [index, { score, contribution }] of causes.entries())
        expect(driver.causes[index]).toMatchObject({
          score: expect.closeTo(score, 9),
          contribution: expect.closeTo(contribution, 9),
        });
      found += causes.length;
    }
    expect(found).toBeGreaterThan(0);
  });
});
