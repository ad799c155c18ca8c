import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STORIES } from '../../src/demo/stories.js';
import { type DemoAtHand, openDemoAtHand } from './support.js';

let demo: DemoAtHand;
beforeAll(async () => {
  demo = await openDemoAtHand();
});
afterAll(() => demo?.remove());

const one = async (sql: string) => (await demo.rows<Record<string, number>>(sql))[0]!;

describe('the stories of the demo operator', () => {
  it('(a) a competitor calls at the agent stores of a coastal city: dual drop trebles, port-outs multiply', async () => {
    const { city, channelKind } = STORIES.competitorCampaign;
    const rates = (where: string) =>
      one(`SELECT 100.0 * avg(dual_drop::INTEGER) FILTER (on_books) AS dual,
        100.0 * avg((coalesce(leave_reason, '') = 'PORT_OUT')::INTEGER) AS ported
      FROM lived JOIN channel ON channel.code = join_channel_id WHERE ${where}`);
    const there = `lived.city = '${city}' AND kind = '${channelKind}'`;
    const after = await rates(`${there} AND month >= '2026-07'`);
    const before = await rates(`${there} AND month BETWEEN '2025-11' AND '2026-06'`);
    const elsewhere = await rates(`NOT (${there}) AND month >= '2026-07'`);
    for (const other of [before, elsewhere]) {
      expect(after.dual!).toBeGreaterThan(2.5 * other.dual!);
      expect(after.ported!).toBeGreaterThan(3 * other.ported!);
    }
  });

  it('(b) one agency activates numbers that nobody uses and that are gone after the third month', async () => {
    const { channel, city } = STORIES.fakeActivations;
    const joined = await one(`SELECT count(*) AS n, avg(data_gb) AS gb, avg(revenue) AS revenue FROM lived
      WHERE join_channel_id = '${channel}' AND tenure = 0 AND month BETWEEN '2025-12' AND '2026-06'`);
    const others = await one(`SELECT max(n) AS n FROM (SELECT count(*) AS n FROM lived
      WHERE tenure = 0 AND month BETWEEN '2025-12' AND '2026-06' AND city = '${city}' AND join_channel_id <> '${channel}' GROUP BY join_channel_id)`);
    expect(joined.n!).toBeGreaterThan(2 * others.n!);
    expect(joined.gb!).toBeLessThan(1);
    const kept = await one(`SELECT avg(on_books::INTEGER) AS share FROM lived
      WHERE join_channel_id = '${channel}' AND tenure = 3 AND month BETWEEN '2026-03' AND '2026-09'`);
    expect(kept.share!).toBeLessThan(0.15);
  });

  it('(c) a price cut in two tiers: price per GB falls, DOU rises, ARPU is nearly still', async () => {
    const tiers = STORIES.priceCut.tiers.map((t) => `'${t}'`).join(', ');
    const at = (month: string, which: string) =>
      one(`SELECT sum(data_revenue) / sum(data_gb) AS price, sum(data_gb) / count(*) AS dou, sum(revenue) / count(*) AS arpu
      FROM lived JOIN plan ON plan.code = plan_id WHERE on_books AND month = '${month}' AND tier ${which} (${tiers})`);
    const [before, after] = [await at('2026-01', 'IN'), await at('2026-08', 'IN')];
    expect(after.price! / before.price!).toBeLessThan(0.8);
    expect(after.dou! / before.dou!).toBeGreaterThan(1.25);
    expect(Math.abs(after.arpu! / before.arpu! - 1)).toBeLessThan(0.04);
    const [othersBefore, othersAfter] = [await at('2026-01', 'NOT IN'), await at('2026-08', 'NOT IN')];
    expect(othersAfter.price! / othersBefore.price!).toBeGreaterThan(0.85);
    const [old, now] = [await at('2026-03', 'IN'), await at('2026-04', 'IN')];
    expect(now.price!).toBeLessThan(old.price!);
  });

  it('(d) a billing mistake: one month of complaints in two counties', async () => {
    const { counties } = STORIES.billingMistake;
    const rate = (where: string) => one(`SELECT 10000.0 * sum(complaints) / count(*) AS rate FROM number_month WHERE ${where}`);
    const there = `county IN (${counties.map((c) => `'${c}'`).join(', ')})`;
    const mistaken = await rate(`${there} AND month = '2026-05'`);
    expect(mistaken.rate!).toBeGreaterThan(6 * (await rate(`${there} AND month <> '2026-05'`)).rate!);
    expect(mistaken.rate!).toBeGreaterThan(6 * (await rate(`NOT ${there} AND month = '2026-05'`)).rate!);
  });

  it('(f) a source of leads that converts badly: many more leads of it, and hardly more numbers', async () => {
    const { source } = STORIES.badLeads;
    const of = (where: string) =>
      one(
        `SELECT count(*) / count(DISTINCT month) AS leads, 100.0 * avg((state = 'CONVERTED')::INTEGER) AS conversion FROM lead WHERE ${where}`,
      );
    const before = await of(`source = '${source}' AND month < '2026-05'`);
    const after = await of(`source = '${source}' AND month >= '2026-05'`);
    const others = await of(`source <> '${source}' AND month >= '2026-05'`);
    expect(after.leads! / before.leads!).toBeGreaterThan(2.5);
    expect(after.conversion!).toBeLessThan(0.4 * before.conversion!);
    expect(others.conversion!).toBeGreaterThan(25);
  });

  it('(g) plans that are too big: who has one leaves for the price, and of the others on such plans hardly anybody', async () => {
    const { fromTier, data, voice } = STORIES.oversizedPlans;
    const use = (share: string) =>
      `b.data_gb ${share} ${data} * b.data_allowance_gb AND b.voice_min ${share} ${voice} * b.voice_allowance_min`;
    // In the months before, so that what leaving itself does to the use is not seen.
    const leaving = (where: string) =>
      one(`SELECT 100.0 * avg((coalesce(n.leave_reason, '') = 'PRICE' AND NOT n.on_books)::INTEGER) AS price, 100.0 * avg((NOT n.on_books)::INTEGER) AS whole
      FROM lived n JOIN lived b ON b.number_id = n.number_id AND b.m = n.m - 1 JOIN plan p ON p.code = b.plan_id
      WHERE b.on_books AND b.tenure >= 4 AND NOT b.has_broadband AND p.fee >= (SELECT min(fee) FROM plan WHERE tier = '${fromTier}') AND ${where}`);
    const [little, much] = [await leaving(use('<')), await leaving(`NOT (${use('<')})`)];
    expect(little.price!).toBeGreaterThan(3 * much.price!);
    expect(little.whole!).toBeGreaterThan(1.4 * much.whole!);
  });

  it('(h) a county as full of people as its neighbours has no store', async () => {
    const { county } = STORIES.noStore;
    const counties = await demo.rows<{ county: string; people: number; stores: number }>(`SELECT county, count(*) AS people,
      (SELECT count(*) FROM channel c JOIN cell_month m USING (cell_id) WHERE m.month = '2026-10' AND m.county = n.county) AS stores
      FROM number_month n WHERE month = '2026-10' AND city = '${county.slice(0, -3)}' GROUP BY county ORDER BY people DESC`);
    expect(counties.filter(({ stores }) => stores === 0).map((each) => each.county)).toEqual([county]);
    expect(counties.findIndex((each) => each.county === county)).toBeLessThan(3);
  });

  it('(i) a works closes: its city uses less and is suspended more for two months, and then many move away', async () => {
    const { city } = STORIES.worksClose;
    const at = (month: string, where = `city = '${city}'`) =>
      one(`SELECT 100.0 * avg(dual_drop::INTEGER) FILTER (on_books) AS dual, 100.0 * avg((status = 'SUSPENDED')::INTEGER) FILTER (on_books) AS suspended,
        100.0 * avg((NOT on_books AND was_on_books)::INTEGER) AS lost, 100.0 * avg((NOT on_books AND was_on_books AND coalesce(leave_reason, '') = 'MOVED')::INTEGER) AS moved
      FROM lived WHERE ${where} AND month = '${month}'`);
    const [july, august, september, october] = await Promise.all(
      ['2026-07', '2026-08', '2026-09', '2026-10'].map((month) => at(month)),
    );
    for (const warned of [august!, september!]) {
      expect(warned.dual!).toBeGreaterThan(1.3 * july!.dual!);
      expect(warned.suspended!).toBeGreaterThan(1.2 * july!.suspended!);
      // Before anybody moves: nearly as many are there as before.
      expect(warned.moved!).toBeLessThan(0.5 * october!.moved!);
    }
    expect(october!.lost!).toBeGreaterThan(1.6 * Math.max(august!.lost!, september!.lost!));
    const elsewhere = await at('2026-10', `city <> '${city}'`);
    expect(october!.moved!).toBeGreaterThan(5 * elsewhere.moved!);
  });

  it('(j) an outage: three days without use, which the month lacks, and complaints about the network from then on', async () => {
    const { city, left, days } = STORIES.outage;
    const rows = await demo.rows<{
      day: number;
      gb: number;
      minutes: number;
    }>(`SELECT day("on") AS day, sum(d.data_gb) AS gb, sum(d.voice_min) AS minutes
      FROM number_day d JOIN number_month n USING (month, number_id) WHERE month = '2026-09' AND city = '${city}' GROUP BY 1 ORDER BY 1`);
    const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
    for (const what of ['gb', 'minutes'] as const) {
      const usual = median(rows.map((row) => row[what]));
      const out = rows.filter((row) => row[what] < 0.3 * usual).map(({ day }) => day);
      expect(out).toEqual([8, 9, 10]);
      const over = rows.filter(({ day }) => day >= 8 && day <= 10).reduce((sum, row) => sum + row[what], 0);
      expect(over / (days * usual)).toBeCloseTo(left, 1);
    }
    const use = (month: string, where: string) =>
      one(`SELECT sum(data_gb) AS gb, sum(voice_min) AS minutes FROM number_month WHERE month = '${month}' AND ${where}`);
    const [before, after] = [await use('2026-08', `city = '${city}'`), await use('2026-09', `city = '${city}'`)];
    const [others, othersAfter] = [await use('2026-08', `city <> '${city}'`), await use('2026-09', `city <> '${city}'`)];
    for (const what of ['gb', 'minutes'] as const) {
      const change = after[what]! / before[what]! / (othersAfter[what]! / others[what]!);
      // Three of thirty days at a tenth: 9 % less than elsewhere.
      expect(Math.abs(change - 0.91)).toBeLessThan(0.03);
    }
    const complaints = await demo.rows<{
      month: string;
      network: number;
      early: number;
    }>(`SELECT month, count(*) FILTER (kind = 'NETWORK') AS network,
      count(*) FILTER (day(opened_on) < 8) AS early FROM complaint JOIN number_month USING (month, number_id) WHERE city = '${city}' AND month >= '2026-06' GROUP BY 1`);
    const network = (month: string) => complaints.find((each) => each.month === month)?.network ?? 0;
    expect(network('2026-09')).toBeGreaterThan(3 * Math.max(1, network('2026-07'), network('2026-08'), network('2026-10')));
    expect(complaints.find(({ month }) => month === '2026-09')!.early).toBe(0);
  });

  it('(k) a store opens where customers are and none was: joins of the county rise, most of them there; others of its city lose little', async () => {
    const { city, county, channel } = STORIES.storeOpens;
    const [row] = await demo.rows<{ opened: string; county: string; others: number }>(`SELECT opened_on::VARCHAR AS opened,
        (SELECT any_value(county) FROM cell_month WHERE cell_id = c.cell_id) AS county,
        (SELECT count(*) FROM channel o JOIN cell_month m USING (cell_id) WHERE m.month = '2026-10' AND m.county = '${county}' AND o.code <> '${channel}') AS others
      FROM channel c WHERE code = '${channel}'`);
    expect(row).toEqual({ opened: '2026-07-01', county, others: 0 });
    const joins = (months: string, where: string) =>
      one(`SELECT count(*) / count(DISTINCT month)::DOUBLE AS n, count(*) FILTER (join_channel_id = '${channel}') / count(DISTINCT month)::DOUBLE AS there
        FROM lived WHERE tenure = 0 AND previous_number_id IS NULL AND ${months} AND ${where}`);
    const [before, after] = ["month < '2026-07'", "month >= '2026-07'"];
    const [own, since] = [await joins(before, `county = '${county}'`), await joins(after, `county = '${county}'`)];
    expect(own.there).toBe(0);
    expect(since.n!).toBeGreaterThan(1.4 * own.n!);
    expect(since.there! / since.n!).toBeGreaterThan(0.3);
    const whole = [await joins(before, `city = '${city}'`), await joins(after, `city = '${city}'`)].map(({ n }) => n!);
    expect(whole[1]! / whole[0]!).toBeCloseTo(1.05, 0);
  });

  it('(e) a mix shift: the ARPU of every city rises while that of the province falls', async () => {
    const arpu = (by: string) =>
      demo.rows<{ before: number; now: number }>(`SELECT
        sum(revenue) FILTER (month = '2025-10') / (0.5 * (count(*) FILTER (month = '2025-10' AND on_books) + count(*) FILTER (month = '2025-10' AND was_on_books))) AS before,
        sum(revenue) FILTER (month = '2026-10') / (0.5 * (count(*) FILTER (month = '2026-10' AND on_books) + count(*) FILTER (month = '2026-10' AND was_on_books))) AS now
      FROM lived ${by}`);
    const cities = await arpu('GROUP BY city');
    expect(cities).toHaveLength(14);
    for (const city of cities) expect(city.now).toBeGreaterThan(city.before);
    const [province] = await arpu('');
    expect(province!.now).toBeLessThan(province!.before * 0.99);
    const fast = STORIES.mixShift.cities.map((c) => `'${c}'`).join(', ');
    const grown = await one(
      `SELECT count(*) FILTER (month = '2026-10') / count(*) FILTER (month = '2025-10') AS factor FROM lived WHERE on_books AND city IN (${fast})`,
    );
    expect(grown.factor!).toBeGreaterThan(1.8);
  });
});
