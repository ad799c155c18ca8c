import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { formatReport } from '../../src/contract/report/format-report.js';
import { type Bench, contract, GOOD_MONTH, goodBench, thresholds } from './support.js';

let on: Bench;
beforeEach(async () => {
  on = await goodBench();
});
afterEach(() => on.close());

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'number_month.data_gb': ['DOU', 'SATURATION'],
  'number_event.type': ['DAILY_FLOWS'],
};
const check = () =>
  checkWarehouse(
    on.builder,
    contract,
    { dir: on.dir },
    { neededBy: (mart, column) => NEEDS[`${mart}.${column}`] ?? [], thresholds },
  );

it('finds everything that is wrong at once, and says it by mart', async () => {
  await on.months(
    'number_month',
    `SELECT * REPLACE (CASE WHEN month = '2026-02' AND number_id = 2 THEN 'ALIVE' ELSE status END AS status,
       CASE WHEN number_id = 3 THEN 'P9' ELSE plan_id END AS plan_id,
       CASE WHEN month = '2026-01' AND number_id = 1 THEN 0 ELSE voice_revenue END AS voice_revenue)
       RENAME (msisdn AS msisdnn)
     FROM (${GOOD_MONTH} UNION ALL SELECT * FROM (${GOOD_MONTH}) WHERE month = '2026-03' AND number_id = 1)
     WHERE NOT (month = '2026-03' AND number_id = 3)`,
  );
  await on.file(
    'number_month/month=2026-03/late.parquet',
    `SELECT 9::BIGINT AS number_id, 'CANCELLED' AS status, 1.7::DOUBLE AS complaints`,
  );
  on.text('number_month/month=2026-05/cut.parquet', 'PAR1');
  await on.file(
    'number_month/month=2026-06/a.parquet',
    `SELECT * EXCLUDE (month) FROM (${GOOD_MONTH}) WHERE month = '2026-01' AND number_id = 1`,
  );
  on.text('chanel.sql', 'SELECT 1');
  const report = await check();
  const kinds = new Set(report.problems.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    'duplicate-key',
    'empty-column',
    'failed-check',
    'missing-column',
    'misspelt',
    'month-gap',
    'null-in-required',
    'orphan-reference',
    'row-count',
    'type-drift',
    'unknown-code',
    'unreadable-file',
    'vanished-number',
  ]);
  const text = formatReport(report);
  expect(text).toMatch(/^REFUSED: \d+ errors, \d+ warnings\.\nnumber_month: 13 rows in 4 months \(2026-01 to 2026-06\)/);
  expect(text).toContain('number_month\n  error');
  expect(text).toContain('chanel.sql is no mart of the contract and is ignored. Did you mean channel?');
});

it('is short where all is well, and ends with what the absent columns cost', async () => {
  const text = formatReport(await check());
  expect(text).toMatch(
    /^ACCEPTED: 0 errors, 0 warnings\.\nnumber_month: 11 rows in 3 months \(2026-01 to 2026-03\), number_id is BIGINT\.\n/,
  );
  expect(text).toContain(
    'Not provided, and what is null (NOT_PROVIDED) without it\n  number_event          DAILY_FLOWS\n  number_month.data_gb  DOU, SATURATION\n',
  );
  expect(text).toContain('Also absent, needed by nothing: campaign, cell_hour, cell_month, channel, city');
});
