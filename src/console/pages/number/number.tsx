import { Link, useParams } from 'wouter';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty, Failed, Loading } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { OneNumberDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { MonthChoice } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { Facts } from './facts.tsx';
import styles from './number.module.css';
import { NumberContacts, NumberEvents } from './number-events.tsx';
import { NumberHistory } from './number-history.tsx';
import { NumberOffers } from './number-offers.tsx';
import { NumberPlans } from './number-plans.tsx';
import { NumberRisk } from './number-risk.tsx';
import { numberWords } from './number-words.ts';

const facts = ['market', 'network', 'finance', 'service'] as const;

/** One number: who it is, its year, its boards, what it is worth, how likely it is to leave and on which plan it would stay, what happened, and what can be offered. */
export function OneNumber() {
  const words = useWords(numberWords);
  const format = useFormat();
  const { sees } = useStart();
  const linkTo = useLinks();
  const view = useView();
  const { id = '' } = useParams<{ id: string }>();
  const answer = useGraph(OneNumberDocument, { id: decodeURIComponent(id), month: view.get('month'), locale: format.locale });
  const { data, failures, isLoading, again } = answer;
  const number = data?.number ?? null;
  const columns = data?.catalogue.filterColumns ?? [];
  const { numberId, msisdn, city, county, grid, customerType, gender, birthYear, creditLevel, areaType } = number ?? {};
  return (
    <Page
      title={words.title(msisdn ?? decodeURIComponent(id))}
      crumbs={<Link href={linkTo('/numbers')}>{words.back}</Link>}
      controls={<MonthChoice />}
    >
      {!number && isLoading && <Loading lines={10} />}
      {!number && !isLoading && failures[0] && <Failed failure={failures[0]} again={again} />}
      {!number && !isLoading && !failures[0] && <Empty>{words.noNumber}</Empty>}
      {number && (
        <>
          <NumberHistory number={number} columns={columns} />
          <div className={styles.boards}>
            <Panel title={words.identity}>
              <Facts
                of={{ numberId, customerType, gender, birthYear, creditLevel, city, county, grid, areaType }}
                columns={columns}
              />
              <div className={styles.parties}>
                {number.customer && (
                  <Link href={linkTo(`/customer/${encodeURIComponent(number.customer.customerId)}`)}>
                    {words.customer(number.customer.size)}
                  </Link>
                )}
                {number.household && (
                  <Link href={linkTo(`/household/${encodeURIComponent(number.household.householdId)}`)}>
                    {words.household(number.household.size)}
                  </Link>
                )}
              </div>
            </Panel>
            {facts.map((board) => (
              <Panel key={board} title={words[board]}>
                <Facts of={number[board]} columns={columns} />
              </Panel>
            ))}
            <Panel title={words.value}>
              <Facts
                of={{
                  valueTier: number.value.tier,
                  lifetimeValue: number.value.lifetimeValue,
                  monthlyMargin: number.value.monthlyMargin,
                  expectedMonths: number.value.expectedMonths,
                  rfmCell: number.value.rfm.cell,
                  scoreTotal: number.value.score.total,
                  scoreSpend: number.value.score.spend,
                  scoreNeed: number.value.score.need,
                  scoreSatisfaction: number.value.score.satisfaction,
                  scoreStickiness: number.value.score.stickiness,
                  scoreRecommendation: number.value.score.recommendation,
                }}
                columns={columns}
              />
            </Panel>
            <NumberRisk risk={number.risk} columns={columns} />
            <NumberPlans plans={number.plans} leaveDriver={number.features.leaveDriver} columns={columns} />
          </div>
          <div className={styles.happened}>
            <NumberEvents events={number.events} />
            <NumberContacts contacts={number.contacts} />
          </div>
          {sees(4) && <NumberOffers id={number.numberId} />}
        </>
      )}
    </Page>
  );
}
