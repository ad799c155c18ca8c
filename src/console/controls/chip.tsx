import type { ReactNode } from 'react';
import styles from './chip.module.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** A mark before the word: colour alone tells nothing. */
const marks: Readonly<Record<Tone, string>> = { neutral: '○', accent: '●', good: '✓', warn: '!', bad: '✕' };

/** A state in a word. */
export function Chip({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={styles.chip} data-tone={tone}>
      <span aria-hidden="true">{marks[tone]}</span>
      {children}
    </span>
  );
}
