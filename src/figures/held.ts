import { partsOf } from '../catalogue/parts-of.js';
import type { Rests } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import type { FilterColumn } from '../slices/columns.js';
import { comparedFields } from '../slices/predicate.js';
import { absenceFor, type Coverage, requireKnown } from './figure.js';
import { restsOfField, rulesOf } from './known.js';
import type { PlanningContext } from './plan-question.js';
import type { FollowedSlice, Scope } from './question.js';

type Told = Pick<PlanningContext, 'catalogue' | 'columns'> & { readonly coverage: Coverage };

/** What a scope selects by, each with its name; of numbers that are followed only that they are. */
const selecting = (scope: Scope, { catalogue, columns }: Told): readonly (readonly [what: string, rests: readonly Rests[]])[] => [
  ...[...comparedFields(scope.where)].map((field) => named(columns.get(field)!, scope)),
  ...scope.nodes.map((node) => [`${node.tree.code}.${node.path}`, rulesOf(node)] as const),
  ...scope.counted.map((measure) => [measure.code, partsOf(measure).map((part) => catalogue.parts.get(part)!)] as const),
];

/** Can numbers be listed by it? Where it is not known who they are in one of the months, none would be found. Errors: NOT_PROVIDED. */
export function requireSelectable(scope: Scope, months: readonly string[], told: Told): void {
  for (const [what, rests] of selecting(scope, told)) requireKnown(what, rests, months, told.coverage);
}

/**
 * Can it be told which numbers the slice holds in its period? Where it cannot, none would be found, and every figure of them would be 0.
 * Errors: BAD_USER_INPUT for months that the data do not have, or have too little before; NOT_PROVIDED for columns.
 */
export function requireHeld({ slice, scope }: FollowedSlice, told: Told): void {
  const { from, to } = slice;
  const { coverage } = told;
  const months = coverage.months.filter((month) => month >= from && month <= to);
  if (months[0] !== from || months.at(-1) !== to)
    throw badInput(
      `slice: its numbers are those of ${from} to ${to}, the data have ${coverage.months[0]} to ${coverage.months.at(-1)}: nobody can tell any more whom to follow.`,
    );
  requireSelectable(scope, months, told);
  for (const [what, rests] of selecting(scope, told)) {
    if (absenceFor(rests, [from], coverage)) throw tooEarly(what, from, coverage);
  }
}

/** A dimension is called by its code. */
const named = (column: FilterColumn, { facts }: Scope) =>
  [column.dimension?.code ?? column.field, [restsOfField(column, facts)]] as const;

const tooEarly = (what: string, month: string, { months }: Coverage) =>
  badInput(
    `slice: its numbers cannot be told: ${what} looks back from ${month} on months before ${months[0]}, where the data begin.`,
  );
