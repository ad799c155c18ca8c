import { type Came, isFilled, isProvided } from '../catalogue/provided.js';
import type { Rests } from '../catalogue/types.js';
import { emptyByMonth, type Manifest } from '../warehouse/generations.js';

/** A column that the derived marts add, and what it rests on. */
export interface StateColumn extends Rests {
  readonly name: string;
  readonly type: string;
}

/** What a generation's warehouse had of the contract's columns. */
export const cameIn = (manifest: Manifest): Came => ({
  provided: new Set(Object.entries(manifest.coverage).flatMap(([mart, columns]) => columns.map((column) => `${mart}.${column}`))),
  empty: emptyByMonth(manifest),
  standIns: new Map(Object.entries(manifest.standIns ?? {})),
});

/** Those of a month's number_state that nobody knows. */
export const unknownColumns = <C extends StateColumn>(month: string, derived: readonly C[], came: Came): readonly C[] =>
  derived.filter((column) => !column.needs.every((need) => isProvided(need, came)) || !isFilled(column, [month], came.empty));

/**
 * What to SELECT of a month's number_state so that what is not known is null: rules take a column that did not come for one that does not
 * hold, and say FALSE. The files keep what the rules said: what is carried from month to month (a re-entry) would be forgotten otherwise.
 */
export function knownColumns(month: string, derived: readonly StateColumn[], came: Came): string {
  const unknown = unknownColumns(month, derived, came);
  if (unknown.length === 0) return '*';
  return `* REPLACE (${unknown.map(({ name, type }) => `CAST(NULL AS ${type}) AS "${name}"`).join(', ')})`;
}
