import { statementsOfDecision } from '../../campaigns/recommendations/decide.js';
import type { Catalogue } from '../../catalogue/types.js';
import { flatten, structureOf } from '../../indicators/structure.js';
import { statementsOfReport } from '../../reports/answer.js';
import { usualLimits } from '../../security/limits.js';

/** A field as it is asked for. */
interface AskedField {
  readonly isRoot: boolean;
  /** For so many rows of what is above. */
  readonly rows: number;
  readonly argument: (name: string) => unknown;
  readonly catalogue: Catalogue;
}

const lengthOf = (said: unknown, usual: number): number => (Array.isArray(said) ? said.length : usual);

/** Statements of fields that ask more than one. `tests/faces/graph/costing.test.ts` holds them against those that are run. */
const several: Readonly<Record<string, (asked: AskedField) => number>> = {
  explain: ({ argument, catalogue }) => 6 + 2 * lengthOf(argument('by'), catalogue.explain.dimensions.length),
  signals: ({ catalogue }) => 4 * catalogue.signals.dimensions.length + 8,
  report: () => statementsOfReport,
  analysis: () => 3,
  table: () => 3,
  recommendations: () => statementsOfDecision,
  'Customer.offers': () => statementsOfDecision,
  'Household.offers': () => statementsOfDecision,
  freezeTargetList: () => 12,
  preview: () => 12,
  createTargetList: () => 4,
  // Two freezes, but for what both share.
  simulate: () => 24,
  createStandingList: () => 4,
  claimWork: () => 6,
  annotations: ({ isRoot }) => (isRoot ? 1 : usualLimits.annotationsBeside),
  plans: () => 2,
  coincides: () => usualLimits.annotationsBeside,
  numberSets: () => 0,
  removeNumberSet: () => 0,
};

/** Fields below the roots that ask a statement for every row of what is above them. */
const each: ReadonlySet<string> = new Set([
  ...['drill', 'signal', 'pace', 'coverage', 'byFormula', 'byDimension', 'causes', 'cardinality', 'values', 'goal'],
  ...['members', 'why', 'delta', 'suppressed', 'sliceCount', 'preview', 'result', 'recommendations'],
  ...['totalCount', 'sums', 'count', 'unknown', 'annotations', 'coincides'],
  // By their types: others have plain fields of these names.
  ...['Customer.offers', 'Household.offers', 'Customer.numbers', 'Household.numbers'],
]);

/** Those whose rows share one: it is asked for all that want it at once. */
const together: ReadonlySet<string> = new Set([
  'trend',
  'lists',
  'history',
  'retention',
  'plans',
  'events',
  'contacts',
  'target',
  'baseline',
  'impressions',
  'customer',
  'household',
]);

/** What a field of a type is called here. */
export const fieldOfType = (type: string, field: string): string => (each.has(`${type}.${field}`) ? `${type}.${field}` : field);

export function fieldStatements(field: string, asked: AskedField): number {
  const own = several[field]?.(asked) ?? 1;
  if (asked.isRoot) return own;
  if (each.has(field)) return own * asked.rows;
  return together.has(field) ? own : 0;
}

/** Does the field ask statements for the rows of a list, alone or all together? The list of contacts does, the column of that name does not. */
export const asksStatements = (field: string, hasFields: boolean): boolean =>
  each.has(field) || (together.has(field) && (hasFields || field !== 'contacts'));

/** Of these all rows together are as many as one list of them may have: a goal names one node of a tree. */
export const sharedLists: ReadonlySet<string> = new Set(['lists']);

/** Rows of lists that have no argument for it. */
export const usualSizes = (catalogue: Catalogue): Readonly<Record<string, number>> => ({
  nodes: Math.max(...[...catalogue.trees.values()].map((tree) => flatten(structureOf(tree, catalogue)).length)),
  measures: catalogue.measures.size,
  dimensions: catalogue.dimensions.size,
  indicatorTrees: catalogue.trees.size,
  reports: catalogue.reports.size,
  offers: catalogue.offers.size,
  considered: catalogue.offers.size,
});
