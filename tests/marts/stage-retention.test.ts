import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RetentionCurve } from '../../src/marts/retention.js';
import { leavingRatios, sharesNotReEntered, stageRetention } from '../../src/marts/stage-retention.js';
import { expectedDiscountedRenewals, retentionRate, survival } from '../../src/methods/value/shifted-beta-geometric.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { openMarts } from './support.js';

describe('ratios', () => {
  const rows = [
    { stage: 'DECLINE', monthsSince: 1, numbers: 300, leavers: 60, reEntered: 10, expected: 10 },
    { stage: 'DECLINE', monthsSince: 1, numbers: 200, leavers: 35, reEntered: 15, expected: 10 },
    { stage: 'DECLINE', monthsSince: 3, numbers: 50, leavers: 1, reEntered: 1, expected: 1 },
    { stage: 'MATURE', monthsSince: 1, numbers: 900, leavers: 70, reEntered: 9, expected: 90 },
  ];

  test('leavers ÷ expected over all months, drawn to 1 where few left; 1 where nobody was seen', () => {
    expect(leavingRatios(rows, 'DECLINE', 5)).toEqual([100 / 25, 1, 6 / 6]);
    expect(leavingRatios(rows, 'MATURE', 0)).toEqual([70 / 90]);
    expect(leavingRatios(rows, 'NEW', 5)).toEqual([]);
  });

  test('who has another number of ours by then, month by month; nobody where none was seen', () => {
    const shares = sharesNotReEntered(rows, 'DECLINE');
    for (const [at, share] of [0.95, 0.95, 0.95 * 0.98].entries()) expect(shares[at]).toBeCloseTo(share, 12);
    expect(sharesNotReEntered(rows, 'NEW')).toEqual([1, 1, 1]);
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
    expect(found[1]).toMatchObject({ expectedMonths: null, nextMonth: null, secondMonth: null, laterMonths: null });
    // The same where a number is not lost in the next three months, each later one as its stage and cohort.
    let [later, stays] = [0.95 * 0.98 * 1.01 ** -3, 0.95 * 0.98];
    for (let k = 4; k <= 20_000; k++) {
      stays *= retentionRate(model, 24 + k);
      later += stays * 1.01 ** -k;
    }
    expect(found[0]!.nextMonth).toBeCloseTo(0.95 / 1.01, 12);
    expect(found[0]!.secondMonth).toBeCloseTo(0.95 / 1.01 ** 2, 12);
    expect(found[0]!.laterMonths).toBeCloseTo(later, 9);
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
      CREATE TABLE life AS SELECT number_id, month, stage, on_books, join_month, customer_type, lifecycle = 'OFF_NET.RE_ENTERED' AS re_entered,
        year(strptime(month || '-01', '%Y-%m-%d')) * 12 + month(strptime(month || '-01', '%Y-%m-%d')) AS n_month FROM number_state`);
    await marts.execute(`
      CREATE TABLE gone AS SELECT n.number_id, n.month, n.n_month, n.join_month, n.customer_type, NOT n.on_books AS left_now, NOT n.on_books AND n.re_entered AS changed
        FROM life n JOIN life b ON b.number_id = n.number_id AND b.n_month = n.n_month - 1 AND b.on_books WHERE n.join_month < n.month`);
    await marts.execute(
      'CREATE TABLE cohort AS SELECT n_month, join_month, customer_type, avg(left_now::INT) AS leaving FROM gone GROUP BY ALL',
    );
  });
  afterAll(() => marts.close());

  test('who left how long after a stage, and how many of their cohorts; months that cannot judge decline are left out', async () => {
    await marts.execute(`
      CREATE TABLE expected AS
      SELECT g.month, s.stage, g.n_month - s.n_month AS months_since, count(*) AS numbers, sum(g.left_now::INT) AS leavers, sum(g.changed::INT) AS re_entered, sum(c.leaving) AS expected
      FROM gone g JOIN cohort c USING (n_month, join_month, customer_type)
      JOIN life s ON s.number_id = g.number_id AND s.on_books AND s.n_month BETWEEN g.n_month - 12 AND g.n_month - 1 AND s.month >= '2025-11' GROUP BY ALL`);
    const wrong = await marts.query(`
      SELECT month, stage, months_since FROM expected e FULL JOIN stage_history h USING (month, stage, months_since)
      WHERE e.numbers IS DISTINCT FROM h.numbers OR e.leavers IS DISTINCT FROM h.leavers OR e.re_entered IS DISTINCT FROM h.re_entered OR abs(e.expected - h.expected) > 1e-9 * (1 + h.expected) LIMIT 3`);
    expect(wrong).toEqual([]);
    const [all] = await marts.query(
      'SELECT sum(leavers) AS leavers, sum(re_entered) AS re_entered, sum(expected) AS expected FROM stage_history WHERE months_since = 1',
    );
    expect(Number(all!.expected)).toBeCloseTo(Number(all!.leavers), 6);
    expect(Number(all!.re_entered)).toBeGreaterThan(100);
  });

  test('decline leaves several times as fast at first, and its numbers are worth less than steady ones of the same margin and cohorts', async () => {
    const ratios = await marts.query(
      `SELECT stage, months_since, sum(leavers) / sum(expected) AS ratio FROM stage_history WHERE stage IN ('DECLINE', 'MATURE') AND months_since IN (1, 8) GROUP BY ALL ORDER BY ALL`,
    );
    const [first, later, steady] = ratios.map(({ ratio }) => Number(ratio));
    expect(first).toBeGreaterThan(4);
    expect(later).toBeLessThan(2);
    expect(steady).toBeLessThan(1);
    // By the stage alone (months without a warning) each of a cohort is worth as all of its stage, and those in decline less.
    const wrong = await marts.query(`
      SELECT month, join_month, customer_type FROM number_state WHERE churn_risk IS NULL AND expected_months IS NOT NULL AND month >= '2026-01' GROUP BY ALL
      HAVING max(expected_months) FILTER (stage = 'DECLINE') >= min(expected_months) FILTER (stage = 'MATURE')
        OR count(DISTINCT expected_months) > count(DISTINCT stage)`);
    expect(wrong).toEqual([]);
    // By its own risk each by itself; those in decline less on average, cohort for cohort, and at the same risk.
    const byRisk = await marts.query(`
      WITH cohort AS (SELECT month, join_month, customer_type, count(*) FILTER (stage = 'DECLINE') AS n, avg(expected_months) FILTER (stage = 'DECLINE') AS decline,
          avg(expected_months) FILTER (stage = 'MATURE') AS mature
        FROM number_state WHERE churn_risk IS NOT NULL AND expected_months IS NOT NULL GROUP BY ALL)
      SELECT month, sum(n * decline) / sum(n) AS decline, sum(n * mature) / sum(n) AS mature FROM cohort WHERE n > 0 AND mature IS NOT NULL GROUP BY month`);
    expect(byRisk).toHaveLength(7);
    for (const { decline, mature } of byRisk) expect(Number(decline)).toBeLessThan(Number(mature) * 0.96);
    const alike = await marts.query(`
      SELECT count(*) AS pairs, count(*) FILTER (d.expected_months >= m.expected_months) AS wrong
      FROM number_state d JOIN number_state m ON m.month = d.month AND m.join_month = d.join_month AND m.customer_type = d.customer_type
        AND m.stage = 'MATURE' AND m.churn_risk <= d.churn_risk AND m.churn_risk_3m <= d.churn_risk_3m
      WHERE d.stage = 'DECLINE' AND d.churn_risk IS NOT NULL AND d.expected_months IS NOT NULL`);
    expect(Number(alike[0]!.pairs)).toBeGreaterThan(1000);
    expect(alike[0]!.wrong).toBe(0);
    const [mean] = await marts.query(`
      SELECT avg(lifetime_value / monthly_margin) FILTER (stage = 'DECLINE') AS decline, avg(lifetime_value / monthly_margin) FILTER (stage = 'MATURE') AS mature
      FROM number_state WHERE month = '2026-10' AND customer_type = 'PERSONAL' AND monthly_margin BETWEEN 40 AND 60`);
    expect(Number(mean!.decline)).toBeLessThan(Number(mean!.mature) * 0.97);
  });

  /**
   * A second route to expected months, of numbers of each stage in months with a warning and without: each month to come by itself, the
   * first three by the number's own risk and by who of its stage has changed its number, all others by the stage's ratio and the cohort's curve.
   */
  test.each(['2026-10', '2026-05', '2026-02'])(
    'of %s: the chance to stay, month by month, each discounted at 10 % a year',
    async (month) => {
      const ratios = await marts.query(
        `SELECT stage, months_since, (sum(leavers) + 5) / (sum(expected) + 5) AS ratio, sum(re_entered) / sum(numbers) AS changed
       FROM stage_history WHERE month <= '${month}' GROUP BY ALL`,
      );
      const numbers = await marts.query(
        `SELECT s.stage, s.churn_risk, s.churn_risk_3m, s.expected_months, s.monthly_margin, s.lifetime_value, c.alpha, c.beta, c.survived FROM number_state s
       JOIN retention_curve c USING (month, join_month, customer_type) WHERE month = '${month}' AND s.lifetime_value IS NOT NULL
       QUALIFY row_number() OVER (PARTITION BY s.stage ORDER BY hash(number_id)) <= 15`,
      );
      expect(numbers.length).toBeGreaterThan(40);
      expect(new Set(numbers.map(({ churn_risk }) => churn_risk === null)).size).toBe(1);
      for (const number of numbers) {
        const [alpha, beta, survived, margin] = ['alpha', 'beta', 'survived', 'monthly_margin'].map((name) =>
          Number(number[name]),
        ) as [number, number, number, number];
        const of = (k: number) => ratios.find((row) => row.stage === number.stage && row.months_since === k);
        const [p, p3] = [number.churn_risk, number.churn_risk_3m].map((risk) => (risk === null ? null : Number(risk)));
        let [sum, share] = [0, 1];
        for (let k = 1; k <= 8000; k++) {
          const left = Number(of(k)?.ratio ?? 1) * (alpha / (alpha + beta + survived + k - 1));
          const lost = k === 1 ? p! : 1 - Math.sqrt((1 - p3!) / (1 - p!));
          share *= p === null || k > 3 ? 1 - left : (1 - lost) * (1 - Number(of(k)?.changed ?? 0));
          sum += share * 1.1 ** (-k / 12);
        }
        expect(Number(number.expected_months) / sum).toBeCloseTo(1, 9);
        expect(Math.abs(Number(number.lifetime_value) - margin * sum)).toBeLessThan(0.00501 + 1e-7 * Math.abs(margin * sum));
      }
    },
  );

  /** Held out like below: by what the warning of July says of each, and by who of their stage had changed their number by then. */
  test('held out: as many of each stage are there three months later as their own risks say', async () => {
    const stages = await marts.query(`
      WITH kept AS (SELECT stage, product(1 - changed) AS share FROM (SELECT stage, months_since, sum(re_entered) / sum(numbers) AS changed
          FROM stage_history WHERE month <= '2026-07' AND months_since <= 3 GROUP BY ALL) GROUP BY stage)
      SELECT s.stage, count(*) AS numbers, sum((1 - CAST(s.churn_risk_3m AS DOUBLE)) * k.share) AS expected, count(*) FILTER (l.on_books) AS stayed,
        sum((1 - CAST(s.churn_risk_3m AS DOUBLE)) * k.share * (1 - (1 - CAST(s.churn_risk_3m AS DOUBLE)) * k.share)) AS variance
      FROM number_state s JOIN kept k USING (stage) LEFT JOIN number_state l ON l.number_id = s.number_id AND l.month = '2026-10'
      WHERE s.month = '2026-07' AND s.churn_risk IS NOT NULL GROUP BY s.stage`);
    expect(stages).toHaveLength(4);
    for (const row of stages) {
      const [numbers, expected, stayed, variance] = ['numbers', 'expected', 'stayed', 'variance'].map((name) =>
        Number(row[name]),
      ) as [number, number, number, number];
      expect(Math.abs(stayed - expected)).toBeLessThan(4 * Math.sqrt(variance) + 0.01 * numbers);
    }
  });

  /**
   * Held out: what was known in the twelfth month, against who is still there three months later. Expected survivors of a stage are
   * Σ Π (1 − ratio_k × the cohort's chance by its curve); tolerance: four standard deviations of a sum of coin throws, and 1 % for the curves.
   */
  test.each(['NEW', 'GROWTH', 'MATURE', 'DECLINE'])(
    'held out: %s survives months 13 to 15 as expected in month 12',
    async (stage) => {
      const history = await marts.query(
        `SELECT stage, months_since AS "monthsSince", numbers, leavers, re_entered AS "reEntered", expected FROM stage_history WHERE month <= '2026-07' ORDER BY month, stage, months_since`,
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
