import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { notPortable } from '../../src/warehouse/portable.js';

const foundIn = (sql: string) => notPortable(sql).map(({ found }) => found);

describe('what is DuckDB’s alone, each with the portable spelling', () => {
  test.each([
    ["strftime(d, '%Y-%m')", 'strftime(', 'month_of(date)'],
    ['list_contains(tags, 1)', 'list_contains(', 'has(list, value)'],
    ['len(tags)', 'len(', 'cardinality(list)'],
    ['last_day(d)', 'last_day(', 'month_end(date)'],
    ['arg_max_null(a, b)', 'arg_max_null(', 'latest(value, by)'],
    ['avg(revenue)', 'avg(', 'mean(value)'],
    ['GREATEST(a, b)', 'GREATEST(', 'greatest( in small letters'],
    ['has (tags, 1)', 'has (', 'the bracket right behind'],
    ['soundex(name)', 'soundex(', 'what all engines have'],
    ['a::INTEGER', '::', 'CAST'],
    ['a / b', '/', 'quotient(a, b)'],
    ['a // b', '//', 'share_of_fen'],
    ['a ** 2', '**', 'a * a'],
    ['tags[1]', '[', 'at(list, n)'],
    ["['a', 'b']", '[', 'texts(a, b)'],
    ['count(*) FILTER (a > 1)', 'FILTER (', 'FILTER (WHERE'],
    ['a IS NOT TRUE', 'IS NOT TRUE', 'coalesce'],
    ['SELECT a, count(*) FROM t GROUP BY ALL', 'GROUP BY ALL', 'GROUP BY 1, 2'],
    ['SELECT * EXCLUDE (a) FROM t', '* EXCLUDE', 'by their names'],
    ['SELECT t.* replace (1 AS a) FROM t', '* replace', 'by their names'],
    ['WITH t AS MATERIALIZED (SELECT 1) SELECT * FROM t', 'AS MATERIALIZED', 'AS (…) alone'],
    ['CAST(a AS HUGEINT)', 'HUGEINT', 'DECIMAL(20,0)'],
    ['CAST(a AS TEXT)', 'AS TEXT', 'VARCHAR'],
    ['CAST(a AS DECIMAL)', 'AS DECIMAL', 'width and scale'],
    ["a ILIKE 'b'", 'ILIKE', 'lower(text)'],
    ["a ~ 'b'", '~', 'standard SQL'],
    ['list_filter(tags, x -> x > 1)', 'list_filter(', 'what all engines have'],
    ['a & 1', '&', 'standard SQL'],
    ['SELECT * FROM t QUALIFY row_number() OVER (ORDER BY a) = 1', 'QUALIFY', 'WHERE'],
    ['SELECT * FROM t USING SAMPLE 10', 'USING SAMPLE', 'hash64'],
    ["SELECT * FROM read_parquet('a')", 'read_parquet(', 'what all engines have'],
    ['d + INTERVAL 3 MONTH', 'INTERVAL', 'plus_months'],
    ["d + INTERVAL '3 months'", 'INTERVAL', 'plus_months'],
    ['SELECT a FROM t LIMIT 1 OFFSET 2', 'LIMIT 1 OFFSET', 'OFFSET before LIMIT'],
    ['FROM t', 'FROM', 'SELECT'],
    ['SELECT unnest(tags) FROM t', 'unnest(', 'CROSS JOIN UNNEST'],
    ["{'a': 1}", '{', 'columns'],
    ['a IN ((SELECT b FROM t))', 'IN ((SELECT', 'one bracket'],
    ['SELECT count(x), count(*) FILTER (WHERE x) FROM t', 'count(x)', 'sum(CASE'],
    ['SELECT count(*) FILTER (WHERE x), count(x) FROM t', 'count(x)', 'sum(CASE'],
  ])('%s', (sql, found, write) => {
    const [first] = notPortable(sql);
    expect(first).toMatchObject({ line: 1, found });
    expect(first!.write).toContain(write);
  });
});

describe('what all engines read alike', () => {
  test.each([
    "CASE WHEN a IN ('x', 'y') AND NOT (b OR coalesce(c, FALSE)) THEN 1 ELSE 0 END",
    "days_between(month_end(CAST(month || '-01' AS DATE)), contract_end_on) BETWEEN 0 AND 90",
    "has(tags, 'a') OR has_any(tags, texts('a', 'b')) OR at(tags, 1) = 'c'",
    'left_months < {{win_back_months}} AND (minutes_change) <= -({{dual_drop}})',
    'count(DISTINCT number_id) FILTER (WHERE on_books) OVER (PARTITION BY city ORDER BY month)',
    'WITH t(a, b) AS (SELECT 1, 2) SELECT x.a FROM t AS x(a, b) JOIN (VALUES (1)) AS y(a) USING (a)',
    "SELECT a AS text, b % 3 <> 1, c || 'x' FROM t WHERE EXISTS (SELECT 1 FROM u) ORDER BY 1 DESC NULLS LAST LIMIT 5",
    'SELECT i FROM t CROSS JOIN UNNEST(tags) AS u(i)',
    "CAST(a AS DECIMAL(18,2)) * 0.5 + CAST(b AS BIGINT) > DATE '2026-10-31' - INTERVAL '3' DAY",
    'offer_family(offer_id) IS NOT NULL AND population_of(county) IS DISTINCT FROM 1',
    `'a / b :: [c] avg(d)' = "e / f" -- g / h
     /* GROUP BY ALL */`,
    "'it''s / ours'",
    'SELECT count("a"), count(*) FILTER (WHERE "b") FROM t',
  ])('%s', (sql) => expect(foundIn(sql)).toEqual([]));
});

test('the line is that of the text, whatever stands above', () => {
  const sql = "SELECT 'a\n/',\n-- b / c\n  d / e,\n  f::INT\nFROM t";
  expect(notPortable(sql).map(({ line, found }) => [line, found])).toEqual([
    [4, '/'],
    [5, '::'],
  ]);
});

test('what stands in strings, names and comments is no finding', () => {
  const any = fc.string().map((text) => text.replaceAll(/['"\n]/g, ''));
  fc.assert(
    fc.property(any, any, any, (string, name, comment) => {
      expect(foundIn(`SELECT '${string}' AS "${name}x" FROM t -- ${comment}`)).toEqual([]);
    }),
  );
});
