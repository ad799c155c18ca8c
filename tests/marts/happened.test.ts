import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir, type Manifest, openGeneration } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { HandMade, newFolder, openMarts, optionsFor } from './support.js';

/** Columns of the contract with those of the number in that month, written by hand. */
const EVENT = 'month, number_id, "on", type, channel_id, staff_id, offer_id, city';
const CONTACT =
  'month, contact_id, number_id, "on", scene, offer_id, outcome, cost, margin, campaign_id, agent_id, channel_id, city, segment, value_tier';

/** A builder with the serving database of a generation. */
async function served(home: string, id: string, builder: Promise<Builder> = openBuilder()): Promise<Builder> {
  const marts = await builder;
  await marts.execute(`ATTACH '${generationDir(home, id)}/serving.duckdb' AS serving (READ_ONLY)`);
  return marts;
}

describe('of the demo operator', () => {
  let marts: Builder;
  beforeAll(async () => {
    const { home, warehouse, id } = await demo();
    marts = await served(home, id, openMarts(generationDir(home, id), warehouse));
  });
  afterAll(() => marts.close());
  const rows = (sql: string) => marts.query(sql);
  const count = async (source: string): Promise<number> => Number((await rows(`SELECT count(*) AS n FROM ${source}`))[0]?.n);

  test.each([
    ['number_event', 'number_event', EVENT],
    ['number_contact', 'contact', CONTACT],
  ])('%s has the base rows with what the number was in their month', async (mart, base, columns) => {
    const from = (column: string) => (/^(city|segment|value_tier)$/.test(column) ? `n.${column}` : `e.${column}`);
    const own = columns.split(', ').map(from).join(', ');
    const expected = `(SELECT ${own} FROM base.${base} e, number_state n WHERE n.month = e.month AND n.number_id = e.number_id)`;
    for (const found of [mart, `serving.${mart}`]) {
      expect((await rows(`DESCRIBE ${found}`)).map((row) => row.column_name)).toEqual(columns.replaceAll('"', '').split(', '));
      expect(await rows(`SELECT * FROM ${expected} EXCEPT ALL SELECT ${columns} FROM ${found}`)).toEqual([]);
      expect(await count(found)).toBe(await count(expected));
    }
    expect(await count(mart)).toBeGreaterThan(1000);
  });

  test('in the serving database they lie by number and day', async () => {
    for (const mart of ['number_event', 'number_contact']) {
      const step =
        'number_id < lag(number_id) OVER (ORDER BY rowid) OR number_id = lag(number_id) OVER (ORDER BY rowid) AND "on" < lag("on") OVER (ORDER BY rowid)';
      expect(await count(`(SELECT ${step} AS back FROM serving.${mart}) WHERE back`)).toBe(0);
    }
  });
});

describe('of a warehouse made by hand', () => {
  let folder: string;
  let home: string;
  let made: HandMade;
  beforeEach(() => {
    folder = newFolder();
    home = join(folder, 'home');
    made = new HandMade(join(folder, 'warehouse'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const build = (): Promise<Manifest> => buildGeneration(optionsFor(home, made.dir));
  const numbers = (month: string, rows: string) => made.add('number_month', month, 'number_id, joined_on, status, city', rows);
  const detail = (manifest: Manifest, mart: string) =>
    manifest.checks.find(({ name }) => name === `${mart} has the rows of number_state's numbers`)?.detail;

  test('what happened to numbers without a row in the month is left out and told of, also of a shared month', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', 'A'), (2, DATE '2020-01-01', 'ACTIVE', NULL)`);
    await made.add(
      'number_event',
      '2026-01',
      'number_id, "on", type',
      `(1, DATE '2026-01-09', 'COMPLAINT'), (2, DATE '2026-01-08', 'RESUME'), (1, DATE '2026-01-03', 'SUSPEND'), (9, DATE '2026-01-02', 'JOIN'), (8, DATE '2026-01-02', 'JOIN')`,
    );
    await made.add(
      'contact',
      '2026-01',
      'contact_id, number_id, "on", scene, offer_id, outcome',
      `('x', 9, DATE '2026-01-02', 'COUNTER', 'O', 'REACHED'), ('y', 1, DATE '2026-01-04', 'ONLINE', 'O', 'REFUSED')`,
    );
    const first = await build();
    const told = 'holds in 1 month; 2026-01: 2 of numbers without a row in the month are left out';
    expect(detail(first, 'number_event')).toBe(told);
    expect(detail(first, 'number_contact')).toBe(told.replace('2 of', '1 of'));
    const marts = await served(home, first.id);
    expect((await marts.query(`SELECT ${EVENT} FROM serving.number_event`)).map((row) => Object.values(row))).toEqual([
      ['2026-01', 1, '2026-01-03', 'SUSPEND', null, null, null, 'A'],
      ['2026-01', 1, '2026-01-09', 'COMPLAINT', null, null, null, 'A'],
      ['2026-01', 2, '2026-01-08', 'RESUME', null, null, null, null],
    ]);
    expect((await marts.query(`SELECT ${CONTACT} FROM serving.number_contact`)).map((row) => Object.values(row))).toEqual([
      ['2026-01', 'y', 1, '2026-01-04', 'ONLINE', 'O', 'REFUSED', null, null, null, null, null, 'A', 'BALANCED', null],
    ]);
    await marts.close();

    await numbers('2026-02', `(1, DATE '2020-01-01', 'ACTIVE', 'B'), (2, DATE '2020-01-01', 'ACTIVE', NULL)`);
    const second = await build();
    expect(detail(second, 'number_event')).toBe(told.replace('1 month', '2 months'));
    for (const mart of ['number_event', 'number_contact']) {
      const links = (month: string) =>
        statSync(join(generationDir(home, second.id), mart, `month=${month}`, 'data.parquet')).nlink;
      expect([links('2026-01'), links('2026-02')]).toEqual([2, 1]);
    }
  });

  test('a changed file is refused', async () => {
    await numbers('2026-01', `(1, DATE '2020-01-01', 'ACTIVE', 'A')`);
    await made.add('number_event', '2026-01', 'number_id, "on", type', `(1, DATE '2026-01-09', 'COMPLAINT')`);
    const { id } = await build();
    for (const mart of ['number_event', 'number_contact']) {
      const file = join(generationDir(home, id), mart, 'month=2026-01/data.parquet');
      const kept = join(folder, mart);
      copyFileSync(file, kept);
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(file, bytes);
      await expect(openGeneration(home, id)).rejects.toThrow(`${mart}/month=2026-01/data.parquet differs from its sha256`);
      copyFileSync(kept, file);
      await openGeneration(home, id);
    }
  });
});
