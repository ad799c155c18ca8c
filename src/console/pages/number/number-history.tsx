import { LineChart } from '../../charts/line-chart.tsx';
import { Panel } from '../../controls/panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { OneNumberQuery } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, useCellText } from './facts.tsx';
import styles from './number.module.css';
import { numberWords } from './number-words.ts';

type History = NonNullable<OneNumberQuery['history']>['history'];

/** Its way through the life cycle, month by month, and what it used and paid in them. */
export function NumberHistory({ history, columns }: { readonly history: History; readonly columns: Columns }) {
  const words = useWords(numberWords);
  const format = useFormat();
  const textOf = useCellText(columns);
  const charts = [
    { name: 'revenue', values: history.map(({ month, finance }) => ({ month, value: finance.revenue })) },
    { name: 'dataGb', values: history.map(({ month, network }) => ({ month, value: network.dataGb })) },
    { name: 'voiceMin', values: history.map(({ month, network }) => ({ month, value: network.voiceMin })) },
  ];
  return (
    <div className={styles.parts}>
      <Panel title={words.lifecycle}>
        <ol className={styles.path}>
          {history.map(({ month, lifecycle: { stage, segment } }) => (
            <li key={month} data-stage={stage}>
              <span className={styles.when}>{format.monthTick(month)}</span>
              <strong>{textOf('stage', stage)}</strong>
              <span>{textOf('segment', segment)}</span>
            </li>
          ))}
        </ol>
      </Panel>
      <div className={styles.charts}>
        {charts.map(({ name, values }) => {
          const column = columns.find((each) => each.name === name);
          const label = column?.label ?? name;
          return (
            <Panel key={name} title={label}>
              <LineChart
                label={label}
                unit={column?.unit ?? null}
                points={values}
                isSmall
                names={{ value: label, band: '', baseline: '', target: '' }}
              />
            </Panel>
          );
        })}
      </div>
    </div>
  );
}
