import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../support/csv.js';
import { answerOf, blocks, dualDrop, guide, type Listening, listen, purpose, run } from './support.js';

const script = 'docs/examples/notebook.py';

let gateway: Listening;
beforeAll(async () => {
  gateway = await listen();
});
afterAll(() => gateway.close());

test('what the guide shows of the script is in it', () => {
  expect(blocks('python').length).toBeGreaterThan(0);
  for (const block of blocks('python')) expect(readFileSync(script, 'utf8')).toContain(block);
});

const python = process.env.TEST_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import pandas, polars, pyarrow']).status === 0;

describe.skipIf(!hasPython)('in Python (needs pandas, polars and pyarrow: TEST_PYTHON names one that has them)', () => {
  const walk = (more: Readonly<Record<string, string>> = {}) =>
    run(python, [script], { env: { ...gateway.environment, PYTHONPATH: 'docs/examples/python', ...more } });

  test('the script prints what the guide says', async () => {
    const { status, stdout, stderr } = await walk();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(blocks('')).toContain(stdout);
  });

  test('for a purpose numbers are in clear; one that is not granted is refused in words', async () => {
    expect((await walk({ MARTLET_PURPOSE: purpose })).stdout).toMatch(/first number \d{11}\n/);
    const { status, stderr } = await walk({ MARTLET_PURPOSE: 'curiosity' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('MartletError: FORBIDDEN: purpose: expected one that is')]);
  });
});

/** As the script does it, so that it is tested where there is no Python. */
test('a file holds the numbers of its figure: as many, with the same revenue, and so in each city', async () => {
  const { value, slice } = await dualDrop(gateway);
  const started = await answerOf(
    gateway,
    `mutation ($slice: Slice!) { startExport(input: { what: NUMBERS, slice: $slice, columns: ["city", "revenue"], format: CSV }) { id } }`,
    { slice },
  );
  const { id } = started.data.startExport;
  const find = async () => (await answerOf(gateway, `{ exportJob(id: "${id}") { status rows url } }`)).data.exportJob;
  await expect.poll(async () => (await find()).status, { interval: 20 }).toBe('DONE');
  const job = await find();
  const file = await fetch(gateway.url + job.url, { headers: { authorization: `Bearer ${gateway.key}` } });
  const [head, ...rows] = parseCsv(await file.text());
  expect(head).toEqual(['month', 'number_id', 'city', 'revenue']);
  const { data } = await answerOf(
    gateway,
    `query ($slice: Slice!) {
      numbers(slice: $slice) { totalCount sums(measures: [REVENUE]) }
      indicator(measure: NUMBERS, slice: $slice) { drill(by: CITY) { code value } }
    }`,
    { slice },
  );
  expect([rows.length, job.rows, data.numbers.totalCount]).toEqual([value, value, value]);
  const fen = rows.reduce((sum, [, , , revenue]) => sum + Math.round(Number(revenue) * 100), 0);
  expect(data.numbers.sums).toEqual([fen / 100]);
  const cities = new Map<string, number>();
  for (const [, , city] of rows) cities.set(city!, (cities.get(city!) ?? 0) + 1);
  const parts: readonly { code: string; value: number }[] = data.indicator.drill;
  expect(cities).toEqual(new Map(parts.map((part) => [part.code, part.value])));
  expect(guide).toContain(`${value} rows in pandas, ${value} in polars`);
});
