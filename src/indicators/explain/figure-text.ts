import { monthNames, monthsNames } from '../../catalogue/month-names.js';
import type { Names } from '../../catalogue/names.js';
import type { Baseline } from '../../figures/baseline.js';

/** A figure as people read it: four digits are enough, thousands are grouped. */
export const figureText = (value: number): string => {
  const digits = Math.max(4, Math.floor(Math.log10(Math.abs(value) || 1)) + 1);
  return value.toLocaleString('en', { maximumSignificantDigits: Math.min(digits, 21) });
};

/** With its sign. */
export const signedText = (value: number): string => `${value > 0 ? '+' : ''}${figureText(value)}`;

/** What a figure is compared with: "plan", "October 2025", "the mean of July to September 2026". */
export function baselineNames(asked: { readonly against: Baseline; readonly baselineMonths: readonly string[] }): Names {
  const [first, ...others] = asked.baselineMonths;
  if (first === undefined) return { en: 'plan', zh: '计划' };
  if (others.length === 0) return monthNames(first);
  const { en, zh } = monthsNames(first, others.at(-1)!);
  return { en: `the mean of ${en}`, zh: `${zh}均值` };
}
