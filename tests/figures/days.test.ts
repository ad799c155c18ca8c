// Use by day, by hand-written SQL over the base marts: what cuts and selects it, what it adds up to, and where it is not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer } from '../../src/security/viewer.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { agree, openBase } from '../support/cases.js';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  [gateway, base] = await Promise.all([openGateway(), openBase(await demo())]);
  await base.execute(`
    CREATE VIEW hand.day AS
    SELECT d.*, n.city, n.grid, n.customer_type, n.credit_level, n.revenue AS monthly FROM base.number_day d JOIN base.number_month n ON n.number_id = d.number_id AND n.month = d.month`);
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

const codes = ['VOICE_MINUTES', 'DATA_VOLUME', 'REVENUE'] as const;
const sums =
  'CAST(sum(voice_min) AS DOUBLE) AS voiceMinutes, CAST(sum(data_gb) AS DOUBLE) AS dataVolume, CAST(sum(revenue) AS DOUBLE) AS revenue';
const fields = 'voiceMinutes dataVolume revenue';
const periods = { DAY: '%Y-%m-%d', WEEK: '%G-W%V' } as const;
const rowsOf = async (args: string, more = '', viewer = developer): Promise<{ rows: Data[]; sources: readonly string[] }> => {
  const { data, errors, extensions } = await gateway.ask(
    `{ analysis(measures: [${codes}], first: 10000, ${args}) { rows { period ${fields} ${more} } } }`,
    {},
    viewer,
  );
  expect(errors).toEqual([]);
  return { rows: data.analysis.rows, sources: (extensions.route ?? []).map(({ source }: Data) => source) };
};

test('days are there for the newest months, and add up to the month of every number, to the last fen', async () => {
  const months = await base.query('SELECT DISTINCT month FROM base.number_day ORDER BY month');
  expect(months.map(({ month }) => month)).toEqual(['2026-07', '2026-08', '2026-09', '2026-10']);
  const [row] = await base.query(`
    SELECT count(*) AS numbers, count(*) FILTER (n.revenue <> coalesce(d.revenue, 0) OR n.voice_min <> coalesce(d.voice_min, 0)
      OR n.data_gb <> coalesce(d.data_gb, 0) OR n.sms <> coalesce(d.sms, 0)) AS differing
    FROM base.number_month n LEFT JOIN (SELECT month, number_id, sum(revenue) AS revenue, sum(voice_min) AS voice_min, sum(data_gb) AS data_gb,
      sum(sms) AS sms FROM base.number_day GROUP BY ALL) d ON d.number_id = n.number_id AND d.month = n.month WHERE n.month >= '2026-07'`);
  expect(Number(row!.numbers)).toBeGreaterThan(15_000);
  expect(Number(row!.differing)).toBe(0);
});

describe.each(Object.entries(periods))('by %s', (grain, format) => {
  test.each([
    ['of all', '', 'TRUE', 'serving.rollup_day'],
    ['of a city', 'where: { city: { eq: "HAILAN" } },', "city = 'HAILAN'", 'serving.rollup_day_place'],
    ['of what numbers are', 'where: { creditLevel: { gte: 4 } },', 'credit_level >= 4', 'day_state'],
    [
      'of days',
      'where: { day: { in: ["2026-09-20", "2026-10-03"] } },',
      `"on" IN (DATE '2026-09-20', DATE '2026-10-03')`,
      'serving.rollup_day',
    ],
  ])('%s, from a rollup where one has it', async (_, args, where, source) => {
    const { rows, sources } = await rowsOf(`${args} grain: ${grain}, from: "2026-09", to: "2026-10"`);
    const hand = await base.query(
      `SELECT strftime("on", '${format}') AS period, ${sums} FROM hand.day WHERE month >= '2026-09' AND ${where} GROUP BY period ORDER BY period`,
    );
    expect(hand.length).toBeGreaterThan(1);
    expect(rows.map(({ period }) => period)).toEqual(hand.map(({ period }) => period));
    for (const [index, row] of rows.entries())
      for (const field of fields.split(' '))
        expect([row.period, field, row[field], agree(row[field], hand[index]![field] as number)]).toEqual([row.period, field, hand[index]![field], true]); // biome-ignore format: one expectation
    expect(sources).toEqual([source]);
  });

  test('and by city, with true totals', async () => {
    const { analysis } = await dataOf(
      gateway,
      `{ analysis(measures: [REVENUE, GROSS_ADDS], dimensions: [CITY], grain: ${grain}, from: "2026-10", to: "2026-10", totals: true, first: 10000) {
        rows { period city revenue grossAdds } totals { period city revenue totalOf } } }`,
    );
    const hand = await base.query(
      `SELECT strftime("on", '${format}') AS period, city, ${sums} FROM hand.day WHERE month = '2026-10' GROUP BY ALL`,
    );
    const known = new Map(hand.map((row) => [`${row.period} ${row.city}`, row.revenue]));
    const own = analysis.rows.filter(({ revenue }: Data) => revenue !== 0);
    expect(own.map(({ period, city, revenue }: Data) => [`${period} ${city}`, revenue]).sort()).toEqual([...known].sort());
    const [month] = await base.query(
      `SELECT CAST(sum(revenue) AS DOUBLE) AS revenue FROM base.number_month WHERE month = '2026-10'`,
    );
    const whole = analysis.totals.find(({ period, city }: Data) => period === null && city === null);
    expect(agree(whole.revenue, month!.revenue as number)).toBe(true);
  });
});

test('the parts of a drill add up to the figure, and the slice of each holds the numbers of that day and gives its figures again', async () => {
  const { indicators } = await dataOf(
    gateway,
    `{ indicators(measures: [${codes}], against: NONE) { value measure { code } drill(by: DAY) { code value slice } } }`,
  );
  for (const { value, drill } of indicators) {
    expect(drill).toHaveLength(31);
    expect(agree(drill.reduce((sum: number, part: Data) => sum + part.value, 0), value)).toBe(true); // biome-ignore format: one expectation
  }
  for (const at of [0, 11, 30]) {
    const { code, slice } = indicators[2].drill[at];
    const { numbers } = await dataOf(gateway, `{ numbers(slice: "${slice}") { totalCount sums(measures: [${codes}]) } }`);
    const [hand] = await base.query(`SELECT count(*) AS n, ${sums} FROM hand.day WHERE "on" = DATE '${code}'`);
    expect(numbers).toEqual({ totalCount: Number(hand!.n), sums: [hand!.voiceMinutes, hand!.dataVolume, hand!.revenue] });
    const { indicator } = await dataOf(
      gateway,
      `{ indicator(measure: REVENUE, slice: "${slice}", against: NONE) { value drill(by: CITY) { code value } } }`,
    );
    const cities = await base.query(
      `SELECT city AS code, CAST(sum(revenue) AS DOUBLE) AS value FROM hand.day WHERE "on" = DATE '${code}' GROUP BY city`,
    );
    expect(indicator.value).toBe(hand!.revenue);
    const sorted = (rows: readonly Data[]) => rows.map((row) => [row.code, row.value]).sort();
    expect(sorted(indicator.drill)).toEqual(sorted(cities));
  }
});

test('as a filter a day says which numbers, by what happened to them, and their month is told', async () => {
  const { indicator } = await dataOf(
    gateway,
    '{ indicator(measure: REVENUE, against: NONE, where: { day: { eq: "2026-10-09" } }) { value } }',
  );
  const [hand] = await gateway.sql(
    `SELECT CAST(sum(revenue) AS DOUBLE) AS revenue FROM number_state n WHERE month = '2026-10' AND EXISTS (FROM number_flow f WHERE f.month = n.month
     AND f.number_id = n.number_id AND day = DATE '2026-10-09')`,
  );
  expect(indicator.value).toBe(hand!.revenue);
});

describe('where it is not', () => {
  test('months that did not come by day have no figures by day, and a period with one has none', async () => {
    for (const query of [
      'indicator(measure: REVENUE, month: "2026-05") { drill(by: DAY) { value } }',
      'analysis(measures: [REVENUE], grain: WEEK, from: "2025-09", to: "2026-05") { rowCount }',
    ])
      expect((await gateway.ask(`{ ${query} }`)).errors[0]).toMatchObject({
        message: expect.stringContaining('number_day.on'),
        extensions: { code: 'NOT_PROVIDED' },
      });
    const { analysis } = await dataOf(
      gateway,
      '{ analysis(measures: [REVENUE, GROSS_ADDS], grain: DAY, from: "2026-06", to: "2026-07", fill: ZERO, totals: true, first: 10000) { rows { period revenue grossAdds absent { measure reason } } totals { period revenue absent { measure reason } } } }',
    );
    const absent = [{ measure: 'REVENUE', reason: 'NOT_PROVIDED' }];
    for (const row of analysis.rows)
      expect([row.period, row.revenue === null, row.absent]).toEqual(
        row.period < '2026-07' ? [row.period, true, absent] : [row.period, false, []],
      );
    expect(analysis.totals).toEqual([{ period: null, revenue: null, absent }]);
  });

  test('measures that have no figures by day are refused, with those that have', async () => {
    const { errors } = await gateway.ask('{ indicator(measure: ARPU) { drill(by: DAY) { value } } }');
    expect(errors[0]!.message).toMatch(/ARPU has no figures by day\. Those that have: .*DATA_VOLUME/);
  });
});

describe('who sees less', () => {
  test('rows: a manager of a city sees its days alone', async () => {
    const { rows } = await rowsOf('grain: DAY, from: "2026-10", to: "2026-10"', '', managerOf(['BAIXI'], { tiers: [1, 2] }));
    const hand = await base.query(
      `SELECT ${sums} FROM hand.day WHERE month = '2026-10' AND city = 'BAIXI' GROUP BY "on" ORDER BY "on"`,
    );
    expect(rows.map(({ period: _, ...row }) => row)).toEqual(hand);
  });

  test('the mart: neither figures by day nor slices of them', async () => {
    const { indicator } = await dataOf(gateway, '{ indicator(measure: REVENUE) { drill(by: DAY) { slice } } }');
    const { slice } = indicator.drill[4];
    const viewer = { ...developer, subject: 'no days', marts: { granted: null, denied: ['number_day'] } };
    for (const query of [
      '{ indicator(measure: REVENUE) { drill(by: DAY) { value } } }',
      '{ analysis(measures: [REVENUE], grain: DAY) { rowCount } }',
      `{ numbers(slice: "${slice}") { totalCount } }`,
    ])
      expect([query, (await gateway.ask(query, {}, viewer)).errors[0]?.extensions.code]).toEqual([query, 'FORBIDDEN']);
    const { data } = await gateway.ask('{ indicator(measure: REVENUE) { value absence } }', {}, viewer);
    expect(data.indicator.absence).toBeNull();
  });

  test('groups: a day of few numbers is not told', async () => {
    const least = 11;
    const board = managerOf([], { rows: null, tiers: [1, 2], minimumGroup: least });
    const asked = 'dimensions: [GRID], grain: DAY, from: "2026-10", to: "2026-10", where: { city: { eq: "HAILAN" } }';
    const { rows } = await rowsOf(asked, 'grid', board);
    const hand = await base.query(
      `SELECT strftime("on", '%Y-%m-%d') || ' ' || grid AS cell, count(DISTINCT number_id) AS numbers, CAST(sum(revenue) AS DOUBLE) AS revenue
       FROM hand.day WHERE month = '2026-10' AND city = 'HAILAN' GROUP BY cell`,
    );
    const known = new Map(hand.map((row) => [row.cell, row]));
    const handOf = ({ period, grid }: Data) => known.get(`${period} ${grid}`)!;
    expect(rows).toHaveLength(known.size);
    const few = rows.filter((row) => Number(handOf(row).numbers) < least);
    expect(few.length).toBeGreaterThan(10);
    for (const row of few) expect(row).toMatchObject({ revenue: null, voiceMinutes: null, dataVolume: null });
    const told = rows.filter(({ revenue }) => revenue !== null);
    expect(told.length).toBeGreaterThan(10);
    for (const row of told) expect(row.revenue).toBe(handOf(row).revenue);
  });
});
