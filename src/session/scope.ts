import { badInput } from '../errors.js';
import { requireHeld } from '../figures/held.js';
import { type Scope, scopeOf } from '../figures/question.js';
import { requireFilterable, requireTier } from '../security/grants.js';
import { splitTerms } from '../slices/fact-terms.js';
import { fieldsOf, setsIn } from '../slices/predicate.js';
import { decodeSlice, type Follow, following, type SlicePeriod } from '../slices/slice.js';
import { parseWhere, termsIn } from '../slices/where.js';
import type { Session } from './session.js';
import { requireSet } from './sets.js';

/**
 * Which numbers a question is about, as a client says it: left out (undefined), it is about all of them. A null is refused: it is a
 * variable that a client has lost, and must not select the whole base.
 */
export interface ScopeInput {
  /** A filter as the graph's SliceFilter has it. */
  readonly where?: unknown;
  readonly slice?: string | null | undefined;
  /** What the slice means in months other than its own; RULE unless it is said. */
  readonly follow?: Follow | null | undefined;
}

/**
 * What a question of a tier may be about: every one begins here. With a slice it has a period.
 * Errors: FORBIDDEN (tier, masked filter), BAD_USER_INPUT, UNKNOWN_NAME, STALE_SLICE; NOT_PROVIDED of a slice to be followed; INTERNAL for a
 * set that is damaged.
 */
export async function resolveScope(
  { where, slice: handle, follow }: ScopeInput,
  session: Session,
  tier: number,
): Promise<{ readonly scope: Scope; readonly period: SlicePeriod | null }> {
  const { viewer, catalogue, columns } = session;
  requireTier(viewer, tier);
  if (handle === null) throw badInput('slice: expected a slice, found null. Leave it out where it shall not narrow.');
  const slice = handle === undefined ? null : decodeSlice(handle, session, viewer.limits);
  const isOpen = follow === 'NUMBERS';
  if (isOpen && !slice)
    throw badInput(
      'follow: NUMBERS are those that a slice holds in its own period, found no slice. A filter has no period: give the slice of a figure, or leave follow out.',
    );
  const scope = scopeOf(
    parseWhere(where, columns, viewer.limits),
    slice && isOpen ? following(slice, viewer.limits) : slice,
    catalogue,
  );
  await requireAskable(scope, session);
  noteFilter(scope, session);
  return { scope, period: slice && { from: slice.from, to: slice.to, isOpen } };
}

/** Who filters by personal columns asks about persons: that is in the audit, whatever is shown. */
function noteFilter({ where, followed }: Scope, session: Session): void {
  const { subject, purpose } = session.viewer;
  const columns = [...fieldsOf(where)].filter((field) => session.columns.get(field)?.personal);
  if (columns.length > 0)
    session.note({
      subject,
      purpose,
      action: 'filter by personal columns',
      decision: 'ALLOWED',
      generation: session.manifest.id,
      detail: { columns },
    });
  if (followed) noteFilter(followed.scope, session);
}

/** Errors: FORBIDDEN for a masked filter at any depth; what `splitTerms` says of filters, `requireSet` of sets, and `requireHeld` of slices that are followed. */
export async function requireAskable({ where, followed }: Scope, session: Session): Promise<void> {
  splitTerms(where, session.columns);
  requireFilterable(session.viewer, where, session.columns);
  for (const id of setsIn(where)) await requireSet(id, session);
  if (!followed) return;
  requireHeld(followed, session);
  await requireAskable(followed.scope, session);
}

/** What can take everybody with it only when that is said. */
export interface ScopeOfAllInput extends ScopeInput {
  readonly everybody?: boolean | null | undefined;
}

/**
 * Numbers that are taken away, as a list or a file, must be told: a whole `where: $where` whose variable is missing cannot be told from
 * none. Errors: BAD_USER_INPUT where neither slice nor filter narrows and not everybody is asked for, or where both are said.
 */
export function requireNarrowed(
  { where, slice, everybody }: ScopeOfAllInput,
  { columns, viewer }: Pick<Session, 'columns' | 'viewer'>,
): void {
  const isNarrowed = slice !== undefined || termsIn(parseWhere(where, columns, viewer.limits)) > 0;
  if (isNarrowed && everybody) throw badInput('everybody: expected alone, found beside slice or where. Leave one of them out.');
  if (!isNarrowed && !everybody)
    throw badInput(
      'slice, where: expected a slice, or a filter with at least one comparison, found none. For all numbers say everybody: true.',
    );
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
