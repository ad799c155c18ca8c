import { factWith, restsFor } from '../catalogue/facts.js';
import { type Flow, flows } from '../catalogue/flows.js';
import { nodesAlong } from '../catalogue/partition.js';
import type { Catalogue, Measure, PartitionTree, Rests } from '../catalogue/types.js';
import { keptIn } from '../lib/memo.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import { comparedFields, fieldsOf } from '../slices/predicate.js';
import type { Coverage, Known, Within } from './figure.js';
import { restsOfLeads } from './leads.js';
import type { Selector } from './outcome.js';
import { isOfUse, type NodeScope, type Scope } from './question.js';

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
  const own = () => ({
    rests: restsOf(scope, catalogue, columns),
    ofLeads: restsOfLeads(scope, columns),
    selectors: selectorsOf(scope, catalogue, columns),
    isOfUse: isOfUse([], scope.facts),
  });
  const node = onlyNode(scope);
  const within = node ? keptIn(nodesOf(node.tree), node.path, own) : keptIn(ofScopes, scope, own);
  return { coverage, catalogue, within, least: viewer.minimumGroup };
}

const ofScopes = new WeakMap<Scope, Within>();

/** The nodes of a tree are asked about in every request that shows it. */
const ofNodes = new WeakMap<PartitionTree, Map<string, Within>>();
const nodesOf = (tree: PartitionTree) => keptIn(ofNodes, tree, () => new Map<string, Within>());

const onlyNode = ({ nodes: [node, ...more], where, counted, facts, others, followed }: Scope): NodeScope | null => {
  const isAll = Object.keys(where).length + counted.length + facts.length + others.length + more.length === 0;
  return node && isAll && !followed ? node : null;
};

type Columns = Asked['context']['columns'];

/**
 * Without what nobody knows which numbers a scope holds: what its filter compares, its nodes' rules, and what its measures count. In months
 * with too little history a rule just holds for nobody.
 */
function restsOf({ where, nodes, counted, facts }: Scope, { parts }: Catalogue, columns: Columns): Rests {
  const compared = [...comparedFields(where)].map((field) => restsOfField(columns.get(field)!, facts));
  const counting = counted.flatMap(({ numerator }) => [...numerator.terms.keys()].map((part) => parts.get(part)!));
  const after = [...compared, ...nodes.flatMap(rulesOf), ...counting];
  return { needs: after.flatMap(({ needs }) => needs), lookback: 0, after };
}

/** All that a scope selects by, also whether a value is there at all; `until`: of numbers that are followed, the last month that held them. */
function selectorsOf(scope: Scope, catalogue: Catalogue, columns: Columns, until: string | null = null): readonly Selector[] {
  const { where, nodes, counted, facts, others, followed } = scope;
  return [
    ...[...fieldsOf(where)].map((field) => ofField(columns.get(field)!, until)),
    ...nodes.flatMap((node) => ofNode(node, until)),
    ...counted.flatMap((measure) => ofCounted(measure, catalogue, until)),
    ...facts.filter((flow) => flows[flow] === 'LEAVE').map((flow) => ({ ...bare, what: flow, rests: left, until })),
    // Who is not there in another month may be gone for having left.
    ...others.flatMap(({ month, node }) =>
      node ? ofNode(node, month) : [{ ...bare, what: `${month} -`, rests: gone, until: month }],
    ),
    ...(followed ? selectorsOf(followed.scope, catalogue, columns, followed.slice.to) : []),
  ];
}

const bare = { before: null } as const;
const left: Rests = { needs: [], lookback: 0, leaving: 'TELLS' };
const gone: Rests = { needs: [], lookback: 0, leaving: 'SETS' };

const ofField = ({ field, dimension, rests }: FilterColumn, until: string | null): Selector => ({
  what: dimension?.code ?? field,
  rests,
  before: dimension?.before ?? null,
  until,
});

const ofNode = (node: NodeScope, until: string | null): readonly Selector[] =>
  rulesOf(node).map((rests) => ({ ...bare, what: `${node.tree.code}.${node.path}`, rests, until }));

const ofCounted = ({ code, numerator }: Measure, { parts }: Catalogue, until: string | null): readonly Selector[] =>
  [...numerator.terms.keys()].map((part) => ({ ...bare, what: code, rests: parts.get(part)!, until }));

/** What a filter's field rests on; where it is one of facts, for those that are asked for, else for contacts, or those that have it. */
export const restsOfField = ({ dimension, rests }: FilterColumn, facts: readonly Flow[]): Rests =>
  dimension ? restsFor(dimension, facts.length > 0 ? flows[facts[0]!] : factWith(dimension)) : rests;

/** What the rules of a node and of those that it is below rest on. */
export const rulesOf = ({ tree, path }: NodeScope): readonly Rests[] => nodesAlong(tree, path).map(({ rests }) => rests);
