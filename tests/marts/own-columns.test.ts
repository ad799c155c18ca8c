import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { buildGeneration } from '../../src/marts/build.js';
import { contractOf } from '../../src/serving/definitions.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A build with these columns of the operator's own. */
const buildWith = (columns: Readonly<Record<string, string>>) => {
  mkdirSync(join(made.dir, 'contract'), { recursive: true });
  for (const [mart, text] of Object.entries(columns))
    writeFileSync(join(made.dir, `contract/${mart}.yaml`), `columns: {${text}}`);
  return buildGeneration(
    optionsFor(home, made.dir, { contract: contractOf({ sql: sqlDirectory, warehouse: { dir: made.dir } }) }),
  );
};

test('columns of numbers and of leads are kept in every month, those that come late are told as empty; another definition makes all anew', async () => {
  await made.add('number_month', '2026-01', 'number_id, joined_on, status', `(1, DATE '2020-01-01', 'ACTIVE')`);
  await made.add(
    'number_month',
    '2026-02',
    'number_id, joined_on, status, club_level',
    `(1, DATE '2020-01-01', 'ACTIVE', 'GOLD')`,
  );
  for (const month of ['2026-01', '2026-02'])
    await made.add(
      'lead',
      month,
      'lead_id, received_on, source, state, shop_name',
      `('${month}', DATE '${month}-02', 'CAMPUS', 'OPEN', 'North')`,
    );
  const columns = { number_month: 'club_level: {type: VARCHAR, en: Club level}', lead: 'shop_name: {type: VARCHAR, en: Shop}' };
  const first = await buildWith(columns);
  expect(first.coverage.number_month).toContain('club_level');
  expect(first.coverage.lead).toContain('shop_name');
  expect(first.incomplete?.['2026-01']).toMatchObject({ 'number_month.club_level': 0 });
  const marts = await openBuilder();
  const dir = generationDir(home, first.id);
  expect(await marts.query(`SELECT month, club_level FROM '${dir}/number_state/*/*.parquet' ORDER BY month`)).toEqual([
    { month: '2026-01', club_level: null },
    { month: '2026-02', club_level: 'GOLD' },
  ]);
  expect(await marts.query(`SELECT DISTINCT shop_name FROM '${dir}/lead_state/*/*.parquet'`)).toEqual([{ shop_name: 'North' }]);
  await marts.close();

  expect((await buildWith(columns)).id).toBe(first.id);
  const second = await buildWith({ ...columns, number_month: 'club_level: {type: VARCHAR, codes: [GOLD], en: Club level}' });
  expect(second.id).not.toBe(first.id);
  expect(Object.values(second.fingerprints)).not.toContain(Object.values(first.fingerprints)[0]);
});
