import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../src/security/viewer.js';
import type { Where } from '../../src/slices/where.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { drillQuery, sum, thousandths, treeQuery } from '../support/indicators.js';
import { type Field, fieldsOf, holds, isGranted, type PlainRow, plainRows, whereOf } from '../support/reference.js';
import { managerOf } from '../support/viewers.js';

const month = '2026-10';
const dimensions = {
  CITY: 'city',
  COUNTY: 'county',
  STAGE: 'stage',
  PLAN_TIER: 'planTier',
  CREDIT_LEVEL: 'creditLevel',
  HAS_BROADBAND: 'hasBroadband',
  OTHER_SIM: 'otherSim',
  LEAVE_REASON: 'leaveReason',
} as const;

let gateway: Gateway;
let rows: readonly PlainRow[];
let fields: readonly Field[];
let cities: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  rows = await plainRows(gateway, month);
  fields = fieldsOf(gateway, rows);
  cities = [...new Set(rows.map(({ city }) => city))]
    .filter((city) => city !== null)
    .map(String)
    .sort();
});
afterAll(() => gateway.close());

/** The policy in plain JavaScript. */
const visible = (viewer: Viewer, where: Where = {}) => rows.filter((row) => isGranted(viewer, row) && holds(where, row) === true);
const viewers = () =>
  fc.subarray([...cities, 'NOWHERE'], { maxLength: 6 }).map((granted) => managerOf(granted, { tiers: [1, 3] }));
const asked = () => fc.tuple(viewers(), fc.oneof(fc.constant(undefined), whereOf(fields, 1)));

async function answer(viewer: Viewer, query: string, given: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await gateway.ask(query, given, viewer);
  expect(errors).toEqual([]);
  return data;
}

const measures: Readonly<Record<string, (kept: readonly PlainRow[]) => number | null>> = {
  NUMBERS: (kept) => kept.length,
  CLOSING_SUBSCRIBERS: (kept) => kept.filter((row) => row.on_books).length,
  LEAVERS: (kept) => kept.filter((row) => row.leaver).length,
  REVENUE: (kept) => sum(kept.map(({ fen }) => Number(fen))) / 100,
  ARPU: (kept) => {
    const average = (kept.filter((row) => row.was_on_books).length + kept.filter((row) => row.on_books).length) / 2;
    return average === 0 ? null : sum(kept.map(({ fen }) => Number(fen))) / 100 / average;
  },
};

describe('Z1: a random viewer and a random query give what a filter in plain JavaScript gives', () => {
  test('Z1: indicator', async () => {
    const query = `query ($where: SliceFilter) { ${Object.keys(measures)
      .map((code) => `${code}: indicator(measure: ${code}, where: $where) { value absence }`)
      .join(' ')} }`;
    await fc.assert(
      fc.asyncProperty(asked(), async ([viewer, where]) => {
        const data = await answer(viewer, query, { where });
        for (const [code, reference] of Object.entries(measures)) {
          // Who left is told by no state that leaving sets: `tests/indicators/outcome.test.ts`.
          const isCut = code === 'LEAVERS' && data[code].absence === 'CUT_BY_OUTCOME';
          const expected = isCut ? null : reference(visible(viewer, where));
          if (expected === null) expect([code, data[code].value]).toEqual([code, null]);
          else expect([code, data[code].value]).toEqual([code, expect.closeTo(expected, 6)]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('Z1: tree', async () => {
    await fc.assert(
      fc.asyncProperty(asked(), fc.constantFrom('NUMBERS', 'REVENUE'), async ([viewer, where], measure) => {
        const kept = visible(viewer, where);
        const { nodes } = (await answer(viewer, treeQuery, { tree: 'LIFECYCLE', measure, where, against: 'NONE' })).indicatorTree;
        for (const { code, value } of nodes) {
          const path = code.split('.').slice(1).join('.');
          const own = kept.filter(
            ({ lifecycle }) => path === '' || lifecycle === path || String(lifecycle).startsWith(`${path}.`),
          );
          expect([code, thousandths(value)]).toEqual([code, thousandths(measures[measure]!(own))]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('Z1: drill, with its baseline, and no part of another city', async () => {
    const before = await plainRows(gateway, '2026-09');
    await fc.assert(
      fc.asyncProperty(
        asked(),
        fc.constantFrom(...(Object.keys(dimensions) as (keyof typeof dimensions)[])),
        async ([viewer, where], by) => {
          const { drill } = (await answer(viewer, drillQuery, { measure: 'NUMBERS', by, where, orderBy: 'CODE' })).indicator;
          const key = (row: PlainRow) => (row[dimensions[by]] === null ? null : String(row[dimensions[by]]));
          const kept = visible(viewer, where).map(key);
          const past = before.filter((row) => isGranted(viewer, row) && holds(where, row) === true).map(key);
          const expected = [...new Set([...kept, ...past])].map((code) => [
            code,
            kept.filter((k) => k === code).length,
            past.filter((k) => k === code).length,
          ]);
          expect(new Set(drill.map(({ code, value, baseline }: Data) => JSON.stringify([code, value, baseline])))).toEqual(
            new Set(expected.map((part) => JSON.stringify(part))),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test('Z1: trend, over all months', async () => {
    const counts = await gateway.sql('select month, city, count(*) as numbers from number_state group by all');
    await fc.assert(
      fc.asyncProperty(viewers(), async (viewer) => {
        const data = await answer(
          viewer,
          '{ indicator(measure: NUMBERS) { trend(months: 15) { month value } } indicatorTree(tree: "LIFECYCLE") { root { trend(months: 15) { month value } } } }',
        );
        const expected = gateway.serving.coverage.months.map((of) => ({
          month: of,
          value: sum(
            counts.filter((row) => row.month === of && isGranted(viewer, row as PlainRow)).map(({ numbers }) => Number(numbers)),
          ),
        }));
        expect(data.indicator.trend).toEqual(expected);
        expect(data.indicatorTree.root.trend).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('Z1: catalogue: values and cardinality of dimensions', async () => {
    await fc.assert(
      fc.asyncProperty(viewers(), async (viewer) => {
        const { catalogue } = await answer(
          viewer,
          '{ catalogue { dimensions { code cardinality values(first: 5000) { code } } } }',
        );
        for (const [code, field] of Object.entries(dimensions)) {
          const expected = [
            ...new Set(
              visible(viewer)
                .map((row) => row[field])
                .filter((value) => value !== null)
                .map(String),
            ),
          ].sort();
          const found = catalogue.dimensions.find((dimension: Data) => dimension.code === code);
          expect([code, found.values.map((value: Data) => value.code).sort()]).toEqual([code, expected]);
          expect(found.cardinality).toBe(expected.length);
        }
      }),
      { numRuns: 8 },
    );
  });

  test('Z1: targets are those of the viewer’s own cities', async () => {
    const plans = await gateway.sql(
      `select city, cast(value as double) as value from serving.mart_target where month = '${month}' and measure = 'REVENUE' and grid is null`,
    );
    await fc.assert(
      fc.asyncProperty(fc.subarray(cities as string[], { minLength: 1 }), fc.constantFrom(...cities), async (granted, other) => {
        const viewer = managerOf(granted);
        const own = plans.filter(({ city }) => granted.includes(String(city)));
        const data = await answer(
          viewer,
          `{ all: indicator(measure: REVENUE, against: TARGET) { target baseline } arpu: indicator(measure: ARPU) { target } one: indicator(measure: REVENUE, where: {city: {eq: "${other}"}}) { value target }
             more: indicator(measure: REVENUE, where: {city: {in: ["${granted[0]}", "${other}"]}}) { target } }`,
        );
        expect(data.all.target).toBeCloseTo(sum(own.map(({ value }) => Number(value))), 2);
        expect(data.all.baseline).toBe(data.all.target);
        expect(data.arpu.target).toBeNull();
        const named = own.filter(({ city }) => city === granted[0] || city === other);
        expect(data.more.target).toBeCloseTo(sum(named.map(({ value }) => Number(value))), 2);
        if (!granted.includes(other)) expect(data.one).toEqual({ value: 0, target: null });
      }),
      { numRuns: 15 },
    );
  });

  test('Z1: a slice made by an all-seeing viewer gives each only what is theirs', async () => {
    await fc.assert(
      fc.asyncProperty(asked(), fc.constantFrom('NUMBERS', 'LEAVERS', 'REVENUE'), async ([viewer, where], measure) => {
        const { data } = await gateway.ask(drillQuery, { measure, by: 'CITY', top: 3, where });
        // As above: neither the whole nor a part of it is told.
        fc.pre(measure !== 'LEAVERS' || data.indicator.value !== null);
        const everywhere = [data.indicator, ...data.indicator.drill];
        const slices = everywhere.map(
          (part: Data, i: number) => `r${i}: indicator(measure: ${measure}, slice: "${part.slice}") { value slice }`,
        );
        const redeemed = await answer(viewer, `{ ${slices.join(' ')} }`);
        const total = measures[measure]!(visible(viewer, where));
        expect(redeemed.r0.value).toBeCloseTo(total!, 6);
        const parts = data.indicator.drill.map((_: Data, i: number) => redeemed[`r${i + 1}`].value);
        expect(sum(parts)).toBeCloseTo(total!, 6);
        for (const [i, { code, isOther }] of data.indicator.drill.entries()) {
          if (!isOther && !isGranted(viewer, { city: code })) expect(parts[i]).toBe(0);
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('Z1: a narrower viewer never sees more, and viewers of disjoint cities add up to both', async () => {
  const half = Math.floor(cities.length / 2);
  const count = async (granted: readonly string[]) =>
    (await answer(managerOf(granted), '{ indicator(measure: NUMBERS) { value } }')).indicator.value;
  const [one, other, both] = [await count(cities.slice(0, half)), await count(cities.slice(half)), await count(cities)];
  expect([one + other, both]).toEqual([both, rows.filter(({ city }) => city !== null).length]);
});
