import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { everythingOf, leavesOf, picked, pruned, textOf } from '../../support/everything.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const rows = [
  'period',
  'isPartial',
  'isOther',
  'totalOf',
  'baseline',
  'absent',
  'label',
  'slice',
  'city',
  'areaType',
  'revenue',
  'churnRate',
  'leavers',
];
const options = {
  given: {
    'IndicatorNode.trend': '(months: 3)',
    'IndicatorNode.drill': '(by: AREA_TYPE)',
    'Indicator.trend': '(months: 3)',
    'Indicator.drill': '(by: AREA_TYPE)',
    'AnalysisRow.label': '(dimension: CITY)',
    'PhoneNumberConnection.sums': '(measures: [REVENUE, ARPU])',
    'PhoneNumber.history': '(months: 2)',
    // Each asks anew, and writes a decision.
    'PhoneNumber.recommendations': null,
  },
  only: { AnalysisRow: rows },
  depth: 4,
};
const named = 'dimensions: [CITY, AREA_TYPE], measures: [LEAVERS, REVENUE, CHURN_RATE]';

/**
 * A normalising cache keeps an answer by its arguments, and two fragments of one document ask together: so what is selected beside a
 * field must never change what it says.
 */
describe('whatever else is selected, with the same arguments a field says the same', () => {
  test.each([
    ['analysis', 'Analysis', `(${named}, from: "2026-09", against: PREVIOUS_MONTH, totals: true, first: 7)`],
    ['analysis', 'Analysis', `(${named}, topPer: {dimension: CITY, by: REVENUE, n: 2}, orderBy: [{measure: CHURN_RATE}])`],
    ['analysis', 'Analysis', '(dimensions: [CITY], measures: [LEAVERS], grain: WEEK, totals: true)'],
    ['analysis', 'Analysis', '(measures: [REVENUE, LEAVERS], from: "2026-05", grain: QUARTER)'],
    ['indicator', 'Indicator', '(measure: CHURN_RATE, where: { city: { eq: "HAILAN" } })'],
    ['indicatorTree', 'IndicatorTree', '(tree: "REVENUE", against: SAME_MONTH_LAST_YEAR)'],
    ['explain', 'Explanation', '(measure: ARPU, month: "2026-10", by: [AREA_TYPE])'],
    ['signals', 'Signal', '(month: "2026-10", first: 3, noise: true)'],
    ['report', 'Report', '(code: "STOCK_STRUCTURE", first: 3)'],
    ['numbers', 'PhoneNumberConnection', '(where: { city: { eq: "HAILAN" } }, first: 2)'],
    ['number', 'PhoneNumber', '(id: "50")'],
    ['catalogue', 'Catalogue', ''],
    ['generation', 'Generation', ''],
    ['offers', 'Offer', '(scene: COUNTER)'],
  ])('%s %s %s', async (field, type, given) => {
    const fits = (name: string) =>
      !['city', 'areaType', 'label', 'revenue', 'churnRate', 'leavers'].includes(name) ||
      (name === 'label'
        ? given.includes('CITY')
        : given.includes(name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()));
    const own = { ...options, only: { AnalysisRow: rows.filter(fits) } };
    const all = everythingOf(createSchema(gateway.martlet.definitions), type, own);
    const whole = (await dataOf(gateway, `{ ${field}${given} { ${textOf(all)} } }`))[field];
    const leaves = leavesOf(all);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(leaves.length - 1), { minLength: 1, maxLength: 4 }), async (chosen) => {
        const fields = picked(
          all,
          chosen.map((index) => leaves[index]!),
        );
        const part = (await dataOf(gateway, `{ ${field}${given} { ${textOf(fields)} } }`))[field];
        expect(pruned(part, fields)).toEqual(pruned(whole, fields));
      }),
      { numRuns: 6 },
    );
  });
});

test('a document that is asked again with other variables is looked at anew, wherever they stand in it', async () => {
  const { numbers } = await dataOf(gateway, '{ numbers(first: 1) { nodes { numberId } } }');
  const id = numbers.nodes[0].numberId;
  const query = `query ($no: Boolean!) { number(id: "${id}") { numberId finance { ...Money } market @skip(if: $no) { planId } } }
    fragment Money on NumberFinance { revenue ... on NumberFinance { voiceRevenue @skip(if: $no) dataRevenue } }`;
  const whole = { planId: expect.any(String) };
  for (const no of [true, false, true]) {
    const { number } = (await gateway.ask(query, { no })).data!;
    expect(number.finance.dataRevenue).toEqual(expect.any(Number));
    expect(number.finance.voiceRevenue).toEqual(no ? undefined : expect.any(Number));
    expect(number.market).toEqual(no ? undefined : whole);
  }
});
