import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
/** Plan values by measure and city as the mart has them. */
let plans: readonly { readonly month: string; readonly city: string | null; readonly measure: string; readonly value: number }[];
beforeAll(async () => {
  gateway = await openGateway();
  plans = (await gateway.sql('select month, city, measure, value::double as value from serving.mart_target')) as never;
});
afterAll(() => gateway.close());

const planOf = (measure: string, city: string | null, month = '2026-10'): number | null =>
  plans.find((row) => row.measure === measure && row.city === city && row.month === month)?.value ?? null;
const planned = () => [...new Set(plans.filter(({ month, city }) => month === '2026-10' && city).map(({ measure }) => measure))];

test('against the plan a part has the plan of its city; where the mart has none, NO_TARGET says so', async () => {
  expect(planned().length).toBeGreaterThan(0);
  for (const measure of planned()) {
    const { data } = await gateway.ask(
      `{ indicator(measure: ${measure}, against: TARGET) { baseline drill(by: CITY) { code value baseline change absence } byTier: drill(by: PLAN_TIER) { value baseline absence } } }`,
    );
    for (const part of data.indicator.drill as Data[]) {
      const plan = planOf(measure, part.code);
      expect([measure, part.code, part.baseline]).toEqual([measure, part.code, plan]);
      if (part.value !== null) expect(part.absence).toBe(plan === null ? 'NO_TARGET' : null);
      if (plan !== null && part.value !== null) expect(part.change).toBeCloseTo(part.value - plan, 6);
    }
    for (const { value, baseline, absence } of data.indicator.byTier as Data[])
      expect([measure, baseline, value === null ? 'NO_TARGET' : absence]).toEqual([measure, null, 'NO_TARGET']);
  }
});

test('within a filter of some cities, each of them still has its plan', async () => {
  const { data } = await gateway.ask(
    '{ indicator(measure: REVENUE, against: TARGET, where: { city: { in: ["HAILAN", "MUHE"] } }) { drill(by: CITY) { code baseline } } }',
  );
  expect(new Map(data.indicator.drill.map(({ code, baseline }: Data) => [code, baseline]))).toEqual(
    new Map(['HAILAN', 'MUHE'].map((city) => [city, planOf('REVENUE', city)])),
  );
});

test('analysis is compared with the plan as indicator is, in each month and over months; no plan has its reason', async () => {
  const asked =
    '(dimensions: [CITY], measures: [REVENUE, CHURN_RATE], from: "2026-09", to: "2026-10", against: TARGET, totals: true';
  const fields =
    '{ rows { period city revenue baseline { revenue churnRate absent { measure reason } } } totals { period city totalOf baseline { revenue } } }';
  const { data, errors } = await gateway.ask(
    `{ analysis${asked}) ${fields} quarter: analysis${asked}, grain: TOTAL) ${fields} }`,
  );
  expect(errors).toEqual([]);
  expect(data.analysis.rows.length).toBeGreaterThan(10);
  for (const { period, city, baseline } of data.analysis.rows as Data[]) {
    expect([period, city, baseline.revenue]).toEqual([period, city, planOf('REVENUE', city, period)]);
    expect([city, baseline.churnRate]).toEqual([city, planOf('CHURN_RATE', city, period)]);
    const absent = baseline.churnRate === null ? [{ measure: 'CHURN_RATE', reason: 'NO_TARGET' }] : [];
    expect(baseline.absent).toEqual(absent);
  }
  for (const { city, baseline } of data.quarter.rows as Data[]) {
    const sum = planOf('REVENUE', city, '2026-09')! + planOf('REVENUE', city, '2026-10')!;
    expect(baseline.revenue).toBeCloseTo(sum, 6);
    expect(baseline.absent).toEqual([{ measure: 'CHURN_RATE', reason: 'NO_TARGET' }]);
  }
  const whole = data.analysis.totals.find(({ period, totalOf }: Data) => period === '2026-10' && totalOf.length === 1);
  const cities = plans.filter(({ measure, month, city }) => measure === 'REVENUE' && month === '2026-10' && city !== null);
  expect(whole.baseline.revenue).toBeCloseTo(planOf('REVENUE', null) ?? cities.reduce((sum, { value }) => sum + value, 0), 4);
});
