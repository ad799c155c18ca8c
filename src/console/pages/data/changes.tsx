import { Select } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { DataQuery } from '../../graph/documents.ts';
import { useMoments } from '../../view/use-moments.ts';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './data.module.css';
import { dataWords } from './data-words.ts';

interface ChangesProps {
  readonly generation: DataQuery['generation'];
  readonly kept: DataQuery['generations'];
}

/** Month by month what is other than in a generation of before. */
export function GenerationChanges({ generation, kept }: ChangesProps) {
  const words = useWords(dataWords);
  const names = useWords(common);
  const format = useFormat();
  const moments = useMoments();
  const view = useView();
  const others = kept.filter(({ id }) => id < generation.id);
  const { changes } = generation;
  return (
    <Panel
      title={words.changes}
      actions={
        others.length > 0 && (
          <Select
            name={words.since}
            showName
            value={view.get('since') ?? ''}
            options={[
              { value: '', name: words.theOneBefore },
              ...others.map(({ id, builtAt }) => ({ value: id, name: moments.text(builtAt) })),
            ]}
            onChange={(since) => view.set({ since })}
          />
        )
      }
    >
      {!changes && <Empty>{words.noOther}</Empty>}
      {changes && (
        <>
          <ol className={styles.months}>
            {[...new Set([...changes.monthsRemoved, ...generation.months])].sort().map((month) => {
              const kind = kindOf(month, changes);
              return (
                <li key={month} data-kind={kind}>
                  <span>{format.month(month)}</span>
                  <span>{words[kind]}</span>
                </li>
              );
            })}
          </ol>
          <dl className={styles.facts}>
            <div>
              <dt>{words.columnsAdded}</dt>
              <dd>{changes.columnsAdded.join(', ') || names.none}</dd>
            </div>
            <div>
              <dt>{words.columnsRemoved}</dt>
              <dd>{changes.columnsRemoved.join(', ') || names.none}</dd>
            </div>
            <div>
              <dt>{words.definitions}</dt>
              <dd>{changes.definitionsChanged ? words.areOthers : words.areSame}</dd>
            </div>
          </dl>
        </>
      )}
    </Panel>
  );
}

function kindOf(
  month: string,
  { monthsAdded, monthsRebuilt, monthsRemoved }: NonNullable<ChangesProps['generation']['changes']>,
): 'added' | 'rebuilt' | 'removed' | 'same' {
  if (monthsAdded.includes(month)) return 'added';
  if (monthsRemoved.includes(month)) return 'removed';
  return monthsRebuilt.includes(month) ? 'rebuilt' : 'same';
}
