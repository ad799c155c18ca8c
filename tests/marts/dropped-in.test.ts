// Builds a demo operator of two months three times, about 20 s: that a file is all that a mart takes shows in a build alone.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { chinaTime } from '../../src/lib/time-zone.js';
import { buildGeneration } from '../../src/marts/build.js';
import { loadSecret } from '../../src/security/secret.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { openServing } from '../../src/serving/serving.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir, type Manifest } from '../../src/warehouse/generations.js';
import { statement } from '../../src/warehouse/statement.js';
import { fewRollups, makeWarehouse, newFolder, optionsFor } from './support.js';

const MONTHS = ['2026-09', '2026-10'];

/** Marts that nobody named in the code: of files alone, of a table on the way to number_state, of all months, and of a base mart that no other is made of. */
const marts: Readonly<Record<string, string>> = {
  complaint_city: `-- complaint_city: complaints of numbers by day and city
-- grain: day × city   key: day, city
-- kind: file   order: day, city   served: one table by city, day
-- sources: base.complaint, number_state (of the month)
-- column day DATE needs: complaint.opened_on; lookback: 0 — day of opening
-- column complaints INTEGER needs: complaint.opened_on; lookback: 0 — how many were opened
SELECT {{month}} AS month, c.opened_on AS day, s.city, CAST(count(*) AS INTEGER) AS complaints
FROM base.complaint c JOIN number_state s ON s.number_id = c.number_id
WHERE c.month = {{month}} GROUP BY ALL`,
  renewing: `-- renewing: numbers that came to a renewal, with their city
-- kind: view
-- sources: renewal, number_state
SELECT s.city, r.on_books FROM renewal r JOIN number_state s ON s.number_id = r.number_id WHERE r.at_risk`,
  renewal_city: `-- renewal_city: renewals by city
-- kind: file   order: city
-- sources: renewing
SELECT {{month}} AS month, city, count(*) AS numbers, count(*) FILTER (on_books) AS renewed FROM renewing GROUP BY city`,
  complaint_total: `-- complaint_total: complaints of all months by city, as each build knows them
-- kind: file   order: city   made: by every build
-- sources: complaint_city (of all months)
SELECT {{month}} AS month, city, CAST(sum(complaints) AS INTEGER) AS complaints FROM complaint_city GROUP BY city`,
  score_count: `-- score_count: the operator's own scores
-- kind: file   order: scores
-- sources: base.score
SELECT {{month}} AS month, count(*) AS scores FROM base.score WHERE month = {{month}}`,
};

const folder = newFolder();
const home = join(folder, 'home');
const sql = join(folder, 'sql');
const warehouse = join(folder, 'demo');
let first: Manifest;
let current: string;
let reader: Builder;

const build = () => buildGeneration(optionsFor(home, warehouse, { sqlDir: sql }));
const drop = (name: string, text: string) => writeFileSync(join(sql, `marts/${name}.sql`), text);
const base = (mart: string) =>
  `read_parquet('${warehouse}/${mart}/*/*.parquet', hive_partitioning = true, hive_types = {'month': VARCHAR})`;

beforeAll(async () => {
  await makeWarehouse(warehouse, 1000, MONTHS.length);
  cpSync(sqlDirectory, sql, { recursive: true });
  for (const [name, text] of Object.entries(marts)) drop(name, text);
  first = await build();
  reader = await openBuilder();
});
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true });
});

test('its months are files of the generation, verified like all others, and have what its SELECT says', async () => {
  const rowsOf = (mart: string) =>
    first.files.filter(({ path }) => path.startsWith(`${mart}/`)).map(({ path, rows }) => ({ path, rows }));
  for (const mart of ['complaint_city', 'renewal_city', 'complaint_total', 'score_count'])
    expect(rowsOf(mart).map(({ path }) => path)).toEqual(MONTHS.map((month) => `${mart}/month=${month}/data.parquet`));
  expect(readdirSync(generationDir(home, first.id))).not.toContain('renewing');
  const files = (mart: string) => `'${generationDir(home, first.id)}/${mart}/*/*.parquet'`;
  const complaints = `${base('complaint')} c JOIN ${base('number_month')} n ON n.number_id = c.number_id AND n.month = c.month`;
  const byHand = await reader.query(
    `SELECT c.month, c.opened_on AS day, n.city, CAST(count(*) AS INTEGER) AS complaints FROM ${complaints} GROUP BY ALL ORDER BY ALL`,
  );
  expect(byHand.length).toBeGreaterThan(3);
  expect(
    await reader.query(
      `SELECT month, day, city, complaints FROM read_parquet(${files('complaint_city')}, hive_partitioning = false) ORDER BY ALL`,
    ),
  ).toEqual(byHand);
  // Each month has the complaints of both.
  expect(
    await reader.query(
      `SELECT city, min(complaints) AS n, max(complaints) AS same FROM ${files('complaint_total')} GROUP BY city ORDER BY city`,
    ),
  ).toEqual(
    await reader.query(
      `SELECT n.city, CAST(count(*) AS INTEGER) AS n, CAST(count(*) AS INTEGER) AS same FROM ${complaints} GROUP BY n.city ORDER BY n.city`,
    ),
  );
  const [renewals] = await reader.query(`
    SELECT count(*) AS numbers, count(*) FILTER (n.status IN ('ACTIVE', 'SUSPENDED')) AS renewed
    FROM ${base('number_month')} n JOIN ${base('number_month')} b ON b.number_id = n.number_id AND b.month = '2026-09'
    WHERE n.month = '2026-10' AND b.status IN ('ACTIVE', 'SUSPENDED') AND n.joined_on < DATE '2026-10-01'`);
  expect(Number(renewals!.numbers)).toBeGreaterThan(500);
  expect(
    await reader.query(
      `SELECT CAST(sum(numbers) AS BIGINT) AS numbers, CAST(sum(renewed) AS BIGINT) AS renewed FROM ${files('renewal_city')} WHERE month = '2026-10'`,
    ),
  ).toEqual([renewals]);
});

test('the serving engine knows it by name, and as one table where its header says so', async () => {
  const definitions = loadDefinitions({ sql, catalogues: [join(sql, 'catalogue')] });
  const serving = await openServing({
    home,
    id: first.id,
    ...definitions,
    catalogue: { ...definitions.catalogue, rollups: fewRollups().rollups },
    secret: loadSecret({ home, secret: null }),
    memoryLimit: '500MB',
    timeZone: chinaTime,
    decides: false,
  });
  const ask = (relation: string) =>
    serving.engine.run(
      statement('test', `select month, cast(sum(complaints) as integer) as n from ${relation} group by month order by month`),
    );
  const [asked, table, ofNumbers] = await Promise.all(
    ['complaint_city', 'serving.complaint_city', '(select month, 1 as complaints from complaint_state)'].map(ask),
  ).finally(() => serving.close());
  expect(asked).toHaveLength(2);
  expect(asked).toEqual(ofNumbers);
  expect(table).toEqual(asked);
});

test('nothing changed, nothing is built; of a month whose base changed, also by a mart that no other is made of, all is made anew', async () => {
  expect((await build()).id).toBe(first.id);
  const scores = join(warehouse, 'score/month=2026-10');
  for (const file of readdirSync(scores)) utimesSync(join(scores, file), new Date(), new Date());
  const { id } = await build();
  current = id;
  const links = (mart: string) =>
    MONTHS.map((month) => statSync(join(generationDir(home, id), mart, `month=${month}/data.parquet`)).nlink);
  for (const mart of ['score_count', 'complaint_city', 'renewal_city', 'number_state']) expect(links(mart), mart).toEqual([2, 1]);
  expect(links('complaint_total')).toEqual([1, 1]);
});

test('a header that says other columns than the SELECT gives is refused, and what served before goes on', async () => {
  drop('complaint_city', marts.complaint_city!.replace('complaints INTEGER', 'complaints BIGINT'));
  await expect(build()).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { problems: ['complaint_city.sql: column complaints: expected BIGINT, as its header says, found INTEGER'] },
  });
  drop('complaint_city', marts.complaint_city!);
  expect(readFileSync(join(home, 'generations/CURRENT'), 'utf8').trim()).toBe(current);
});
