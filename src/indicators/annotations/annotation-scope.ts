import { badInput, MartletError } from '../../errors.js';
import { type Scope, scopeOf } from '../../figures/question.js';
import type { AnnotationRow } from '../../ledger/tables.js';
import { setsIn } from '../../slices/predicate.js';
import { both, parseSliceWhere, type Where } from '../../slices/where.js';
import type { IndicatorSession } from '../session.js';

/** Whom an annotation concerns, as it is kept: what numbers are in a month, and nothing of another one. */
interface AnnotationScope {
  readonly where: Where;
  readonly nodes: readonly string[];
  readonly counted: readonly string[];
}

/** As the ledger keeps it. Errors: BAD_USER_INPUT for what holds of numbers in a month of its own, or of what happened to them, and for sets, which expire. */
export function keptScope({ where, nodes, counted, facts, others, followed }: Scope): string {
  if (facts.length > 0 || others.length > 0 || followed !== null)
    throw badInput(
      'slice: expected numbers by what they are in a month, found some by what they were in another, or by what happened to them. Take the slice of a figure that counts numbers, or a filter.',
    );
  if (setsIn(where).size > 0)
    throw badInput(
      'where: expected numbers by what they are, found a set of numbers, which expires. Say what they have in common.',
    );
  const kept: AnnotationScope = {
    where,
    nodes: nodes.map(({ tree, path }) => `${tree.code}.${path}`),
    counted: counted.map(({ code }) => code),
  };
  return JSON.stringify(kept);
}

/** Read with the catalogue at hand; null where that no longer has a name of it: then nobody knows whom it concerned. */
export function scopeKept(
  { scope }: Pick<AnnotationRow, 'scope'>,
  { catalogue, columns, viewer }: IndicatorSession,
): Scope | null {
  const { where, nodes, counted } = JSON.parse(scope) as AnnotationScope;
  try {
    // Months are of no account here.
    const period = { from: '2000-01', to: '2000-01', facts: [], others: [], followed: null };
    const known = Object.keys(where).length === 0 ? {} : parseSliceWhere(where, columns, viewer.limits);
    return scopeOf({}, { ...period, where: known, nodes, counted }, catalogue);
  } catch (error) {
    if (error instanceof MartletError) return null;
    throw error;
  }
}

export const concernsAll = ({ where, nodes, counted }: Scope): boolean =>
  Object.keys(where).length + nodes.length + counted.length === 0;

/** The numbers that are in both. */
export const inBoth = (one: Scope, other: Scope): Scope => ({
  ...one,
  where: both(one.where, other.where),
  nodes: [...one.nodes, ...other.nodes],
  counted: [...new Set([...one.counted, ...other.counted])],
});
