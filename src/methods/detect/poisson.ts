/**
 * How far a count lies from the expected one, in standard deviations of chance alone (Poisson). `leverage`: variance of the
 * expectation ÷ that of a single count, e.g. 1/n for a mean of n counts. Good down to counts of 0 and 1: the cube root takes out
 * the skew, and half an event more in what was counted before keeps a mean of 0 from making the impossible of the next event.
 * Source: Byar's approximation, Breslow & Day 1987, 2.13; prior of Jeffreys 1946.
 */
export function poissonDeviate(observed: number, expected: number, leverage: number): number {
  const rate = Math.max(0, expected) + leverage / 2;
  const count = observed > rate ? observed : observed + 1;
  const deviate = Math.sqrt(9 * count) * (1 - 1 / (9 * count) - Math.cbrt(rate / count));
  // Between rate − 1 and rate the approximation would cross to the other side.
  return (observed > rate ? Math.max(0, deviate) : Math.min(0, deviate)) / Math.sqrt(1 + leverage);
}

/**
 * Is a variance that was estimated with so many degrees of freedom no more than chance makes of `known`? Its ratio stays below the
 * 95 % point of χ² ÷ ν. Source: Wilson & Hilferty 1931.
 */
export function isWithinChance(estimated: number, known: number, degrees: number): boolean {
  const error = 2 / (9 * degrees);
  return estimated <= known * (1 - error + 1.645 * Math.sqrt(error)) ** 3;
}
