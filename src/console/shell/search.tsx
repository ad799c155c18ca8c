import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useClient } from 'urql';
import { FindNumberDocument, SearchNamesDocument } from '../graph/documents.ts';
import { useGraph } from '../graph/use-graph.ts';
import { useLocale } from '../settings/settings.ts';
import { useStart } from '../view/start.tsx';
import { useGo, useLinks } from '../view/use-view.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import { mayOpen, pages } from './pages.ts';
import styles from './search.module.css';
import { shellWords } from './shell-words.ts';

interface Hit {
  readonly kind: string;
  readonly name: string;
  /** What else it is found by. */
  readonly code: string;
  readonly open: () => void;
}

const dialogId = 'search';

export function openSearch(): void {
  const dialog = document.getElementById(dialogId) as HTMLDialogElement | null;
  if (dialog && !dialog.open) {
    dialog.showModal();
    dialog.dispatchEvent(new Event('search-opened'));
  }
}

/** Finds measures, trees, reports, pages and, for who may see them, numbers. */
export function Search() {
  const words = useWords(shellWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [isUsed, setUsed] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState('');
  const close = () => {
    dialog.current?.close();
    setText('');
    setProblem('');
  };
  const hits = useHits(text, isUsed, close, setProblem);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((now) => Math.max(0, Math.min(hits.length - 1, now + step)));
    else if (event.key === 'Enter') hits[at]?.open();
    else return;
    event.preventDefault();
  };
  const listen = (element: HTMLDialogElement | null) => {
    dialog.current = element;
    element?.addEventListener('search-opened', () => setUsed(true));
  };
  return (
    <dialog id={dialogId} ref={listen} className={styles.dialog} aria-label={words.searchHint}>
      <input
        className={styles.input}
        value={text}
        placeholder={words.searchHint}
        aria-label={words.searchHint}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits[at] ? `${listId}-${at}` : undefined}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setText(target.value);
          setAt(0);
          setProblem('');
        }}
      />
      <div id={listId} role="listbox" aria-label={words.searchHint} className={styles.list}>
        {hits.map((hit, index) => (
          <button
            key={`${hit.kind} ${hit.code}`}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.hit}
            onClick={hit.open}
            onMouseMove={() => setAt(index)}
          >
            <span>{hit.name}</span>
            <span className={styles.kind}>{hit.kind}</span>
          </button>
        ))}
      </div>
      <p className={styles.problem} role="status">
        {problem || (text && hits.length === 0 ? words.noHits : '')}
      </p>
    </dialog>
  );
}

const most = 12;

function useHits(text: string, isUsed: boolean, close: () => void, tell: (problem: string) => void): readonly Hit[] {
  const names = useWords(common);
  const words = useWords(shellWords);
  const locale = useLocale();
  const start = useStart();
  const { measures, sees } = start;
  const linkTo = useLinks();
  const goTo = useGo();
  const client = useClient();
  const { data } = useGraph(
    SearchNamesDocument,
    { indicators: sees(1), reports: sees(2), locale },
    { pause: !isUsed || !(sees(1) || sees(2)) },
  );
  const go = (href: string) => () => {
    close();
    goTo(href);
  };
  const lookUp = async (by: { msisdn: string } | { id: string }) => {
    const found = await client.query(FindNumberDocument.toString(), by).toPromise();
    // The URL has the number's id, and never what was typed.
    if (found.data?.number) go(linkTo(`/n/${encodeURIComponent(found.data.number.numberId)}`))();
    else tell(found.error?.graphQLErrors[0]?.message ?? words.notFound);
  };
  const wanted = text.trim().toLowerCase();
  const all: readonly Hit[] = [
    ...pages.flatMap((page) =>
      page.menu && mayOpen(page, start)
        ? [{ kind: words.menu, name: names[page.menu.word] as string, code: page.menu.path, open: go(linkTo(page.menu.path)) }]
        : [],
    ),
    ...(sees(1)
      ? measures.map(({ code, name, en, zh }) => ({
          kind: names.measure,
          name,
          code: `${code} ${en} ${zh}`,
          open: go(linkTo(`/why/${code}`)),
        }))
      : []),
    ...(data?.indicatorTrees ?? []).map(({ code, name }) => ({
      kind: names.tree,
      name,
      code: `tree ${code}`,
      open: go(linkTo(`/tree/${code}`)),
    })),
    ...(data?.reports ?? []).map(({ code, name }) => ({ kind: names.reports, name, code, open: go(linkTo(`/report/${code}`)) })),
  ];
  const hits = all.filter(({ name, code }) => `${name} ${code}`.toLowerCase().includes(wanted)).slice(0, most);
  const isNumber = sees(3) && wanted.length >= 5 && /^[\w+-]+$/.test(wanted) && /\d{5}/.test(wanted);
  if (!isNumber) return hits;
  const by = /^\+?\d{11,}$/.test(wanted) ? { msisdn: wanted } : { id: text.trim() };
  return [{ kind: names.numbers, name: words.lookUp(text.trim()), code: 'number', open: () => void lookUp(by) }, ...hits];
}
