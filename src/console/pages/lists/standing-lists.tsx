import { useState } from 'react';
import { sceneWords } from '../../channels/channel-words.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import {
  ApproveStandingDocument,
  PauseStandingDocument,
  ResumeStandingDocument,
  StandingListsDocument,
  type StandingListsQuery,
} from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange, useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './lists.module.css';
import { standingWords } from './standing-words.ts';

type Standing = NonNullable<StandingListsQuery['standingLists']>[number];

/** The rules of which each generation makes a list, with the next step for who may take it; nothing where there are none. */
export function StandingLists() {
  const words = useWords(standingWords);
  const answer = useGraph(StandingListsDocument, {});
  if (answer.data?.standingLists?.length === 0) return null;
  return (
    <Panel title={words.title} note={words.note} isFlush>
      <Await answer={answer} of={(data) => data.standingLists} lines={3}>
        {(lists) => <StandingTable lists={lists} again={answer.again} />}
      </Await>
    </Panel>
  );
}

function StandingTable({ lists, again }: { readonly lists: readonly Standing[]; readonly again: () => void }) {
  const words = useWords(standingWords);
  const scenes = useWords(sceneWords);
  const format = useFormat();
  const moments = useMoments();
  return (
    <Table<Standing>
      caption={words.title}
      rows={lists}
      keyOf={({ id }) => id}
      columns={[
        { name: 'name', title: words.name, isHead: true, cell: ({ name }) => name },
        { name: 'scene', title: words.scene, cell: ({ scene }) => scenes[scene] },
        {
          name: 'bounds',
          title: words.bounds,
          cell: ({ approveUpTo }) =>
            approveUpTo
              ? words.upTo(format.count(approveUpTo.size), format.figure(approveUpTo.budget, 'CNY'))
              : words.eachByItself,
        },
        {
          name: 'state',
          title: words.state,
          cell: (standing) => (
            <>
              <State standing={standing} />
              {standing.fault && <span className={styles.reason}>{standing.fault}</span>}
            </>
          ),
        },
        {
          name: 'author',
          title: words.author,
          cell: ({ createdBy, createdAt }) => (
            <>
              {createdBy} <span className={styles.soft}>{moments.day(createdAt)}</span>
            </>
          ),
        },
        { name: 'step', title: '', cell: (standing) => <Steps standing={standing} again={again} /> },
      ]}
    />
  );
}

function State({ standing: { pausedAt, approvedBy, approveUpTo } }: { readonly standing: Standing }) {
  const words = useWords(standingWords);
  if (pausedAt) return <Chip tone="neutral">{words.paused}</Chip>;
  if (approvedBy) return <Chip tone="good">{words.approvedBy(approvedBy)}</Chip>;
  return <Chip tone="neutral">{approveUpTo ? words.waits : words.runs}</Chip>;
}

function Steps({ standing, again }: { readonly standing: Standing; readonly again: () => void }) {
  const words = useWords(standingWords);
  const { me, may } = useStart();
  const approve = useChange(ApproveStandingDocument);
  const pause = useChange(PauseStandingDocument);
  const resume = useChange(ResumeStandingDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, createdBy, approvedBy, approveUpTo, pausedAt } = standing;
  const isBusy = approve.isRunning || pause.isRunning || resume.isRunning;
  const take = async (step: Promise<{ readonly failures: readonly Failure[] }>) => {
    setFailure((await step).failures[0] ?? null);
    again();
  };
  const waits = approveUpTo && !approvedBy && !pausedAt;
  return (
    <>
      {failure && <Failed failure={failure} />}
      {waits && createdBy !== me.subject && may('APPROVE_LISTS') && (
        <Button kind="main" isDisabled={isBusy} onClick={() => void take(approve.change({ id }))}>
          {words.approve}
        </Button>
      )}
      {(may('MAKE_LISTS') || may('APPROVE_LISTS')) && (
        <Button kind="quiet" isDisabled={isBusy} onClick={() => void take((pausedAt ? resume : pause).change({ id }))}>
          {pausedAt ? words.resume : words.pause}
        </Button>
      )}
    </>
  );
}
