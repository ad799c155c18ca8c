import { useEffect, useRef } from 'react';
import { Button } from '../controls/button.tsx';
import { useView } from '../view/use-view.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './keys.module.css';
import { openSearch } from './search.tsx';
import { shellWords } from './shell-words.ts';

/** Keys that hold on every page: "/" searches, "?" tells the keys, "s" takes the slice of what has the focus (`data-slice`). */
export function Keys() {
  const words = useWords(shellWords);
  const { close } = useWords(common);
  const view = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, [contenteditable]')) return;
      if (event.key === '/') openSearch();
      else if (event.key === '?') dialog.current?.showModal();
      else if (event.key === 's') {
        const slice = target.closest<HTMLElement>('[data-slice]')?.dataset.slice;
        if (!slice) return;
        view.set({ slice }, true);
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [view]);
  const keys = [
    ['/', words.keySearch],
    ['s', words.keySlice],
    ['← → ↑ ↓', words.keyArrows],
    ['Enter', words.keyEnter],
    ['Esc', words.keyEscape],
    ['?', words.keyHelp],
  ] as const;
  return (
    <dialog ref={dialog} className={styles.dialog} aria-label={words.keys}>
      <h2>{words.keys}</h2>
      <dl className={styles.keys}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>{close}</Button>
    </dialog>
  );
}
