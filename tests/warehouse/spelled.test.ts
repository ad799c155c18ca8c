import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duckdbHelpers } from '../../src/warehouse/duckdb/dialect.js';
import { jsonRows, spelled } from '../../src/warehouse/spelled.js';
import { trinoHelpers } from '../../src/warehouse/trino/dialect.js';

const told = new Map([
  ['has', (list: string, value: string) => `[${list}|${value}]`],
  ['none', (...args: readonly string[]) => `<${args.length}>`],
]);

describe('portable SQL', () => {
  test.each([
    ['has(tags, $1)', '[tags|$1]'],
    ['NOT has( tags , f(1, (2), 3) ) AND x', 'NOT [tags|f(1, (2), 3)] AND x'],
    ['has(tags, \'a, (b\') OR has("a,(b", has(c, d))', `[tags|'a, (b'] OR ["a,(b"|[c|d]]`],
    ['none() none(1) none(f(1, 2))', '<0> <1> <1>'],
    ['has(a, -- not, this)\n b)', '[a|b]'],
    ['\'has(a, b)\' "has(a, b)" -- has(a, b)\n/* has(a, b) */', '\'has(a, b)\' "has(a, b)" -- has(a, b)\n/* has(a, b) */'],
    ['that_has(a, b) own.has(a, b) HAS(a, b) has (a, b)', 'that_has(a, b) own.has(a, b) HAS(a, b) has (a, b)'],
    ["has(a, 'it''s, )'), b", "[a|'it''s, )'], b"],
  ])('%s', (sql, expected) => expect(spelled(sql, told)).toBe(expected));

  test('a bracket that nothing closes is an error', () => {
    expect(() => spelled('has(a, b', told)).toThrow('Expected a ")" for each "("');
  });

  test('what has no helper in it is left as it is, whatever it is', () => {
    const piece = fc.constantFrom('(', ')', ',', "'", '"', '--', '\n', 'a', ' f(', '$1', '/*', '*/');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(spelled(pieces.join(''), told)).toBe(pieces.join(''));
      }),
    );
  });

  test('brackets that match keep all that is between them, within helpers and around them', () => {
    const { sql } = fc.letrec((tie) => ({
      sql: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', "'b, (c'", '"d)"', '$1'),
        fc.array(tie('sql'), { maxLength: 3 }).map((of) => `f(${of.join(',')})`),
        fc.tuple(tie('sql'), tie('sql')).map((of) => `has(${of.join(',')})`),
      ),
    }));
    const back = new Map([['has', (list: string, value: string) => `has(${list},${value})`]]);
    fc.assert(
      fc.property(sql as fc.Arbitrary<string>, (plain) => {
        expect(spelled(plain, back)).toBe(plain);
      }),
    );
  });

  test('rows that travel as JSON, on each engine', () => {
    const sql = `SELECT * FROM (${jsonRows('$1', { 'a"b': 'DECIMAL(18,2)', tags: ['VARCHAR'] })})`;
    expect(spelled(sql, duckdbHelpers)).toBe(
      `SELECT * FROM (select unnest(from_json($1, '[{"a\\"b":"DECIMAL(18,2)","tags":["VARCHAR"]}]'), recursive := true))`,
    );
    expect(spelled(sql, trinoHelpers)).toContain(`AS DECIMAL(18,2)) AS "a""b"`);
    expect(spelled(sql, trinoHelpers)).toContain('AS ARRAY(VARCHAR)) AS "tags"');
  });
});
