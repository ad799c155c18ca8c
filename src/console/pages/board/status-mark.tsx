import type { Status } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import { boardWords } from './board-words.ts';
import styles from './status-mark.module.css';

/** Each has a shape of its own: colour tells nothing by itself. */
const shapes: Readonly<Record<Status, string>> = { ON_TRACK: '●', WATCH: '▲', OFF_TRACK: '■', NO_TARGET: '○' };

/** How a figure stands against its plan. */
export function StatusMark({ status }: { readonly status: Status }) {
  const words = useWords(boardWords);
  return (
    <span className={styles.status} data-status={status}>
      <span aria-hidden="true">{shapes[status]}</span> {words[status]}
    </span>
  );
}
