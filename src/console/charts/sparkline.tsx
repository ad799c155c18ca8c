import { useFormat } from '../format/use-format.ts';
import styles from './charts.module.css';
import { extent, linear } from './scale.ts';

export interface TrendPoint {
  readonly month: string;
  readonly value?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly target?: number | null;
  readonly baseline?: number | null;
  /** What is said to have happened in the month. */
  readonly annotations?: readonly { readonly id: string; readonly text: string }[];
}

interface SparklineProps {
  readonly points: readonly TrendPoint[];
  readonly unit: string | null;
  /** What it is a line of, for readers of the screen. */
  readonly name: string;
}

const width = 160;
const height = 36;

/** A line of a year without axes: where the months before let one expect it as a band, what falls out of it as a dot. */
export function Sparkline({ points, unit, name }: SparklineProps) {
  const format = useFormat();
  const y = linear(extent(points.flatMap(({ value, low, high }) => [value, low, high])), [height - 3, 3]);
  const x = linear([0, Math.max(1, points.length - 1)], [3, width - 3]);
  const last = points.at(-1);
  const outside = points.flatMap((point, index) => (isOutside(point) ? [{ point, index }] : []));
  const said = last?.value == null ? name : `${name}: ${format.month(last.month)} ${format.figure(last.value, unit)}`;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={styles.spark} role="img" aria-label={said} preserveAspectRatio="none">
      <path d={bandOf(points, x, y)} className={styles.band} />
      <path d={lineOf(points, ({ value }) => value, x, y)} className={styles.line} />
      {outside.map(({ point, index }) => (
        <circle
          key={point.month}
          cx={x(index)}
          cy={y(point.value!)}
          r="2.5"
          className={index === points.length - 1 ? styles.signal : styles.past}
        />
      ))}
      {last?.value != null && !isOutside(last) && (
        <circle cx={x(points.length - 1)} cy={y(last.value)} r="2" className={styles.last} />
      )}
    </svg>
  );
}

export const isOutside = ({ value, low, high }: TrendPoint): boolean =>
  value != null && ((low != null && value < low) || (high != null && value > high));

/** A line with gaps where nothing is known. */
export function lineOf<Point>(
  points: readonly Point[],
  figureOf: (point: Point) => number | null | undefined,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let isOpen = false;
  return points
    .map((point, index) => {
      const value = figureOf(point);
      if (value == null) {
        isOpen = false;
        return '';
      }
      const command = isOpen ? 'L' : 'M';
      isOpen = true;
      return `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}

/** Between the limits, where there are some. */
export function bandOf(points: readonly TrendPoint[], x: (index: number) => number, y: (value: number) => number): string {
  const known = points.flatMap(({ low, high }, index) => (low != null && high != null ? [{ index, low, high }] : []));
  if (known.length === 0) return '';
  const upper = known.map(({ index, high }) => `${x(index).toFixed(1)} ${y(high).toFixed(1)}`);
  const lower = known.map(({ index, low }) => `${x(index).toFixed(1)} ${y(low).toFixed(1)}`).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}
