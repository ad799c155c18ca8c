import { badInput } from '../errors.js';
import { fieldsOf } from '../slices/predicate.js';
import { absenceFor, absenceOf, type Coverage, requireProvided } from './figure.js';
import type { PlanningContext } from './plan-question.js';
import type { FollowedSlice, NodeScope } from './question.js';

interface Rests {
  readonly what: string;
  readonly needs: readonly string[];
  readonly lookback: number;
}

/**
 * Can it be told which numbers the slice holds in its period? Where it cannot, none would be found, and every figure of them would be 0.
 * Errors: BAD_USER_INPUT for months that the data do not have, or have too little before; NOT_PROVIDED for columns.
 */
export function requireHeld(
  { slice, scope }: FollowedSlice,
  { coverage, catalogue, columns }: Pick<PlanningContext, 'catalogue' | 'columns'> & { readonly coverage: Coverage },
): void {
  const { from, to } = slice;
  const months = coverage.months.filter((month) => month >= from && month <= to);
  if (months[0] !== from || months.at(-1) !== to)
    throw badInput(
      `slice: its numbers are those of ${from} to ${to}, the data have ${coverage.months[0]} to ${coverage.months.at(-1)}: nobody can tell any more whom to follow.`,
    );
  const dimensions = [...fieldsOf(scope.where)].flatMap((field) => columns.get(field)?.dimension ?? []);
  const rests: readonly Rests[] = [
    ...dimensions.map(({ code, needs, lookback }) => ({ what: code, needs, lookback })),
    ...scope.nodes.map(restsOf),
  ];
  for (const { what, needs, lookback } of rests) {
    requireProvided(what, needs, coverage);
    if (absenceFor({ needs: [], lookback }, [from], coverage)) throw tooEarly(what, from, coverage);
  }
  for (const measure of scope.counted)
    if (absenceOf(measure, [from], coverage, catalogue)) throw tooEarly(measure.code, from, coverage);
}

const tooEarly = (what: string, month: string, { months }: Coverage) =>
  badInput(
    `slice: its numbers cannot be told: ${what} looks back from ${month} on months before ${months[0]}, where the data begin.`,
  );

/** What a node's rule and those above it rest on. */
function restsOf({ tree, path }: NodeScope): Rests {
  let children = tree.children;
  const nodes = path.split('.').flatMap((code) => {
    const node = children.find((child) => child.code === code);
    children = node?.children ?? [];
    return node ?? [];
  });
  const lookback = Math.max(0, ...nodes.map((node) => node.lookback));
  return { what: `${tree.code}.${path}`, needs: nodes.flatMap(({ needs }) => needs), lookback };
}
