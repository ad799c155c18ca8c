import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { catalogue, HandMade, newFolder, optionsFor } from './support.js';

const folder = newFolder();
const made = new HandMade(join(folder, 'warehouse'));
let marts: Builder;

/** Companies by so many numbers on the books in the first month and in the second; X's type is not known. */
const companies = {
  A: [1, 1],
  B: [9, 10],
  C: [10, 9],
  D: [30, 31],
  E: [100, 101],
  F: [101, 100],
  P: [40, 40],
  X: [12, 12],
} as const;
const types: Readonly<Record<string, string>> = { P: "'PERSONAL'", X: 'NULL' };

beforeAll(async () => {
  for (const [index, month] of ['2026-01', '2026-02'].entries()) {
    const rows = Object.entries(companies).flatMap(([name, sizes], at) =>
      // One more is on its way out, and counts no more.
      Array.from({ length: sizes[index]! + 1 }, (_, number) => {
        const status = number < sizes[index]! ? (number === 0 ? 'SUSPENDED' : 'ACTIVE') : 'PRE_CANCELLED';
        return `(${1000 * (at + 1) + number}, DATE '2020-01-01', '${status}', '${name}', ${types[name] ?? "'ENTERPRISE'"})`;
      }),
    );
    await made.add('number_month', month, 'number_id, joined_on, status, customer_id, customer_type', rows.join(', '));
  }
  const manifest = await buildGeneration(optionsFor(join(folder, 'home'), made.dir));
  expect(manifest.checks.filter(({ ok }) => !ok)).toEqual([]);
  marts = await openBuilder();
  const files = `${generationDir(join(folder, 'home'), manifest.id)}/number_state/*/*.parquet`;
  await marts.execute(`CREATE VIEW number_state AS SELECT * FROM read_parquet('${files}', hive_partitioning = false)`);
});
afterAll(async () => {
  await marts.close();
  rmSync(folder, { recursive: true });
});

const bands = {
  A: ['N1_9', 'N1_9'],
  B: ['N1_9', 'N10_30'],
  C: ['N10_30', 'N1_9'],
  D: ['N10_30', 'N31_100'],
  E: ['N31_100', 'OVER_100'],
  F: ['OVER_100', 'N31_100'],
  P: [null, null],
  X: [null, null],
};

test('a company is as large as it has numbers on the books; nobody else is a company', async () => {
  const sql = (code: string) => catalogue.dimensions.get(code)!.sql;
  const rows = await marts.query(
    `SELECT customer_id, month, list(DISTINCT company_numbers) AS numbers, list(DISTINCT ${sql('COMPANY_SIZE')}) AS bands, list(DISTINCT ${sql('COMPANY_SIZE_BEFORE')}) AS before
     FROM number_state WHERE number_id % 1000 = 0 GROUP BY ALL ORDER BY ALL`,
  );
  const expected = Object.entries(companies).flatMap(([name, sizes]) =>
    ['2026-01', '2026-02'].map((month, at) => {
      const [band, before] = [bands[name as 'A'][at]!, at === 0 ? null : bands[name as 'A'][0]!];
      return { customer_id: name, month, numbers: [band && sizes[at]], bands: [band], before: [before] };
    }),
  );
  expect(rows).toEqual(expected);
});

test('of a warehouse without customers nobody knows', () => {
  expect(catalogue.dimensions.get('COMPANY_SIZE')).toMatchObject({
    needs: ['customer_id', 'customer_type', 'status'],
    leaving: 'SETS',
  });
  expect(catalogue.dimensions.get('COMPANY_SIZE_BEFORE')).not.toHaveProperty('leaving');
});
