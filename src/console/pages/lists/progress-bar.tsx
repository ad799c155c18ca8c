import { useFormat } from '../../format/use-format.ts';
import styles from './lists.module.css';

interface BarPart {
  readonly tone: 'done' | 'claimed' | 'exhausted';
  readonly count: number;
  readonly name: string;
}

/** How much of a whole is in which state; what is left is open. */
export function ProgressBar({ parts, of }: { readonly parts: readonly BarPart[]; readonly of: number }) {
  const format = useFormat();
  const text = parts.map(({ name, count }) => `${name} ${format.count(count)}`).join(', ');
  return (
    <span className={styles.bar} role="img" aria-label={text} title={text}>
      {parts.map(({ tone, count }) => (
        <span key={tone} data-tone={tone} style={{ width: `${(100 * count) / of}%` }} />
      ))}
    </span>
  );
}
