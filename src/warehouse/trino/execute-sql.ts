import { text } from '../../lib/quote.js';
import type { Statement } from '../statement.js';
import { literal } from './literal.js';

/** What of Trino's SQL matters here: strings, names, comments, `$1`, words, brackets and ends. Its comments do not nest. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\r\n]*|\/\*[\s\S]*?\*\/|\$(\d+)|[A-Za-z_][\w$]*|[();?]/g;

/** In Trino's grammar all that begins with one of these only reads; everything else has a word of its own in front, EXPLAIN included. */
const QUERY = /^(SELECT|WITH|VALUES|TABLE)$/i;

/** A query with a `?` for each use of a parameter, and which parameter each is. */
interface Query {
  readonly sql: string;
  /** From 1, as in `$1`. */
  readonly positions: readonly number[];
}

/**
 * Of several statements, of none and of what is no query nothing is run. Trino's parser refuses two statements, too, but it would drop a
 * table that its user may drop; and what is put between brackets (`describeSql`) must not close them.
 */
function queryOf(sql: string, parameters: number, isTrusted = false): Query {
  if (sql.includes('\0')) throw new Error('Expected one SQL statement, found a NUL character in it.');
  const positions: number[] = [];
  let [first, depth, at] = ['', 0, 0];
  let [rewritten, end] = ['', false];
  for (const { 0: token, 1: position, index } of sql.matchAll(TOKENS)) {
    if (token.startsWith('--') || token.startsWith('/*')) continue;
    if (end) throw new Error('Expected one SQL statement, found 2.');
    if (token === '?') throw new Error('Expected parameters as $1, $2, …, found a "?".');
    if (token === '(') depth++;
    else if (token === ')' && --depth < 0) throw new Error('Expected a query, found a ")" that closes nothing.');
    else if (token === ';' || position !== undefined) {
      rewritten += sql.slice(at, index) + (position === undefined ? '' : '?');
      at = index + token.length;
      if (position === undefined) end = true;
      else positions.push(Number(position));
    } else first ||= token;
  }
  if (first === '') throw new Error('Expected one SQL statement, found none.');
  if (!isTrusted && !QUERY.test(first))
    throw new Error(`Expected a query (SELECT), found a statement of another kind: ${first}.`);
  const used = new Set(positions);
  if (used.size !== parameters || Math.max(0, ...used) !== parameters || used.has(0))
    throw new Error(`Expected a value for each of the ${used.size} parameters ($1 to $${used.size}), got ${parameters}.`);
  return { sql: rewritten + sql.slice(at), positions };
}

/**
 * A statement as Trino takes it. The query is one string and each value a literal behind it, so that neither can end the other:
 * `EXECUTE IMMEDIATE 'SELECT a FROM t WHERE b = ?' USING 'x'`. Errors: for what is not one query, or has another number of parameters.
 */
export const executeSql = ({ sql, parameters }: Statement): string => immediate(queryOf(sql, parameters.length), { parameters });

/** The same of a statement of any kind, which the build makes. */
export const executeTrustedSql = ({ sql, parameters }: Pick<Statement, 'sql' | 'parameters'>): string =>
  immediate(queryOf(sql, parameters.length, true), { parameters });

/** A statement that has the columns of another and plans it, but reads nothing: Trino's planner knows that no row is asked for. */
export function describeSql({ sql, parameters }: Pick<Statement, 'sql' | 'parameters'>): string {
  const query = queryOf(sql, parameters.length);
  return immediate({ ...query, sql: `SELECT * FROM (\n${query.sql}\n) LIMIT 0` }, { parameters });
}

function immediate({ sql, positions }: Query, { parameters }: Pick<Statement, 'parameters'>): string {
  const values = positions.map((position) => literal(parameters[position - 1]!)).join(', ');
  return `EXECUTE IMMEDIATE ${text(sql)}${values && ` USING ${values}`}`;
}
