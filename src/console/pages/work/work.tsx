import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { WorkDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { Call } from './call.tsx';
import { ClaimWork } from './claim-work.tsx';
import type { Held } from './held.ts';
import { Queue } from './queue.tsx';
import styles from './work.module.css';

/** The agent's queue: what he holds, for how long, whom to call and what to say. After a reload he goes on where he was. */
export function Work() {
  const names = useWords(common);
  const { locale } = useFormat();
  const view = useView();
  const answer = useGraph(WorkDocument, { locale });
  return (
    <Page title={names.work}>
      <Await answer={answer} of={(data) => data} lines={8}>
        {({ myWork, targetLists, catalogue }) => {
          const held = (myWork ?? []).flatMap((batch) => batch.items.map((item): Held => ({ batch, item })));
          const lists = targetLists?.nodes ?? [];
          const current = held.find(({ item }) => item.number.numberId === view.get('number')) ?? held[0] ?? null;
          return (
            <div className={styles.work}>
              <div className={styles.side}>
                <Queue batches={myWork ?? []} lists={lists} current={current} again={answer.again} />
                <ClaimWork lists={lists} again={answer.again} />
              </div>
              {current && (
                <Call
                  key={current.item.number.numberId}
                  held={current}
                  lists={lists}
                  reasons={catalogue.outcomeReasons}
                  again={() => {
                    view.set({ number: null });
                    answer.again();
                  }}
                />
              )}
            </div>
          );
        }}
      </Await>
    </Page>
  );
}
