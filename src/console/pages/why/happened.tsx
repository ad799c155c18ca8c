import { Chip } from '../../controls/chip.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { HappenedFragment } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

/** What is said to have happened, each once, the newest first; nothing where nothing is said. */
export function Happened({ all }: { readonly all: readonly HappenedFragment[] }) {
  const words = useWords(whyWords);
  const format = useFormat();
  const once = [...new Map(all.map((each) => [each.id, each])).values()].sort((one, other) => (one.from < other.from ? 1 : -1));
  if (once.length === 0) return null;
  return (
    <ul className={styles.happened} aria-label={words.happened}>
      {once.map(({ id, kind, from, until, text }) => (
        <li key={id}>
          <Chip tone="neutral">{words[kind]}</Chip> {text}{' '}
          <span>{from === until ? format.day(from) : words.fromTo(format.day(from), format.day(until))}</span>
        </li>
      ))}
    </ul>
  );
}
