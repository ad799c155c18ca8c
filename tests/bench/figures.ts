import { appendFileSync } from 'node:fs';

/** What a bench found, and what was wanted of it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** ms, s, MB; × of what it is beside. */
  readonly unit: string;
  /** What it is beside, in the same run: "SQL 13.9 ms". */
  readonly beside?: string;
  /** At most; null: nothing was asked for. */
  readonly wanted: number | null;
}

export const isMissed = ({ value, wanted }: Figure): boolean => wanted !== null && value > wanted;

export const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Prints a figure as soon as it is known, and leaves it to `npm run bench` where that asked for it. */
export function report(figure: Figure): void {
  const { name, value, unit, beside = '', wanted } = figure;
  const goal = wanted === null ? '' : `  ≤ ${wanted}${isMissed(figure) ? ', missed' : ''}`;
  console.log(`${name.padEnd(86)} ${digits(value).padStart(8)} ${unit}${beside && `  (${beside})`}${goal}`);
  const file = process.env.BENCH_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}
