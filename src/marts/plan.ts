import { createHash } from 'node:crypto';
import { compilePartition } from '../catalogue/partition.js';
import { ruleColumns } from '../catalogue/rule-columns.js';
import { thresholdValue, withThresholds } from '../catalogue/thresholds.js';
import type { Catalogue, PartitionTree, WarningRule } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import { badInput } from '../errors.js';
import { ident } from '../lib/quote.js';
import { duckdbHelpers } from '../warehouse/duckdb/dialect.js';
import { spelled } from '../warehouse/spelled.js';
import { stateLayers } from './columns.js';
import { type MartGraph, martGraph } from './graph.js';
import type { Mart } from './mart.js';
import type { RetentionRule } from './retention.js';
import { featureColumns, RISK_TOKENS } from './risk-tokens.js';

export interface PlannedColumn {
  readonly name: string;
  readonly type: string;
}

/** The derived marts with trees, thresholds and column lists in them: only what differs from month to month is still a token. */
export interface BuildPlan {
  readonly graph: MartGraph;
  readonly sql: (mart: string) => string;
  /** Columns of number_state, in its order; a MONTH or ID of the contract has its type from the base view. */
  readonly derived: readonly PlannedColumn[];
  readonly trees: readonly PartitionTree[];
  /** Of the life cycle: what a number may stand in. */
  readonly stages: PartitionTree['children'];
  readonly retention: RetentionRule;
  readonly warning: WarningRule;
  /** sha256 of all that was put together here. */
  readonly hash: string;
}

/** Errors: BAD_USER_INPUT for a missing mart and as `martGraph`, UNKNOWN names in its tokens as plain Errors that name them. */
export function planBuild(marts: ReadonlyMap<string, Mart>, contract: Contract, catalogue: Catalogue): BuildPlan {
  const mart = (name: string): Mart => {
    const found = marts.get(name);
    if (!found)
      throw badInput(`The derived mart "${name}" is missing: expected ${name}.sql among ${[...marts.keys()].join(', ')}.`);
    return found;
  };
  const base = [...(contract.marts.get('number_month')?.columns.keys() ?? [])];
  const trees = [...catalogue.trees.values()].filter((tree) => tree.relation === 'PARTITION');
  const compiled = trees.map((tree) => {
    const { path, rules } = compilePartition(tree, catalogue.thresholds);
    return `${path} AS ${ident(tree.column)}, ${rules} AS ${ident(`${tree.column}_rules`)}`;
  });
  const list = (names: readonly string[]): string => names.map(ident).join(', ');
  const own = (name: string) => mart(name).columns.map((column) => column.name);
  const value = [...base, ...own('number_feature'), ...own('number_value')];
  const derived = orderOf(stateLayers.map(mart), trees);
  const fixed = new Map([
    ['base_columns', list(base)],
    ['feature_columns', list([...base, ...own('number_feature')])],
    ['value_columns', list(value)],
    ['tree_columns', list(trees.flatMap(({ column }) => [column, `${column}_rules`]))],
    ['state_columns_but_month', list([...base.filter((name) => name !== 'month'), ...derived.map(({ name }) => name)])],
    ['trees', compiled.join(',\n  ')],
    ...ruleColumns(catalogue.thresholds).map(([name, sql]) => [`rule_${name}`, sql] as const),
    ['warning_features', featureColumns(catalogue.warning.features)],
    ['warning_sample', String(catalogue.warning.sample)],
  ]);
  const ready = new Map(
    [...marts.values()].map(({ name, sql }) => [name, fill(sql, (token) => fixed.get(token) ?? threshold(token, catalogue))]),
  );
  const spelledOut = [...ready].map(([name, sql]) => [name, spelled(sql, duckdbHelpers)]);
  const retention = retentionRule(catalogue);
  return {
    graph: martGraph(marts, contract.marts.keys()),
    sql: (name) => ready.get(mart(name).name) as string,
    derived,
    trees,
    stages: trees.find(({ column }) => column === 'lifecycle')!.children,
    retention,
    warning: catalogue.warning,
    hash: createHash('sha256')
      .update(JSON.stringify([...spelledOut, retention, catalogue.warning]))
      .digest('hex'),
  };
}

/** The thresholds of retention curves. Errors: BAD_USER_INPUT for a discount that is none. */
function retentionRule({ thresholds }: Catalogue): RetentionRule {
  const value = (code: string): number => thresholdValue(code, thresholds);
  const yearly = value('lifetime_discount');
  if (!(yearly > 0)) throw badInput(`Threshold lifetime_discount: expected a yearly rate above 0, e.g. 0.1, found ${yearly}.`);
  return {
    minRenewals: value('lifetime_min_renewals'),
    minLeavers: value('lifetime_min_leavers'),
    discount: (1 + yearly) ** (1 / 12) - 1,
    prior: value('lifetime_stage_prior'),
  };
}

/** Trees stand between the columns of number_value and what number_state derives from them. */
function orderOf(chain: readonly Mart[], trees: readonly PartitionTree[]): PlannedColumn[] {
  const ofTrees = trees.flatMap(({ column }) => [
    { name: column, type: 'VARCHAR' },
    { name: `${column}_rules`, type: 'VARCHAR[]' },
  ]);
  const last = chain.at(-1)?.columns ?? [];
  return [
    ...chain.slice(0, -1).flatMap(({ columns }) => columns),
    ...ofTrees,
    ...last.filter(({ name }) => !ofTrees.some((tree) => tree.name === name)),
  ].map(({ name, type }) => ({ name, type }));
}

/** Values that a month of a build gives, beside those of its risk; all others are thresholds. */
export const MONTH_TOKENS = [
  'month',
  'month_start',
  'month_end',
  'year',
  'first_month',
  'months_known',
  'has_contact',
  'has_contact_cost',
  'has_contact_margin',
  'has_complaints',
  'has_complaint',
  'costs',
  'first_data_month',
  'last_month_start',
] as const;

const threshold = (token: string, { thresholds }: Catalogue): string | null =>
  [...MONTH_TOKENS, ...RISK_TOKENS].includes(token as never) ? null : withThresholds(`{{${token}}}`, thresholds);

/** Replaces {{tokens}}; null leaves one as it is. Comments lose theirs as well, which does no harm. */
export const fill = (sql: string, value: (token: string) => string | null): string =>
  sql.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, token: string) => value(token) ?? whole);
