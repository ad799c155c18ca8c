import type { FactKind } from '../catalogue/flows.js';
import { factKinds } from '../catalogue/flows.js';
import { badInput } from '../errors.js';
import type { FilterColumn } from './columns.js';
import { fieldsOf } from './predicate.js';
import { termsOf, type Where } from './where.js';

/** A term of a filter that is about facts, and the kinds of facts that it can be about. */
export interface FactTerm {
  readonly where: Where;
  readonly kinds: readonly FactKind[];
}

/** A filter's terms: those of numbers, all of which hold for a number, and those of facts, all of which hold for one of its facts. */
export interface Terms {
  readonly ofNumbers: Where;
  readonly ofFacts: readonly FactTerm[];
}

const split = new WeakMap<Where, Terms>();

/** Errors: BAD_USER_INPUT where one term, an `or` or a `not`, is about both. */
export function splitTerms(where: Where, columns: ReadonlyMap<string, FilterColumn>): Terms {
  const known = split.get(where);
  if (known) return known;
  const ofNumbers: Where[] = [];
  const ofFacts: FactTerm[] = [];
  for (const term of termsOf(where)) {
    const facts = [...fieldsOf(term)].map((field) => ({ field, facts: columns.get(field)?.dimension?.facts ?? [] }));
    const kinds = factKinds.filter((kind) => facts.every(({ facts: own }) => own.includes(kind)));
    if (facts.every(({ facts: own }) => own.length === 0)) ofNumbers.push(term);
    else if (kinds.length > 0) ofFacts.push({ where: term, kinds });
    else throw mixed(facts.map(({ field, facts: own }) => `${field} (of ${own.length > 0 ? own.join(', ') : 'numbers'})`));
  }
  const terms = { ofNumbers: ofFacts.length === 0 ? where : { and: ofNumbers }, ofFacts };
  split.set(where, terms);
  return terms;
}

const mixed = (fields: readonly string[]) =>
  badInput(
    `where: expected an or and a not to be of numbers or of one kind of facts, found ${fields.join(', ')} in one. Put what is told of facts (of a contact its scene) beside it: what stands side by side all holds.`,
  );
