import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PageArguments, pageOf, requirePage } from '../../src/reports/page.js';

const keyOf = (row: number) => `row ${row}`;
const page = (rows: readonly number[], asked: PageArguments, question = 'g1') => pageOf(rows, asked, 'report', question, keyOf);

test('page after page is the whole, each row once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (rows, first) => {
      const found: number[] = [];
      for (let after: string | null = null; ; ) {
        const next = page(rows, { first, after });
        expect(next.hasPreviousPage).toBe(found.length > 0);
        found.push(...next.rows);
        if (!next.hasNextPage) break;
        expect(next.rows).toHaveLength(first);
        after = next.endCursor;
      }
      expect(found).toEqual(rows);
    }),
  );
});

test('a page begins after any of its cursors; there is none where there are no rows', () => {
  const { startCursor, endCursor } = page([5, 3, 8], { first: 2 });
  expect(page([5, 3, 8], { first: 9, after: startCursor }).rows).toEqual([3, 8]);
  expect(page([5, 3, 8], { first: 9, after: endCursor }).rows).toEqual([8]);
  expect(page([], { first: 2 })).toEqual({
    rows: [],
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
});

test('a cursor of another question, of a row that is not there, or made up is refused', () => {
  const { endCursor } = page([5, 3, 8], { first: 2 });
  const refused = /^after: expected the endCursor of a page of this very report on this generation, found another\./;
  expect(() => page([5, 3, 8], { first: 2, after: endCursor }, 'g2')).toThrow(refused);
  expect(() => page([5, 8], { first: 2, after: endCursor })).toThrow(refused);
  for (const after of ['x', 'x.y', `${endCursor}.`, `${endCursor!.split('.')[0]}.`])
    expect(() => page([5, 3, 8], { first: 2, after })).toThrow(refused);
});

test('a page of none or of too many is refused', () => {
  for (const first of [0, -1, 10_001])
    expect(() => requirePage('report', { first })).toThrow(
      `report(first:): expected 1 to 10000, found ${first}. Take the rest with after.`,
    );
  for (const first of [1, 10_000]) expect(() => requirePage('report', { first })).not.toThrow();
});
