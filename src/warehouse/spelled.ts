import { ident } from '../lib/quote.js';
import type { SqlDialect } from './dialect.js';

/** Types of columns by name; of a list as [type]. */
export type ColumnTypes = Readonly<Record<string, string | readonly string[]>>;

/** What of portable SQL matters here: strings, names and comments, which are left alone; a word that a bracket follows; brackets and commas. */
const TOKENS = /'[^']*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|[\w$.]+\(|[(),]/g;

interface Call {
  /** null: of a bracket that is no helper's. */
  readonly helper: Helper | null;
  readonly args: string[];
  text: string;
}

type Helper = (...args: readonly string[]) => string;

/** The helpers of a dialect by the names that SQL calls them by. */
export type Helpers = ReadonlyMap<string, Helper>;

/** "month_of" of "monthOf". */
const inSql = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Helpers by the names that SQL has for them: `monthOf` is `month_of(…)`. */
export const helpersOf = (dialect: SqlDialect): Helpers =>
  new Map(Object.entries<Helper>(dialect as never).map(([name, helper]) => [inSql(name), helper]));

/**
 * Portable SQL as an engine takes it: each call of a helper, e.g. `has(tags, 'x')`, in the engine's own words. Helpers are written in small
 * letters with the bracket right behind; what they are called with may hold helpers, too. All else stays as it is.
 */
export function spelled(sql: string, helpers: Helpers): string {
  let calls: Call[] | undefined;
  let at = 0;
  let top: Call = { helper: null, args: [], text: '' };
  for (const { 0: token, index } of sql.matchAll(TOKENS)) {
    const end = index + token.length;
    if (/^['"]/.test(token)) continue;
    if (/^(--|\/\*)/.test(token)) {
      // A comment would swallow what the helper writes behind it.
      if (!calls || calls.length === 0) continue;
      top.text += sql.slice(at, index);
    } else if (token.endsWith('(')) {
      const helper = helpers.get(token.slice(0, -1)) ?? null;
      // Most statements have no helper at all.
      if (!helper && !calls) continue;
      top.text += sql.slice(at, helper ? index : end);
      calls ??= [];
      calls.push(top);
      top = { helper, args: [], text: '' };
    } else if (!calls) continue;
    else if (token === ',' && top.helper) {
      top.args.push(top.text + sql.slice(at, index));
      top.text = '';
    } else if (token === ')' && calls.length > 0) {
      const { helper, args, text } = top;
      const last = text + sql.slice(at, index);
      const outer = calls.pop()!;
      const all = args.length > 0 || last.trim() !== '' ? [...args, last].map((arg) => arg.trim()) : [];
      outer.text += helper ? helper(...all) : `${last})`;
      top = outer;
    } else continue;
    at = end;
  }
  if (!calls) return sql;
  if (calls.length > 0) throw new Error(`Expected a ")" for each "(", found ${calls.length} more that open: ${sql}`);
  return top.text + sql.slice(at);
}

/** A type as CAST takes it on all engines: "VARCHAR ARRAY" of "VARCHAR[]". */
export const castType = (type: string): string => type.replace(/\[\]$/, ' ARRAY');

/** A portable SELECT of rows that travel as JSON, an array of objects: a double keeps all its digits. */
export const jsonRows = (json: string, columns: ColumnTypes): string =>
  `rows_of(${[json, ...Object.entries(columns).map(([name, type]) => `${ident(name)} ${typeof type === 'string' ? type : `${type[0]}[]`}`)].join(', ')})`;
