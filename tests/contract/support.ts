import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadContract } from '../../src/contract/contract.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';

export const contract = loadContract('sql/contract');

/** Three months of four numbers that keep the contract; number 4 cancels in the second month. */
export const GOOD_MONTH = `
  SELECT m AS month, n::BIGINT AS number_id, DATE '2025-06-01' + n::INTEGER AS joined_on, 'P' || (n % 2) AS plan_id,
    CASE WHEN n = 4 AND m = '2026-02' THEN 'CANCELLED' ELSE 'ACTIVE' END AS status, '1380000000' || n AS msisdn,
    CAST(n * 10 AS DECIMAL(12,2)) AS revenue, CAST(n * 4 AS DECIMAL(12,2)) AS voice_revenue,
    CAST(n * 6 AS DECIMAL(12,2)) AS data_revenue, CAST(0 AS DECIMAL(12,2)) AS vas_revenue,
    CAST(0 AS DECIMAL(12,2)) AS broadband_revenue, n::INTEGER AS complaints
  FROM range(1, 5) AS numbers(n), (VALUES ('2026-01'), ('2026-02'), ('2026-03')) AS months(m)
  WHERE NOT (n = 4 AND m = '2026-03')`;
export const GOOD_PLAN = `SELECT * FROM (VALUES ('P0', 'Zero', '零', 19.00::DECIMAL(12,2)), ('P1', 'One', '一', 29.00)) AS plans(code, en, zh, fee)`;

/** Four months of forty numbers with all money columns; the last number cancels in the third month. */
export const SOUND_MONTHS = `
  SELECT m AS month, (100000 + n)::BIGINT AS number_id, DATE '2024-06-01' + n::INTEGER AS joined_on, 1960 + n::INTEGER AS birth_year,
    CASE WHEN n = 40 AND m = '2026-03' THEN 'CANCELLED' ELSE 'ACTIVE' END AS status, '1380000' || (1000 + n) AS msisdn,
    CAST(n + 40 AS DECIMAL(12,2)) AS revenue, CAST(n AS DECIMAL(12,2)) AS voice_revenue, CAST(20 AS DECIMAL(12,2)) AS data_revenue,
    CAST(15 AS DECIMAL(12,2)) AS vas_revenue, CAST(5 AS DECIMAL(12,2)) AS broadband_revenue, CAST(1 AS DECIMAL(12,2)) AS overage_revenue,
    CAST(39 AS DECIMAL(12,2)) AS plan_fee, CAST(5 AS DECIMAL(12,2)) AS arrears, CAST(100 AS DECIMAL(12,2)) AS prepaid_balance,
    CAST(3 AS DECIMAL(12,2)) AS discount, CAST(2 AS DECIMAL(12,2)) AS commission, CAST(1 AS DECIMAL(12,2)) AS points_cost,
    CAST(4 AS DECIMAL(12,2)) AS promotion_cost, CAST(n / 4 AS DECIMAL(12,3)) AS data_gb, n::INTEGER AS sms
  FROM range(1, 41) AS numbers(n), (VALUES ('2026-01'), ('2026-02'), ('2026-03'), ('2026-04')) AS months(m)
  WHERE NOT (n = 40 AND m = '2026-04')`;
export const SOUND_EVENTS = `
  SELECT m AS month, (100000 + n)::BIGINT AS number_id, CAST(m || '-01' AS DATE) + n::INTEGER AS "on", 'PLAN_CHANGE' AS type
  FROM range(1, 13) AS numbers(n), (VALUES ('2026-01'), ('2026-02'), ('2026-03'), ('2026-04')) AS months(m)`;

/** Those of the shipped catalogue. */
export const { thresholds } = loadDefinitions({ sql: 'sql', catalogues: ['sql/catalogue'] }).catalogue;

/** A folder of its own with a builder beside it; made of Parquet files that DuckDB writes. */
export interface Bench {
  readonly dir: string;
  readonly builder: Builder;
  /** Writes a mart foldered by month, over what is there. */
  months(mart: string, sql: string): Promise<void>;
  /** Writes one Parquet file at a path below the folder. */
  file(path: string, sql: string): Promise<void>;
  text(path: string, content: string | Buffer): void;
  close(): Promise<void>;
}

export async function bench(): Promise<Bench> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'martlet-contract-')));
  const builder = await openBuilder();
  const below = (path: string): string => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    return join(dir, path);
  };
  return {
    dir,
    builder,
    months: (mart, sql) => {
      rmSync(join(dir, mart), { recursive: true, force: true });
      return builder.execute(`COPY (${sql}) TO '${below(mart)}' (FORMAT parquet, PARTITION_BY (month))`);
    },
    file: (path, sql) => builder.execute(`COPY (${sql}) TO '${below(path)}' (FORMAT parquet)`),
    text: (path, content) => writeFileSync(below(path), content),
    close: async () => {
      await builder.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A bench with a warehouse that has no fault. */
export async function goodBench(): Promise<Bench> {
  const made = await bench();
  await made.months('number_month', GOOD_MONTH);
  await made.file('plan/plan.parquet', GOOD_PLAN);
  return made;
}
