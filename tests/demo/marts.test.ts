import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEMO_OFFERS } from '../../src/demo/offers.js';
import { type DemoAtHand, openDemoAtHand } from './support.js';

interface Column {
  readonly type: string;
  readonly required?: boolean;
  readonly codes?: readonly string[];
  readonly references?: string;
}
interface Contract {
  readonly key?: readonly string[];
  readonly columns: Record<string, Column>;
  readonly checks?: readonly { name: string; sql: string }[];
}

const MARTS = [
  'number_month',
  'number_event',
  'contact',
  'cell_month',
  'cell_hour',
  'plan',
  'channel',
  'city',
  'county',
  'grid',
  'campaign',
  'target',
  'lead',
  'number_day',
  'complaint',
  'score',
] as const;
const contracts: Record<string, Contract> = {};
for (const mart of MARTS)
  contracts[mart] = parse(await readFile(new URL(`../../sql/contract/${mart}.yaml`, import.meta.url), 'utf8'));

let demo: DemoAtHand;
beforeAll(async () => {
  demo = await openDemoAtHand();
});
afterAll(() => demo?.remove());

const count = async (sql: string): Promise<number> => (await demo.rows<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`))[0]!.n;

describe.each(MARTS)('%s keeps the contract', (mart) => {
  const { columns, key, checks = [] } = contracts[mart]!;

  it('has every column, of the type asked for', async () => {
    const found = await demo.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${mart}`);
    const asked = Object.entries(columns).map(([name, c]) => [
      name,
      c.type.replace(/^ID$/, 'BIGINT').replace(/^MONTH$/, 'VARCHAR'),
    ]);
    expect(Object.fromEntries(found.map((c) => [c.column_name, c.column_type]))).toEqual(Object.fromEntries(asked));
  });

  it('has what is required, and only codes that are known', async () => {
    for (const [name, column] of Object.entries(columns)) {
      if (column.required) expect(await count(`${mart} WHERE "${name}" IS NULL`), name).toBe(0);
      if (column.codes) {
        const found = await demo.rows<{ code: string }>(
          `SELECT DISTINCT "${name}" AS code FROM ${mart} WHERE "${name}" IS NOT NULL ORDER BY 1`,
        );
        expect(
          found.map((r) => r.code),
          name,
        ).toEqual([...column.codes].sort());
      }
      if (column.references)
        expect(await count(`${mart} WHERE "${name}" NOT IN (SELECT code FROM ${column.references})`), name).toBe(0);
    }
  });

  it('has its key once, and passes the checks', async () => {
    if (key)
      expect(
        await count(`(SELECT 1 FROM ${mart} GROUP BY ${key.map((name) => `"${name}"`).join(', ')} HAVING count(*) > 1)`),
      ).toBe(0);
    for (const check of checks) expect(await count(`${mart} WHERE NOT (${check.sql})`), check.name).toBe(0);
  });
});

describe('complaint', () => {
  it('has each complaint of number_month, and others of the days of their events', async () => {
    const told = 'SELECT month, number_id, count(*) AS told FROM complaint GROUP BY ALL';
    expect(
      await count(`number_month n LEFT JOIN (${told}) USING (month, number_id) WHERE n.complaints <> coalesce(told, 0)`),
    ).toBe(0);
    expect(await count(`(${told}) LEFT JOIN number_month n USING (month, number_id) WHERE n.number_id IS NULL`)).toBe(0);
    const events = 'SELECT number_id, "on" FROM number_event WHERE type = \'COMPLAINT\'';
    expect(await count(`(SELECT number_id, opened_on FROM complaint EXCEPT ALL ${events})`)).toBe(0);
  });

  it('knows no day after the data, and closes most', async () => {
    expect(await count("complaint WHERE closed_on > DATE '2026-10-31' OR (closed_on IS NULL) <> (satisfied IS NULL)")).toBe(0);
    const [open] = await demo.rows<{
      old: number;
      fresh: number;
    }>(`SELECT count(*) FILTER (closed_on IS NULL AND month < '2026-09') AS old,
      count(*) FILTER (closed_on IS NULL AND month = '2026-10') AS fresh FROM complaint`);
    expect(open!.old).toBe(0);
    expect(open!.fresh).toBeGreaterThan(10);
  });
});

describe('number_day', () => {
  it('adds up to the month of every number, and has all that comes on a day of service', async () => {
    const summed =
      'SELECT month, number_id, sum(voice_min) AS voice, sum(data_gb) AS data, sum(revenue) AS paid, sum(sms) AS texts FROM number_day GROUP BY ALL';
    const whole = "number_month n LEFT JOIN day d USING (month, number_id) WHERE month >= '2026-07'";
    await demo.execute(`CREATE OR REPLACE TEMP TABLE day AS ${summed}`);
    const differs = [
      'voice_min <> coalesce(voice, 0)',
      'data_gb <> coalesce(data, 0)',
      'revenue <> coalesce(paid, 0)',
      'sms <> coalesce(texts, 0)',
    ];
    expect(await count(`${whole} AND (${differs.join(' OR ')})`)).toBe(0);
    expect(await count(`${whole} AND d.number_id IS NOT NULL`)).toBeGreaterThan(50_000);
    expect(await count(`number_day WHERE least(voice_min, data_gb, revenue, sms) < 0`)).toBe(0);
    expect(await count('number_day d JOIN number_month n USING (month, number_id) WHERE d."on" < joined_on')).toBe(0);
  });

  it('has weeks: fewer calls and more data at weekends', async () => {
    const [found] = await demo.rows<{ voice: number; data: number }>(`SELECT
      avg(voice_min) FILTER (isodow("on") > 5) / avg(voice_min) FILTER (isodow("on") < 6) AS voice,
      avg(data_gb) FILTER (isodow("on") > 5) / avg(data_gb) FILTER (isodow("on") < 6) AS data FROM number_day`);
    expect(found!.voice).toBeLessThan(0.9);
    expect(found!.data).toBeGreaterThan(1.1);
  });
});

describe('number_month', () => {
  it('gives as many rows as it says, in the order of number_id', async () => {
    expect(await count('number_month')).toBe(demo.made.rows);
    const order = `SELECT number_id, lag(number_id) OVER (PARTITION BY filename ORDER BY file_row_number) AS before
      FROM read_parquet('${demo.dir}/number_month/*/data.parquet', filename = true, file_row_number = true)`;
    expect(await count(`(${order}) WHERE before >= number_id`)).toBe(0);
  });

  it('keeps every number that is on the books in the next month, and drops the cancelled', async () => {
    const next = 'SELECT n.*, x.number_id AS later FROM lived n LEFT JOIN lived x ON x.number_id = n.number_id AND x.m = n.m + 1';
    expect(await count(`(${next}) WHERE month < '2026-10' AND status <> 'CANCELLED' AND later IS NULL`)).toBe(0);
    expect(await count(`(${next}) WHERE status = 'CANCELLED' AND later IS NOT NULL`)).toBe(0);
    expect(await count(`(${next}) WHERE status = 'PRE_CANCELLED' AND later IS NOT NULL`)).toBeGreaterThan(0);
  });

  it('keeps what does not change: person, number, joining', async () => {
    const lasting =
      'msisdn, customer_id, household_id, customer_type, birth_year, city, county, grid, joined_on, join_channel_id, join_staff_id, previous_number_id';
    const changed = lasting
      .split(', ')
      .map((c) => `count(DISTINCT ${c}) > 1`)
      .join(' OR ');
    expect(await count(`(SELECT 1 FROM number_month GROUP BY number_id HAVING ${changed})`)).toBe(0);
    expect(await count("number_month WHERE NOT regexp_full_match(msisdn, '1[3-9][0-9]00[0-9]{6}')")).toBe(0);
    expect(await count('(SELECT 1 FROM number_month GROUP BY msisdn HAVING count(DISTINCT number_id) > 1)')).toBe(0);
  });

  it('takes arrears through suspension, pre-cancelling after one month and cancelling after three', async () => {
    const path = `SELECT n.status, n.status_since, min(s.status_since) FILTER (s.status = 'SUSPENDED' AND s.m < n.m) AS suspended
      FROM lived n JOIN lived s USING (number_id) WHERE n.leave_reason = 'ARREARS' AND s.m BETWEEN n.m - 3 AND n.m AND n.month > '2025-11' GROUP BY ALL`;
    const [gone] = await demo.rows<{ pre: number; cancelled: number }>(`SELECT
      count(*) FILTER (status = 'PRE_CANCELLED' AND status_since < suspended + INTERVAL 1 MONTH) AS pre,
      count(*) FILTER (status = 'CANCELLED' AND status_since < suspended + INTERVAL 3 MONTH) AS cancelled FROM (${path})`);
    expect(gone).toEqual({ pre: 0, cancelled: 0 });
    expect(await count("number_month WHERE status = 'SUSPENDED' AND arrears = 0")).toBe(0);
    expect(await count("number_month WHERE (leave_reason IS NULL) <> (status IN ('ACTIVE', 'SUSPENDED'))")).toBe(0);
  });

  it('re-enters with a number of the same holder that was given up in the month or the three before', async () => {
    const given = `SELECT n.number_id, max(x.m) AS left_m FROM lived n JOIN lived x ON x.number_id = n.previous_number_id AND x.customer_id = n.customer_id
      WHERE n.tenure = 0 AND x.m <= n.m AND (x.was_on_books OR x.tenure = 0) AND NOT x.on_books GROUP BY n.number_id, n.m HAVING n.m - left_m BETWEEN 0 AND 3`;
    const fresh = await count("lived WHERE tenure = 0 AND previous_number_id IS NOT NULL AND month > '2025-11'");
    expect(fresh).toBeGreaterThan(100);
    expect(await count(`(${given}) JOIN lived USING (number_id) WHERE lived.tenure = 0 AND month > '2025-11'`)).toBe(fresh);
  });

  it('adds up: kinds of minutes, day and night, overage, use within service', async () => {
    expect(await count('number_month WHERE voice_min <> local_min + long_distance_min + roaming_min')).toBe(0);
    expect(await count('number_month WHERE data_gb <> day_data_gb + night_data_gb')).toBe(0);
    expect(
      await count(
        'number_month WHERE least(revenue, voice_revenue, data_revenue, overage_revenue, discount, arrears, prepaid_balance) < 0',
      ),
    ).toBe(0);
    expect(await count('number_month WHERE cross_net_min > voice_min + 0.05')).toBe(0);
    expect(await count('number_month WHERE voice_min + data_gb = 0 AND active_days > 0')).toBe(0);
    expect(await count("number_month WHERE active_days > 0 AND strftime(last_paid_use_on, '%Y-%m') <> month")).toBe(0);
    expect(
      await count("number_month WHERE status_since > last_day(strptime(month, '%Y-%m')) OR last_paid_use_on < joined_on"),
    ).toBe(0);
  });

  it('has households and customers that hold several numbers', async () => {
    for (const holder of ['customer_id', 'household_id'])
      expect(
        await count(
          `(SELECT 1 FROM number_month WHERE month = '2026-10' AND ${holder} IS NOT NULL GROUP BY ${holder} HAVING count(*) > 1)`,
        ),
      ).toBeGreaterThan(500);
  });

  it('asks for recommendation in survey months only, of a sample', async () => {
    const months = await demo.rows<{ month: string }>(
      'SELECT DISTINCT month FROM number_month WHERE nps_score IS NOT NULL ORDER BY 1',
    );
    expect(months.map((r) => r.month)).toEqual(['2025-09', '2025-12', '2026-03', '2026-06', '2026-09']);
  });
});

describe('number_event', () => {
  const events = (type: string) => `(SELECT number_id, month, "on" FROM number_event WHERE type = '${type}')`;
  it.each([
    ['JOIN', 'joined_on', 'tenure = 0'],
    ['PRE_CANCEL', 'status_since', "status = 'PRE_CANCELLED' AND strftime(status_since, '%Y-%m') = month"],
    ['CANCEL', 'status_since', "status = 'CANCELLED' AND leave_reason <> 'PORT_OUT'"],
    ['PORT_OUT', 'status_since', "status = 'CANCELLED' AND leave_reason = 'PORT_OUT'"],
  ])('has one %s for each, on the day', async (type, day, where) => {
    const told = `SELECT number_id, month, ${day} AS "on" FROM lived WHERE ${where}`;
    expect(await count(`((${told}) EXCEPT ALL ${events(type)})`)).toBe(0);
    expect(await count(`(${events(type)} EXCEPT ALL (${told}))`)).toBe(0);
  });

  it('has a SUSPEND and a RESUME on the day the status tells', async () => {
    const status = "SELECT number_id, month, status_since FROM lived WHERE strftime(status_since, '%Y-%m') = month AND status =";
    expect(await count(`((${status} 'SUSPENDED') EXCEPT ${events('SUSPEND')})`)).toBe(0);
    expect(await count(`(${events('RESUME')} EXCEPT (${status} 'ACTIVE'))`)).toBe(0);
  });

  it('has one event a complaint and an order for each accepted offer', async () => {
    const [told] = await demo.rows<{ n: number }>('SELECT sum(complaints)::BIGINT AS n FROM number_month');
    expect(await count("number_event WHERE type = 'COMPLAINT'")).toBe(told!.n);
    expect(await count("contact WHERE outcome = 'ACCEPTED'")).toBe(
      await count("number_event WHERE type = 'OFFER_ORDER' AND offer_id IS NOT NULL"),
    );
  });

  it('notes a change of plan in the month in which the plan changes', async () => {
    const changed =
      'SELECT n.number_id, n.month FROM lived n JOIN lived b ON b.number_id = n.number_id AND b.m = n.m - 1 WHERE b.plan_id <> n.plan_id';
    const noted = "SELECT number_id, month FROM number_event WHERE type = 'PLAN_CHANGE' AND month > '2025-08'";
    expect(await count(`((${changed}) EXCEPT (${noted}))`)).toBe(0);
    expect(await count(`((${noted}) EXCEPT (${changed}))`)).toBe(0);
  });
});

describe('contact, cell_month and target', () => {
  it('has contacts of every offer and scene; only orders have a margin', async () => {
    const offers = await demo.rows<{ offer_id: string }>('SELECT DISTINCT offer_id FROM contact ORDER BY 1');
    expect(offers.map((r) => r.offer_id)).toEqual(DEMO_OFFERS.map((o) => o.code).sort());
    expect(await count("contact WHERE (outcome = 'ACCEPTED') <> (margin IS NOT NULL)")).toBe(0);
    expect(await count('contact c ANTI JOIN number_month n ON n.month = c.month AND n.number_id = c.number_id')).toBe(0);
  });

  it('has the cells carry just what the numbers used', async () => {
    const [sums] = await demo.rows<{ cells: number; numbers: number }>(
      'SELECT (SELECT sum(used_gb) FROM cell_month)::DOUBLE AS cells, (SELECT sum(data_gb) FROM number_month)::DOUBLE AS numbers',
    );
    expect(sums!.cells).toBeCloseTo(sums!.numbers, 3);
    expect(await count('cell_month WHERE capacity_gb < used_gb')).toBe(0);
  });

  it('has the hours of a cell carry what its month did, most of it by day, and never more than they can', async () => {
    const hours = 'SELECT month, cell_id, sum(data_gb) AS gb, count(*) AS n FROM cell_hour GROUP BY ALL';
    expect(await count(`(${hours}) h JOIN cell_month m USING (month, cell_id) WHERE gb <> used_gb OR n <> 24`)).toBe(0);
    expect(await count('cell_hour WHERE data_gb > capacity_gb OR data_gb < 0 OR voice_min < 0')).toBe(0);
    const [found] = await demo.rows<{
      months: number;
      day: number;
      minutes: number;
      calls: number;
    }>(`SELECT count(DISTINCT month) AS months,
      (sum(data_gb) FILTER (hour BETWEEN 8 AND 19) / sum(data_gb))::DOUBLE AS day, sum(voice_min)::DOUBLE AS minutes,
      (SELECT sum(voice_min) FROM number_month WHERE month >= '2026-08')::DOUBLE AS calls FROM cell_hour`);
    expect(found).toMatchObject({ months: 3, minutes: expect.closeTo(found!.calls, 0) });
    expect(found!.day).toBeGreaterThan(0.55);
  });

  it('has stores stand in cells of their city, one of them opened in a story, and others nowhere', async () => {
    expect(await count("channel WHERE (kind IN ('OWN_STORE', 'AGENT_STORE')) <> (cell_id IS NOT NULL)")).toBe(0);
    const [cells] = await demo.rows<{ known: number }>(`SELECT count(*) AS known FROM channel c
      JOIN cell_month m ON m.cell_id = c.cell_id AND m.city = c.city WHERE m.month = '2026-10'`);
    expect(cells!.known).toBe(14 * 34 + 1);
  });

  it('has targets by city for what adds up, for the whole for ratios, some met and some missed', async () => {
    const kinds = await demo.rows<{ measure: string; whole: boolean }>(
      'SELECT DISTINCT measure, city IS NULL AS whole FROM target WHERE coalesce(county, grid, channel_id, staff_id) IS NULL ORDER BY 1',
    );
    expect(kinds.filter((k) => k.whole).map((k) => k.measure)).toEqual([
      'ARPU',
      'CHURN_RATE',
      'DOU',
      'FIVE_G_PENETRATION',
      'MOU',
    ]);
    expect(kinds.filter((k) => !k.whole).map((k) => k.measure)).toEqual([
      'CLOSING_SUBSCRIBERS',
      'CONTRIBUTION_MARGIN',
      'GROSS_ADDS',
      'LEAVERS',
      'NET_ADDS',
      'REVENUE',
    ]);
    const met = `SELECT sum(revenue) >= any_value(value) AS met FROM number_month JOIN target USING (month, city) WHERE measure = 'REVENUE' AND target.county IS NULL GROUP BY month, city`;
    const [share] = await demo.rows<{ met: number }>(`SELECT avg(met::INTEGER) AS met FROM (${met})`);
    expect(share!.met).toBeGreaterThan(0.1);
    expect(share!.met).toBeLessThan(0.9);
  });
});
