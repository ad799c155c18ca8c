import { useEffect, useMemo, useState } from 'react';
import { Button } from '../../controls/button.tsx';
import { Select } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './ask.module.css';
import { askWords } from './ask-words.ts';
import { Editor } from './editor.tsx';
import { readyQueries, variablesFor } from './ready.ts';
import { useRaw } from './use-raw.ts';

const firstQuery = `{
  indicator(measure: ARPU) {
    value
    change
    measure { formula }
    drill(by: CITY, top: 5) { label value contribution }
  }
}
`;

/** Kept while the browser's tab is open: what somebody wrote may name persons, and stays out of the address. */
const draftKey = 'martlet-ask';

interface Draft {
  readonly query: string;
  readonly variables: string;
}

/** The graph itself: the query of any page, an editor that completes, and the answer as it comes. */
export function Ask() {
  const words = useWords(askWords);
  const names = useWords(common);
  const { locale } = useFormat();
  const { months, session } = useStart();
  const view = useView();
  const name = view.get('q');
  const known = useMemo(
    () => ({ locale, month: view.get('month') ?? months.at(-1), slice: view.get('slice'), measure: 'ARPU', tree: 'REVENUE' }),
    [locale, months, view],
  );
  const [draft, setDraft] = useState<Draft>(() => draftFor(name, known));
  const { ask, answer, isRunning, schema, canIntrospect } = useRaw(session);
  useEffect(() => {
    if (name === null) sessionStorage.setItem(draftKey, JSON.stringify(draft));
  }, [name, draft]);
  const choose = (chosen: string) => {
    view.set({ q: chosen }, true);
    setDraft(draftFor(chosen || null, known));
  };
  const write = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    if (name !== null) view.set({ q: null });
  };
  const run = () => void ask(draft.query, draft.variables);
  return (
    <Page
      title={names.ask}
      lead={words.lead}
      controls={
        <>
          <Select
            name={words.ready}
            showName
            value={name ?? ''}
            options={[
              { value: '', name: words.own },
              ...readyQueries.map((ready) => ({ value: ready.name, name: `${ready.kind} ${ready.name}` })),
            ]}
            onChange={choose}
          />
          <Button kind="main" isDisabled={isRunning} onClick={run}>
            {words.run} <kbd>Ctrl ↵</kbd>
          </Button>
        </>
      }
    >
      <div className={styles.ask}>
        <div className={styles.column}>
          <Panel title={words.query} {...(canIntrospect ? {} : { note: words.noSchema })} isFlush>
            <Editor
              label={words.query}
              language="graphql"
              value={draft.query}
              onChange={(query) => query !== draft.query && write({ query })}
              run={run}
              schema={schema}
            />
          </Panel>
          <Panel title={words.variables} isFlush>
            <div className={styles.low}>
              <Editor
                label={words.variables}
                language="json"
                value={draft.variables}
                onChange={(variables) => variables !== draft.variables && write({ variables })}
                run={run}
              />
            </div>
          </Panel>
        </div>
        <Panel title={words.answer} note={answer ? noteOf(answer, words) : words.notYet} isFlush>
          <div className={styles.high}>
            <Editor label={words.answer} language="json" value={answer?.text ?? ''} run={run} />
          </div>
        </Panel>
      </div>
    </Page>
  );
}

const noteOf = (
  answer: { readonly ms: number; readonly cost: number | null; readonly isBad: boolean },
  words: { readonly took: (ms: string) => string; readonly cost: (asked: string) => string; readonly badVariables: string },
): string =>
  answer.isBad
    ? words.badVariables
    : [words.took(String(answer.ms)), answer.cost === null ? null : words.cost(String(answer.cost))].filter(Boolean).join(' · ');

function draftFor(name: string | null, known: Readonly<Record<string, unknown>>): Draft {
  const ready = readyQueries.find((each) => each.name === name);
  if (ready) return { query: ready.text, variables: variablesFor(ready.text, known) };
  const kept = sessionStorage.getItem(draftKey);
  return kept ? (JSON.parse(kept) as Draft) : { query: firstQuery, variables: '{}' };
}
