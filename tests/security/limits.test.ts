import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Limits, usualLimits } from '../../src/security/limits.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

test.each<[Partial<Limits>, string, string]>([
  [
    { filterComparisons: 1 },
    '{ numbers(where: { city: { eq: "HAILAN" }, stage: { eq: "NEW" } }) { totalCount } }',
    'at most 1 comparisons',
  ],
  [{ filterValues: 1 }, '{ numbers(where: { numberId: { in: ["1", "2"] } }) { totalCount } }', 'a list may hold 1 values'],
  [{ trendMonths: 2 }, '{ indicator(measure: REVENUE) { trend(months: 3) { month } } }', 'expected 1 to 2, found 3.'],
  [{ drillParts: 2 }, '{ indicator(measure: REVENUE) { drill(by: CITY, top: 3) { code } } }', 'expected 1 to 2, found 3.'],
  [{ explainTop: 2 }, '{ explain(measure: REVENUE, month: "2026-10", top: 3) { change } }', 'expected 1 to 2, found 3.'],
  [{ signals: 2 }, '{ signals(first: 3) { materiality } }', 'expected 1 to 2, found 3.'],
  [{ analysisDimensions: 1 }, '{ analysis { rows { city stage revenue } } }', 'at most 1 dimensions, found 2 (CITY, STAGE).'],
  [{ analysisRows: 1 }, '{ analysis { rows { city stage revenue } } }', 'more than 1 rows'],
  [
    { reportRows: 2 },
    '{ report(code: "LIFECYCLE_MIGRATION", first: 3) { rowCount } }',
    'expected 1 to 2, found 3. Take the rest with after.',
  ],
  [{ numberRows: 2 }, '{ numbers(first: 3) { nodes { id } } }', 'expected 1 to 2, found 3.'],
  [{ numberCells: 2 }, '{ numbers(first: 2) { nodes { id city } } }', 'at most 2 cells a page'],
  [
    { searchCells: 200_000 },
    '{ a: numbers(first: 1) { nodes { id } } b: numbers(first: 1) { nodes { id } } }',
    'at most 250000 cells a request, found 400000',
  ],
  [
    { orderColumns: 1 },
    '{ numbers(orderBy: [{ column: "revenue" }, { column: "city" }]) { nodes { id } } }',
    'at most 1 columns, found 2.',
  ],
  [
    { historyMonths: 1 },
    '{ numbers(first: 1) { nodes { history(months: 2) { month } } } }',
    'history(months:): expected 1 to 1, found 2.',
  ],
])('what the viewer may ask for at a time holds, not what is usual: %j', async (own, query, message) => {
  const viewer = (limits: Limits) => managerOf(['HAILAN'], { tiers: [1, 2, 3], limits });
  const { errors } = await gateway.ask(query, {}, viewer({ ...usualLimits, ...own }));
  expect(errors?.[0]?.message).toContain(message);
  expect((await gateway.ask(query, {}, viewer(usualLimits))).errors).toEqual([]);
});
