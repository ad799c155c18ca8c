import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baselineMonths, sameSeason } from '../../src/figures/baseline.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf, indicatorOf, nodesOf } from '../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const one = async (sql: string) => Number((await gateway.sql(sql))[0]!.x);
const revenue = (month: string) => one(`select cast(sum(revenue) as double) as x from number_state where month = '${month}'`);
const average = (month: string) =>
  one(
    `select (count(*) filter (where was_on_books) + count(*) filter (where on_books)) / 2.0 as x from number_state where month = '${month}'`,
  );

describe('months of a baseline', () => {
  test.each([
    ['PREVIOUS_MONTH', '2026-01', ['2025-12']],
    ['SAME_MONTH_LAST_YEAR', '2026-02', ['2025-02']],
    ['MEAN_OF_PRIOR_3', '2026-02', ['2025-11', '2025-12', '2026-01']],
    ['SEASONAL_NAIVE', '2026-02', ['2025-01']],
    ['TARGET', '2026-02', []],
    ['NONE', '2026-02', []],
  ] as const)('%s of %s', (against, month, expected) => {
    expect(baselineMonths(month, against)).toEqual(expected);
  });

  // First day of the Chinese year: 2023-01-22, 2024-02-10, 2025-01-29, 2026-02-17, 2027-02-06, 2028-01-26.
  test.each([
    ['2026-02', '2025-01'],
    ['2026-01', '2025-02'],
    ['2025-01', '2024-02'],
    ['2025-02', '2024-01'],
    ['2024-02', '2023-01'],
    ['2027-02', '2026-02'],
    ['2027-01', '2026-01'],
    ['2028-01', '2027-02'],
    ['2026-03', '2025-03'],
    ['2026-12', '2025-12'],
  ])('Spring Festival: %s is like %s', (month, expected) => {
    expect(sameSeason(month)).toBe(expected);
  });
});

describe('figures, checked by hand-written SQL', () => {
  test.each([
    ['PREVIOUS_MONTH', '2026-10', '2026-09'],
    ['SAME_MONTH_LAST_YEAR', '2026-10', '2025-10'],
    ['SEASONAL_NAIVE', '2026-09', '2025-09'],
  ])('%s of %s is %s', async (against, month, before) => {
    const { value, baseline, change, changeRate } = await indicatorOf(gateway, { measure: 'REVENUE', month, against });
    expect([value, baseline]).toEqual([await revenue(month), await revenue(before)]);
    expect(change).toBeCloseTo(value - baseline, 6);
    expect(changeRate).toBeCloseTo((value - baseline) / baseline, 12);
  });

  test('MEAN_OF_PRIOR_3: a flow and a stock as the mean of three months, a ratio from their sums', async () => {
    const months = ['2026-07', '2026-08', '2026-09'];
    const flows = await Promise.all(months.map(revenue));
    const stocks = await Promise.all(months.map(average));
    const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const asked = { month: '2026-10', against: 'MEAN_OF_PRIOR_3' };
    expect((await indicatorOf(gateway, { measure: 'REVENUE', ...asked })).baseline).toBeCloseTo(total(flows) / 3, 6);
    expect((await indicatorOf(gateway, { measure: 'AVERAGE_SUBSCRIBERS', ...asked })).baseline).toBeCloseTo(total(stocks) / 3, 6);
    const { baseline } = await indicatorOf(gateway, { measure: 'ARPU', ...asked });
    expect(baseline).toBeCloseTo(total(flows) / total(stocks), 9);
    const meanOfRatios = total(flows.map((flow, index) => flow / stocks[index]!)) / 3;
    expect(Math.abs(baseline - meanOfRatios)).toBeGreaterThan(1e-6);
  });

  test('MEAN_OF_PRIOR_3 of a node’s part: the mean of what the three months had', async () => {
    const where = `lifecycle like 'GROWTH.%' and city = 'HAILAN'`;
    const count = (month: string) => one(`select count(*) as x from number_state where month = '${month}' and ${where}`);
    const expected = (await Promise.all(['2026-07', '2026-08', '2026-09'].map(count))).reduce((a, b) => a + b, 0) / 3;
    const data = await dataOf(
      gateway,
      '{ indicatorTree(tree: "LIFECYCLE", against: MEAN_OF_PRIOR_3) { nodes(maxLevel: 1) { code drill(by: CITY) { code baseline } } } }',
    );
    const growth = data.indicatorTree.nodes.find(({ code }: Data) => code === 'LIFECYCLE.GROWTH');
    expect(growth.drill.find(({ code }: Data) => code === 'HAILAN').baseline).toBeCloseTo(expected, 9);
  });

  test('TARGET: the plan value, summed over cities; its parts have nothing to be compared with', async () => {
    const planned = await one(
      `select cast(sum(value) as double) as x from serving.mart_target where month = '2026-10' and measure = 'REVENUE' and county is null`,
    );
    const [root, child] = await nodesOf(gateway, { tree: 'LIFECYCLE', measure: 'REVENUE', against: 'TARGET' });
    expect(root.target).toBeCloseTo(planned, 4);
    expect([root.baseline, root.absence]).toEqual([root.target, null]);
    expect(root.change).toBeCloseTo(root.value - planned, 4);
    expect([child.target, child.baseline, child.absence, child.status]).toEqual([null, null, 'NO_TARGET', 'NO_TARGET']);
    const churn = await indicatorOf(gateway, { measure: 'CHURN_RATE', against: 'TARGET' });
    expect([churn.target, churn.baseline]).toEqual([1.6, 1.6]);
  });

  test('NONE: nothing to compare with, and no reason for it', async () => {
    const { baseline, change, changeRate, absence } = await indicatorOf(gateway, { measure: 'REVENUE', against: 'NONE' });
    expect([baseline, change, changeRate, absence]).toEqual([null, null, null, null]);
  });

  test('baselineMonth of a tree: the one month, null where it is none or several', async () => {
    const query = `{ ${['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'TARGET', 'NONE'].map((against) => `${against}: indicatorTree(tree: "MARGIN", against: ${against}) { month baselineMonth }`).join(' ')} }`;
    const data = await dataOf(gateway, query);
    expect(Object.values(data).map(({ baselineMonth }: Data) => baselineMonth)).toEqual(['2026-09', '2025-10', null, null, null]);
    expect(data.NONE.month).toBe('2026-10');
  });
});

describe('NO_BASELINE: months that the data do not have', () => {
  test.each([
    ['REVENUE', 'PREVIOUS_MONTH', '2025-08', true],
    ['REVENUE', 'MEAN_OF_PRIOR_3', '2025-10', true],
    ['REVENUE', 'SAME_MONTH_LAST_YEAR', '2026-07', true],
    ['REVENUE', 'SEASONAL_NAIVE', '2026-02', true],
    ['OPENING_SUBSCRIBERS', 'PREVIOUS_MONTH', '2025-08', false],
    ['LEAVERS', 'NONE', '2025-08', false],
    ['ARPU', 'NONE', '2025-08', false],
    ['OPENING_SUBSCRIBERS', 'PREVIOUS_MONTH', '2025-09', true],
    ['DUAL_DROP_SHARE', 'NONE', '2025-10', false],
    ['RETENTION_6M', 'NONE', '2026-01', false],
    ['RETENTION_6M', 'PREVIOUS_MONTH', '2026-02', true],
  ])('%s against %s in %s: value there: %s', async (measure, against, month, hasValue) => {
    const { value, baseline, change, absence } = await indicatorOf(gateway, { measure, against, month });
    expect([value !== null, baseline, change, absence]).toEqual([hasValue, null, null, 'NO_BASELINE']);
  });

  test.each([
    ['REVENUE', 'PREVIOUS_MONTH', '2025-09'],
    ['REVENUE', 'MEAN_OF_PRIOR_3', '2025-11'],
    ['REVENUE', 'SAME_MONTH_LAST_YEAR', '2026-08'],
    ['OPENING_SUBSCRIBERS', 'PREVIOUS_MONTH', '2025-10'],
    ['DUAL_DROP_SHARE', 'NONE', '2025-11'],
    ['RETENTION_6M', 'PREVIOUS_MONTH', '2026-03'],
  ])('%s against %s is there from %s on', async (measure, against, month) => {
    const { value, absence, baseline } = await indicatorOf(gateway, { measure, against, month });
    expect([value === null, baseline === null, absence]).toEqual([false, against === 'NONE', null]);
  });

  test('DECLINE cannot be judged before it has three months behind it: no figure, not 0', async () => {
    for (const [month, absence] of [
      ['2025-08', 'NO_BASELINE'],
      ['2025-10', 'NO_BASELINE'],
      ['2025-11', null],
    ] as const) {
      const nodes = await nodesOf(gateway, { tree: 'LIFECYCLE', month, against: 'NONE' });
      const decline = nodes.find(({ code }) => code === 'LIFECYCLE.DECLINE');
      expect([month, decline.absence, decline.value === null]).toEqual([month, absence, absence !== null]);
    }
  });

  test('a trend has the months that there are, null before the history that the measure needs', async () => {
    const data = await dataOf(
      gateway,
      '{ indicator(measure: RETENTION_6M, month: "2026-03") { trend(months: 24) { month value } } one: indicator(measure: REVENUE) { value trend(months: 1) { month value } } }',
    );
    const points = data.indicator.trend as Data[];
    expect(points.map(({ month }) => month)).toEqual(gateway.serving.coverage.months.slice(0, 8));
    expect(points.map(({ value }) => value === null)).toEqual([true, true, true, true, true, true, false, false]);
    expect(data.one.trend).toEqual([{ month: '2026-10', value: data.one.value }]);
  });
});
