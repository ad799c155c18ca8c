import { expect, test } from 'vitest';
import type { PartitionNode } from '../../src/catalogue/types.js';
import { overlaid } from './support.js';

const catalogue = overlaid();
const nodes = (list: readonly PartitionNode[]): readonly PartitionNode[] =>
  list.flatMap((node) => [node, ...nodes(node.children)]);
const named = [
  ...[...catalogue.measures.values()].map(({ code, names }) => ['measure', code, names] as const),
  ...[...catalogue.dimensions.values()].map(({ code, names }) => ['dimension', code, names] as const),
  ...[...catalogue.dimensions.values()].flatMap(({ code, values }) =>
    values.map((value) => ['value', `${code} ${value.code}`, value.names] as const),
  ),
  ...[...catalogue.thresholds.values()].map(({ code, names }) => ['threshold', code, names] as const),
  ...[...catalogue.trees.values()].map(({ code, names }) => ['tree', code, names] as const),
  ...[...catalogue.reports.values()].map(({ code, names }) => ['report', code, names] as const),
  ...[...catalogue.measures.values(), ...catalogue.trees.values(), ...catalogue.reports.values()].map(
    ({ code, description }) => ['description of', code, description] as const,
  ),
  ...[...catalogue.trees.values()].flatMap((tree) =>
    tree.relation === 'PARTITION'
      ? nodes(tree.children).map((node) => ['node', `${tree.code} ${node.code}`, node.names] as const)
      : [],
  ),
];

test('every measure, dimension, value, threshold, tree, node and report has an English and a Chinese name, and the first and last and trees a description', () => {
  expect(named.length).toBeGreaterThan(250);
  for (const [kind, code, names] of named) {
    expect([kind, code, names.en]).toEqual([kind, code, expect.stringMatching(/[A-Za-z0-9]/)]);
    expect([kind, code, names.zh]).toEqual([kind, code, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    expect([kind, code, names.en]).toEqual([kind, code, expect.not.stringMatching(/[\u4e00-\u9fff]/)]);
  }
});

test('no two measures and no two dimensions share a name', () => {
  for (const entries of [catalogue.measures, catalogue.dimensions]) {
    for (const language of ['en', 'zh'] as const) {
      const names = [...entries.values()].map((entry) => entry.names[language]);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  }
});

test('it has the measures, dimensions and trees of domain.md §4 and §5', () => {
  const measures =
    `NUMBERS OPENING_SUBSCRIBERS CLOSING_SUBSCRIBERS AVERAGE_SUBSCRIBERS GROSS_ADDS WON_BACK LEAVERS NET_ADDS CHURN_RATE RE_ENTRY_RATE REVENUE
    VOICE_REVENUE DATA_REVENUE VAS_REVENUE BROADBAND_REVENUE OVERAGE_REVENUE ARPU VOICE_ARPU DATA_ARPU VAS_ARPU BROADBAND_ARPU VOICE_MINUTES MOU DATA_VOLUME DOU
    PRICE_PER_MINUTE PRICE_PER_GB DATA_SATURATION OVER_PLAN_SHARE FIVE_G_PENETRATION CONVERGENCE_RATE DUAL_DROP_SHARE SECONDARY_SIM_SHARE ARREARS ARREARS_SHARE DISCOUNT
    COMMISSION POINTS_COST PROMOTION_COST CONTRIBUTION_MARGIN ACQUISITION_COST COMPLAINTS_PER_10K SATISFACTION NPS HIGH_VALUE_RETENTION RETENTION_6M REACHED ORDERS
    CONVERSION MARGIN_PER_ORDER CAMPAIGN_COST CAMPAIGN_NET_BENEFIT CAMPAIGN_ROI`.split(/\s+/);
  const dimensions =
    `MONTH WEEK DAY CITY COUNTY GRID AREA_TYPE CUSTOMER_TYPE INDUSTRY GENDER AGE_GROUP CREDIT_LEVEL PLAN PLAN_TIER JOIN_CHANNEL JOIN_CHANNEL_KIND JOIN_STAFF
    JOIN_MONTH TENURE_BAND STAGE STAGE_BEFORE SEGMENT SEGMENT_BEFORE VALUE_TIER VALUE_TIER_BEFORE RFM_CELL RFM_CELL_BEFORE LEAN LEAN_BEFORE STATUS LEAVE_REASON OTHER_SIM HOME_CELL WORK_CELL DEVICE_5G ON_5G_PLAN HAS_BROADBAND HAS_IPTV`.split(
      /\s+/,
    );
  expect(measures.filter((code) => !catalogue.measures.has(code))).toEqual([]);
  expect(dimensions.filter((code) => !catalogue.dimensions.has(code))).toEqual([]);
  expect([...catalogue.trees.keys()].sort()).toEqual([
    'ACQUISITION',
    'CAMPAIGN',
    'GROWTH',
    'LIFECYCLE',
    'MARGIN',
    'REVENUE',
    'SUBSCRIBERS',
  ]);
});

test('a ratio divides sums, and nothing else does; a formula is shown for every measure', () => {
  for (const { code, kind, denominator, formula, unit } of catalogue.measures.values()) {
    expect([code, kind === 'ratio']).toEqual([code, denominator !== null]);
    expect([code, formula.length > 0, unit.length > 0]).toEqual([code, true, true]);
  }
});

test('definitions are frozen, maps apart: nothing can change them after they were checked', () => {
  expect(() => Object.assign(catalogue.measures.get('ARPU')!, { unit: 'USD' })).toThrow(TypeError);
  expect(() => Object.assign(catalogue.status, { watch: 0 })).toThrow(TypeError);
});

test('what leaving sets names what says the same of the month before, with the same values; measures that count leaving follow their parts', () => {
  const set = [...catalogue.dimensions.values()].filter(({ leaving }) => leaving === 'SETS');
  expect(set.map(({ code }) => code).sort()).toEqual(
    'COMPANY_SIZE FREQUENCY_SCORE LEAN LEAVE_DRIVER MONEY_SCORE RECENCY_SCORE RFM_CELL RISK_BAND SEGMENT STAGE STATUS VALUE_TIER'.split(
      ' ',
    ),
  );
  for (const { code, before, values, lookback } of set) {
    const instead = catalogue.dimensions.get(before!)!;
    expect([code, instead.leaving, instead.lookback]).toEqual([code, undefined, lookback + 1]);
    if (code !== 'STATUS') expect(instead.values).toEqual(values);
  }
  const counting = [...catalogue.parts.values()].filter(({ countsLeaving }) => countsLeaving).map(({ id }) => id);
  // by the SQL: who left, or who of some was kept
  const byHand = [...catalogue.parts.values()].filter(({ sql }) => /\bleaver\b|_retained\b/.test(sql)).map(({ id }) => id);
  expect(counting.sort()).toEqual(byHand.sort());
});

test('what is left over by its siblings needs all that they need', () => {
  const lists = (list: readonly PartitionNode[]): readonly (readonly PartitionNode[])[] =>
    list.length === 0 ? [] : [list, ...list.flatMap(({ children }) => lists(children))];
  const all = [...catalogue.trees.values()].flatMap((tree) => (tree.relation === 'PARTITION' ? lists(tree.children) : []));
  expect(all.length).toBeGreaterThan(10);
  for (const siblings of all) {
    const needed = new Set(siblings.slice(0, -1).flatMap(({ rests }) => rests.needs));
    expect([siblings.at(-1)!.code, new Set(siblings.at(-1)!.rests.needs)]).toEqual([siblings.at(-1)!.code, needed]);
  }
});
