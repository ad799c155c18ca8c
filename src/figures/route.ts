import { sql } from 'kysely';
import { isOfFacts } from '../catalogue/facts.js';
import type { Catalogue, FigureMart, Rollup } from '../catalogue/types.js';
import { ofNumbers, type Places, policyDimensions, type ReadableRelation } from '../security/readable.js';
import { rowKinds } from '../security/rows.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import { splitTerms } from '../slices/fact-terms.js';
import { fieldsOf } from '../slices/predicate.js';
import type { Question } from './question.js';

/** Rows of each rollup in the generation at hand. */
export type RollupRows = ReadonlyMap<string, number>;

export interface Route {
  readonly mart: FigureMart;
  readonly relation: ReadableRelation;
  /** The rollup it reads; null = the mart itself, and then `missReason` says why. */
  readonly rollup: Rollup | null;
  readonly missReason: string | null;
  /** Facts, from flow_state. */
  readonly readsFacts: boolean;
}

/** The column of a dimension or tree in a rollup. */
export const rollupColumn = (code: string): string => code.toLowerCase();

/** The cheapest relation that can answer: the smallest rollup that has all the question needs, else the mart. */
export function routeOf(
  question: Question,
  mart: FigureMart,
  viewer: Viewer,
  catalogue: Catalogue,
  columns: ReadonlyMap<string, FilterColumn>,
  rows: RollupRows,
): Route {
  const { where, nodes, counted, facts, others, followed } = question.scope;
  const cuts = question.by.filter(({ dimension }) => isOfFacts(dimension)).map(({ dimension }) => dimension.code);
  const selecting = splitTerms(where, columns).ofFacts.flatMap((term) => [...fieldsOf(term.where)]);
  // Numbers with selected facts may be asked for figures of all that they are, too.
  const onlyFlows = question.parts.every((id) => catalogue.parts.get(id)!.flow !== null);
  const readsFacts = cuts.length > 0 || (selecting.length > 0 && onlyFlows);
  const own = { name: readsFacts ? 'flow_state' : mart, at: ofNumbers() };
  const base = (missReason: string): Route => ({ mart, relation: own, rollup: null, missReason, readsFacts });
  if (cuts.length > 0) return base(`figures by ${cuts.join(', ')} come from facts, one by one`);
  if (selecting.length > 0) return base(`the filter names ${selecting.join(', ')}, which facts have, one by one`);
  if (facts.length > 0) return base(`the slice has facts of ${facts.join(', ')}, one by one`);
  if (followed) return base('the slice has numbers followed from another period, number by number');
  if (others.length > 0) return base('the slice says what numbers are in another month, number by number');
  if (counted.length > 0)
    return base(`the slice holds only what ${counted.map(({ code }) => code).join(', ')} counts, number by number`);
  const needed = new Set([
    ...policyDimensions(viewer),
    ...question.by.filter(({ dimension }) => !dimension.grain).map(({ dimension }) => dimension.code),
  ]);
  for (const field of fieldsOf(where)) {
    const dimension = columns.get(field)?.dimension;
    if (!dimension) return base(`the filter names ${field}, which is a column of numbers and no dimension`);
    needed.add(dimension.code);
  }
  const trees = new Set([...(question.tree ? [question.tree.code] : []), ...nodes.map(({ tree }) => tree.code)]);
  const built = catalogue.rollups.filter((rollup) => rollup.mart === mart && rows.has(rollup.name));
  if (built.length === 0) return base(`${mart} has no rollup`);
  const covering = built
    .filter((rollup) => isCovered(needed, rollup.dimensions) && isCovered(trees, rollup.trees))
    .sort((a, b) => rows.get(a.name)! - rows.get(b.name)!);
  const rollup = covering[0];
  if (!rollup) return base(`no rollup of ${mart} has ${[...needed, ...trees].join(' with ')}`);
  const relation = { name: `serving.rollup_${rollup.name}`, at: placesIn(rollup) };
  return { mart, relation, rollup, missReason: null, readsFacts: false };
}

const placesIn = ({ dimensions }: Rollup): Places =>
  Object.fromEntries(
    Object.entries(rowKinds)
      .filter(([, { dimension }]) => dimensions.includes(dimension))
      .map(([kind, { dimension }]) => [kind, sql.ref(rollupColumn(dimension))]),
  );

const isCovered = (needed: ReadonlySet<string>, available: readonly string[]): boolean =>
  [...needed].every((code) => available.includes(code));
