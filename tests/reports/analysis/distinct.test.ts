import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { analysisOf, analysisQuery, dimensions, fieldOf, fieldsOfAll, some } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const figures = 'customers households convergedHouseholds numbersPerCustomer householdArpu closingSubscribers';
/** By hand: each counted in each cut from its numbers. */
const hand = (month: string) => `
  count(distinct customer_id) filter (on_books) as "customers",
  count(distinct household_id) filter (on_books) as "households",
  count(distinct household_id) filter (on_books and household_id in (
    select h.household_id from number_state h where h.month = '${month}' and h.on_books and h.has_broadband)) as "convergedHouseholds",
  count(*) filter (on_books and customer_id is not null) / nullif(count(distinct customer_id) filter (on_books), 0) as "numbersPerCustomer",
  cast(sum(revenue) filter (household_id is not null) as double) / nullif(count(distinct household_id) filter (on_books), 0) as "householdArpu",
  count(*) filter (on_books) as "closingSubscribers"`;
const names = figures.split(' ');

const filters = [
  { where: undefined, sql: 'true' },
  { where: { city: { in: ['HAILAN', 'MUHE'] } }, sql: "city in ('HAILAN', 'MUHE')" },
  { where: { customerType: { eq: 'ENTERPRISE' } }, sql: "customer_type = 'ENTERPRISE'" },
  { where: { not: { stage: { eq: 'MATURE' } } }, sql: "stage <> 'MATURE'" },
] as const;

const asText = (values: readonly unknown[]): string =>
  JSON.stringify(values.map((value) => (value === null || value === undefined ? null : String(value))));
const rounded = (value: unknown) => (value === null || value === undefined ? null : Number(Number(value).toPrecision(9)));

/** Rows of SQL and of the graph by what tells them apart, each with its figures. */
const table = (rows: readonly Data[], key: (row: Data) => readonly unknown[]) =>
  new Map(rows.map((row) => [asText(key(row)), names.map((name) => rounded(row[name]))]));

const sqlOf = (code: string): string => gateway.martlet.definitions.catalogue.dimensions.get(code)!.sql;

test('of random cuts every row and every total is a count of its own, as GROUP BY ROLLUP makes it by hand', async () => {
  let beyond = 0;
  const question = fc.record({
    by: some(dimensions, 1, 3),
    filter: fc.constantFrom(...filters),
    month: fc.constantFrom('2026-10', '2026-03'),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ by, filter, month }) => {
      const asked = { from: month, to: month, where: filter.where, totals: true };
      const { rows, totals } = await analysisOf(gateway, `${figures} ${fieldsOfAll(by)}`, asked);
      const keys = by.map((code, index) => `cast(${sqlOf(code)} as varchar) as k${index}`);
      const own = by.map((_, index) => `k${index}`);
      const byHand = await gateway.sql(
        `with own as (select *, ${keys.join(', ')} from number_state where month = '${month}' and ${filter.sql})
         select ${own.join(', ')}, ${own.map((key) => `grouping(${key}) as ${key}_all`).join(', ')}, ${hand(month)}
         from own group by rollup (${own.join(', ')})`,
      );
      const found = table([...rows, ...totals], (row) =>
        by.map((code) => (row.totalOf.includes(code) ? '(all)' : row[fieldOf(code)])),
      );
      const expected = table(byHand as Data[], (row) => own.map((key) => (Number(row[`${key}_all`]) === 1 ? '(all)' : row[key])));
      // A whole of nobody has its row, which is 0 of everything.
      expect([...found].sort()).toEqual([...expected].sort());
      const whole = totals.find((row: Data) => row.totalOf.length === by.length);
      if (rows.reduce((sum: number, row: Data) => sum + row.customers, 0) > whole.customers) beyond += 1;
    }),
    { numRuns: 40 },
  );
  // Else adding up would have done.
  expect(beyond).toBeGreaterThan(10);
});

test('"other" is counted anew, whatever stands for itself beside it', async () => {
  const question = fc.record({
    by: some(['CITY', 'PLAN_TIER', 'INDUSTRY', 'STAGE', 'AGE_GROUP'], 1, 2),
    n: fc.integer({ min: 1, max: 4 }),
    measure: fc.constantFrom('CUSTOMERS', 'HOUSEHOLDS', 'HOUSEHOLD_ARPU', 'REVENUE'),
  });
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ by, n, measure }) => {
      const [dimension, ...rest] = by as [string, ...string[]];
      const topPer = { dimension, by: measure, n };
      const { rows } = await analysisOf(gateway, `${figures} ${fieldsOfAll(by)}`, { topPer });
      for (const other of rows.filter(({ isOther }: Data) => isOther)) {
        const isSame = (row: Data) => rest.every((code) => row[fieldOf(code)] === other[fieldOf(code)]);
        const shown = rows.filter((row: Data) => !row.isOther && isSame(row)).map((row: Data) => row[fieldOf(dimension)]);
        const is = (code: string, value: unknown) =>
          `${sqlOf(code)} is not distinct from ${value === null ? 'null' : `'${value}'`}`;
        const where = [
          ...shown.map((value: unknown) => `not (${is(dimension, value)})`),
          ...rest.map((code) => is(code, other[fieldOf(code)])),
        ];
        const [byHand] = await gateway.sql(
          `select ${hand('2026-10')} from number_state where month = '2026-10' and ${where.join(' and ')}`,
        );
        expect(names.map((name) => rounded(other[name]))).toEqual(names.map((name) => rounded((byHand as Data)[name])));
        compared += 1;
      }
    }),
    { numRuns: 15 },
  );
  expect(compared).toBeGreaterThan(20);
});

test('over months a count is the last month’s, and a ratio is made of its months’ counts', async () => {
  const fields = 'customers households householdArpu';
  const [quarter] = (await analysisOf(gateway, fields, { from: '2026-07', to: '2026-09', grain: 'QUARTER' })).rows;
  const { rows: months } = await analysisOf(gateway, `${fields} revenue`, { from: '2026-07', to: '2026-09' });
  expect([quarter.customers, quarter.households]).toEqual([months[2].customers, months[2].households]);
  const [byHand] = (await gateway.sql(
    `select cast(sum(revenue) as double) / sum(households) as arpu from (
       select month, sum(revenue) filter (household_id is not null) as revenue, count(distinct household_id) filter (on_books) as households
       from number_state where month in ('2026-07', '2026-08', '2026-09') group by month)`,
  )) as Data[];
  expect(quarter.householdArpu).toBeCloseTo(byHand.arpu, 9);
});

describe('what is counted and for whom', () => {
  test('the whole of a viewer of one city is that city’s, and what is summed comes from a rollup beside it', async () => {
    const query = analysisQuery('customers revenue');
    const { data, extensions } = await gateway.ask(
      query,
      { first: 10 },
      managerOf(['HAILAN'], { tiers: [1, 2], seesRoute: true }),
    );
    const [byHand] = await gateway.sql(
      `select count(distinct customer_id) filter (on_books) as n from number_state where month = '2026-10' and city = 'HAILAN'`,
    );
    expect(data.analysis.rows[0].customers).toBe(Number(byHand!.n));
    expect(extensions.route.map(({ source, rollupMissReason }: Data) => [source, rollupMissReason])).toEqual([
      ['number_state', 'counts of different things do not add up: they come from number_state, one by one'],
      [expect.stringMatching(/^serving\.rollup_/), null],
    ]);
  });

  test('of few numbers nothing is told, neither in a cut nor beside it', async () => {
    const manager = managerOf(['HAILAN'], { tiers: [1, 2], minimumGroup: 11 });
    const asked = { first: 10_000, where: { customerType: { eq: 'ENTERPRISE' } }, totals: true };
    const { data } = await gateway.ask(
      analysisQuery('customers closingSubscribers grid absent { measure reason }'),
      asked,
      manager,
    );
    const rows = await gateway.sql(
      `select grid, count(*) as n from number_state where month = '2026-10' and city = 'HAILAN' and customer_type = 'ENTERPRISE' group by grid`,
    );
    const few = new Set(rows.filter(({ n }) => Number(n) < 11).map(({ grid }) => grid));
    const told = data.analysis.rows.filter(({ customers }: Data) => customers !== null).map(({ grid }: Data) => grid);
    expect(few.size).toBeGreaterThan(3);
    expect(told.filter((grid: string) => few.has(grid))).toEqual([]);
    for (const row of data.analysis.rows)
      expect(row.absent.map(({ measure }: Data) => measure)).toEqual(
        row.customers === null ? ['CUSTOMERS', 'CLOSING_SUBSCRIBERS'] : [],
      );
  });
});

describe('where parts must add up they are refused', () => {
  test.each([
    ['a tree of parts', 'indicatorTree(tree: "LIFECYCLE", measure: CUSTOMERS) { code }', /^measure: CUSTOMERS counts different/],
    ['the question why', 'explain(measure: HOUSEHOLD_ARPU) { value }', /^explain\(measure:\): HOUSEHOLD_ARPU counts different/],
    ['a running sum', 'analysis(measures: [HOUSEHOLDS], cumulative: true) { rowCount }', /expected flows/],
    ['a day', 'analysis(measures: [CUSTOMERS], grain: DAY) { rowCount }', /CUSTOMERS/],
  ])('%s', async (_, asked, message) => {
    const { errors } = await gateway.ask(`{ ${asked} }`);
    expect(errors[0]!.message).toMatch(message);
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('a drill has its parts and no shares or contributions; the rest is counted anew', async () => {
    const { data } = await gateway.ask(
      `{ indicator(measure: CUSTOMERS, against: MEAN_OF_PRIOR_3) { value baseline drill(by: PLAN_TIER, top: 2) { code isOther value baseline share contribution } } }`,
    );
    const { drill } = data.indicator;
    expect(drill.map(({ share, contribution }: Data) => [share, contribution])).toEqual(drill.map(() => [null, null]));
    const shown = drill.slice(0, 2).map(({ code }: Data) => `'${code}'`);
    const counted = await gateway.sql(
      `select month, count(distinct customer_id) filter (on_books and plan_tier not in (${shown})) as n, count(distinct customer_id) filter (on_books) as whole
       from number_state where month in ('2026-07', '2026-08', '2026-09', '2026-10') group by month order by month`,
    );
    const [a, b, c, now] = counted.map(({ n }) => Number(n)) as [number, number, number, number];
    expect(drill[2]).toMatchObject({ isOther: true, value: now });
    expect(drill[2].baseline).toBeCloseTo((a + b + c) / 3, 9);
    expect(data.indicator.value).toBe(Number(counted[3]!.whole));
  });

  test('no signal is looked for in them', async () => {
    const { data } = await gateway.ask('{ signals(first: 500, noise: true) { measure { code } } }');
    const codes = new Set(data.signals.map(({ measure }: Data) => measure.code));
    expect(codes.size).toBeGreaterThan(5);
    expect(codes.has('CUSTOMERS') || codes.has('HOUSEHOLD_ARPU')).toBe(false);
  });
});
