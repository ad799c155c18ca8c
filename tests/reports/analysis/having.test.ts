import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutcome } from '../../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, dimensions, fieldOf, fieldsOfAll, measures, some } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const limit = fc.double({ min: -100, max: 5000, noNaN: true });
const condition = fc.record(
  { measure: fc.constantFrom(...measures), gt: limit, gte: limit, lt: limit, lte: limit },
  { requiredKeys: ['measure', 'gte'] },
);

test('having keeps just the rows of the answer without it that are within all limits, also of measures that are not selected', async () => {
  let kept = 0;
  const question = fc.record({
    by: some(dimensions, 1, 2),
    having: fc.array(condition, { minLength: 1, maxLength: 2 }),
    selected: fc.constantFrom('numbers', 'revenue', 'arpu'),
    isExact: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ by, having, selected, isExact }) => {
      const codes = [...new Set(having.map(({ measure }) => measure))];
      // Refused: no row would be within limits of what there is none of.
      if (codes.some((code) => isOutcome(code, by))) return;
      const all = await analysisOf(gateway, fieldsOfAll([...codes, ...by]), {
        from: '2026-09',
        to: '2026-10',
        first: 10_000,
        totals: true,
      });
      // A limit that a row meets exactly: gte keeps it, gt does not.
      const middle = all.rows[Math.floor(all.rows.length / 2)][fieldOf(having[0]!.measure)];
      const limits = isExact && middle !== null ? [{ measure: having[0]!.measure, gte: middle }] : having;
      const within = all.rows.filter((row: Data) =>
        limits.every(({ measure, gt, gte, lt, lte }: Data) => {
          const value = row[fieldOf(measure)];
          if (value === null) return false;
          return (
            !(gt != null && value <= gt) &&
            !(gte != null && value < gte) &&
            !(lt != null && value >= lt) &&
            !(lte != null && value > lte)
          );
        }),
      );
      const { rows, rowCount, totals } = await analysisOf(gateway, `${selected} ${fieldsOfAll(by)}`, {
        from: '2026-09',
        to: '2026-10',
        first: 10_000,
        having: limits,
        totals: true,
      });
      const keys = (list: readonly Data[]) => list.map((row) => [row.period, ...by.map((code) => row[fieldOf(code)])]);
      kept += rowCount;
      expect(keys(rows)).toEqual(keys(within));
      expect([rowCount, keys(totals)]).toEqual([within.length, keys(all.totals)]);
    }),
    { numRuns: 60 },
  );
  expect(kept).toBeGreaterThan(500);
});
