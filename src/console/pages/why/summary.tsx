import { Panel } from '../../controls/panel.tsx';
import { Absent } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { WhyExplainedQuery } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

export type Explanation = NonNullable<WhyExplainedQuery['explain']>;

/** The change in one breath, and what a reader should not overlook. */
export function Summary({ explanation, unit }: { readonly explanation: Explanation; readonly unit: string | null }) {
  const words = useWords(whyWords);
  const format = useFormat();
  const { summary, pattern, warnings, change, absence, residual } = explanation;
  return (
    <Panel title={words.summary} actions={pattern && <span className={styles.pattern}>{words[pattern]}</span>}>
      <p className={styles.sentence}>{summary}</p>
      {change == null && (
        <p className={styles.soft}>
          <Absent reason={absence ?? null} /> {words.noPlan}
        </p>
      )}
      {warnings.length > 0 && (
        <div className={styles.warnings}>
          <h3>{words.warnings}</h3>
          {warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </div>
      )}
      {Math.abs(residual) > Math.abs(change ?? 0) * 1e-6 && (
        <p className={styles.soft}>{words.residual(format.change(residual, unit))}</p>
      )}
    </Panel>
  );
}
