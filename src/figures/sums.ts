import type { Linear } from '../catalogue/types.js';
import type { Value } from '../warehouse/engine.js';

/**
 * Sums of parts by part id, in millionths, so that adding up leaves, cities or months is exact whatever the order.
 * null: nothing was there to add (no rows, or only empty values).
 */
export type Sums = Readonly<Record<string, bigint | null>>;

const decimals = 6;
const unit = 10n ** BigInt(decimals);

/** A value from the engine in millionths. DECIMAL comes as text; more than six decimals (a DOUBLE) are rounded. */
export function toMillionths(value: Value | undefined): bigint | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return value * unit;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value) * unit;
  const text = typeof value === 'string' ? value : Number(value).toFixed(decimals);
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = BigInt(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  return digits;
}

/** Nothing added yet. */
export const noSums: Sums = Object.freeze({});

/** Adds sums part by part; null only where both are. */
export function add(a: Sums, b: Sums): Sums {
  if (a === noSums) return b;
  const total: Record<string, bigint | null> = { ...a };
  for (const [part, value] of Object.entries(b)) {
    const existing = total[part];
    total[part] = existing === null || existing === undefined ? value : value === null ? existing : existing + value;
  }
  return total;
}

/** What is left of sums without a part of them. */
export function subtract(whole: Sums, part: Sums): Sums {
  return Object.fromEntries(Object.entries(whole).map(([id, sum]) => [id, sum === null ? null : sum - (part[id] ?? 0n)]));
}

export const addAll = (list: Iterable<Sums>): Sums => {
  let total = noSums;
  for (const sums of list) total = add(total, sums);
  return total;
};

/** Months added up part by part: null where one of them is, as a period with an unknown month is unknown. */
export function addMonths(months: readonly Sums[]): Sums {
  const total: Record<string, bigint | null> = { ...months[0] };
  for (const sums of months.slice(1))
    for (const [part, value] of Object.entries(sums)) {
      const before = part in total ? total[part]! : 0n;
      total[part] = before === null || value === null ? null : before + value;
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
  let whole = 0n;
  let fractions = 0n;
  let rest = 0;
  for (const [part, coefficient] of form.terms) {
    const sum = sums[part] ?? 0n;
    if (coefficient === 1) whole += sum;
    else if (Number.isSafeInteger(coefficient)) whole += sum * BigInt(coefficient);
    else if (isExact(coefficient)) fractions += sum * BigInt(Math.round(coefficient * coefficientUnit));
    else rest += fromScaled(sum, decimals) * coefficient;
  }
  const exact = fractions === 0n ? fromScaled(whole, decimals) : fromScaled(whole * unit + fractions, decimals * 2);
  return (exact + rest) / divisor;
}

/** Has one of its parts rows and no value? */
export function isUnknown({ terms }: Linear, sums: Sums): boolean {
  for (const part of terms.keys()) if (sums[part] === null) return true;
  return false;
}

/** bigint × 10^-scale as the nearest double. */
function fromScaled(value: bigint, scale: number): number {
  const short = Number(value);
  // Both are exact, and a division is rounded once. Longer ones go by their text, as they would be rounded twice.
  if (Number.isSafeInteger(short)) return short / 10 ** scale;
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const number = Number(`${text.slice(0, -scale)}.${text.slice(-scale)}`);
  return negative ? -number : number;
}
