import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Measure } from '../../graph/documents.ts';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import type { Explanation } from './summary.tsx';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

interface ByDimensionProps {
  readonly effects: Explanation['byDimension'];
  readonly code: Measure;
  readonly unit: string | null;
}

/** Each dimension alone: what growth of the base, a shift between parts, and the parts' own rates brought. */
export function ByDimension({ effects, code, unit }: ByDimensionProps) {
  const words = useWords(whyWords);
  const names = useWords(common);
  const format = useFormat();
  const { dimension } = useStart();
  const amount = (size: number | null | undefined) => (size == null ? '–' : format.change(size, unit));
  const effect = (name: 'volume' | 'mix' | 'rate') => ({
    name,
    title: <span title={words[`${name}Title`]}>{words[name]}</span>,
    isFigure: true,
  });
  return (
    <div className={styles.effects}>
      {effects.map((each) => (
        <Panel key={each.dimension} title={dimension(each.dimension).name} note={words.byDimensionNote} isFlush>
          <Table
            caption={dimension(each.dimension).name}
            rows={[
              ...each.parts,
              { ...each, label: names.total, code: '', slice: '', contribution: sumOf(each), presence: null },
            ]}
            keyOf={(_, index) => index}
            isTotal={({ presence }) => presence === null}
            columns={[
              {
                name: 'part',
                title: words.part,
                isHead: true,
                cell: ({ label, presence }) => (
                  <>
                    {label} {presence && words[presence]}
                  </>
                ),
              },
              { name: 'contribution', title: names.contribution, isFigure: true, cell: (part) => amount(part.contribution) },
              { ...effect('volume'), cell: ({ volume }) => amount(volume) },
              { ...effect('mix'), cell: ({ mix }) => amount(mix) },
              { ...effect('rate'), cell: ({ rate }) => amount(rate) },
              {
                name: 'down',
                title: '',
                cell: ({ slice, label }) => <SliceActions slice={slice} why={code} name={label} />,
              },
            ]}
          />
        </Panel>
      ))}
    </div>
  );
}

const sumOf = ({ parts }: Explanation['byDimension'][number]): number =>
  parts.reduce((sum, { contribution }) => sum + contribution, 0);
