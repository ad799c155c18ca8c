import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { sceneWords } from '../../channels/channel-words.ts';
import { Button } from '../../controls/button.tsx';
import { type Option, Select } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { useKeys } from '../../controls/use-keys.ts';
import { Empty, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { FindCustomerDocument, type FindCustomerQuery, type Scene } from '../../graph/documents.ts';
import { type Failure, failuresOf } from '../../graph/failure.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './counter.module.css';
import { counterWords } from './counter-words.ts';
import { isPhone } from './is-phone.ts';
import { useArrivals } from './use-arrivals.ts';
import { Visit } from './visit.tsx';

/** Where a customer stands before somebody. */
const here: readonly Scene[] = ['COUNTER', 'PARTNER'];

/** One customer at a time: type or scan a number, see who stands there and what to offer, touch what came of it. */
export function Counter() {
  const words = useWords(counterWords);
  const names = useWords(common);
  const scenes = useWords(sceneWords);
  const { me } = useStart();
  const view = useView();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const mine = here.filter((scene) => me.scenes?.includes(scene) ?? true);
  const scene = mine.find((each) => each === view.get('scene')) ?? mine[0] ?? 'COUNTER';
  const [number, visit] = [view.get('number'), view.get('visit')];
  const next = () => {
    view.set({ number: null, visit: null }, true);
  };
  useKeys({ Escape: next });
  const listened = (me.arrivals ?? []).find((each) => each === view.get('channel')) ?? null;
  const channel = me.arrivals === null ? view.get('channel') : (listened ?? (me.arrivals.length === 1 ? me.arrivals[0]! : null));
  const { waiting, take } = useArrivals(channel, scene, number);
  // Who arrives while nobody is served is served.
  useEffect(() => {
    const first = number ? null : take();
    if (first) view.set({ number: first.number, visit: first.id }, true);
  });
  return (
    <Page
      title={names.counter}
      controls={
        <>
          {(me.arrivals?.length ?? 0) > 1 && (
            <Select
              name={words.listens}
              showName
              value={channel ?? ''}
              options={[
                { value: '', name: words.nowhere },
                ...me.arrivals!.map((each): Option<string> => ({ value: each, name: each })),
              ]}
              onChange={(value) => view.set({ channel: value || null })}
            />
          )}
          {mine.length > 1 && (
            <Select
              name={words.scene}
              value={scene}
              options={mine.map((each) => ({ value: each, name: scenes[each] }))}
              onChange={(value) => view.set({ scene: value })}
            />
          )}
        </>
      }
    >
      <Find
        input={input}
        scene={scene}
        onFound={(found) => view.set({ number: found, visit: crypto.randomUUID() }, true)}
        next={number ? next : null}
      />
      {number && waiting > 0 && <Button onClick={next}>{words.waiting(format.count(waiting))}</Button>}
      {number && visit ? <Visit key={visit} number={number} visit={visit} scene={scene} /> : <Empty>{words.start}</Empty>}
    </Page>
  );
}

interface FindProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly scene: Scene;
  /** With the number's own id: what was typed goes no further. */
  readonly onFound: (number: string) => void;
  /** Ends the visit; null where there is none. */
  readonly next: (() => void) | null;
}

function Find({ input, scene, onFound, next }: FindProps) {
  const words = useWords(counterWords);
  const client = useClient();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  // The page is for typing this: who opens it types.
  const isWaiting = next === null;
  useEffect(() => {
    if (isWaiting) input.current?.focus();
  }, [isWaiting, input]);
  const find = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    setBusy(true);
    setFailure(null);
    const by = isPhone(wanted) ? { msisdn: wanted } : { id: wanted };
    const asked = { ...by, scene };
    const found = await client
      .query<FindCustomerQuery>(FindCustomerDocument.toString(), asked, { requestPolicy: 'network-only' })
      .toPromise();
    setBusy(false);
    const card = found.data?.card;
    if (!card) return setFailure(failuresOf(found.error)[0] ?? null);
    setText('');
    input.current?.blur();
    onFound(card.number);
  };
  return (
    <>
      <form className={styles.find} onSubmit={(event) => void find(event)}>
        <label>
          <span className="only-read">{words.number}</span>
          <input
            ref={input}
            inputMode="tel"
            autoComplete="off"
            value={text}
            placeholder={`${words.number}: ${words.hint}`}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <button type="submit" disabled={isBusy || text.trim() === ''}>
          {words.find}
        </button>
        {next && (
          <Button onClick={next}>
            {words.next} <kbd>Esc</kbd>
          </Button>
        )}
      </form>
      {failure && <Failed failure={failure} />}
    </>
  );
}
