import chartStyles from '../charts/charts.module.css';
import { extent, linear } from '../charts/scale.ts';
import { useFormat } from '../format/use-format.ts';
import { columnOf, detailRows, numberOf, type PictureProps, reader } from './frame.ts';
import styles from './frames.module.css';
import { useCell } from './use-cell.ts';

const size = { width: 960, left: 260, right: 190, line: 28, top: 8, bottom: 40 };
/** Letters of a name that have room. */
const letters = 36;

/** Effects with their intervals below each other: one that does not reach over zero is shown by more than chance. */
export function FrameForest({ frame, chart, caption }: PictureProps) {
  const format = useFormat();
  const textOf = useCell();
  const column = columnOf(frame, chart.y[0]);
  const name = reader(frame, chart.x);
  const [effect, low, high] = chart.y.map((each) => reader(frame, each));
  const rows = detailRows(frame).map((row) => ({
    name: textOf(name(row)),
    bounds: [effect, low, high].map((read) => (read ? numberOf(read(row)) : null)),
  }));
  const { width, left, right, line, top, bottom } = size;
  const height = top + rows.length * line + bottom;
  const x = linear(extent([0, ...rows.flatMap(({ bounds }) => bounds)]), [left, width - right], 6);
  const change = (value: number) => format.change(value, column?.unit ?? null);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={chartStyles.chart} role="img" aria-label={caption}>
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={top} y2={height - bottom} className={chartStyles.grid} />
          <text x={x(tick)} y={height - bottom + 18} textAnchor="middle" className={chartStyles.axis}>
            {format.bare(tick, column?.unit ?? null)}
          </text>
        </g>
      ))}
      <line x1={x(0)} x2={x(0)} y1={top} y2={height - bottom} className={chartStyles.zero} />
      <text x={x(0)} y={height - 4} textAnchor="middle" className={chartStyles.axis}>
        {column?.label}
      </text>
      {rows.map(({ name: called, bounds: [middle, from, to] }, at) => {
        const y = top + (at + 0.5) * line;
        const isKnown = middle != null && from != null && to != null;
        const sense = !isKnown || (from <= 0 && to >= 0) ? 'open' : middle > 0 ? 'above' : 'below';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is not one row's alone, and no row moves
          <g key={at} className={styles.effect} data-sense={sense}>
            <text x={left - 12} y={y + 4} textAnchor="end" className={styles.flowName}>
              {called.length > letters ? `${called.slice(0, letters - 1)}…` : called}
              <title>{called}</title>
            </text>
            {isKnown && (
              <>
                <path d={`M${x(from)} ${y - 5}v10M${x(from)} ${y}H${x(to)}M${x(to)} ${y - 5}v10`} />
                <rect x={x(middle) - 5} y={y - 5} width="10" height="10" />
              </>
            )}
            <text x={width - right + 12} y={y + 4} className={styles.flowName}>
              {isKnown ? `${change(middle)} [${change(from)}, ${change(to)}]` : '–'}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
