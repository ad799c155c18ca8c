import { effectWords } from '../../channels/channel-words.ts';
import { effectTones } from '../../channels/tones.ts';
import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { ListPageQuery } from '../../graph/documents.ts';
import { useWords } from '../../words/use-words.ts';
import { Interval } from './interval.tsx';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';

interface Arm {
  readonly name: string;
  readonly numbers: number;
  readonly orders: number;
  readonly rate: number | null;
}

/** What the list caused: members against who was kept out, the difference with its interval, and the verdict in words. */
export function ListResult({ result }: { readonly result: NonNullable<ListPageQuery['result']>['result'] }) {
  const words = useWords(listWords);
  const effects = useWords(effectWords);
  const format = useFormat();
  if (!result)
    return (
      <Panel title={words.result}>
        <Empty>{words.noResult}</Empty>
      </Panel>
    );
  const { uplift, upliftLow, upliftHigh, incrementalOrders, cost, roi, verdict, verdictText, from, to } = result;
  const exploredArms = (of: NonNullable<typeof result.explored>): readonly Arm[] => [
    { name: words.exploredMembers, numbers: of.treated, orders: of.treatedOrders, rate: of.treatedRate },
    { name: words.exploredControl, numbers: of.control, orders: of.controlOrders, rate: of.controlRate },
  ];
  const arms: readonly Arm[] = [
    { name: words.treated, numbers: result.treated, orders: result.treatedOrders, rate: result.treatedRate },
    { name: words.control, numbers: result.control, orders: result.controlOrders, rate: result.controlRate },
    ...(result.explored ? exploredArms(result.explored) : []),
  ];
  return (
    <Panel
      title={words.result}
      note={words.fromTo(format.day(from), format.day(to))}
      actions={<Chip tone={effectTones[verdict]}>{effects[verdict]}</Chip>}
    >
      <p>{verdictText}</p>
      {uplift !== null && upliftLow !== null && upliftHigh !== null && (
        <Interval
          low={upliftLow}
          value={uplift}
          high={upliftHigh}
          text={`${words.uplift} ${format.change(uplift * 100, '%')}; ${words.interval(format.change(upliftLow * 100, '%'), format.change(upliftHigh * 100, '%'))}`}
        />
      )}
      <Table<Arm>
        caption={words.result}
        rows={arms}
        keyOf={({ name }) => name}
        columns={[
          { name: 'arm', title: words.arm, isHead: true, cell: ({ name }) => name },
          { name: 'numbers', title: words.numbers, isFigure: true, cell: ({ numbers }) => format.count(numbers) },
          { name: 'orders', title: words.orders, isFigure: true, cell: ({ orders }) => format.count(orders) },
          { name: 'rate', title: words.rate, isFigure: true, cell: ({ rate }) => (rate === null ? '–' : format.share(rate)) },
        ]}
      />
      <dl className={styles.pairs}>
        <div>
          <dt>{words.incremental}</dt>
          <dd>{incrementalOrders === null ? '–' : format.count(Math.round(incrementalOrders * 10) / 10)}</dd>
        </div>
        <div>
          <dt>{words.spent}</dt>
          <dd>
            <Figure value={cost} unit="CNY" />
          </dd>
        </div>
        <div>
          <dt>{words.roi}</dt>
          <dd>{roi === null ? '–' : format.rate(roi)}</dd>
        </div>
      </dl>
    </Panel>
  );
}
