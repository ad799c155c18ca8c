import { useState } from 'react';
import { CustomerFacts } from '../../channels/customer.tsx';
import { Panel } from '../../controls/panel.tsx';
import { useKeys } from '../../controls/use-keys.ts';
import { Await, Empty, Failed } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type Outcome, type Scene, TellVisitDocument, VisitDocument, type VisitQuery } from '../../graph/documents.ts';
import type { Failure } from '../../graph/failure.ts';
import { useChange, useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './counter.module.css';
import { counterWords } from './counter-words.ts';
import { Offered } from './offered.tsx';
import { Nearest, nearestFirst, Others } from './others.tsx';

interface VisitProps {
  readonly number: string;
  /** Names the visit: asked again with it, the same decision is answered and none is made. */
  readonly visit: string;
  readonly scene: Scene;
}

type Decision = NonNullable<VisitQuery['recommendations']>;

/** Who stands there, and beside it what to offer. */
export function Visit({ number, visit, scene }: VisitProps) {
  const words = useWords(counterWords);
  const { locale } = useFormat();
  const answer = useGraph(VisitDocument, { number, scene, visit, locale });
  return (
    <div className={styles.visit}>
      <Panel title={words.customer}>
        <Await answer={answer} fields={['card']} of={({ card }) => card} lines={6}>
          {(card) => <CustomerFacts card={card} />}
        </Await>
      </Panel>
      <Panel title={words.offers}>
        <Await answer={answer} fields={['recommendations']} of={({ recommendations }) => recommendations} lines={8}>
          {(decision) => <Offers decision={decision} answer={answer.data!} number={number} scene={scene} again={answer.again} />}
        </Await>
      </Panel>
    </div>
  );
}

interface OffersProps {
  readonly decision: Decision;
  readonly answer: VisitQuery;
  readonly number: string;
  readonly scene: Scene;
  readonly again: () => void;
}

function Offers({ decision, answer, number, scene, again }: OffersProps) {
  const words = useWords(counterWords);
  const { may } = useStart();
  const { change, isRunning } = useChange(TellVisitDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const tell = async (offer: string, outcome: Outcome, reason?: string) => {
    // The same touch twice is one outcome: the key is made of the decision, or of the moment where none was kept.
    const idempotencyKey = `${decision.id ?? decision.at} ${offer} ${outcome}`;
    const input = { idempotencyKey, number, offer, scene, outcome, decision: decision.id, reason };
    const told = await change({ input, decision: decision.id ?? '', offer, isDecided: decision.id !== null });
    setFailure(told.failures[0] ?? null);
    again();
  };
  const toldOf = (code: string): Outcome | null =>
    answer.card?.lastContacts.find((each) => each.decision !== null && each.decision === decision.id && each.offer.code === code)
      ?.outcome ?? null;
  const shown = new Set(decision.shown.map(({ offer }) => offer.code));
  const others = nearestFirst(decision.considered.filter(({ offer }) => !shown.has(offer.code)));
  const open = decision.shown.filter(({ offer }) => toldOf(offer.code) === null);
  const first = may('RECORD_OUTCOMES') && !isRunning ? open[0] : undefined;
  useKeys({
    a: first && (() => void tell(first.offer.code, 'ACCEPTED')),
    r: first && (() => void tell(first.offer.code, 'REFUSED')),
  });
  return (
    <div className={styles.offers}>
      {decision.degraded && <p className={styles.note}>{words.degraded}</p>}
      {decision.heldOut && <p className={styles.note}>{words.heldOut}</p>}
      {failure && <Failed failure={failure} />}
      {decision.shown.length === 0 && <Empty>{words.none}</Empty>}
      {decision.shown.map((candidate, at) => (
        <div key={candidate.offer.code} className={styles.beside}>
          <Offered
            candidate={candidate}
            isFirst={candidate === open[0]}
            told={toldOf(candidate.offer.code)}
            reasons={answer.catalogue.outcomeReasons}
            tell={may('RECORD_OUTCOMES') ? tell : null}
            isBusy={isRunning}
          />
          {at === 0 && <Nearest others={others} />}
        </div>
      ))}
      {decision.shown.length === 0 && <Nearest others={others} />}
      <Others others={others} />
    </div>
  );
}
