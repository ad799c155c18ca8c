import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckReport, checkWarehouse } from '../../src/contract/check/check.js';
import { attachWarehouse } from '../../src/contract/read/attach.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import { contract } from './support.js';

const DATA = '../shared/data/ibm-telco';
const CSV = `read_csv('${DATA}/Telco-Customer-Churn.csv', all_varchar = true)`;
const warehouse = { dir: 'sql/warehouses/ibm-telco', data: DATA };
const there = existsSync(`${DATA}/Telco-Customer-Churn.csv`);
if (!there) console.warn(`Skipped: the IBM churn file is not at ${DATA}.`);

describe.skipIf(!there)('the IBM churn file, mapped by SQL alone', () => {
  let builder: Builder;
  let report: CheckReport;
  beforeAll(async () => {
    builder = await openBuilder();
    report = await checkWarehouse(builder, contract, warehouse);
    await attachWarehouse(builder, contract, warehouse);
  });
  afterAll(() => builder?.close());
  const one = async (sql: string) => (await builder.query(sql))[0];

  it('keeps the contract', () => {
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ months: ['2026-09'], idType: 'VARCHAR' });
    expect(report.rows).toEqual(
      expect.arrayContaining([
        { mart: 'number_month', month: '2026-09', rows: 7043 },
        { mart: 'plan', month: null, rows: 3 },
      ]),
    );
  });

  it('has as many customers, leavers and as much revenue as the file', async () => {
    expect(
      await one(
        `SELECT count(*) AS n, count(*) FILTER (status = 'CANCELLED') AS off_net, sum(revenue) AS revenue FROM base.number_month`,
      ),
    ).toEqual(
      await one(
        `SELECT count(*) AS n, count(*) FILTER (Churn = 'Yes') AS off_net, sum(CAST(MonthlyCharges AS DECIMAL(12,2))) AS revenue FROM ${CSV}`,
      ),
    );
    expect(await one(`SELECT count(*) AS n, sum(revenue) AS revenue FROM base.number_month WHERE status = 'CANCELLED'`)).toEqual({
      n: 1869,
      revenue: '139130.85',
    });
  });

  it('keeps tenure: the eleven without any joined in the month itself, blanks in TotalCharges or not', async () => {
    expect(await one(`SELECT count(*) AS n FROM base.number_month WHERE joined_on = DATE '2026-09-01'`)).toEqual({ n: 11 });
    expect(
      await one(
        `SELECT count(*) AS n FROM base.number_month AS mart JOIN ${CSV} AS csv ON csv.customerID = mart.number_id
         WHERE date_diff('month', mart.joined_on, DATE '2026-09-01') <> CAST(csv.tenure AS INTEGER)`,
      ),
    ).toEqual({ n: 0 });
  });

  it('leaves out what the file does not know', () => {
    const provided = report.coverage
      .filter((entry) => entry.mart === 'number_month' && entry.provided)
      .map(({ column }) => column);
    expect(provided).toEqual([
      'month',
      'number_id',
      'customer_type',
      'gender',
      'joined_on',
      'plan_id',
      'has_broadband',
      'has_iptv',
      'status',
      'revenue',
    ]);
  });
});
