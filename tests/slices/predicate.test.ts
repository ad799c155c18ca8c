import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { MartletError } from '../../src/errors.js';
import { usualLimits } from '../../src/security/limits.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { type FilterColumn, filterColumns, numberColumns } from '../../src/slices/columns.js';
import { fieldsOf, predicate } from '../../src/slices/predicate.js';
import { parseWhere, type Where } from '../../src/slices/where.js';
import { builder } from '../../src/warehouse/builder.js';

const { catalogue, contract, derived } = loadDefinitions(loadConfig({}, {}));
const columns = filterColumns(catalogue, numberColumns(contract, derived, 'BIGINT'));
const compile = (where: Where) => {
  const column = (filter: FilterColumn) => sql.raw(filter.sql);
  return builder
    .selectFrom('number_state')
    .where(predicate(where, columns, column))
    .select(sql`1`.as('one'))
    .compile();
};
const shapeOf = (where: Where) => compile(where).sql.replace(/^select 1 as "one" from "number_state" where /, '');

describe('SQL of a filter', () => {
  test.each<[string, Where, string, readonly unknown[]]>([
    ['empty', {}, 'true', []],
    ['a code', { city: { eq: 'A' } }, 'city = $1', ['A']],
    ['any of', { city: { in: ['A', 'B'] } }, 'city in ($1, $2)', ['A', 'B']],
    ['any of nothing', { city: { in: [] } }, 'false', []],
    ['none of nothing', { city: { notIn: [] } }, 'true', []],
    ['any filter of none', { or: [] }, 'false', []],
    ['all filters of none', { and: [] }, 'true', []],
    ['any of some, or nothing', { city: { in: ['A', null, 'B'] } }, '(city in ($1, $2) or city is null)', ['A', 'B']],
    ['not', { not: { city: { ne: 'A' } } }, 'not (city <> $1)', ['A']],
    ['empty value', { city: { isNull: true } }, 'city is null', []],
    ['two of a field', { revenue: { gte: 1, lt: 2 } }, '("revenue" < $1 and "revenue" >= $2)', [2, 1]],
    ['a date as a DATE', { joinedOn: { before: '2026-01-01' } }, '"joined_on" < cast($1 as DATE)', ['2026-01-01']],
    ['an id as a BIGINT', { numberId: { eq: '7' } }, '"number_id" = cast($1 as BIGINT)', ['7']],
    ['text', { msisdn: { contains: '%' } }, 'strpos(lower("msisdn"), lower($1)) > 0', ['%']],
    [
      'a set',
      { set: { id: '0a8f5b8e-6c1d-4f8e-9d55-0c3b1f3d2a10', scoreGte: 0.5 } },
      `"number_id" in (select number_id from number_set('0a8f5b8e-6c1d-4f8e-9d55-0c3b1f3d2a10') where score >= $1)`,
      [0.5],
    ],
    [
      'how text begins, in capitals or not',
      { msisdn: { startsWith: '𠮷a' } },
      'starts_with(lower("msisdn"), lower($1))',
      ['𠮷a'],
    ],
    [
      'or beside and',
      { or: [{ city: { eq: 'A' } }, { lean: { eq: 'B' } }], stage: { eq: 'C' } },
      '((city = $1 or lean = $2) and stage = $3)',
      ['A', 'B', 'C'],
    ],
  ])('%s', (_, where, text, parameters) => {
    expect(shapeOf(where)).toBe(text);
    expect(compile(where).parameters).toEqual(parameters);
  });

  test('fieldsOf finds every field, however deep', () => {
    expect([...fieldsOf({ and: [{ not: { city: {} } }, { or: [{ stage: {} }] }], lean: {} })].sort()).toEqual([
      'city',
      'lean',
      'stage',
    ]);
  });
});

const classics = [
  "' OR '1'='1",
  "'; DROP TABLE number_state; --",
  "\"; ATTACH '/etc/passwd'; --",
  "') UNION SELECT msisdn FROM number_state --",
  '$1',
  '?',
  '{{dual_drop}}',
  '%',
  '_',
  '\\',
  "\\'",
  '/*',
  '*/',
  '--',
  '\u0000',
  '\u202e',
  '\ud800',
  '＇',
  'ʼ',
  "'||pg_sleep(9)||'",
  "E'\\x27'",
  '$$',
  '$tag$',
  'null',
  'true',
  'NaN',
  '1e999',
  '\n',
  ';',
  "x' like 'x",
];
const hostile = fc.oneof(
  fc.constantFrom(...classics),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc
    .tuple(fc.string({ maxLength: 10 }), fc.constantFrom(...classics), fc.string({ maxLength: 10 }))
    .map((parts) => parts.join('')),
);
/** Marks each payload so that it cannot be a part of the statement by chance. */
const marked = fc.tuple(hostile, fc.integer({ min: 0 })).map(([text, nonce]) => `${text}§${nonce}§`);

describe('I1: hostile values', () => {
  const texts = [...columns.values()]
    .filter(({ kind }) => kind === 'code' || kind === 'name')
    .filter(({ type }) => type !== 'BIGINT');

  test('I1: 12,000 payloads in every text field: bound, never in the SQL; the shapes stay as many as fields and operators', () => {
    const shapes = new Set<string>();
    let payloads = 0;
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(marked, { minLength: 4, maxLength: 4 }), ({ field, kind }, values) => {
        const [a, b, c, d] = values as [string, string, string, string];
        const operators: Where[] = [
          { [field]: { eq: a } },
          { [field]: { ne: b } },
          { [field]: { in: [a, b] } },
          { [field]: { notIn: [c, d] } },
        ];
        if (kind === 'name') operators.push({ [field]: { contains: c } }, { [field]: { startsWith: d } });
        for (const where of operators) {
          const { sql: text, parameters } = compile(parseWhere({ or: [where, { not: where }] }, columns, usualLimits));
          const given = Object.values(Object.values(where)[0] as object).flat() as string[];
          expect(text).not.toContain('§');
          for (const value of given) expect(parameters.filter((parameter) => parameter === value).length).toBe(2);
          shapes.add(text);
        }
        payloads += values.length;
      }),
      { numRuns: 3000 },
    );
    expect(payloads).toBeGreaterThanOrEqual(10_000);
    const names = texts.filter(({ kind }) => kind === 'name').length;
    expect(shapes.size).toBeLessThanOrEqual(texts.length * 4 + names * 2);
    expect(shapes.size).toBeGreaterThan(texts.length * 3);
  });

  test('I1: payloads as fields and operators, or where numbers, dates, ids and yes or no belong, never reach the SQL', () => {
    const others = [...columns.values()].filter(
      ({ kind, type }) => kind === 'number' || kind === 'date' || kind === 'boolean' || type === 'BIGINT',
    );
    fc.assert(
      fc.property(marked, fc.constantFrom(...others), (payload, { field }) => {
        for (const input of [
          { [payload]: { eq: 'x' } },
          { city: { [payload]: 'x' } },
          { [field]: { eq: payload } },
          { [field]: { in: [payload] } },
        ]) {
          expect(() => parseWhere(input, columns, usualLimits)).toThrow(MartletError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('I1: names in the SQL come from the catalogue and the contract only', () => {
    for (const column of columns.values()) {
      const comparison =
        column.kind === 'boolean'
          ? { eq: true }
          : column.kind === 'number'
            ? { eq: 1 }
            : column.kind === 'date'
              ? { eq: '2026-01-01' }
              : { eq: '1' };
      const shape = shapeOf({ [column.field]: comparison });
      expect(shape.startsWith(`${column.sql} = `)).toBe(true);
      expect(shape.slice(column.sql.length)).toMatch(/^ = (\$1|cast\(\$1 as (DATE|BIGINT|INTEGER)\))$/);
      // A column is its quoted name; a dimension may be an expression, the catalogue's own to the letter.
      const written = column.dimension
        ? catalogue.dimensions.get(column.dimension.code)!.sql
        : column.sql.match(/^"[a-z0-9_]+"$/)?.[0];
      expect(column.sql).toBe(written);
    }
  });
});
