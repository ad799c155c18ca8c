import { text } from '../lib/quote.js';

/** "BIGINT" or "VARCHAR": what an ID is in one warehouse. */
export type IdType = 'BIGINT' | 'VARCHAR';

/** Most digits an integer type of DuckDB needs. */
const DIGITS: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
  HUGEINT: 39,
};
/** Integers that an INTEGER and a BIGINT hold whatever their value. */
const INTO_INTEGER = ['TINYINT', 'UTINYINT', 'SMALLINT', 'USMALLINT', 'INTEGER'];
const INTO_BIGINT = [...INTO_INTEGER, 'UINTEGER', 'BIGINT'];

/** Past 18 digits a DECIMAL is a HUGEINT, and the graph's Float cannot be exact. */
const WIDEST = 18;

const decimal = (type: string): { precision: number; scale: number } | null => {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : null;
};

/** The engine's type for a type of the contract. */
export const engineType = (type: string, id: IdType): string => (type === 'MONTH' ? 'VARCHAR' : type === 'ID' ? id : type);

/** What an ID of this type would be, or null where it cannot be one. */
export const idTypeOf = (found: string): IdType | null => (found === 'VARCHAR' ? 'VARCHAR' : found in DIGITS ? 'BIGINT' : null);

/** May values of type `found` stand for the engine's type `expected` without loss? Integers and DECIMALs (to 18 digits) may be wider than asked: their values are checked. */
export function fits(expected: string, found: string): boolean {
  if (found === expected) return true;
  if (expected === 'VARCHAR') return found.startsWith('ENUM(');
  if (expected === 'INTEGER' || expected === 'BIGINT') return found in DIGITS;
  const [to, from] = [decimal(expected), decimal(found)];
  if (!to) return false;
  return from ? from.precision <= WIDEST && from.scale <= to.scale : found in DIGITS;
}

/** True where a value of `found` may be too big for `expected` although the type fits: integers and DECIMALs of more digits. */
export function mayOverflow(expected: string, found: string): boolean {
  if (expected === 'INTEGER') return found in DIGITS && !INTO_INTEGER.includes(found);
  if (expected === 'BIGINT') return found in DIGITS && !INTO_BIGINT.includes(found);
  const [to, from] = [decimal(expected), decimal(found)];
  const whole = from ? from.precision - from.scale : (DIGITS[found] ?? 0);
  return to !== null && whole > to.precision - to.scale;
}

/** True where files of both types read as one without a value changing: the same kind of number, one just wider. */
export function onlyWider(a: string, b: string): boolean {
  const [one, other] = [decimal(a), decimal(b)];
  if (one && other) return one.scale === other.scale;
  return a === b || (a in DIGITS && b in DIGITS);
}

/** SQL for the operator's day of an instant that is written in UTC without saying so. */
export const dayOfInstant = (column: string, timeZone: string): string =>
  `CAST(CAST("${column}" AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE ${text(timeZone)} AS DATE)`;

/** How to bring a column of the wrong type to the right one. `timeZone`: the operator's. */
export function remedy(column: string, expected: string, found: string, timeZone: string): string {
  const name = `"${column}"`;
  const [to, from] = [decimal(expected), decimal(found)];
  if (to && from && from.precision > WIDEST) return `it is wider than ${WIDEST} digits: write CAST(${name} AS ${expected})`;
  if (to && from)
    return `it has ${from.scale} decimals, at most ${to.scale} are asked: write CAST(ROUND(${name}, ${to.scale}) AS ${expected})`;
  if (to && /^(DOUBLE|FLOAT)$/.test(found)) return `binary fractions do not add up: write CAST(${name} AS ${expected})`;
  if (/^(BIGINT|INTEGER)$/.test(expected) && (from || /^(DOUBLE|FLOAT)$/.test(found)))
    return `CAST would round fractions away: see that it counts whole things, then write CAST(${name} AS ${expected})`;
  if (expected === 'VARCHAR' && found === 'BLOB') return `the text is not marked as UTF-8: write decode(${name})`;
  if (expected === 'DATE' && found.startsWith('TIMESTAMP WITH'))
    return `write CAST(${name} AT TIME ZONE ${text(timeZone)} AS DATE)`;
  if (expected === 'DATE' && found.startsWith('TIMESTAMP'))
    return `write ${dayOfInstant(column, timeZone)} where it holds instants in UTC, as Spark writes them (its days look like the evening before), and CAST(${name} AS DATE) only where its times are local already`;
  return `write CAST(${name} AS ${expected})`;
}
