import { Link } from 'wouter';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty, Failed, Loading } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { OneCustomerQuery, OneHouseholdQuery } from '../../graph/documents.ts';
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

type Party = NonNullable<(OneCustomerQuery | OneHouseholdQuery)['party']>;

interface PartyPageProps {
  readonly title: string;
  readonly answer: Answer<OneCustomerQuery | OneHouseholdQuery>;
  /** What it has beside what both have, under the columns' names. */
  readonly facts: object;
}

/** A customer or a household: what it is and is worth, its numbers, what was said to them, and what can be offered. */
export function PartyPage({ title, answer, facts }: PartyPageProps) {
  const words = useWords(partyWords);
  const ofNumbers = useWords(numberWords);
  const { sees } = useStart();
  const linkTo = useLinks();
  const { data, failures, isLoading, again } = answer;
  const party = data?.party ?? null;
  const columns = data?.catalogue.filterColumns ?? [];
  const [first] = party?.numbers.nodes ?? [];
  return (
    <Page title={title} crumbs={<Link href={linkTo('/numbers')}>{ofNumbers.back}</Link>} controls={<MonthChoice />}>
      {!party && isLoading && <Loading lines={10} />}
      {!party && !isLoading && failures[0] && <Failed failure={failures[0]} again={again} />}
      {!party && !isLoading && !failures[0] && <Empty>{words.none}</Empty>}
      {party && (
        <>
          <div className={styles.boards}>
            <Panel title={words.what}>
              <Facts of={{ ...facts, complaints: party.complaints }} columns={columns} />
              <OwnFacts party={party} names={['size', 'openComplaints']} />
            </Panel>
            <Worth party={party} columns={columns} />
          </div>
          <Numbers party={party} columns={columns} />
          <div className={styles.happened}>
            <NumberContacts contacts={party.contacts} />
          </div>
          {sees(4) && first && <NumberOffers id={first.numberId} />}
        </>
      )}
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

function Worth({ party, columns }: { readonly party: Party; readonly columns: Columns }) {
  const words = useWords(partyWords);
  const format = useFormat();
  const textOf = useCellText(columns);
  const { tier, lifetimeValue, margin, risk } = party.value;
  const [revenue, arpu, expectedLeavers] = party.sums;
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
    <Panel title={words.worth}>
      <dl className={styles.facts}>
        {Object.entries(facts).map(([name, text]) => (
          <div key={name}>
            <dt>{words[name as keyof typeof facts]}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Numbers({ party, columns }: { readonly party: Party; readonly columns: Columns }) {
  const words = useWords(partyWords);
  const format = useFormat();
  const linkTo = useLinks();
  const textOf = useCellText(columns);
  const { totalCount, nodes } = party.numbers;
  const labelOf = (name: string) => columns.find((each) => each.name === name)?.label ?? name;
  return (
    <Panel title={words.numbers(totalCount)} {...(totalCount > nodes.length ? { note: words.someOf } : {})} isFlush>
      <Table
        caption={words.numbers(totalCount)}
        rows={nodes}
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
    </Panel>
  );
}
