import { columnOf, detailRows, type FrameRow, numberOf, type PictureProps, reader, valuesOf } from './frame.ts';
import styles from './frames.module.css';
import { HeatCell } from './heat-cell.tsx';
import { useCell } from './use-cell.ts';

/** A grid of two dimensions: each cell says its figure, darker the greater it is, and gives its slice. */
export function FrameHeatmap({ frame, chart, caption }: PictureProps) {
  const textOf = useCell();
  const rows = detailRows(frame);
  const [x, series, size] = [reader(frame, chart.x), reader(frame, chart.series), reader(frame, chart.y[0])];
  const column = columnOf(frame, chart.y[0]);
  const across = valuesOf(rows, x);
  const down = valuesOf(rows, series);
  const cells = new Map<string, FrameRow>(rows.map((row) => [`${series(row)} ${x(row)}`, row]));
  const sizes = rows.map((row) => numberOf(size(row))).filter((each) => each !== null);
  const range = [Math.min(...sizes), Math.max(...sizes)] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} aria-label={caption} tabIndex={0}>
      <table className={styles.heatmap}>
        <caption>
          {column?.label}: {columnOf(frame, chart.series)?.label} × {columnOf(frame, chart.x)?.label}
        </caption>
        <thead>
          <tr>
            <td />
            {across.map((value) => (
              <th key={String(value)} scope="col">
                {textOf(value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {down.map((line) => (
            <tr key={String(line)}>
              <th scope="row">{textOf(line)}</th>
              {across.map((value) => {
                const row = cells.get(`${line} ${value}`);
                if (!row) return <td key={String(value)} />;
                return (
                  <HeatCell key={String(value)} figure={numberOf(size(row))} range={range} slice={row.slice ?? null}>
                    {textOf(size(row), column)}
                  </HeatCell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
