import chartStyles from '../charts/charts.module.css';
import { linear } from '../charts/scale.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../words/use-words.ts';
import { columnOf, detailRows, numberOf, type PictureProps, reader, valuesOf } from './frame.ts';
import { frameWords } from './frame-words.ts';
import styles from './frames.module.css';
import { type Group, lorenzOf } from './lorenz.ts';
import { SeriesLegend, seriesColour } from './series-legend.tsx';
import { useCell } from './use-cell.ts';

const size = { width: 620, height: 420, left: 64, right: 24, top: 20, bottom: 44 };
const shares = [0, 0.25, 0.5, 0.75, 1] as const;

/** How unevenly something is held: the further the curve hangs below the straight line, the more few have of it. */
export function FrameLorenz({ frame, chart, caption }: PictureProps) {
  const format = useFormat();
  const textOf = useCell();
  const words = useWords(frameWords);
  const [name, count, held] = [chart.x, ...chart.y].map((each) => reader(frame, each));
  const series = reader(frame, chart.series);
  const rows = detailRows(frame);
  const curves = valuesOf(rows, series).map((value) => {
    const groups = rows
      .filter((row) => series(row) === value)
      .map((row) => ({ name: textOf(name!(row)), count: numberOf(count!(row)), held: numberOf(held!(row)) }));
    // A curve with a part that is not told would be another one.
    const isTold = groups.every((group) => group.count !== null && group.held !== null);
    return { name: textOf(value), points: isTold ? lorenzOf(groups as readonly Group[]) : [] };
  });
  const { width, height, left, right, top, bottom } = size;
  const x = linear([0, 1], [left, width - right]);
  const y = linear([0, 1], [height - bottom, top]);
  const line = (points: readonly { readonly holders: number; readonly held: number }[]) =>
    `M${x(0)} ${y(0)}${points.map((point) => `L${x(point.holders)} ${y(point.held)}`).join('')}`;
  return (
    <>
      {chart.series && <SeriesLegend series={curves.map((curve) => curve.name)} />}
      <svg viewBox={`0 0 ${width} ${height}`} className={styles.square} role="img" aria-label={caption}>
        {shares.map((share) => (
          <g key={share}>
            <line x1={left} x2={width - right} y1={y(share)} y2={y(share)} className={chartStyles.grid} />
            <text x={left - 8} y={y(share) + 4} textAnchor="end" className={chartStyles.axis}>
              {format.share(share)}
            </text>
            <text x={x(share)} y={height - bottom + 18} textAnchor="middle" className={chartStyles.axis}>
              {format.share(share)}
            </text>
          </g>
        ))}
        <text x={left} y={top - 8} className={chartStyles.axis}>
          ↑ {columnOf(frame, chart.y[1])?.label}
        </text>
        <text x={width - right} y={height - 6} textAnchor="end" className={chartStyles.axis}>
          {columnOf(frame, chart.y[0])?.label} →
        </text>
        <path d={line([{ holders: 1, held: 1 }])} className={chartStyles.dashed}>
          <title>{words.evenly}</title>
        </path>
        {curves.map((curve, at) => (
          <g key={curve.name} className={styles.curve} style={{ color: seriesColour(at) }}>
            <path d={line(curve.points)} />
            {curve.points.map((point) => (
              <circle key={point.name} cx={x(point.holders)} cy={y(point.held)} r="4">
                <title>{words.upTo(point.name, format.share(point.holders), format.share(point.held))}</title>
              </circle>
            ))}
            {curves.length === 1 &&
              curve.points.slice(0, -1).map((point) => (
                <text
                  key={point.name}
                  x={x(point.holders) - 8}
                  y={y(point.held) - 8}
                  textAnchor="end"
                  className={styles.flowName}
                >
                  {point.name}
                </text>
              ))}
          </g>
        ))}
      </svg>
    </>
  );
}
