import type { ReactNode } from 'react';
import { Waterfall } from '../../charts/waterfall.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { senseOf } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import type { Explanation } from './summary.tsx';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

interface ByFormulaProps {
  readonly explanation: Explanation;
  readonly unit: string | null;
  readonly higherIsBetter: boolean | null;
  readonly actions: ReactNode;
}

/** What the leaves of its formula brought, from the baseline to now; three methods of sharing it out beside each other. */
export function ByFormula({ explanation, unit, higherIsBetter, actions }: ByFormulaProps) {
  const words = useWords(whyWords);
  const names = useWords(common);
  const format = useFormat();
  const { value, baseline, byFormula } = explanation;
  const isKnown = value != null && baseline != null && byFormula.length > 0;
  const drivers = [...byFormula].sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  const amount = (size: number | null | undefined) => (size == null ? '–' : format.change(size, unit));
  return (
    <Panel title={words.byFormula} note={words.byFormulaNote} actions={actions}>
      {!isKnown ? (
        <Empty />
      ) : (
        <>
          <Waterfall
            label={words.byFormula}
            unit={unit}
            before={{ name: names.baseline, value: baseline }}
            now={{ name: names.value, value }}
            steps={drivers.map(({ node, name, contribution }) => ({
              key: node,
              name,
              size: contribution,
              sense: senseOf(contribution, higherIsBetter),
            }))}
          />
          <details className={styles.methods}>
            <summary>{words.methods}</summary>
            <Table
              caption={words.methods}
              rows={drivers}
              keyOf={({ node }) => node}
              columns={[
                { name: 'name', title: words.driver, isHead: true, cell: ({ name }) => name },
                { name: 'from', title: words.from, isFigure: true, cell: ({ from }) => <Figure value={from} unit={null} /> },
                { name: 'to', title: words.to, isFigure: true, cell: ({ to }) => <Figure value={to} unit={null} /> },
                { name: 'path', title: words.PATH_INTEGRAL, isFigure: true, cell: ({ pathIntegral }) => amount(pathIntegral) },
                { name: 'lmdi', title: words.LMDI, isFigure: true, cell: ({ lmdi }) => amount(lmdi) },
                { name: 'shapley', title: words.SHAPLEY, isFigure: true, cell: ({ shapley }) => amount(shapley) },
                {
                  name: 'disagreement',
                  title: words.disagreement,
                  isFigure: true,
                  cell: ({ disagreement }) => <Figure value={disagreement} unit={unit} />,
                },
              ]}
            />
          </details>
        </>
      )}
    </Panel>
  );
}
