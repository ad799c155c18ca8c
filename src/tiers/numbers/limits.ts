import { MartletError } from '../../errors.js';

/** Most cells of a page, and of all pages of a request: what takes a second to read, to write and to send. */
export const mostCells = 250_000;
/**
 * What a search costs at least: a page, as all of its numbers are looked through however few it shows, and a phone number, as masked ones
 * are not to be found by trying out thousands.
 */
export const searchCells = 2500;
/** Statements about numbers that one request has under way at a time: it must not fill its lane alone. */
const atOnce = 4;

/** What all that one request asks of numbers may take together. */
export interface NumberLimits {
  /** Errors: TOO_COSTLY where a request asks for more than it may. */
  charge(cells: number): void;
  /** Runs the work, after others of the request where too many are under way. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export function numberLimits(): NumberLimits {
  let spent = 0;
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    charge: (cells) => {
      spent += cells;
      if (spent <= mostCells) return;
      throw new MartletError(
        'TOO_COSTLY',
        `numbers: expected at most ${mostCells} cells a request, found ${spent} with those asked for before. Send one request after the other.`,
      );
    },
    inTurn: async (work) => {
      // Who is woken takes over the place of the one that ended.
      if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else running++;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
