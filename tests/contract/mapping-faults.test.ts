import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import type { Problem } from '../../src/contract/problem.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { type Bench, bench, contract, SOUND_MONTHS, thresholds } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await bench();
  await on.months('number_month', SOUND_MONTHS);
  on.text('_data/plans.csv', 'code,name,fee\nP0,零,19.00\nP1,一,29.00\n');
});
afterEach(() => on.close());

const warehouse = () => ({ dir: on.dir, data: `${on.dir}/_data` });
const check = async (): Promise<readonly Problem[]> =>
  (await checkWarehouse(on.builder, contract, warehouse(), { thresholds })).problems;
const mapped = (sql: string, mart = 'plan'): void => on.text(`${mart}.sql`, sql);
const PLANS = "read_csv(getvariable('data') || '/plans.csv', all_varchar = true)";

it('a sound mapping has no warning', async () => {
  mapped(`SELECT code, name AS zh, CAST(fee AS DECIMAL(12,2)) AS fee FROM ${PLANS}`);
  expect(await check()).toEqual([]);
});

describe('a mapping that does not bind says where, at what, and what there is', () => {
  const faults: readonly [string, string, Problem['place'], string][] = [
    [
      'a word out of place',
      `SELECT code,\n  fee FORM ${PLANS}`,
      { line: 2, column: 12, token: 'read_csv' },
      'syntax error at or near "read_csv"',
    ],
    [
      'a column that there is not, after Chinese words',
      `SELECT code, '套餐' AS zh,\n  '月费' AS en, feee AS fee FROM ${PLANS}`,
      { line: 2, column: 15, token: 'feee' },
      'Referenced column "feee" not found in FROM clause! Candidate bindings: "fee", "code", "name"',
    ],
    [
      'a function that there is not',
      `SELECT code, CAST(tri(fee) AS DECIMAL(12,2)) AS fee FROM ${PLANS}`,
      { line: 1, column: 19, token: 'tri' },
      'Did you mean "',
    ],
    [
      'types that do not go together',
      `SELECT code, fee AS en, fee + name AS zh FROM ${PLANS}`,
      { line: 1, column: 29, token: '+' },
      'You might need to add explicit type casts. Candidate functions: +(TINYINT) -> TINYINT',
    ],
    [
      'a file that there is not',
      "SELECT code FROM read_csv(getvariable('data') || '/plan.csv')",
      { line: 1, column: 18, token: 'read_csv' },
      'No files found that match the pattern "plan.csv" (at read_csv). Did you mean plans.csv?',
    ],
    [
      'a path that leads elsewhere',
      "SELECT code\nFROM read_csv('/etc/plans.csv')",
      { line: 2, column: 6, token: 'read_csv' },
      "does not begin with getvariable('data')",
    ],
  ];
  it.each(faults)('%s', async (_, sql, place, message) => {
    mapped(sql);
    const problems = await check();
    expect(problems).toMatchObject([{ mart: 'plan', file: 'plan.sql', kind: 'mapping', severity: 'error', place }]);
    expect(problems[0]!.message).toMatch(new RegExp(`^plan\\.sql:${place!.line}:${place!.column}: `));
    expect(problems[0]!.message).toContain(message);
  });
});

describe('a file in another encoding is named with what to do', () => {
  const files: readonly [string, Buffer, string][] = [
    ['GBK', Buffer.from('636f64652c cad6bbfa 0a50302c310a'.replaceAll(' ', ''), 'hex'), 'It reads as GB18030 (GBK)'],
    ['UTF-16', Buffer.from('\ufeffcode,套餐\nP0,1\n', 'utf16le'), "encoding = 'utf-16'"],
  ];
  it.each(files)('%s', async (_, bytes, remedy) => {
    on.text('_data/strange.csv', bytes);
    mapped("SELECT * FROM read_csv(getvariable('data') || '/strange.csv')");
    const [told, ...more] = await check();
    expect(more).toEqual([]);
    expect(told).toMatchObject({ kind: 'mapping', place: { line: 1, column: 15, token: 'read_csv' } });
    expect(told!.message).toContain('This file is not utf-8 encoded. File: strange.csv');
    expect(told!.message).toContain(remedy);
  });

  it('and an encoding that the engine has not', async () => {
    mapped("SELECT * FROM read_csv(getvariable('data') || '/plans.csv', encoding = 'GBK')");
    expect((await check())[0]!.message).toContain('The engine reads utf-8, utf-16 and latin-1: write it anew as UTF-8');
  });
});

describe('values that cannot be computed', () => {
  const values: readonly [string, string, string, string][] = [
    ['a decimal comma', '"19,50"', 'CAST(fee AS DECIMAL(12,2)) AS fee', 'Could not convert string "19,50" to DECIMAL(12,2)'],
    ['a word', 'none', 'CAST(fee AS DECIMAL(12,2)) AS fee', 'Where it stands for no value write NULLIF'],
    ['nothing', '" "', 'CAST(fee AS DECIMAL(12,2)) AS fee', "It is empty: write NULLIF(…, '')."],
  ];
  it.each(values)('%s is shown with its column, its place and a remedy', async (_, value, select, message) => {
    on.text('_data/plans.csv', `code,fee\nP0,19.00\nP1,${value}\n`);
    mapped(`SELECT code,\n  ${select} FROM ${PLANS}; -- done`);
    const problems = await check();
    expect(problems).toMatchObject([
      { mart: 'plan', column: 'fee', file: 'plan.sql', kind: 'mapping', place: { line: 2, column: 3, token: 'CAST' } },
    ]);
    expect(problems[0]!.message).toMatch(
      /^plan\.sql:2:3: expected fee to be computed, found an error at CAST: Conversion Error: /,
    );
    expect(problems[0]!.message).toContain(message);
  });

  it('each column is told of, and of a personal one no value', async () => {
    await on.file('_data/numbers.parquet', `SELECT *, 'Li ' || number_id AS holder, '20260131' AS day FROM (${SOUND_MONTHS})`);
    const { rmSync } = await import('node:fs');
    rmSync(`${on.dir}/number_month`, { recursive: true });
    mapped(
      `SELECT * EXCLUDE (holder, day) REPLACE (CAST(CAST(holder AS BIGINT) AS VARCHAR) AS msisdn, CAST(holder AS INTEGER) AS sms,
        CAST(day || 'x' AS DATE) AS joined_on) FROM read_parquet(getvariable('data') || '/numbers.parquet')`,
      'number_month',
    );
    const problems = await check();
    expect(problems.map(({ column, kind }) => [column, kind])).toEqual([
      ['msisdn', 'mapping'],
      ['joined_on', 'mapping'],
      ['sms', 'mapping'],
    ]);
    const [msisdn, day, sms] = problems.map(({ message }) => message);
    expect(msisdn).not.toContain('Li 1');
    expect(day).toContain('20260131x');
    expect(sms).toContain("'Li 1000");
  });

  it('in a condition are not shown, as nobody knows whose they are; a build says the same', async () => {
    mapped(
      `SELECT * FROM read_parquet(getvariable('data') || '/numbers.parquet') WHERE CAST('Li ' || number_id AS INTEGER) > 0`,
      'number_month',
    );
    await on.file('_data/numbers.parquet', SOUND_MONTHS);
    const { rmSync } = await import('node:fs');
    rmSync(`${on.dir}/number_month`, { recursive: true });
    const found = (await check()).filter(({ kind }) => kind === 'mapping');
    expect(found).toMatchObject([{ file: 'number_month.sql', place: { line: 1, column: 77, token: 'CAST' } }]);
    expect(JSON.stringify(found)).not.toContain('Li 1');
    await expect(attachWarehouse(on.builder, contract, warehouse())).rejects.toThrow(found[0]!.message);
  });
});

it('unknown codes are told all with their rows, and a CASE that is ready to be filled in', async () => {
  const status = "CASE WHEN number_id % 4 = 0 THEN 'ACTIV' WHEN number_id % 4 = 1 THEN '在用' ELSE status END";
  await on.months('number_month', `SELECT * REPLACE (${status} AS status) FROM (${SOUND_MONTHS})`);
  const [told, ...more] = await check();
  expect(more).toEqual([]);
  const remedy = `CASE "status" WHEN '在用' THEN '?' WHEN 'ACTIV' THEN 'ACTIVE' ELSE "status" END`;
  expect(told).toMatchObject({
    kind: 'unknown-code',
    count: 79,
    codes: [
      { code: '在用', rows: 40 },
      { code: 'ACTIV', rows: 39 },
    ],
    remedy,
  });
  expect(told!.message).toContain(`They are, by rows: "在用" in 40, "ACTIV" in 39. In a mapping: ${remedy}`);
});

it('of many unknown codes the thirty most frequent are told', async () => {
  await on.months('number_month', `SELECT * REPLACE ('C' || number_id AS status) FROM (${SOUND_MONTHS})`);
  const [told] = await check();
  expect(told!.codes).toHaveLength(30);
  expect(told!.message).toContain(' and 10 more.');
});

describe('a cast that rounds row by row', () => {
  const fees = (select: string): void => {
    on.text('_data/plans.csv', `code,fee\n${Array.from({ length: 30 }, (_, at) => `P${at},${10 + at}.006`).join('\n')}\n`);
    mapped(`SELECT code, ${select} AS fee FROM ${PLANS}`);
  };

  it.each(['CAST(fee AS DECIMAL(12,2))', 'coalesce(CAST(fee AS DECIMAL(12,2)), 0)', 'fee::DOUBLE::DECIMAL(12,2)'])(
    '%s is told with both sums',
    async (select) => {
      fees(`CAST(${select} AS DECIMAL(12,2))`);
      expect(await check()).toEqual([
        {
          mart: 'plan',
          column: 'fee',
          file: 'plan.sql',
          kind: 'rounded-value',
          severity: 'warning',
          message:
            'plan.fee: expected values of at most 2 decimals, found more in 30 rows, and the CAST rounds each: their sum is 735.30 instead of 735.18. Where that is meant, write ROUND(…, 2) within the CAST.',
          count: 30,
        },
      ]);
    },
  );

  it('that is meant says ROUND, and is not told of', async () => {
    fees('CAST(ROUND(fee::DOUBLE, 2) AS DECIMAL(12,2))');
    expect(await check()).toEqual([]);
  });
});
