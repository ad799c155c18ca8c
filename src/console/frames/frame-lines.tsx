import chartStyles from '../charts/charts.module.css';
import { extent, linear } from '../charts/scale.ts';
import { lineOf } from '../charts/sparkline.tsx';
import { useFormat } from '../format/use-format.ts';
import { columnOf, detailRows, numberOf, type PictureProps, reader, valuesOf } from './frame.ts';
import { SeriesLegend, seriesColour } from './series-legend.tsx';
import { useCell } from './use-cell.ts';

const size = { width: 960, height: 280, left: 8, right: 88, top: 12, bottom: 28 };
/** More lines than these nobody tells apart: the greatest are drawn. */
const most = 8;

/** A line for each series over periods. */
export function FrameLines({ frame, chart, caption }: PictureProps) {
  const format = useFormat();
  const textOf = useCell();
  const rows = detailRows(frame);
  const [x, series] = [reader(frame, chart.x), reader(frame, chart.series)];
  const column = columnOf(frame, chart.y[0]);
  const periods = valuesOf(rows, x);
  const value = reader(frame, chart.y[0]);
  const lines = valuesOf(rows, series)
    .map((name) => {
      const own = rows.filter((row) => series(row) === name);
      return { name, points: periods.map((period) => numberOf(own.filter((row) => x(row) === period).map(value)[0])) };
    })
    .sort((one, other) => Math.max(...other.points.map(Number)) - Math.max(...one.points.map(Number)))
    .slice(0, most);
  const { width, height, left, right, top, bottom } = size;
  const at = linear([0, Math.max(1, periods.length - 1)], [left + 24, width - right - 16]);
  const y = linear(extent(lines.flatMap(({ points }) => points)), [height - bottom, top]);
  const every = Math.ceil(periods.length / 14);
  return (
    <>
      {lines.length > 1 && <SeriesLegend series={lines.map(({ name }) => textOf(name))} />}
      <svg viewBox={`0 0 ${width} ${height}`} className={chartStyles.chart} role="img" aria-label={caption}>
        {y.ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className={chartStyles.grid} />
            <text x={width - right + 8} y={y(tick) + 4} className={chartStyles.axis}>
              {format.figure(tick, column?.unit ?? null)}
            </text>
          </g>
        ))}
        {lines.map(({ name, points }, index) => (
          <g key={String(name)} style={{ stroke: seriesColour(index), fill: seriesColour(index) }}>
            <path d={lineOf(points, (each) => each, at, y)} fill="none" strokeWidth="1.75" />
            {points.map((point, place) =>
              point === null ? null : (
                <circle key={String(periods[place])} cx={at(place)} cy={y(point)} r="2.5" stroke="none">
                  <title>{`${textOf(name)} ${textOf(periods[place])}: ${textOf(point, column)}`}</title>
                </circle>
              ),
            )}
          </g>
        ))}
        {periods.map((period, place) =>
          (periods.length - 1 - place) % every === 0 ? (
            <text key={String(period)} x={at(place)} y={height - 8} textAnchor="middle" className={chartStyles.axis}>
              {/^\d{4}-\d{2}$/.test(String(period)) ? format.monthTick(String(period)) : String(period).slice(-5)}
            </text>
          ) : null,
        )}
      </svg>
    </>
  );
}
