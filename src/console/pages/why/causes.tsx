import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Measure } from '../../graph/documents.ts';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { Happened } from './happened.tsx';
import type { Explanation } from './summary.tsx';
import { whyWords } from './why-words.ts';

interface CausesProps {
  readonly causes: Explanation['causes'];
  readonly code: Measure;
  readonly unit: string | null;
}

/** The places where it happened, each with its slice. */
export function Causes({ causes, code, unit }: CausesProps) {
  const words = useWords(whyWords);
  const names = useWords(common);
  const format = useFormat();
  const { dimension } = useStart();
  const placeOf = ({ where }: CausesProps['causes'][number]) =>
    where.map((term) => `${dimension(term.dimension).name} ${term.label}`).join(' · ');
  return (
    <Panel title={words.causes} note={words.causesNote} isFlush>
      {causes.length === 0 ? (
        <Empty>{words.uniform}</Empty>
      ) : (
        <Table
          caption={words.causes}
          rows={causes}
          keyOf={({ slice }) => slice}
          columns={[
            {
              name: 'where',
              title: words.causes,
              isHead: true,
              cell: (cause) => (
                <>
                  <span data-slice={cause.slice}>{placeOf(cause)}</span>
                  <Happened all={cause.coincides} />
                </>
              ),
            },
            {
              name: 'baseline',
              title: names.baseline,
              isFigure: true,
              cell: ({ baseline }) => <Figure value={baseline} unit={unit} />,
            },
            { name: 'value', title: names.value, isFigure: true, cell: ({ value }) => <Figure value={value} unit={unit} /> },
            {
              name: 'contribution',
              title: names.contribution,
              isFigure: true,
              cell: ({ contribution }) => format.change(contribution, unit),
            },
            {
              name: 'explains',
              title: words.explains,
              isFigure: true,
              cell: ({ explanatoryPower }) => format.share(explanatoryPower),
            },
            {
              name: 'deviation',
              title: words.deviation,
              isFigure: true,
              cell: ({ deviation }) => words.deviations(format.count(Math.round(deviation * 10) / 10)),
            },
            {
              name: 'down',
              title: '',
              cell: (cause) => <SliceActions slice={cause.slice} why={code} name={placeOf(cause)} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
