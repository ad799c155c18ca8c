import { Link } from 'wouter';
import type { Measure } from '../graph/documents.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './slice-actions.module.css';
import { useStart } from './start.tsx';
import { useLinks } from './use-view.ts';

interface SliceActionsProps {
  readonly slice: string | null | undefined;
  /** The measure whose change can be explained within the slice. */
  readonly why?: Measure;
  /** Whose slice it is, for readers of the screen. */
  readonly name: string;
}

/** How a figure is carried down: why it changed, the numbers behind it, a list of them; only what the viewer may. */
export function SliceActions({ slice, why, name }: SliceActionsProps) {
  const words = useWords(common);
  const { sees, may } = useStart();
  const linkTo = useLinks();
  if (!slice) return null;
  const actions = [
    ...(why && sees(1) ? [{ word: words.whyThis, said: words.whyThis, path: `/why/${why}` }] : []),
    ...(sees(3) ? [{ word: words.numbers, said: words.seeNumbers, path: '/numbers' }] : []),
    ...(may('MAKE_LISTS') ? [{ word: words.list, said: words.makeList, path: '/lists' }] : []),
  ];
  return (
    <span className={styles.actions} data-screen-only>
      {actions.map(({ word, said, path }) => (
        <Link key={path} href={linkTo(path, { slice })} className={styles.action} title={said} aria-label={`${word} ${name}`}>
          {word}
        </Link>
      ))}
    </span>
  );
}
