import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartitionTree } from '../../src/catalogue/types.js';
import { leaves } from '../../src/marts/checks.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import type { Row } from '../../src/warehouse/engine.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { demo } from '../support/demo.js';
import { catalogue, openMarts } from './support.js';

/** The demo operator's marts against hand-written SQL over the base marts: a second route that shares nothing with the first. */
let marts: Builder;
let files: string;
beforeAll(async () => {
  const { home, warehouse, id } = await demo();
  const dir = generationDir(home, id);
  files = `${dir}/number_state/*/data.parquet`;
  marts = await openMarts(dir, warehouse);
  await marts.execute(`
    CREATE TABLE b AS SELECT *, strptime(month || '-01', '%Y-%m-%d')::DATE AS first_day, status IN ('ACTIVE', 'SUSPENDED') AS held,
      datediff('month', joined_on, strptime(month || '-01', '%Y-%m-%d')::DATE) AS age_net, min(month) OVER () AS first_month FROM base.number_month`);
});
afterAll(() => marts.close());

const none = async (sql: string): Promise<void> => expect(await marts.query(`${sql} LIMIT 3`)).toEqual([]);
const count = async (sql: string): Promise<number> => Number((await marts.query(sql))[0]?.n);

describe('whole', () => {
  test('every row of number_month is there once with its own columns', async () => {
    const columns = (await marts.query('DESCRIBE SELECT * FROM base.number_month'))
      .map((row) => `"${row.column_name}"`)
      .join(', ');
    await none(`(SELECT ${columns} FROM base.number_month EXCEPT ALL SELECT ${columns} FROM number_state)`);
    expect(await count('SELECT count(*) AS n FROM number_state')).toBe(
      await count('SELECT count(*) AS n FROM base.number_month'),
    );
  });

  test('each row has one leaf of the tree, and stage and segment are its first steps', async () => {
    const known = leaves((catalogue.trees.get('LIFECYCLE') as PartitionTree).children).map((leaf) => `'${leaf}'`);
    await none(`SELECT * FROM number_state WHERE lifecycle IS NULL OR lifecycle NOT IN (${known.join(', ')})`);
    await none(`SELECT * FROM number_state WHERE NOT starts_with(lifecycle, stage || '.' || segment)`);
    expect(await count('SELECT count(DISTINCT stage) AS n FROM number_state')).toBe(5);
    expect(await count('SELECT count(DISTINCT segment) AS n FROM number_state')).toBe(15);
  });

  test('numbers stand in order in each file', async () => {
    await none(`SELECT * FROM (
      SELECT number_id, lag(number_id) OVER (PARTITION BY filename ORDER BY file_row_number) AS before
      FROM read_parquet('${files}', filename = true, file_row_number = true, hive_partitioning = false)) WHERE before >= number_id`);
  });
});

describe('flows', () => {
  test('flags by self-join of number_month', async () => {
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN b USING (month, number_id)
      LEFT JOIN b p ON p.number_id = s.number_id AND p.first_day = b.first_day - INTERVAL 1 MONTH
      WHERE s.on_books IS DISTINCT FROM b.held
        OR s.was_on_books IS DISTINCT FROM CASE WHEN b.month > b.first_month THEN p.number_id IS NOT NULL AND p.held END
        OR s.gross_add IS DISTINCT FROM (b.age_net = 0 AND NOT (p.number_id IS NOT NULL AND p.held))
        OR s.won_back IS DISTINCT FROM CASE WHEN b.month > b.first_month THEN b.held AND b.age_net > 0 AND NOT (p.number_id IS NOT NULL AND p.held) END
        OR s.leaver IS DISTINCT FROM CASE WHEN b.month > b.first_month THEN NOT b.held AND (b.age_net = 0 OR (p.number_id IS NOT NULL AND p.held)) END`);
  });

  test('closing = opening + gross adds + won back - leavers in every row and city; opening = closing of the month before', async () => {
    await none(`SELECT * FROM number_state WHERE was_on_books IS NOT NULL
      AND on_books::INT <> was_on_books::INT + gross_add::INT + won_back::INT - leaver::INT`);
    await none(`SELECT * FROM (SELECT month, count(*) FILTER (was_on_books) AS opening, lag(count(*) FILTER (on_books)) OVER (ORDER BY month) AS closing_before
      FROM number_state GROUP BY month) WHERE closing_before IS NOT NULL AND opening <> closing_before`);
  });

  test('number_flow adds up to number_state by month, and to the days of JOIN events', async () => {
    const flags = `month, count(*) FILTER (gross_add) AS g, coalesce(count(*) FILTER (won_back), 0) AS w, count(*) FILTER (leaver) AS l, sum(complaints) AS c, sum(orders) AS o`;
    const sums =
      'month, sum(gross_adds) AS g, coalesce(sum(won_back), 0) AS w, coalesce(sum(leavers), 0) AS l, sum(complaints) AS c, sum(orders) AS o';
    const monthly = await marts.query(`SELECT ${flags} FROM number_state GROUP BY month ORDER BY month`);
    const daily = await marts.query(`SELECT ${sums} FROM number_flow GROUP BY month ORDER BY month`);
    expect(daily).toEqual(monthly);
    await none(`SELECT day FROM (SELECT "on" AS day, count(*) AS n FROM base.number_event WHERE type = 'JOIN' GROUP BY 1) e
      FULL JOIN (SELECT day, sum(gross_adds) AS n FROM number_flow GROUP BY 1) f USING (day) WHERE coalesce(e.n, 0) <> coalesce(f.n, 0)`);
    await none(`SELECT * FROM number_flow WHERE strftime(day, '%Y-%m') <> month`);
  });
});

describe('rules', () => {
  test('decline by window functions', async () => {
    await marts.execute(`
      CREATE OR REPLACE TABLE w AS SELECT month, number_id, status, age_net, voice_min, data_gb, revenue, complaints,
        CASE WHEN count(*) OVER three = 3 THEN sum(voice_min) OVER three END AS v3,
        CASE WHEN count(*) OVER three = 3 THEN sum(data_gb) OVER three END AS d3,
        CASE WHEN count(*) OVER three = 3 THEN sum(revenue) OVER three END AS r3
      FROM b WINDOW three AS (PARTITION BY number_id ORDER BY first_day RANGE BETWEEN INTERVAL 3 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING)`);
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN w USING (month, number_id)
      WHERE s.dual_drop <> coalesce(age_net >= 4 AND v3 > 0 AND d3 > 0 AND w.voice_min * 10 <= 7 * v3 / 3.0::DECIMAL(4,1) AND w.data_gb * 10 <= 7 * d3 / 3.0::DECIMAL(4,1), FALSE)
        AND abs(w.voice_min / (v3 / 3) - 0.7) > 1e-9 AND abs(w.data_gb / (d3 / 3) - 0.7) > 1e-9`);
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN w USING (month, number_id)
      WHERE s.secondary_sim <> coalesce(age_net >= 4 AND ((v3 >= 90 AND 6 * w.voice_min <= v3) <> (d3 >= 3 AND 6 * w.data_gb <= d3)), FALSE)`);
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN w USING (month, number_id)
      WHERE s.value_drop <> coalesce(age_net >= 4 AND r3 > 0 AND 15 * w.revenue <= 4 * r3 AND (w.complaints > 0 OR w.status = 'SUSPENDED'), FALSE)`);
    expect(await count('SELECT count(*) AS n FROM number_state WHERE dual_drop AND on_books')).toBeGreaterThan(100);
  });

  test('a filter by a threshold gives just the rows of the rule', async () => {
    const at = (code: string) => catalogue.thresholds.get(code)!.value;
    const since = `months_on_net >= ${at('decline_min_months')}`;
    const collapsed = (what: string, least: string) =>
      `coalesce(${what}_mean_3 >= ${at(least)} AND ${what}_change <= ${-at('secondary_drop')}, FALSE)`;
    const rules = {
      dual_drop: `${since} AND minutes_change <= ${-at('dual_drop')} AND data_change <= ${-at('dual_drop')}`,
      secondary_sim: `${since} AND ${collapsed('minutes', 'secondary_min_minutes')} <> ${collapsed('data', 'secondary_min_gb')}`,
      value_drop: `${since} AND revenue_change <= ${-at('value_drop')} AND (complaints > 0 OR status = 'SUSPENDED')`,
    };
    // the ratios against 3 x <= (1 - share) * sum, which needs no division
    for (const [ratio, column] of Object.entries({ minutes: 'voice_min', data: 'data_gb', revenue: 'revenue' }))
      for (const percent of [20, 30, 50])
        await none(`
          SELECT s.month, s.number_id FROM number_state s JOIN (
            SELECT month, number_id, sum(${column}) OVER three AS sum, count(${column}) OVER three AS n FROM b
            WINDOW three AS (PARTITION BY number_id ORDER BY first_day RANGE BETWEEN INTERVAL 3 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING)
          ) w USING (month, number_id) WHERE n = 3 AND sum > 0
            AND (${ratio}_change <= -0.01 * ${percent}) <> (300 * s.${column} <= (100 - ${percent}) * sum)`);
    for (const [flag, rule] of Object.entries(rules))
      await none(`SELECT month, number_id FROM number_state WHERE ${flag} <> coalesce(${rule}, FALSE)`);
  });

  test('money is divided to the fen, half away from zero', async () => {
    const nearest = (sum: string, n: string) =>
      `round(CAST(${sum} AS DECIMAL(30,9)) * (60 // ${n}) / 60 + sign(${sum}) * 1e-7, 2)`;
    await none(`
      SELECT s.month, s.number_id FROM number_state s JOIN (
        SELECT month, number_id, sum(revenue) OVER three AS money, count(revenue) OVER three AS n FROM b
        WINDOW three AS (PARTITION BY number_id ORDER BY first_day RANGE BETWEEN INTERVAL 3 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING)
      ) w USING (month, number_id) WHERE s.revenue_mean_3 <> CASE WHEN n = 3 THEN ${nearest('money', '3')} END`);
    await none(`
      SELECT month, number_id FROM number_state WHERE last_paid_use_on >= strptime(month || '-01', '%Y-%m-%d')
        AND earlier_arpu <> ${nearest('money_3m', 'money_months')}`);
    await none(`
      SELECT s.month, s.number_id FROM (
        SELECT *, sum(contribution_margin) OVER three AS margin, count(contribution_margin) OVER three AS n FROM number_state
        WINDOW three AS (PARTITION BY number_id ORDER BY strptime(month, '%Y-%m') RANGE BETWEEN INTERVAL 2 MONTH PRECEDING AND CURRENT ROW)) s
      WHERE s.monthly_margin IS DISTINCT FROM CAST(${nearest('s.margin', 's.n')} AS DECIMAL(18,2))`);
  });

  test('stages in their order', async () => {
    await none(`
      SELECT s.month, s.number_id FROM number_state s JOIN b USING (month, number_id) WHERE s.stage <> CASE
        WHEN NOT b.held THEN 'OFF_NET' WHEN s.dual_drop OR s.secondary_sim OR s.value_drop THEN 'DECLINE'
        WHEN b.age_net < 3 THEN 'NEW' WHEN b.age_net < 7 THEN 'GROWTH' ELSE 'MATURE' END`);
  });

  test('re-entry: the number replaced left in the window', async () => {
    await marts.execute(`
      CREATE OR REPLACE TABLE left_month AS
      SELECT number_id, first_day AS gone FROM (SELECT *, lag(held) OVER (PARTITION BY number_id ORDER BY month) AS before FROM b)
      WHERE NOT held AND (before OR before IS NULL AND age_net = 0)`);
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN b USING (month, number_id)
      WHERE s.gross_add AND s.month >= (SELECT strftime(min(first_day) + INTERVAL 4 MONTH, '%Y-%m') FROM b) AND s.re_entry <> EXISTS (
        SELECT 1 FROM left_month l WHERE l.number_id = s.previous_number_id AND l.gone BETWEEN b.first_day - INTERVAL 3 MONTH AND b.first_day)`);
    await none(
      `SELECT s.number_id FROM number_state s JOIN number_state j ON j.number_id = s.number_id AND j.gross_add AND j.month < s.month WHERE s.re_entry <> j.re_entry`,
    );
    expect(await count('SELECT count(*) AS n FROM number_state WHERE gross_add AND re_entry')).toBeGreaterThan(20);
  });

  test('re-entered: the holder joined with another number in the month or the three before', async () => {
    await none(`
      SELECT s.number_id, s.month FROM number_state s JOIN b USING (month, number_id)
      WHERE NOT b.held AND s.re_entered <> EXISTS (
        SELECT 1 FROM b j WHERE j.month <= s.month AND j.number_id <> s.number_id AND date_trunc('month', j.joined_on) >= b.first_day - INTERVAL 3 MONTH
          AND j.first_day >= b.first_day - INTERVAL 3 MONTH AND (j.customer_id = s.customer_id OR j.previous_number_id = s.number_id))`);
    await none('SELECT * FROM number_state WHERE re_entered AND on_books');
  });
});

describe('value', () => {
  test('tiers by rank: a number is TOP when fewer than 5 % of its type have more', async () => {
    await none(`
      SELECT month, number_id FROM (
        SELECT *, (rank() OVER (PARTITION BY month, customer_type ORDER BY money_3m DESC) - 1) * 100 AS above, count(*) OVER (PARTITION BY month, customer_type) AS n
        FROM number_state WHERE on_books)
      WHERE value_tier <> CASE WHEN above < 5 * n THEN 'TOP' WHEN above < 20 * n THEN 'HIGH' WHEN above < 50 * n THEN 'MIDDLE' ELSE 'LOW' END`);
    await none('SELECT * FROM number_state WHERE on_books <> (value_tier IS NOT NULL)');
  });

  test('money of three months by a window', async () => {
    await none(`
      SELECT s.month, s.number_id FROM number_state s JOIN (
        SELECT month, number_id, sum(revenue) OVER three AS money, sum(active_days) OVER three AS days FROM b
        WINDOW three AS (PARTITION BY number_id ORDER BY first_day RANGE BETWEEN INTERVAL 2 MONTH PRECEDING AND CURRENT ROW)) w USING (month, number_id)
      WHERE s.money_3m IS DISTINCT FROM w.money OR s.frequency IS DISTINCT FROM w.days`);
  });

  test('scores retraced from the stored edges', async () => {
    await none(`
      SELECT s.month, s.number_id FROM number_state s
      JOIN value_edge r ON r.month = s.month AND r.kind = 'RECENCY' JOIN value_edge f ON f.month = s.month AND f.kind = 'FREQUENCY'
      JOIN value_edge m ON m.month = s.month AND m.kind = 'MONEY'
      WHERE s.rfm_cell IS DISTINCT FROM
        (5 - len([e FOR e IN r.edges IF e < s.recency]))::VARCHAR || (1 + len([e FOR e IN f.edges IF e <= s.frequency])) || (1 + len([e FOR e IN m.edges IF e <= s.money_3m]))`);
    const edges = await marts.query('SELECT month, kind, count(*) AS n FROM value_edge GROUP BY ALL');
    expect(edges.every(({ kind, n }) => (kind === 'TIER' ? n === 3 : n === 1))).toBe(true);
  });

  test('high value of the month before', async () => {
    await none(`
      SELECT s.month, s.number_id FROM number_state s LEFT JOIN number_state p
        ON p.number_id = s.number_id AND strptime(p.month, '%Y-%m') + INTERVAL 1 MONTH = strptime(s.month, '%Y-%m')
      WHERE s.month > (SELECT min(month) FROM number_state) AND (s.high_value_before <> coalesce(p.value_tier IN ('TOP', 'HIGH'), FALSE)
        OR s.high_value_retained <> (coalesce(p.value_tier IN ('TOP', 'HIGH'), FALSE) AND s.status = 'ACTIVE' AND s.stage <> 'DECLINE'))`);
  });
});

test('cohort_state: joiners of six months before, as last seen', async () => {
  const expected = await marts.query(`
    SELECT strftime(j.first_day + INTERVAL 6 MONTH, '%Y-%m') AS month, j.number_id, max(l.month) AS state_month,
      coalesce(bool_or(l.held) FILTER (l.first_day = j.first_day + INTERVAL 6 MONTH), FALSE) AS cohort_retained
    FROM number_state s JOIN b j USING (month, number_id)
    JOIN b l ON l.number_id = j.number_id AND l.first_day BETWEEN j.first_day AND j.first_day + INTERVAL 6 MONTH
    WHERE s.gross_add AND j.first_day + INTERVAL 6 MONTH <= (SELECT max(first_day) FROM b) GROUP BY ALL ORDER BY ALL`);
  const found: readonly Row[] = await marts.query(
    'SELECT month, number_id, state_month, cohort_retained FROM cohort_state ORDER BY ALL',
  );
  expect(found).toEqual(expected);
  expect(found.length).toBeGreaterThan(200);
  await none(`SELECT c.number_id FROM cohort_state c JOIN number_state s ON s.number_id = c.number_id AND s.month = c.state_month
    WHERE c.lifecycle <> s.lifecycle OR c.city IS DISTINCT FROM s.city OR c.join_channel_id IS DISTINCT FROM s.join_channel_id`);
});
