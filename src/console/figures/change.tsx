import { useFormat } from '../format/use-format.ts';
import type { Absence } from '../graph/documents.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './figure.module.css';
import { Absent } from './figure.tsx';

interface ChangeProps {
  readonly change: number | null | undefined;
  readonly unit: string | null;
  /** Relative to the baseline; rates in per cent change by points alone. */
  readonly rate?: number | null | undefined;
  readonly higherIsBetter: boolean | null;
  readonly absence?: Absence | null | undefined;
  readonly show?: 'amount' | 'rate' | 'both';
}

/** A change: its direction by sign and arrow, whether it is good by colour and, for readers of the screen, in words. */
export function Change({ change, unit, rate, higherIsBetter, absence, show = 'both' }: ChangeProps) {
  const format = useFormat();
  const words = useWords(common);
  if (change === null || change === undefined) return <Absent reason={absence ?? null} />;
  const sense = senseOf(change, higherIsBetter);
  const told = show !== 'amount' && unit !== '%' && rate !== null && rate !== undefined ? format.rate(rate) : null;
  const amount = show === 'rate' && told !== null ? null : format.change(change, unit);
  return (
    <span className={styles.change} data-direction={directionOf(change)} data-sense={sense} title={format.change(change, unit)}>
      <span aria-hidden="true" className={styles.arrow}>
        {change > 0 ? '▲' : change < 0 ? '▼' : '◆'}
      </span>
      {amount && <span>{amount}</span>}
      {told && <span>{told}</span>}
      {sense !== 'neutral' && <span className="only-read">{words[sense]}</span>}
    </span>
  );
}

export const directionOf = (change: number): 'up' | 'down' | 'level' => (change > 0 ? 'up' : change < 0 ? 'down' : 'level');

export function senseOf(change: number, higherIsBetter: boolean | null): 'good' | 'bad' | 'neutral' {
  if (change === 0 || higherIsBetter === null) return 'neutral';
  return change > 0 === higherIsBetter ? 'good' : 'bad';
}
