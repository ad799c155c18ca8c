import { type SqlBool, sql } from 'kysely';
import { suggestions, unknownAt } from '../catalogue/suggestions.js';
import { badInput } from '../errors.js';
import { requireSelectable } from '../figures/held.js';
import { requireColumns, seesColumn } from '../security/grants.js';
import { shown } from '../security/shown.js';
import { camelCase, type NumberColumn } from '../slices/columns.js';
import type { Statement } from '../warehouse/statement.js';
import { compiled, fromNumbers, scoped } from './numbers.queries.js';
import { type NumbersArguments, numbersScope } from './page.js';
import type { NumberSession } from './session.js';

export interface NumbersExport extends Pick<NumbersArguments, 'where' | 'slice' | 'follow' | 'month'> {
  /** Fields ("dataGb") or names ("data_gb") of columns; none: all. */
  readonly columns?: readonly string[] | null | undefined;
  /** Share of the numbers, above 0 to 1. */
  readonly sample?: number | null | undefined;
}

/**
 * All rows of a scope with the columns asked for, called as in the marts, after month and number_id: what a file of numbers holds.
 * Personal columns are as the viewer may see them. Rows come in any order.
 * Errors: as `numbersScope` and `requireSelectable`, UNKNOWN_NAME for a column, BAD_USER_INPUT for a sample that is no share.
 */
export async function exportStatement(
  args: NumbersExport,
  context: NumberSession,
): Promise<{ statement: Statement; columns: readonly NumberColumn[] }> {
  const { scope, months } = await numbersScope(args, context);
  requireSelectable(scope, months, context);
  const columns = columnsNamed(args.columns ?? null, context);
  const rows = scoped(scope, months, context);
  const sampled = args.sample === null || args.sample === undefined ? rows : rows.where(inSample(args.sample));
  const selected = columns.map((column) => shown(context.viewer, column, sql.ref(`number_state.${column.name}`)).as(column.name));
  const reads = fromNumbers(months, context.manifest);
  return { statement: compiled(`export of ${columns.length} columns`, sampled.select(selected as never), reads), columns };
}

const keys = ['month', 'number_id'];

/** Columns by fields or names (null: all that the viewer may be told), month and id first. Errors: UNKNOWN_NAME, FORBIDDEN. */
export function columnsNamed(
  asked: readonly string[] | null,
  { viewer, numberColumns: columns }: Pick<NumberSession, 'viewer' | 'numberColumns'>,
): readonly NumberColumn[] {
  const all = [...columns.values()];
  const known = new Map(all.flatMap((column) => [[column.field, column] as const, [column.name, column] as const]));
  const named = (asked ?? all.filter(({ field }) => seesColumn(viewer, field)).map(({ name }) => name)).map((name) => {
    const column = known.get(name);
    if (column) return column;
    const near = suggestions(camelCase(name), columns.keys());
    throw unknownAt('columns', 'column', name, near);
  });
  const own = keys.map((name) => known.get(name)!);
  const others = named.filter((column) => !own.includes(column));
  requireColumns(
    viewer,
    others.map(({ field }) => field),
  );
  return [...new Set([...own, ...others])];
}

/** By a hash of the id: the same numbers every time and in every month, and a smaller share is part of a larger one. */
function inSample(share: number) {
  if (!(share > 0 && share <= 1)) throw badInput(`sample: expected a share above 0 and up to 1, e.g. 0.05, found ${share}.`);
  return sql<SqlBool>`hash64(cast(number_state.number_id as varchar)) % 1000000 < ${Math.round(share * 1_000_000)}`;
}
