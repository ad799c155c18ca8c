import { type Cell, isIn, type Table } from './cells.js';
import { type DeviationOptions, type JudgedCell, judgeCell } from './deviation.js';

/** A cell that stands out, and may be named as a cause. */
export interface CauseCandidate extends JudgedCell {
  readonly score: number;
  /** How clearly it stands out, against how much is said by naming it. */
  readonly rank: number;
}

/** What a further term must add to the square of the deviation. */
const perTerm = 4;

/** Square of its deviation, less what the best of so many cells reaches by chance, and less for each further term. */
export const rankOf = ({ deviation, dimensions }: JudgedCell, cells: number): number =>
  deviation ** 2 - 2 * Math.log(cells) - perTerm * (dimensions.length - 1);

/** What deviates as clearly with fewer terms is named with fewer. */
export function widen(table: Table, cell: CauseCandidate, accepted: readonly CauseCandidate[]): CauseCandidate {
  const within = accepted.filter((other) => other.dimensions.length < cell.dimensions.length && holds(table, other, cell));
  const wider = within.find(({ deviation }) => Math.abs(deviation) >= 0.95 * Math.abs(cell.deviation));
  return wider ? widen(table, wider, accepted) : cell;
}

/**
 * Is a cell told better by some cells within it that moved, while the rest of it did as all others, than by having moved as one? By the
 * deviations that either leaves, where each cell named costs what a term does. Then the first of them is named.
 */
export function narrow(
  table: Table,
  cell: CauseCandidate,
  accepted: readonly CauseCandidate[],
  noise: number,
  options: DeviationOptions,
): CauseCandidate {
  const own = cell.after / judgeCell(cell, 1, noise, options).expected;
  if (!Number.isFinite(own)) return cell;
  const misfit = (part: Cell, factor: number) => judgeCell(part, factor, noise, options).deviation ** 2;
  const inside = accepted.filter((other) => other !== cell && holds(table, cell, other));
  for (const first of inside) {
    const parts = inside.filter(({ dimensions }) => dimensions.join() === first.dimensions.join());
    const rest = without(cell, parts);
    const asOne = [...parts, rest].reduce((sum, part) => sum + misfit(part, own), 0);
    const apart = misfit(rest, cell.factor) + perTerm * parts.length;
    if (apart < asOne) return narrow(table, first, accepted, noise, options);
  }
  return cell;
}

function without(cell: Cell, parts: readonly Cell[]): Cell {
  const less = (of: 'before' | 'beforeBase' | 'after' | 'afterBase') => cell[of] - parts.reduce((sum, part) => sum + part[of], 0);
  return {
    ...cell,
    before: less('before'),
    beforeBase: less('beforeBase'),
    after: less('after'),
    afterBase: less('afterBase'),
  };
}

/** Does the one hold all rows of the other? */
function holds(table: Table, outer: Cell, inner: Cell): boolean {
  let any = false;
  for (let row = 0; row < table.keys[0]!.length; row++) {
    if (!isIn(table, row, inner)) continue;
    if (!isIn(table, row, outer)) return false;
    any = true;
  }
  return any;
}
