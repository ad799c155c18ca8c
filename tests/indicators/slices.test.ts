import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeSlice } from '../../src/slices/slice.js';
import { isBeforeData, isOutcome, monthsOf } from '../support/cuts.js';
import { dimensionsOf, openWithFields } from '../support/fields.js';
import { type Data, type Gateway } from '../support/gateway.js';
import { dataOf, drillOf, indicatorOf, mostlyLate, nodesOf, treeDrillQuery } from '../support/indicators.js';
import { type Field, whereOf } from '../support/reference.js';

let gateway: Gateway;
let fields: readonly Field[];
let dimensions: readonly string[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
  dimensions = dimensionsOf(gateway);
});
afterAll(() => gateway.close());

/** What slices give when they are used; a dozen at a time, as each is a statement of its own and the lane's queue is bounded. */
async function redeem(slices: readonly string[], measure: string, against: string): Promise<readonly Data[]> {
  const found: Data[] = [];
  for (let from = 0; from < slices.length; from += 12) {
    const some = slices.slice(from, from + 12);
    const asked = some.map(
      (slice, i) => `r${i}: indicator(measure: ${measure}, slice: "${slice}", against: ${against}) { ...f }`,
    );
    const fragment = 'fragment f on Indicator { value baseline change absence }';
    const data = await dataOf(gateway, `{ ${asked.join('\n')} } ${fragment}`);
    found.push(...some.map((_, i) => data[`r${i}`]));
  }
  return found;
}

const comparable = ({ value, baseline, change, absence }: Data) => ({ value, baseline, change, absence });

describe('THE invariant: a slice redeemed gives the figure that it came with', () => {
  test('every node of LIFECYCLE, for counts, counted measures, amounts and ratios', async () => {
    for (const [measure, where] of [
      ['NUMBERS', undefined],
      ['LEAVERS', undefined],
      ['REVENUE', { planTier: { ne: 'HIGH' } }],
      ['ARPU', { revenue: { gt: 20 } }],
      ['RETENTION_6M', undefined],
    ] as const) {
      const nodes = await nodesOf(gateway, { tree: 'LIFECYCLE', measure, where });
      const redeemed = await redeem(
        nodes.map(({ slice }) => slice),
        measure,
        'PREVIOUS_MONTH',
      );
      expect(nodes.map(({ code }, index) => [code, comparable(redeemed[index])])).toEqual(
        nodes.map((node) => [node.code, comparable(node)]),
      );
    }
  });

  test('every node of the formula trees, by its own measure', async () => {
    for (const tree of ['REVENUE', 'GROWTH', 'SUBSCRIBERS', 'MARGIN', 'CAMPAIGN']) {
      const data = await dataOf(
        gateway,
        `{ indicatorTree(tree: "${tree}") { nodes { code measure { code } value baseline change absence slice } } }`,
      );
      for (const node of data.indicatorTree.nodes) {
        const [redeemed] = await redeem([node.slice], node.measure.code, 'PREVIOUS_MONTH');
        expect([node.code, comparable(redeemed)]).toEqual([node.code, comparable(node)]);
      }
    }
  });

  test('every part of a drill and its "other", by any dimension, under any filter', async () => {
    let others = 0;
    const question = fc.record({
      measure: fc.constantFrom('NUMBERS', 'LEAVERS', 'GROSS_ADDS', 'REVENUE', 'AVERAGE_SUBSCRIBERS', 'ARPU', 'CHURN_RATE', 'NPS'),
      by: fc.constantFrom(...dimensions),
      top: fc.integer({ min: 1, max: 5 }),
      orderBy: fc.constantFrom('VALUE', 'CODE'),
      month: mostlyLate(gateway.serving.coverage.months),
      against: fc.constantFrom('PREVIOUS_MONTH', 'MEAN_OF_PRIOR_3', 'NONE'),
      where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
    });
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const { drill: parts, ...whole } = await drillOf(gateway, asked);
        const redeemed = await redeem([whole.slice, ...parts.map(({ slice }: Data) => slice)], asked.measure, asked.against);
        others += parts.filter(({ isOther }: Data) => isOther).length;
        // What cannot be cut so is none in its parts: their slices are of their numbers all the same.
        const isUncut =
          isOutcome(asked.measure, [asked.by]) ||
          isBeforeData([asked.by], monthsOf(asked.month, asked.against), gateway.serving.coverage);
        const figures = isUncut ? [whole] : [whole, ...parts];
        expect(figures.map((part, index) => [part.code, comparable(redeemed[index])])).toEqual(
          figures.map((part) => [part.code, comparable(part)]),
        );
        if (isOutcome(asked.measure, [asked.by]))
          for (const { value, absence } of parts) expect([value, absence]).toEqual([null, 'CUT_BY_OUTCOME']);
      }),
      { numRuns: 40 },
    );
    expect(others).toBeGreaterThan(5);
  });

  test.each([
    ['empty values first among the parts, so that "other" has none', 'LEAVE_REASON', 1, undefined],
    ['empty values in "other"', 'LEAVE_REASON', 2, { status: { in: ['CANCELLED', 'PRE_CANCELLED'] } }],
    ['booleans with empty values', 'DEVICE_5G', 1, undefined],
    ['booleans', 'HAS_BROADBAND', 1, undefined],
    ['whole numbers', 'CREDIT_LEVEL', 2, undefined],
    ['names that have no list', 'GRID', 3, undefined],
  ])('%s (%s)', async (_, by, top, where) => {
    const { drill: parts } = await drillOf(gateway, { measure: 'NUMBERS', by, top, where });
    expect(parts.at(-1).isOther).toBe(true);
    const redeemed = await redeem(
      parts.map(({ slice }: Data) => slice),
      'NUMBERS',
      'PREVIOUS_MONTH',
    );
    expect(redeemed.map(comparable)).toEqual(parts.map(comparable));
  });

  test('days and weeks of a flow, also of numbers that have it on two days', async () => {
    const [twice] = await gateway.sql(
      `select month from (select month, number_id from number_flow where complaints > 0 group by all having count(*) > 1) order by month desc limit 1`,
    );
    for (const measure of ['GROSS_ADDS', 'WON_BACK', 'LEAVERS', 'COMPLAINTS', 'ORDERS']) {
      for (const by of ['DAY', 'WEEK']) {
        const { drill: parts } = await drillOf(gateway, { measure, by, against: 'NONE', month: twice!.month });
        const slices = parts.map(({ slice }: Data) => slice);
        const redeemed = await redeem(slices, measure, 'NONE');
        expect([measure, by, redeemed.map(({ value }) => value)]).toEqual([measure, by, parts.map(({ value }: Data) => value)]);
        const again = await drillOf(gateway, { measure, by: 'CITY', slice: slices[0], against: 'NONE' });
        expect(again.drill.reduce((total: number, { value }: Data) => total + value, 0)).toBe(parts[0].value);
        const [first, ...others] = (await drillOf(gateway, { measure, by, slice: slices[0], against: 'NONE' })).drill;
        expect([first.code, first.value]).toEqual([parts[0].code, parts[0].value]);
        for (const other of others) expect(other.value).toBe(0);
      }
    }
  });

  test('a part of a node, drilled again and again, narrows and stays equal', async () => {
    const { nodes } = (await dataOf(gateway, treeDrillQuery, { tree: 'LIFECYCLE', measure: 'REVENUE', by: 'CITY', top: 2 }))
      .indicatorTree;
    for (const node of nodes.filter(({ code, value }: Data) => code.split('.').length <= 2 && value > 0)) {
      let slice: string = node.drill.at(-1).slice;
      let value: number = node.drill.at(-1).value;
      for (const by of ['PLAN_TIER', 'HAS_BROADBAND', 'CREDIT_LEVEL', 'AGE_GROUP', 'OTHER_SIM', 'LEAN', 'JOIN_CHANNEL_KIND']) {
        const found = await drillOf(gateway, { measure: 'REVENUE', slice, by, top: 1 });
        expect(found.value).toBe(value);
        const part = found.drill.at(-1);
        if (!part?.value) break;
        ({ slice, value } = part);
      }
    }
  });
});

test('the numbers behind a counted figure are as many as it says, and only those', async () => {
  const { value, slice } = await indicatorOf(gateway, { measure: 'LEAVERS' });
  const measured = await redeem([slice], 'NUMBERS', 'NONE');
  const closing = await redeem([slice], 'CLOSING_SUBSCRIBERS', 'NONE');
  expect(value).toBeGreaterThan(0);
  expect([measured[0].value, closing[0].value]).toEqual([value, 0]);
});

test('a tree over a slice has the slice’s figure at its root', async () => {
  const nodes = await nodesOf(gateway, { tree: 'LIFECYCLE' });
  const decline = nodes.find(({ code }) => code === 'LIFECYCLE.DECLINE');
  const below = await nodesOf(gateway, { tree: 'LIFECYCLE', slice: decline.slice });
  expect(below[0].value).toBe(decline.value);
  expect(below.find(({ code }) => code === 'LIFECYCLE.MATURE').value).toBe(0);
  expect(below.find(({ code }) => code === 'LIFECYCLE.DECLINE.DUAL_DROP').value).toBe(
    nodes.find(({ code }) => code === 'LIFECYCLE.DECLINE.DUAL_DROP').value,
  );
});

test('a slice has its month: another is refused, and a filter beside it narrows', async () => {
  const { slice, value } = await indicatorOf(gateway, { measure: 'NUMBERS', month: '2026-05' });
  expect((await indicatorOf(gateway, { measure: 'NUMBERS', slice })).month).toBe('2026-05');
  const { errors } = await gateway.ask(
    'query ($slice: Slice) { indicator(measure: NUMBERS, slice: $slice, month: "2026-06") { value } }',
    { slice },
  );
  expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual([
    'BAD_USER_INPUT',
    expect.stringContaining('2026-05 to 2026-05'),
  ]);
  const urban = await indicatorOf(gateway, { measure: 'NUMBERS', slice, where: { areaType: { eq: 'URBAN' } } });
  const other = await indicatorOf(gateway, { measure: 'NUMBERS', slice, where: { not: { areaType: { eq: 'URBAN' } } } });
  expect(urban.value + other.value).toBe(value);
});

test.each(['DECLIN_', '%', 'DECL', 'DECLINE.DUAL', 'DECLINE.DUAL_DROP.TO_'])(
  'C5: a node in a slice is itself, no pattern and no beginning: %s',
  async (path) => {
    const where = { from: '2026-10', to: '2026-10', where: {}, counted: [], facts: [], others: [], followed: null };
    const slice = encodeSlice({ ...where, nodes: [`LIFECYCLE.${path}`] }, gateway.slices);
    expect((await indicatorOf(gateway, { measure: 'NUMBERS', slice })).value).toBe(0);
  },
);
