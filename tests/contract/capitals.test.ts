import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { makeWarehouse, newFolder, optionsFor } from '../marts/support.js';
import { type Bench, contract, GOOD_MONTH, goodBench } from './support.js';

describe('two columns that differ by capitals only are refused by name', () => {
  let on: Bench;
  beforeEach(async () => {
    on = await goodBench();
  });
  afterEach(() => on.close());
  const messages = async () =>
    (await checkWarehouse(on.builder, contract, { dir: on.dir })).problems.map(({ message }) => message);

  it('in a mapping', async () => {
    on.text('plan.sql', `SELECT 'P0' AS code, 'Zero' AS en, 19.00 AS fee, 20.00 AS "FEE"`);
    renameSync(join(on.dir, 'plan'), join(on.dir, '_plan'));
    expect(await messages()).toContainEqual(expect.stringMatching(/plan\.sql: .*differ by more than capitals, found fee, FEE/));
  });

  it('and two folders of a mart', async () => {
    await on.file('PLAN/plan.parquet', "SELECT 'P0' AS code");
    expect(await messages()).toContainEqual(
      expect.stringMatching(/expected the folder plan\/ or the mapping plan\.sql, found PLAN and plan/),
    );
  });

  it('while a mart whose folders are in capitals is taken', async () => {
    await on.months('number_month', GOOD_MONTH);
    const folder = join(on.dir, 'number_month');
    for (const month of readdirSync(folder)) renameSync(join(folder, month), join(folder, month.toUpperCase()));
    renameSync(folder, join(on.dir, 'NUMBER_MONTH'));
    expect(await messages()).toEqual([]);
    expect((await attachWarehouse(on.builder, contract, { dir: on.dir })).months).toEqual(['2026-01', '2026-02', '2026-03']);
  });
});

test('marts in capitals, as Oracle and Snowflake unload them, give the same generation, byte for byte', async () => {
  const folder = newFolder();
  const plain = await makeWarehouse(join(folder, 'plain'), 500, 2);
  const capitals = await makeWarehouse(join(folder, 'capitals'), 500, 2);
  const builder = await openBuilder();
  for (const file of readdirSync(capitals, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'))) {
    const path = join(capitals, file);
    const rows = await builder.query(`DESCRIBE SELECT * FROM read_parquet('${path}', hive_partitioning = false)`);
    const renamed = rows.map(({ column_name }) => `"${column_name}" AS "${String(column_name).toUpperCase()}"`);
    await builder.execute(
      `COPY (SELECT ${renamed.join(', ')} FROM read_parquet('${path}', hive_partitioning = false)) TO '${path}.new' (FORMAT parquet)`,
    );
    renameSync(`${path}.new`, path);
  }
  await builder.close();
  const first = await buildGeneration(optionsFor(join(folder, 'home'), plain));
  const second = await buildGeneration(optionsFor(join(folder, 'home'), capitals, { force: true }));
  const contentOf = (files: typeof first.files) =>
    files.filter(({ path }) => path.endsWith('.parquet')).map(({ path, sha256 }) => [path, sha256]);
  expect(contentOf(second.files)).toEqual(contentOf(first.files));
});
