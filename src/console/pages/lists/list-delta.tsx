import { Labelled } from '../../controls/field.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ListDeltaDocument, type ListPeopleQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

interface ListDeltaProps {
  readonly list: TargetList;
  /** Of which one may be chosen. */
  readonly others: NonNullable<ListPeopleQuery['targetLists']>['nodes'];
}

/** Whom the list has that another has not, and the other way round. */
export function ListDelta({ list: { id }, others }: ListDeltaProps) {
  const words = useWords(listWords);
  const view = useView();
  const format = useFormat();
  const from = view.get('from');
  const answer = useGraph(ListDeltaDocument, { id, from: from ?? '' }, { pause: from === null });
  const frozen = others.filter((each) => each.status !== 'DRAFT' && each.id !== id);
  return (
    <section className={styles.question}>
      <h3>{words.delta}</h3>
      <Labelled name={words.choose}>
        {(field) => (
          <select id={field} value={from ?? ''} onChange={({ target }) => view.set({ from: target.value })}>
            <option value="">{words.choose}</option>
            {frozen.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {from !== null && (
        <Await answer={answer} of={(data) => data.targetList?.delta} lines={2}>
          {({ added, kept, left }) => (
            <dl className={styles.terms}>
              {(
                [
                  [words.added, added],
                  [words.both, kept],
                  [words.left, left],
                ] as const
              ).map(([name, { count, numbers }]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    {format.count(count)}{' '}
                    <span className={styles.soft}>{numbers.length > 0 && words.examples(numbers.join(', '))}</span>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </Await>
      )}
    </section>
  );
}
