import { Copyable } from '../charts/copyable.tsx';
import { type Cell, facetsOf, type PictureProps } from './frame.ts';
import { FrameBars } from './frame-bars.tsx';
import { FrameCalendar } from './frame-calendar.tsx';
import { FrameFlows } from './frame-flows.tsx';
import { FrameForest } from './frame-forest.tsx';
import { FrameHeatmap } from './frame-heatmap.tsx';
import { FrameLines } from './frame-lines.tsx';
import { FrameLorenz } from './frame-lorenz.tsx';
import { FrameScatter } from './frame-scatter.tsx';
import { FrameStacks } from './frame-stacks.tsx';
import { FrameTable } from './frame-table.tsx';
import styles from './frames.module.css';
import { useCell } from './use-cell.ts';

const forms = {
  BAR: FrameBars,
  CALENDAR: FrameCalendar,
  FOREST: FrameForest,
  HEATMAP: FrameHeatmap,
  LINE: FrameLines,
  LORENZ: FrameLorenz,
  SANKEY: FrameFlows,
  SCATTER: FrameScatter,
  STACKED_BAR: FrameStacks,
  TABLE: FrameTable,
} as const;

/** A frame as its hint wants it drawn; with a facet one picture for each of its values. */
export function Picture({ frame, chart, caption }: PictureProps) {
  const textOf = useCell();
  const Form = forms[chart.kind];
  const facets = facetsOf(frame, chart.facet);
  const nameOf = (facet: Cell) => (chart.facet ? `${caption}: ${textOf(facet)}` : caption);
  return (
    <div className={facets.length > 1 ? styles.facets : undefined}>
      {facets.map(([value, part]) => (
        <figure key={String(value)} className={styles.facet}>
          {chart.facet && <figcaption>{textOf(value)}</figcaption>}
          <Copyable name={nameOf(value)}>
            <Form frame={part} whole={frame} chart={chart} caption={nameOf(value)} />
          </Copyable>
        </figure>
      ))}
    </div>
  );
}
