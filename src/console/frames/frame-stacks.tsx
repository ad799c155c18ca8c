import { useFormat } from '../format/use-format.ts';
import {
  type Cell,
  columnOf,
  detailRows,
  type Frame,
  type FrameChart,
  numberOf,
  type PictureProps,
  reader,
  valuesOf,
} from './frame.ts';
import styles from './frames.module.css';
import { SeriesLegend, seriesColour } from './series-legend.tsx';
import { useCell } from './use-cell.ts';

interface Stack {
  readonly name: Cell;
  readonly parts: readonly { readonly series: string; readonly size: number }[];
  readonly sum: number;
}

/** Lying bars in parts: a bar for each value of x, a part for each series, or for each of several figures. */
export function FrameStacks({ frame, chart, caption, whole = frame }: PictureProps) {
  const textOf = useCell();
  const format = useFormat();
  const column = columnOf(frame, chart.y[0]);
  const { series } = stacksOf(whole, chart);
  const { stacks } = stacksOf(frame, chart, series);
  const widest = Math.max(...stacks.map(({ sum }) => sum), 1e-9);
  return (
    <>
      <SeriesLegend series={series.map((each) => textOf(each))} />
      <ol className={styles.stacks} aria-label={caption}>
        {stacks.map(({ name, parts, sum }) => (
          <li key={String(name)} className={styles.stack}>
            <span className={styles.stackName}>{textOf(name)}</span>
            <span className={styles.stackBar}>
              {parts.map((part) => (
                <span
                  key={part.series}
                  title={`${textOf(name)} · ${textOf(part.series)}: ${textOf(part.size, column)}`}
                  style={{ width: `${(part.size / widest) * 100}%`, background: seriesColour(series.indexOf(part.series)) }}
                />
              ))}
            </span>
            <span className={styles.stackSum}>{format.figure(sum, column?.unit ?? null)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Without a series the figures themselves are the parts. */
function stacksOf(
  frame: Frame,
  { x, y, series }: FrameChart,
  known?: readonly string[],
): { stacks: readonly Stack[]; series: readonly string[] } {
  const rows = detailRows(frame);
  const name = reader(frame, x);
  const partsOf = (row: (typeof rows)[number]) =>
    series
      ? [{ series: String(reader(frame, series)(row)), size: numberOf(reader(frame, y[0])(row)) ?? 0 }]
      : y.map((each) => ({ series: columnOf(frame, each)?.label ?? each, size: numberOf(reader(frame, each)(row)) ?? 0 }));
  const stacks = valuesOf(rows, name).map((value) => {
    const parts = rows
      .filter((row) => name(row) === value)
      .flatMap(partsOf)
      .filter(({ size }) => size > 0);
    return { name: value, parts, sum: parts.reduce((sum, { size }) => sum + size, 0) };
  });
  const weight = new Map<string, number>();
  for (const { parts } of stacks) for (const part of parts) weight.set(part.series, (weight.get(part.series) ?? 0) + part.size);
  const order = known ?? [...weight].sort(([, one], [, other]) => other - one).map(([each]) => each);
  const sorted = stacks.map((stack) => ({
    ...stack,
    parts: [...stack.parts].sort((one, other) => order.indexOf(one.series) - order.indexOf(other.series)),
  }));
  return { stacks: sorted, series: order };
}
