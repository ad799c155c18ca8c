import type { Absence, Figure } from './figure.js';

export interface Comparison {
  readonly value: number | null;
  readonly baseline: number | null;
  readonly change: number | null;
  readonly changeRate: number | null;
  /** Why `value` is null; where it is not, why `baseline` is. */
  readonly absence: Absence | null;
}

/** A figure, what it is compared with and the difference. `baseline` null: nothing to compare with was asked for. */
export function compare(current: Figure, baseline: Figure | null): Comparison {
  const { value } = current;
  const before = baseline?.value ?? null;
  const change = value === null || before === null ? null : difference(value, before);
  return {
    value,
    baseline: before,
    change,
    changeRate: change === null || before === 0 ? null : change / Math.abs(before!),
    absence: current.absence ?? baseline?.absence ?? null,
  };
}

/** a − b without the digits that only binary fractions have: 48.12 − 47.9 is 0.22. Both are exact to 15 digits, so is this. */
export function difference(a: number, b: number): number {
  const magnitude = Math.max(Math.abs(a), Math.abs(b));
  if (magnitude === 0 || !Number.isFinite(magnitude)) return a - b;
  const decimals = 14 - Math.floor(Math.log10(magnitude));
  return decimals >= 0 && decimals <= 100 ? Number((a - b).toFixed(decimals)) : a - b;
}
