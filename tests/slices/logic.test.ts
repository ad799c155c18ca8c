import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualLimits } from '../../src/security/limits.js';
import { predicate } from '../../src/slices/predicate.js';
import { parseWhere, type Where } from '../../src/slices/where.js';
import { builder } from '../../src/warehouse/builder.js';
import { type Parameter, statement } from '../../src/warehouse/statement.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { fieldsOf, holds, type PlainRow, plainRows, whereOf } from '../support/reference.js';

const month = '2026-09';
/** Every eighth number: enough for every state, and few enough for 1,200 filters in JavaScript. */
const sample = 'number_id % 8 = 0';
let gateway: Gateway;
let rows: readonly PlainRow[];
beforeAll(async () => {
  gateway = await openGateway();
  rows = (await plainRows(gateway, month)).filter((row) => Number(row.numberId) % 8 === 0);
});
afterAll(() => gateway.close());

/** Rows for which each filter is true, false and unknown, in one statement. */
async function threeWays(filters: readonly Where[]): Promise<readonly (readonly number[])[]> {
  const { columns, engine } = gateway.serving;
  const states = filters.map((where, index) => {
    const filter = predicate(parseWhere(where, columns, usualLimits), columns, (column) => sql.raw(column.sql));
    return sql`(${filter})`.as(`state_${index}`);
  });
  const judged = builder
    .selectFrom('number_state')
    .where(sql<boolean>`month = ${month} and ${sql.raw(sample)}`)
    .select(states as never);
  const counts = filters.flatMap((_, index) => {
    const state = sql.ref(`state_${index}`);
    return [
      sql`count(*) filter (where ${state})`.as(`true_${index}`),
      sql`count(*) filter (where not ${state})`.as(`false_${index}`),
      sql`count(*) filter (where ${state} is null)`.as(`unknown_${index}`),
    ];
  });
  const query = builder
    .selectFrom(judged.as('judged'))
    .select(counts as never)
    .compile();
  const [row] = await engine.run(statement('three ways', query.sql, query.parameters as Parameter[]));
  return filters.map((_, index) => ['true', 'false', 'unknown'].map((state) => Number(row![`${state}_${index}`])));
}

test('C6: P, ¬P and P-is-unknown make the whole, and are the rows that plain JavaScript finds, on 1,200 random filters', async () => {
  const filters = fc.array(whereOf(fieldsOf(gateway, rows), 2), { minLength: 20, maxLength: 20 });
  const seen = { true: 0, false: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(filters, async (batch) => {
      for (const [index, [holding, not, unknown]] of (await threeWays(batch)).entries()) {
        const expected = rows.map((row) => holds(batch[index]!, row));
        expect(holding! + not! + unknown!).toBe(rows.length);
        expect([holding, not, unknown]).toEqual(
          [true, false, null].map((state) => expected.filter((value) => value === state).length),
        );
        seen.true += holding!;
        seen.false += not!;
        seen.unknown += unknown!;
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // The filters are no empty ones: each of the three happens often.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(rows.length);
});

test('C6: a filter on text finds what it says, with letters that LIKE would take for patterns', async () => {
  const [number] = await gateway.sql(
    `select msisdn from number_state where month = '${month}' and ${sample} and msisdn is not null order by number_id limit 1`,
  );
  const text = String(number!.msisdn);
  const found = await gateway.sql(
    `select count(*) filter (where starts_with(msisdn, '${text.slice(0, 3)}')) as three, count(*) filter (where contains(msisdn, '${text.slice(4, 8)}')) as middle
     from number_state where month = '${month}' and ${sample}`,
  );
  const states = await threeWays([
    { msisdn: { startsWith: text.slice(0, 3) } },
    { msisdn: { contains: text.slice(4, 8) } },
    { msisdn: { startsWith: '%' } },
    { msisdn: { contains: '_' } },
    { msisdn: { startsWith: '𠮷' } },
  ]);
  expect(states.map(([holding]) => holding)).toEqual([Number(found[0]!.three), Number(found[0]!.middle), 0, 0, 0]);
  expect(states[0]![0]).toBeGreaterThan(0);
});
