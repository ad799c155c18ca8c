import { LineChart } from '../../charts/line-chart.tsx';
import { LinkButton } from '../../controls/button.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Change } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { StatusMark } from '../../figures/status-mark.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { WhyQuery } from '../../graph/documents.ts';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { Happened } from './happened.tsx';
import { NewAnnotation } from './new-annotation.tsx';
import styles from './why.module.css';
import { whyWords } from './why-words.ts';

interface StandProps {
  readonly indicator: NonNullable<WhyQuery['indicator']>;
  readonly name: string;
  /** Asks for it anew. */
  readonly again: () => void;
}

/** Where the measure stands, and its year: what was to be expected, baseline and plan beside it. */
export function Stand({ indicator, name, again }: StandProps) {
  const names = useWords(common);
  const words = useWords(whyWords);
  const format = useFormat();
  const { sees } = useStart();
  const linkTo = useLinks();
  const { measure, value, baseline, target, attainment, status, absence, slice, trend } = indicator;
  const { unit, formula } = measure;
  return (
    <Panel title={name} note={<code>{formula}</code>}>
      <div className={styles.stand} data-slice={slice}>
        <div>
          <Figure value={value} unit={unit} absence={absence} size="large" />
          <dl className={styles.facts}>
            <dt>{names.change}</dt>
            <dd>
              <Change {...indicator} rate={indicator.changeRate} unit={unit} higherIsBetter={measure.higherIsBetter ?? null} />
            </dd>
            <dt>{names.baseline}</dt>
            <dd>
              <Figure value={baseline} unit={unit} absence={value == null ? null : absence} />
            </dd>
            <dt>{names.plan}</dt>
            <dd>{target == null ? <StatusMark status={status} /> : <Figure value={target} unit={unit} />}</dd>
            {attainment != null && (
              <>
                <dt>{names.attainment}</dt>
                <dd>
                  <StatusMark status={status} /> {format.share(attainment)}
                </dd>
              </>
            )}
          </dl>
          <div className={styles.ways}>
            {sees(2) && <LinkButton href={linkTo('/explore', { measures: measure.code })}>{names.openExplore}</LinkButton>}
            {sees(3) && <LinkButton href={linkTo('/numbers', { slice })}>{names.seeNumbers}</LinkButton>}
            {sees(4) && <LinkButton href={linkTo('/lists', { slice })}>{names.makeList}</LinkButton>}
          </div>
        </div>
        <div>
          <LineChart
            label={`${name}: ${words.year}`}
            unit={unit}
            points={trend}
            names={{ value: name, band: words.expected, baseline: words.baseline, target: words.plan }}
          />
          <Happened all={trend.flatMap(({ annotations }) => annotations)} onRemoved={again} />
          <NewAnnotation onMade={again} />
        </div>
      </div>
    </Panel>
  );
}
