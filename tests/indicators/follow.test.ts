// Opens the base marts beside the gateway, and joins by hand and redeems each figure in three tiers: ten seconds.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shiftMonth } from '../../src/lib/months.js';
import { camelCase } from '../../src/slices/columns.js';
import { encodeSlice, type Slice } from '../../src/slices/slice.js';
import type { Where } from '../../src/slices/where.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { agree, byHand, cases, type Filter, filters, lookbackOf, nodes, openBase } from '../support/cases.js';
import { countsLeaving } from '../support/cuts.js';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf, sum, thousandths } from '../support/indicators.js';
import '../support/seed.js';

let gateway: Gateway;
let base: Builder;
let months: readonly string[];
beforeAll(async () => {
  [gateway, base] = await Promise.all([openGateway(), openBase(await demo())]);
  months = gateway.serving.coverage.months;
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

/** A slice, said twice: as a handle, and as numbers that are found by hand. */
interface Said {
  readonly from: string;
  readonly to: string;
  readonly node: (typeof nodes)[number] | null;
  readonly filter: Filter;
  readonly joinersOnly: boolean;
}

const encoded = (slice: Omit<Slice, 'facts' | 'others' | 'followed'>): string =>
  encodeSlice({ facts: [], others: [], followed: null, ...slice }, gateway.slices);

const handleOf = ({ from, to, node, filter, joinersOnly }: Said): string =>
  encoded({
    from,
    to,
    where: filter.graph as Where,
    nodes: node ? [`LIFECYCLE.${node.node}`] : [],
    counted: joinersOnly ? ['GROSS_ADDS'] : [],
  });

/** Puts the numbers of a slice into hand.held, and gives the filter that they are. */
async function heldByHand({ from, to, node, filter, joinersOnly }: Said): Promise<Filter> {
  const steps = node ? nodes.filter((each) => node.node === each.node || node.node.startsWith(`${each.node}.`)) : [];
  const rules = [...steps.map(({ when }) => when), filter.sql, ...(joinersOnly ? ['month_of(n.joined_on) = n.month'] : [])];
  await base.execute(`CREATE OR REPLACE TABLE hand.held AS SELECT DISTINCT number_id FROM hand.fact n
    WHERE n.month BETWEEN '${from}' AND '${to}' AND ${rules.map((rule) => `(${rule})`).join(' AND ')}`);
  return { name: 'held', graph: {}, sql: 'n.number_id IN (FROM hand.held)' };
}

const said = (): fc.Arbitrary<Said> =>
  fc
    .record({
      at: fc.integer({ min: 6, max: months.length - 1 }),
      length: fc.constantFrom(1, 1, 3),
      node: fc.constantFrom(null, ...nodes.filter(({ node }) => node.split('.').length <= 2)),
      filter: fc.constantFrom(...filters.filter(({ name }) => name !== 'nobody')),
      joinersOnly: fc.boolean(),
    })
    .filter(({ at, length, node }) => at - length + 1 >= lookbackOf(node?.node ?? ''))
    .map(({ at, length, joinersOnly, ...rest }) => ({
      ...rest,
      from: months[at - length + 1]!,
      to: months[at]!,
      joinersOnly: joinersOnly && rest.node === null,
    }));

const caseOf = (measure: string) => cases.find((each) => each.measure === measure)!;

describe('follow: NUMBERS are those that the slice holds in its own period', () => {
  const dualDrop = (): Said => ({
    from: '2026-10',
    to: '2026-10',
    node: nodes.find(({ node }) => node === 'DECLINE.DUAL_DROP')!,
    filter: filters[0]!,
    joinersOnly: false,
  });

  test('the data volume of who is in dual drop, in the months before: by rule and by numbers', async () => {
    const held = await heldByHand(dualDrop());
    const asked = (follow: string) =>
      `indicator(measure: DOU, slice: $slice, follow: ${follow}) { value trend(months: 4) { month value } }`;
    const { rule, numbers } = await dataOf(
      gateway,
      `query ($slice: Slice) { rule: ${asked('RULE')} numbers: ${asked('NUMBERS')} }`,
      {
        slice: handleOf(dualDrop()),
      },
    );
    expect(rule.value).toBe(numbers.value);
    for (const { month, value } of numbers.trend) expect(agree(value, await byHand(base, caseOf('DOU'), month, held))).toBe(true);
    const [before, ...others] = numbers.trend.map(({ value }: Data) => value);
    expect(before).toBeGreaterThan(others.at(-1) * 2);
    expect(rule.trend[0].value).toBeLessThan(before / 2);
  });

  test('do over-plan customers stay longer? Their churn in the month after', async () => {
    for (const node of ['GROWTH.OVER_PLAN', 'GROWTH.WITHIN_PLAN']) {
      const asked = { ...dualDrop(), from: '2026-09', to: '2026-09', node: nodes.find((each) => each.node === node)! };
      const data = await dataOf(
        gateway,
        'query ($slice: Slice) { indicator(measure: CHURN_RATE, month: "2026-10", slice: $slice, follow: NUMBERS) { value } }',
        { slice: handleOf(asked) },
      );
      expect(data.indicator.value).toBeGreaterThan(0);
      expect(agree(data.indicator.value, await byHand(base, caseOf('CHURN_RATE'), '2026-10', await heldByHand(asked)))).toBe(
        true,
      );
    }
  });

  test('any measure, slice and month: a join by hand, its baseline too, and what the answered slices give', async () => {
    const question = fc.record({
      slice: said(),
      measures: fc.uniqueArray(fc.constantFrom(...cases.filter(({ ofLeads }) => !ofLeads).map(({ measure }) => measure)), {
        minLength: 4,
        maxLength: 4,
      }),
      month: fc.constantFrom(...months.slice(2)),
    });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(question, async ({ slice, measures, month }) => {
        const held = await heldByHand(slice);
        const { indicators } = await dataOf(
          gateway,
          `query ($measures: [Measure!]!, $month: YearMonth, $slice: Slice) {
             indicators(measures: $measures, month: $month, slice: $slice, follow: NUMBERS) { value baseline slice target } }`,
          { measures, month, slice: handleOf(slice) },
        );
        for (const [at, measure] of measures.entries()) {
          const asked = indicators[at];
          // Who is known for not having left, as he is in decline at the end of that month, did not leave until then.
          const isSurvivor = slice.node !== null && countsLeaving.includes(measure);
          const hand = async (then: string) =>
            months.indexOf(then) < caseOf(measure).lookback || (isSurvivor && then <= slice.to)
              ? null
              : byHand(base, caseOf(measure), then, held);
          expect([measure, asked.value, agree(asked.value, await hand(month))]).toEqual([measure, asked.value, true]);
          const baseline = await hand(shiftMonth(month, -1));
          expect([measure, asked.baseline, agree(asked.baseline, baseline)]).toEqual([measure, asked.baseline, true]);
          expect(asked.target).toBeNull();
          found += Number(asked.value !== null && asked.value !== 0);
        }
        await expectRedeemed(
          measures.map((measure, at) => ({ measure, value: indicators[at].value, slice: indicators[at].slice })),
        );
      }),
      { numRuns: 8 },
    );
    expect(found).toBeGreaterThan(8);
  });

  test('leads are nobody’s whom a slice holds', async () => {
    const { leads } = await dataOf(
      gateway,
      'query ($slice: Slice) { leads: indicator(measure: LEADS, slice: $slice, follow: NUMBERS) { value absence } }',
      { slice: handleOf(dualDrop()) },
    );
    expect(leads).toEqual({ value: null, absence: 'NOT_COVERED' });
  });

  test('parts of a drill and nodes of a tree add up to the whole, and each is what its slice gives', async () => {
    const question = fc.record({
      slice: said(),
      measure: fc.constantFrom('NUMBERS', 'REVENUE', 'DATA_VOLUME', 'GROSS_ADDS', 'CLOSING_SUBSCRIBERS'),
      by: fc.constantFrom('CITY', 'STAGE', 'PLAN_TIER', 'STATUS', 'STAGE_BEFORE'),
      month: fc.constantFrom(...months.slice(1)),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ slice, measure, by, month }) => {
        const data = await dataOf(
          gateway,
          `query ($month: YearMonth, $slice: Slice) {
             indicator(measure: ${measure}, month: $month, slice: $slice, follow: NUMBERS) { value drill(by: ${by}, top: 2) { value slice } }
             indicatorTree(tree: "LIFECYCLE", measure: ${measure}, month: $month, slice: $slice, follow: NUMBERS) {
               nodes(maxLevel: 1) { value change contribution slice } }
             analysis(dimensions: [${by}], measures: [${measure}], from: $month, to: $month, slice: $slice, follow: NUMBERS, totals: true) {
               rows { ${camelCase(measure)} slice(measure: ${measure}) } totals { ${camelCase(measure)} } }
             table(input: { dimensions: [${by}], measures: [${measure}], from: $month, to: $month, slice: $slice, follow: NUMBERS }) {
               rows { cells } }
           }`,
          { month, slice: handleOf(slice) },
        );
        const whole = thousandths(data.indicator.value);
        const parts = data.indicator.drill;
        const [root, ...children] = data.indicatorTree.nodes;
        const rows = data.analysis.rows.map((row: Data) => ({ value: row[camelCase(measure)], slice: row.slice }));
        for (const added of [parts, children, rows]) expect(sum(added.map(({ value }: Data) => thousandths(value)))).toBe(whole);
        expect([root.value, data.analysis.totals[0]?.[camelCase(measure)] ?? 0]).toEqual([
          data.indicator.value,
          data.indicator.value,
        ]);
        expect(data.table.rows.map(({ cells }: Data) => cells.at(-1))).toEqual(rows.map(({ value }: Data) => value));
        expect(sum(children.map(({ contribution }: Data) => thousandths(contribution)))).toBe(thousandths(root.change));
        const claims = [...parts, root, ...children, ...rows].filter(({ value }) => value !== null);
        await expectRedeemed(claims.map(({ value, slice: own }) => ({ measure, value, slice: own })));
      }),
      { numRuns: 3 },
    );
  });
});

/** What slices give in every tier: by indicator, by analysis, and of their numbers. */
async function redeemed(claims: readonly Claim[]): Promise<readonly unknown[]> {
  const asked = claims.map(
    ({ slice, measure }, at) => `
      i${at}: indicator(measure: ${measure}, slice: "${slice}") { value }
      a${at}: analysis(dimensions: [], measures: [${measure}], slice: "${slice}") { rows { value: ${camelCase(measure)} } }
      n${at}: numbers(slice: "${slice}") { sums(measures: [${measure}]) }`,
  );
  const data = claims.length > 0 ? await dataOf(gateway, `{ ${asked.join('')} }`) : {};
  return claims.map((claim, at) => {
    const [value, [row], [own]] = [data[`i${at}`].value, data[`a${at}`].rows, data[`n${at}`].sums];
    // An analysis of no numbers has no row.
    return { ...claim, value, byAnalysis: row ? row.value : value, ofNumbers: own };
  });
}

interface Claim {
  readonly measure: string;
  readonly value: number | null;
  readonly slice: string;
}

/** A figure is what its slice gives in every tier. */
async function expectRedeemed(claims: readonly Claim[]): Promise<void> {
  const expected = claims.map(({ measure, value, slice }) => ({ measure, slice, value, byAnalysis: value, ofNumbers: value }));
  expect(await redeemed(claims)).toEqual(expected);
}
