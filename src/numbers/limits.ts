import { MartletError } from '../errors.js';

/** Most cells of a page, and of all pages of a request: what takes a second to read, to write and to send. */
export const mostCells = 250_000;
/**
 * What a search costs at least: a page, as all of its numbers are looked through however few it shows, and a phone number, as masked ones
 * are not to be found by trying out thousands.
 */
export const searchCells = 2500;

/** What all that one request asks of numbers may take together. `charge` errors: TOO_COSTLY where it asks for more. */
export function numberLimits() {
  let spent = 0;
  return {
    charge: (cells: number): void => {
      spent += cells;
      if (spent <= mostCells) return;
      throw new MartletError(
        'TOO_COSTLY',
        `numbers: expected at most ${mostCells} cells a request, found ${spent} with those asked for before. Send one request after the other.`,
      );
    },
  };
}
