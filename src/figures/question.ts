import { dimensionNamed, measureNamed } from '../catalogue/named.js';
import { partsOf } from '../catalogue/parts-of.js';
import { unknownName } from '../catalogue/suggestions.js';
import type { Catalogue, Dimension, Measure, PartitionTree } from '../catalogue/types.js';
import { badInput } from '../errors.js';
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
  /** Only numbers with a flow of the measure on that day or in that week. */
  readonly days: readonly DayScope[];
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

export interface DayScope {
  readonly measure: Measure;
  /** DAY or WEEK. */
  readonly dimension: Dimension;
  readonly code: string;
}

export const everything: Scope = Object.freeze({ where: {}, nodes: [], counted: [], days: [], others: [], followed: null });

/** A dimension that sums are grouped by. */
export interface Grouping {
  readonly dimension: Dimension;
  /** Only these values stand for themselves; all others (and none) go together as null. null: each value for itself. */
  readonly keep: readonly string[] | null;
}

export const groupBy = (dimension: Dimension): Grouping => ({ dimension, keep: null });

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
    scope.days.map(dayText),
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

/** What a slice and a filter beside it select together. */
export function scopeOf(where: Where, slice: Slice | null, catalogue: Catalogue): Scope {
  if (!slice) return { ...everything, where };
  return {
    where: both(slice.where, where),
    nodes: slice.nodes.map((node) => nodeScope(node, catalogue)),
    counted: slice.counted.map((code) => measureNamed(catalogue, code)),
    days: slice.days.map((day) => dayScope(day, catalogue)),
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

const dayText = ({ measure, dimension, code }: DayScope): string => `${measure.code} ${dimension.code} ${code}`;

function dayScope(text: string, catalogue: Catalogue): DayScope {
  const [measureCode = '', dimensionCode = '', code = ''] = text.split(' ');
  const [measure, dimension] = [measureNamed(catalogue, measureCode), dimensionNamed(catalogue, dimensionCode)];
  if (!isDaily(measure, catalogue) || !isDayGrain(dimension))
    throw badInput(`The slice names days of ${measureCode}, which has none.`);
  return { measure, dimension, code };
}

/** DAY or WEEK: what flows have beside months. */
export const isDayGrain = ({ grain }: Dimension): boolean => grain === 'DAY' || grain === 'WEEK';

/** Has it figures by day? Only flows from events do. */
export const isDaily = ({ numerator, denominator }: Measure, catalogue: Catalogue): boolean =>
  denominator === null &&
  numerator.terms.size === 1 &&
  [...numerator.terms.keys()].every((part) => catalogue.parts.get(part)!.daily);

/** The slice of a scope in a month, narrowed as asked. A root node and a measure that counts every row narrow nothing. */
export function sliceOf(
  scope: Scope,
  month: string,
  narrow: { where?: Where; node?: NodeScope; measure?: Measure; day?: DayScope; other?: OtherMonth } = {},
): Slice {
  const nodes = [...scope.nodes, ...(narrow.node?.path ? [narrow.node] : [])];
  const counted = [...scope.counted, ...(narrow.measure?.countsNumbers ? [narrow.measure] : [])];
  return {
    from: month,
    to: month,
    where: both(scope.where, narrow.where ?? {}),
    nodes: [...new Set(nodes.map(({ tree, path }) => `${tree.code}.${path}`))],
    counted: [...new Set(counted.map(({ code }) => code))],
    days: [...scope.days, ...(narrow.day ? [narrow.day] : [])].map(dayText),
    others: [...scope.others, ...(narrow.other ? [narrow.other] : [])].map(otherText),
    followed: scope.followed?.slice ?? null,
  };
}
