import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const points = 'trend(months: 15) { month value absence target baseline baselineAbsence low high limitsAbsence slice }';
const own = 'value baseline signal { low high isSignal absence }';
const query = `query ($measure: Measure!, $month: YearMonth, $against: Baseline, $where: SliceFilter) {
  indicator(measure: $measure, month: $month, against: $against, where: $where) { ${own} ${points} }
}`;
const ask = async (given: Record<string, unknown>): Promise<Data> => (await dataOf(gateway, query, given)).indicator;
const signals = `query ($month: YearMonth, $where: SliceFilter) {
  signals(month: $month, kind: CHANGE, where: $where, first: 5000, noise: true) { measure { code } where { dimension code } low high verdict }
}`;

describe('the limits of a trend', () => {
  test('are those of signals, of the whole and of a part, in every month; what signals calls a signal is one here', async () => {
    for (const where of [undefined, { city: { eq: 'BAIXI' } }]) {
      const measures = ['COMPLAINTS', 'REVENUE', 'ARPU', 'LEAVERS_PORT_OUT'];
      const trends = await Promise.all(measures.map((measure) => ask({ measure, where })));
      for (const month of ['2026-05', '2026-08', '2026-10']) {
        const tested = (await dataOf(gateway, signals, { month })).signals;
        for (const [index, measure] of measures.entries()) {
          const code = where?.city.eq;
          const found = tested.find((each: Data) => each.measure.code === measure && each.where[0]?.code === code);
          const point = trends[index].trend.find((each: Data) => each.month === month);
          const { signal } = await ask({ measure, where, month });
          expect([measure, month, point.low, point.high]).toEqual([measure, month, found?.low ?? null, found?.high ?? null]);
          expect([signal.low, signal.high]).toEqual([point.low, point.high]);
          if (found?.verdict === 'SIGNAL') expect([measure, month, signal.isSignal]).toEqual([measure, month, true]);
        }
      }
    }
  });

  test('by hand-written SQL: complaints of a city in July', async () => {
    const [row] = await gateway.sql(`
      with figures as (select month, sum(complaints)::double as y from number_state
        where city = 'BAIXI' and month < '2026-07' and month not in ('2026-02', '2026-03') group by month),
      moves as (select *, abs(y - lag(y) over (order by month)) as move from figures)
      select avg(y) as mean, greatest(avg(move) / 1.128, sqrt(avg(y))) as spread from moves`);
    const { signal } = await ask({ measure: 'COMPLAINTS', month: '2026-07', where: { city: { eq: 'BAIXI' } } });
    expect(signal.low).toBeCloseTo(Number(row!.mean) - 3 * Number(row!.spread), 9);
    expect(signal.high).toBeCloseTo(Number(row!.mean) + 3 * Number(row!.spread), 9);
  });

  test('where the months before are too few there are none, and the reason says so; a figure that is null has its own', async () => {
    const { trend, signal } = await ask({ measure: 'CHURN_RATE' });
    expect(signal.absence).toBeNull();
    expect(trend[0]).toMatchObject({ value: null, absence: 'NO_BASELINE', low: null, high: null, limitsAbsence: 'NO_BASELINE' });
    expect(trend[3]).toMatchObject({ absence: null, low: null, high: null, limitsAbsence: 'NO_BASELINE' });
    const none = await ask({ measure: 'ARPU', where: { city: { eq: 'NOWHERE' } } });
    expect(none.signal).toEqual({ low: null, high: null, isSignal: null, absence: 'ZERO_DENOMINATOR' });
    for (const point of trend) {
      expect([point.month, point.low === null]).toEqual([point.month, point.limitsAbsence !== null]);
      expect([point.month, point.baseline === null]).toEqual([point.month, point.baselineAbsence !== null]);
    }
  });

  test('of a node are those of its own months: where its rule could not hold yet there is no figure to expect anything of', async () => {
    const { indicatorTree } = await dataOf(
      gateway,
      `{ indicatorTree(tree: "LIFECYCLE", month: "2026-08") { nodes(maxLevel: 1) { code signal { low high } trend(months: 2) { low high } } } }`,
    );
    for (const { code, signal, trend } of indicatorTree.nodes) expect([code, trend[1]]).toEqual([code, signal]);
    const decline = indicatorTree.nodes.find(({ code }: Data) => code === 'LIFECYCLE.DECLINE');
    const [row] = await gateway.sql(`
      with figures as (select month, count(*)::double as y from number_state
        where stage = 'DECLINE' and month between '2025-11' and '2026-07' and month not in ('2026-02', '2026-03') group by month),
      moves as (select *, abs(y - lag(y) over (order by month)) as move from figures)
      select avg(y) as mean, avg(move) / 1.128 as spread from moves`);
    expect(decline.signal.low).toBeCloseTo(Number(row!.mean) - 3 * Number(row!.spread), 9);
  });
});

test("the baseline of a point is that of the same question in the point's month", async () => {
  for (const against of ['PREVIOUS_MONTH', 'PREVIOUS_PERIOD', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'TARGET', 'NONE']) {
    for (const measure of ['REVENUE', 'CHURN_RATE']) {
      const where = measure === 'REVENUE' ? { city: { eq: 'HAILAN' } } : undefined;
      const { trend } = await ask({ measure, against, where });
      for (const { month, baseline, target } of trend.slice(-4)) {
        const alone = await ask({ measure, against, where, month });
        expect([against, month, baseline]).toEqual([against, month, alone.baseline]);
        if (against === 'TARGET') expect([against, month, target]).toEqual([against, month, alone.baseline]);
      }
    }
  }
});

test('the root of a partition tree has its plan in the trend as beside its value, its nodes have none', async () => {
  const { indicatorTree } = await dataOf(
    gateway,
    '{ indicatorTree(tree: "LIFECYCLE", measure: CLOSING_SUBSCRIBERS, against: TARGET) { nodes(maxLevel: 1) { target baseline trend(months: 1) { target baseline } } } }',
  );
  for (const { target, baseline, trend } of indicatorTree.nodes) expect(trend).toEqual([{ target, baseline }]);
  expect(indicatorTree.nodes[0].target).toBeGreaterThan(0);
});

test('what is not selected costs nothing: one statement for the values, one more for limits, one for baselines', async () => {
  const statements = async (fields: string) =>
    (
      await gateway.ask(
        `{ indicator(measure: REVENUE, month: "2026-09", against: MEAN_OF_PRIOR_3) { value trend(months: 6) { ${fields} } } }`,
      )
    ).statements.filter((sql) => !sql.includes('mart_target')).length;
  expect(await statements('value')).toBe(1);
  expect(await statements('value low high limitsAbsence')).toBe(2);
  expect(await statements('value baseline baselineAbsence')).toBe(2);
});
