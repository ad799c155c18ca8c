/** A cell's figure and what was expected of it. */
export interface ExpectedFigure {
  readonly value: number;
  readonly expected: number;
}

/**
 * Generalised potential score of a set of cells as the cause: 1 − (mean |v−a| inside + mean |v−f| outside) ÷ (mean |v−f| inside +
 * mean |v−f| outside), v the figure, f the expected one, a = f·Σv ÷ Σf: what the cells would be if the set had moved as one. 1: the set
 * moved as one and nothing else did; 0 or less: nothing is won by naming it. Source: Squeeze (Li et al., ISSRE 2019).
 */
export function potentialScore(inside: readonly ExpectedFigure[], outside: readonly ExpectedFigure[]): number {
  const expected = inside.reduce((sum, cell) => sum + cell.expected, 0);
  const value = inside.reduce((sum, cell) => sum + cell.value, 0);
  // Nothing was expected: what came is spread evenly, as nothing says otherwise.
  const moved = (cell: ExpectedFigure) => (expected === 0 ? value / inside.length : (cell.expected * value) / expected);
  const rest = mean(outside.map((cell) => Math.abs(cell.value - cell.expected)));
  const unexplained = mean(inside.map((cell) => Math.abs(cell.value - cell.expected)));
  const left = mean(inside.map((cell) => Math.abs(cell.value - moved(cell))));
  return unexplained + rest === 0 ? 0 : 1 - (left + rest) / (unexplained + rest);
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
