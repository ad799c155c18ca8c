import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import type { OneNumberQuery } from '../../graph/documents.ts';
import type { Answer } from '../../graph/use-graph.ts';
import { useWords } from '../../words/use-words.ts';
import { type Columns, useCellText } from './facts.tsx';
import { numberWords } from './number-words.ts';

type Plans = NonNullable<OneNumberQuery['plans']>;
type Plan = NonNullable<Plans['plans']>[number];

/** What its use would have cost on each plan, the cheapest first, and what may drive it away. */
export function NumberPlans({ answer, columns }: { readonly answer: Answer<OneNumberQuery>; readonly columns: Columns }) {
  const words = useWords(numberWords);
  const textOf = useCellText(columns);
  const driver = answer.data?.plans?.features.leaveDriver;
  return (
    <Panel title={words.plans} note={driver ? words.drivenBy(textOf('leaveDriver', driver)) : words.plansNote}>
      <Await answer={answer} fields={['plans']} isWhole of={({ plans }) => plans}>
        {({ plans }) => <PlanTable plans={plans ?? []} />}
      </Await>
    </Panel>
  );
}

function PlanTable({ plans }: { readonly plans: readonly Plan[] }) {
  const words = useWords(numberWords);
  if (plans.length === 0) return <Empty>{words.noPlans}</Empty>;
  return (
    <Table<Plan>
      caption={words.plans}
      rows={plans}
      keyOf={({ code }) => code}
      columns={[
        {
          name: 'plan',
          title: words.plan,
          isHead: true,
          cell: ({ name, isOwn }) => (
            <>
              {name}
              {isOwn && (
                <div>
                  <Chip tone="neutral">{words.ownPlan}</Chip>
                </div>
              )}
            </>
          ),
        },
        { name: 'cost', title: words.planCost, isFigure: true, cell: ({ cost }) => <Figure value={cost} unit="CNY" /> },
        {
          name: 'saving',
          title: words.planSaving,
          isFigure: true,
          cell: ({ saving }) => <Figure value={saving} unit="CNY" />,
        },
      ]}
    />
  );
}
