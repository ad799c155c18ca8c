import { keptIn } from '../../lib/memo.js';
import { TimeZone } from '../../lib/time-zone.js';
import type { Value } from '../engine.js';

/** A type as Trino describes it: `array` of its element, `row` of its fields, `decimal` of precision and scale. */
export interface TypeSignature {
  readonly rawType: string;
  readonly arguments: readonly { readonly kind: string; readonly value: unknown }[];
}

export type ReadCell = (item: unknown) => Value;

/** The reader for values of a type, as they are in the JSON that `parseAnswer` reads. Chosen once a column, not once a cell. */
export function columnReaderOf(type: TypeSignature): ReadCell {
  const read = converter(type);
  return (item) => (item === null ? null : read(item));
}

/** The types that a type is made of, of a row by field. */
export const innerTypes = ({ arguments: inner }: TypeSignature): readonly TypeSignature[] =>
  inner.flatMap(({ kind, value }) => {
    if (kind === 'TYPE') return [value as TypeSignature];
    return kind === 'NAMED_TYPE' ? [(value as { readonly typeSignature: TypeSignature }).typeSignature] : [];
  });

function converter(type: TypeSignature): ReadCell {
  const inner = innerTypes(type).map(columnReaderOf);
  if (type.rawType === 'array') return (item) => (item as readonly unknown[]).map(inner[0]!);
  if (type.rawType === 'row') return (item) => (item as readonly unknown[]).map((field, index) => inner[index]!(field));
  return converters[type.rawType] ?? ((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

const same: ReadCell = (item) => item as Value;
/** NaN and ±Infinity come as text. */
const finite: ReadCell = (item) => (Number.isFinite(Number(item)) ? Number(item) : null);
const integer: ReadCell = (item) => {
  const value = typeof item === 'string' ? BigInt(item) : (item as number);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
};

/** Types that are not here (DECIMAL, VARCHAR, DATE, UUID, TIME, JSON, …) arrive as text and stay it; of a map that is JSON. */
const converters: Readonly<Record<string, ReadCell>> = {
  boolean: same,
  tinyint: same,
  smallint: same,
  integer: same,
  bigint: integer,
  real: finite,
  double: finite,
  timestamp: (item) => timestampText(String(item)),
  'timestamp with time zone': (item) => instantText(String(item)),
};

/** "2026-10-31 09:30:00.500" → "2026-10-31T09:30:00.5". */
const timestampText = (item: string): string =>
  item
    .replace(' ', 'T')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

const zones = new Map<string, TimeZone>();

/** "2026-10-31 09:30:00.500 +08:00", or with a zone's name → "2026-10-31T01:30:00.5Z". */
function instantText(item: string): string {
  const [, day, time, fraction = '', zone] = /^(\S+) (\S{8})(\.\d+)? (\S+)$/.exec(item) ?? [];
  const at = Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  return `${timestampText(`${new Date(Number.isNaN(at) ? inZone(item, day!, time!, zone!) : at).toISOString().slice(0, 19)}${fraction}`)}Z`;
}

function inZone(item: string, day: string, time: string, zone: string): number {
  const instants = keptIn(zones, zone, () => new TimeZone(zone)).instantsOf(day, time.slice(0, 5));
  // Where clocks are put back an hour comes twice, and Trino's text does not tell which of the two is meant.
  if (instants.length !== 1) throw new Error(`Expected one instant, found ${item}, which is two: write AT TIME ZONE 'UTC'.`);
  return instants[0]!.getTime() + Number(time.slice(6)) * 1000;
}
