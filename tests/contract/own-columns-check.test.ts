// Six checks of a warehouse, a second each: its rows are what is looked at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { previewWarehouse } from '../../src/contract/preview/preview.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { formatReport } from '../../src/contract/report/format-report.js';
import type { MartletError } from '../../src/errors.js';
import { contractOf } from '../../src/serving/definitions.js';
import { type Bench, GOOD_MONTH, goodBench, thresholds } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());

const COLUMNS = `columns:
  loyalty_points: {type: INTEGER, unit: points, en: Loyalty points, zh: 积分}
  club_level: {type: VARCHAR, codes: [GOLD, SILVER], en: Club level, zh: 俱乐部等级}
  contact_name: {type: VARCHAR, sensitivity: personal, en: Contact, zh: 联系人}
`;
const own = (text = COLUMNS) => {
  mkdirSync(join(on.dir, 'contract'), { recursive: true });
  on.text('contract/number_month.yaml', text);
  return contractOf({ sql: 'sql', warehouse: { dir: on.dir } });
};
const check = (contract = own()) => checkWarehouse(on.builder, contract, { dir: on.dir }, { measures: [], thresholds });
const withColumns = (points: string, level: string) =>
  on.months(
    'number_month',
    `SELECT *, ${points} AS loyalty_points, ${level} AS club_level, '王' || number_id AS contact_name FROM (${GOOD_MONTH})`,
  );

describe('a column of one’s own', () => {
  it('is checked as the contract’s are: type, codes, range, months without a value', async () => {
    await withColumns('(number_id * 10)::INTEGER', `CASE WHEN number_id = 2 THEN 'SILVER' ELSE 'GOLD' END`);
    expect((await check()).problems).toEqual([]);

    await withColumns('number_id * 1.5::DOUBLE', `CASE WHEN number_id = 2 THEN 'BRONZE' ELSE 'GOLD' END`);
    expect((await check()).problems.map(({ kind, column, severity }) => [kind, column, severity])).toEqual([
      ['wrong-type', 'loyalty_points', 'error'],
      ['unknown-code', 'club_level', 'error'],
    ]);

    await withColumns(`CASE WHEN month <> '2026-02' THEN number_id::INTEGER END`, `'GOLD'`);
    expect((await check()).problems.map(({ kind, column, month }) => [kind, column, month])).toEqual([
      ['empty-column', 'loyalty_points', '2026-02'],
    ]);
  });

  it('that the mapping lacks is not provided; a required one is missing', async () => {
    const report = await check();
    expect(report.problems).toEqual([]);
    expect(report.coverage.filter(({ column }) => column === 'loyalty_points')).toEqual([
      { mart: 'number_month', column: 'loyalty_points', provided: false, standIn: null, filled: null, neededBy: [] },
    ]);
    const required = own(COLUMNS.replace('unit: points', 'required: true'));
    expect((await check(required)).problems.map(({ kind, column }) => [kind, column])).toEqual([
      ['missing-column', 'loyalty_points'],
    ]);
  });

  it('which is not named yet is told to be nameable', async () => {
    await withColumns('1', `'GOLD'`);
    const { notes } = await check(contractOf({ sql: 'sql' }));
    expect(notes).toContain(
      "number_month: not in the contract, ignored: loyalty_points, club_level, contact_name. What is to be kept of them is named in contract/number_month.yaml of the warehouse's folder.",
    );
  });

  it('is previewed, masked where it is personal, and in the base mart as the others', async () => {
    await withColumns('(number_id * 10)::INTEGER', `'GOLD'`);
    const contract = own();
    const { marts, problems } = await previewWarehouse(on.builder, contract, { dir: on.dir }, ['number_month'], 4);
    expect(problems).toEqual([]);
    const [{ columns, rows } = { columns: [], rows: [] }] = marts;
    expect(columns.find(({ name }) => name === 'loyalty_points')).toMatchObject({
      type: 'INTEGER',
      found: [{ distinct: 4 }, { distinct: 4 }, { distinct: 3 }],
    });
    expect(rows.map(({ loyalty_points, club_level }) => [loyalty_points, club_level])).toContainEqual([10, 'GOLD']);
    for (const { contact_name } of rows) expect(String(contact_name)).not.toMatch(/王\d/);
    await attachWarehouse(on.builder, contract, { dir: on.dir });
    expect(await on.builder.query(`SELECT sum(loyalty_points) AS points FROM base.number_month WHERE month = '2026-01'`)).toEqual(
      [{ points: 100 }],
    );
  });
});

it('is called by no word that SQL keeps for itself', async () => {
  const words = await on.builder.query(
    "SELECT keyword_name AS word FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function') ORDER BY word",
  );
  expect(words.length).toBeGreaterThan(90);
  const columns = words.map(({ word }) => `"${word}": {type: INTEGER, en: A word}`).join(', ');
  const refused = await Promise.resolve()
    .then(() => own(`columns: {${columns}}`))
    .catch((error: MartletError) => error.details.problems);
  for (const { word } of words)
    expect(refused).toContainEqual(expect.stringContaining(`columns.${word}: this name means something already`));
});

describe('what the plan says', () => {
  const plan = `SELECT *, 5.000::DECIMAL(12,3) AS data_allowance_gb, 100.0::DECIMAL(12,1) AS voice_allowance_min, code = 'P1' AS is_5g
    FROM (VALUES ('P0', 19.00::DECIMAL(12,2)), ('P1', 29.00), ('P1', 29.00)) AS plans(code, fee)`;
  const rowsOf = (columns: string) =>
    on.builder.query(`SELECT number_id, ${columns} FROM base.number_month WHERE month = '2026-01' ORDER BY number_id`);

  it('stands in for what numbers have not, and a code that is there twice doubles none', async () => {
    await on.file('plan/plan.parquet', plan);
    const attached = await attachWarehouse(on.builder, contractOf({ sql: 'sql' }), { dir: on.dir });
    expect(
      (await rowsOf('plan_fee, data_allowance_gb, voice_allowance_min, on_5g_plan')).map((row) => Object.values(row)),
    ).toEqual([
      [1, '29.00', '5.000', '100.0', true],
      [2, '19.00', '5.000', '100.0', false],
      [3, '29.00', '5.000', '100.0', true],
      [4, '19.00', '5.000', '100.0', false],
    ]);
    expect(attached.provides('number_month', 'plan_fee')).toBe(true);
    expect(attached.marts.get('number_month')!.standIns.get('on_5g_plan')).toEqual({
      mart: 'plan',
      column: 'is_5g',
      by: 'plan_id',
    });
  });

  it('is left alone where numbers have their own, also where one of them is empty', async () => {
    await on.file('plan/plan.parquet', plan);
    await on.months(
      'number_month',
      `SELECT *, CASE WHEN number_id > 1 THEN 7.00::DECIMAL(12,2) END AS plan_fee FROM (${GOOD_MONTH})`,
    );
    const attached = await attachWarehouse(on.builder, contractOf({ sql: 'sql' }), { dir: on.dir });
    expect((await rowsOf('plan_fee')).map((row) => Object.values(row))).toEqual([
      [1, null],
      [2, '7.00'],
      [3, '7.00'],
      [4, '7.00'],
    ]);
    expect([...attached.marts.get('number_month')!.standIns.keys()]).toEqual([
      'data_allowance_gb',
      'voice_allowance_min',
      'on_5g_plan',
    ]);
  });

  it('is nothing without the plan of a number', async () => {
    await on.months('number_month', `SELECT * EXCLUDE (plan_id) FROM (${GOOD_MONTH})`);
    const attached = await attachWarehouse(on.builder, contractOf({ sql: 'sql' }), { dir: on.dir });
    expect(attached.provides('number_month', 'plan_fee')).toBe(false);
    expect((await rowsOf('plan_fee')).map(({ plan_fee }) => plan_fee)).toEqual([null, null, null, null]);
  });

  it('is told by check, apart from what is null', async () => {
    const report = await check(contractOf({ sql: 'sql' }));
    expect(report.coverage.find(({ mart, column }) => mart === 'number_month' && column === 'plan_fee')).toMatchObject({
      provided: false,
      standIn: 'plan.fee',
    });
    const [, standing = '', ...lost] = formatReport(report).split(/\nNot provided.*\n/);
    expect(standing).toContain('number_month.plan_fee  plan.fee');
    expect(lost.join()).not.toMatch(/number_month\.plan_fee/);
  });
});
