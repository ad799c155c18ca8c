import { Link } from 'wouter';
import { Panel } from '../../controls/panel.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Frame, FrameChart } from '../../frames/frame.ts';
import { FrameTable } from '../../frames/frame-table.tsx';
import { Picture } from '../../frames/picture.tsx';
import { WarningReportsDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { warningWords } from './warning-words.ts';

/** Why the numbers at risk are so, and what came of the warning in months that it had not seen: two named reports. */
export function WarningReports({ month }: { readonly month: string }) {
  const words = useWords(warningWords);
  const { locale } = useFormat();
  const linkTo = useLinks();
  const answer = useGraph(WarningReportsDocument, { month, slice: useView().get('slice'), locale });
  return (
    <>
      <Panel title={words.reasons} note={words.reasonsNote} isFlush>
        <Await answer={answer} fields={['reasons']} of={({ reasons }) => reasons} lines={8}>
          {(reasons) => <FrameTable frame={reasons as Frame} caption={reasons.name} />}
        </Await>
      </Panel>
      <Panel
        title={words.quality}
        note={words.qualityNote}
        actions={<Link href={linkTo('/report/WARNING_QUALITY')}>{words.wholeReport}</Link>}
      >
        <Await answer={answer} fields={['quality']} of={({ quality }) => quality} lines={12}>
          {(quality) => <Picture frame={quality as Frame} chart={quality.chart as FrameChart} caption={quality.name} />}
        </Await>
      </Panel>
      <Panel title={words.byMonth} isFlush>
        <Await answer={answer} fields={['quality']} of={({ quality }) => quality} lines={3}>
          {(quality) => <FrameTable frame={byMonth(quality as Frame)} caption={words.byMonth} />}
        </Await>
      </Panel>
    </>
  );
}

const shown = ['period', 'numbers', 'expected', 'observed', 'isWithin', 'auc', 'lift', 'caught', 'brier'];

/** The months' own rows, of the columns that tell how good it was as a whole. */
function byMonth({ columns, rows }: Frame): Frame {
  const places = shown.map((name) => columns.findIndex((column) => column.name === name));
  return {
    columns: places.map((at) => columns[at]!),
    rows: rows
      .filter(({ totalOf }) => totalOf.length > 0)
      .map(({ cells }) => ({ cells: places.map((at) => cells[at]), totalOf: [] })),
  };
}
