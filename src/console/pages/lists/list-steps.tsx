import { useState } from 'react';
import { Button } from '../../controls/button.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Failed } from '../../figures/await.tsx';
import { ApproveListDocument, CloseListDocument, FreezeListDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

/** How far the list has come, by whom, and the next step for who may take it. */
export function ListSteps({ list, again }: { readonly list: TargetList; readonly again: () => void }) {
  const words = useWords(listWords);
  const moments = useMoments();
  const { createdAt, createdBy, frozenAt, approvedAt, approvedBy, closedAt, status } = list;
  const steps = [
    { name: words.created, at: createdAt, by: createdBy },
    { name: words.frozen, at: frozenAt, by: null },
    { name: words.approved, at: approvedAt, by: approvedBy },
    { name: words.worked, at: status === 'RUNNING' ? approvedAt : null, by: null },
    { name: words.closed, at: closedAt, by: null },
  ];
  return (
    <Panel title={words.steps} actions={<Actions list={list} again={again} />}>
      <ol className={styles.steps}>
        {steps.map(({ name, at, by }) => (
          <li key={name} data-done={at !== null}>
            <strong>{name}</strong>
            {at && name !== words.worked && <span>{moments.text(at)}</span>}
            {by && <span>{by}</span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Actions({ list: { id, status, createdBy }, again }: { readonly list: TargetList; readonly again: () => void }) {
  const words = useWords(listWords);
  const { me, may } = useStart();
  const freeze = useChange(FreezeListDocument);
  const approve = useChange(ApproveListDocument);
  const close = useChange(CloseListDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isBusy = freeze.isRunning || approve.isRunning || close.isRunning;
  const take = async (step: Promise<{ readonly failures: readonly Failure[] }>) => {
    setFailure((await step).failures[0] ?? null);
    again();
  };
  const isOwn = createdBy === me.subject;
  const isOpen = !['CLOSED', 'EXPIRED'].includes(status);
  return (
    <>
      {failure && <Failed failure={failure} />}
      {status === 'DRAFT' && may('FREEZE_LISTS') && (
        <Button kind="main" isDisabled={isBusy} onClick={() => void take(freeze.change({ id }))}>
          {words.freeze}
        </Button>
      )}
      {status === 'FROZEN' && isOwn && <span className={styles.soft}>{words.fourEyes}</span>}
      {status === 'FROZEN' && !isOwn && may('APPROVE_LISTS') && (
        <Button kind="main" isDisabled={isBusy} onClick={() => void take(approve.change({ id }))}>
          {words.approve}
        </Button>
      )}
      {isOpen && (may('MAKE_LISTS') || may('APPROVE_LISTS')) && (
        <Button kind="quiet" isDisabled={isBusy} onClick={() => void take(close.change({ id }))}>
          {words.close}
        </Button>
      )}
    </>
  );
}
