import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inNumber, isReadable, ofNumbers, readable } from '../../src/security/readable.js';
import { type RowGrant, type RowKind, rowKinds } from '../../src/security/rows.js';
import { pseudonymMacro, secretOf } from '../../src/security/secret.js';
import { shown, shownValue } from '../../src/security/shown.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { builder as kysely } from '../../src/warehouse/builder.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import type { Parameter } from '../../src/warehouse/statement.js';
import { managerOf } from '../support/viewers.js';

// What a viewer may see has two forms: in a statement, and of a row that is at hand. Here each case goes through both.

let builder: Builder;
const secret = secretOf('ab'.repeat(32))!;
beforeAll(async () => {
  builder = await openBuilder();
  await builder.execute(pseudonymMacro(secret));
});
afterAll(() => builder.close());

const columns = Object.values(rowKinds).map(({ column }) => column);
const value = fc.constantFrom('A', 'B', "O'Brien", '', '汉');
const cell = fc.option(value);
const grant: fc.Arbitrary<RowGrant> = fc
  .dictionary(fc.constantFrom(...(Object.keys(rowKinds) as RowKind[])), fc.array(value, { minLength: 1, maxLength: 3 }), {
    minKeys: 1,
  })
  .map((kinds) => ({ ...kinds }));
const viewer: fc.Arbitrary<Viewer> = fc.oneof(
  fc.constant(developer),
  fc.array(grant, { maxLength: 3 }).map((rows) => managerOf([], { rows })),
);

test('Z1: a row at hand is readable just where a statement gives it', async () => {
  const rows = fc.array(fc.tuple(...columns.map(() => cell)), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(viewer, rows, async (who, cells) => {
      await builder.query(
        `create or replace temp table number as select * from (values ${cells.map((_, row) => `(${row}, ${columns.map((_, at) => `$${row * columns.length + at + 1}`).join(', ')})`).join(', ')}) t(row, ${columns.join(', ')})`,
        cells.flat() as Parameter[],
      );
      const query = readable(who, { name: 'number', at: ofNumbers() }).select(sql`row`.as('row') as never);
      const { sql: text, parameters } = query.compile();
      const given = (await builder.query(text, parameters as Parameter[])).map(({ row }) => row).sort();
      const told = cells.flatMap((own, row) =>
        isReadable(who, { name: 'number', at: inNumber((column) => own[columns.indexOf(column as never)]!) }) ? [row] : [],
      );
      expect(told.sort()).toEqual(given);
    }),
    { numRuns: 60 },
  );
});

test('Z1: both refuse what has nothing to be cut by, whatever else is granted', () => {
  const rows = [{ cities: ['A'] }, { cities: ['B'], staff: ['S'] }];
  const who = managerOf([], { rows });
  const refused = expect.objectContaining({ code: 'FORBIDDEN', message: expect.stringContaining('knows no staff') });
  expect(() => readable(who, { name: 'cells', at: { cities: sql.ref('city') } })).toThrow(refused);
  expect(() => isReadable(who, { name: 'cells', at: { cities: () => 'A' } })).toThrow(refused);
});

test('what is masked looks alike in both forms, whatever the value', async () => {
  const masked = managerOf(['A'], { tiers: [3] });
  const names = ['msisdn', 'customer_id'];
  const texts = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('13800001234', '10086', '', '汉字汉字汉字汉字汉字汉')),
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(...names), fc.boolean(), async (text, name, personal) => {
      fc.pre(text === null || !text.includes('\0'));
      const column = { name, personal };
      const { sql: asked, parameters } = kysely
        .selectNoFrom(shown(masked, column, sql`cast(${text} as varchar)`).as('shown'))
        .compile();
      const [row] = await builder.query(asked, parameters as Parameter[]);
      expect(shownValue(masked, column, text, secret)).toBe(row!.shown);
    }),
    { numRuns: 60 },
  );
});
