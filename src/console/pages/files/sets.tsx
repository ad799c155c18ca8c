import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Field, Labelled } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty, Failed } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { RemoveSetDocument, SetsDocument, type SetsQuery } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange, useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './files.module.css';
import { type SentSet, sendSet } from './send-set.ts';
import { setsWords } from './sets-words.ts';

type NumberSet = NonNullable<SetsQuery['numberSets']>[number];

/** The viewer's sets of numbers, the way to each as a slice, and a new one. */
export function Sets() {
  const words = useWords(setsWords);
  const answer = useGraph(SetsDocument, {});
  return (
    <>
      <Panel title={words.title} note={words.note} isFlush>
        <Await answer={answer} of={({ numberSets }) => numberSets} lines={2}>
          {(sets) => (sets.length === 0 ? <Empty>{words.empty}</Empty> : <SetTable sets={sets} again={answer.again} />)}
        </Await>
      </Panel>
      <NewSet again={answer.again} />
    </>
  );
}

function SetTable({ sets, again }: { readonly sets: readonly NumberSet[]; readonly again: () => void }) {
  const words = useWords(setsWords);
  const format = useFormat();
  const linkTo = useLinks();
  const { change, isRunning } = useChange(RemoveSetDocument);
  const remove = async (id: string) => {
    await change({ id });
    again();
  };
  return (
    <Table<NumberSet>
      caption={words.title}
      rows={sets}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'name',
          title: words.name,
          isHead: true,
          cell: ({ name, slice, hasScores }) => (
            <>
              <Link href={linkTo('/numbers', { slice, month: null })}>{name}</Link>{' '}
              {hasScores && <Chip tone="neutral">{words.scores}</Chip>}
            </>
          ),
        },
        { name: 'purpose', title: words.purpose, cell: ({ purpose }) => purpose },
        { name: 'until', title: words.until, cell: ({ expiresOn }) => format.day(expiresOn) },
        { name: 'count', title: words.count, isFigure: true, cell: ({ count }) => <Figure value={count} unit="numbers" /> },
        {
          name: 'unknown',
          title: words.unknown,
          isFigure: true,
          cell: ({ unknown }) => <Figure value={unknown} unit="numbers" />,
        },
        {
          name: 'remove',
          title: '',
          cell: ({ id }) => (
            <Button kind="quiet" isDisabled={isRunning} onClick={() => void remove(id)}>
              {words.remove}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** What is said of a set stands in the URL; its file does not. */
function NewSet({ again }: { readonly again: () => void }) {
  const words = useWords(setsWords);
  const format = useFormat();
  const view = useView();
  const { session } = useStart();
  const [file, setFile] = useState<File | null>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sent, setSent] = useState<SentSet | null>(null);
  const field = (name: string) => ({ value: view.get(name) ?? '', onChange: (value: string) => view.set({ [name]: value }) });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setSending(true);
    const said = {
      name: view.get('setName') ?? '',
      purpose: view.get('setPurpose') ?? '',
      expiresOn: view.get('setUntil') ?? '',
    };
    const told = await sendSet(file, said, session);
    setSending(false);
    setFailure(told.failure);
    setSent(told.set);
    again();
  };
  return (
    <form className={styles.line} aria-label={words.send} onSubmit={(event) => void send(event)}>
      <Field name={words.name} isRequired {...field('setName')} />
      <Field name={words.purpose} isRequired {...field('setPurpose')} />
      <Field name={words.until} type="date" isRequired {...field('setUntil')} />
      <Labelled name={words.file}>
        {(id) => (
          <input
            id={id}
            type="file"
            accept=".csv,.parquet"
            required
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        )}
      </Labelled>
      <button type="submit" className={styles.send} disabled={isSending}>
        {words.send}
      </button>
      {failure && <Failed failure={failure} />}
      {sent && <p role="status">{words.sent(format.count(sent.count ?? 0), format.count(sent.unknown ?? 0))}</p>}
    </form>
  );
}
