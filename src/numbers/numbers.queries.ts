import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { badInput } from '../errors.js';
import { conditions, narrowed } from '../figures/plan-question.js';
import type { Scope } from '../figures/question.js';
import { isBigint } from '../lib/bigint.js';
import { ofNumbers, type ReadableQuery, readable } from '../security/readable.js';
import { shown } from '../security/shown.js';
import type { Viewer } from '../security/viewer.js';
import type { Session } from '../session/session.js';
import type { FilterColumn } from '../slices/columns.js';
import { isOneOf } from '../warehouse/builder.js';
import type { Manifest } from '../warehouse/generations.js';
import type { Parameter, Source, Statement } from '../warehouse/statement.js';
import { byNumber, statement } from '../warehouse/statement.js';
import type { Position, SortStep } from './order.js';
import { after, orderSql } from './order.js';

/** What every statement about numbers needs to know. */
export type NumbersContext = Pick<Session, 'viewer' | 'manifest' | 'catalogue' | 'columns' | 'rollupRows' | 'numberColumns'>;

const isNewest = (months: readonly string[], manifest: Manifest): boolean =>
  months.length === 1 && months[0] === manifest.months.at(-1);

/** What `numberRows` reads: the newest month from the indexed table, where it is alone, else the mart. */
export const fromNumbers = (months: readonly string[], manifest: Manifest): readonly Source[] => [
  byNumber(isNewest(months, manifest) ? 'serving.number_profile' : 'number_state'),
];

/** Rows of a number's month that a viewer may see. */
export function numberRows(months: readonly string[], viewer: Viewer, manifest: Manifest): ReadableQuery {
  const [{ source }] = fromNumbers(months, manifest) as [Source];
  // Under one name, so that what a slice says of number_state holds of both.
  const name = source === 'number_state' ? source : `${source} as number_state`;
  const query = readable(viewer, { name, at: ofNumbers('number_state') });
  // The table has no other month: to ask for it would read one more column, a millisecond and a half of a number's five.
  if (isNewest(months, manifest)) return query;
  return query.where(sql<SqlBool>`number_state.month in (${sql.join([...months])})`);
}

/**
 * Columns as clients see them, under their fields' names; with the number, the month, and an id of both together always: what stands for
 * a row in a client's cache.
 */
function selected(fields: readonly string[], { viewer, numberColumns }: NumbersContext) {
  const own = fields.map((field) => {
    const column = numberColumns.get(field)!;
    const seen = shown(viewer, column, sql.ref(`number_state.${column.name}`));
    // An id beyond 2^53 is no JavaScript number.
    return (column.kind === 'code' && column.type === 'BIGINT' ? sql`cast(${seen} as varchar)` : seen).as(field);
  });
  return [
    sql`cast(number_state.number_id as varchar) || ${monthMark} || number_state.month`.as('id'),
    sql`cast(number_state.number_id as varchar)`.as('numberId'),
    sql.ref('number_state.month').as('month'),
    ...own.filter(({ alias }) => !always.has(alias)),
  ];
}

const always: ReadonlySet<unknown> = new Set(['id', 'numberId', 'month']);

export interface PageQuestion {
  readonly scope: Scope;
  readonly months: readonly string[];
  readonly fields: readonly string[];
  readonly steps: readonly SortStep[];
  readonly after: Position | null;
  readonly limit: number;
}

/** The column of a step's value in a page's rows, as text. */
export const stepColumn = (index: number): string => `step_${index}`;

/** A page of numbers in order, each with its position. */
export function pageStatement(
  { scope, months, fields, steps, after: from, limit }: PageQuestion,
  context: NumbersContext,
): Statement {
  const rows = scoped(scope, months, context);
  const query = from ? rows.where(after(steps, from)) : rows;
  const positions = steps.map((step, index) => sql`cast(${step.sql} as varchar)`.as(stepColumn(index)));
  return compiled(
    `numbers: ${limit} of ${span(months)}`,
    query
      .select([...selected(fields, context), ...positions] as never)
      .orderBy(sql`${sql.join(steps.map(orderSql))}` as never)
      .limit(limit),
    fromNumbers(months, context.manifest),
  );
}

/** All numbers of a scope, as far as the viewer may see them. */
export function scoped(scope: Scope, months: readonly string[], context: NumbersContext): ReadableQuery {
  const { viewer, manifest } = context;
  const column = (filter: FilterColumn): RawBuilder<unknown> => sql.raw(filter.sql);
  return narrowed(
    numberRows(months, viewer, manifest),
    conditions(scope, 'number_state', 'number_state', column, viewer, context),
  );
}

/** Numbers by id in some months. */
export function idsStatement(
  ids: readonly string[],
  months: readonly string[],
  fields: readonly string[],
  context: NumbersContext,
): Statement {
  const query = numberRows(months, context.viewer, context.manifest)
    .where(isOneOf('number_state.number_id', ids, context.manifest))
    .select(selected(fields, context) as never);
  return compiled(numbersName(ids, months), query, fromNumbers(months, context.manifest));
}

export function compiled(name: string, query: ReadableQuery, reads: readonly Source[]): Statement {
  const { sql: text, parameters } = query.compile();
  return statement(name, text, parameters as Parameter[], reads);
}

/** What a reading of numbers by id is called. */
export const numbersName = (ids: readonly string[], months: readonly string[]): string =>
  `numbers: ${ids.length} of ${span(months)}`;

const span = (months: readonly string[]): string => (months.length === 1 ? months[0]! : `${months[0]} to ${months.at(-1)}`);

/** Between a number and its month in the id of both, "1042@2026-10". */
const mark = '@';
const monthMark = sql.raw(`'${mark}'`);
const withMonth = /^(.*)@(\d{4}-(?:0[1-9]|1[0-2]))$/s;

/** The id of a number in a month. */
export const idInMonth = (id: string, month: string): string => `${id}${mark}${month}`;

/** The month that an id names, if it is one of a number in a month. */
export const monthOfId = (id: string): string | undefined => withMonth.exec(id)?.[2];

/**
 * A number's id as the marts hold it, from its own or from that of the number in a month. Errors: BAD_USER_INPUT for one that no number can
 * have.
 */
export function numberId(asked: string, idType: Manifest['idType']): string {
  const id = withMonth.exec(asked)?.[1] ?? asked;
  if (idType !== 'BIGINT') return id;
  if (isBigint(id)) return String(BigInt(id));
  throw badInput(
    `id: expected a whole number like "1042", or one with its month like "1042@2026-10", found ${JSON.stringify(asked.slice(0, 60))}.`,
  );
}
