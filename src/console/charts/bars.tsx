import type { ReactNode } from 'react';
import styles from './bars.module.css';

export interface Bar {
  readonly key: string;
  readonly name: ReactNode;
  /** Its length; null: not known. */
  readonly size: number | null;
  /** What stands at its end. */
  readonly figure: ReactNode;
  readonly tone?: 'good' | 'bad' | 'neutral' | 'plain';
  /** A mark across it, on the same scale, as a plan's. */
  readonly mark?: number | null;
  readonly note?: ReactNode;
  /** Its slice, for the key "s". */
  readonly slice?: string | null;
  readonly isOther?: boolean;
}

/** Lying bars as a list that is read from the top; negative ones go to the left of a common zero. */
export function Bars({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const sizes = bars.flatMap(({ size, mark }) => [size, mark ?? null]).filter((each) => each !== null);
  const low = Math.min(0, ...sizes);
  const span = Math.max(0, ...sizes) - low || 1;
  const at = (value: number) => ((value - low) / span) * 100;
  return (
    <ol className={styles.bars} aria-label={label}>
      {bars.map(({ key, name, size, figure, tone = 'plain', mark, note, slice, isOther }) => (
        <li key={key} className={styles.row} data-slice={slice ?? undefined}>
          <span className={isOther ? styles.other : styles.name}>{name}</span>
          <span className={styles.track} aria-hidden="true">
            {size !== null && (
              <span
                className={styles.bar}
                data-tone={tone}
                style={{ left: `${Math.min(at(0), at(size))}%`, width: `${Math.max(0.4, Math.abs(at(size) - at(0)))}%` }}
              />
            )}
            {low < 0 && <span className={styles.zero} style={{ left: `${at(0)}%` }} />}
            {mark != null && <span className={styles.mark} style={{ left: `${at(mark)}%` }} />}
          </span>
          <span className={styles.figure}>{figure}</span>
          {note !== undefined && <span className={styles.note}>{note}</span>}
        </li>
      ))}
    </ol>
  );
}
