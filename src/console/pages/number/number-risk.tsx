import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { Absent } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, type OneNumberData, useCellText } from './facts.tsx';
import styles from './number.module.css';
import { numberWords } from './number-words.ts';

/** How likely it is to truly leave, and what raises or lowers that most. */
export function NumberRisk({ risk, columns }: { readonly risk: OneNumberData['risk']; readonly columns: Columns }) {
  const words = useWords(numberWords);
  const format = useFormat();
  const textOf = useCellText(columns);
  const { probability, probability3Months, band, percentile, absence, reasons } = risk;
  if (probability == null)
    return (
      <Panel title={words.risk}>
        <Empty>
          <Absent reason={absence ?? null} />
        </Empty>
      </Panel>
    );
  return (
    <Panel title={words.risk} note={textOf('riskBand', band)}>
      <dl className={styles.facts}>
        <div>
          <dt>{words.nextMonth}</dt>
          <dd>{format.share(probability)}</dd>
        </div>
        {probability3Months != null && (
          <div>
            <dt>{words.threeMonths}</dt>
            <dd>{format.share(probability3Months)}</dd>
          </div>
        )}
        {percentile != null && (
          <div>
            <dt>{words.percentile}</dt>
            <dd>{words.ofHundred(percentile)}</dd>
          </div>
        )}
      </dl>
      <Table
        caption={words.reasons}
        rows={reasons}
        keyOf={({ name }) => name}
        columns={[
          { name: 'name', title: words.reasons, isHead: true, cell: ({ name }) => <span className={styles.wraps}>{name}</span> },
          { name: 'value', title: words.reasonValue, cell: ({ value }) => <span className={styles.wraps}>{value ?? '–'}</span> },
          { name: 'points', title: words.points, isFigure: true, cell: ({ points }) => format.figure(points, 'points') },
        ]}
      />
    </Panel>
  );
}
