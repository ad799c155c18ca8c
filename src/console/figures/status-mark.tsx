import type { Status } from '../graph/documents.ts';
import { useWords } from '../words/use-words.ts';
import { dictionary } from '../words/words.ts';
import styles from './status-mark.module.css';

const statusWords = dictionary({
  ON_TRACK: { en: 'on plan', zh: '达标' },
  WATCH: { en: 'watch', zh: '关注' },
  OFF_TRACK: { en: 'off plan', zh: '未达标' },
  NO_TARGET: { en: 'no plan', zh: '无计划' },
});

/** Each has a shape of its own: colour tells nothing by itself. */
const shapes: Readonly<Record<Status, string>> = { ON_TRACK: '●', WATCH: '▲', OFF_TRACK: '■', NO_TARGET: '○' };

/** How a figure stands against its plan. */
export function StatusMark({ status }: { readonly status: Status }) {
  const words = useWords(statusWords);
  return (
    <span className={styles.status} data-status={status}>
      <span aria-hidden="true">{shapes[status]}</span> {words[status]}
    </span>
  );
}
