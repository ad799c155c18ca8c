import { basisWords, isSupposed, outcomeWords } from '../../channels/channel-words.ts';
import { Chip } from '../../controls/chip.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { OfferedFragment, Outcome } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './counter.module.css';
import { counterWords } from './counter-words.ts';

interface OfferedProps {
  readonly candidate: OfferedFragment;
  /** The one that is spoken of: the keys are its. */
  readonly isFirst: boolean;
  /** What came of it; null while nothing was told. */
  readonly told: Outcome | null;
  readonly reasons: readonly { readonly code: string; readonly name: string }[];
  /** null for who may not record outcomes. */
  readonly tell: ((offer: string, outcome: Outcome, reason?: string) => Promise<void>) | null;
  readonly isBusy: boolean;
}

/** An offer with the sentence to say, why it is made, and what came of it at one touch. */
export function Offered({ candidate, isFirst, told, reasons, tell, isBusy }: OfferedProps) {
  const words = useWords(counterWords);
  const outcomes = useWords(outcomeWords);
  const bases = useWords(basisWords);
  const format = useFormat();
  const { offer, rank, pitch, reason, netBenefit, acceptProbability, acceptanceBasis } = candidate;
  return (
    <article className={styles.offer} data-first={isFirst} aria-label={offer.name}>
      <header>
        <span className={styles.rank}>{rank}</span>
        <h3>{offer.name}</h3>
        {offer.price ? <span className={styles.soft}>{words.perMonth(format.figure(offer.price, 'CNY'))}</span> : null}
        <span className={styles.worth}>
          {acceptProbability !== null && (
            <span>
              {words.chance(format.share(acceptProbability))}
              {isSupposed(acceptanceBasis) && ` · ${bases[acceptanceBasis]}`}
            </span>
          )}
          {netBenefit !== null && <span>{words.brings(format.figure(netBenefit, 'CNY'))}</span>}
        </span>
      </header>
      <div className={styles.said}>
        {pitch && <blockquote className={styles.pitch}>{pitch}</blockquote>}
        <p className={styles.why}>
          <strong>{words.why}</strong> {reason}
        </p>
      </div>
      {told !== null && <Chip tone={told === 'ACCEPTED' ? 'good' : 'neutral'}>{words.told(outcomes[told])}</Chip>}
      {told === null && tell && (
        <div className={styles.outcomes}>
          <button
            type="button"
            data-kind={isFirst ? 'main' : undefined}
            disabled={isBusy}
            onClick={() => void tell(offer.code, 'ACCEPTED')}
          >
            {words.accepted} {isFirst && <kbd>A</kbd>}
          </button>
          <button type="button" disabled={isBusy} onClick={() => void tell(offer.code, 'REFUSED')}>
            {words.refused} {isFirst && <kbd>R</kbd>}
          </button>
          <select
            aria-label={`${words.refusedFor} ${offer.name}`}
            value=""
            disabled={isBusy}
            onChange={({ target }) => void tell(offer.code, 'REFUSED', target.value)}
          >
            <option value="" disabled>
              {words.refusedFor}
            </option>
            {reasons.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </article>
  );
}
