import { leadsHave, restsFor } from '../catalogue/facts.js';
import { flows } from '../catalogue/flows.js';
import type { Catalogue, Dimension, Measure, Rests } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import type { FilterColumn } from '../slices/columns.js';
import { comparedFields, fieldsOf } from '../slices/predicate.js';
import type { Question, Scope } from './question.js';

/** Have leads all that a scope selects by? They have a place and a channel; they are no numbers, with a stage or another month. */
export function isOfLeads(
  { where, nodes, counted, facts, others, followed }: Scope,
  columns: ReadonlyMap<string, FilterColumn>,
): boolean {
  if (nodes.length + counted.length + others.length > 0 || followed) return false;
  if (!facts.every((flow) => flows[flow] === 'LEAD')) return false;
  return [...fieldsOf(where)].every((field) => {
    const { dimension } = columns.get(field)!;
    return dimension !== null && leadsHave(dimension);
  });
}

/** Have leads all that a question cuts them by, too? */
export const asksOfLeads = ({ scope, by, tree }: Question, columns: ReadonlyMap<string, FilterColumn>): boolean =>
  tree === null && by.every(({ dimension }) => leadsHave(dimension)) && isOfLeads(scope, columns);

/** What a scope of leads rests on; null where it is none. */
export function restsOfLeads(scope: Scope, columns: ReadonlyMap<string, FilterColumn>): Rests | null {
  if (!isOfLeads(scope, columns)) return null;
  const compared = [...comparedFields(scope.where)].map((field) => restsFor(columns.get(field)!.dimension!, 'LEAD'));
  return { needs: compared.flatMap(({ needs }) => needs), lookback: 0, after: compared };
}

/** Errors: BAD_USER_INPUT for a measure of leads by what they have not, with what they have. `what`: where it was asked for. */
export function requireOfLeads(
  what: string,
  { code, isOfLeads: counts }: Measure,
  dimension: Dimension,
  { dimensions }: Catalogue,
): void {
  if (!counts || leadsHave(dimension)) return;
  const known = [...dimensions.values()].filter(leadsHave).map((each) => each.code);
  throw badInput(
    `${what}: ${code} counts leads, which are no numbers and have no ${dimension.code}. They have ${known.join(', ')}.`,
  );
}
