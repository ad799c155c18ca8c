import { InvalidArgumentError } from 'commander';

/** An option's number of things: commander says which option, and what was found. */
export function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(value);
}
