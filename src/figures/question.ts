import { type Flow, flows } from '../catalogue/flows.js';
import { measureNamed } from '../catalogue/named.js';
import { partsOf } from '../catalogue/parts-of.js';
import { unknownName } from '../catalogue/suggestions.js';
import type { Catalogue, Dimension, Measure, Part, PartitionTree } from '../catalogue/types.js';
import { badInput } from '../errors.js';
import { camelCase } from '../slices/columns.js';
import type { Slice } from '../slices/slice.js';
import { both, type Where } from '../slices/where.js';

/** A node of a partition tree; `path` without the root. */
export interface NodeScope {
  readonly tree: PartitionTree;
  readonly path: string;
}

/** Which rows count: what a slice says beyond its months. All of it holds. */
export interface Scope {
  readonly where: Where;
  readonly nodes: readonly NodeScope[];
  /** Only the rows that these measures count. */
  readonly counted: readonly Measure[];
  /** Only numbers with a fact that has these flows and of which the filter's terms about such facts hold. */
  readonly facts: readonly Flow[];
  /** Only numbers that are this in another month. */
  readonly others: readonly OtherMonth[];
  /** Only the numbers that another slice holds in its own period. */
  readonly followed: FollowedSlice | null;
}

export interface FollowedSlice {
  readonly slice: Slice;
  /** Of the slice. */
  readonly scope: Scope;
}

export interface OtherMonth {
  readonly month: string;
  /** null: not there. */
  readonly node: NodeScope | null;
}

export const everything: Scope = Object.freeze({ where: {}, nodes: [], counted: [], facts: [], others: [], followed: null });

/** A dimension that sums are grouped by. */
export interface Grouping {
  readonly dimension: Dimension;
  /** Only these values stand for themselves; all others (and none) go together as null. null: each value for itself. */
  readonly keep: readonly string[] | null;
}

export const groupBy = (dimension: Dimension): Grouping => ({ dimension, keep: null });

/**
 * What is left of a dimension without some of its values, as a grouping whose row of null it is, and the filter that this takes: rows without a
 * value are in that row as well, unless they are left out.
 */
export function groupRest(
  dimension: Dimension,
  codes: readonly (string | null)[],
): { readonly by: Grouping; readonly where: Where } {
  const keep = codes.filter((code) => code !== null);
  return { by: { dimension, keep }, where: codes.includes(null) ? { [camelCase(dimension.code)]: { isNull: false } } : {} };
}

/** Sums of parts in months, by dimensions and/or the leaves of a tree. */
export interface Question {
  readonly parts: readonly string[];
  readonly months: readonly string[];
  readonly by: readonly Grouping[];
  readonly tree: PartitionTree | null;
  readonly scope: Scope;
  /** Most rows; with more the question is refused (TOO_COSTLY). */
  readonly most?: number;
}

/**
 * Questions with the same key differ only in months and parts: one statement answers them together. One with a limit stays alone: others'
 * months would count against it, and others' marts would bring rows that it does not have.
 */
export function questionKey({ by, tree, scope, most, months, parts }: Question): string {
  const nodes = scope.nodes.map((node) => `${node.tree.code}.${node.path}`);
  const counted = scope.counted.map(({ code }) => code);
  const groups = by.map(({ dimension, keep }) => [dimension.code, keep]);
  const alone = most === undefined ? null : [most, months, parts];
  return JSON.stringify([
    groups,
    tree?.code,
    scope.where,
    nodes,
    counted,
    scope.facts,
    scope.others.map(otherText),
    scope.followed?.slice,
    alone,
  ]);
}

/** One question that covers all (of the same key). */
export function mergeQuestions(questions: readonly Question[]): Question {
  const parts = [...new Set(questions.flatMap((question) => question.parts))].sort();
  const months = [...new Set(questions.flatMap((question) => question.months))].sort();
  return { ...questions[0]!, parts, months };
}

/** The contract columns that a measure needs, each once. */
export const needsOf = (measure: Measure, { parts }: Pick<Catalogue, 'parts'>): readonly string[] => [
  ...new Set(partsOf(measure).flatMap((part) => parts.get(part)!.needs)),
];

/** The rows of a scope that lie in a node; a root takes all of them. */
export const scopeIn = (scope: Scope, node: NodeScope | null | undefined): Scope =>
  node?.path ? { ...scope, nodes: [...scope.nodes, node] } : scope;

/** What a slice and a filter beside it select together. */
export function scopeOf(where: Where, slice: Slice | null, catalogue: Catalogue): Scope {
  if (!slice) return { ...everything, where };
  return {
    where: both(slice.where, where),
    nodes: slice.nodes.map((node) => nodeScope(node, catalogue)),
    counted: slice.counted.map((code) => measureNamed(catalogue, code)),
    facts: slice.facts.map(flowNamed),
    others: slice.others.map((other) => otherMonth(other, catalogue)),
    followed: slice.followed && { slice: slice.followed, scope: scopeOf({}, slice.followed, catalogue) },
  };
}

function nodeScope(node: string, catalogue: Catalogue): NodeScope {
  const [root = '', ...path] = node.split('.');
  const tree = catalogue.trees.get(root);
  if (tree?.relation !== 'PARTITION') throw unknownName('partition tree', root, catalogue.trees.keys());
  return { tree, path: path.join('.') };
}

const otherText = ({ month, node }: OtherMonth): string => `${month} ${node ? `${node.tree.code}.${node.path}` : '-'}`;

function otherMonth(text: string, catalogue: Catalogue): OtherMonth {
  const [month = '', node = ''] = text.split(' ');
  if (!/^\d{4}-\d{2}$/.test(month))
    throw badInput(`The slice names another month as "${text}", expected "2026-09 LIFECYCLE.NEW".`);
  return { month, node: node === '-' ? null : nodeScope(node, catalogue) };
}

function flowNamed(text: string): Flow {
  if (text in flows) return text as Flow;
  throw badInput(`The slice names facts as "${text}", expected one of ${Object.keys(flows).join(', ')}.`);
}

/**
 * Is it of days of use: cut by them, or of a slice that was? Then what has it (`byDay`) is summed over days, and else over months: as a filter a day
 * alone says which numbers, by what happened to them.
 */
export const isOfUse = (by: readonly Dimension[], facts: readonly Flow[]): boolean =>
  by.some((dimension) => dimension.facts.includes('USE')) || facts.some((flow) => flows[flow] === 'USE');

/** Parts by their ids, as they are summed over months, or over days. */
export const partsIn = (ids: readonly string[], ofUse: boolean, { parts }: Pick<Catalogue, 'parts'>): readonly Part[] =>
  ids.map((id) => {
    const part = parts.get(id)!;
    return ofUse && part.byDay !== null ? parts.get(part.byDay)! : part;
  });

/** DAY or WEEK: what flows have beside months. */
export const isDayGrain = ({ grain }: Dimension): boolean => grain === 'DAY' || grain === 'WEEK';

/** The slice of a scope in a month, narrowed as asked. A root node and a measure that counts every row narrow nothing. */
export function sliceOf(
  scope: Scope,
  month: string,
  narrow: { where?: Where; node?: NodeScope; measure?: Measure; flow?: Flow | null; other?: OtherMonth } = {},
): Slice {
  const { nodes } = scopeIn(scope, narrow.node);
  const counted = [...scope.counted, ...(narrow.measure?.countsNumbers ? [narrow.measure] : [])];
  return {
    from: month,
    to: month,
    where: both(scope.where, narrow.where ?? {}),
    nodes: [...new Set(nodes.map(({ tree, path }) => `${tree.code}.${path}`))],
    counted: [...new Set(counted.map(({ code }) => code))],
    facts: [...new Set([...scope.facts, ...(narrow.flow ? [narrow.flow] : [])])],
    others: [...scope.others, ...(narrow.other ? [narrow.other] : [])].map(otherText),
    followed: scope.followed?.slice ?? null,
  };
}
