import { MartletError } from '../errors.js';
import { keptIn } from '../lib/memo.js';
import { Purse } from '../lib/purse.js';
import { usualLimits } from './limits.js';
import type { Limited } from './viewer.js';

/** What a request may take, told before any of it is read. */
export interface Cost {
  /** Statements that the engine may be asked. */
  readonly statements: number;
  /** Values that may be read, made and sent. */
  readonly cells: number;
}

/** Of all that a viewer asks in a minute. */
export interface SpendingQuota {
  /** `cost`: in cells. Errors: TOO_BUSY where the viewer has spent what a minute has. */
  take(cost: number, who: Limited): void | Promise<void>;
}

/** As many cells of a page are read in the time that a statement takes: some 10 ms. */
export const cellsOfStatement = usualLimits.searchCells;

/** Both in cells. */
export const inCells = ({ statements, cells }: Cost): number => statements * cellsOfStatement + cells;

/**
 * Charges what one request asks for, once or in parts as it becomes known, whatever door it came by. `spending`: null where minutes are not counted.
 * Errors, of the part that is too much: TOO_COSTLY for more than a request may take, TOO_BUSY where the viewer has spent what a minute has.
 */
export function charging(viewer: Limited, spending: SpendingQuota | null): (cost: Cost) => Promise<void> {
  const most = viewer.limits.costPerRequest;
  let [statements, cells] = [0, 0];
  return async (cost) => {
    statements += cost.statements;
    cells += cost.cells;
    const asked = inCells({ statements, cells });
    if (asked > most)
      throw new MartletError(
        'TOO_COSTLY',
        `Expected a request that costs at most ${inFull(most)} cells, found ${inFull(asked)}: ${inFull(statements)} statements of ${inFull(cellsOfStatement)} each and ${inFull(cells)} cells. Ask for fewer rows or fields, or in several requests.`,
      );
    await spending?.take(inCells(cost), viewer);
  };
}

const inFull = (figure: number): string => figure.toLocaleString('en');

/** What the questions of a gateway's viewers cost, by subject. */
export class Spending {
  private readonly purses = new Map<string, Purse>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes the cost of a request. Errors: TOO_BUSY where the viewer has spent what a minute has, with the time until there is enough. */
  take(cost: number, { subject, limits }: Limited): void {
    const most = limits.costPerMinute;
    if (!Number.isFinite(most)) return;
    const purse = keptIn(this.purses, subject, () => new Purse(most, 60_000, this.now));
    const had = purse.grown(most);
    if (cost <= had) {
      purse.take(cost);
      return;
    }
    const retryAfterMs = Math.ceil(((cost - had) / most) * 60_000);
    throw new MartletError(
      'TOO_BUSY',
      `Expected requests of yours to cost at most ${inFull(most)} cells a minute, found more. Wait ${Math.ceil(retryAfterMs / 1000)} s, or ask for less.`,
      { retryAfterMs },
    );
  }
}
