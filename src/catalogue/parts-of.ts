import type { Measure } from './types.js';

/** The part ids that a measure is computed from, and those that tell whether it can be. */
export const partsOf = ({
  numerator,
  denominator,
  absentWhere = [],
}: Pick<Measure, 'numerator' | 'denominator'> & Partial<Pick<Measure, 'absentWhere'>>): readonly string[] => [
  ...new Set([...numerator.terms.keys(), ...(denominator?.terms.keys() ?? []), ...absentWhere.map(({ part }) => part)]),
];
