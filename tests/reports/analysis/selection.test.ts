import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf, sum } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const rowsOf = async (query: string, given = {}): Promise<readonly Data[]> => (await dataOf(gateway, query, given)).analysis.rows;

test('a field by another name, twice, and through fragments in fragments', async () => {
  const plain = await rowsOf('{ analysis { rows { city revenue arpu label(dimension: CITY, locale: ZH) } } }');
  expect(plain.length).toBe(14);
  const other =
    await rowsOf(`{ analysis { rows { place: city sameAgain: city ...money called: label(dimension: CITY, locale: ZH) } } }
    fragment money on AnalysisRow { ... on AnalysisRow { income: revenue alsoIncome: revenue } ...ratio }
    fragment ratio on AnalysisRow { perUser: arpu }`);
  expect(other).toEqual(
    plain.map(({ city, revenue, arpu, label }) => ({
      place: city,
      sameAgain: city,
      income: revenue,
      alsoIncome: revenue,
      perUser: arpu,
      called: label,
    })),
  );
});

test('rows asked for twice, by another name: both have all fields and one grouping', async () => {
  const data = await dataOf(
    gateway,
    '{ analysis(totals: true) { first: rows { city numbers } rows { revenue } totals { areaType numbers } } }',
  );
  expect(data.analysis.first.length).toBe(28);
  expect(data.analysis.rows.length).toBe(28);
  expect(data.analysis.totals.map(({ areaType }: Data) => areaType)).toEqual(data.analysis.totals.map(() => null));
});

test('two analyses in one document answer as each alone, also where one measure has more rows than the other', async () => {
  const a = 'analysis(to: "2026-10") { rowCount rows { leaveReason city jointly: numbers } }';
  const b = 'analysis(to: "2026-09") { rowCount rows { leaveReason city retention6m } }';
  const together = await dataOf(gateway, `{ a: ${a} b: ${b} }`);
  expect(together).toEqual({ a: (await dataOf(gateway, `{ ${a} }`)).analysis, b: (await dataOf(gateway, `{ ${b} }`)).analysis });
});

test.each([
  ['@skip(if: $given)', '@include(if: $given)', true],
  ['@include(if: $given)', '@skip(if: $given)', false],
])('what is skipped is neither grouped by nor computed: %s', async (out, kept, given) => {
  const query = `query ($given: Boolean!) { analysis { columns { name } rows { city ${out} areaType ${kept} numbers ${kept} ... ${out} { planTier }
    ...wide ${out} ...narrow ${kept} ... @include(if: true) { arpu } } totals ${out} { stage } } }
    fragment wide on AnalysisRow { county revenue } fragment narrow on AnalysisRow { leavers }`;
  const { data, errors } = await gateway.ask(query, { given });
  expect(errors).toEqual([]);
  expect(data.analysis.columns.map(({ name }: Data) => name)).toEqual(['period', 'areaType', 'numbers', 'leavers', 'arpu']);
  expect(data.analysis.rows.map((row: Data) => Object.keys(row))).toEqual(
    [1, 2].map(() => ['areaType', 'numbers', 'leavers', 'arpu']),
  );
});

test('a fragment that is skipped in one place and not in another is there', async () => {
  const query = `{ analysis { rows { ...by @skip(if: true) numbers ... on AnalysisRow { ...by } } } } fragment by on AnalysisRow { areaType }`;
  expect(await rowsOf(query)).toHaveLength(2);
});

test('a dimension that is only in the totals groups as well, and one in the baseline does not', async () => {
  const query = '{ analysis(against: PREVIOUS_MONTH, totals: true) { rows { revenue baseline { city } } totals { areaType } } }';
  const { rows, totals } = (await dataOf(gateway, query)).analysis;
  expect([rows.length, totals.length]).toEqual([2, 1]);
  expect(rows[0].baseline).toEqual({ city: null });
});

test('columns are what is selected, in its order, dimensions first; what decides on rows alone is none', async () => {
  const { columns, rows } = (
    await dataOf(
      gateway,
      '{ analysis(having: [{measure: NUMBERS, gt: 0}], orderBy: [{measure: NPS}], topPer: {dimension: CITY, by: CHURN_RATE, n: 2}) { rows { arpu city revenue areaType absent { measure } } columns { name label(locale: EN) type unit measure dimension } } }',
    )
  ).analysis;
  expect(columns.map((column: Data) => Object.values(column))).toEqual([
    ['period', 'Period', 'STRING', null, null, null],
    ['city', 'City', 'STRING', null, null, 'CITY'],
    ['areaType', 'Area type', 'STRING', null, null, 'AREA_TYPE'],
    ['arpu', 'Average revenue per user', 'NUMBER', 'CNY', 'ARPU', null],
    ['revenue', 'Revenue', 'NUMBER', 'CNY', 'REVENUE', null],
  ]);
  expect(rows.flatMap(({ absent }: Data) => absent)).toEqual([]);
});

test('one statement for the figures, whatever is selected; it sums what is selected and nothing else', async () => {
  const count = async (query: string) => {
    const { errors, statements } = await gateway.ask(query);
    expect(errors).toEqual([]);
    return statements;
  };
  // What counts different things is counted anew for each total, by statements of its own.
  const all = [...gateway.martlet.definitions.catalogue.measures.values()]
    .filter(({ countsDistinct }) => !countsDistinct)
    .map(({ code }) => code)
    .map((code) => code.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
    .join(' ');
  const wide =
    await count(`{ analysis(from: "2025-10", against: SAME_MONTH_LAST_YEAR, totals: true, topPer: {dimension: CITY, by: NPS, n: 3}) {
    rowCount columns { name label } pageInfo { endCursor } rows { city planTier ${all} slice label(dimension: CITY) baseline { ${all} } absent { reason } } totals { ${all} slice } } }`);
  expect(wide).toHaveLength(1);
  const [narrow, ...none] = await count('{ analysis(from: "2026-05") { rows { city revenue } } }');
  expect(none).toEqual([]);
  expect(narrow).toMatch(/sum\("?revenue"?\)/);
  expect(narrow!.match(/sum\(/g)).toHaveLength(1);
  expect(await count('{ analysis(grain: WEEK, from: "2026-05") { rows { leavers complaints } } }')).toHaveLength(1);
});

const named = (given: string, fields: string) => `{ analysis(${given}) { columns { name } rows { ${fields} } } }`;

test('dimensions and measures decide, in their order, whatever is selected', async () => {
  const asked = 'dimensions: [AREA_TYPE, CITY], measures: [REVENUE, NUMBERS]';
  const all = (await dataOf(gateway, named(asked, 'areaType city numbers revenue slice'))).analysis;
  expect(all.columns.map(({ name }: Data) => name)).toEqual(['period', 'areaType', 'city', 'revenue', 'numbers']);
  const narrow = (await dataOf(gateway, named(asked, 'revenue slice'))).analysis;
  expect(narrow.columns).toEqual(all.columns);
  expect(narrow.rows).toEqual(all.rows.map(({ revenue, slice }: Data) => ({ revenue, slice })));
  expect(all.rows).toHaveLength(28);
});

test('measures alone are of the whole; two fragments cannot change a figure', async () => {
  const document = `{ a: analysis(measures: [REVENUE]) { ...money } b: analysis(dimensions: [STAGE], measures: [REVENUE]) { ...money rows { stage } } }
    fragment money on Analysis { rows { revenue } }`;
  const { a, b } = await dataOf(gateway, document);
  expect([a.rows.length, b.rows.length]).toEqual([1, 5]);
  expect(sum(b.rows.map(({ revenue }: Data) => revenue))).toBeCloseTo(a.rows[0].revenue, 6);
});

test.each([
  [
    named('dimensions: [CITY], measures: [REVENUE]', 'city stage revenue'),
    'selected stage is outside them; name STAGE in dimensions',
  ],
  [named('measures: [REVENUE]', 'city revenue'), 'selected city is outside them; name CITY in dimensions'],
  [
    named('measures: [REVENUE]', 'revenue arpu leavers'),
    'selected arpu, leavers is outside them; name ARPU, LEAVERS in measures',
  ],
  [named('measures: [REVENUE], against: PREVIOUS_MONTH', 'baseline { arpu }'), 'name ARPU in measures'],
  ['{ analysis(measures: [REVENUE], totals: true) { totals { city } } }', 'name CITY in dimensions'],
  [named('dimensions: [CITY]', 'city'), 'analysis(measures:): expected what is computed beside dimensions'],
  [named('measures: []', 'period'), 'expected at least one measure'],
])('%s is refused', async (query, message) => {
  const { errors } = await gateway.ask(query);
  expect(errors.map((error) => [error.extensions.code, error.message])).toEqual([
    ['BAD_USER_INPUT', expect.stringContaining(message)],
  ]);
});
