import { Link } from 'wouter';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { NumberOfPartyFragment, OneCustomerQuery, OneHouseholdQuery } from '../../graph/documents.ts';
import type { Answer } from '../../graph/use-graph.ts';
import { MonthChoice } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, Facts, useCellText } from '../number/facts.tsx';
import styles from '../number/number.module.css';
import { NumberContacts } from '../number/number-events.tsx';
import { NumberOffers } from '../number/number-offers.tsx';
import { numberWords } from '../number/number-words.ts';
import { partyWords } from './party-words.ts';

type PartyQuery = OneCustomerQuery | OneHouseholdQuery;
type Party = NonNullable<PartyQuery['party']>;

interface PartyPageProps {
  readonly title: string;
  readonly answer: Answer<PartyQuery>;
  /** What it has beside what both have, under the columns' names. */
  readonly facts: object;
}

/** A customer or a household: what it is and is worth, its numbers, what was said to them, and what can be offered. */
export function PartyPage({ title, answer, facts }: PartyPageProps) {
  const words = useWords(partyWords);
  const ofNumbers = useWords(numberWords);
  const { sees } = useStart();
  const linkTo = useLinks();
  const { data, failures } = answer;
  const columns = data?.catalogue.filterColumns ?? [];
  const first = data?.numbers?.numbers.nodes[0];
  const isNone = data?.party === null && failures.length === 0;
  return (
    <Page title={title} crumbs={<Link href={linkTo('/numbers')}>{ofNumbers.back}</Link>} controls={<MonthChoice />}>
      <Await answer={answer} fields={[]} of={(found) => found} lines={10}>
        {() =>
          isNone ? (
            <Empty>{words.none}</Empty>
          ) : (
            <div className={styles.parts}>
              <div className={styles.boards}>
                <Panel title={words.what}>
                  <Await answer={answer} fields={['party']} of={({ party }) => party}>
                    {(party) => (
                      <>
                        <Facts of={{ ...facts, complaints: party.complaints }} columns={columns} />
                        <OwnFacts party={party} names={['size', 'openComplaints']} />
                      </>
                    )}
                  </Await>
                </Panel>
                <Panel title={words.worth}>
                  <Await answer={answer} fields={['worth']} of={({ worth }) => worth}>
                    {(worth) => <Worth worth={worth} columns={columns} />}
                  </Await>
                </Panel>
              </div>
              <Numbers answer={answer} columns={columns} />
              <div className={styles.happened}>
                <NumberContacts answer={answer} />
              </div>
              {sees(4) && first && <NumberOffers id={first.numberId} />}
            </div>
          )
        }
      </Await>
    </Page>
  );
}

function OwnFacts({ party, names }: { readonly party: Party; readonly names: readonly ('size' | 'openComplaints')[] }) {
  const words = useWords(partyWords);
  return (
    <dl className={styles.facts}>
      {names.map((name) => (
        <div key={name}>
          <dt>{words[name]}</dt>
          <dd>{party[name] ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Worth({ worth, columns }: { readonly worth: NonNullable<PartyQuery['worth']>; readonly columns: Columns }) {
  const words = useWords(partyWords);
  const format = useFormat();
  const textOf = useCellText(columns);
  const { tier, lifetimeValue, margin, risk } = worth.value;
  const [revenue, arpu, expectedLeavers] = worth.sums;
  const money = (value: number | null | undefined) => (value == null ? '–' : format.figure(value, 'CNY'));
  const facts = {
    tier: textOf('valueTier', tier),
    lifetimeValue: money(lifetimeValue),
    margin: money(margin),
    revenue: money(revenue),
    arpu: money(arpu),
    risk: risk == null ? '–' : format.share(risk),
    expectedLeavers: expectedLeavers == null ? '–' : format.figure(expectedLeavers, 'numbers'),
  } as const;
  return (
    <dl className={styles.facts}>
      {Object.entries(facts).map(([name, text]) => (
        <div key={name}>
          <dt>{words[name as keyof typeof facts]}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Numbers({ answer, columns }: { readonly answer: Answer<PartyQuery>; readonly columns: Columns }) {
  const words = useWords(partyWords);
  const page = answer.data?.numbers?.numbers;
  const isPart = page !== undefined && page.totalCount > page.nodes.length;
  const title = words.numbers(page?.totalCount ?? null);
  return (
    <Panel title={title} {...(isPart && { note: words.someOf })} isFlush>
      <Await answer={answer} fields={['numbers']} of={({ numbers }) => numbers?.numbers.nodes}>
        {(numbers) => <NumberRows title={title} numbers={numbers} columns={columns} />}
      </Await>
    </Panel>
  );
}

interface NumberRowsProps {
  readonly title: string;
  readonly numbers: readonly NumberOfPartyFragment[];
  readonly columns: Columns;
}

function NumberRows({ title, numbers, columns }: NumberRowsProps) {
  const words = useWords(partyWords);
  const format = useFormat();
  const linkTo = useLinks();
  const textOf = useCellText(columns);
  const labelOf = (name: string) => columns.find((each) => each.name === name)?.label ?? name;
  return (
    <Table
      caption={title}
      rows={numbers}
      keyOf={({ numberId }) => numberId}
      columns={[
        {
          name: 'number',
          title: words.number,
          isHead: true,
          cell: ({ numberId, msisdn }) => <Link href={linkTo(`/n/${encodeURIComponent(numberId)}`)}>{msisdn ?? numberId}</Link>,
        },
        { name: 'city', title: labelOf('city'), cell: ({ city }) => city ?? '–' },
        { name: 'plan', title: labelOf('planId'), cell: ({ market }) => market.planId ?? '–' },
        { name: 'status', title: labelOf('status'), cell: ({ market }) => textOf('status', market.status) },
        { name: 'end', title: labelOf('contractEndOn'), cell: ({ market }) => textOf('contractEndOn', market.contractEndOn) },
        {
          name: 'revenue',
          title: words.revenue,
          isFigure: true,
          cell: ({ finance }) => <Figure value={finance.revenue ?? null} unit="CNY" />,
        },
        {
          name: 'risk',
          title: labelOf('churnRisk'),
          isFigure: true,
          cell: ({ risk }) => (risk.probability == null ? '–' : format.share(risk.probability)),
        },
      ]}
    />
  );
}
