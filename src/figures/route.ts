import { sql } from 'kysely';
import { factsIn, isOfFacts } from '../catalogue/facts.js';
import { flows } from '../catalogue/flows.js';
import type { Catalogue, Dimension, FigureMart, Part, Rollup } from '../catalogue/types.js';
import type { QuestionShape } from '../lib/question-shape.js';
import { ofNumbers, type Places, policyDimensions, type ReadableRelation } from '../security/readable.js';
import { rowKinds } from '../security/rows.js';
import type { Viewer } from '../security/viewer.js';
import type { FilterColumn } from '../slices/columns.js';
import { splitTerms } from '../slices/fact-terms.js';
import { fieldsOf } from '../slices/predicate.js';
import type { Source } from '../warehouse/statement.js';
import { isDayGrain, type Question } from './question.js';

/** Rows of each rollup in the generation at hand. */
export type RollupRows = ReadonlyMap<string, number>;

export interface Route {
  readonly mart: FigureMart;
  /** What it is read for counts different things. */
  readonly isDistinct: boolean;
  readonly relation: ReadableRelation;
  /** The rollup it reads; null = the mart itself, and then `missReason` says why. */
  readonly rollup: Rollup | null;
  readonly missReason: string | null;
  readonly shape: QuestionShape;
  /** Facts, from flow_state. */
  readonly readsFacts: boolean;
}

/** The column of a dimension or tree in a rollup. */
export const rollupColumn = (code: string): string => code.toLowerCase();

/** What is summed together: parts of one mart, and apart from them those that count different things. */
type SummedTogether = Pick<Part, 'mart' | 'isDistinct'>;

/** What the rows of a route are told by: parts have those of their own. */
export const rowTag = ({ mart, isDistinct }: SummedTogether): string => (isDistinct ? `${mart} distinct` : mart);

/** The cheapest relation that can answer: the smallest rollup that has all the question needs, else the mart. */
export function routeOf(
  question: Question,
  { mart, isDistinct }: SummedTogether,
  viewer: Viewer,
  catalogue: Catalogue,
  columns: ReadonlyMap<string, FilterColumn>,
  rows: RollupRows,
): Route {
  const ofFacts = factNames(question, mart, columns);
  // Numbers with selected facts may be asked for figures of all that they are, too.
  const onlyFlows = question.parts.every((id) => catalogue.parts.get(id)!.flow !== null);
  const readsFacts = !factsIn[mart] && (ofFacts.cuts.length > 0 || (ofFacts.selecting.length > 0 && onlyFlows));
  const needs = needsOf(question, mart, viewer, columns);
  const never = mart === 'day_state' && viewer.minimumGroup > 1 ? uncounted : isDistinct ? notAdding(mart) : null;
  const obstacle = never ?? obstacleTo(question, ofFacts, columns);
  const shape = { ...needs, dimensions: [...needs.dimensions].sort(), trees: [...needs.trees].sort(), obstacle };
  const base = (missReason: string): Route => ({
    mart,
    isDistinct,
    relation: { name: readsFacts ? 'flow_state' : mart, at: ofNumbers() },
    rollup: null,
    missReason,
    shape: { ...shape, rollup: null },
    readsFacts,
  });
  if (obstacle !== null) return base(obstacle);
  const built = catalogue.rollups.filter((rollup) => rollup.mart === mart && rows.has(rollup.name));
  if (built.length === 0) return base(`${mart} has no rollup`);
  const covering = built.filter((rollup) => covers(rollup, needs)).sort((a, b) => rows.get(a.name)! - rows.get(b.name)!);
  const rollup = covering[0];
  if (!rollup) return base(`no rollup of ${mart} has ${[...needs.dimensions, ...needs.trees].join(' with ')}`);
  const relation = { name: `serving.rollup_${rollup.name}`, at: placesIn(rollup) };
  return { mart, isDistinct, relation, rollup, missReason: null, shape: { ...shape, rollup: rollup.name }, readsFacts: false };
}

/** Who is not told figures of few is answered by what counts the numbers behind them. */
const uncounted = 'a rollup of day_state has no count of numbers';

/** One customer may be in several rows of a rollup. */
const notAdding = (mart: FigureMart): string => `counts of different things do not add up: they come from ${mart}, one by one`;

/** What a question has of facts: dimensions that it is cut by, fields of its filter, flows. Of day_state without days, which its rollups have. */
function factNames({ by, scope }: Question, mart: FigureMart, columns: ReadonlyMap<string, FilterColumn>) {
  const isOwn = (dimension: Dimension | null) => mart === 'day_state' && dimension !== null && isDayGrain(dimension);
  const fields = splitTerms(scope.where, columns).ofFacts.flatMap((term) => [...fieldsOf(term.where)]);
  return {
    cuts: by.filter(({ dimension }) => isOfFacts(dimension) && !isOwn(dimension)).map(({ dimension }) => dimension.code),
    selecting: fields.filter((field) => !isOwn(columns.get(field)!.dimension)),
    flowing: scope.facts.filter((flow) => mart !== 'day_state' || flows[flow] !== 'USE'),
  };
}

/** Why no rollup could ever answer; null where one could. */
function obstacleTo(
  { scope }: Question,
  { cuts, selecting, flowing }: ReturnType<typeof factNames>,
  columns: ReadonlyMap<string, FilterColumn>,
): string | null {
  const { where, counted, others, followed } = scope;
  if (cuts.length > 0) return `figures by ${cuts.join(', ')} come from facts, one by one`;
  if (selecting.length > 0) return `the filter names ${selecting.join(', ')}, which facts have, one by one`;
  if (flowing.length > 0) return `the slice has facts of ${flowing.join(', ')}, one by one`;
  if (followed) return 'the slice has numbers followed from another period, number by number';
  if (others.length > 0) return 'the slice says what numbers are in another month, number by number';
  if (counted.length > 0)
    return `the slice holds only what ${counted.map(({ code }) => code).join(', ')} counts, number by number`;
  const plain = [...fieldsOf(where)].find((field) => !columns.get(field)?.dimension);
  return plain === undefined ? null : `the filter names ${plain}, which is a column of numbers and no dimension`;
}

/** What a rollup must be of and have, to answer. */
export type Needs = Pick<QuestionShape, 'mart' | 'dimensions' | 'trees'>;

function needsOf(
  { by, tree, scope }: Question,
  mart: FigureMart,
  viewer: Viewer,
  columns: ReadonlyMap<string, FilterColumn>,
): Needs {
  const dimensions = [
    ...policyDimensions(viewer),
    ...by.filter(({ dimension }) => !dimension.grain).map(({ dimension }) => dimension.code),
    ...[...fieldsOf(scope.where)].flatMap((field) => {
      const { dimension } = columns.get(field)!;
      return dimension && !(mart === 'day_state' && isDayGrain(dimension)) ? [dimension.code] : [];
    }),
  ];
  const trees = [...(tree ? [tree] : []), ...scope.nodes.map((node) => node.tree)].map(({ code }) => code);
  return { mart, dimensions: [...new Set(dimensions)], trees: [...new Set(trees)] };
}

/** Has the rollup all that is needed? */
export const covers = (rollup: Needs, { mart, dimensions, trees }: Needs): boolean =>
  rollup.mart === mart &&
  dimensions.every((code) => rollup.dimensions.includes(code)) &&
  trees.every((code) => rollup.trees.includes(code));

/** A route as its statement tells it. */
export const sourceOf = ({ relation, missReason, shape }: Route): Source => ({
  source: relation.name,
  rollupMissReason: missReason,
  shape,
});

const placesIn = ({ dimensions }: Rollup): Places =>
  Object.fromEntries(
    Object.entries(rowKinds)
      .filter(([, { dimension }]) => dimensions.includes(dimension))
      .map(([kind, { dimension }]) => [kind, sql.ref(rollupColumn(dimension))]),
  );
