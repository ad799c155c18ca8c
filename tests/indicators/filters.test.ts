import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Where } from '../../src/slices/where.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { baselines, dataOf, drillOf, indicatorOf, mostlyLate, nodesOf } from '../support/indicators.js';
import { type Field, fieldsOf, holds, type PlainRow, plainRows, whereOf } from '../support/reference.js';

let gateway: Gateway;
let rows: readonly PlainRow[];
let fields: readonly Field[];
beforeAll(async () => {
  gateway = await openGateway();
  rows = await plainRows(gateway, '2026-10');
  fields = fieldsOf(gateway, rows);
});
afterAll(() => gateway.close());

const numbers = async (where?: Where) =>
  (await indicatorOf(gateway, { measure: 'NUMBERS', where, against: 'NONE' })).value as number;
const sources = async (query: string, given: object) => {
  const { extensions, errors, data } = await gateway.ask(query, given as Record<string, unknown>);
  expect(errors).toEqual([]);
  // The plan values that a figure is held against are no figure's source.
  const route = extensions.route.filter(({ source }: Data) => source !== 'serving.mart_target');
  return {
    data,
    sources: route.map(({ source }: Data) => source) as string[],
    reasons: route.map(({ rollupMissReason }: Data) => rollupMissReason),
  };
};

test('C6: through the graph, P and ¬P are what plain JavaScript finds, and the rest is unknown', async () => {
  await fc.assert(
    fc.asyncProperty(whereOf(fields, 2), async (where) => {
      const states = rows.map((row) => holds(where, row));
      const count = (state: boolean) => states.filter((value) => value === state).length;
      expect([await numbers(where), await numbers({ not: where })]).toEqual([count(true), count(false)]);
    }),
    { numRuns: 30 },
  );
});

test('C6: for a comparison, P, ¬P and isNull make the whole', async () => {
  const whole = await numbers();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), async (field) => {
      const where = { [field.name]: { eq: field.values[0] } } as Where;
      const parts = [where, { not: where }, { [field.name]: { isNull: true } } as Where];
      const counts = await Promise.all(parts.map(numbers));
      expect(counts.reduce((a, b) => a + b)).toBe(whole);
    }),
    { numRuns: 20 },
  );
});

test('filters commute: the order of and-terms and of or-terms does not matter, nor and for nesting', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(whereOf(fields, 1), { minLength: 2, maxLength: 4 }), async (terms) => {
      const reversed = [...terms].reverse();
      expect(await numbers({ and: reversed })).toBe(await numbers({ and: terms }));
      expect(await numbers({ or: reversed })).toBe(await numbers({ or: terms }));
      expect(await numbers(terms.reduce((inner, term) => ({ and: [inner, term] })))).toBe(await numbers({ and: terms }));
    }),
    { numRuns: 15 },
  );
});

/** Always holds, and is no dimension: no rollup can answer. */
const always: Where = { or: [{ joinedOn: { isNull: true } }, { joinedOn: { isNull: false } }] };
const cuts = [
  'city',
  'areaType',
  'planTier',
  'stage',
  'joinChannelKind',
  'creditLevel',
  'hasBroadband',
  'otherSim',
  'leaveReason',
  'ageGroup',
];

test('a rollup answers what the base answers: indicators and drills', async () => {
  let fromRollup = 0;
  const question = fc.record({
    measure: fc.constantFrom(
      'NUMBERS',
      'LEAVERS',
      'REVENUE',
      'ARPU',
      'CHURN_RATE',
      'DATA_VOLUME',
      'SATISFACTION',
      'NPS',
      'HIGH_VALUE_RETENTION',
      'ACQUISITION_COST',
    ),
    by: fc.constantFrom('CITY', 'STAGE', 'PLAN_TIER', 'HAS_BROADBAND', 'JOIN_CHANNEL_KIND', 'AGE_GROUP', 'LEAVE_REASON'),
    month: mostlyLate(gateway.serving.coverage.months),
    against: fc.constantFrom(...baselines.filter((name) => name !== 'TARGET')), // plans are for cities, not for any filter
    where: fc.oneof(
      fc.constant(undefined),
      whereOf(
        fields.filter(({ name }) => cuts.includes(name)),
        1,
      ),
    ),
  });
  const query = `query ($measure: Measure!, $by: Dimension!, $month: YearMonth, $against: Baseline!, $where: SliceFilter) {
    indicator(measure: $measure, month: $month, against: $against, where: $where) {
      value baseline change changeRate absence trend(months: 3) { month value } drill(by: $by) { code value baseline contribution absence }
    }
  }`;
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const rollup = await sources(query, asked);
      const base = await sources(query, { ...asked, where: { and: [...(asked.where ? [asked.where] : []), always] } });
      fromRollup += rollup.sources.filter((source) => source.startsWith('serving.rollup_')).length;
      expect(base.sources.every((source) => source === 'number_state')).toBe(true);
      const [a, b] = [rollup.data.indicator, base.data.indicator];
      expect({ ...a, drill: new Map(a.drill.map((part: Data) => [part.code, part])) }).toEqual({
        ...b,
        drill: new Map(b.drill.map((part: Data) => [part.code, part])),
      });
    }),
    { numRuns: 40 },
  );
  expect(fromRollup).toBeGreaterThan(10);
});

test('a rollup answers what the base answers: every node of every tree', async () => {
  for (const tree of ['LIFECYCLE', 'REVENUE', 'GROWTH', 'SUBSCRIBERS', 'MARGIN', 'CAMPAIGN']) {
    for (const own of [[], [{ city: { in: ['HAILAN', 'MUHE'] } }], [{ stage: { ne: 'MATURE' } }]]) {
      const rollup = await nodesOf(gateway, { tree, where: own[0] });
      const base = await nodesOf(gateway, { tree, where: { and: [...own, always] } });
      const figures = (nodes: readonly Data[]) =>
        nodes.map(({ code, value, baseline, contribution, share, absence }) => ({
          code,
          value,
          baseline,
          contribution,
          share,
          absence,
        }));
      expect(figures(rollup)).toEqual(figures(base));
    }
  }
});

test('the route says where the answer came from, and why from no rollup', async () => {
  const query =
    'query ($where: SliceFilter, $slice: Slice) { indicator(measure: LEAVERS, where: $where, slice: $slice) { value } }';
  expect((await sources(query, {})).sources).toEqual(['serving.rollup_whole']);
  expect((await sources(query, { where: { city: { eq: 'HAILAN' } } })).sources[0]).toMatch(/^serving\.rollup_/);
  const named = await sources(query, { where: { revenue: { gt: 1 } } });
  expect([named.sources, named.reasons]).toEqual([
    ['number_state'],
    ['the filter names revenue, which is a column of numbers and no dimension'],
  ]);
  const uncovered = await sources(query, { where: { grid: { eq: 'x' }, plan: { eq: 'y' } } });
  expect([uncovered.sources, uncovered.reasons]).toEqual([['number_state'], [expect.stringMatching(/^no rollup .*GRID.*PLAN/)]]);
  const { slice } = await indicatorOf(gateway, { measure: 'LEAVERS' });
  expect((await sources(query, { slice })).reasons).toEqual(['the slice holds only what LEAVERS counts, number by number']);
});

test('a filter that nothing fits gives zero for what is counted, and ZERO_DENOMINATOR for ratios', async () => {
  const where = { city: { eq: 'NOWHERE' } };
  const { drill, ...revenue } = await drillOf(gateway, { measure: 'REVENUE', by: 'CITY', where });
  expect([revenue.value, revenue.baseline, revenue.change, revenue.changeRate, revenue.absence, drill]).toEqual([
    0,
    0,
    0,
    null,
    null,
    [],
  ]);
  const arpu = await indicatorOf(gateway, { measure: 'ARPU', where });
  expect([arpu.value, arpu.baseline, arpu.change, arpu.absence]).toEqual([null, null, null, 'ZERO_DENOMINATOR']);
  const any = await dataOf(
    gateway,
    '{ indicator(measure: NUMBERS, where: {or: []}) { value } all: indicator(measure: NUMBERS, where: {and: []}) { value } }',
  );
  expect([any.indicator.value, any.all.value]).toEqual([0, rows.length]);
});
