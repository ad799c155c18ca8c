const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/** For JSON.stringify, which knows no BIGINT. */
export const bigintAsText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Is it a whole number as text that a BIGINT holds? Ids travel as text: to JavaScript's numbers 2^53 and 2^53 + 1 are one. */
export function isBigint(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt(text) >= least && BigInt(text) <= most;
}
