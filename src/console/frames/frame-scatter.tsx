import chartStyles from '../charts/charts.module.css';
import { extent, linear } from '../charts/scale.ts';
import { useFormat } from '../format/use-format.ts';
import { useView } from '../view/use-view.ts';
import { columnOf, detailRows, numberOf, type PictureProps, reader, shownColumns } from './frame.ts';
import styles from './frames.module.css';
import { useCell } from './use-cell.ts';

const size = { width: 960, height: 360, left: 72, right: 24, top: 12, bottom: 40 };

/** A dot for each row by two figures. A dot gives its slice; all figures are in the table. */
export function FrameScatter({ frame, chart, caption }: PictureProps) {
  const format = useFormat();
  const textOf = useCell();
  const view = useView();
  // x is a figure, or the row's name and the two figures are both y.
  const isNamed = columnOf(frame, chart.x)?.type !== 'NUMBER';
  const [xName, yName] = isNamed ? [chart.y[0], chart.y[1]] : [chart.x, chart.y[0]];
  const [xColumn, yColumn] = [columnOf(frame, xName), columnOf(frame, yName)];
  const names = shownColumns(frame).filter(({ type }) => type === 'STRING');
  const dots = detailRows(frame).flatMap((row, key) => {
    const [across, up] = [numberOf(reader(frame, xName)(row)), numberOf(reader(frame, yName)(row))];
    return across === null || up === null ? [] : [{ row, key, across, up }];
  });
  const { width, height, left, right, top, bottom } = size;
  const x = linear(extent(dots.map(({ across }) => across)), [left, width - right], 6);
  const y = linear(extent(dots.map(({ up }) => up)), [height - bottom, top]);
  const nameOf = (row: (typeof dots)[number]['row']) => names.map(({ name }) => textOf(reader(frame, name)(row))).join(' · ');
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={chartStyles.chart} role="img" aria-label={caption}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className={chartStyles.grid} />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" className={chartStyles.axis}>
            {format.figure(tick, yColumn?.unit ?? null)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 22} textAnchor="middle" className={chartStyles.axis}>
          {format.figure(tick, xColumn?.unit ?? null)}
        </text>
      ))}
      <text x={width - right} y={height - 6} textAnchor="end" className={chartStyles.axis}>
        {xColumn?.label} →
      </text>
      <text x={left} y={top - 2} className={chartStyles.axis}>
        ↑ {yColumn?.label}
      </text>
      {dots.map(({ row, key, across, up }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it has the same slices for the keyboard
        <circle
          key={key}
          cx={x(across)}
          cy={y(up)}
          r="4"
          className={styles.dot}
          data-slice={row.slice ?? undefined}
          onClick={() => row.slice && view.set({ slice: row.slice }, true)}
        >
          <title>{`${nameOf(row)}: ${textOf(across, xColumn)}, ${textOf(up, yColumn)}`}</title>
        </circle>
      ))}
    </svg>
  );
}
