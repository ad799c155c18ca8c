import { type FormEvent, useState } from 'react';
import { sceneWords } from '../../channels/channel-words.ts';
import { Field, Labelled } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ClaimWorkDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import type { WorkList } from './held.ts';
import styles from './work.module.css';
import { workWords } from './work-words.ts';

/** Takes the best open numbers of a list that is approved. */
export function ClaimWork({ lists, again }: { readonly lists: readonly WorkList[]; readonly again: () => void }) {
  const words = useWords(workWords);
  const scenes = useWords(sceneWords);
  const format = useFormat();
  const view = useView();
  const { change, isRunning } = useChange(ClaimWorkDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  // Claimed again after a lost answer, the same batch is given.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const workable = lists.filter(({ status }) => ['APPROVED', 'RUNNING'].includes(status));
  const list = workable.find(({ id }) => id === view.get('list')) ?? workable[0];
  const size = view.get('size') ?? '10';
  const claim = async (event: FormEvent) => {
    event.preventDefault();
    const { data, failures } = await change({ list: list!.id, size: Number(size), key });
    setFailure(failures[0] ?? null);
    setEmpty(data?.claimWork.items.length === 0);
    if (data) setKey(crypto.randomUUID());
    again();
  };
  return (
    <Panel title={words.claim}>
      {list ? (
        <form className={styles.claim} onSubmit={(event) => void claim(event)}>
          <Labelled name={words.list}>
            {(id) => (
              <select id={id} value={list.id} onChange={({ target }) => view.set({ list: target.value })}>
                {workable.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name} · {scenes[each.scene]} · {words.openOf(format.count(each.progress.open))}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          <Field
            name={words.howMany}
            type="number"
            least={1}
            isRequired
            value={size}
            onChange={(value) => view.set({ size: value })}
          />
          <button type="submit" className={styles.take} disabled={isRunning}>
            {words.take}
          </button>
        </form>
      ) : (
        <Empty>{words.noLists}</Empty>
      )}
      {failure && <Failed failure={failure} />}
      {isEmpty && <p className={styles.soft}>{words.nothing}</p>}
    </Panel>
  );
}
