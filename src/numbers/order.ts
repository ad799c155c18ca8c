import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { suggestions, unknownAt } from '../catalogue/suggestions.js';
import { badInput } from '../errors.js';
import { requireFilterable } from '../security/grants.js';
import type { Session } from '../session/session.js';
import type { FilterColumn } from '../slices/columns.js';

/** What numbers are sorted by. Empty values come last, whichever way it goes. */
export interface OrderTerm {
  readonly column: FilterColumn;
  readonly desc: boolean;
}

/** Errors: UNKNOWN_NAME with suggestions, FORBIDDEN for a masked column, BAD_USER_INPUT. */
export function orderOf(
  asked: readonly { readonly column: string; readonly desc?: boolean | null | undefined }[],
  { columns, viewer }: Session,
): readonly OrderTerm[] {
  const { orderColumns } = viewer.limits;
  if (asked.length > orderColumns) throw badInput(`orderBy: expected at most ${orderColumns} columns, found ${asked.length}.`);
  const terms = new Map<string, OrderTerm>();
  for (const { column: name, desc } of asked) {
    const column = columns.get(name);
    if (!column) {
      const near = suggestions(name, columns.keys());
      throw unknownAt('orderBy', 'column', name, near);
    }
    requireFilterable(viewer, { [name]: {} }, columns);
    if (column.kind === 'list') throw badInput(`orderBy: ${name} holds several codes; order by another column.`);
    if (!terms.has(name)) terms.set(name, { column, desc: desc ?? false });
  }
  return [...terms.values()];
}

/** One step of the sort: the asked ones, then what tells all rows apart. */
export interface SortStep {
  readonly sql: RawBuilder<unknown>;
  readonly type: string;
  readonly desc: boolean;
  readonly canBeNull: boolean;
}

/** The steps of an order: the terms, then (of several months) the month and the number. */
export function sortSteps(terms: readonly OrderTerm[], isOneMonth: boolean, idType: string): readonly SortStep[] {
  const asked = terms.map(({ column, desc }) => ({ sql: sql.raw(column.sql), type: column.type, desc, canBeNull: true }));
  const month = { sql: sql.ref('number_state.month'), type: 'VARCHAR', desc: false, canBeNull: false };
  const id = { sql: sql.ref('number_state.number_id'), type: idType, desc: false, canBeNull: false };
  return [...asked, ...(isOneMonth ? [] : [month]), id];
}

export const orderSql = ({ sql: expression, desc }: SortStep): RawBuilder<unknown> =>
  desc ? sql`${expression} desc nulls last` : sql`${expression} asc nulls last`;

/** Where a row stands: the text of each step's value. Exact: a DECIMAL's or DOUBLE's text is read back as the same. */
export type Position = readonly (string | null)[];

/** All rows after a position, in the order of the steps. */
export function after([step, ...steps]: readonly SortStep[], [value, ...values]: Position): Expression<SqlBool> {
  if (!step) return sql<SqlBool>`false`;
  const next = after(steps, values);
  if (value === null || value === undefined) return steps.length > 0 ? sql<SqlBool>`(${step.sql} is null and ${next})` : next;
  const bound = step.type === 'VARCHAR' ? sql`${value}` : sql`cast(${value} as ${sql.raw(step.type)})`;
  const beyond = sql<SqlBool>`${step.sql} ${sql.raw(step.desc ? '<' : '>')} ${bound}`;
  const last = step.canBeNull ? sql<SqlBool>`${beyond} or ${step.sql} is null` : beyond;
  return steps.length > 0 ? sql<SqlBool>`(${last} or (${step.sql} = ${bound} and ${next}))` : sql<SqlBool>`(${last})`;
}
