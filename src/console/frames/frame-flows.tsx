import { useFormat } from '../format/use-format.ts';
import { useView } from '../view/use-view.ts';
import { type Cell, columnOf, detailRows, type FrameRow, numberOf, type PictureProps, reader, valuesOf } from './frame.ts';
import styles from './frames.module.css';
import { seriesColour } from './series-legend.tsx';
import { useCell } from './use-cell.ts';

const size = { width: 960, height: 420, bar: 12, names: 150, gap: 12 };

interface Block {
  readonly name: Cell;
  readonly sum: number;
  readonly y: number;
  readonly height: number;
}

/** From the states of one month to those of the next: bands as wide as the numbers that went that way. */
export function FrameFlows({ frame, chart, caption }: PictureProps) {
  const textOf = useCell();
  const format = useFormat();
  const view = useView();
  const rows = detailRows(frame);
  const [from, to, count] = [reader(frame, chart.x), reader(frame, chart.series), reader(frame, chart.y[0])];
  const column = columnOf(frame, chart.y[0]);
  const total = rows.reduce((sum, row) => sum + (numberOf(count(row)) ?? 0), 0) || 1;
  const sources = valuesOf(rows, from);
  const targets = valuesOf(rows, to);
  const most = Math.max(sources.length, targets.length);
  const scale = (size.height - size.gap * (most - 1)) / total;
  const blocks = (values: readonly Cell[], read: (row: FrameRow) => Cell): readonly Block[] => {
    let y = 0;
    return values.map((name) => {
      const sum = rows.filter((row) => read(row) === name).reduce((all, row) => all + (numberOf(count(row)) ?? 0), 0);
      const block = { name, sum, y, height: Math.max(1, sum * scale) };
      y += block.height + size.gap;
      return block;
    });
  };
  const [left, right] = [blocks(sources, from), blocks(targets, to)];
  const [usedLeft, usedRight] = [new Map<Cell, number>(), new Map<Cell, number>()];
  const x1 = size.names + size.bar;
  const x2 = size.width - size.names - size.bar;
  const bands = rows.map((row, key) => {
    const height = (numberOf(count(row)) ?? 0) * scale;
    const source = left.find(({ name }) => name === from(row))!;
    const target = right.find(({ name }) => name === to(row))!;
    const y1 = source.y + (usedLeft.get(source.name) ?? 0);
    const y2 = target.y + (usedRight.get(target.name) ?? 0);
    usedLeft.set(source.name, (usedLeft.get(source.name) ?? 0) + height);
    usedRight.set(target.name, (usedRight.get(target.name) ?? 0) + height);
    const middle = (x1 + x2) / 2;
    const d = `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y2 + height}C${middle} ${y2 + height} ${middle} ${y1 + height} ${x1} ${y1 + height}Z`;
    return { row, key, d, colour: seriesColour(left.indexOf(source)) };
  });
  return (
    <svg viewBox={`0 -8 ${size.width} ${size.height + 16}`} className={styles.flows} role="img" aria-label={caption}>
      {bands.map(({ row, key, d, colour }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it has the same slices for the keyboard
        <path
          key={key}
          d={d}
          fill={colour}
          className={styles.band}
          data-slice={row.slice ?? undefined}
          onClick={() => row.slice && view.set({ slice: row.slice }, true)}
        >
          <title>{`${textOf(from(row))} → ${textOf(to(row))}: ${textOf(count(row), column)}`}</title>
        </path>
      ))}
      {left.map(({ name, sum, y, height }, at) => (
        <g key={String(name)}>
          <rect x={size.names} y={y} width={size.bar} height={height} fill={seriesColour(at)} />
          <text x={size.names - 8} y={y + height / 2 + 4} textAnchor="end" className={styles.flowName}>
            {textOf(name)} {format.count(sum)}
          </text>
        </g>
      ))}
      {right.map(({ name, sum, y, height }) => (
        <g key={String(name)}>
          <rect x={x2} y={y} width={size.bar} height={height} className={styles.target} />
          <text x={x2 + size.bar + 8} y={y + height / 2 + 4} className={styles.flowName}>
            {textOf(name)} {format.count(sum)}
          </text>
        </g>
      ))}
    </svg>
  );
}
