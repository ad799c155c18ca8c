import { useFormat } from '../format/use-format.ts';
import type { Absence } from '../graph/documents.ts';
import { useWords } from '../words/use-words.ts';
import { absenceSentences, absenceWords } from './absences.ts';
import styles from './figure.module.css';

interface FigureProps {
  readonly value: number | null | undefined;
  readonly unit: string | null;
  readonly absence?: Absence | null | undefined;
  readonly size?: 'usual' | 'large';
}

/** A value with its unit; pointed at, to its last digit. What is not known says why. */
export function Figure({ value, unit, absence, size = 'usual' }: FigureProps) {
  const format = useFormat();
  if (value === null || value === undefined) return <Absent reason={absence ?? null} />;
  const [figure, behind] = format.parts(value, unit);
  return (
    <data className={size === 'large' ? styles.large : styles.figure} value={value} title={format.exact(value, unit)}>
      {figure}
      {behind && <span className={styles.unit}>{behind}</span>}
    </data>
  );
}

/** In place of a figure that is null. Without a reason there is just nothing to tell. */
export function Absent({ reason }: { readonly reason: Absence | null }) {
  const words = useWords(absenceWords);
  const sentences = useWords(absenceSentences);
  if (reason === null) return <span className={styles.nothing}>–</span>;
  return (
    <span className={styles.absent} data-absence={reason} title={sentences[reason]}>
      {words[reason]}
    </span>
  );
}
