import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/catalogue/types.js';
import { buildGeneration } from '../../src/marts/build.js';
import { fitWarningModel } from '../../src/marts/fit-warning.js';
import { monthsWithoutModel, parquet } from '../../src/marts/mart-files.js';
import { riskTokens } from '../../src/marts/risk-tokens.js';
import { wilson } from '../../src/methods/experiment/wilson.js';
import { type Builder, openBuilder, portable } from '../../src/warehouse/duckdb.js';
import { generationDir, type Manifest } from '../../src/warehouse/generations.js';
import { type Demo, demo } from '../support/demo.js';
import { catalogue, fewRollups, makeWarehouse, newFolder, openMarts, optionsFor } from './support.js';

const rule = catalogue.warning;
/** Who truly left in a month, whatever the model thinks: from the base marts' own statuses. */
const lost = `SELECT a.number_id, a.month FROM number_state a WHERE a.leaver AND a.lifecycle LIKE 'OFF_NET.TRUE_LEAVE%'`;
const next = (month: string, by = 1) => `strftime(CAST(${month} || '-01' AS DATE) + to_months(${by}), '%Y-%m')`;

describe('on the demo operator', () => {
  let made: Demo;
  let marts: Builder;
  let generation: string;
  beforeAll(async () => {
    made = await demo();
    generation = join(made.home, 'generations', made.id);
    marts = await openMarts(generation, made.warehouse);
  });
  afterAll(() => marts?.close());

  const sampleOf = (month: string) => join(generation, 'warning_sample', `month=${month}`, 'data.parquet');
  const months = [
    '2025-11',
    '2025-12',
    '2026-01',
    '2026-02',
    '2026-03',
    '2026-04',
    '2026-05',
    '2026-06',
    '2026-07',
    '2026-08',
    '2026-09',
  ];
  const samples = () => months.map(sampleOf);

  /** Share of pairs of who left in 2026-10 and who stayed, in which the first had the higher score a month before. */
  async function aucOf(score: string): Promise<number> {
    const [row] = await marts.query(
      `WITH scored AS (SELECT ${score} AS score, number_id IN (SELECT number_id FROM (${lost}) WHERE month = '2026-10') AS lost FROM (
         SELECT * FROM number_state WHERE month = '2026-09' AND on_books)),
       ranked AS (SELECT lost, rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2.0 AS place FROM scored)
       SELECT CAST((sum(place) FILTER (lost) - count(*) FILTER (lost) * (count(*) FILTER (lost) + 1) / 2.0)
         / (count(*) FILTER (lost) * count(*) FILTER (NOT lost)) AS DOUBLE) AS auc FROM ranked`,
    );
    return row!.auc as number;
  }

  test('the base and the points of its bins are the log-odds of every number, next month and later, and its risks follow from them', async () => {
    const [row] = await marts.query(
      `WITH told AS (
         SELECT s.month, s.number_id, any_value(s.risk_log_odds) AS log_odds, any_value(s.churn_risk) AS risk,
           any_value(s.churn_risk_3m) AS risk_3m, any_value(s.risk_band) AS band, any_value(b.bands) AS bands, count(*) AS bins,
           any_value(length(s.risk_bins)) AS letters, any_value(b.points) + sum(m.points) AS sum_1, any_value(b.points_later) + sum(m.points_later) AS sum_later
         FROM number_state s JOIN warning_model b ON b.month = s.month AND b.place = 0
         JOIN warning_model m ON m.month = s.month AND m.place > 0 AND m.bin = ascii(substr(s.risk_bins, m.place, 1)) - 48
         WHERE s.on_books GROUP BY ALL)
       SELECT count(*) AS numbers, count(*) FILTER (bins <> letters) AS lacking, max(abs(sum_1 - log_odds)) AS apart,
         max(abs(1 / (1 + exp(-sum_1)) - risk)) AS risk_apart, max(abs(1 - (1 - 1 / (1 + exp(-sum_1))) * (1 - 1 / (1 + exp(-sum_later))) - risk_3m)) AS risk_3m_apart,
         count(*) FILTER (band <> CASE WHEN log_odds >= bands[1] THEN 'VERY_HIGH' WHEN log_odds >= bands[2] THEN 'HIGH' WHEN log_odds >= bands[3] THEN 'RAISED' ELSE 'NORMAL' END) AS misplaced
       FROM told`,
    );
    const [expected] = await marts.query(
      'SELECT count(*) AS numbers FROM number_state WHERE on_books AND month IN (SELECT month FROM warning_model)',
    );
    expect(row).toMatchObject({ numbers: expected!.numbers, lacking: 0, misplaced: 0 });
    expect(row!.numbers).toBeGreaterThan(30_000);
    expect(row!.apart).toBeLessThan(1e-9);
    expect(row!.risk_apart).toBeLessThan(5.1e-7);
    expect(row!.risk_3m_apart).toBeLessThan(5.1e-7);
  });

  test('nobody is likelier to leave in the next month than within three, in any month', async () => {
    const [row] = await marts.query(
      `SELECT count(*) AS numbers, count(DISTINCT month) AS months, count(*) FILTER (churn_risk_3m < churn_risk) AS wrong,
         count(*) FILTER (churn_risk_3m > churn_risk) AS more FROM number_state WHERE churn_risk IS NOT NULL`,
    );
    expect(row!.wrong).toBe(0);
    expect(row!.months).toBeGreaterThan(5);
    // Nobody is sure to stay in the two months after.
    expect([row!.more, Number(row!.numbers) > 30_000]).toEqual([row!.numbers, true]);
  });

  // Who was lost within three months of a month, against what its model said of each: no model had seen them.
  test('within three months as many are lost as was expected, decile by decile, of months that it had not seen', async () => {
    const deciles = await marts.query(
      `WITH judged AS (
         SELECT month, number_id, CAST(churn_risk_3m AS DOUBLE) AS risk, number_id IN (SELECT number_id FROM (${lost}) l
           WHERE l.month > s.month AND l.month <= ${next('s.month', 3)}) AS lost
         FROM number_state s WHERE churn_risk IS NOT NULL AND month <= '2026-07'),
       placed AS (SELECT *, ntile(10) OVER (PARTITION BY month ORDER BY risk DESC, number_id) AS decile FROM judged)
       SELECT month, decile, count(*) AS numbers, sum(risk) AS expected, count(*) FILTER (lost) AS observed FROM placed GROUP BY ALL ORDER BY ALL`,
    );
    const isWithin = ({ numbers, expected, observed }: Record<string, number>) => {
      const { low, high } = wilson({ hits: observed!, trials: numbers! }, 2.5758293035489004)!;
      return low <= expected! / numbers! && expected! / numbers! <= high;
    };
    expect(deciles).toHaveLength(4 * 10);
    // Of so many intervals of 99 % one may miss.
    expect(deciles.filter((decile) => !isWithin(decile as never)).length).toBeLessThanOrEqual(1);
    for (const month of new Set(deciles.map((decile) => decile.month))) {
      const own = deciles.filter((decile) => decile.month === month);
      const sum = (of: string) => own.reduce((all, decile) => all + Number(decile[of]), 0);
      expect(isWithin({ numbers: sum('numbers'), expected: sum('expected'), observed: sum('observed') })).toBe(true);
      expect(Number(own[0]!.observed)).toBeGreaterThan(2 * (sum('observed') / 10));
    }
  });

  test('each number is in the bin that its own value is in', async () => {
    const [row] = await marts.query(
      `SELECT count(*) AS all_rows, count(*) FILTER (bin <> CASE WHEN months_on_net IS NULL THEN 0 ELSE (SELECT max(m.bin) FROM warning_model m
         WHERE m.month = s.month AND m.feature = s.feature AND m.bin > 0 AND s.months_on_net >= coalesce(m.least, -1)) END) AS apart
       FROM (SELECT s.month, s.months_on_net, m.feature, ascii(substr(s.risk_bins, m.place, 1)) - 48 AS bin FROM number_state s
         JOIN (SELECT DISTINCT month, place, feature FROM warning_model WHERE feature = 'months_on_net') m ON m.month = s.month WHERE s.on_books) s`,
    );
    expect(row!.all_rows).toBeGreaterThan(1000);
    expect(row!.apart).toBe(0);
    const status = await marts.query(
      `SELECT DISTINCT s.status, m.codes FROM number_state s JOIN warning_model m ON m.month = s.month AND m.feature = 'status'
         AND m.bin = ascii(substr(s.risk_bins, m.place, 1)) - 48 WHERE s.month = '2026-10' ORDER BY 1`,
    );
    expect(status.map(({ status: own, codes }) => [own, codes])).toEqual([
      ['ACTIVE', ['ACTIVE']],
      ['SUSPENDED', ['SUSPENDED']],
    ]);
  });

  test('a month’s sample stands for who was on the books two months before, with who was lost since; later losses are of who was not lost at once', async () => {
    const drawn = await marts.query(
      `SELECT month, horizon, CAST(round(sum(weight) FILTER (lost)) AS INTEGER) AS lost, CAST(round(sum(weight)) AS INTEGER) AS all_numbers FROM warning_sample GROUP BY ALL ORDER BY ALL`,
    );
    for (const { month, horizon, lost: found, all_numbers } of drawn) {
      const back = (horizon as number) + 1;
      const [hand] = await marts.query(
        `WITH gone AS (SELECT number_id, month = ${next(`'${month}'`, 1 - back)} AS at_once FROM (${lost}) WHERE month < '${month}' AND month > ${next(`'${month}'`, -back)}),
           known AS (SELECT number_id IN (SELECT number_id FROM gone) AS lost FROM number_state WHERE month = ${next(`'${month}'`, -back)} AND on_books
             AND (${horizon} = 1 OR number_id NOT IN (SELECT number_id FROM gone WHERE at_once)))
         SELECT count(*) AS numbers, count(*) FILTER (lost) AS lost FROM known`,
      );
      expect([month, horizon, found, all_numbers]).toEqual([month, horizon, hand!.lost, hand!.numbers]);
    }
    expect(drawn.length).toBe(13 + 11);
  });

  test('months without losses enough have no model and no risk; afterwards all have', async () => {
    const rows = await marts.query(
      `SELECT s.month, count(s.churn_risk) AS told, count(*) FILTER (s.on_books) AS on_books, any_value(m.month) IS NOT NULL AS has_model
       FROM number_state s LEFT JOIN (SELECT DISTINCT month FROM warning_model) m ON m.month = s.month GROUP BY s.month ORDER BY s.month`,
    );
    const losses = await marts.query(
      `SELECT o.month, (SELECT sum(weight) FROM warning_sample w WHERE w.horizon = 1 AND w.lost AND w.month <= o.month) AS losses FROM (SELECT DISTINCT month FROM number_state) o ORDER BY 1`,
    );
    for (const [at, { told, on_books, has_model }] of rows.entries()) {
      expect(has_model).toBe(Number(losses[at]!.losses ?? 0) >= rule.least.losses);
      expect(told).toBe(has_model ? on_books : 0);
    }
    expect(rows.filter(({ has_model }) => !has_model).length).toBeGreaterThan(5);
    expect(rows.at(-1)!.has_model).toBe(true);
  });

  test('threads and the order of rows change no digit of it', async () => {
    const models = [];
    for (const threads of [1, 4]) {
      const builder = portable(await openBuilder({ threads }));
      models.push(await fitWarningModel(builder, { all: parquet(samples()), newest: parquet(samples().slice(-1)) }, rule));
      await builder.close();
    }
    expect(models[0]).not.toBeNull();
    expect(models[1]).toEqual(models[0]);
  });

  test('it tells who leaves in a month that it has not seen, and by labels drawn by lot it tells nothing', async () => {
    const folder = newFolder();
    try {
      const shuffled = await Promise.all(
        months.map(async (month) => {
          mkdirSync(join(folder, month));
          const file = join(folder, month, 'data.parquet');
          await marts.execute(
            `COPY (WITH own AS (SELECT *, row_number() OVER (ORDER BY horizon, md5(concat_ws('|', COLUMNS(*)))) AS place FROM '${sampleOf(month)}'),
               by_lot AS (SELECT lost, weight, row_number() OVER (ORDER BY horizon, md5('lot' || place)) AS place FROM own)
             SELECT o.* EXCLUDE (place) REPLACE (l.lost AS lost, l.weight AS weight) FROM own o JOIN by_lot l USING (place)) TO '${file}' (FORMAT parquet)`,
          );
          return file;
        }),
      );
      const builder = portable(await openBuilder());
      const byLot = await fitWarningModel(
        builder,
        { all: parquet(shuffled), newest: parquet(shuffled.slice(-1)) },
        { ...rule, bins: { ...rule.bins, leastInformation: 0 } },
      );
      await builder.close();
      const tokens = riskTokens(byLot, rule);
      expect(await aucOf(tokens.risk_score.replaceAll('risk_bins', `(${tokens.risk_bins})`))).toBeGreaterThan(0.4);
      expect(await aucOf(tokens.risk_score.replaceAll('risk_bins', `(${tokens.risk_bins})`))).toBeLessThan(0.6);
      expect(await aucOf('churn_risk')).toBeGreaterThan(0.7);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('on a small warehouse', () => {
  const folder = newFolder();
  const warehouse = join(folder, 'demo');
  const early: Catalogue = { ...fewRollups(), warning: { ...rule, months: 12, least: { months: 2, losses: 10 } } };
  let whole: Manifest;
  beforeAll(async () => {
    await makeWarehouse(warehouse, 800, 7);
    whole = await buildGeneration(optionsFor(join(folder, 'home'), warehouse, { catalogue: early }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what happens in a month changes no score of the months before', async () => {
    const other = join(folder, 'other');
    cpSync(warehouse, other, { recursive: true });
    const builder = await openBuilder();
    const file = (dir: string) => `${dir}/number_month/month=2026-10`;
    // In the newest month everybody is gone who was there.
    await builder.execute(
      `COPY (SELECT * EXCLUDE (month) REPLACE ('CANCELLED' AS status) FROM read_parquet('${file(warehouse)}/*.parquet', hive_partitioning = true)) TO '${folder}/gone.parquet' (FORMAT parquet)`,
    );
    await builder.close();
    rmSync(file(other), { recursive: true });
    mkdirSync(file(other), { recursive: true });
    cpSync(join(folder, 'gone.parquet'), join(file(other), 'data.parquet'));
    const changed = await buildGeneration(optionsFor(join(folder, 'changed'), other, { catalogue: early }));
    const hashes = (manifest: Manifest, isNewest: boolean) =>
      manifest.files
        .filter(
          ({ path }) => /^(number_state|warning_model|warning_sample)\//.test(path) && path.includes('2026-10') === isNewest,
        )
        .map(({ path, sha256 }) => `${path} ${sha256}`);
    expect(hashes(changed, false)).toEqual(hashes(whole, false));
    expect(hashes(changed, true)).not.toEqual(hashes(whole, true));
    expect(hashes(whole, false)).toHaveLength(18);
    const marts = await openMarts(generationDir(join(folder, 'home'), whole.id), warehouse);
    const [told] = await marts.query(`SELECT count(churn_risk) AS n FROM number_state WHERE month = '2026-09'`);
    await marts.close();
    expect(told!.n).toBeGreaterThan(500);
  });

  test('by the shipped rule it is too young in all months', async () => {
    const manifest = await buildGeneration(optionsFor(join(folder, 'young'), warehouse));
    expect([...monthsWithoutModel(manifest)]).toEqual(manifest.months);
    expect(monthsWithoutModel(whole).size).toBeLessThan(manifest.months.length);
  });

  test('a thinner sample stands for as many, and is drawn again alike', async () => {
    const thin: Catalogue = { ...early, warning: { ...early.warning, sample: 100 } };
    const [one, two] = [
      await buildGeneration(optionsFor(join(folder, 'thin'), warehouse, { catalogue: thin })),
      await buildGeneration(optionsFor(join(folder, 'again'), warehouse, { catalogue: thin, threads: 1 })),
    ];
    const of = ({ files }: Manifest) =>
      files.filter(({ path }) => path.startsWith('warning_')).map(({ path, sha256 }) => `${path} ${sha256}`);
    expect(of(two)).toEqual(of(one));
    const marts = await openMarts(generationDir(join(folder, 'thin'), one.id), warehouse);
    const rows = await marts.query(
      'SELECT month, count(*) AS drawn, max(weight) AS weight FROM warning_sample WHERE horizon = 1 AND NOT lost GROUP BY month',
    );
    await marts.close();
    for (const { drawn, weight } of rows) {
      expect(weight).toBeGreaterThan(5);
      expect(drawn).toBeLessThan(150);
    }
  });
});
