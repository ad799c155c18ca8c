import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Absent } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { OneNumberQuery } from '../../graph/documents.ts';
import type { Answer } from '../../graph/use-graph.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, useCellText } from './facts.tsx';
import styles from './number.module.css';
import { numberWords } from './number-words.ts';

/** How likely it is to truly leave, and what raises or lowers that most. */
export function NumberRisk({ answer, columns }: { readonly answer: Answer<OneNumberQuery>; readonly columns: Columns }) {
  const words = useWords(numberWords);
  const textOf = useCellText(columns);
  const band = answer.data?.risk?.risk.band;
  return (
    <Panel title={words.risk} {...(band && { note: textOf('riskBand', band) })}>
      <Await answer={answer} fields={['risk']} of={({ risk }) => risk?.risk}>
        {(risk) => <Risk risk={risk} />}
      </Await>
    </Panel>
  );
}

function Risk({ risk }: { readonly risk: NonNullable<OneNumberQuery['risk']>['risk'] }) {
  const words = useWords(numberWords);
  const format = useFormat();
  const { probability, probability3Months, percentile, absence, reasons } = risk;
  if (probability == null)
    return (
      <Empty>
        <Absent reason={absence ?? null} />
      </Empty>
    );
  return (
    <>
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
    </>
  );
}
