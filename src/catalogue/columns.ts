import { didYouMean, suggestions } from './suggestions.js';
import type { Leaving, Rests } from './types.js';

/** What the catalogue must know of a mart's column. */
export interface CatalogueColumn extends Rests {
  /** SQL type, e.g. "DECIMAL(12,2)". */
  readonly type: string;
  /** The partition tree whose rules decide it. */
  readonly tree?: string | null;
  /** It looks at the month's churn warning where there is one. */
  readonly warned?: boolean;
  /** Its values leave in clear only for who may see them so. */
  readonly personal?: boolean;
}

export type Columns = ReadonlyMap<string, CatalogueColumn>;

const words = new Set(
  'and or not in is null true false case when then else end between like as date varchar integer bigint decimal boolean distinct'.split(
    ' ',
  ),
);

/** What an SQL expression of the catalogue rests on. Errors: a plain Error that names the unknown column. */
export function dependenciesOf(sql: string, columns: Columns): Rests {
  const needs = new Set<string>();
  const after: Rests[] = [];
  const leaving = new Set<Leaving | undefined>();
  let lookback = 0;
  let fitted = false;
  for (const name of identifiers(sql)) {
    const column = columns.get(name);
    if (!column) {
      throw new Error(`unknown column "${name}" in "${sql}".${didYouMean(suggestions(name, columns.keys()))}`);
    }
    for (const need of column.needs) needs.add(need);
    after.push(...(column.after ?? []));
    leaving.add(column.leaving);
    fitted ||= column.fitted === true;
    lookback = Math.max(lookback, column.lookback);
  }
  const told = { ...(after.length > 0 ? { after } : {}), ...strongest(leaving), ...(fitted ? { fitted } : {}) };
  return { needs: [...needs], lookback, ...told };
}

/** What leaving does to an expression of columns: it sets what it sets a part of. */
const strongest = (found: ReadonlySet<Leaving | undefined>): Pick<Rests, 'leaving'> =>
  found.has('SETS') ? { leaving: 'SETS' } : found.has('TELLS') ? { leaving: 'TELLS' } : {};

/** The column names in an expression: words that are no keywords, strings or function names. */
export function identifiers(sql: string): readonly string[] {
  const found = new Set<string>();
  for (const match of sql.matchAll(/'(?:[^']|'')*'|"([^"]+)"|([A-Za-z_][A-Za-z0-9_]*)(\s*\()?/g)) {
    const name = match[1] ?? (match[3] ? undefined : match[2]);
    if (name && (match[1] || !words.has(name.toLowerCase()))) found.add(name);
  }
  return [...found];
}

/**
 * The type of a column's sum in rollups: exact, and one that survives Parquet (DuckDB's SUM of integers is HUGEINT, which Parquet
 * holds as DOUBLE). DECIMAL(18, n) is a machine word: sums of sums over it are 20 times as fast as over DECIMAL(38, n), and a
 * month's 10^16 CNY do not occur; a cast that overflows fails the build.
 */
export function sumType(sql: string, columns: Columns): string {
  const type = columns.get(sql)?.type ?? '';
  if (/^(BIGINT|INTEGER|SMALLINT|TINYINT)$/.test(type)) return 'BIGINT';
  const decimal = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type);
  if (decimal) return `DECIMAL(18,${decimal[1]})`;
  throw new Error(`the sum of "${sql}" needs a type: add e.g. type: "DECIMAL(18,2)" or type: BIGINT`);
}
