import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Change } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import type { WarningQuery } from '../../graph/documents.ts';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { useWords } from '../../words/use-words.ts';
import { warningWords } from './warning-words.ts';

type Figures = NonNullable<WarningQuery['bands']>[number];

interface PartsTableProps {
  readonly title: string;
  readonly note: string;
  /** Cut by the same dimension; rows are in the order of the first, and carried down by its slices. */
  readonly figures: readonly Pick<Figures, 'measure' | 'drill'>[];
}

/** Several figures of the same parts beside each other. */
export function PartsTable({ title, note, figures }: PartsTableProps) {
  const words = useWords(warningWords);
  const { measure } = useStart();
  const [first] = figures;
  if (!first) return null;
  const keyOf = ({ code, isOther }: Figures['drill'][number]) => (isOther ? 'other' : String(code));
  const partOf = ({ drill }: Pick<Figures, 'drill'>, key: string) => drill.find((part) => keyOf(part) === key);
  return (
    <Panel title={title} note={note} isFlush>
      <Table
        caption={title}
        rows={first.drill}
        keyOf={keyOf}
        columns={[
          { name: 'part', title: '', isHead: true, cell: ({ label, slice }) => <span data-slice={slice}>{label}</span> },
          ...figures.map((each) => ({
            name: each.measure.code,
            title: measure(each.measure.code).name,
            isFigure: true,
            cell: (part: Figures['drill'][number]) => {
              const own = partOf(each, keyOf(part));
              return <Figure value={own?.value} unit={each.measure.unit} absence={own?.absence} />;
            },
          })),
          {
            name: 'change',
            title: words.onMonth,
            isFigure: true,
            cell: (part) => (
              <Change
                {...part}
                rate={part.baseline && part.change != null ? part.change / Math.abs(part.baseline) : null}
                unit={first.measure.unit}
                higherIsBetter={first.measure.higherIsBetter}
                show="rate"
              />
            ),
          },
          {
            name: 'down',
            title: '',
            cell: ({ slice, label }) => <SliceActions slice={slice} why={first.measure.code} name={label} />,
          },
        ]}
      />
    </Panel>
  );
}
