import type { ReactNode } from 'react';
import { Chip } from '../controls/chip.tsx';
import { Absent } from '../figures/figure.tsx';
import { useFormat } from '../format/use-format.ts';
import type { CustomerFactsFragment } from '../graph/documents.ts';
import { useMoments } from '../view/use-moments.ts';
import { useWords } from '../words/use-words.ts';
import { dictionary } from '../words/words.ts';
import { outcomeWords, sceneWords } from './channel-words.ts';
import styles from './customer.module.css';

const own = dictionary({
  plan: { en: 'Plan', zh: '套餐' },
  contract: { en: 'Contract until', zh: '合约到期' },
  noContract: { en: 'no contract', zh: '无合约' },
  arrears: { en: 'Arrears', zh: '欠费' },
  noArrears: { en: 'none', zh: '无欠费' },
  complaint: { en: 'Complaint', zh: '投诉' },
  hasComplaint: { en: 'in the newest month', zh: '最近一月有投诉' },
  noComplaint: { en: 'none', zh: '无' },
  lastContacts: { en: 'Last contacts', zh: '最近接触' },
  noContacts: { en: 'Nobody spoke to this customer before.', zh: '此前没有接触记录。' },
  refused: { en: 'Refused, not to be offered again', zh: '已拒绝，暂不再推荐' },
  ordered: { en: 'Has already', zh: '已办理' },
  until: { en: (day: string) => `until ${day}`, zh: (day: string) => `至 ${day}` },
  asOf: { en: (day: string) => `As of ${day}; contacts as of now.`, zh: (day: string) => `数据截至 ${day}；接触记录为实时。` },
});

/** Who stands there, as far as the viewer may know: few facts, the disagreeable ones first seen. */
export function CustomerFacts({ card }: { readonly card: CustomerFactsFragment }) {
  const words = useWords(own);
  const scenes = useWords(sceneWords);
  const outcomes = useWords(outcomeWords);
  const format = useFormat();
  const moments = useMoments();
  const { plan, arrears, contractEndOn, openComplaint, lastContacts, refused, ordered, absent, dataDate } = card;
  const reason = (part: string) => absent.find((each) => each.part === part)?.reason ?? null;
  const told = (part: string, value: ReactNode, otherwise: ReactNode) => {
    const missing = reason(part);
    if (missing) return <Absent reason={missing} />;
    return value ?? otherwise;
  };
  return (
    <div className={styles.customer}>
      <dl className={styles.facts}>
        <Fact name={words.plan}>{told('plan', plan?.name, '–')}</Fact>
        <Fact name={words.contract}>{told('contractEndOn', contractEndOn && format.day(contractEndOn), words.noContract)}</Fact>
        <Fact name={words.arrears}>
          {told(
            'arrears',
            arrears?.inArrears ? <Chip tone="bad">{format.figure(arrears.amount, 'CNY')}</Chip> : null,
            words.noArrears,
          )}
        </Fact>
        <Fact name={words.complaint}>
          {told(
            'openComplaint',
            openComplaint === true ? <Chip tone="warn">{words.hasComplaint}</Chip> : null,
            words.noComplaint,
          )}
        </Fact>
      </dl>
      {[[words.refused, refused] as const, [words.ordered, ordered] as const].map(
        ([name, offers]) =>
          offers.length > 0 && (
            <section key={name}>
              <h3>{name}</h3>
              <ul className={styles.lines}>
                {offers.map(({ offer, until }) => (
                  <li key={offer.code}>
                    <span>{offer.name}</span>
                    {until && <span className={styles.soft}>{words.until(format.day(until))}</span>}
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      <section>
        <h3>{words.lastContacts}</h3>
        {lastContacts.length === 0 && <p className={styles.soft}>{words.noContacts}</p>}
        <ul className={styles.lines}>
          {lastContacts.map(({ id, at, scene, outcome, offer }) => (
            <li key={id}>
              <span>
                {offer.name} · {outcomes[outcome]}
              </span>
              <span className={styles.soft}>
                {scenes[scene]}, {moments.day(at)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p className={styles.soft}>{words.asOf(format.day(dataDate))}</p>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
