import { Link, useParams } from 'wouter';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type Board, OneNumberDocument, type OneNumberQuery } from '../../graph/documents.ts';
import { type Answer, useGraph } from '../../graph/use-graph.ts';
import { MonthChoice } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, Facts, type OneNumberData, ownFacts } from './facts.tsx';
import styles from './number.module.css';
import { NumberContacts, NumberEvents } from './number-events.tsx';
import { NumberHistory } from './number-history.tsx';
import { NumberOffers } from './number-offers.tsx';
import { NumberPlans } from './number-plans.tsx';
import { NumberRisk } from './number-risk.tsx';
import { numberWords } from './number-words.ts';

const facts = ['market', 'network', 'finance', 'service'] as const;
const boardNames = { market: 'MARKET', network: 'NETWORK', finance: 'FINANCE', service: 'SERVICE' } as const;

/** One number: who it is, its year, its boards, what it is worth, how likely it is to leave and on which plan it would stay, what happened, and what can be offered. */
export function OneNumber() {
  const words = useWords(numberWords);
  const format = useFormat();
  const linkTo = useLinks();
  const view = useView();
  const { id = '' } = useParams<{ id: string }>();
  const answer = useGraph(OneNumberDocument, { id: decodeURIComponent(id), month: view.get('month'), locale: format.locale });
  const { data, failures } = answer;
  const columns = data?.catalogue.filterColumns ?? [];
  const isNone = data?.number === null && failures.length === 0;
  return (
    <Page
      title={words.title(data?.number?.msisdn ?? decodeURIComponent(id))}
      crumbs={<Link href={linkTo('/numbers')}>{words.back}</Link>}
      controls={<MonthChoice />}
    >
      <Await answer={answer} fields={[]} of={(found) => found} lines={10}>
        {() =>
          isNone ? <Empty>{words.noNumber}</Empty> : <Parts id={decodeURIComponent(id)} answer={answer} columns={columns} />
        }
      </Await>
    </Page>
  );
}

interface PartsProps {
  readonly id: string;
  readonly answer: Answer<OneNumberQuery>;
  readonly columns: Columns;
}

function Parts({ id, answer, columns }: PartsProps) {
  const words = useWords(numberWords);
  const { sees } = useStart();
  return (
    <div className={styles.parts}>
      <Await answer={answer} fields={['history']} of={({ history }) => history?.history} lines={10}>
        {(history) => <NumberHistory history={history} columns={columns} />}
      </Await>
      <Await answer={answer} fields={['number']} of={({ number }) => number} lines={10}>
        {(number) => <Boards number={number} columns={columns} />}
      </Await>
      <div className={styles.boards}>
        <NumberRisk answer={answer} columns={columns} />
        <NumberPlans answer={answer} columns={columns} />
      </div>
      <div className={styles.happened}>
        <Panel title={words.events} isFlush>
          <Await answer={answer} fields={['events']} of={({ events }) => events?.events}>
            {(events) => <NumberEvents events={events} />}
          </Await>
        </Panel>
        <NumberContacts answer={answer} />
      </div>
      {sees(4) && <NumberOffers id={answer.data?.number?.numberId ?? id} />}
    </div>
  );
}

/** Who it is, what it is at each board, and what it is worth. */
function Boards({ number, columns }: { readonly number: OneNumberData; readonly columns: Columns }) {
  const words = useWords(numberWords);
  const linkTo = useLinks();
  const { numberId, city, county, grid, customerType, gender, birthYear, creditLevel, areaType } = number;
  const ownOf = (board: Board) =>
    ownFacts(
      number.ownColumns.filter((each) => each.board === board),
      columns,
    );
  const { tier, lifetimeValue, lifetimeValueBasis, monthlyMargin, expectedMonths, rfm, score } = number.value;
  return (
    <div className={styles.boards}>
      <Panel title={words.identity}>
        <Facts
          of={{ numberId, customerType, gender, birthYear, creditLevel, city, county, grid, areaType, ...ownOf('IDENTITY') }}
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
          <Facts of={{ ...number[board], ...ownOf(boardNames[board]) }} columns={columns} />
        </Panel>
      ))}
      <Panel title={words.value} note={lifetimeValueBasis && words[lifetimeValueBasis]}>
        <Facts
          of={{
            valueTier: tier,
            lifetimeValue,
            monthlyMargin,
            expectedMonths,
            rfmCell: rfm.cell,
            scoreTotal: score.total,
            scoreSpend: score.spend,
            scoreNeed: score.need,
            scoreSatisfaction: score.satisfaction,
            scoreStickiness: score.stickiness,
            scoreRecommendation: score.recommendation,
          }}
          columns={columns}
        />
      </Panel>
    </div>
  );
}
