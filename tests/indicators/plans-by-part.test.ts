import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inCities } from '../../src/security/rows.js';
import type { Viewer } from '../../src/security/viewer.js';
import { developer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

interface Plan {
  readonly month: string;
  readonly city: string | null;
  readonly county: string | null;
  readonly grid: string | null;
  readonly channel_id: string | null;
  readonly staff_id: string | null;
  readonly measure: string;
  readonly value: number;
}

let gateway: Gateway;
/** The mart's rows as they are. */
let plans: readonly Plan[];
beforeAll(async () => {
  gateway = await openGateway();
  plans = (await gateway.sql('select * replace (value::double as value) from serving.mart_target')) as never;
});
afterAll(() => gateway.close());

/** Scopes of the mart: the dimension that drills into them, the filter's field, and which rows are theirs, all said here by hand. */
const scopes = [
  { by: 'CITY', field: 'city', isOwn: ({ city, county, grid }: Plan) => city !== null && county === null && grid === null },
  { by: 'COUNTY', field: 'county', isOwn: ({ county, grid }: Plan) => county !== null && grid === null },
  { by: 'GRID', field: 'grid', isOwn: ({ grid }: Plan) => grid !== null },
  {
    by: 'JOIN_CHANNEL',
    field: 'joinChannel',
    isOwn: ({ channel_id, staff_id }: Plan) => channel_id !== null && staff_id === null,
  },
  { by: 'JOIN_STAFF', field: 'joinStaff', isOwn: ({ staff_id }: Plan) => staff_id !== null },
] as const;
const columnOf = { CITY: 'city', COUNTY: 'county', GRID: 'grid', JOIN_CHANNEL: 'channel_id', JOIN_STAFF: 'staff_id' } as const;

const plansOf = ({ by, isOwn }: (typeof scopes)[number], measure: string, month = '2026-10') =>
  new Map(
    plans
      .filter((plan) => isOwn(plan) && plan.measure === measure && plan.month === month)
      .map((plan) => [plan[columnOf[by]]!, plan.value]),
  );
const measuresOf = ({ isOwn }: (typeof scopes)[number]) => [...new Set(plans.filter(isOwn).map(({ measure }) => measure))];

async function answer(query: string, viewer: Viewer = developer): Promise<Data> {
  const { data, errors } = await gateway.ask(query, {}, viewer);
  expect(errors).toEqual([]);
  return data;
}

describe.each(scopes)('$by', (scope) => {
  const { by, field } = scope;

  test('every part has just its own plan in drill and in analysis, and NO_TARGET where the mart has none', async () => {
    expect(measuresOf(scope).length).toBeGreaterThan(0);
    for (const measure of measuresOf(scope)) {
      const own = plansOf(scope, measure);
      const name = measure.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      const data = await answer(
        `{ indicator(measure: ${measure}, against: TARGET) { drill(by: ${by}) { code isOther value baseline change contribution target attainment absence } }
           analysis(dimensions: [${by}], measures: [${measure}], against: TARGET, first: 10000) { rows { ${field} baseline { ${name} absent { reason } } } } }`,
      );
      let seen = 0;
      for (const part of data.indicator.drill as Data[]) {
        const { code, isOther, value, baseline, change, contribution, target, attainment, absence } = part;
        expect(contribution).toBeNull();
        const plan = isOther ? null : (own.get(code) ?? null);
        if (plan !== null) seen++;
        expect([measure, code, baseline, target]).toEqual([measure, code, plan, plan]);
        if (value === null) continue;
        expect([code, absence]).toEqual([code, plan === null ? 'NO_TARGET' : null]);
        if (plan !== null) expect(change).toBeCloseTo(value - plan, 6);
        // All measures with plans of parts but one are good when they are up.
        if (plan !== null && plan > 0 && value > 0)
          expect(attainment).toBeCloseTo(measure === 'LEAVERS' ? plan / value : value / plan, 9);
        else expect(attainment).toBeNull();
      }
      expect([measure, seen > 0]).toEqual([measure, true]);
      for (const row of data.analysis.rows as Data[]) {
        const plan = own.get(row[field]) ?? null;
        expect([row[field], row.baseline[name]]).toEqual([row[field], plan]);
        expect(row.baseline.absent).toEqual(plan === null ? [{ reason: 'NO_TARGET' }] : []);
      }
    }
  });

  test('a filter, a slice and explain of one part find its plan', async () => {
    const measure = measuresOf(scope).at(-1)!;
    const own = plansOf(scope, measure);
    const drilled = await answer(`{ indicator(measure: ${measure}) { drill(by: ${by}, top: 40) { code value slice } } }`);
    const parts = (drilled.indicator.drill as Data[]).filter(({ code }) => own.has(code)).slice(0, 3);
    expect(parts.length).toBeGreaterThan(0);
    for (const { code, value, slice } of parts) {
      const plan = own.get(code)!;
      const data = await answer(
        `{ filter: indicator(measure: ${measure}, against: TARGET, where: { ${field}: { eq: "${code}" } }) { value target baseline trend(months: 2) { month target } }
           slice: indicator(measure: ${measure}, against: TARGET, slice: "${slice}") { value target baseline }
           explain(measure: ${measure}, against: TARGET, where: { ${field}: { in: ["${code}"] } }) { value baseline }
           tree: indicatorTree(tree: "SUBSCRIBERS", where: { ${field}: { eq: "${code}" } }) { nodes { code target } } }`,
      );
      expect(data.filter).toMatchObject({ value, target: plan, baseline: plan });
      expect(data.filter.trend).toEqual(
        ['2026-09', '2026-10'].map((month) => ({ month, target: plansOf(scope, measure, month).get(code) ?? null })),
      );
      expect(data.slice).toEqual({ value, target: plan, baseline: plan });
      expect(data.explain).toEqual({ value, baseline: plan });
      for (const node of data.tree.nodes as Data[]) {
        const nodeMeasure = node.code.split('.').at(-1) === 'SUBSCRIBERS' ? 'CLOSING_SUBSCRIBERS' : node.code.split('.').at(-1);
        expect([node.code, node.target]).toEqual([node.code, plansOf(scope, nodeMeasure).get(code) ?? null]);
      }
    }
  });
});

test('ranked by attainment: the largest share of its own plan first, what has no plan last', async () => {
  const { indicator } = await answer(
    '{ indicator(measure: GROSS_ADDS) { drill(by: JOIN_CHANNEL, orderBy: ATTAINMENT) { code attainment target status } top: drill(by: JOIN_CHANNEL, top: 3, orderBy: ATTAINMENT) { code } } }',
  );
  const shares = (indicator.drill as Data[]).map(({ attainment }) => attainment ?? Number.NEGATIVE_INFINITY);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(indicator.top.slice(0, 3)).toEqual(indicator.drill.slice(0, 3).map(({ code }: Data) => ({ code })));
  for (const { attainment, target, status } of indicator.drill as Data[])
    if (target === null) expect([attainment, status]).toEqual([null, 'NO_TARGET']);
});

test('what no row of the plan is just about has none: another filter, a node, a part of a channel, several of a ratio', async () => {
  const county = plans.find((plan) => plan.measure === 'ARPU' && plan.county !== null)!.county!;
  const data = await answer(
    `{ filter: indicator(measure: REVENUE, where: { age: { gt: 20 } }) { target }
       part: indicator(measure: GROSS_ADDS, where: { city: { eq: "HAILAN" }, joinChannel: { eq: "HAILAN_OWN_01" } }) { target }
       ratio: indicator(measure: ARPU, where: { county: { in: ["${county}", "HAILAN_02"] } }) { target }
       one: indicator(measure: ARPU, where: { county: { in: ["${county}"] } }) { target }
       elsewhere: indicator(measure: ARPU, where: { county: { eq: "HAILAN_02" }, city: { eq: "MUHE" } }) { target }
       there: indicator(measure: ARPU, where: { county: { eq: "HAILAN_02" }, city: { in: ["MUHE", "HAILAN"] } }) { target }
       excluded: indicator(measure: REVENUE, where: { city: { ne: "HAILAN" } }) { target } }`,
  );
  const planOfCounty = (code: string) => plansOf(scopes[1], 'ARPU').get(code);
  expect(data).toEqual({
    filter: { target: null },
    part: { target: null },
    ratio: { target: null },
    one: { target: planOfCounty(county) },
    elsewhere: { target: null },
    there: { target: planOfCounty('HAILAN_02') },
    excluded: { target: null },
  });
});

test('several parts have the sum of their plans where each has one; parts of the plan need not add up to the whole', async () => {
  const counties = ['HAILAN_01', 'HAILAN_02'];
  const { two, city, drill } = await answer(
    `{ two: indicator(measure: CLOSING_SUBSCRIBERS, where: { county: { in: ["${counties.join('", "')}"] } }) { target }
       city: indicator(measure: CLOSING_SUBSCRIBERS, where: { city: { eq: "HAILAN" } }) { target }
       drill: indicator(measure: CLOSING_SUBSCRIBERS, where: { city: { eq: "HAILAN" } }) { drill(by: COUNTY) { code target } } }`,
  );
  const own = plansOf(scopes[1], 'CLOSING_SUBSCRIBERS');
  expect(two.target).toBe(counties.reduce((sum, county) => sum + own.get(county)!, 0));
  expect(city.target).toBe(plansOf(scopes[0], 'CLOSING_SUBSCRIBERS').get('HAILAN'));
  const parts = (drill.drill as Data[]).reduce((sum, { target }) => sum + target, 0);
  expect(parts).not.toBe(city.target);
});

test('who sees some cities has the plans that name one of them', async () => {
  const viewer: Viewer = { ...developer, rows: inCities(['HAILAN', 'MUHE']) };
  const { indicator, channels } = await answer(
    '{ indicator(measure: CLOSING_SUBSCRIBERS) { target drill(by: COUNTY) { code target } } channels: indicator(measure: GROSS_ADDS) { drill(by: JOIN_CHANNEL, top: 5) { target } } }',
    viewer,
  );
  const cities = plansOf(scopes[0], 'CLOSING_SUBSCRIBERS');
  expect(indicator.target).toBe(cities.get('HAILAN')! + cities.get('MUHE')!);
  for (const { code, target } of indicator.drill as Data[])
    expect([code, target]).toEqual([code, plansOf(scopes[1], 'CLOSING_SUBSCRIBERS').get(code)]);
  for (const { target } of channels.drill as Data[]) expect(target).toBeNull();
});

test('within a filter of some cities, each of them still has its plan', async () => {
  const { indicator } = await answer(
    '{ indicator(measure: REVENUE, against: TARGET, where: { city: { in: ["HAILAN", "MUHE"] } }) { drill(by: CITY) { code baseline } byTier: drill(by: PLAN_TIER) { value baseline absence } } }',
  );
  const own = plansOf(scopes[0], 'REVENUE');
  expect(new Map(indicator.drill.map(({ code, baseline }: Data) => [code, baseline]))).toEqual(
    new Map(['HAILAN', 'MUHE'].map((city) => [city, own.get(city)])),
  );
  for (const { value, baseline, absence } of indicator.byTier as Data[])
    expect([baseline, value === null ? 'NO_TARGET' : absence]).toEqual([null, 'NO_TARGET']);
});

test('analysis is compared with the plan in each month and over months; its totals with the plan of the whole', async () => {
  const asked =
    '(dimensions: [CITY], measures: [REVENUE, CHURN_RATE], from: "2026-09", to: "2026-10", against: TARGET, totals: true';
  const fields =
    '{ rows { period city revenue baseline { revenue churnRate absent { measure reason } } } totals { period city totalOf baseline { revenue } } }';
  const data = await answer(`{ analysis${asked}) ${fields} quarter: analysis${asked}, grain: TOTAL) ${fields} }`);
  expect(data.analysis.rows.length).toBeGreaterThan(10);
  const revenue = (month: string) => plansOf(scopes[0], 'REVENUE', month);
  for (const { period, city, baseline } of data.analysis.rows as Data[]) {
    expect([period, city, baseline.revenue]).toEqual([period, city, revenue(period).get(city)]);
    expect(baseline.absent).toEqual([{ measure: 'CHURN_RATE', reason: 'NO_TARGET' }]);
  }
  for (const { city, baseline } of data.quarter.rows as Data[]) {
    expect(baseline.revenue).toBeCloseTo(revenue('2026-09').get(city)! + revenue('2026-10').get(city)!, 6);
    expect(baseline.absent).toEqual([{ measure: 'CHURN_RATE', reason: 'NO_TARGET' }]);
  }
  const whole = data.analysis.totals.find(({ period, totalOf }: Data) => period === '2026-10' && totalOf.length === 1);
  const cities = [...revenue('2026-10').values()];
  expect(whole.baseline.revenue).toBeCloseTo(
    cities.reduce((sum, value) => sum + value, 0),
    4,
  );
});
