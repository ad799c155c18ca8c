import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Parameter, statement } from '../../../src/warehouse/statement.js';
import { describeSql, executeSql } from '../../../src/warehouse/trino/execute-sql.js';
import { literal } from '../../../src/warehouse/trino/literal.js';

const execute = (sql: string, ...parameters: Parameter[]) => executeSql(statement('test', sql, parameters));

describe('a statement for Trino', () => {
  test('has its values in the order of their uses, each as a literal of its type', () => {
    const sql = 'SELECT $2, $1, $3 + $2 FROM t WHERE b = $4 AND n = $5 AND big = $6';
    expect(execute(sql, "it's", 7, 2 ** 40, true, null, 2n ** 64n)).toBe(
      "EXECUTE IMMEDIATE 'SELECT ?, ?, ? + ? FROM t WHERE b = ? AND n = ? AND big = ?' " +
        "USING INTEGER '7', 'it''s', BIGINT '1099511627776', INTEGER '7', true, NULL, DECIMAL '18446744073709551616'",
    );
  });

  test.each([
    ['SELECT 1', "EXECUTE IMMEDIATE 'SELECT 1'"],
    ['SELECT 1; -- done', "EXECUTE IMMEDIATE 'SELECT 1 -- done'"],
    [
      `SELECT '$1 ?;', "$2 ""?" /* $3 ; ' */ -- $4 ) ;\nFROM t`,
      `EXECUTE IMMEDIATE 'SELECT ''$1 ?;'', "$2 ""?" /* $3 ; '' */ -- $4 ) ;\nFROM t'`,
    ],
    ["(VALUES ('it''s'))", "EXECUTE IMMEDIATE '(VALUES (''it''''s''))'"],
    ['-- why\n with a as (select 1) select * from a', "EXECUTE IMMEDIATE '-- why\n with a as (select 1) select * from a'"],
  ])('%j', (sql, expected) => {
    expect(execute(sql)).toBe(expected);
  });

  test.each([
    ['', 'found none'],
    ['/* SELECT 1 */ ;', 'found none'],
    ['SELECT 1; SELECT 2', 'found 2'],
    ['SELECT 1;;', 'found 2'],
    ['SELECT \0', 'NUL'],
    ['SELECT ?', 'found a "?"'],
    ['DROP TABLE t', 'another kind: DROP'],
    ['/* SELECT */ (DELETE FROM t)', 'another kind: DELETE'],
    ['EXPLAIN ANALYZE SELECT 1', 'another kind: EXPLAIN'],
    ['CALL system.runtime.kill_query()', 'another kind: CALL'],
    ['SELECT 1) AS a, (SELECT 2', 'closes nothing'],
    ['SELECT $1', 'each of the 1 parameters ($1 to $1), got 0'],
    ['SELECT $0', 'got 0'],
  ])('%j is refused', (sql, message) => {
    expect(() => execute(sql)).toThrow(message);
  });

  test.each([
    ['SELECT $1', 2],
    ['SELECT $2', 1],
    ['SELECT $1, $3', 2],
    ["SELECT '$1'", 1],
  ])('%j with %i values is refused', (sql, count) => {
    expect(() => execute(sql, ...Array(count).fill(1))).toThrow(`got ${count}`);
  });

  test('is described by its columns alone', () => {
    expect(describeSql(statement('test', 'SELECT $1 AS a -- one\n;', ['x']))).toBe(
      "EXECUTE IMMEDIATE 'SELECT * FROM (\nSELECT ? AS a -- one\n\n) LIMIT 0' USING 'x'",
    );
  });

  test('no text ends the string it stands in', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '\0', 'a', '-', '/', '*', '客', '🐦', '\n', ';') }), (plain) => {
        const written = literal(plain);
        expect(written).toMatch(/^'(?:[^']|'')*'$/);
        expect(written.slice(1, -1).replaceAll("''", "'")).toBe(plain);
      }),
    );
  });
});
