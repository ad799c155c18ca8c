import { useState } from 'react';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ExtendLeaseDocument, type HeldFragment, ReleaseWorkDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useMoments } from '../../view/use-moments.ts';
import { useNow } from '../../view/use-now.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import type { Held, Item, WorkList } from './held.ts';
import styles from './work.module.css';
import { workWords } from './work-words.ts';

interface QueueProps {
  readonly batches: readonly HeldFragment[];
  readonly lists: readonly WorkList[];
  readonly current: Held | null;
  readonly again: () => void;
}

/** The batches that the agent holds, with their clocks. */
export function Queue({ batches, lists, current, again }: QueueProps) {
  const words = useWords(workWords);
  const held = batches.filter(({ items }) => items.length > 0);
  return (
    <Panel title={words.queue}>
      {held.length === 0 && <Empty>{words.empty}</Empty>}
      {held.map((batch) => (
        <Batch
          key={batch.id}
          batch={batch}
          name={lists.find(({ id }) => id === batch.list)?.name ?? batch.list}
          current={current?.item ?? null}
          again={again}
        />
      ))}
    </Panel>
  );
}

interface BatchProps {
  readonly batch: HeldFragment;
  readonly name: string;
  readonly current: Item | null;
  readonly again: () => void;
}

function Batch({ batch, name, current, again }: BatchProps) {
  const words = useWords(workWords);
  const format = useFormat();
  const moments = useMoments();
  const view = useView();
  const extend = useChange(ExtendLeaseDocument);
  const release = useChange(ReleaseWorkDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, fence, items, leaseUntil } = batch;
  const take = async (step: Promise<{ readonly failures: readonly Failure[] }>) => {
    setFailure((await step).failures[0] ?? null);
    again();
  };
  return (
    <section className={styles.batch} aria-label={name}>
      <header>
        <h3>{name}</h3>
        <Clock until={leaseUntil} />
      </header>
      {failure && <Failed failure={failure} />}
      <div className={styles.line}>
        <Button isDisabled={extend.isRunning} onClick={() => void take(extend.change({ batch: id, fence, leaseSeconds: 900 }))}>
          {words.extend}
        </Button>
        <Button kind="quiet" isDisabled={release.isRunning} onClick={() => void take(release.change({ batch: id, fence }))}>
          {words.release}
        </Button>
        <span className={styles.soft}>{words.toCall(format.count(items.length))}</span>
      </div>
      <ol className={styles.items}>
        {items.map((item) => (
          <li key={item.number.numberId}>
            <button
              type="button"
              aria-current={item === current ? 'true' : undefined}
              onClick={() => view.set({ number: item.number.numberId })}
            >
              <span className={styles.rank}>{item.rank}</span>
              <span>{item.number.msisdn ?? item.number.numberId}</span>
              <span className={styles.soft}>{item.offer.name}</span>
              {item.callBackAt && <Chip tone="warn">{words.asked(moments.text(item.callBackAt))}</Chip>}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How long the batch is still the agent's. */
function Clock({ until }: { readonly until: string }) {
  const words = useWords(workWords);
  const format = useFormat();
  const seconds = Math.max(0, Math.floor((Date.parse(until) - useNow(1000)) / 1000));
  if (seconds === 0) return <Chip tone="bad">{words.over}</Chip>;
  return <Chip tone={seconds < 120 ? 'warn' : 'accent'}>{words.left(format.clock(seconds))}</Chip>;
}
