import { useView } from '../view/use-view.ts';
import { columnOf, detailRows, type FrameRow, numberOf, type PictureProps, reader, valuesOf } from './frame.ts';
import styles from './frames.module.css';
import { useCell } from './use-cell.ts';

/** A grid of two dimensions: each cell says its figure, darker the greater it is, and gives its slice. */
export function FrameHeatmap({ frame, chart, caption }: PictureProps) {
  const textOf = useCell();
  const view = useView();
  const rows = detailRows(frame);
  const [x, series, size] = [reader(frame, chart.x), reader(frame, chart.series), reader(frame, chart.y[0])];
  const column = columnOf(frame, chart.y[0]);
  const across = valuesOf(rows, x);
  const down = valuesOf(rows, series);
  const cells = new Map<string, FrameRow>(rows.map((row) => [`${series(row)} ${x(row)}`, row]));
  const sizes = rows.map((row) => numberOf(size(row))).filter((each) => each !== null);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const depth = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
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
                const figure = row ? numberOf(size(row)) : null;
                if (!row) return <td key={String(value)} />;
                return (
                  <td
                    key={String(value)}
                    data-slice={row.slice ?? undefined}
                    style={
                      figure === null
                        ? undefined
                        : { background: `color-mix(in srgb, var(--series-2) ${6 + depth(figure) * 46}%, var(--surface))` }
                    }
                  >
                    {row.slice ? (
                      <button type="button" onClick={() => view.set({ slice: row.slice }, true)}>
                        {textOf(figure, column)}
                      </button>
                    ) : (
                      textOf(figure, column)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
