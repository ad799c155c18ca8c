import { useState } from 'react';
import { outcomeWords, progressWords, stateWords } from '../../channels/channel-words.ts';
import { Button } from '../../controls/button.tsx';
import { Switch } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type Outcome, type ProgressBy, TakeBackDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import { ProgressBar } from './progress-bar.tsx';
import type { WorkedList } from './target-list.ts';

const parts = Object.keys(progressWords) as ProgressBy[];

/** How far the work is, in parts that add up to it, and what agents hold now. */
export function ListProgress({ list, again }: { readonly list: WorkedList; readonly again: () => void }) {
  const words = useWords(listWords);
  const bys = useWords(progressWords);
  const states = useWords(stateWords);
  const outcomes = useWords(outcomeWords);
  const format = useFormat();
  const view = useView();
  const { progress, progressBy, size, status, batches } = list;
  const by = (view.get('by') ?? 'AGENT') as ProgressBy;
  if (['DRAFT', 'FROZEN'].includes(status))
    return (
      <Panel title={words.progress}>
        <Empty>{words.notYet}</Empty>
      </Panel>
    );
  const nameOf = (key: string): string => {
    if (key === '') return words.nobody;
    return by === 'OUTCOME' ? outcomes[key as Outcome] : key;
  };
  return (
    <Panel
      title={words.progress}
      actions={
        <Switch
          name={words.part}
          value={by}
          options={parts.map((value) => ({ value, name: bys[value] }))}
          onChange={(value) => view.set({ by: value })}
        />
      }
    >
      <ProgressBar
        of={Math.max(1, size)}
        parts={[
          { tone: 'done', count: progress.done, name: states.done },
          { tone: 'claimed', count: progress.claimed, name: states.claimed },
          { tone: 'exhausted', count: progress.exhausted, name: states.exhausted },
        ]}
      />
      <Table<(typeof progressBy)[number]>
        caption={words.progress}
        rows={[...progressBy, { key: null as unknown as string, accepted: sumOf(progressBy), ...progress }]}
        keyOf={({ key }) => key ?? 'total'}
        isTotal={({ key }) => key === null}
        columns={[
          { name: 'part', title: words.part, isHead: true, cell: ({ key }) => (key === null ? words.members : nameOf(key)) },
          ...(['open', 'claimed', 'done', 'exhausted'] as const).map((state) => ({
            name: state,
            title: states[state],
            isFigure: true,
            cell: (row: (typeof progressBy)[number]) => format.count(row[state]),
          })),
          { name: 'accepted', title: words.accepted, isFigure: true, cell: ({ accepted }) => format.count(accepted) },
        ]}
      />
      {batches.length > 0 && <Batches list={list} again={again} />}
    </Panel>
  );
}

const sumOf = (rows: WorkedList['progressBy']): number => rows.reduce((sum, { accepted }) => sum + accepted, 0);

function Batches({ list: { batches, createdBy, approvedBy }, again }: { readonly list: WorkedList; readonly again: () => void }) {
  const words = useWords(listWords);
  const states = useWords(stateWords);
  const format = useFormat();
  const moments = useMoments();
  const { me } = useStart();
  const { change, isRunning } = useChange(TakeBackDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isLeader = [createdBy, approvedBy].includes(me.subject);
  const takeBack = async (batch: string) => {
    setFailure((await change({ batch, reason: words.takeBackReason })).failures[0] ?? null);
    again();
  };
  return (
    <section className={styles.batches}>
      <h3>{words.held}</h3>
      {failure && <Failed failure={failure} />}
      <Table<(typeof batches)[number]>
        caption={words.held}
        rows={batches}
        keyOf={({ id }) => id}
        columns={[
          { name: 'agent', title: words.agent, isHead: true, cell: ({ agent }) => agent },
          { name: 'claimed', title: states.claimed, isFigure: true, cell: ({ claimed }) => format.count(claimed) },
          { name: 'until', title: words.until, cell: ({ leaseUntil }) => moments.text(leaseUntil) },
          {
            name: 'takeBack',
            title: '',
            cell: ({ id }) =>
              isLeader && (
                <Button kind="quiet" isDisabled={isRunning} onClick={() => void takeBack(id)}>
                  {words.takeBack}
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}
