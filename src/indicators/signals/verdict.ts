import type { SignalRule } from '../../catalogue/types.js';
import { benjaminiHochberg } from '../../methods/detect/benjamini-hochberg.js';
import { isOutside, type SeriesTest } from './test-series.js';

export type SignalVerdict = 'SIGNAL' | 'IMMATERIAL' | 'NOISE';

export interface JudgedSignal {
  readonly materiality: number;
  readonly verdict: SignalVerdict;
}

/**
 * How far a part's deviation moves the whole: |value − expected| ÷ |the whole's expected value|, a share. `weight`: the part's
 * share of the whole's denominator for a ratio, 1 for flows and stocks. Of a whole that was expected to be 0, any deviation is all.
 */
export function materialityOf({ value, expected }: SeriesTest, whole: SeriesTest, weight: number): number {
  const deviation = Math.abs(value - expected) * weight;
  return whole.expected === 0 ? Math.min(1, deviation) : deviation / Math.abs(whole.expected);
}

/**
 * SIGNAL: outside its limits, among what Benjamini and Hochberg let pass of all that was tested, and material; IMMATERIAL: only the
 * first two; NOISE: the rest.
 */
export function judgeSignals<T extends SeriesTest & { readonly materiality: number }>(
  tests: readonly T[],
  { materiality, falseDiscoveryRate }: Pick<SignalRule, 'materiality' | 'falseDiscoveryRate'>,
): readonly (T & JudgedSignal)[] {
  const believed = benjaminiHochberg(
    tests.map(({ pValue }) => pValue),
    falseDiscoveryRate,
  );
  return tests.map((test, index) => {
    const isNoise = !believed[index] || !isOutside(test);
    return { ...test, verdict: isNoise ? 'NOISE' : test.materiality >= materiality ? 'SIGNAL' : 'IMMATERIAL' };
  });
}
