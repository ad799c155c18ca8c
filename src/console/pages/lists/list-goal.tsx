import { verdictWords } from '../../channels/channel-words.ts';
import { verdictTones } from '../../channels/tones.ts';
import { LinkButton } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Empty } from '../../figures/await.tsx';
import { Change } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { ListPageQuery } from '../../graph/documents.ts';
import { useLinks } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';

/** The figure that the list is to change, as it was and as it is; it leads back to the figure in its tree. */
export function ListGoal({ goal }: { readonly goal: NonNullable<ListPageQuery['goal']>['goal'] }) {
  const words = useWords(listWords);
  const verdicts = useWords(verdictWords);
  const format = useFormat();
  const linkTo = useLinks();
  if (!goal)
    return (
      <Panel title={words.goal}>
        <Empty>{words.noGoal}</Empty>
      </Panel>
    );
  const { measure, node, baseline, baselineMonth, wantedChange, by, value, month, absence, verdict } = goal;
  const change = value === null || baseline === null ? null : value - baseline;
  return (
    <Panel title={words.goal} actions={<Chip tone={verdictTones[verdict]}>{verdicts[verdict]}</Chip>}>
      <p>
        <strong>{measure.name}</strong>{' '}
        <Change change={change} unit={measure.unit} higherIsBetter={measure.higherIsBetter} absence={absence} />
      </p>
      <dl className={styles.pairs}>
        <div>
          <dt>{format.month(baselineMonth)}</dt>
          <dd>
            <Figure value={baseline} unit={measure.unit} absence={absence} />
          </dd>
        </div>
        <div>
          <dt>{format.month(month)}</dt>
          <dd>
            <Figure value={value} unit={measure.unit} absence={absence} />
          </dd>
        </div>
        <div>
          <dt>{words.wanted}</dt>
          <dd>
            {format.change(wantedChange, measure.unit)} {words.by(format.day(by))}
          </dd>
        </div>
      </dl>
      {node && (
        <LinkButton kind="quiet" href={linkTo(`/tree/${node.split('.')[0]}`, { node, slice: null })}>
          {words.backToTree}
        </LinkButton>
      )}
    </Panel>
  );
}
