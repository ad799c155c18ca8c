import type { Measure } from './types.js';

/** The part ids that a measure is computed from. */
export const partsOf = ({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): readonly string[] => [
  ...new Set([...numerator.terms.keys(), ...(denominator?.terms.keys() ?? [])]),
];
