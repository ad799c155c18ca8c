import { Fragment } from 'react';
import { Link } from 'wouter';
import { Bars } from '../../charts/bars.tsx';
import { LinkButton } from '../../controls/button.tsx';
import { Select } from '../../controls/choice.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await } from '../../figures/await.tsx';
import { Change } from '../../figures/change.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type Dimension, type NodeFragment, TreeDrillDocument, type TreeQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useAgainst, useMonth } from '../../view/month.tsx';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './node-panel.module.css';
import { treeWords } from './tree-words.ts';
import { WhatIf } from './what-if.tsx';

interface NodePanelProps {
  readonly node: NodeFragment;
  readonly root: NodeFragment;
  readonly fact: NonNullable<TreeQuery['fact']>['nodes'] | null;
}

/** The chosen node: its formula, what it is worth, where it lies; and the ways on from it. */
export function NodePanel({ node, root, fact }: NodePanelProps) {
  const words = useWords(treeWords);
  const names = useWords(common);
  const format = useFormat();
  const { sees, may } = useStart();
  const linkTo = useLinks();
  const { measure, slice, share, signal } = node;
  const isPartition = root.measure.code === node.measure.code && root.relation === 'PARTITION';
  const within = isPartition && node.code !== root.code ? { slice } : {};
  return (
    <aside className={styles.side} aria-label={node.name}>
      <Panel title={node.name}>
        <p className={styles.value}>
          <Figure value={node.value} unit={measure.unit} absence={node.absence} size="large" />{' '}
          <Change {...node} rate={node.changeRate} unit={measure.unit} higherIsBetter={measure.higherIsBetter ?? null} />
        </p>
        <dl className={styles.facts}>
          <dt>{words.formulaOf}</dt>
          <dd>
            <code>{measure.formula}</code>
          </dd>
        </dl>
        {share != null && <p className={styles.soft}>{words.ofParent(format.share(share))}</p>}
        {signal.low != null && signal.high != null && (
          <p className={styles.soft}>
            {words.limits(format.figure(signal.low, measure.unit), format.figure(signal.high, measure.unit))}
          </p>
        )}
        <WhatIf node={node} root={root} fact={fact} />
        {node.lists && node.lists.length > 0 && (
          <p className={styles.soft}>
            {words.lists}:{' '}
            {node.lists.map(({ id, name }, at) => (
              <Fragment key={id}>
                {at > 0 && ' · '}
                <Link href={linkTo(`/lists/${id}`)}>{name}</Link>
              </Fragment>
            ))}
          </p>
        )}
        <div className={styles.ways}>
          <LinkButton kind="main" href={linkTo(`/why/${measure.code}`, within)}>
            {names.whyThis}
          </LinkButton>
          {sees(3) && <LinkButton href={linkTo('/numbers', { slice })}>{names.seeNumbers}</LinkButton>}
          {may('MAKE_LISTS') && (
            <LinkButton href={linkTo('/lists', { slice, measure: measure.code, node: node.code })}>{names.makeList}</LinkButton>
          )}
        </div>
      </Panel>
      <Drill node={node} />
    </aside>
  );
}

const usual: readonly Dimension[] = [
  'CITY',
  'AREA_TYPE',
  'CUSTOMER_TYPE',
  'AGE_GROUP',
  'PLAN_TIER',
  'JOIN_CHANNEL_KIND',
  'TENURE_BAND',
  'STAGE',
  'VALUE_TIER',
  'COUNTY',
];

/** The node by any dimension, in place; each part goes on as a slice. */
function Drill({ node }: { readonly node: NodeFragment }) {
  const words = useWords(treeWords);
  const { locale } = useFormat();
  const { dimension } = useStart();
  const view = useView();
  const by = (view.get('by') ?? 'CITY') as Dimension;
  const { code, unit } = node.measure;
  const higherIsBetter = node.measure.higherIsBetter ?? null;
  const asked = { measure: code, month: useMonth(), against: useAgainst(), slice: node.slice, by, locale };
  const answer = useGraph(TreeDrillDocument, asked);
  return (
    <Panel
      title={
        <Select
          name={words.drillBy}
          showName
          value={by}
          onChange={(value) => view.set({ by: value === 'CITY' ? null : value })}
          options={usual.map((value) => ({ value, name: dimension(value).name }))}
        />
      }
    >
      <Await answer={answer} of={({ indicator }) => indicator} lines={8}>
        {({ drill }) => (
          <Bars
            label={words.drillNote}
            bars={drill.map((part) => ({
              key: part.code ?? (part.isOther ? 'other' : 'none'),
              name: (
                <>
                  {part.label}
                  <br />
                  <SliceActions slice={part.slice} why={code} name={part.label} />
                </>
              ),
              size: part.value ?? null,
              slice: part.slice,
              isOther: part.isOther,
              figure: (
                <>
                  <Figure value={part.value} unit={unit} absence={part.absence} />
                  <br />
                  <Change change={part.change} unit={unit} higherIsBetter={higherIsBetter} />
                </>
              ),
            }))}
          />
        )}
      </Await>
    </Panel>
  );
}
