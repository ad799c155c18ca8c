import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, fieldOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const table = async (input: object, page = {}): Promise<Data> => {
  const { data, errors } = await gateway.ask(
    `query ($input: AnalysisInput!, $first: Int, $after: String) {
       table(input: $input, first: $first, after: $after) {
         columns { name type unit measure dimension } rows { cells slice totalOf isOther } rowCount pageInfo { hasNextPage endCursor } } }`,
    { input, ...page },
  );
  expect(errors).toEqual([]);
  return data.table;
};

test('the same question as analysis gives the same figures, cell by cell, with totals and the rest', async () => {
  const question = { from: '2026-09', to: '2026-10', topPer: { dimension: 'CITY', by: 'REVENUE', n: 3 }, totals: true };
  const found = await table({ ...question, dimensions: ['CITY', 'PLAN_TIER'], measures: ['REVENUE', 'ARPU'] });
  const { rows, totals } = await analysisOf(gateway, 'city planTier revenue arpu period isOther totalOf slice', question);
  expect(found.columns.map(({ name }: Data) => name)).toEqual(['period', 'city', 'planTier', 'revenue', 'arpu']);
  const cells = (row: Data) => ['period', 'city', 'planTier', 'revenue', 'arpu'].map((name) => row[name]);
  const same = ({ slice, totalOf, isOther, ...row }: Data) => ({ cells: cells(row), slice, totalOf, isOther });
  expect(found.rows).toEqual([...rows, ...totals.filter(({ totalOf }: Data) => totalOf.length > 0)].map(same));
  expect(found.rowCount).toBe(rows.length);
});

test('with names each dimension has what people call its values beside its codes, totals and the rest too', async () => {
  const input = { dimensions: ['CITY'], measures: ['REVENUE'], topPer: { dimension: 'CITY', by: 'REVENUE', n: 2 }, totals: true };
  const query = (locale: string) => `query ($input: AnalysisInput!) {
    table(input: $input, names: true) { columns { name } rows { cells(locale: ${locale}) totalOf isOther } } }`;
  const plain = await table(input);
  const [english, chinese]: Data[] = await Promise.all(
    ['EN', 'ZH'].map(async (locale) => (await gateway.ask(query(locale), { input })).data.table),
  );
  expect(english.columns.map(({ name }: Data) => name)).toEqual(['period', 'city', 'cityLabel', 'revenue']);
  const without = ({ cells: [period, city, , revenue] }: Data) => [period, city, revenue];
  expect(english.rows.map(without)).toEqual(plain.rows.map(({ cells }: Data) => cells));
  const names = ({ rows }: Data) => rows.map(({ cells }: Data) => cells[2]);
  expect([names(english).slice(2), names(chinese).slice(2)]).toEqual([
    ['Other', 'Total'],
    ['其他', '合计'],
  ]);
  expect(names(english)[0]).not.toBe(names(chinese)[0]);
});

test('a pivot is a question made at run time: any measures and dimensions, page after page', async () => {
  const input = { dimensions: ['STAGE', 'CITY'], measures: ['NUMBERS', 'REVENUE'], grain: 'QUARTER', from: '2026-04' };
  const whole = await table(input);
  const walked: Data[] = [];
  for (let after: string | null = null; ; ) {
    const { rows, pageInfo }: Data = await table(input, { first: 7, after });
    walked.push(...rows);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(walked).toEqual(whole.rows);
  expect(whole.columns.slice(3).map(({ measure }: Data) => fieldOf(measure))).toEqual(['numbers', 'revenue']);
});

test.each([
  ['MONTH', { '2026-09': '2026-09-01', '2026-10': '2026-10-01' }],
  ['QUARTER', { '2026-Q3': '2026-07-01', '2026-Q4': '2026-10-01' }],
  ['YEAR', { '2026': '2026-01-01' }],
  ['TOTAL', { '2026-09..2026-10': '2026-09-01' }],
])('a row says when its period of grain %s begins', async (grain, expected) => {
  const against = grain === 'MONTH' ? 'SAME_MONTH_LAST_YEAR' : 'PREVIOUS_MONTH';
  const { rows, totals } = await analysisOf(gateway, 'leavers period periodStart baseline { period periodStart }', {
    from: '2026-09',
    to: '2026-10',
    grain,
    against,
    totals: true,
  });
  expect(Object.fromEntries(rows.map(({ period, periodStart }: Data) => [period, periodStart]))).toEqual(expected);
  if (grain === 'MONTH') expect(rows[0].baseline).toEqual({ period: '2025-09', periodStart: '2025-09-01' });
  for (const { period, periodStart } of totals) if (period === null) expect(periodStart).toBe('2026-09-01');
});

test('days begin with themselves, ISO weeks on their Monday', async () => {
  const days = await analysisOf(gateway, 'leavers period periodStart', { grain: 'DAY' });
  for (const { period, periodStart } of days.rows) expect(periodStart).toBe(period);
  const { rows } = await analysisOf(gateway, 'leavers period periodStart', { grain: 'WEEK', from: '2025-12', to: '2026-01' });
  const mondays = (await gateway.sql(
    "select distinct strftime(day, '%G-W%V') as week, strftime(date_trunc('week', day), '%Y-%m-%d') as monday from number_flow where month between '2025-12' and '2026-01'",
  )) as Data[];
  const of = new Map(mondays.map(({ week, monday }) => [week, monday]));
  for (const { period, periodStart } of rows) expect([period, periodStart]).toEqual([period, of.get(period)]);
});
