import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { analysisOf, analysisQuery, dimensions, fieldOf, fieldsOfAll, grains, measures, some, spanOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const few = dimensions.filter((code) => code !== 'COUNTY');
const orderOf = (codes: readonly string[], by: readonly string[]) =>
  fc.array(
    fc.tuple(fc.constantFrom('PERIOD', ...codes, ...by), fc.boolean()).map(([code, desc]) => {
      if (code === 'PERIOD') return { period: true, desc };
      return by.includes(code) ? { dimension: code, desc } : { measure: code, desc };
    }),
    { maxLength: 3 },
  );
/** Few numbers, so that many rows tie and many figures are empty. */
const rare = { city: { eq: 'HAILAN' }, status: { in: ['CANCELLED', 'PRE_CANCELLED'] } };
const question = fc
  .record({
    codes: some(['NPS', 'COMPLAINTS', 'GROSS_ADDS', ...measures], 1, 3),
    by: some(few, 1, 2),
    where: fc.constantFrom(undefined, rare),
  })
  .chain((asked) => fc.record({ asked: fc.constant(asked), orderBy: orderOf(asked.codes, asked.by) }));

test('page after page is the unpaged answer, in any order, under ties and empty figures', async () => {
  let pages = 0;
  const cases = fc.record({ question, first: fc.integer({ min: 1, max: 7 }), grain: grains });
  await fc.assert(
    fc.asyncProperty(cases, async ({ question: { asked, orderBy }, first, grain }) => {
      const fields = `${fieldsOfAll(asked.codes)} ${fieldsOfAll(asked.by)} slice`;
      const given = {
        from: '2026-09',
        to: '2026-10',
        grain,
        orderBy,
        where: { and: [...(asked.where ? [asked.where] : []), { city: { in: ['HAILAN', 'MUHE'] } }] },
      };
      const whole = await analysisOf(gateway, fields, given);
      const found: Data[] = [];
      for (let after: string | null = null; ; ) {
        const { rows, rowCount, totals, pageInfo } = await analysisOf(gateway, fields, { ...given, first, after });
        expect([rowCount, totals, pageInfo.hasPreviousPage]).toEqual([whole.rowCount, [], after !== null]);
        found.push(...rows);
        pages++;
        if (!pageInfo.hasNextPage || found.length > 60) break;
        after = pageInfo.endCursor;
      }
      expect(found).toEqual(whole.rows.slice(0, found.length > 60 ? found.length : undefined));
    }),
    { numRuns: 40 },
  );
  expect(pages).toBeGreaterThan(150);
});

test('rows come in the order that is asked for, empty figures last either way, ties in the order of period and dimensions', async () => {
  let ties = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({ question, span: spanOf(gateway.serving.coverage.months, 3) }),
      async ({ question: { asked, orderBy }, span }) => {
        const { rows } = await analysisOf(gateway, fieldsOfAll([...asked.codes, ...asked.by]), {
          ...span,
          orderBy,
          where: asked.where,
        });
        for (const [at, row] of rows.entries()) {
          if (at === 0) continue;
          const compared = orderBy.map((order) => compare(rows[at - 1], row, order));
          const decided = compared.find((result) => result !== 0);
          if (decided === undefined) ties++;
          const tied = [{ period: true, desc: false }, ...asked.by.map((dimension) => ({ dimension, desc: false }))].map(
            (order) => compare(rows[at - 1], row, order),
          );
          expect(decided ?? tied.find((result) => result !== 0)).toBe(-1);
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(ties).toBeGreaterThan(100);
});

type Order = { readonly measure?: string; readonly dimension?: string; readonly period?: boolean; readonly desc: boolean };

/** -1: a comes first, by hand: of measures null is last, of dimensions the last going up. */
function compare(a: Data, b: Data, { measure, dimension, desc }: Order): number {
  const place = (row: Data): number | string | null => {
    if (measure) return row[fieldOf(measure)];
    if (!dimension) return row.period;
    const code: string | null = row[fieldOf(dimension)];
    const { type, values } = gateway.martlet.definitions.catalogue.dimensions.get(dimension)!;
    if (code === null || values.length === 0) return type === 'INTEGER' && code !== null ? Number(code) : code;
    return values.findIndex((value) => value.code === code);
  };
  const [x, y] = [place(a), place(b)];
  if (x === y) return 0;
  if (x === null || y === null) return x === null ? 1 : -1;
  return (x < y ? -1 : 1) * (desc ? -1 : 1);
}

test('a page is of 1,000 rows unless asked otherwise', async () => {
  const { rows, rowCount, pageInfo } = (await dataOf(gateway, analysisQuery('county planTier numbers'), { from: '2026-08' }))
    .analysis;
  expect([rows.length, rowCount > 1000, pageInfo.hasNextPage]).toEqual([1000, true, true]);
});

test('the end of a page is named also where it is the last, and nothing where there is none', async () => {
  const fields = 'revenue city';
  const { pageInfo, rows } = await analysisOf(gateway, fields, { first: 5 });
  const next = await analysisOf(gateway, fields, { after: pageInfo.endCursor });
  expect(next.rows.length).toBe(14 - rows.length);
  const past = await analysisOf(gateway, fields, { first: 5, after: next.pageInfo.endCursor });
  expect(past.rows).toEqual([]);
  expect(past.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  const none = await analysisOf(gateway, fields, { where: { city: { eq: 'NOWHERE' } }, totals: true });
  expect([none.rows, none.totals.map(({ revenue }: Data) => revenue), none.rowCount]).toEqual([[], [0], 0]);
});
