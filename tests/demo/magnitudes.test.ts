import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoAtHand, openDemoAtHand } from './support.js';

let demo: DemoAtHand;
beforeAll(async () => {
  demo = await openDemoAtHand();
});
afterAll(() => demo?.remove());

/** One row of figures over the months after the first, which has no opening. */
const figures = async (select: string, where = "month > '2025-08'") =>
  (await demo.rows<Record<string, number>>(`SELECT ${select} FROM lived WHERE ${where}`))[0]!;

const AVERAGE = '((count(*) FILTER (was_on_books) + count(*) FILTER (on_books)) / 2.0)';
const share = (what: string) => `100.0 * count(*) FILTER (on_books AND ${what}) / count(*) FILTER (on_books)`;

describe('the magnitudes of the demo operator', () => {
  it.each([
    ['ARPU', `sum(revenue) / ${AVERAGE}`, 46, 50],
    ['DOU', `sum(data_gb) / ${AVERAGE}`, 15.5, 18],
    ['MOU', `sum(voice_min) / ${AVERAGE}`, 205, 230],
    ['price per GB', 'sum(data_revenue) / sum(data_gb)', 1.7, 2.0],
    ['5G penetration', share('on_5g_plan AND device_5g'), 57, 63],
    ['broadband', share('has_broadband'), 35, 40],
    ['over plan', share('(data_gb > data_allowance_gb OR voice_min > voice_allowance_min)'), 12, 19],
    ['sub-cards', share('is_sub_card'), 9, 11],
    ['churn', `100.0 * count(*) FILTER ((was_on_books OR tenure = 0) AND NOT on_books) / ${AVERAGE}`, 1.4, 1.85],
    ['port-outs', `100.0 * count(*) FILTER (status = 'CANCELLED' AND leave_reason = 'PORT_OUT') / ${AVERAGE}`, 0.15, 0.3],
    ['complaints per 10,000', `10000.0 * sum(complaints) / ${AVERAGE}`, 17, 27],
    ['suspended', share("status = 'SUSPENDED'"), 0.7, 1.6],
    ['acquisition cost', 'sum(commission + promotion_cost) FILTER (tenure = 0) / count(*) FILTER (tenure = 0)', 60, 100],
    ['discount share', '100 * sum(discount) / sum(revenue)', 4, 8],
    ['satisfaction', 'avg(satisfaction)', 7, 8.5],
    [
      're-entry rate',
      '100.0 * count(*) FILTER (tenure = 0 AND previous_number_id IS NOT NULL) / count(*) FILTER (tenure = 0)',
      5,
      15,
    ],
    ['data saturation', '100 * sum(data_gb) / sum(data_allowance_gb)', 35, 65],
  ])('%s lies in its band', async (_, sql, low, high) => {
    const { value } = await figures(`${sql} AS value`);
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });

  it('has dual drop and secondary SIM in their bands in every month that can tell', async () => {
    const months = await demo.rows<{ month: string; dual: number; secondary: number; value: number }>(
      `SELECT month, ${share('dual_drop')} AS dual, ${share('secondary_sim')} AS secondary, count(*) FILTER (value_drop) AS value
       FROM lived WHERE month >= '2025-11' GROUP BY month`,
    );
    expect(months).toHaveLength(12);
    for (const { month, dual, secondary, value } of months) {
      expect(dual, month).toBeGreaterThan(3);
      expect(dual, month).toBeLessThan(8);
      expect(secondary, month).toBeGreaterThan(0.5);
      expect(value, month).toBeGreaterThan(0);
    }
  });

  it('churns by kind: converged 0.6, first three months 5, others about 2 in 100', async () => {
    const rate = (where: string) =>
      figures(
        '100.0 * count(*) FILTER (NOT on_books) / count(*) AS value',
        `(was_on_books OR tenure = 0) AND month > '2025-08' AND join_channel_id <> 'JINTAN_AGENT_07' AND ${where}`,
      );
    expect((await rate('has_broadband')).value).toBeCloseTo(0.6, 0);
    expect(Math.abs((await rate('NOT has_broadband AND tenure < 3')).value! - 5)).toBeLessThan(0.7);
    expect(Math.abs((await rate('NOT has_broadband AND tenure >= 3')).value! - 1.9)).toBeLessThan(0.4);
  });

  it('has the Spring Festival: data low in February, high in March, and no rush of dual drop', async () => {
    const months = await demo.rows<{ month: string; dou: number; dual: number }>(
      `SELECT month, sum(data_gb) / ${AVERAGE} AS dou, ${share('dual_drop')} AS dual FROM lived WHERE month BETWEEN '2026-01' AND '2026-03' GROUP BY month ORDER BY month`,
    );
    const [january, february, march] = months;
    expect(february!.dou).toBeLessThan(january!.dou * 0.96);
    expect(march!.dou).toBeGreaterThan(january!.dou * 1.04);
    expect(february!.dual).toBeLessThan(january!.dual * 1.4);
  });

  it('talks less by the year, and a GB gets cheaper', async () => {
    const year = (month: string) =>
      figures(`sum(voice_min) / ${AVERAGE} AS mou, sum(data_revenue) / sum(data_gb) AS price`, `month = '${month}'`);
    const [before, now] = [await year('2025-10'), await year('2026-10')];
    expect(now.mou! / before.mou!).toBeGreaterThan(0.92);
    expect(now.mou! / before.mou!).toBeLessThan(0.96);
    expect(now.price!).toBeLessThan(before.price! * 0.95);
  });

  it('begins with about the numbers asked for and grows slightly', async () => {
    const closing = async (month: string) => (await figures('count(*) FILTER (on_books) AS n', `month = '${month}'`)).n!;
    expect(Math.abs((await closing('2025-08')) / 20_000 - 1)).toBeLessThan(0.02);
    expect((await closing('2026-10')) / (await closing('2025-08'))).toBeLessThan(1.2);
  });

  it('has every stage and leaf of the life cycle from the first months on', async () => {
    const leaves = await figures(`
      count(*) FILTER (on_books AND tenure < 3 AND ported_in_from IS NOT NULL) AS port_in,
      count(*) FILTER (on_books AND tenure < 3 AND previous_number_id IS NOT NULL) AS re_entry,
      count(*) FILTER (on_books AND tenure BETWEEN 3 AND 6 AND (arrears > 0 OR status = 'SUSPENDED')) AS arrears_risk,
      count(*) FILTER (on_books AND tenure BETWEEN 3 AND 6 AND data_gb > data_allowance_gb) AS over_plan,
      count(*) FILTER (on_books AND tenure > 6 AND revenue < 10) AS light,
      count(*) FILTER (on_books AND tenure > 6 AND revenue >= 10 AND voice_revenue >= 0.6 * revenue) AS voice_lean,
      count(*) FILTER (on_books AND tenure > 6 AND revenue >= 10 AND data_revenue >= 0.6 * revenue) AS data_lean,
      count(*) FILTER (on_books AND tenure > 6 AND revenue >= 10 AND greatest(voice_revenue, data_revenue) < 0.6 * revenue) AS balanced,
      count(*) FILTER (dual_drop AND other_sim = 'COMPETITOR') AS to_competitor, count(*) FILTER (dual_drop AND other_sim = 'OWN') AS to_own,
      count(*) FILTER (dual_drop AND other_sim IN ('UNKNOWN', 'NONE')) AS unknown_sim,
      count(*) FILTER (status = 'PRE_CANCELLED') AS window_open, count(*) FILTER (status = 'CANCELLED' AND leave_reason = 'ARREARS') AS window_closed,
      count(*) FILTER (on_books AND NOT was_on_books AND tenure > 0) AS won_back`);
    for (const [leaf, n] of Object.entries(leaves)) expect(n, leaf).toBeGreaterThan(30);
    const first = await demo.rows<{ status: string }>("SELECT DISTINCT status FROM lived WHERE month = '2025-08'");
    expect(first).toHaveLength(4);
  });

  it('has sleeping numbers of high value: no paid use for six months, ARPU 80 or more before', async () => {
    const sleeping = await demo.rows<{ n: number }>(`SELECT count(*) AS n FROM lived n WHERE month = '2026-10' AND on_books
      AND last_paid_use_on < DATE '2026-05-01' AND (SELECT max(revenue) FROM lived b WHERE b.number_id = n.number_id AND b.m < n.m - 6) >= 80`);
    expect(sleeping[0]!.n).toBeGreaterThan(10);
  });

  it('accepts differently by offer, scene and revenue', async () => {
    const rates = async (by: string) =>
      (
        await demo.rows<{ rate: number }>(`SELECT avg((outcome = 'ACCEPTED')::INTEGER) AS rate
      FROM contact JOIN number_month USING (month, number_id) WHERE outcome NOT IN ('NOT_REACHED', 'WRONG_NUMBER') GROUP BY ${by} HAVING count(*) > 150 ORDER BY 1`)
      ).map((r) => r.rate);
    for (const by of ['offer_id', 'scene']) {
      const all = await rates(by);
      expect(all.at(-1)!, by).toBeGreaterThan(2.5 * all[0]!);
    }
    const [low, high] = await rates('revenue > 50');
    expect(high!).toBeGreaterThan(1.1 * low!);
  });
});
