import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/catalogue/types.js';
import { sqlDirectory } from '../../src/config.js';
import { buildGeneration } from '../../src/marts/build.js';
import { loadMarts } from '../../src/marts/mart.js';
import { planBuild } from '../../src/marts/plan.js';
import { type CohortMonth, retentionCurves } from '../../src/marts/retention.js';
import { expectedDiscountedRenewals, survival } from '../../src/methods/value/shifted-beta-geometric.js';
import { type Builder, openBuilder } from '../../src/warehouse/duckdb.js';
import type { Row } from '../../src/warehouse/engine.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { contract, fewRollups, HandMade, makeWarehouse, newFolder, openMarts, optionsFor } from './support.js';

const withThreshold = (code: string, value: number): Catalogue => {
  const used = fewRollups();
  return { ...used, thresholds: new Map([...used.thresholds, [code, { ...used.thresholds.get(code)!, value }]]) };
};

describe('curves of a history', () => {
  const rule = { minRenewals: 3, minLeavers: 20, discount: 0.01, prior: 5 };
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
  /** A cohort of the months from `from` on that has survived `survived` renewals in the first of them; `stays` are its numbers. */
  const cohort = (joinMonth: string, survived: number, stays: readonly number[], from = 0): readonly CohortMonth[] =>
    stays.map((numbers, at) => {
      const atRisk = stays[at - 1] ?? 0;
      return {
        month: months[from + at]!,
        joinMonth,
        customerType: 'PERSONAL',
        renewal: survived + at,
        numbers,
        atRisk,
        left: Math.max(0, atRisk - numbers),
      };
    });
  const large = cohort('2024-01', 24, [1000, 950, 910, 880]);
  const thin = cohort('2023-01', 36, [40, 39, 37, 37]);
  const young = cohort('2026-02', 0, [500, 400, 350], 1);
  const curveOf = (joinMonth: string, history: readonly CohortMonth[], month = '2026-04') =>
    retentionCurves(history, month, rule).find((curve) => curve.joinMonth === joinMonth);

  test('a cohort with leavers enough has its own, fitted to what is seen of it', () => {
    const { alpha, beta, expectedMonths, ...facts } = curveOf('2024-01', [...large, ...thin, ...young])!;
    expect(facts).toEqual({
      joinMonth: '2024-01',
      customerType: 'PERSONAL',
      survived: 27,
      numbers: 880,
      renewals: 3,
      leavers: 120,
      basis: 'COHORT',
    });
    const model = { alpha: alpha!, beta: beta! };
    const expected = [1000, 950, 910].reduce((sum, atRisk, at) => sum + atRisk * (1 - survival(model, 25 + at, 24 + at)), 0);
    expect(expected).toBeCloseTo(120, 6);
    expect(expectedMonths).toBe(expectedDiscountedRenewals(model, 27, 0.01));
    expect(curveOf('2024-01', large)).toEqual(curveOf('2024-01', [...large, ...thin, ...young]));
  });

  test('a thin cohort has that of its customer type, and with it its own expectation; another type tells it nothing', () => {
    const history = [...large, ...thin, ...young];
    const curve = curveOf('2023-01', history)!;
    expect([curve.basis, curve.leavers, curve.survived]).toEqual(['CUSTOMER_TYPE', 3, 39]);
    expect(curve.expectedMonths).toBe(expectedDiscountedRenewals({ alpha: curve.alpha!, beta: curve.beta! }, 39, 0.01));
    expect(curve.alpha).not.toBe(curveOf('2024-01', history)!.alpha);
    const others = history.map((row) => (row.joinMonth === '2023-01' ? row : { ...row, customerType: null }));
    expect(curveOf('2023-01', others)!.basis).toBe('IMMATURE');
  });

  test('fewer than three renewals are IMMATURE, however many left', () => {
    const curve = curveOf('2026-02', [...large, ...young])!;
    expect(curve).toMatchObject({ renewals: 2, leavers: 150, basis: 'IMMATURE', alpha: null, beta: null, expectedMonths: null });
  });

  test('nobody on the books, no curve; nobody who ever left, none to be had', () => {
    expect(curveOf('2024-01', cohort('2024-01', 24, [30, 20, 10, 0]))).toBeUndefined();
    expect(curveOf('2024-01', cohort('2024-01', 24, [300, 300, 300, 300]))!.basis).toBe('IMMATURE');
    expect(retentionCurves([], '2026-04', rule)).toEqual([]);
  });
});

describe('thresholds', () => {
  const marts = loadMarts(join(sqlDirectory, 'marts'));
  const hash = (catalogue: Catalogue) => planBuild(marts, contract, catalogue).hash;

  test.each(['lifetime_discount', 'lifetime_min_leavers', 'lifetime_min_renewals', 'lifetime_stage_prior'])(
    'another %s makes other months',
    (code) => {
      expect(hash(withThreshold(code, 7))).not.toBe(hash(fewRollups()));
    },
  );

  test('a discount that is none is refused', () => {
    expect(() => hash(withThreshold('lifetime_discount', 0))).toThrow(
      /lifetime_discount: expected a yearly rate above 0, e\.g\. 0\.1, found 0/,
    );
  });
});

describe('marts of a demo operator', () => {
  const MIN_LEAVERS = 5;
  const folder = newFolder();
  let marts: Builder;
  beforeAll(async () => {
    const warehouse = await makeWarehouse(join(folder, 'demo'), 2500, 8);
    const home = join(folder, 'home');
    const { id } = await buildGeneration(
      optionsFor(home, warehouse, { catalogue: withThreshold('lifetime_min_leavers', MIN_LEAVERS) }),
    );
    marts = await openMarts(generationDir(home, id), warehouse);
    await marts.execute(`
      CREATE TABLE b AS SELECT *, strptime(month || '-01', '%Y-%m-%d')::DATE AS first_day, status IN ('ACTIVE', 'SUSPENDED') AS held,
        revenue - discount - commission - points_cost - promotion_cost AS margin FROM base.number_month`);
  });
  afterAll(async () => {
    await marts.close();
    rmSync(folder, { recursive: true });
  });
  const none = async (sql: string): Promise<void> => expect(await marts.query(`${sql} LIMIT 3`)).toEqual([]);

  test('the history by self-join of number_month', async () => {
    const columns = 'month, join_month, customer_type, renewal, numbers, at_risk, leavers';
    await marts.execute(`
      CREATE OR REPLACE TABLE expected AS
      SELECT b.month, strftime(b.joined_on, '%Y-%m') AS join_month, b.customer_type,
        (year(b.first_day) - year(b.joined_on)) * 12 + month(b.first_day) - month(b.joined_on) AS renewal,
        sum(b.held::INT) AS numbers,
        coalesce(sum(p.held::INT), 0) AS at_risk,
        coalesce(sum((p.held AND NOT b.held)::INT), 0) AS leavers
      FROM b LEFT JOIN b p ON p.number_id = b.number_id AND p.first_day + INTERVAL 1 MONTH = b.first_day GROUP BY ALL`);
    await none(`SELECT ${columns} FROM retention_history EXCEPT SELECT ${columns} FROM expected`);
    await none(`SELECT ${columns} FROM expected EXCEPT SELECT ${columns} FROM retention_history`);
    const [{ leavers, left } = {} as Row] = await marts.query(
      `SELECT (SELECT sum(leavers) FROM retention_history) AS leavers, (SELECT count(*) FROM number_state WHERE leaver AND NOT gross_add) AS left`,
    );
    expect(leavers).toBe(left);
    expect(leavers).toBeGreaterThan(200);
  });

  test('renewals and leavers of a curve are those up to its month; the basis follows from them', async () => {
    await marts.execute(`
      CREATE OR REPLACE TABLE known AS
      SELECT c.*, c.expected_months IS NULL AS is_unknown,
        (SELECT count(*) FROM expected e WHERE e.month <= c.month AND e.join_month = c.join_month AND e.customer_type = c.customer_type AND at_risk > 0) AS seen,
        (SELECT sum(e.leavers) FROM expected e WHERE e.month <= c.month AND e.join_month = c.join_month AND e.customer_type = c.customer_type) AS lost,
        (SELECT sum(e.leavers) FROM expected e WHERE e.month <= c.month AND e.customer_type = c.customer_type) AS lost_of_type
      FROM retention_curve c`);
    await none(`SELECT * FROM known WHERE renewals <> seen OR leavers <> lost OR is_unknown <> (basis = 'IMMATURE')
      OR basis <> CASE WHEN seen < 3 THEN 'IMMATURE' WHEN lost >= ${MIN_LEAVERS} THEN 'COHORT' WHEN lost_of_type >= ${MIN_LEAVERS} THEN 'CUSTOMER_TYPE' ELSE 'IMMATURE' END`);
    await none(`SELECT month, join_month, customer_type FROM expected WHERE numbers > 0
      EXCEPT SELECT month, join_month, customer_type FROM retention_curve`);
    const found = await marts.query('SELECT basis, count(*) AS n FROM known GROUP BY basis ORDER BY basis');
    expect(found.map(({ basis, n }) => [basis, (n as number) > 10])).toEqual([
      ['COHORT', true],
      ['CUSTOMER_TYPE', true],
      ['IMMATURE', true],
    ]);
  });

  test('a fitted curve expects as many leavers as there were', async () => {
    const fitted = (on: string) => `
      SELECT c.month, sum(e.at_risk * c.alpha / (c.alpha + c.beta + e.renewal - 1)) AS lost, sum(e.leavers) AS leavers
      FROM (SELECT DISTINCT ON (month, ${on}) * FROM retention_curve WHERE basis = '${on === 'customer_type' ? 'CUSTOMER_TYPE' : 'COHORT'}') c
      JOIN expected e ON e.month <= c.month AND e.customer_type = c.customer_type ${on === 'customer_type' ? '' : 'AND e.join_month = c.join_month'}
      GROUP BY c.month, ${on
        .split(', ')
        .map((column) => `c.${column}`)
        .join(', ')}`;
    for (const on of ['customer_type', 'join_month, customer_type']) {
      await none(`SELECT * FROM (${fitted(on)}) WHERE abs(lost - leavers) > 1e-6 * leavers`);
    }
  });

  test('expected months are the curve summed term by term at 10 % a year', async () => {
    const curves = await marts.query(
      `SELECT DISTINCT ON (basis, month, customer_type) survived, alpha, beta, expected_months FROM retention_curve WHERE basis <> 'IMMATURE' ORDER BY join_month`,
    );
    expect(curves.length).toBeGreaterThan(5);
    for (const { survived, alpha, beta, expected_months } of curves as unknown as Record<string, number>[]) {
      let [sum, share] = [0, 1];
      for (let t = 1; t <= 6000; t++) {
        share *= (beta! + survived! + t - 1) / (alpha! + beta! + survived! + t - 1);
        sum += share * 1.1 ** (-t / 12);
      }
      expect(sum / expected_months!).toBeCloseTo(1, 10);
    }
  });

  test('lifetime value: mean margin of up to three months × expected months; null off the books and where IMMATURE', async () => {
    await none(`
      SELECT s.month, s.number_id FROM number_state s
      JOIN (SELECT month, number_id, held, margin, avg(margin) OVER (
        PARTITION BY number_id ORDER BY first_day RANGE BETWEEN INTERVAL 2 MONTH PRECEDING AND CURRENT ROW) AS mean FROM b) m USING (month, number_id)
      LEFT JOIN retention_curve c ON c.month = s.month AND c.join_month = strftime(s.joined_on, '%Y-%m') AND c.customer_type = s.customer_type
      WHERE s.contribution_margin IS DISTINCT FROM m.margin OR abs(s.monthly_margin - m.mean) > 0.00501
        OR (s.lifetime_value IS NULL) <> (NOT m.held OR c.basis = 'IMMATURE')
        OR abs(s.lifetime_value - s.monthly_margin * s.expected_months) > 0.00501`);
    const [{ valued } = {} as Row] = await marts.query('SELECT count(lifetime_value) AS valued FROM number_state');
    expect(valued).toBeGreaterThan(5000);
  });
});

test('without customer types there is one cohort a joining month, with its stages and lifetime values', async () => {
  const folder = newFolder();
  const made = new HandMade(join(folder, 'warehouse'));
  const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
  // Of sixty numbers three leave in each month after the first.
  const status = (id: number, at: number) => (id >= 3 * at ? "'ACTIVE'" : "'CANCELLED'");
  for (const [at, month] of months.entries()) {
    const ids = Array.from({ length: 60 }, (_, id) => id).filter((id) => id >= 3 * (at - 1));
    await made.add(
      'number_month',
      month,
      'number_id, joined_on, status, revenue',
      ids.map((id) => `(${id}, DATE '2020-01-01', ${status(id, at)}, 10)`).join(', '),
    );
  }
  const home = join(folder, 'home');
  const { id } = await buildGeneration(optionsFor(home, made.dir, { catalogue: withThreshold('lifetime_min_leavers', 5) }));
  const marts = await openBuilder();
  const rows = await marts.query(`
    SELECT month, on_books, count(*) AS n, count(expected_months) AS known, count(DISTINCT expected_months) AS kinds,
      bool_and(lifetime_value = CAST(10 * expected_months AS DECIMAL(18,2))) AS is_product
    FROM '${generationDir(home, id)}/number_state/*/*.parquet' GROUP BY ALL ORDER BY ALL`);
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['2026-01', true, 60, 0, 0, null],
    ['2026-02', false, 3, 0, 0, null],
    ['2026-02', true, 57, 0, 0, null],
    ['2026-03', false, 3, 0, 0, null],
    ['2026-03', true, 54, 0, 0, null],
    ['2026-04', false, 3, 0, 0, null],
    ['2026-04', true, 51, 51, 1, true],
    ['2026-05', false, 3, 0, 0, null],
    ['2026-05', true, 48, 48, 1, true],
  ]);
  await marts.close();
  rmSync(folder, { recursive: true });
});
