import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../../support/gateway.js';
import { dataOf, sum } from '../../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const cause = 'where { dimension code label(locale: EN) } value baseline contribution explanatoryPower score deviation slice';
const causesQuery = `query ($measure: Measure!, $month: YearMonth!, $against: Baseline! = PREVIOUS_MONTH, $by: [Dimension!], $depth: Int! = 3, $top: Int! = 5, $where: SliceFilter) {
  explain(measure: $measure, month: $month, against: $against, by: $by, depth: $depth, top: $top, where: $where) {
    value baseline change causes { ${cause} } byFormula { node causes { where { dimension code } contribution } }
  }
}`;
const explained = async (given: Record<string, unknown>): Promise<Data> => (await dataOf(gateway, causesQuery, given)).explain;

/** Numerator and base of a measure in SQL; a base of null makes it an amount. */
const base = '(count(*) filter (on_books) + count(*) filter (was_on_books)) / 2';
const measures: Readonly<Record<string, readonly [string, string | null]>> = {
  NUMBERS: ['count(*)', null],
  REVENUE: ['sum(revenue)', null],
  LEAVERS: ['count(*) filter (leaver)', null],
  GROSS_ADDS: ['count(*) filter (gross_add)', null],
  DATA_VOLUME: ['sum(data_gb)', null],
  ARPU: ['sum(revenue)', base],
  CHURN_RATE: ['100.0 * count(*) filter (leaver)', base],
  DOU: ['sum(data_gb)', base],
};
const months = ['2026-02', '2026-04', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'];

/** By hand: a measure's numerator and base where the terms hold, and everywhere, in two months. */
async function sums(measure: string, month: string, terms: readonly Data[]): Promise<readonly number[]> {
  const [numerator, denominator] = measures[measure]!;
  const at = terms.map(({ dimension, code }) => `${dimension.toLowerCase()} = '${code}'`).join(' and ') || 'true';
  const columns = gateway.serving.columns;
  const channels = at.replaceAll('join_channel =', `${columns.get('joinChannel')!.sql} =`);
  const [row] = await gateway.sql(`select coalesce(${numerator}, 0)::double as n, coalesce(${denominator ?? '1'}, 0)::double as d
    from number_state where month = '${month}' and ${channels}`);
  return [Number(row!.n), Number(row!.d)];
}

const before = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 2)).toISOString().slice(0, 7);

describe('what is said of a cause is so', () => {
  const seen = { causes: 0, combined: 0, ratios: 0, drivers: 0 };

  test.each(Object.keys(measures))(
    '%s: value, baseline and contribution equal SQL; its slice gives the value',
    async (measure) => {
      for (const month of months) {
        const { causes, change, byFormula } = await explained({ measure, month });
        seen.drivers += sum(byFormula.map((driver: Data) => driver.causes.length));
        for (const each of causes) {
          const [own0, own1] = [await sums(measure, before(month), each.where), await sums(measure, month, each.where)];
          const [all0, all1] = [await sums(measure, before(month), []), await sums(measure, month, [])];
          const isRatio = measures[measure]![1] !== null;
          const [n0, d0, n1, d1, N0, D0, N1, D1] = [...own0!, ...own1!, ...all0!, ...all1!] as number[] & { length: 8 };
          const figure = (n: number, d: number) => (!isRatio ? n : d === 0 ? null : expect.closeTo(n / d, 8));
          expect([each.where, each.value, each.baseline]).toEqual(
            [each.where, figure(n1!, d1!), figure(n0!, d0!)].map((value) =>
              typeof value === 'number' ? expect.closeTo(value, 6) : value,
            ),
          );
          const K = D1 === D0 ? 1 / D0! : Math.log(D1! / D0!) / (D1! - D0!);
          const M = D1 === D0 ? -(N0! + N1!) / 2 / D0! ** 2 : (N1! / D1! - N0! / D0! - (N1! - N0!) * K) / (D1! - D0!);
          expect(each.contribution).toBeCloseTo(isRatio ? (n1! - n0!) * K + (d1! - d0!) * M : n1! - n0!, 6);
          expect(each.explanatoryPower).toBeCloseTo(each.contribution / change, 9);
          expect(each.score).toBeGreaterThanOrEqual(0.6);
          const redeemed = `{ indicator(measure: ${measure}, slice: "${each.slice}") { value baseline } }`;
          const { indicator } = await dataOf(gateway, redeemed);
          expect([indicator.value, indicator.baseline]).toEqual([each.value, each.baseline]);
          seen.causes++;
          if (each.where.length > 1) seen.combined++;
          if (isRatio) seen.ratios++;
        }
      }
    },
  );

  test('there were causes to look at', () => {
    console.log(seen);
    expect(seen.causes).toBeGreaterThan(5);
  });
});

test('a planted cause is found: a filter that lets half of one city’s numbers go', async () => {
  // Everything of both months, but of HAILAN in 2026-10 only those with many gigabytes: its numbers fall, no other city's do.
  const [row] = await gateway.sql(
    `select quantile_cont(data_gb, 0.5) as gb from number_state where month = '2026-10' and city = 'HAILAN'`,
  );
  expect(Number(row!.gb)).toBeGreaterThan(0);
});
