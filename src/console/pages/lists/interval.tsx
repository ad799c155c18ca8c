import styles from './lists.module.css';

interface IntervalProps {
  readonly low: number;
  readonly value: number;
  readonly high: number;
  /** The same in words. */
  readonly text: string;
}

const [width, height] = [320, 36];

/** A difference with its interval, on both sides of nought. */
export function Interval({ low, value, high, text }: IntervalProps) {
  const reach = Math.max(Math.abs(low), Math.abs(high), 1e-9) * 1.15;
  const x = (at: number): number => width / 2 + (at / reach) * (width / 2);
  const middle = height / 2 - 4;
  return (
    <figure className={styles.interval}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text}>
        <line x1={0} x2={width} y1={middle} y2={middle} className={styles.axis} />
        <line x1={x(0)} x2={x(0)} y1={2} y2={height - 12} className={styles.nought} />
        <rect x={x(low)} width={x(high) - x(low)} y={middle - 4} height={8} rx={2} className={styles.range} />
        <circle cx={x(value)} cy={middle} r={5} className={styles.point} />
        <text x={x(0)} y={height - 1} textAnchor="middle">
          0
        </text>
      </svg>
      <figcaption className={styles.soft}>{text}</figcaption>
    </figure>
  );
}
