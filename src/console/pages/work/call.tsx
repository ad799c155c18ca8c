import { useState } from 'react';
import { outcomeWords } from '../../channels/channel-words.ts';
import { CustomerFacts } from '../../channels/customer.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Field, Labelled } from '../../controls/field.tsx';
import { Panel } from '../../controls/panel.tsx';
import { useKeys } from '../../controls/use-keys.ts';
import { Await, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { CalleeDocument, type Outcome, type OutcomeInput, TellCallDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange, useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useWords } from '../../words/use-words.ts';
import type { Held, WorkList } from './held.ts';
import styles from './work.module.css';
import { workWords } from './work-words.ts';

interface CallProps {
  readonly held: Held;
  readonly lists: readonly WorkList[];
  readonly reasons: readonly { readonly code: string; readonly name: string }[];
  /** Goes on to the next. */
  readonly again: () => void;
}

/** Where the browser is. */
const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** In the order of the keys 1 to 7. */
const outcomes = ['ACCEPTED', 'REFUSED', 'NOT_REACHED', 'REACHED', 'CALL_BACK', 'WRONG_NUMBER', 'DO_NOT_CONTACT'] as const;

/** The one that is called: what to say, who it is, and at one touch what came of it. */
export function Call({ held, lists, reasons, again }: CallProps) {
  const words = useWords(workWords);
  const format = useFormat();
  const moments = useMoments();
  const { batch, item } = held;
  const { offer, number, attempt, callBackAt, callableFrom, pitch } = item;
  const scene = lists.find(({ id }) => id === batch.list)?.scene ?? 'OUTBOUND';
  const callee = useGraph(CalleeDocument, { number: number.numberId, scene, locale: format.locale });
  return (
    <div className={styles.call}>
      <Panel
        title={<span className={styles.number}>{number.msisdn ?? number.numberId}</span>}
        note={words.attempt(attempt)}
        actions={
          <>
            {callBackAt && <Chip tone="warn">{words.asked(moments.text(callBackAt))}</Chip>}
            {callableFrom && <Chip tone="bad">{words.notBefore(moments.text(callableFrom))}</Chip>}
          </>
        }
      >
        <h3>
          {offer.name}{' '}
          {offer.price !== null && offer.price > 0 && (
            <span className={styles.soft}>{words.perMonth(format.figure(offer.price, 'CNY'))}</span>
          )}
        </h3>
        <blockquote className={styles.pitch}>{pitch}</blockquote>
        <Outcomes held={held} scene={scene} reasons={reasons} again={again} />
      </Panel>
      <Panel title={words.customer}>
        <Await answer={callee} of={({ card }) => card}>
          {(card) => <CustomerFacts card={card} />}
        </Await>
      </Panel>
    </div>
  );
}

interface OutcomesProps extends Omit<CallProps, 'lists'> {
  readonly scene: WorkList['scene'];
}

function Outcomes({ held: { batch, item }, scene, reasons, again }: OutcomesProps) {
  const words = useWords(workWords);
  const names = useWords(outcomeWords);
  const { may } = useStart();
  const moments = useMoments();
  const { change, isRunning } = useChange(TellCallDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [backAt, setBackAt] = useState(() => inHours(3, moments.typed));
  const tell = async (outcome: Outcome) => {
    const input: OutcomeInput = {
      // Told twice it is stored once: the batch holds the number once.
      idempotencyKey: `${batch.id} ${item.number.numberId} ${outcome}`,
      number: item.number.numberId,
      offer: item.offer.code,
      scene,
      outcome,
      list: batch.list,
      batch: batch.id,
      fence: batch.fence,
      note: note.trim() || null,
      reason: outcome === 'REFUSED' && reason ? reason : null,
      callBackAt: outcome === 'CALL_BACK' ? moments.instantOf(backAt) : null,
    };
    const { failures } = await change({ input });
    setFailure(failures[0] ?? null);
    if (failures.length === 0) again();
  };
  const isOpen = may('RECORD_OUTCOMES') && !isRunning;
  useKeys(Object.fromEntries(outcomes.map((outcome, at) => [String(at + 1), isOpen ? () => void tell(outcome) : undefined])));
  return (
    <section className={styles.cameOut} aria-label={words.cameOut}>
      {failure && <Failed failure={failure} />}
      <div className={styles.outcomes}>
        {outcomes.map((outcome, at) => (
          <button
            key={outcome}
            type="button"
            data-kind={outcome === 'ACCEPTED' ? 'main' : undefined}
            disabled={!isOpen}
            onClick={() => void tell(outcome)}
          >
            {names[outcome]} <kbd>{at + 1}</kbd>
          </button>
        ))}
      </div>
      <div className={styles.more}>
        <Labelled name={words.reason}>
          {(id) => (
            <select id={id} value={reason} onChange={({ target }) => setReason(target.value)}>
              <option value="">{words.noReason}</option>
              {reasons.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Field
          name={words.callBackAt}
          type="datetime-local"
          value={backAt}
          onChange={setBackAt}
          {...(moments.zone === here ? {} : { hint: words.clockOf(moments.zone) })}
        />
        <Field name={words.note} value={note} onChange={setNote} hint={words.noteHint} />
      </div>
    </section>
  );
}

/** The full hour before so many hours from now. */
const inHours = (hours: number, typed: (instant: string) => string): string =>
  `${typed(new Date(Date.now() + hours * 3_600_000).toISOString()).slice(0, 13)}:00`;
