import { useFormat } from '../format/use-format.ts';
import { Copyable } from './copyable.tsx';
import { extent, linear } from './scale.ts';
import styles from './waterfall.module.css';

export interface Step {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly sense: 'good' | 'bad' | 'neutral';
}

interface WaterfallProps {
  readonly label: string;
  readonly unit: string | null;
  readonly before: { readonly name: string; readonly value: number };
  readonly steps: readonly Step[];
  readonly now: { readonly name: string; readonly value: number };
  readonly onChoose?: (key: string) => void;
}

/** From one value to another, a lying bar for each step. The scale begins near what moves, as the whole would hide it. */
export function Waterfall({ label, unit, before, steps, now, onChoose }: WaterfallProps) {
  const format = useFormat();
  const ends = [before.value];
  for (const { size } of steps) ends.push(ends.at(-1)! + size);
  const x = linear(extent([...ends, now.value]), [0, 100]);
  const bar = (from: number, to: number) => ({
    left: `${Math.min(x(from), x(to))}%`,
    width: `${Math.max(0.3, Math.abs(x(to) - x(from)))}%`,
  });
  return (
    <Copyable name={label}>
      <ol className={styles.steps} aria-label={label}>
        <End name={before.name} at={x(before.value)} text={format.figure(before.value, unit)} />
        {steps.map(({ key, name, size, sense }, index) => (
          <li key={key} className={styles.row}>
            {onChoose ? (
              <button type="button" className={styles.name} onClick={() => onChoose(key)}>
                {name}
              </button>
            ) : (
              <span className={styles.name}>{name}</span>
            )}
            <span className={styles.track} aria-hidden="true">
              <span className={styles.bar} data-sense={sense} style={bar(ends[index]!, ends[index + 1]!)} />
            </span>
            <span className={styles.figure} data-sense={sense}>
              {format.change(size, unit)}
            </span>
          </li>
        ))}
        <End name={now.name} at={x(now.value)} text={format.figure(now.value, unit)} />
      </ol>
    </Copyable>
  );
}

function End({ name, at, text }: { readonly name: string; readonly at: number; readonly text: string }) {
  return (
    <li className={styles.end}>
      <span className={styles.name}>{name}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.mark} style={{ left: `${at}%` }} />
      </span>
      <span className={styles.figure}>{text}</span>
    </li>
  );
}
