import { gateWords } from '../../channels/channel-words.ts';
import { Table } from '../../controls/table.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { OfferedFragment } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './counter.module.css';
import { counterWords } from './counter-words.ts';

const gatesInOrder = Object.keys(gateWords);

/** By how near they came to being made: what ranks behind has passed all gates, others fewer the earlier they stopped. */
export const nearestFirst = (others: readonly OfferedFragment[]): readonly OfferedFragment[] =>
  [...others].sort((a, b) => passed(b) - passed(a));

const passed = ({ stoppedAt }: OfferedFragment): number => (stoppedAt ? gatesInOrder.indexOf(stoppedAt) : gatesInOrder.length);

/** Those that came nearest, with what stopped them: what a customer asks for is most often one of these. */
export function Nearest({ others }: { readonly others: readonly OfferedFragment[] }) {
  const words = useWords(counterWords);
  const gates = useWords(gateWords);
  if (others.length === 0) return null;
  return (
    <aside className={styles.nearest} aria-label={words.nearest}>
      <h3>{words.nearest}</h3>
      <dl>
        {others.slice(0, 3).map(({ offer, stoppedAt, reason }) => (
          <div key={offer.code}>
            <dt>
              {offer.name} <span className={styles.soft}>{stoppedAt ? gates[stoppedAt] : words.behind}</span>
            </dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

/** Every offer that is not made, with the gate that it stopped at. */
export function Others({ others }: { readonly others: readonly OfferedFragment[] }) {
  const words = useWords(counterWords);
  const gates = useWords(gateWords);
  const format = useFormat();
  if (others.length === 0) return null;
  const title = words.others(format.count(others.length));
  return (
    <details className={styles.others}>
      <summary>{title}</summary>
      <Table<OfferedFragment>
        caption={title}
        rows={others}
        keyOf={({ offer }) => offer.code}
        columns={[
          { name: 'offer', title: words.offer, isHead: true, cell: ({ offer }) => offer.name },
          { name: 'gate', title: words.stoppedAt, cell: ({ stoppedAt }) => (stoppedAt ? gates[stoppedAt] : words.behind) },
          { name: 'reason', title: words.reason, cell: ({ reason }) => <span className={styles.reason}>{reason}</span> },
        ]}
      />
    </details>
  );
}
