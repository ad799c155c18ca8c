import type { StandIn } from '../types.js';
import type { FoundMart, Survey } from './found.js';

const has = (found: FoundMart | undefined, column: string): boolean => found?.columns.get(column)?.usable ?? false;

/** By name the columns of a mart that the warehouse has not, where it has what stands in for them. */
export function standInsOf(found: FoundMart, { marts }: Pick<Survey, 'marts'>): ReadonlyMap<string, StandIn> {
  const lacking = [...found.mart.columns.values()].filter(({ name }) => !found.columns.has(name));
  return new Map(
    lacking.flatMap(({ name, standIn }) =>
      standIn && has(found, standIn.by) && has(marts.get(standIn.mart), standIn.column) ? [[name, standIn] as const] : [],
    ),
  );
}
