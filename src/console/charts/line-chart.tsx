import { type ReactNode, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Table } from '../controls/table.tsx';
import { Figure } from '../figures/figure.tsx';
import { useFormat } from '../format/use-format.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './charts.module.css';
import { Copyable } from './copyable.tsx';
import { extent, linear } from './scale.ts';
import { bandOf, isOutside, lineOf, type TrendPoint } from './sparkline.tsx';

interface LineChartProps {
  readonly label: string;
  readonly unit: string | null;
  readonly points: readonly TrendPoint[];
  readonly names: { readonly value: string; readonly band: string; readonly baseline: string; readonly target: string };
  /** One of several beside each other. */
  readonly isSmall?: boolean;
}

const large = { width: 760, height: 220, left: 8, right: 72, top: 12, bottom: 28 };
const small = { width: 380, height: 150, left: 4, right: 56, top: 8, bottom: 24 };

/** A measure over months: its line, the band of what was to be expected, baseline and plan; the same as a table behind it. */
export function LineChart(props: LineChartProps) {
  const words = useWords(common);
  const [isTable, setTable] = useState(false);
  return (
    <figure>
      {isTable ? (
        <Months {...props} />
      ) : (
        <Copyable name={props.label}>
          <Lines {...props} />
        </Copyable>
      )}
      <figcaption className={styles.legend}>
        <Legend {...props} />
        <Button kind="quiet" onClick={() => setTable(!isTable)}>
          {isTable ? words.asChart : words.asTable}
        </Button>
      </figcaption>
    </figure>
  );
}

const has = (points: readonly TrendPoint[], name: 'low' | 'baseline' | 'target') => points.some((point) => point[name] != null);

function Legend({ points, names }: LineChartProps) {
  return (
    <>
      <Key name={names.value}>
        <path d="M0 4H16" className={styles.line} />
      </Key>
      {has(points, 'low') && (
        <Key name={names.band}>
          <rect width="16" height="8" className={styles.band} />
        </Key>
      )}
      {has(points, 'baseline') && (
        <Key name={names.baseline}>
          <path d="M0 4H16" className={styles.dashed} />
        </Key>
      )}
      {has(points, 'target') && (
        <Key name={names.target}>
          <path d="M0 4H16" className={styles.dotted} />
        </Key>
      )}
    </>
  );
}

/** How something is drawn, beside its name. */
const Key = ({ name, children }: { readonly name: string | undefined; readonly children: ReactNode }) => (
  <span className={styles.key}>
    <svg width="16" height="8" aria-hidden="true">
      {children}
    </svg>
    {name}
  </span>
);

function Lines({ label, unit, points, isSmall = false }: LineChartProps) {
  const format = useFormat();
  const { width, height, left, right, top, bottom } = isSmall ? small : large;
  // Names of months that would touch are left out.
  const everyTick = isSmall ? 3 : 1;
  const values = points.flatMap(({ value, low, high, target, baseline }) => [value, low, high, target, baseline]);
  const y = linear(extent(values), [height - bottom, top]);
  const x = linear([0, Math.max(1, points.length - 1)], [left + 16, width - right - 16]);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={styles.chart} role="img" aria-label={label}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className={styles.grid} />
          <text x={width - right + 8} y={y(tick) + 4} className={styles.axis}>
            {format.figure(tick, unit)}
          </text>
        </g>
      ))}
      <path d={bandOf(points, x, y)} className={styles.band} />
      <path d={lineOf(points, ({ baseline }) => baseline, x, y)} className={styles.dashed} />
      <path d={lineOf(points, ({ target }) => target, x, y)} className={styles.dotted} />
      <path d={lineOf(points, ({ value }) => value, x, y)} className={styles.line} />
      {points.map((point, index) => (
        <g key={point.month}>
          {point.annotations && point.annotations.length > 0 && (
            <path d={`M${x(index) - 5} ${top - 8}h10l-5 8z`} className={styles.happened}>
              <title>{`${format.month(point.month)}: ${point.annotations.map(({ text }) => text).join(' · ')}`}</title>
            </path>
          )}
          {point.value != null && (
            <circle
              cx={x(index)}
              cy={y(point.value)}
              r={isOutside(point) ? 4 : 2.5}
              className={isOutside(point) ? styles.signal : styles.last}
            >
              <title>{`${format.month(point.month)}: ${format.figure(point.value, unit)}`}</title>
            </circle>
          )}
          {(points.length - 1 - index) % everyTick === 0 && (
            <text x={x(index)} y={height - 8} textAnchor="middle" className={styles.axis}>
              {format.monthTick(point.month)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Months({ label, unit, points, names }: LineChartProps) {
  const format = useFormat();
  const words = useWords(common);
  const column = (name: 'value' | 'low' | 'high' | 'baseline' | 'target', title: string) => ({
    name,
    title,
    isFigure: true,
    cell: (point: TrendPoint) => <Figure value={point[name]} unit={unit} />,
  });
  return (
    <Table
      caption={label}
      rows={[...points].reverse()}
      keyOf={({ month }) => month}
      columns={[
        { name: 'month', title: words.month, isHead: true, cell: ({ month }) => format.month(month) },
        column('value', names.value),
        column('low', `${names.band} ≥`),
        column('high', `${names.band} ≤`),
        column('baseline', names.baseline),
        column('target', names.target),
      ]}
    />
  );
}
