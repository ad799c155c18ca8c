import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/lib/csv.js';
import { parseCsv } from '../support/csv.js';

test('fields are quoted only where they must be', () => {
  expect(csv([['a', 'b c', 1.5, -2, true, null]])).toBe('a,b c,1.5,-2,true,\r\n');
  expect(csv([['say "hi"', 'x,y', 'two\nlines', '中文']])).toBe('"say ""hi""","x,y","two\nlines",中文\r\n');
  expect(csv([])).toBe('');
});

test.each(['=1+1', '+86', '-x', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠x'])('text %j is no formula', (text) => {
  expect(parseCsv(csv([[text]]))).toEqual([[`'${text}`]]);
});

test('a formula inside quotes is none either, and numbers are no formulas', () => {
  expect(csv([['=HYPERLINK("http://x","y")', -1.5, 'a=b']])).toBe(`"'=HYPERLINK(""http://x"",""y"")",-1.5,a=b\r\n`);
});

test('whatever the cells are, they come back', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab中",\r\n =-;\t') });
  const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
  const table = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
  const plain = (value: unknown): string => (value === null ? '' : String(value));
  const guarded = (value: unknown): string =>
    typeof value === 'string' && /^[=\-\t\r]/.test(value) ? `'${value}` : plain(value);
  fc.assert(
    fc.property(table, (rows) => {
      expect(parseCsv(csv(rows))).toEqual(rows.map((row) => row.map(guarded)));
    }),
  );
});
