import type { Value } from '../engine.js';

/** What is needed of a DuckDB vector; the class itself stays in session.ts. */
export interface Vector {
  readonly itemCount: number;
  getItem(index: number): unknown;
  /** Only vectors of DECIMAL have it: the value times 10^scale. */
  getScaledValue?(index: number): bigint | null;
}

type Convert = (item: never) => Value;

/** Values of a column, one for each row of the chunk. */
export type ColumnReader = (vector: Vector) => readonly Value[];

/** The reader for a column of a type, given as SQL writes it ("DECIMAL(12,2)", "INTEGER[]"). Chosen once a column, not once a cell. */
export function columnReader(type: string): ColumnReader {
  const scale = decimalScale(type);
  if (scale !== undefined) return (vector) => decimals(vector, scale);
  const convert = converter(type) as (item: unknown) => Value;
  return (vector) => {
    const values: Value[] = new Array(vector.itemCount);
    for (let i = 0; i < values.length; i++) {
      const item = vector.getItem(i);
      values[i] = item === null ? null : convert(item);
    }
    return values;
  };
}

function decimals(vector: Vector, scale: number): Value[] {
  const values: Value[] = new Array(vector.itemCount);
  for (let i = 0; i < values.length; i++) {
    const scaled = vector.getScaledValue?.(i) ?? null;
    values[i] = scaled === null ? null : decimalText(scaled, scale);
  }
  return values;
}

function decimalScale(type: string): number | undefined {
  const match = /^DECIMAL\(\d+,(\d+)\)$/.exec(type);
  return match ? Number(match[1]) : undefined;
}

function converter(type: string): Convert {
  const element = /^(.*)\[\d*\]$/s.exec(type)?.[1];
  if (element !== undefined) return list(element);
  if (type.startsWith('DECIMAL')) {
    return (item: { readonly value: bigint; readonly scale: number }) => decimalText(item.value, item.scale);
  }
  return converters[type] ?? String;
}

function list(element: string): Convert {
  const convert = converter(element) as (item: unknown) => Value;
  return (item: { readonly items: readonly unknown[] }) => item.items.map((each) => (each === null ? null : convert(each)));
}

const same = (item: string | number | boolean): Value => item;
const finite = (item: number): Value => (Number.isFinite(item) ? item : null);
const integer = (item: bigint): Value =>
  item >= Number.MIN_SAFE_INTEGER && item <= Number.MAX_SAFE_INTEGER ? Number(item) : item;

/** Types that are not here (UUID, TIME, BLOB, STRUCT, …) arrive as the engine's text. */
const converters: Readonly<Record<string, Convert>> = {
  VARCHAR: same,
  BOOLEAN: same,
  TINYINT: same,
  SMALLINT: same,
  INTEGER: same,
  UTINYINT: same,
  USMALLINT: same,
  UINTEGER: same,
  BIGINT: integer,
  UBIGINT: integer,
  HUGEINT: integer,
  UHUGEINT: integer,
  FLOAT: finite,
  DOUBLE: finite,
  DATE: (item: { readonly days: number }) => dateText(item.days),
  TIMESTAMP: (item: { readonly micros: bigint }) => timestampText(item.micros, 6),
  TIMESTAMP_S: (item: { readonly seconds: bigint }) => timestampText(item.seconds, 0),
  TIMESTAMP_MS: (item: { readonly millis: bigint }) => timestampText(item.millis, 3),
  TIMESTAMP_NS: (item: { readonly nanos: bigint }) => timestampText(item.nanos, 9),
  'TIMESTAMP WITH TIME ZONE': (item: { readonly micros: bigint }) => timestampText(item.micros, 6, 'Z'),
};

/** 1250n at scale 2 → "12.50". */
export function decimalText(scaled: bigint, scale: number): string {
  if (scale === 0) return String(scaled);
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** DuckDB's ±infinity of dates and instants: neither is one, so null. */
const ENDLESS_DAYS = 2 ** 31 - 1;
const ENDLESS_TICKS = 2n ** 63n - 1n;
const SECONDS_A_DAY = 86_400;

/** Days come again and again in a column, and to write one out costs a hundred times a look-up. */
const dateTexts = new Map<number, string>();
const DATES_KEPT = 20_000;

/** "2024-02-29"; of the years beyond 9999 and before 0, ISO's extended form. */
export function dateText(days: number): string | null {
  const known = dateTexts.get(days);
  if (known !== undefined) return known;
  if (Math.abs(days) >= ENDLESS_DAYS) return null;
  const date = new Date(days * SECONDS_A_DAY * 1000);
  if (Number.isNaN(date.getTime())) throw new Error(`Expected a date within 271821 years of 1970, found day ${days}.`);
  const text = date.toISOString().slice(0, -'T00:00:00.000Z'.length);
  if (dateTexts.size >= DATES_KEPT) dateTexts.clear();
  dateTexts.set(days, text);
  return text;
}

/** "2026-10-31T09:30:00.5": `digits` is how far the ticks divide the second; zeros at the end are left away. */
function timestampText(ticks: bigint, digits: number, zone = ''): string | null {
  if (ticks >= ENDLESS_TICKS || ticks <= -ENDLESS_TICKS) return null;
  const perSecond = 10n ** BigInt(digits);
  const part = ((ticks % perSecond) + perSecond) % perSecond;
  const seconds = Number((ticks - part) / perSecond);
  const days = Math.floor(seconds / SECONDS_A_DAY);
  const time = new Date((seconds - days * SECONDS_A_DAY) * 1000).toISOString().slice(11, 19);
  const fraction = part === 0n ? '' : `.${String(part).padStart(digits, '0').replace(/0+$/, '')}`;
  return `${dateText(days)}T${time}${fraction}${zone}`;
}
