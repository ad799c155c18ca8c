import { afterAll, beforeAll, expect, test } from 'vitest';
import { developer, type Viewer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, analysisQuery } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const refusal = async (query: string, given = {}, viewer: Viewer = developer) => {
  const { data, errors, statements } = await gateway.ask(query, given, viewer);
  expect([data?.analysis ?? null, errors.length]).toEqual([null, 1]);
  const { code, suggestions } = errors[0]!.extensions;
  return { code, suggestions, message: errors[0]!.message, statements: statements.length };
};
const asked = (args: string, rows = 'revenue city') => `{ analysis${args && `(${args})`} { rows { ${rows} } } }`;

test.each([
  ['no measure', asked('', 'city period'), 'expected at least one measure, e.g. measures: [CLOSING_SUBSCRIBERS]'],
  ['nothing of the rows', '{ analysis { rowCount columns { name } } }', 'expected at least one measure'],
  [
    'a stock by day',
    asked('grain: DAY', 'closingSubscribers leavers'),
    'CLOSING_SUBSCRIBERS has no figures by day. Those that have:',
  ],
  ['ratios by week', asked('grain: WEEK', 'arpu churnRate'), 'ARPU, CHURN_RATE have no figures by day'],
  [
    'a stock by day in having',
    asked('grain: DAY, having: [{measure: NUMBERS, gt: 1}]', 'leavers'),
    'NUMBERS has no figures by day',
  ],
  ['a plan of days', asked('grain: DAY, against: TARGET', 'leavers'), 'a day has PREVIOUS_PERIOD, SAME_WEEKDAY'],
  [
    'months that are compared like one',
    asked('grain: QUARTER, from: "2026-07", against: MEAN_OF_PRIOR_3'),
    'only months have this baseline',
  ],
  ['from after to', asked('from: "2026-10", to: "2026-09"'), 'from: expected a month up to 2026-09, found 2026-10'],
  ['months before the data', asked('from: "2025-07"'), 'the data have 2025-08 to 2026-10, found 2025-07 to 2026-10'],
  ['months after the data', asked('to: "2026-11"'), 'the data have 2025-08 to 2026-10, found 2026-11 to 2026-11'],
  ['having without limits', asked('having: [{measure: ARPU}]'), 'having(measure: ARPU): expected gt, gte, lt or lte'],
  ['having with an empty limit', asked('having: [{measure: ARPU, gt: null}]'), 'expected gt, gte, lt or lte'],
  ['an order of nothing', asked('orderBy: [{desc: true}]'), 'exactly one of measure, dimension and period'],
  ['an order of two things', asked('orderBy: [{measure: ARPU, period: true}]'), 'exactly one of measure, dimension and period'],
  ['an order of no period', asked('orderBy: [{period: false}]'), 'exactly one of measure, dimension and period'],
  [
    'an order by what is not selected',
    asked('orderBy: [{dimension: STAGE}]'),
    'orderBy(dimension: STAGE): expected one of the selected',
  ],
  ['top 0', asked('topPer: {dimension: CITY, by: REVENUE, n: 0}'), 'topPer(n:): expected 1 or more, found 0'],
  ['the top of what is not selected', asked('topPer: {dimension: STAGE, by: REVENUE, n: 1}'), 'which are CITY'],
  ['the top of months', asked('topPer: {dimension: MONTH, by: REVENUE, n: 1}'), 'expected one of the selected dimensions'],
  ['a page of none', asked('first: 0'), 'expected 1 to 10000, found 0'],
  ['a page of too many', asked('first: 10001'), 'expected 1 to 10000, found 10001. Take the rest with after'],
  ['a cursor from elsewhere', asked('after: "abc.def"'), 'after: expected the endCursor'],
])('%s: BAD_USER_INPUT, without a statement', async (name, query, message) => {
  const found = await refusal(query);
  expect([found.code, found.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(message)]);
  expect(found.statements).toBe(name === 'a cursor from elsewhere' ? 1 : 0);
});

test('the label of a dimension that is not selected', async () => {
  const { errors } = await gateway.ask('{ analysis { rows { revenue city label(dimension: STAGE) } } }');
  expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual([
    'BAD_USER_INPUT',
    expect.stringContaining('name it in dimensions'),
  ]);
});

test('the slice of a baseline that is no months', async () => {
  const query = '{ analysis(to: "2025-08", against: PREVIOUS_MONTH) { rows { revenue baseline { revenue slice } } } }';
  const { data } = await gateway.ask(query);
  const found = await refusal('query ($slice: Slice) { analysis(slice: $slice) { rows { revenue } } }', {
    slice: data.analysis.rows[0].baseline.slice,
  });
  expect([found.code, found.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('found 2025-07 to 2025-07')]);
});

test.each([
  ['a measure', asked('having: [{measure: CHURN_RAT, gt: 1}]'), 'CHURN_RATE'],
  ['a dimension', asked('orderBy: [{dimension: CTY}]'), 'CITY'],
])('an unknown name, %s: UNKNOWN_NAME with suggestions', async (_, query, hint) => {
  const found = await refusal(query);
  expect([found.code, found.suggestions]).toEqual(['UNKNOWN_NAME', expect.arrayContaining([hint])]);
});

test.each([
  ['of rows', asked('', 'revenue cty'), 'Did you mean "city"'],
  ['of a filter', asked('where: {citty: {eq: "HAILAN"}}'), 'Did you mean "city"'],
])('an unknown field %s is no question at all, and the message has the nearest', async (_, query, hint) => {
  const found = await refusal(query);
  expect([found.code, found.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(hint)]);
});

test('seven dimensions: TOO_COSTLY without a statement; six are answered', async () => {
  const six = 'city areaType planTier stage gender hasBroadband';
  const found = await refusal(asked('', `numbers ${six} device5g`));
  expect([found.code, found.statements, found.message]).toEqual([
    'TOO_COSTLY',
    0,
    expect.stringContaining('at most 6 dimensions, found 7 (CITY'),
  ]);
  const { rows, totals } = await analysisOf(gateway, `numbers ${six}`, { totals: true });
  expect(rows.reduce((sum: number, { numbers }: Data) => sum + numbers, 0)).toBe(totals[0].numbers);
});

test('more rows than can be: TOO_COSTLY, never a cut answer; as many as can be all of them count', async () => {
  const codes = 'grid homeCell plan joinMonth joinStaff';
  const given = { from: '2025-08', to: '2026-10', first: 1 };
  const [{ n }] = (await gateway.sql(
    `select cast(count(*) as integer) as n from (select distinct month, grid, home_cell_id, plan_id, strftime(joined_on, '%Y-%m'), join_staff_id from number_state)`,
  )) as [{ n: number }];
  expect(n).toBeGreaterThan(90_000);
  const upTo = (analysisRows: number): Viewer => ({ ...developer, limits: { ...developer.limits, analysisRows } });
  const { data } = await gateway.ask(analysisQuery(`numbers ${codes}`), given, upTo(n));
  expect(data.analysis.rowCount).toBe(n);
  const found = await refusal(analysisQuery(`numbers ${codes}`), given, upTo(n - 1));
  const message = expect.stringMatching(
    /GRID × HOME_CELL × PLAN × JOIN_MONTH × JOIN_STAFF has more than [\d,]+ rows\. Leave out a dimension/,
  );
  expect([found.code, found.message]).toEqual(['TOO_COSTLY', message]);
});

test('a cursor of another question, order, filter or generation is refused; of another page size it is not', async () => {
  const { pageInfo } = await analysisOf(gateway, 'city revenue', { first: 3 });
  const after = pageInfo.endCursor;
  expect((await analysisOf(gateway, 'city revenue', { first: 2, after })).rows).toHaveLength(2);
  for (const [fields, given] of [
    ['city arpu', {}],
    ['city areaType revenue', {}],
    ['city revenue', { to: '2026-09' }],
    ['city revenue', { where: { areaType: { eq: 'URBAN' } } }],
    ['city revenue', { orderBy: [{ measure: 'REVENUE' }] }],
    ['city revenue', { grain: 'TOTAL' }],
  ] as const) {
    const found = await refusal(analysisQuery(fields), { ...given, after });
    expect([found.code, found.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('Begin again without after')]);
  }
});
