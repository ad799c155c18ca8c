import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packMart } from '../../src/points/pack.js';
import { type PointStore, Points, type PointWriter } from '../../src/points/store.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import type { Row } from '../../src/warehouse/engine.js';

export interface PointPlace {
  readonly store: PointStore;
  write(month: string): PointWriter;
  remove(): Promise<void>;
}

/** What rows are like whose packing may go wrong: nothing, one value, the widest, texts with and without digits, what JSON quotes. */
const types: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BOOLEAN: fc.constantFrom('true', 'false', 'null'),
  INTEGER: fc.oneof(fc.integer().map(String), fc.constant('null'), fc.constant('7')),
  BIGINT: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String),
    fc.constantFrom('null', '0', '9007199254740993'),
  ),
  'DECIMAL(12,2)': fc.oneof(
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((fen) => (fen / 100).toFixed(2)),
    fc.constantFrom('null', '-0.05', '9999999999.99'),
  ),
  'DECIMAL(18,2)': fc.constantFrom('null', '1.10', '-9999999999999999.99', '9999999999999999.99'),
  DATE: fc.constantFrom('null', "'2024-02-29'", "'1900-01-01'", "'9999-12-31'", "'infinity'"),
  DOUBLE: fc.oneof(
    fc.integer().map((micros) => String(micros / 1_000_000)),
    fc.constantFrom('null', '0.1', '33.033333', "'nan'", "'-inf'", '1e300', '0.1234567'),
  ),
  VARCHAR: fc.oneof(
    fc.constantFrom('null', "''", "'汉字🙂'", "'a\"b\\c'", "'C007'", "'C008'", "'x\u001f'"),
    fc.string({ unit: 'grapheme' }).map((text) => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`),
    fc.integer({ min: 0, max: 999 }).map((digits) => `'ID${String(digits).padStart(3, '0')}'`),
  ),
  'VARCHAR[]': fc.constantFrom('null', '[]', "['A']", "['A\"', 'B,C']"),
};

export function pointStoreContract(newPlace: () => Promise<PointPlace>): void {
  let place: PointPlace;
  let builder: Builder;
  let month = 0;
  beforeAll(async () => {
    [place, builder] = await Promise.all([newPlace(), openBuilder()]);
  });
  afterAll(async () => {
    await builder.close();
    await place.store.close();
    await place.remove();
  });

  /** Packs a relation as a month of its own; what is read of a key, as rows. */
  async function packed(relation: string, key: string) {
    const name = `m${++month}`;
    const writer = place.write(name);
    await packMart(builder, relation, key, 'number_event', writer);
    await writer.close();
    const points = new Points(place.store, () => new Set());
    const columns = (await builder.query(`describe select * from ${relation}`)).map((row) => row.column_name as string);
    return async (of: string): Promise<readonly Row[]> =>
      (await points.rows('number_event', [name], of)).map(({ row }) =>
        Object.fromEntries(columns.map((column) => [column, row(column)])),
      );
  }

  const sorted = (rows: readonly Row[]): readonly string[] =>
    rows.map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))).sort();

  test('what is read by a key is what the engine has of it, whatever the types and values', async () => {
    const names = Object.keys(types);
    const row = fc.tuple(fc.integer({ min: 1, max: 40 }), ...Object.values(types));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        const columns = names.map((_, at) => `c${at} as "Column ${at}"`);
        const typed = ([id, ...cells]: readonly (number | string)[]) =>
          `(${id}, ${cells.map((cell, at) => `cast(${cell} as ${names[at]})`).join(', ')})`;
        const values = rows.map(typed).join(', ');
        await builder.execute('drop table if exists given');
        await builder.execute(
          `create temp table given as select cast(k as bigint) as id, ${columns.join(', ')} from (values ${values}) t(k, ${names.map((_, at) => `c${at}`).join(', ')})`,
        );
        const read = await packed('given', 'id');
        const all = await builder.query('select * from given');
        for (const id of new Set(all.map((each) => each.id))) {
          expect(sorted(await read(String(id)))).toEqual(sorted(all.filter((each) => each.id === id)));
        }
        expect(await read('41')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('many buckets, and ids that are texts', async () => {
    await builder.execute(
      `create or replace temp table wide as select 'N-' || (i % 3000) || '号' as id, i as n, repeat('x', i % 7) || i as t from range(9000) r(i)`,
    );
    const read = await packed('wide', 'id');
    expect((await read('N-17号')).map(({ n }) => n).sort()).toEqual([17, 3017, 6017]);
    expect(await read('N-3000号')).toEqual([]);
  });

  test('of a month without a row there is nothing', async () => {
    await builder.execute('create or replace temp table nobody as select 1 as id where false');
    expect(await (await packed('nobody', 'id'))('1')).toEqual([]);
  });
}
