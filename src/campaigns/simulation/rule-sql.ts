import { sql } from 'kysely';
import { text } from '../../lib/quote.js';
import type { FilterColumn } from '../../slices/columns.js';
import { predicate } from '../../slices/predicate.js';
import type { Where } from '../../slices/where.js';
import { builder } from '../../warehouse/builder.js';

/** A filter as the `when` of an offer's rule, which is a text: its values stand in it, quoted. */
export function ruleSql(where: Where, columns: ReadonlyMap<string, FilterColumn>): string {
  const compiled = builder.selectNoFrom(sql`${predicate(where, columns, (column) => sql.raw(column.sql))}`.as('holds')).compile();
  const rule = compiled.sql.replace(/^select /, '').replace(/ as "holds"$/, '');
  return rule.replaceAll(/\$(\d+)/g, (_, place: string) => literal(compiled.parameters[Number(place) - 1]));
}

const literal = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(String(value));
