import { didYouMean, suggestions } from './suggestions.js';
import type { Threshold } from './types.js';

/** The value of a threshold. Errors: a plain Error that names the unknown one. */
export const thresholdValue = (code: string, thresholds: ReadonlyMap<string, Threshold>): number =>
  Number(withThresholds(`{{${code}}}`, thresholds));

/** Replaces each {{threshold}} by its number. Errors: a plain Error that names the unknown one. */
export function withThresholds(sql: string, thresholds: ReadonlyMap<string, Threshold>): string {
  return sql.replaceAll(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g, (_, code: string) => {
    const threshold = thresholds.get(code);
    if (!threshold) throw new Error(`unknown threshold "${code}".${didYouMean(suggestions(code, thresholds.keys()))}`);
    return String(threshold.value);
  });
}
