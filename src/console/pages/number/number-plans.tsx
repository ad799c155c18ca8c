import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useWords } from '../../words/use-words.ts';
import { type Columns, type OneNumberData, useCellText } from './facts.tsx';
import { numberWords } from './number-words.ts';

type Plan = NonNullable<OneNumberData['plans']>[number];

interface NumberPlansProps {
  readonly plans: OneNumberData['plans'];
  readonly leaveDriver: OneNumberData['features']['leaveDriver'];
  readonly columns: Columns;
}

/** What its use would have cost on each plan, the cheapest first, and what may drive it away. */
export function NumberPlans({ plans, leaveDriver, columns }: NumberPlansProps) {
  const words = useWords(numberWords);
  const textOf = useCellText(columns);
  return (
    <Panel title={words.plans} note={leaveDriver ? words.drivenBy(textOf('leaveDriver', leaveDriver)) : words.plansNote}>
      {!plans || plans.length === 0 ? (
        <Empty>{words.noPlans}</Empty>
      ) : (
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
                  {name} {isOwn && <Chip tone="neutral">{words.ownPlan}</Chip>}
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
      )}
    </Panel>
  );
}
