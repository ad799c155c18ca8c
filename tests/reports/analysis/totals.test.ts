import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Where } from '../../../src/slices/where.js';
import { isOutcome, isSelectedByOutcome } from '../../support/cuts.js';
import { openWithFields } from '../../support/fields.js';
import { type Data, type Gateway } from '../../support/gateway.js';
import { sum, thousandths } from '../../support/indicators.js';
import { type Field, whereOf } from '../../support/reference.js';
import { additive, analysisOf, dimensions, fieldOf, fieldsOfAll, grains, measures, some, spanOf, stocks } from './support.js';

let gateway: Gateway;
let fields: readonly Field[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
});
afterAll(() => gateway.close());

const spans = () => spanOf(gateway.serving.coverage.months);
const filters = () => fc.oneof(fc.constant(undefined), whereOf(fields, 1));
const question = (counted: readonly string[], most = 3) =>
  fc.record({ codes: some(counted, 1, 4), by: some(dimensions, 1, most), grain: grains, span: spans(), where: filters() });

test('a total is what the question without the dimension answers: every measure, at every level, of each period and of all', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(question(measures), async ({ codes, by, grain, span, where }) => {
      const figures = `${fieldsOfAll(codes)} absent { measure reason }`;
      const { totals } = await analysisOf(gateway, `${figures} ${fieldsOfAll(by)}`, { ...span, grain, where, totals: true });
      const ofPeriods = totals.filter(({ period }: Data) => period !== null);
      const levels = await Promise.all(
        by.map(async (_, kept) => {
          const { rows } = await analysisOf(gateway, `${figures} ${fieldsOfAll(by.slice(0, kept))}`, { ...span, grain, where });
          return rows.map((row: Data) => ({ ...row, ...nothing(by.slice(kept)), totalOf: by.slice(kept) }));
        }),
      );
      compared += ofPeriods.length;
      expect(new Set(ofPeriods.map(text))).toEqual(new Set(levels.flat().map(text)));
      if (ofPeriods.length === totals.length) return;
      const all = await analysisOf(gateway, `${figures} ${fieldsOfAll(by)}`, { ...span, where, grain: 'TOTAL', totals: true });
      const whole = [...all.rows, ...all.totals].map((row: Data) => text({ ...row, period: null, isPartial: false }));
      expect(new Set(totals.filter(({ period }: Data) => period === null).map(text))).toEqual(new Set(whole));
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(300);
});

test('parts of what adds up make the whole, to the fen', async () => {
  await fc.assert(
    fc.asyncProperty(question([...additive, ...stocks]), async ({ codes, by, grain, span, where }) => {
      const { rows } = await analysisOf(gateway, fieldsOfAll([...codes, ...by]), { ...span, grain, where });
      const { rows: whole } = await analysisOf(gateway, fieldsOfAll(codes), { ...span, grain, where });
      for (const total of whole) {
        const parts = rows.filter(({ period }: Data) => period === total.period);
        // What leaving sets does not cut who left. A mean over n months has no last digit.
        for (const code of codes.filter((each) => !isOutcome(each, by)).map(fieldOf))
          if (code !== 'averageSubscribers')
            expect([code, sum(parts.map((row: Data) => thousandths(row[code])))]).toEqual([code, thousandths(total[code])]);
          else expect(sum(parts.map((row: Data) => row[code]))).toBeCloseTo(total[code], 6);
      }
      // A period in which the filter finds nobody has its whole, which is 0, and no parts.
      expect(new Set(rows.map(({ period }: Data) => period)).size).toBeLessThanOrEqual(whole.length);
    }),
    { numRuns: 40 },
  );
});

test('what fits, what does not and what is unknown make the whole', async () => {
  const cases = fc.record({
    field: fc.constantFrom(...fields),
    codes: some([...additive, ...stocks], 1, 3),
    grain: grains,
    span: spans(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ field, codes, grain, span }) => {
      const where: Where = { [field.name]: { eq: field.values[0]! } };
      const asked = [undefined, where, { not: where }, { [field.name]: { isNull: true } }];
      const answers = await Promise.all(
        asked.map((filter) => analysisOf(gateway, fieldsOfAll(codes), { ...span, grain, where: filter })),
      );
      const [whole, ...parts] = answers.map(({ rows }) => rows);
      for (const total of whole)
        for (const code of codes.filter((each) => !isSelectedByOutcome(each, where)).map(fieldOf)) {
          const own = parts.flat().filter(({ period }: Data) => period === total.period);
          if (total[code] !== null) expect(sum(own.map((row: Data) => row[code]))).toBeCloseTo(total[code], 4);
        }
    }),
    { numRuns: 30 },
  );
});

test('a measure more, or a baseline, changes no other column', async () => {
  const codes = [...gateway.martlet.definitions.catalogue.measures.keys()];
  const other = fc.record({ code: fc.constantFrom(...codes), against: fc.constantFrom('NONE', 'PREVIOUS_MONTH') });
  await fc.assert(
    fc.asyncProperty(question(measures, 2), other, async ({ codes, by, grain, span, where }, { code, against }) => {
      const asked = { ...span, grain, where, totals: true };
      const plain = await analysisOf(gateway, fieldsOfAll([...codes, ...by]), asked);
      const wider = await analysisOf(gateway, fieldsOfAll([...new Set([...codes, code]), ...by]), { ...asked, against });
      const own = ({ [fieldOf(code)]: more, ...row }: Data) =>
        text(codes.includes(code) ? { ...row, [fieldOf(code)]: more } : row);
      const found = new Set([...wider.rows, ...wider.totals].map(own));
      for (const row of [...plain.rows, ...plain.totals]) expect(found).toContain(text(row));
    }),
    { numRuns: 40 },
  );
});

const nothing = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [fieldOf(code), null]));
/** A row with its fields in one order. */
const text = (row: Data): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
