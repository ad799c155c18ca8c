import { type FormEvent, useState } from 'react';
import { SubmitButton } from '../../controls/button.tsx';
import { Field, Labelled } from '../../controls/field.tsx';
import { Failed } from '../../figures/await.tsx';
import { type AnnotationKind, CreateAnnotationDocument } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

const kinds = ['PRICE_CHANGE', 'CAMPAIGN', 'OUTAGE', 'DATA_FAULT'] as const satisfies readonly AnnotationKind[];
const empty = { kind: 'PRICE_CHANGE' as AnnotationKind, from: '', until: '', en: '', zh: '' };

/** What happened, said by who may, of everybody or of the numbers that the page is of; closed until it is wanted. */
export function NewAnnotation({ onMade }: { readonly onMade: () => void }) {
  const words = useWords(whyWords);
  const { may } = useStart();
  const slice = useView().get('slice');
  const create = useChange(CreateAnnotationDocument);
  const [said, setSaid] = useState(empty);
  const [isOfSlice, setOfSlice] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Sent again after a lost answer it gives what was made; once it is made the next one is another.
  const [key, setKey] = useState(() => crypto.randomUUID());
  if (!may('ANNOTATE')) return null;
  const field = (name: 'from' | 'until' | 'en' | 'zh') => ({
    value: said[name],
    onChange: (value: string) => setSaid({ ...said, [name]: value }),
  });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const { kind, from, until, en, zh } = said;
    const about = { kind, from, until: until || null, text: { en, zh }, ...(slice && isOfSlice ? { slice } : {}) };
    const idempotencyKey = `${key} ${JSON.stringify(about)}`.slice(0, 200);
    const { data, failures } = await create.change({ input: { ...about, idempotencyKey } });
    setFailure(failures[0] ?? null);
    if (!data) return;
    setSaid(empty);
    setKey(crypto.randomUUID());
    onMade();
  };
  return (
    <details className={styles.methods}>
      <summary>{words.sayHappened}</summary>
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <Labelled name={words.kind}>
          {(id) => (
            <select
              id={id}
              value={said.kind}
              onChange={({ target }) => setSaid({ ...said, kind: target.value as AnnotationKind })}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {words[kind]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Field name={words.firstDay} type="date" isRequired {...field('from')} />
        <Field name={words.lastDay} type="date" hint={words.oneDay} {...field('until')} />
        <Field name={words.inEnglish} isRequired {...field('en')} />
        <Field name={words.inChinese} isRequired {...field('zh')} />
        {slice && (
          <label>
            <input type="checkbox" checked={isOfSlice} onChange={({ target }) => setOfSlice(target.checked)} /> {words.ofSlice}
          </label>
        )}
        <div className={styles.wide}>
          {failure && <Failed failure={failure} />}
          <SubmitButton isDisabled={create.isRunning}>{words.say}</SubmitButton>
        </div>
      </form>
    </details>
  );
}
