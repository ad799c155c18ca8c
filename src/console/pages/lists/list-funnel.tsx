import { gateWords } from '../../channels/channel-words.ts';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ListPreviewDocument, type StoppedFragment } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

/** What becomes of every number of a slice. */
interface Judged {
  readonly sliceCount: number;
  readonly suppressed: readonly StoppedFragment[];
  readonly heldOut: number;
  readonly size: number;
  readonly expectedNetBenefit: number | null;
  readonly expectedCost: number | null;
}

/** From the slice to the members, gate by gate: of a draft as freezing now would give it. */
export function ListFunnel({ list }: { readonly list: TargetList }) {
  const words = useWords(listWords);
  const { may } = useStart();
  const { locale } = useFormat();
  const isDraft = list.status === 'DRAFT';
  const mayFreeze = may('FREEZE_LISTS');
  const answer = useGraph(ListPreviewDocument, { id: list.id, locale }, { pause: !isDraft || !mayFreeze });
  return (
    <Panel title={words.funnel} {...(isDraft && mayFreeze ? { note: words.preview } : {})}>
      {!isDraft && <Funnel judged={list} />}
      {isDraft && !mayFreeze && <Empty>{words.noFreeze}</Empty>}
      {isDraft && mayFreeze && (
        <Await answer={answer} of={(data) => data.targetList?.preview} lines={8}>
          {(preview) => <Funnel judged={preview} />}
        </Await>
      )}
    </Panel>
  );
}

interface Step {
  readonly name: string;
  readonly why: string;
  readonly leaves: number;
  readonly remain: number;
  readonly kind: 'whole' | 'gate' | 'held' | 'members';
}

function Funnel({ judged }: { readonly judged: Judged }) {
  const words = useWords(listWords);
  const gates = useWords(gateWords);
  const format = useFormat();
  const { sliceCount, suppressed, heldOut, size, expectedNetBenefit, expectedCost } = judged;
  let remain = sliceCount;
  const steps: readonly Step[] = [
    { name: words.inSlice, why: '', leaves: 0, remain, kind: 'whole' },
    ...suppressed.map(({ gate, reason, count }): Step => {
      remain -= count;
      return { name: gates[gate], why: reason, leaves: count, remain, kind: 'gate' };
    }),
    { name: words.keptOut, why: '', leaves: heldOut, remain: remain - heldOut, kind: 'held' },
    { name: words.members, why: '', leaves: 0, remain: size, kind: 'members' },
  ];
  const sum = [size, heldOut, ...suppressed.map(({ count }) => count)];
  return (
    <div className={styles.funnel}>
      <Table<Step>
        caption={words.funnel}
        rows={steps}
        keyOf={(_, index) => index}
        isTotal={({ kind }) => kind === 'members'}
        columns={[
          {
            name: 'step',
            title: words.step,
            isHead: true,
            cell: ({ name, why }) => (
              <>
                {name}
                {why && <span className={styles.reason}>{why}</span>}
              </>
            ),
          },
          {
            name: 'picture',
            title: '',
            cell: ({ leaves, remain: left }) => (
              <span className={styles.level} aria-hidden="true">
                <span data-part="remain" style={{ width: `${(100 * left) / Math.max(1, sliceCount)}%` }} />
                <span data-part="leaves" style={{ width: `${(100 * leaves) / Math.max(1, sliceCount)}%` }} />
              </span>
            ),
          },
          {
            name: 'leaves',
            title: words.leaves,
            isFigure: true,
            cell: ({ leaves, kind }) => (kind === 'gate' || kind === 'held' ? format.change(-leaves, 'numbers') : ''),
          },
          {
            name: 'remain',
            title: words.remain,
            isFigure: true,
            cell: ({ remain: left }) => <Figure value={left} unit="numbers" />,
          },
        ]}
      />
      <p className={styles.soft}>
        {words.reconciled(format.count(sliceCount), sum.map((count) => format.count(count)).join(' + '))}{' '}
        {sum.reduce((total, count) => total + count, 0) === sliceCount ? '✓' : '✕'}
      </p>
      <dl className={styles.pairs}>
        <div>
          <dt>{words.expected}</dt>
          <dd>
            <Figure value={expectedNetBenefit} unit="CNY" />
          </dd>
        </div>
        <div>
          <dt>{words.cost}</dt>
          <dd>
            <Figure value={expectedCost} unit="CNY" />
          </dd>
        </div>
      </dl>
    </div>
  );
}
