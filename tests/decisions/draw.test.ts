import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawKey, drawnBy } from '../../src/decisions/draw.js';
import { hash64 } from '../../src/lib/hash64.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import type { WarehouseEngine } from '../../src/warehouse/engine.js';
import { statement } from '../../src/warehouse/statement.js';

let engine: WarehouseEngine;
const households = 200_000;
beforeAll(async () => {
  const numbers = `create view numbers as select i as number_id, case when i % 5 < 4 then 'H' || (i // 3) end as household_id, 'C' || (i // 2) as customer_id
    from range(${households * 3}) as t(i)`;
  engine = await openDuckdb({ setup: [numbers] });
});
afterAll(() => engine.close());
const ask = async (sql: string) => (await engine.run(statement('draws', sql)))[0]!;

test.each([0.02, 0.1, 0.5])('a share of %f is kept within half a point, of numbers and of households', async (share) => {
  const drawn = drawnBy('spring', share);
  const { numbers, units } = await ask(
    `select avg(cast(${drawn} as double)) as numbers, count(distinct ${drawKey()}) filter (${drawn}) / count(distinct ${drawKey()}) as units from numbers`,
  );
  expect(Math.abs((numbers as number) - share)).toBeLessThan(0.005);
  expect(Math.abs((units as number) - share)).toBeLessThan(0.005);
});

test('numbers of one household, and of one customer without one, are drawn together', async () => {
  const split = await ask(
    `select count(*) as n from (select coalesce(household_id, customer_id) as unit from numbers group by 1 having count(distinct ${drawnBy('a', 0.3)}) > 1)`,
  );
  expect(split.n).toBe(0);
});

test('a greater share contains the smaller, another salt draws others', async () => {
  const of = (one: string, other: string) => `avg(cast(${other} as double)) filter (${one})`;
  const row = await ask(
    `select ${of(drawnBy('a', 0.1), drawnBy('a', 0.2))} as nested, ${of(drawnBy('a', 0.2), drawnBy('b', 0.2))} as independent from numbers`,
  );
  expect(row.nested).toBe(1);
  expect(Math.abs((row.independent as number) - 0.2)).toBeLessThan(0.005);
});

test('the hash is the same in SQL and in JavaScript', async () => {
  for (const id of ['1', '1042', '号码', '9007199254740993']) {
    const row = await ask(
      `select cast(md5_number_lower('${id}') & 4294967295 as uinteger) as low, cast(md5_number_lower('${id}') >> 32 as uinteger) as high`,
    );
    expect([row.low, row.high]).toEqual([...hash64(id)]);
  }
});
