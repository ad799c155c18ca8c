/** What a baseline lets one expect of the next value. */
export interface Expectation {
  readonly expected: number;
  /** One standard deviation of a single value, in the values' unit. */
  readonly spread: number;
  /** How uncertain `expected` itself is: its variance ÷ that of a single value. */
  readonly leverage: number;
}

/** Mean moving range ÷ this is the standard deviation of normal values: d₂ of ranges of two. */
const d2 = 1.128;

/** Limits lie three spreads off: 3 ÷ 1.128 = 2.66 mean moving ranges. */
const width = 3;

/** The spread that the steps from one value to the next tell, mR̄ ÷ 1.128: a lasting shift of level widens it once only. */
export const shortTermSpread = (values: readonly number[]): number =>
  mean(values.slice(1).map((value, index) => Math.abs(value - values[index]!))) / d2;

/**
 * A chart of individual values (XmR): their mean, and the spread by their moving ranges. The tested value must not be among them.
 * Takes two values or more. Source: Wheeler & Chambers 1992; limits X̄ ± 2.66·mR̄ as in the NIST/SEMATECH e-Handbook 6.3.2.2.
 */
export const xmr = (values: readonly number[]): Expectation => ({
  expected: mean(values),
  spread: shortTermSpread(values),
  leverage: 1 / values.length,
});

/** What is within chance: low and high, in the values' unit. */
export const limitsOf = ({ expected, spread }: Pick<Expectation, 'expected' | 'spread'>) => ({
  low: expected - width * spread,
  high: expected + width * spread,
});

/**
 * Degrees of freedom of a spread by the moving ranges of n values: ranges overlap, so they tell less than n − 1 free differences.
 * Source: 0.62·(n − 1), Wheeler 1995 (Advanced Topics in SPC); at least 1.
 */
export const degreesOf = (n: number): number => Math.max(1, Math.round(0.62 * (n - 1)));

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
