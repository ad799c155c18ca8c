import type { Linear } from '../catalogue/types.js';
import type { Value } from '../warehouse/engine.js';

/**
 * A whole number of millionths: a number where that is exact, as it nearly always is (below 2^53: nine thousand million of the unit), a
 * bigint only beyond. Adding numbers costs a tenth, and leaves nothing to collect.
 */
export type Millionths = number | bigint;

/**
 * Sums of parts by part id, so that adding up leaves, cities or months is exact whatever the order.
 * null: nothing was there to add (no rows, or only empty values).
 */
export type Sums = Readonly<Record<string, Millionths | null>>;

const decimals = 6;
const unit = 1_000_000;

/** As a number where it is one exactly. */
function exact(value: bigint): Millionths {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}

function plus(a: Millionths, b: Millionths): Millionths {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  return exact(BigInt(a) + BigInt(b));
}

/** `factor`: a whole number. */
function times(a: Millionths, factor: number): Millionths {
  if (typeof a === 'number' && Number.isSafeInteger(a * factor)) return a * factor;
  return exact(BigInt(a) * BigInt(factor));
}

/** Digits that a double always holds. */
const shortDigits = 15;
const short = 10 ** shortDigits;

/** A value from the engine in millionths. DECIMAL comes as text; more than six decimals (a DOUBLE) are rounded. */
export function toMillionths(value: Value | undefined): Millionths | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return times(value, unit);
  const text = typeof value === 'string' ? value : Number(value).toFixed(decimals);
  const point = text.indexOf('.');
  if (point === -1 || text.length - point <= decimals + 1) {
    // Within half a millionth of what the text says, as two roundings of so few digits are; "-0.00" is no less than nothing.
    const rounded = Math.round(Number(text) * unit) + 0;
    if (Math.abs(rounded) < short) return rounded;
  }
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = `${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
  return digits.length <= shortDigits ? Number(digits) + 0 : exact(BigInt(digits));
}

/** Nothing added yet. */
export const noSums: Sums = Object.freeze({});

/** Adds sums to a total of the caller's own, part by part; null only where both are. */
export function addTo(total: Record<string, Millionths | null>, sums: Sums): void {
  for (const part in sums) {
    const [existing, value] = [total[part] ?? null, sums[part]!];
    total[part] = existing === null ? value : value === null ? existing : plus(existing, value);
  }
}

/** Two sums as one; neither is changed. */
export function add(a: Sums, b: Sums): Sums {
  if (a === noSums) return b;
  const total = { ...a };
  addTo(total, b);
  return total;
}

/** What is left of sums without a part of them. */
export function subtract(whole: Sums, part: Sums): Sums {
  const rest: Record<string, Millionths | null> = {};
  for (const id in whole) rest[id] = whole[id] === null ? null : plus(whole[id]!, times(part[id] ?? 0, -1));
  return rest;
}

export function addAll(list: Iterable<Sums>): Sums {
  const total = {};
  for (const sums of list) addTo(total, sums);
  return total;
}

/** Months added up part by part: null where one of them is, as a period with an unknown month is unknown. */
export function addMonths(months: readonly Sums[]): Sums {
  if (months.length === 1) return months[0]!;
  const total: Record<string, Millionths | null> = { ...months[0] };
  for (const sums of months.slice(1))
    for (const part in sums) {
      const [before, value] = [part in total ? total[part]! : 0, sums[part]!];
      total[part] = before === null || value === null ? null : plus(before, value);
    }
  return total;
}

/** Coefficients of up to six decimals (0.5, 1, 100) are exact. */
const coefficientUnit = 1_000_000;
const isExact = (coefficient: number): boolean =>
  Math.abs(coefficient * coefficientUnit - Math.round(coefficient * coefficientUnit)) <=
  1e-9 * Math.abs(coefficient * coefficientUnit);

/**
 * The linear form's value as the nearest double to the exact decimal (where a coefficient is none, like 1/3, to rounding); empty
 * sums count as 0. `divisor`: of a mean over months.
 */
export function evaluate(form: Linear, sums: Sums, divisor = 1): number {
  let whole: Millionths = 0;
  let fractions: Millionths = 0;
  let rest = 0;
  for (const [part, coefficient] of form.terms) {
    const sum = sums[part] ?? 0;
    if (Number.isSafeInteger(coefficient)) whole = plus(whole, times(sum, coefficient));
    else if (isExact(coefficient)) fractions = plus(fractions, times(sum, Math.round(coefficient * coefficientUnit)));
    else rest += fromScaled(sum, decimals) * coefficient;
  }
  const all = fractions === 0 ? fromScaled(whole, decimals) : fromScaled(plus(times(whole, unit), fractions), decimals * 2);
  return (all + rest) / divisor;
}

/** Has one of its parts rows and no value? */
export function isUnknown({ terms }: Linear, sums: Sums): boolean {
  for (const part of terms.keys()) if (sums[part] === null) return true;
  return false;
}

/** value × 10^-scale as the nearest double. */
function fromScaled(value: Millionths, scale: number): number {
  // Both are exact, and a division is rounded once. Longer ones go by their text, as they would be rounded twice.
  if (typeof value === 'number') return value / 10 ** scale;
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const number = Number(`${text.slice(0, -scale)}.${text.slice(-scale)}`);
  return negative ? -number : number;
}
