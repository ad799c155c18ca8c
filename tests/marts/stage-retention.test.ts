import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RetentionCurve } from '../../src/marts/retention.js';
import { leavingRatios, stageRetention } from '../../src/marts/stage-retention.js';
import { expectedDiscountedRenewals, retentionRate, survival } from '../../src/methods/value/shifted-beta-geometric.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { openMarts } from './support.js';

describe('ratios', () => {
  const rows = [
    { stage: 'DECLINE', monthsSince: 1, leavers: 60, expected: 10 },
    { stage: 'DECLINE', monthsSince: 1, leavers: 35, expected: 10 },
    { stage: 'DECLINE', monthsSince: 3, leavers: 1, expected: 1 },
    { stage: 'MATURE', monthsSince: 1, leavers: 70, expected: 90 },
  ];

  test('leavers ÷ expected over all months, drawn to 1 where few left; 1 where nobody was seen', () => {
    expect(leavingRatios(rows, 'DECLINE', 5)).toEqual([100 / 25, 1, 6 / 6]);
    expect(leavingRatios(rows, 'MATURE', 0)).toEqual([70 / 90]);
    expect(leavingRatios(rows, 'NEW', 5)).toEqual([]);
  });

  test('expected months, month by month: the ratio as long as there is one, then the curve; none where the cohort has none', () => {
    const model = { alpha: 1.2, beta: 40 };
    const curve: RetentionCurve = {
      joinMonth: '2024-01',
      customerType: 'PERSONAL',
      survived: 24,
      numbers: 500,
      renewals: 9,
      leavers: 100,
      basis: 'COHORT',
      ...model,
      expectedMonths: expectedDiscountedRenewals(model, 24, 0.01),
    };
    const immature: RetentionCurve = {
      ...curve,
      joinMonth: '2026-09',
      basis: 'IMMATURE',
      alpha: null,
      beta: null,
      expectedMonths: null,
    };
    const found = stageRetention([curve, immature], rows, ['DECLINE', 'NEW'], { prior: 5, discount: 0.01 });
    let [sum, share] = [0, 1];
    for (let k = 1; k <= 20_000; k++) {
      share *= 1 - ([4, 1, 1][k - 1] ?? 1) * (1 - retentionRate(model, 24 + k));
      sum += share * 1.01 ** -k;
    }
    expect(found.map(({ stage, joinMonth }) => [stage, joinMonth])).toEqual([
      ['DECLINE', '2024-01'],
      ['DECLINE', '2026-09'],
      ['NEW', '2024-01'],
      ['NEW', '2026-09'],
    ]);
    expect(found[0]!.expectedMonths).toBeCloseTo(sum, 9);
    expect(found[1]!.expectedMonths).toBeNull();
    expect(found[2]!.expectedMonths).toBeCloseTo(curve.expectedMonths!, 9);
    expect(found[0]!.expectedMonths!).toBeLessThan(curve.expectedMonths!);
  });
});

describe('of the demo operator, by hand-written SQL', () => {
  let marts: Builder;
  beforeAll(async () => {
    const { home, id, warehouse } = await demo();
    marts = await openMarts(generationDir(home, id), warehouse);
    // Each number's months one after the other, and whether it came to the next one's renewal and left at it.
    await marts.execute(`
      CREATE TABLE life AS SELECT number_id, month, stage, on_books, join_month, customer_type,
        year(strptime(month || '-01', '%Y-%m-%d')) * 12 + month(strptime(month || '-01', '%Y-%m-%d')) AS n_month FROM number_state`);
    await marts.execute(`
      CREATE TABLE gone AS SELECT n.number_id, n.month, n.n_month, n.join_month, n.customer_type, NOT n.on_books AS left_now
        FROM life n JOIN life b ON b.number_id = n.number_id AND b.n_month = n.n_month - 1 AND b.on_books WHERE n.join_month < n.month`);
    await marts.execute(
      'CREATE TABLE cohort AS SELECT n_month, join_month, customer_type, avg(left_now::INT) AS leaving FROM gone GROUP BY ALL',
    );
  });
  afterAll(() => marts.close());

  test('who left how long after a stage, and how many of their cohorts; months that cannot judge decline are left out', async () => {
    await marts.execute(`
      CREATE TABLE expected AS
      SELECT g.month, s.stage, g.n_month - s.n_month AS months_since, count(*) AS numbers, sum(g.left_now::INT) AS leavers, sum(c.leaving) AS expected
      FROM gone g JOIN cohort c USING (n_month, join_month, customer_type)
      JOIN life s ON s.number_id = g.number_id AND s.on_books AND s.n_month BETWEEN g.n_month - 12 AND g.n_month - 1 AND s.month >= '2025-11' GROUP BY ALL`);
    const wrong = await marts.query(`
      SELECT month, stage, months_since FROM expected e FULL JOIN stage_history h USING (month, stage, months_since)
      WHERE e.numbers IS DISTINCT FROM h.numbers OR e.leavers IS DISTINCT FROM h.leavers OR abs(e.expected - h.expected) > 1e-9 * (1 + h.expected) LIMIT 3`);
    expect(wrong).toEqual([]);
    const [all] = await marts.query(
      'SELECT sum(leavers) AS leavers, sum(expected) AS expected FROM stage_history WHERE months_since = 1',
    );
    expect(Number(all!.expected)).toBeCloseTo(Number(all!.leavers), 6);
  });

  test('decline leaves several times as fast at first, and its numbers are worth less than steady ones of the same cohorts', async () => {
    const ratios = await marts.query(
      `SELECT stage, months_since, sum(leavers) / sum(expected) AS ratio FROM stage_history WHERE stage IN ('DECLINE', 'MATURE') AND months_since IN (1, 8) GROUP BY ALL ORDER BY ALL`,
    );
    const [first, later, steady] = ratios.map(({ ratio }) => Number(ratio));
    expect(first).toBeGreaterThan(4);
    expect(later).toBeLessThan(2);
    expect(steady).toBeLessThan(1);
    const wrong = await marts.query(`
      SELECT join_month, customer_type FROM number_state WHERE month = '2026-10' AND expected_months IS NOT NULL GROUP BY ALL
      HAVING max(expected_months) FILTER (stage = 'DECLINE') >= min(expected_months) FILTER (stage = 'MATURE')
        OR count(DISTINCT expected_months) > count(DISTINCT stage)`);
    expect(wrong).toEqual([]);
    const [mean] = await marts.query(`
      SELECT avg(lifetime_value / monthly_margin) FILTER (stage = 'DECLINE') AS decline, avg(lifetime_value / monthly_margin) FILTER (stage = 'MATURE') AS mature
      FROM number_state WHERE month = '2026-10' AND customer_type = 'PERSONAL' AND monthly_margin BETWEEN 40 AND 60`);
    expect(Number(mean!.decline)).toBeLessThan(Number(mean!.mature) * 0.97);
  });

  /**
   * Held out: what was known in the twelfth month, against who is still there three months later. Expected survivors of a stage are
   * Σ Π (1 − ratio_k × the cohort's chance by its curve); tolerance: four standard deviations of a sum of coin throws, and 1 % for the curves.
   */
  test.each(['NEW', 'GROWTH', 'MATURE', 'DECLINE'])(
    'held out: %s survives months 13 to 15 as expected in month 12',
    async (stage) => {
      const history = await marts.query(
        `SELECT stage, months_since AS "monthsSince", leavers, expected FROM stage_history WHERE month <= '2026-07' ORDER BY month, stage, months_since`,
      );
      const ratios = leavingRatios(history as never, stage, 5);
      const rows = await marts.query(`
      SELECT c.alpha, c.beta, c.survived, count(*) AS numbers, count(*) FILTER (l.on_books) AS stayed
      FROM number_state s JOIN retention_curve c ON c.month = s.month AND c.join_month = s.join_month AND c.customer_type = s.customer_type
      LEFT JOIN number_state l ON l.number_id = s.number_id AND l.month = '2026-10'
      WHERE s.month = '2026-07' AND s.on_books AND s.stage = '${stage}' AND c.alpha IS NOT NULL GROUP BY ALL`);
      let [expected, ofCohort, variance, stayed, numbers] = [0, 0, 0, 0, 0];
      for (const row of rows as unknown as Record<string, number>[]) {
        const model = { alpha: row.alpha!, beta: row.beta! };
        const share = [1, 2, 3].reduce(
          (all, k) => all * (1 - (ratios[k - 1] ?? 1) * (1 - retentionRate(model, row.survived! + k))),
          1,
        );
        expected += row.numbers! * share;
        ofCohort += row.numbers! * survival(model, row.survived! + 3, row.survived!);
        variance += row.numbers! * share * (1 - share);
        stayed += row.stayed!;
        numbers += row.numbers!;
      }
      // What the stage adds: by the cohort alone too many of those in decline would be expected to stay.
      if (stage === 'DECLINE') expect(ofCohort - stayed).toBeGreaterThan(Math.abs(expected - stayed));
      if (numbers > 0) expect(Math.abs(stayed - expected)).toBeLessThan(4 * Math.sqrt(variance) + 0.01 * numbers);
      if (stage === 'DECLINE' || stage === 'MATURE') expect(numbers).toBeGreaterThan(50);
    },
  );
});
