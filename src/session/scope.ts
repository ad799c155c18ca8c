import { badInput } from '../errors.js';
import { type Scope, scopeOf } from '../figures/question.js';
import { requireFilterable, requireTier } from '../security/readable.js';
import { decodeSlice, type Slice } from '../slices/slice.js';
import { parseWhere } from '../slices/where.js';
import type { Session } from './session.js';

/** Which numbers a question is about, as a client says it; null as well as undefined: a variable that is not set. */
export interface ScopeInput {
  /** A filter as the graph's SliceFilter has it. */
  readonly where?: unknown;
  readonly slice?: string | null | undefined;
}

/**
 * What a question of a tier may be about: every one begins here. The slice is given back for its months.
 * Errors: FORBIDDEN (tier, masked filter), BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE.
 */
export function resolveScope(
  { where, slice: handle }: ScopeInput,
  { viewer, catalogue, columns }: Session,
  tier: number,
): { readonly scope: Scope; readonly slice: Slice | null } {
  requireTier(viewer, tier);
  const slice = handle ? decodeSlice(handle, { catalogue, columns }, viewer.limits) : null;
  const scope = scopeOf(parseWhere(where, columns, viewer.limits), slice, catalogue);
  requireFilterable(viewer, scope.where, columns);
  return { scope, slice };
}

/** The newest of the data's months. Errors: BAD_USER_INPUT where there is none. */
export function newestMonth(months: readonly string[]): string {
  const newest = months.at(-1);
  if (newest === undefined) throw badInput('The warehouse has no month of data yet: run martlet build on one that has.');
  return newest;
}

/** The month asked for, or the newest. Errors: BAD_USER_INPUT for one that the data do not have. */
export function knownMonth(month: string | undefined, months: readonly string[]): string {
  const newest = newestMonth(months);
  if (month === undefined || months.includes(month)) return month ?? newest;
  throw badInput(`month: the data have ${months[0]} to ${newest}, found ${month}. Leave it out for the newest.`);
}
