import { restsFor } from '../catalogue/facts.js';
import { type Flow, flows } from '../catalogue/flows.js';
import { nodesAlong } from '../catalogue/partition.js';
import type { Catalogue, Rests } from '../catalogue/types.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import { comparedFields } from '../slices/predicate.js';
import type { Coverage, Known } from './figure.js';
import type { NodeScope, Scope } from './question.js';

/** A question's scope in its session, as far as figures are judged by them. */
interface Asked {
  readonly scope: Scope;
  readonly context: {
    readonly coverage: Coverage;
    readonly catalogue: Catalogue;
    readonly columns: ReadonlyMap<string, FilterColumn>;
    readonly viewer: Pick<Viewer, 'minimumGroup'>;
  };
}

/** What the figures of a question are judged by. */
export function knownOf({ scope, context: { coverage, catalogue, columns, viewer } }: Asked): Known {
  const within = resting.get(scope) ?? restsOf(scope, catalogue, columns);
  resting.set(scope, within);
  return { coverage, catalogue, within, least: viewer.minimumGroup };
}

const resting = new WeakMap<Scope, Rests>();

/**
 * Without what nobody knows which numbers a scope holds: what its filter compares, its nodes' rules, and what its measures count. In months
 * with too little history a rule just holds for nobody.
 */
function restsOf({ where, nodes, counted, facts }: Scope, { parts }: Catalogue, columns: Asked['context']['columns']): Rests {
  const compared = [...comparedFields(where)].map((field) => restsOfField(columns.get(field)!, facts));
  const counting = counted.flatMap(({ numerator }) => [...numerator.terms.keys()].map((part) => parts.get(part)!));
  const after = [...compared, ...nodes.flatMap(rulesOf), ...counting];
  return { needs: after.flatMap(({ needs }) => needs), lookback: 0, after };
}

/** What a filter's field rests on; where it is one of facts, for those that are asked for, else for contacts. */
export const restsOfField = ({ dimension, rests }: FilterColumn, facts: readonly Flow[]): Rests =>
  dimension ? restsFor(dimension, facts.length > 0 ? flows[facts[0]!] : 'CONTACT') : rests;

/** What the rules of a node and of those that it is below rest on. */
export const rulesOf = ({ tree, path }: NodeScope): readonly Rests[] => nodesAlong(tree, path).map(({ rests }) => rests);
