import { duckdbHelpers } from './duckdb/dialect.js';

/** What of a piece of SQL not every engine understands, or not in the same way. */
export interface NotPortable {
  /** From 1, within the piece. */
  readonly line: number;
  /** As it stands there, e.g. "strftime(" or "::". */
  readonly found: string;
  /** What to write instead. */
  readonly write: string;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** What a bracket may follow that is no function. */
const keywords = new Set(
  words(`all and any as between by case cast char date decimal distinct else except exists extract filter from having in intersect
    interval is join lateral like not on or over partition row select some then try_cast union unnest using values varchar when where with within`),
);

/** Functions that all engines have under one name and in one meaning. (Of exp, ln and power the last digit of a DOUBLE may differ.) */
const common = new Set(
  words(`abs any_value array_agg bool_and bool_or ceil ceiling coalesce count cume_dist day dense_rank exp first_value floor lag last_value lead
    length ln lower max min month nth_value ntile nullif percent_rank power quarter rank replace reverse row_number rpad sign sqrt starts_with strpos
    substr substring sum upper year`),
);

/** What `openServing` makes for each generation, on each engine. */
const macros = new Set(words('pseudonym number_set data_date population_of operator_numbers_of offer_family'));

/** What DuckDB has under another name, or in another meaning than others. */
const instead: Readonly<Record<string, string>> = {
  arg_max: 'latest(value, by)',
  arg_max_null: 'latest(value, by)',
  array_length: 'cardinality(list)',
  array_to_string: 'upper_path(path, levels), or the texts one by one with ||',
  avg: 'mean(value)',
  concat: "a || b, with coalesce(a, '') where one may be null",
  contains: 'strpos(text, part) > 0, of a list has(list, value)',
  date_diff: 'months_between(from, to) or days_between(from, to)',
  datediff: 'months_between(from, to) or days_between(from, to)',
  first: 'first_by(value, order)',
  if: 'CASE WHEN … THEN … ELSE … END',
  ifnull: 'coalesce(value, other)',
  last_day: 'month_end(date)',
  left: 'substr(text, 1, n)',
  len: 'cardinality(list), of a text length(text)',
  list: 'array_agg(value)',
  list_contains: 'has(list, value)',
  list_has_any: 'has_any(list, others)',
  list_value: 'texts(a, b)',
  max_by: 'latest(value, by)',
  md5_number_lower: 'hash64(text)',
  median: 'at(quantiles(value, 0.5), 1)',
  quantile_disc: 'quantiles(value, shares)',
  right: 'substr(text, length(text) - n + 1)',
  round: 'a CAST to DECIMAL(18,2)',
  split_part: 'part(text, separator, place)',
  strftime: 'month_of(date), day_of(date), iso_week_of(date) or year(date)',
  to_months: 'plus_months(date, months)',
};

const columnsByName = 'the columns by their names';
const places = 'the columns, or their places: GROUP BY 1, 2';
const quotient = 'quotient(a, b), of whole fen by a count share_of_fen(fen, count)';

/** What is not portable but functions. */
const constructs: readonly (readonly [RegExp, string])[] = [
  [/::/g, 'CAST(value AS TYPE)'],
  [/\b(?:GROUP|ORDER)\s+BY\s+ALL\b/gi, places],
  [/\*\s*(?:EXCLUDE|REPLACE|RENAME)\b/gi, columnsByName],
  [/\[/g, 'texts(a, b) for a list, at(list, n) for an element'],
  [/[{}]/g, 'columns of their own'],
  [/\bFILTER\s*\(\s*(?!\s|WHERE\b)/gi, 'FILTER (WHERE …)'],
  [/\bIS\s+(?:NOT\s+)?(?:TRUE|FALSE)\b/gi, 'coalesce(condition, FALSE)'],
  [/\/\/?/g, quotient],
  [/\b(?:\w+_on|day|data_date\(\s*\))\s*[-+]\s*\d/gi, 'days_between(from, to), beside a number'],
  [/\*\*|\^(?!@)/g, 'power(a, b), of a square a * a'],
  [/==/g, '='],
  [/->>?|:=|!?~~?\*?|\^@|<<|>>|[@&]|(?<!\|)\|(?!\|)/g, 'an operator of standard SQL'],
  [/\bAS\s+(?:NOT\s+)?MATERIALIZED\b/gi, 'AS (…) alone'],
  [/\b(?:U?HUGEINT|U(?:BIG|SMALL|TINY)INT|UINTEGER)\b/gi, 'DECIMAL(20,0)'],
  [/\bAS\s+(?:TEXT|STRING|BPCHAR)(?=\s*\))/gi, 'VARCHAR'],
  [/\bAS\s+(?:FLOAT\d?|REAL)(?=\s*\))/gi, 'DOUBLE'],
  [/\bAS\s+(?:INT\d+|LONG|SHORT|SIGNED)(?=\s*\))/gi, 'BIGINT or INTEGER'],
  [/\bAS\s+(?:DECIMAL|NUMERIC)(?=\s*\))/gi, 'DECIMAL(18,2): width and scale'],
  [/\bAS\s+NUMERIC\s*\(/gi, 'DECIMAL('],
  [/\bAS\s+(?:BOOL|LOGICAL)(?=\s*\))/gi, 'BOOLEAN'],
  [/\bQUALIFY\b/gi, 'a SELECT around it, with WHERE'],
  [/\b(?:USING\s+SAMPLE|TABLESAMPLE)\b/gi, 'a condition with hash64(text) % 1000'],
  [/\bILIKE\b/gi, 'lower(text) LIKE lower(pattern)'],
  [/\b(?:GLOB|SIMILAR\s+TO)\b/gi, 'LIKE'],
  [/\b(?:ISNULL|NOTNULL)\b/gi, 'IS NULL or IS NOT NULL'],
  [/\bDISTINCT\s+ON\b/gi, 'row_number() OVER (…) in a SELECT, and WHERE around it'],
  [/\bUNION\s+(?:ALL\s+)?BY\s+NAME\b/gi, 'the columns of both in one order'],
  [/\b(?:ASOF|POSITIONAL|SEMI|ANTI)\s+(?:LEFT\s+)?JOIN\b/gi, 'EXISTS, or a JOIN of standard SQL'],
  [/\b(?:UN)?PIVOT\b/gi, 'CASE or UNION ALL'],
  [/\bINTERVAL\s+(?!\s|'\s*'\s+(?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)\b)/gi, "INTERVAL '3' DAY, or plus_months(date, months)"],
  [/\bLIMIT\s+\S+\s+OFFSET\b/gi, 'OFFSET before LIMIT'],
  [/(?:^|\()\s*FROM\b/gi, 'SELECT … FROM'],
  [/\bcount\(\s*\)/gi, 'count(*)'],
  // Trino takes the list of expressions for one of a single value, which the SELECT makes: of several rows an error.
  [/\bIN\s*\(\s*\(\s*SELECT\b/gi, 'IN (SELECT …) with one bracket'],
  [/(?<!\b(?:FROM|JOIN)\s+)\bUNNEST\s*\(/gi, 'FROM … CROSS JOIN UNNEST(list) AS t(item)'],
];

/** Strings, quoted names, comments, and thresholds of the catalogue. */
const APART = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{\{[^{}]*\}\}/g;

/** The same length and lines, but nothing of them that could be taken for SQL. */
const blank = (apart: string): string => {
  const spaces = apart.replaceAll(/[^\n]/g, ' ');
  if (apart.startsWith("'")) return `'${spaces.slice(2)}'`;
  return /^["{]/.test(apart) ? apart.replaceAll(/[^\w\n]/g, '_') : spaces;
};

/** Functions; in `AS t(a, b)` and `WITH t(a, b) AS (…)` the bracket has names of columns. */
const CALLS = /(?<!\bAS\s+)(?<![\w$])([A-Za-z_]\w*)(\s*)\((?![^()]*\)\s*AS\s*\()/gi;

const masks = /\bcount\(\s*\*\s*\)\s*FILTER\s*\(\s*WHERE\s+(\w+)\s*\)/gi;
const counts = /\bcount\(\s*(\w+)\s*\)/gi;

/** `count(x)` beside `count(*) FILTER (WHERE x)` of one boolean: Trino 476 answers the one by the other. */
function confusedCounts(plain: string) {
  const masking = new Set([...plain.matchAll(masks)].map(([, name]) => name));
  const write = 'sum(CASE WHEN value IS NULL THEN 0 ELSE 1 END) where there is count(*) FILTER (WHERE value), too';
  return [...plain.matchAll(counts)].filter(([, name]) => masking.has(name)).map(({ 0: at, index }) => ({ at, index, write }));
}

function writeFor(name: string, space: string): string | null {
  const known = name.toLowerCase();
  if (duckdbHelpers.has(known))
    return name === known && space === '' ? null : `${known}( in small letters, the bracket right behind`;
  if (keywords.has(known) || common.has(known) || macros.has(known)) return null;
  return instead[known] ?? `what all engines have: ${[...common, ...duckdbHelpers.keys()].sort().join(', ')}`;
}

/**
 * What in SQL of a statement or of the catalogue is DuckDB's own, or answered otherwise elsewhere. It knows words and signs, no types: `a + 1` of a DATE, or an alias in GROUP BY, only
 * the engine refuses. The safe functions are named, so that one that nobody thought of is a finding.
 */
export function notPortable(sql: string): readonly NotPortable[] {
  const plain = sql.replaceAll(APART, blank);
  const found = [
    ...constructs.flatMap(([pattern, write]) => [...plain.matchAll(pattern)].map(({ 0: at, index }) => ({ at, index, write }))),
    ...confusedCounts(plain),
    ...[...plain.matchAll(CALLS)].flatMap(({ 0: at, 1: name, 2: space, index }) => {
      const write = writeFor(name!, space!);
      return write === null ? [] : [{ at, index, write }];
    }),
  ];
  return found
    .sort((one, other) => one.index - other.index)
    .map(({ at, index, write }) => ({
      line: plain.slice(0, index).split('\n').length,
      found: at.trim().replaceAll(/\s+/g, ' '),
      write,
    }));
}

/** In words. */
export const tellNotPortable = ({ found, write }: NotPortable): string =>
  `"${found}" is not what every engine has, or not in one meaning: write ${write}`;
