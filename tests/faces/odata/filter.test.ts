import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedRow, FeedValue } from '../../../src/faces/odata/feed.js';
import { filterOf } from '../../../src/faces/odata/filter.js';

const columns = [
  { name: 'city', type: 'STRING' },
  { name: 'revenue', type: 'NUMBER' },
  { name: 'isOther', type: 'BOOLEAN' },
] as const;
const rows: readonly FeedRow[] = [
  { city: 'HAILAN', revenue: 10, isOther: false },
  { city: "O'NEIL", revenue: -2.5, isOther: true },
  { city: null, revenue: null, isOther: false },
  { city: 'Muhe east', revenue: 1000, isOther: false },
];
const found = (filter: string) => rows.filter(filterOf(filter, columns)).map(({ city }) => city);

test.each<[filter: string, cities: FeedValue[]]>([
  ["city eq 'HAILAN'", ['HAILAN']],
  ["'HAILAN' eq city", ['HAILAN']],
  ["city eq 'O''NEIL'", ["O'NEIL"]],
  ['city eq null', [null]],
  ['city ne null', ['HAILAN', "O'NEIL", 'Muhe east']],
  // null is neither more nor less, and its opposite is not known either.
  ['revenue gt 0', ['HAILAN', 'Muhe east']],
  ["not (contains(city,'A'))", ["O'NEIL", 'Muhe east']],
  ["city ne 'HAILAN'", ["O'NEIL", null, 'Muhe east']],
  ['revenue le -2.5', ["O'NEIL"]],
  ['revenue eq 1e3', ['Muhe east']],
  ["city in ('HAILAN', 'Muhe east')", ['HAILAN', 'Muhe east']],
  ['revenue in (10)', ['HAILAN']],
  ['isOther', ["O'NEIL"]],
  ['not isOther and revenue ge 10', ['HAILAN', 'Muhe east']],
  ['not not isOther', ["O'NEIL"]],
  ['isOther eq false', ['HAILAN', null, 'Muhe east']],
  // "and" binds more closely than "or".
  ["isOther or revenue gt 5 and city eq 'HAILAN'", ['HAILAN', "O'NEIL"]],
  ["(isOther or revenue gt 5) and city eq 'HAILAN'", ['HAILAN']],
  ["startswith(tolower(city),'ha') or endswith(city,'east')", ['HAILAN', 'Muhe east']],
  ["contains(city, '''')", ["O'NEIL"]],
  ['length(trim(city)) eq 6', ['HAILAN', "O'NEIL"]],
  ["startswith(city,'HAI') eq true", ['HAILAN']],
])('%s', (filter, cities) => expect(found(filter)).toEqual(cities));

test.each<[filter: string, message: RegExp]>([
  ['', /expected a column, a value or a function at 1, found the end/],
  ["city eq 'HAILAN", /at 9, found 'HAILAN/],
  ['city = 1', /at 6, found = 1/],
  ["citi eq 'X'", /unknown column "citi".*Did you mean city/i],
  ['city eq 5', /both sides of one type.*STRING and NUMBER.*single quotes/],
  ['city eq HAILAN', /unknown column "HAILAN"/i],
  ['revenue', /expected a condition/],
  ['revenue and isOther', /expected a condition/],
  ['isOther revenue', /expected and, or, or the end at 9, found revenue/],
  ['(isOther', /expected \) at 9, found the end/],
  ["substringof('A',city)", /one of the functions contains, .*, found substringof/],
  ["constructor('A')", /one of the functions/],
  ['contains(city)', /contains takes 2 texts/],
  ["contains(revenue,'1')", /contains takes 2 texts/],
  ["city in ('A', 5)", /both sides of one type/],
  [`${'('.repeat(500)}isOther${')'.repeat(500)}`, /at most 100 levels/],
])('%s is refused', (filter, message) => expect(() => filterOf(filter, columns)).toThrow(message));

describe('whatever is joined', () => {
  /** A condition, and what SQL's logic of three values says of a row. */
  const leaf = fc.constantFrom<[string, (row: FeedRow) => boolean | null]>(
    ['isOther', ({ isOther }) => isOther as boolean],
    ['revenue gt 5', ({ revenue }) => revenue !== null && Number(revenue) > 5],
    ["contains(city,'A')", ({ city }) => (city === null ? null : String(city).includes('A'))],
    ['null', () => null],
  );
  const { tree } = fc.letrec<{ tree: [string, (row: FeedRow) => boolean | null] }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      tie('tree').map(([text, of]) => [`not (${text})`, (row: FeedRow) => (of(row) === null ? null : !of(row))] as const),
      fc.tuple(tie('tree'), tie('tree'), fc.boolean()).map(([[one, first], [other, second], isAnd]) => {
        const of = (row: FeedRow) => {
          const both = [first(row), second(row)];
          if (both.includes(!isAnd)) return !isAnd;
          return both.includes(null) ? null : isAnd;
        };
        return [`(${one}) ${isAnd ? 'and' : 'or'} (${other})`, of] as const;
      }),
    ) as fc.Arbitrary<[string, (row: FeedRow) => boolean | null]>,
  }));

  test('holds by the logic of three values', () => {
    fc.assert(
      fc.property(tree, ([text, of]) => {
        expect(rows.filter(filterOf(text, columns))).toEqual(rows.filter((row) => of(row) === true));
      }),
    );
  });

  test('any text is told what was expected, or is a condition', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('(', ')', ' ', 'city', "'", 'eq', 'and', 'not', '5', ',', 'in', '-', '中') }),
        (text) => {
          try {
            rows.filter(filterOf(text, columns));
          } catch (error) {
            expect(String(error)).toMatch(/\$filter|unknown column|Unknown column/);
          }
        },
      ),
    );
  });
});
