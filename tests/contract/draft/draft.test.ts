import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWarehouse } from '../../../src/contract/check/check.js';
import { loadContract } from '../../../src/contract/contract.js';
import { draftWarehouse } from '../../../src/contract/draft/draft.js';
import type { Draft } from '../../../src/contract/draft/mapping.js';
import { loadVocabulary } from '../../../src/contract/draft/vocabulary.js';
import { withOwnColumns } from '../../../src/contract/own-columns.js';
import { attachWarehouse } from '../../../src/contract/read/attach.js';
import { type Builder, openBuilder } from '../../../src/warehouse/duckdb.js';

const contract = loadContract('sql/contract');
const vocabulary = loadVocabulary('sql/warehouses/vocabulary.yaml');
const root = mkdtempSync(join(tmpdir(), 'martlet-draft-'));
afterAll(() => rmSync(root, { recursive: true }));

let builder: Builder;
let data: string;
let out: string;
let made = 0;
beforeEach(async () => {
  builder = await openBuilder();
  data = join(root, `data-${++made}`);
  out = join(root, `out-${made}`);
  mkdirSync(data);
});
afterEach(() => builder.close());

const draft = (snapshot: string | null = null): Promise<Draft> =>
  draftWarehouse(builder, contract, vocabulary, { data, out, snapshot });
const put = (file: string, ...lines: readonly string[]): void => writeFileSync(join(data, file), `${lines.join('\n')}\n`);
const columnOf = ({ marts }: Draft, mart: string, column: string) =>
  marts.find((each) => each.mart.name === mart)?.columns.find((each) => each.column.name === column);
/** The rows of a mart, once the warehouse has been accepted. */
async function rowsOf({ data: below }: Draft, sql: string) {
  const warehouse = { dir: out, data: below };
  const report = await checkWarehouse(builder, contract, warehouse);
  expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await attachWarehouse(builder, contract, warehouse);
  return builder.query(sql);
}

const churn = [
  'customerID;gender;tenure;Contract;MonthlyCharges;TotalCharges;Churn',
  '7590-VHVEG;Female;1;Month-to-month;29,85;29,85;No',
  '5575-GNVDE;Male;34;One year;1.056,95;1.889,50;No',
  '3668-QPYBK;Male;2;Month-to-month;53,85;108,15;Yes',
  '7795-CFOCW;Male;45;One year;42,30;1.840,75;No',
  '9237-HQITU;Female;0;Month-to-month;70,70; ;No',
];

describe('a snapshot with a churn flag, semicolons and decimal commas', () => {
  beforeEach(() => put('churn.csv', ...churn));

  test('the month before is made of all that had joined by then', async () => {
    const drafted = await draft('2026-09');
    const rows = await rowsOf(
      drafted,
      "SELECT month, count(*) AS n, count(*) FILTER (status = 'CANCELLED') AS leavers, sum(revenue) AS revenue FROM base.number_month GROUP BY 1 ORDER BY 1",
    );
    expect(rows).toEqual([
      { month: '2026-08', n: 4, leavers: 0, revenue: null },
      { month: '2026-09', n: 5, leavers: 1, revenue: '1253.65' },
    ]);
    expect(
      await builder.query(
        "SELECT joined_on, plan_id FROM base.number_month WHERE month = '2026-09' AND number_id = '5575-GNVDE'",
      ),
    ).toEqual([{ joined_on: '2023-11-01', plan_id: 'One year' }]);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain(
      '`CHURN_RATE` of 2026-09 is then `LEAVERS / AVERAGE_SUBSCRIBERS`',
    );
  });

  test('what was made of something else is a guess with its reason, and is said in the mapping', async () => {
    const drafted = await draft('2026-09');
    expect(columnOf(drafted, 'number_month', 'revenue')).toMatchObject({ from: { name: 'MonthlyCharges' }, isCertain: true });
    for (const [column, from] of [
      ['number_id', 'customerID'],
      ['joined_on', 'tenure'],
      ['status', 'Churn'],
    ] as const)
      expect(columnOf(drafted, 'number_month', column)).toMatchObject({
        from: { name: from },
        isCertain: false,
        todo: expect.stringContaining('a guess'),
      });
    expect(readFileSync(join(out, 'number_month.sql'), 'utf8')).toMatch(/-- TODO: "tenure": a guess: months on the books/);
  });

  test('without a month it is one that somebody must say', async () => {
    expect(columnOf(await draft(), 'number_month', 'month')).toMatchObject({
      isCertain: false,
      todo: expect.stringContaining('--snapshot'),
    });
  });
});

test('nothing is written over, and what fails leaves nothing behind', async () => {
  put('churn.csv', ...churn);
  mkdirSync(out);
  await expect(draft('2026-09')).rejects.toThrow('expected a folder that is not there yet');
  expect(readdirSync(out)).toEqual([]);
  rmSync(out, { recursive: true });
  rmSync(join(data, 'churn.csv'));
  writeFileSync(join(data, 'users.xlsx'), 'PK');
  await expect(draft()).rejects.toThrow(/users\.xlsx: Excel is read by an extension/);
  expect(existsSync(out)).toBe(false);
  await expect(draftWarehouse(builder, contract, vocabulary, { data: 'postgres://a/b', out, snapshot: null })).rejects.toThrow(
    /COPY … TO/,
  );
});

const users = '用户编码,手机号码,客户姓名,入网日期,用户状态,账期,出账收入(分)';

describe('extracts of several months', () => {
  const row = (id: string, state: string, month: string, fen: number): string =>
    `${id},+86138${id}0000,王小明,20240131,${state},${month},${fen}`;

  test('a file that corrects another, and rows that came twice', async () => {
    put(
      'users_202608.csv',
      users,
      row('1001', '在网', '202608', 4990),
      row('1001', '在网', '202608', 4990),
      row('1002', '停机', '202608', 100),
    );
    put('users_202609.csv', users, row('1001', '在网', '202609', 5990), row('1002', '销户', '202609', 0));
    put('users_202609_fixed.csv', users, row('1001', '在网', '202609', 6990));
    const drafted = await draft();
    expect(
      await rowsOf(drafted, 'SELECT month, number_id, status, revenue, msisdn FROM base.number_month ORDER BY 1, 2'),
    ).toEqual([
      { month: '2026-08', number_id: 1001, status: 'ACTIVE', revenue: '49.90', msisdn: '13810010000' },
      { month: '2026-08', number_id: 1002, status: 'SUSPENDED', revenue: '1.00', msisdn: '13810020000' },
      { month: '2026-09', number_id: 1001, status: 'ACTIVE', revenue: '69.90', msisdn: '13810010000' },
      { month: '2026-09', number_id: 1002, status: 'CANCELLED', revenue: '0.00', msisdn: '13810020000' },
    ]);
    expect(drafted.marts[0]!.notes).toEqual([expect.stringMatching(/^2 of 6 rows have a key .* 1 of them are the same in all/)]);
  });

  test('the draft holds no phone number and no name', async () => {
    put('users.csv', users, row('1001', '在网', '202608', 4990), row('1002', '在网', '202608', 4990));
    await draft();
    const written = readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.\w+$/.test(name))
      .map((name) => readFileSync(join(out, name), 'utf8'))
      .join('\n');
    expect(written).not.toMatch(/1381001|王小明/);
    expect(written).toContain('`+***0`');
  });

  test('a code that nobody knows stands in the CASE with its rows, and is no figure', async () => {
    put('users.csv', users, row('1001', '在网', '202608', 4990), row('1002', 'Z9', '202608', 4990));
    expect(columnOf(await draft(), 'number_month', 'status')?.sql).toMatch(
      /WHEN 'Z9' THEN NULL -- 1 row\. TODO: one of ACTIVE, SUSPENDED/,
    );
    const report = await checkWarehouse(builder, contract, { dir: out, data });
    expect(report.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'null-in-required', column: 'status' })]),
    );
  });

  test('where the phone number alone tells numbers apart, the id is a keyed hash of it', async () => {
    const line = (phone: string): string => `${phone},20240131,在网,202608`;
    put('users.csv', '手机号码,入网日期,用户状态,账期', line('13810010000'), line('+8613810020000'));
    const drafted = await draft();
    const rows = await rowsOf(drafted, 'SELECT number_id, msisdn FROM base.number_month ORDER BY 2');
    expect(rows.map(({ msisdn }) => msisdn)).toEqual(['13810010000', '13810020000']);
    for (const { number_id } of rows) expect(number_id).toMatch(/^[0-9a-f]{16}$/);
    expect(columnOf(drafted, 'number_month', 'number_id')).toMatchObject({ isCertain: false });
  });
});

test('columns that a later file has more', async () => {
  put('users_202608.csv', 'user_id,join_date,status', '1,2024-01-31,active');
  put('users_202609.csv', 'user_id,join_date,status,monthly_charge', '1,2024-01-31,active,12.5');
  expect(await rowsOf(await draft(), 'SELECT month, revenue FROM base.number_month ORDER BY 1')).toEqual([
    { month: '2026-08', revenue: null },
    { month: '2026-09', revenue: '12.50' },
  ]);
  expect(await builder.query('SELECT count(*) AS n FROM (DESCRIBE mapping.number_month)')).toEqual([{ n: 5 }]);
});

test('whatever stands in names and values, a mapping is one SELECT of what was there', async () => {
  const rows = ['1,2024-01-31,x,"a\'; DROP TABLE x; --"', '2,2024-01-31,y,"b\nc"'];
  put("us'ers_202608.csv", 'user_id,"join\ndate","a ""status""",status', ...rows);
  const drafted = await draft();
  const report = await checkWarehouse(builder, contract, { dir: out, data });
  expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([
    expect.objectContaining({ kind: 'null-in-required', column: 'status', count: 2 }),
  ]);
  expect(columnOf(drafted, 'number_month', 'status')?.sql).toContain("WHEN 'a''; DROP TABLE x; --' THEN NULL");
});

test('rows of a mart without a key that are the same in all are kept, and said', async () => {
  put('users.csv', 'user_id,join_date,status,month', '1,2024-01-31,active,202608', '2,2024-01-31,active,202608');
  const event = '1,2026-08-03,SUSPEND,2026-08';
  put('events.csv', 'number_id,on,type,month', event, event, '2,2026-08-04,SUSPEND,2026-08', event);
  const drafted = await draft();
  const said = '2 of 4 rows are the same in all as another row';
  expect(drafted.marts.find(({ mart }) => mart.name === 'number_event')?.notes).toEqual([expect.stringContaining(said)]);
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain(said);
  expect(await rowsOf(drafted, 'SELECT count(*) AS n FROM base.number_event')).toEqual([{ n: 4 }]);
});

test('the sample of the public file, with its opening month', async () => {
  const drafted = await draftWarehouse(builder, contract, vocabulary, {
    data: 'docs/examples/ibm-telco',
    out,
    snapshot: '2026-09',
  });
  const counted = "month, count(*) AS n, count(*) FILTER (status = 'CANCELLED') AS left_it";
  expect(await rowsOf(drafted, `SELECT ${counted} FROM base.number_month GROUP BY 1 ORDER BY 1`)).toEqual([
    { month: '2026-08', n: 49, left_it: 0 },
    { month: '2026-09', n: 50, left_it: 8 },
  ]);
});

test('files without names of columns, or with others than the contract has, are passed over and said', async () => {
  put('users.csv', 'user_id,join_date,status,month', '1,2024-01-31,active,202608');
  put('numbers.csv', '1,13800010000,2024-01-31', '2,13800010001,2024-01-31');
  put('weather.csv', 'temperature,wind', '21,3');
  const { marts, passedOver } = await draft();
  expect(marts.map(({ mart }) => mart.name)).toEqual(['number_month']);
  expect(passedOver).toEqual([
    expect.stringContaining('numbers.csv: expected names of columns in its first line'),
    expect.stringContaining('weather.csv: no column of it'),
  ]);
});

const telco = '../shared/data/ibm-telco';
test.skipIf(!existsSync(telco))(
  'the public IBM file: as many customers, leavers and as much revenue as plain SQL finds in it',
  async () => {
    const drafted = await draftWarehouse(builder, contract, vocabulary, { data: telco, out, snapshot: '2026-09' });
    const counted = "count(*) AS n, count(*) FILTER (status = 'CANCELLED') AS left_it, sum(revenue) AS revenue";
    const [mapped] = await rowsOf(drafted, `SELECT ${counted} FROM base.number_month WHERE month = '2026-09'`);
    const [raw] = await builder.query(
      `SELECT count(*) AS n, count(*) FILTER (Churn = 'Yes') AS left_it, sum(CAST(MonthlyCharges AS DECIMAL(12,2))) AS revenue
       FROM read_csv('${telco}/Telco-Customer-Churn.csv', all_varchar = true)`,
    );
    expect(mapped).toEqual(raw);
    expect(mapped).toEqual({ n: 7043, left_it: 1869, revenue: '456116.60' });
    // Who could leave: all but the eleven that joined in the month itself.
    expect(await builder.query("SELECT count(*) AS n FROM base.number_month WHERE month = '2026-08'")).toEqual([{ n: 7032 }]);
  },
);

describe('other files', () => {
  const sql = `SELECT 7 AS user_id, DATE '2024-01-31' AS join_date, 'active' AS status,
    TIMESTAMPTZ '2026-09-29 16:30:00+00' AS status_since, true AS has_broadband, 12.50::DECIMAL(9,2) AS monthly_charge, 20260930 AS stat_month`;

  test('Parquet, whose types are taken as they are', async () => {
    await builder.execute(`COPY (${sql}) TO '${join(data, 'a.parquet')}' (FORMAT parquet)`);
    expect(
      await rowsOf(
        await draft(),
        'SELECT month, number_id, joined_on, status, status_since, has_broadband, revenue FROM base.number_month',
      ),
    ).toEqual([
      {
        month: '2026-09',
        number_id: 7,
        joined_on: '2024-01-31',
        status: 'ACTIVE',
        // The operator's day, not that of UTC.
        status_since: '2026-09-30',
        has_broadband: true,
        revenue: '12.50',
      },
    ]);
  });

  test('tables of a DuckDB file', async () => {
    await builder.execute(`ATTACH '${join(data, 'dw.duckdb')}' AS dw`);
    await builder.execute(`CREATE TABLE dw.user_month AS ${sql}`);
    await builder.execute(`CREATE TABLE dw.tariff AS SELECT 'P1' AS tariff_id, 'One' AS tariff_name`);
    await builder.execute('DETACH dw');
    const drafted = await draft();
    expect(drafted.marts.map(({ mart }) => mart.name)).toEqual(['number_month', 'plan']);
    expect(await rowsOf(drafted, 'SELECT month, number_id, revenue FROM base.number_month')).toEqual([
      { month: '2026-09', number_id: 7, revenue: '12.50' },
    ]);
    expect(await builder.query('SELECT code, zh FROM base.plan')).toEqual([{ code: 'P1', zh: 'One' }]);
  });
});

describe('columns that have no place in the contract', () => {
  const own = () => join(out, 'contract/number_month.yaml');
  beforeEach(() =>
    put(
      '用户_202609.csv',
      '用户编码,入网时间,用户状态,手机号码,积分余额,俱乐部等级,Has insurance,联系人姓名,plan fee old',
      ...Array.from({ length: 40 }, (_, at) =>
        [
          at + 1,
          '20200105',
          '正常',
          `1380000${1000 + at}`,
          at * 10,
          at % 2 ? '金卡' : '银卡',
          at % 3 ? 'Y' : 'N',
          `王${at}`,
          `${at}.5`,
        ].join(','),
      ),
    ),
  );

  test('are drafted in comments, which are no columns yet; values of persons are masked', async () => {
    const drafted = await draft();
    expect(drafted.overlays).toEqual(['contract/number_month.yaml']);
    const text = readFileSync(own(), 'utf8');
    expect(text).toContain('{type: BIGINT, zh: "积分余额"}');
    expect(text).toMatch(/\{type: VARCHAR, codes: \["(金卡","银卡|银卡","金卡)"\], zh: "俱乐部等级"\}/);
    expect(text).toContain('has_insurance: {type: BOOLEAN, en: "Has insurance"}');
    expect(text).toMatch(/\{type: VARCHAR, sensitivity: personal, zh: "联系人姓名"\}/);
    expect(text).not.toMatch(/王\d/);
    expect(withOwnColumns(contract, join(out, 'contract'), []).hash).toBe(contract.hash);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('`contract/number_month.yaml` drafts that');
  });

  test('once they are taken, a further draft maps them; what is in the folder beside them is written over by none', async () => {
    await draft();
    const taken = readFileSync(own(), 'utf8').replace(/^# (?=columns:| {2}(?!#))/gm, '');
    out = join(root, `again-${made}`);
    mkdirSync(join(out, 'contract'), { recursive: true });
    writeFileSync(own(), taken);
    const mine = withOwnColumns(contract, join(out, 'contract'), []);
    const added = [...mine.marts.get('number_month')!.columns.values()].filter(({ isOwn }) => isOwn);
    expect(added.map(({ type }) => type)).toEqual(expect.arrayContaining(['BIGINT', 'BOOLEAN', 'VARCHAR']));
    const again = await draftWarehouse(builder, mine, vocabulary, { data, out, snapshot: null });
    for (const { name } of added) expect(columnOf(again, 'number_month', name)?.isCertain).toBe(true);
    expect(readFileSync(own(), 'utf8')).toBe(taken);
    const points = added.find(({ names }) => names.zh === '积分余额')!.name;
    await attachWarehouse(builder, mine, { dir: out, data: again.data });
    expect(await builder.query(`SELECT CAST(sum(${points}) AS INTEGER) AS points, count(*) AS n FROM base.number_month`)).toEqual(
      [{ points: 7800, n: 40 }],
    );
    writeFileSync(join(out, 'notes.txt'), '');
    await expect(draft()).rejects.toThrow(/nothing is written over/);
    expect(existsSync(own())).toBe(true);
  });
});
