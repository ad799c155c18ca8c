import { withThresholds } from './thresholds.js';
import type { PartitionNode, PartitionTree, Threshold } from './types.js';

/**
 * Columns of a number's month that thresholds decide, by what stands beside them in the same row: so they can be told anew with other
 * thresholds. SQL over a row of number_feature; `sql/marts/number_feature.sql` takes them as {{rule_dual_drop}}.
 */
const columns = {
  age_group: `CASE WHEN age <= {{youth_to}} THEN 'YOUTH' WHEN age < {{senior_from}} THEN 'MIDDLE' WHEN age >= {{senior_from}} THEN 'SENIOR' ELSE 'UNKNOWN_AGE' END`,
  dual_drop: `coalesce(months_on_net >= {{decline_min_months}} AND minutes_change <= -({{dual_drop}}) AND data_change <= -({{dual_drop}}), FALSE)`,
  secondary_sim: `coalesce(months_on_net >= {{decline_min_months}}
    AND (minutes_mean_3 >= {{secondary_min_minutes}} AND minutes_change <= -({{secondary_drop}})) <> (data_mean_3 >= {{secondary_min_gb}} AND data_change <= -({{secondary_drop}})), FALSE)`,
  value_drop: `coalesce(months_on_net >= {{decline_min_months}} AND revenue_change <= -({{value_drop}}) AND (coalesce(complaints > 0, FALSE) OR status = 'SUSPENDED'), FALSE)`,
  lean: `CASE
    WHEN revenue IS NULL THEN NULL
    WHEN revenue < {{light_revenue}} THEN 'LIGHT'
    WHEN voice_revenue >= {{voice_lean}} * revenue THEN 'VOICE_LEAN'
    WHEN data_revenue >= {{data_lean}} * revenue THEN 'DATA_LEAN'
    ELSE 'BALANCED'
  END`,
} as const;

/** The columns with thresholds filled in, by name. */
export const ruleColumns = (thresholds: ReadonlyMap<string, Threshold>): readonly (readonly [name: string, sql: string])[] =>
  Object.entries(columns).map(([name, sql]) => [name, withThresholds(sql, thresholds)]);

/** Thresholds that a text of SQL names. */
export const thresholdsIn = (sql: string): readonly string[] =>
  [...sql.matchAll(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g)].map(([, code]) => code!);

/** Those that decide the columns above. */
export const thresholdsOfColumns: ReadonlySet<string> = new Set(Object.values(columns).flatMap(thresholdsIn));

/** All conditions of a tree. */
export function rulesIn({ children }: Pick<PartitionTree, 'children'>): readonly string[] {
  const within = (nodes: readonly PartitionNode[]): readonly string[] =>
    nodes.flatMap(({ when, children: below }) => [...(when === null ? [] : [when]), ...within(below)]);
  return within(children);
}
