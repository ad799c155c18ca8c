import fc from 'fast-check';
import type { Data, Gateway } from './gateway.js';

/** Questions of tier 1 with all that their tests look at. */
const figures = 'value baseline change changeRate target status absence slice';
const variables = '$month: YearMonth, $against: Baseline! = PREVIOUS_MONTH, $where: SliceFilter, $slice: Slice';
const given = 'month: $month, against: $against, where: $where, slice: $slice';
const part = 'code label(locale: EN) value baseline change share contribution isOther absence slice';

export const treeQuery = `query ($tree: ID!, $measure: Measure, $whatIf: [WhatIf!], ${variables}) {
  indicatorTree(tree: $tree, measure: $measure, whatIf: $whatIf, ${given}) {
    code month baselineMonth nodes { code level parent relation share contribution attainment ${figures} }
  }
}`;
export const indicatorQuery = `query ($measure: Measure!, ${variables}) { indicator(measure: $measure, ${given}) { month ${figures} } }`;
export const drillQuery = `query ($measure: Measure!, $by: Dimension!, $top: Int, $orderBy: DrillOrder, ${variables}) {
  indicator(measure: $measure, ${given}) { month ${figures} drill(by: $by, top: $top, orderBy: $orderBy) { ${part} } }
}`;
export const treeDrillQuery = `query ($tree: ID!, $measure: Measure, $by: Dimension!, $top: Int, ${variables}) {
  indicatorTree(tree: $tree, measure: $measure, ${given}) { nodes { code contribution ${figures} drill(by: $by, top: $top) { ${part} } } }
}`;

/** The answer's data; an error fails the test with its message. */
export async function dataOf(gateway: Gateway, query: string, given: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await gateway.ask(query, given);
  if (errors.length > 0) throw new Error(`${errors[0]!.message} ${JSON.stringify(given)}`);
  return data;
}

export const nodesOf = async (gateway: Gateway, given: Record<string, unknown>): Promise<readonly Data[]> =>
  (await dataOf(gateway, treeQuery, given)).indicatorTree.nodes;
export const indicatorOf = async (gateway: Gateway, given: Record<string, unknown>): Promise<Data> =>
  (await dataOf(gateway, indicatorQuery, given)).indicator;
export const drillOf = async (gateway: Gateway, given: Record<string, unknown>): Promise<Data> =>
  (await dataOf(gateway, drillQuery, given)).indicator;

export const childrenOf = (nodes: readonly Data[], { code }: Data): readonly Data[] =>
  nodes.filter(({ parent }) => parent === code);
export const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
/** In thousandths: money to the fen, volumes to the MB, counts; exact whatever was added. */
export const thousandths = (value: number | null): number => Math.round((value ?? 0) * 1000);

export const baselines = [
  'PREVIOUS_MONTH',
  'SAME_MONTH_LAST_YEAR',
  'TARGET',
  'MEAN_OF_PRIOR_3',
  'SEASONAL_NAIVE',
  'NONE',
] as const;

/** Any month, but mostly one of the three that have a year before them. */
export const mostlyLate = (months: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constantFrom(...months.slice(-3)), weight: 4 }, { arbitrary: fc.constantFrom(...months), weight: 1 });
