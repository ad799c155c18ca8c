import { type FormEvent, useState } from 'react';
import { gateWords } from '../../channels/channel-words.ts';
import { SubmitButton } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Field } from '../../controls/field.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ListWhyDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

/** Why a number is on the list, or where it stopped. */
export function ListWhy({ list: { id } }: { readonly list: TargetList }) {
  const words = useWords(listWords);
  const gates = useWords(gateWords);
  const view = useView();
  const { locale } = useFormat();
  const number = view.get('number');
  const [text, setText] = useState(number ?? '');
  const answer = useGraph(ListWhyDocument, { id, number: number ?? '', locale }, { pause: number === null });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    view.set({ number: text.trim() });
  };
  return (
    <form className={styles.question} onSubmit={ask}>
      <h3>{words.whyNumber}</h3>
      <div className={styles.line}>
        <Field name={words.whyHint} value={text} onChange={setText} />
        <SubmitButton>{words.ask}</SubmitButton>
      </div>
      {number !== null && (
        <Await answer={answer} of={(data) => data.targetList?.why} lines={1}>
          {({ member, heldOut, stoppedAt, reason }) => (
            <p>
              <Chip tone={member ? 'good' : heldOut ? 'accent' : 'neutral'}>
                {member ? words.members : heldOut ? words.keptOut : stoppedAt ? gates[stoppedAt] : '–'}
              </Chip>{' '}
              {reason}
            </p>
          )}
        </Await>
      )}
    </form>
  );
}
