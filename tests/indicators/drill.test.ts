import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBeforeData, isOutcome, monthsOf } from '../support/cuts.js';
import { dimensionsOf, openWithFields } from '../support/fields.js';
import { type Data, type Gateway } from '../support/gateway.js';
import { dataOf, drillOf, mostlyLate, sum, thousandths, treeDrillQuery } from '../support/indicators.js';
import { type Field, whereOf } from '../support/reference.js';

let gateway: Gateway;
let fields: readonly Field[];
let dimensions: readonly string[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
  dimensions = dimensionsOf(gateway);
});
afterAll(() => gateway.close());

const additive = [
  'NUMBERS',
  'CLOSING_SUBSCRIBERS',
  'LEAVERS',
  'AVERAGE_SUBSCRIBERS',
  'REVENUE',
  'DATA_VOLUME',
  'CONTRIBUTION_MARGIN',
  'NET_ADDS',
];
const ratios = ['ARPU', 'CHURN_RATE', 'DOU', 'SATISFACTION', 'NPS', 'RETENTION_6M', 'COMPLAINTS_PER_10K'];
const question = (measures: readonly string[]) =>
  fc.record({
    measure: fc.constantFrom(...measures),
    by: fc.constantFrom(...dimensions),
    top: fc.option(fc.integer({ min: 1, max: 6 })),
    orderBy: fc.constantFrom(null, 'VALUE', 'CHANGE', 'CONTRIBUTION', 'CODE'),
    month: mostlyLate(gateway.serving.coverage.months),
    against: fc.constantFrom('PREVIOUS_MONTH', 'MEAN_OF_PRIOR_3', 'SAME_MONTH_LAST_YEAR', 'NONE'),
    where: fc.oneof(fc.constant(undefined), whereOf(fields, 1)),
  });

/** Is there no part of this drill to add up, as its measure cannot be cut so? Then the parts' figures are none. */
function isUncut({ measure, by, month, against }: Data, parts: readonly Data[]): boolean {
  const outcome = isOutcome(measure, [by]);
  if (outcome)
    for (const { value, share, contribution, absence } of parts)
      expect([value, share, contribution, absence]).toEqual([null, null, null, 'CUT_BY_OUTCOME']);
  return outcome || isBeforeData([by], monthsOf(month, against), gateway.serving.coverage);
}

function checkShape(parts: readonly Data[], top: number | null) {
  const others = parts.filter(({ isOther }) => isOther);
  expect(others.length).toBeLessThanOrEqual(1);
  if (others.length === 1) expect(parts.at(-1).isOther).toBe(true);
  if (top !== null) expect(parts.length - others.length).toBeLessThanOrEqual(top);
  if (top !== null && others.length === 1) expect(parts).toHaveLength(top + 1);
  const codes = parts.filter(({ isOther }) => !isOther).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
}

describe('parts with "other" make the whole', () => {
  test('counts and amounts: values sum exactly, contributions to the change', async () => {
    let others = 0;
    await fc.assert(
      fc.asyncProperty(question(additive), async (asked) => {
        const { drill: parts, ...whole } = await drillOf(gateway, asked);
        checkShape(parts, asked.top);
        others += parts.filter(({ isOther }: Data) => isOther).length;
        if (isUncut(asked, parts)) return;
        expect(sum(parts.map(({ value }: Data) => thousandths(value)))).toBe(thousandths(whole.value));
        if (whole.value) expect(sum(parts.map(({ share }: Data) => share))).toBeCloseTo(1, 9);
        if (whole.change !== null && parts.length > 0) {
          expect(sum(parts.map(({ contribution }: Data) => contribution))).toBeCloseTo(whole.change, 6);
          expect(sum(parts.map(({ change }: Data) => change))).toBeCloseTo(whole.change, 6);
        }
      }),
      { numRuns: 60 },
    );
    expect(others).toBeGreaterThan(10);
  });

  test('ratios: contributions (mix and rate) sum to the change within 1e-9', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(question(ratios), async (asked) => {
        const { drill: parts, ...whole } = await drillOf(gateway, asked);
        checkShape(parts, asked.top);
        for (const { share } of parts) expect(share).toBeNull();
        if (isUncut(asked, parts) || whole.change === null) return;
        compared++;
        const scale =
          Math.abs(whole.value) + Math.abs(whole.baseline) + sum(parts.map(({ contribution }: Data) => Math.abs(contribution)));
        expect(Math.abs(sum(parts.map(({ contribution }: Data) => contribution)) - whole.change)).toBeLessThanOrEqual(
          1e-9 * scale,
        );
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(15);
  });

  test('every node of a tree, by the same dimension', async () => {
    for (const [tree, measure, by] of [
      ['LIFECYCLE', 'NUMBERS', 'CITY'],
      ['LIFECYCLE', 'REVENUE', 'CREDIT_LEVEL'],
      ['SUBSCRIBERS', null, 'PLAN'],
      ['MARGIN', null, 'AREA_TYPE'],
    ]) {
      const { nodes } = (await dataOf(gateway, treeDrillQuery, { tree, measure, by, top: 3 })).indicatorTree;
      for (const { drill: parts, ...node } of nodes) {
        expect([node.code, sum(parts.map(({ value }: Data) => thousandths(value)))]).toEqual([
          node.code,
          thousandths(node.value),
        ]);
      }
    }
  });

  test('days and weeks of a flow sum to its month', async () => {
    for (const measure of ['GROSS_ADDS', 'WON_BACK', 'LEAVERS', 'COMPLAINTS', 'ORDERS']) {
      for (const by of ['DAY', 'WEEK']) {
        const { drill: parts, value } = await drillOf(gateway, { measure, by });
        expect([measure, by, sum(parts.map((part: Data) => part.value))]).toEqual([measure, by, value]);
        expect(parts.length).toBeGreaterThan(1);
      }
    }
  });
});

describe('order', () => {
  const drill = async (given: object) =>
    (await drillOf(gateway, { measure: 'REVENUE', by: 'CITY', ...given })).drill as readonly Data[];
  const descending = (values: readonly number[]) => values.every((value, index) => index === 0 || values[index - 1]! >= value);

  test('largest first; CHANGE and CONTRIBUTION by size, whatever the sign; CODE by code', async () => {
    expect(descending((await drill({})).map(({ value }) => value))).toBe(true);
    expect(descending((await drill({ orderBy: 'CHANGE' })).map(({ change }) => Math.abs(change)))).toBe(true);
    expect(descending((await drill({ orderBy: 'CONTRIBUTION' })).map(({ contribution }) => Math.abs(contribution)))).toBe(true);
    const codes = (await drill({ orderBy: 'CODE' })).map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(codes).toHaveLength(14);
  });

  test('top counts parts beside "other"; a top that covers all leaves no "other"', async () => {
    expect((await drill({ top: 3 })).map(({ isOther }) => isOther)).toEqual([false, false, false, true]);
    expect(await drill({ top: 14 })).toHaveLength(14);
    expect((await drill({ top: 3 })).slice(0, 3)).toEqual((await drill({})).slice(0, 3));
    expect((await drill({ top: 1 }))[1].label).toBe('Other');
  });
});

test.each([
  ['top 0', { by: 'CITY', top: 0 }, 'expected 1 to 1000, found 0'],
  ['top below 0', { by: 'CITY', top: -1 }, 'expected 1 to 1000, found -1'],
  ['top beyond 1,000', { by: 'CITY', top: 1001 }, 'expected 1 to 1000, found 1001'],
  ['days of a stock', { by: 'DAY' }, 'CLOSING_SUBSCRIBERS has no figures by day. Those that have: '],
])('%s is refused with what was expected', async (_, given, message) => {
  const { errors } = await gateway.ask(
    'query ($by: Dimension!, $top: Int) { indicator(measure: CLOSING_SUBSCRIBERS) { drill(by: $by, top: $top) { value } } }',
    given,
  );
  expect(errors[0]!.message).toContain(message);
  expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
});
