import { MartletError } from '../errors.js';
import type { Limits } from '../security/limits.js';

/** What all that one request asks of numbers may take together. `charge` errors: TOO_COSTLY where it asks for more. */
export function numberLimits({ numberCells }: Limits) {
  let spent = 0;
  return {
    charge: (cells: number): void => {
      spent += cells;
      if (spent <= numberCells) return;
      throw new MartletError(
        'TOO_COSTLY',
        `numbers: expected at most ${numberCells} cells a request, found ${spent} with those asked for before. Send one request after the other.`,
      );
    },
  };
}
