import type { Scope } from '../figures/question.js';
import { kindsOf, type RowKind, type Rows, rowKinds } from '../security/rows.js';
import type { Session } from '../session/session.js';
import type { FieldComparison, Where } from '../slices/where.js';

/** A column of the mart target that names whom a plan is for. */
export type PlanColumn = 'city' | 'county' | 'grid' | 'channel_id' | 'staff_id';

/** Ladders of them, the finest first: it says what the coarser ones would. */
const ladders: readonly (readonly PlanColumn[])[] = [
  ['grid', 'county', 'city'],
  ['staff_id', 'channel_id'],
];
export const planColumns: readonly PlanColumn[] = ladders.flat();

/** The columns of a number's month that a filter says the same of. */
const planned: ReadonlyMap<string, PlanColumn> = new Map([
  ['city', 'city'],
  ['county', 'county'],
  ['grid', 'grid'],
  ['join_channel_id', 'channel_id'],
  ['join_staff_id', 'staff_id'],
]);

/** The column of what rows are granted by. */
export const planColumnOf = (kind: RowKind): PlanColumn => planned.get(rowKinds[kind].column)!;

/** The values that each column is held to. */
export type Pins = ReadonlyMap<PlanColumn, readonly string[]>;

/** The finest column of each ladder that is named; none: the whole. */
export type PlanLevel = readonly PlanColumn[];

export const levelOf = (isNamed: (column: PlanColumn) => boolean): PlanLevel =>
  ladders.flatMap((ladder) => ladder.filter(isNamed).slice(0, 1));

/** What is empty in the rows of a level: what is finer in each ladder, or all of it. */
export const emptyAt = (level: PlanLevel): readonly PlanColumn[] =>
  ladders.flatMap((ladder) => {
    const at = ladder.findIndex((column) => level.includes(column));
    return at < 0 ? ladder : ladder.slice(0, at);
  });

/** What a scope and the viewer's rows say in the plan's terms; null: they narrow by something that no plan knows. */
export function pinsOf(scope: Scope, { viewer, columns }: Pick<Session, 'viewer' | 'columns'>): Pins | null {
  const { where, nodes, facts, others, followed } = scope;
  if (followed || nodes.length + facts.length + others.length > 0) return null;
  const pins = pinsOfRows(viewer.rows);
  return pins && pinDown(where, pins, columns) ? pins : null;
}

/** Of several grants no plan is: it would be of either. Without any, the plans of no city are asked for. */
function pinsOfRows(rows: Rows): Map<PlanColumn, readonly string[]> | null {
  if (rows === null) return new Map();
  const [grant = { cities: [] }, ...others] = rows;
  if (others.length > 0) return null;
  return new Map(kindsOf(grant).map((kind) => [planColumnOf(kind), grant[kind]!]));
}

/** Does the filter do nothing but name values? Those of one column are narrowed to what all its comparisons hold for. */
function pinDown(where: Where, pins: Map<PlanColumn, readonly string[]>, columns: Session['columns']): boolean {
  return Object.entries(where).every(([field, term]) => {
    if (field === 'and') return (term as readonly Where[]).every((each) => pinDown(each, pins, columns));
    const column = planned.get((columns.get(field)?.sql ?? '').replaceAll('"', ''));
    const { eq, in: list, ...more } = term as FieldComparison;
    if (!column || Object.keys(more).length > 0 || list?.includes(null)) return false;
    for (const values of [list, eq === undefined ? undefined : [eq]]) {
      if (!values) continue;
      const named = [...new Set(values.map(String))];
      pins.set(column, pins.get(column)?.filter((value) => named.includes(value)) ?? named);
    }
    return true;
  });
}
