import { ident, text } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Row } from '../warehouse/engine.js';
import { decimalOf, doubleScale, type PackedColumn, wordBits } from './packing.js';

/** A column with what its codes are and how SQL makes them: whole numbers from 0 on, but for null. */
export interface CodedColumn extends Omit<PackedColumn, 'place'> {
  readonly code: string;
  readonly bits: number;
}

/** A column whose values have no codes: SQL makes texts of them, which read as the values. */
export interface TextColumn extends Pick<PackedColumn, 'name' | 'type'> {
  readonly code: null;
  readonly text: string;
}

export interface RowSurvey {
  readonly rows: number;
  readonly columns: readonly (CodedColumn | TextColumn)[];
}

/** Longer lists of values are not kept in memory for a month of a column, nor those whose values each stand for but a few rows. */
const longestList = 65_536;
const shortList = 256;
const rowsOfValue = 16;
/** The engine keeps what it has seen of each until all rows are read, and cannot write it to the disk: with sixty at a time 300 MB were too little. */
const listsAtOnce = 12;
/** What a value takes in a list, about. */
const listedBits = 100;

/** A look at a relation's values: of each column the shortest codes that tell them apart. */
export async function surveyed(builder: Builder, relation: string): Promise<RowSurvey> {
  const described = await builder.query(`DESCRIBE SELECT * FROM ${relation}`);
  const all = described.map(({ column_name, column_type }) => ({ name: column_name as string, type: column_type as string }));
  const found = await ask(
    builder,
    relation,
    all.map(({ name, type }) => factsOf(ident(name), type)),
  );
  const rows = Number(found.rows);
  const seen = all.map(({ name, type }, at) => {
    const fact = (of: string) => found[`${of}_${at}`] ?? null;
    const own: Own = { name, type, nulls: Number(fact('known')) < rows ? 1 : 0 };
    const whole = isNumber(type) ? wholeColumn(own, (bound) => wholeSql(ident(name), type, bound), fact) : null;
    const value = textSql(ident(name), type);
    return { own, whole, value, isListed: isListed(whole, Number(fact('different') ?? Number.POSITIVE_INFINITY), rows) };
  });
  const places = seen.flatMap(({ isListed }, at) => (isListed ? [at] : []));
  let listed: Row = {};
  for (let from = 0; from < places.length; from += listsAtOnce) {
    const lot = new Set(places.slice(from, from + listsAtOnce));
    const facts = seen.map(({ value }, at): Facts => (lot.has(at) ? { list: `list(DISTINCT ${value} ORDER BY ${value})` } : {}));
    listed = { ...listed, ...(await ask(builder, relation, facts)) };
  }
  const columns: (CodedColumn | TextColumn)[] = [];
  for (const [at, { own, whole, value, isListed }] of seen.entries()) {
    if (isListed) columns.push(listColumn(own, value, (listed[`list_${at}`] ?? []) as readonly string[]));
    else columns.push(whole ?? (await numberedColumn(builder, relation, own, value)) ?? textColumn(own, value));
  }
  return { rows, columns };
}

/** By what they are called: aggregates of a column. */
type Facts = Readonly<Record<string, string>>;

/** Facts of columns, each with its column's place behind it, from one look at all rows. */
async function ask(builder: Builder, relation: string, facts: readonly Facts[]): Promise<Row> {
  const asked = facts.flatMap((own, at) => Object.entries(own).map(([fact, sql]) => `${sql} AS "${fact}_${at}"`));
  return (await builder.query(`SELECT ${['count(*) AS rows', ...asked].join(', ')} FROM ${relation}`))[0]!;
}

/** Do so many different values stand in a list, instead of in each row? */
function isListed(whole: CodedColumn | null, different: number, rows: number): boolean {
  if (different > Math.min(longestList, Math.max(shortList, rows / rowsOfValue))) return false;
  return whole === null || (whole.bits - bitsFor(BigInt(different))) * rows > different * listedBits;
}

type Own = Pick<CodedColumn, 'name' | 'type' | 'nulls'>;
type Fact = (of: string) => Row[string];

/** What is no number at all (NaN, an infinite day) is null in an answer. */
const finite = (column: string, type: string): string =>
  type === 'DATE' || type === 'DOUBLE' ? ` FILTER (WHERE isfinite(${column}))` : '';

function factsOf(column: string, type: string): Facts {
  const only = finite(column, type);
  // Whole numbers and days are hardly ever shorter as places in a list, and to count different values takes as long as all else here.
  const mayBeListed = !isWhole(type);
  const facts = { known: `count(${column})${only}`, ...(mayBeListed ? { different: `approx_count_distinct(${column})` } : {}) };
  if (!isNumber(type)) return facts;
  const bound = (of: string) => wholeSql(`${of}(${column})${only}`, type);
  const exact = `coalesce(bool_and(coalesce(${wholeSql(column, type)} / ${doubleScale} = ${column}, FALSE))${only}, TRUE)`;
  return { ...facts, least: bound('min'), most: bound('max'), ...(type === 'DOUBLE' ? { exact } : {}) };
}

const isWhole = (type: string): boolean => /^(BOOLEAN|DATE|(TINY|SMALL|BIG)?INT(EGER)?)$/.test(type);
const isNumber = (type: string): boolean => isWhole(type) || type === 'DOUBLE' || type.startsWith('DECIMAL');

/** A value of a number's type as a whole number; none is above `bound`, where that is known. */
function wholeSql(column: string, type: string, bound?: bigint): string {
  const decimal = decimalOf(type);
  if (decimal) {
    const times = 10n ** BigInt(decimal.scale);
    // DuckDB multiplies within 18 digits, at a tenth of what it takes beyond them.
    if (bound !== undefined && bound * times < 10n ** 18n) return `CAST(${column} * ${times} AS BIGINT)`;
    const digits = Math.min(38, decimal.digits + decimal.scale + 1);
    return `CAST(CAST(${column} AS DECIMAL(${digits}, ${decimal.scale})) * ${times} AS HUGEINT)`;
  }
  if (type === 'DATE') return `CASE WHEN isfinite(${column}) THEN date_diff('day', DATE '1970-01-01', ${column}) END`;
  if (type === 'DOUBLE')
    return `CASE WHEN isfinite(${column}) AND abs(${column}) < 1e8 THEN CAST(round(${column} * ${doubleScale}) AS BIGINT) END`;
  return `CAST(${column} AS BIGINT)`;
}

/** A value as a text that reads as it. */
function textSql(column: string, type: string): string {
  if (type.endsWith('[]')) return `CAST(to_json(${column}) AS VARCHAR)`;
  return type === 'DOUBLE' || type === 'DATE'
    ? `CASE WHEN isfinite(${column}) THEN CAST(${column} AS VARCHAR) END`
    : `CAST(${column} AS VARCHAR)`;
}

/** null: its values are no whole numbers, or their codes would not fit into a word. */
function wholeColumn(own: Own, whole: (bound: bigint) => string, fact: Fact): CodedColumn | null {
  const [least, most] = [fact('least') ?? 0, fact('most') ?? 0].map((bound) => BigInt(bound as number | bigint)) as [
    bigint,
    bigint,
  ];
  const bits = bitsFor(most - least + BigInt(own.nulls));
  // No value is beyond it, to either side.
  const bound = (most > 0n ? most : 0n) - (least < 0n ? least : 0n);
  if (bits > wordBits || bound > BigInt(Number.MAX_SAFE_INTEGER) || fact('exact') === false) return null;
  return { ...own, least: Number(least), bits, code: codeSql(`CAST(${whole(bound)} AS BIGINT) - (${least})`, own) };
}

/** Values that are told by where they stand in a list. */
function listColumn(own: Own, value: string, found: readonly (string | null)[]): CodedColumn {
  const texts = found.filter((each) => each !== null);
  const bits = bitsFor(BigInt(texts.length - 1 + own.nulls));
  const code = `CAST(enum_code(CAST(${value} AS ENUM(${texts.map(text).join(', ')}))) AS BIGINT)`;
  return { ...own, least: 0, texts, bits, code: texts.length === 0 ? '0' : codeSql(code, own) };
}

const textColumn = ({ name, type }: Own, value: string): TextColumn => ({ name, type, code: null, text: value });

/** Texts of one beginning and as many digits, as ids are; null: they are others. */
async function numberedColumn(builder: Builder, relation: string, own: Own, value: string): Promise<CodedColumn | null> {
  const [found] = (await builder.query(`
    WITH part AS (SELECT text, rtrim(text, '0123456789') AS prefix FROM (SELECT ${value} AS text FROM ${relation}) WHERE text IS NOT NULL),
      part_number AS (SELECT *, TRY_CAST(substr(text, length(prefix) + 1) AS BIGINT) AS number FROM part)
    SELECT min(prefix) AS prefix, min(length(text)) AS length, min(number) AS least, max(number) AS most,
      min(prefix) = max(prefix) AND min(length(text)) = max(length(text)) AND count(number) = count(*) AS alike FROM part_number`)) as [
    Row,
  ];
  if (found.alike !== true) return null;
  const prefix = found.prefix as string;
  const digits = Number(found.length) - [...prefix].length;
  const column = wholeColumn(
    own,
    () => `right(${value}, ${digits})`,
    (of) => found[of] ?? null,
  );
  return column && { ...column, prefix: { text: prefix, digits } };
}

const codeSql = (whole: string, { nulls }: Own): string => (nulls === 0 ? whole : `coalesce(${whole} + 1, 0)`);

/** Of codes up to this one. */
const bitsFor = (most: bigint): number => (most <= 0n ? 0 : most.toString(2).length);
