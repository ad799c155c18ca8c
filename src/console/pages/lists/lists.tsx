import { Link } from 'wouter';
import { effectWords, sceneWords, stateWords, statusWords, verdictWords } from '../../channels/channel-words.ts';
import { effectTones, statusTones, verdictTones } from '../../channels/tones.ts';
import { Chip } from '../../controls/chip.tsx';
import { Select } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type ListStatus, ListsDocument, type ListsQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { NextPage } from '../../view/next-page.tsx';
import { useStart } from '../../view/start.tsx';
import { useMoments } from '../../view/use-moments.ts';
import { useLinks, useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './lists.module.css';
import { listsWords } from './lists-words.ts';
import { NewList } from './new-list.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { Simulation } from './simulation.tsx';
import { StandingLists } from './standing-lists.tsx';

type List = NonNullable<ListsQuery['targetLists']>['nodes'][number];

const statuses = Object.keys(statusWords) as ListStatus[];

/** The target lists that the viewer may see and, of the slice at hand, a new one. */
export function Lists() {
  const words = useWords(listsWords);
  const names = useWords(common);
  const states = useWords(statusWords);
  const { may } = useStart();
  const view = useView();
  const { locale } = useFormat();
  const status = statuses.find((each) => each === view.get('status')) ?? null;
  const answer = useGraph(ListsDocument, { status, after: view.get('after'), locale });
  const slice = view.get('slice');
  return (
    <Page
      title={names.lists}
      lead={slice || !may('MAKE_LISTS') ? null : words.takeSlice}
      controls={
        <Select
          name={words.status}
          showName
          value={status ?? 'ALL'}
          options={[{ value: 'ALL', name: words.all }, ...statuses.map((value) => ({ value, name: states[value] }))]}
          onChange={(value) => view.set({ status: value === 'ALL' ? null : value, after: null })}
        />
      }
    >
      {slice && may('MAKE_LISTS') && <NewList key={slice} slice={slice} />}
      {!slice && <StandingLists />}
      {may('FREEZE_LISTS') && <Simulation />}
      <Panel title={names.lists} isFlush>
        <Await answer={answer} of={(data) => data.targetLists}>
          {({ nodes, pageInfo }) => (
            <>
              {nodes.length === 0 ? <Empty>{words.empty}</Empty> : <ListTable lists={nodes} />}
              <NextPage of={pageInfo}>{words.more}</NextPage>
            </>
          )}
        </Await>
      </Panel>
    </Page>
  );
}

function ListTable({ lists }: { readonly lists: readonly List[] }) {
  const words = useWords(listsWords);
  const names = useWords(common);
  const states = useWords(statusWords);
  const scenes = useWords(sceneWords);
  const verdicts = useWords(verdictWords);
  const effects = useWords(effectWords);
  const steps = useWords(stateWords);
  const moments = useMoments();
  const linkTo = useLinks();
  return (
    <Table<List>
      caption={names.lists}
      rows={lists}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'name',
          title: words.name,
          isHead: true,
          cell: ({ id, name }) => <Link href={linkTo(`/lists/${id}`, { slice: null })}>{name}</Link>,
        },
        { name: 'status', title: words.status, cell: ({ status }) => <Chip tone={statusTones[status]}>{states[status]}</Chip> },
        { name: 'scene', title: words.scene, cell: ({ scene }) => scenes[scene] },
        {
          name: 'size',
          title: words.size,
          isFigure: true,
          cell: ({ status, size }) => <Figure value={status === 'DRAFT' ? null : size} unit="numbers" />,
        },
        {
          name: 'progress',
          title: words.progress,
          cell: ({ progress, size }) =>
            size > 0 ? (
              <ProgressBar
                parts={[
                  { tone: 'done', count: progress.done, name: steps.done },
                  { tone: 'claimed', count: progress.claimed, name: steps.claimed },
                  { tone: 'exhausted', count: progress.exhausted, name: steps.exhausted },
                ]}
                of={size}
              />
            ) : (
              '–'
            ),
        },
        {
          name: 'goal',
          title: words.goal,
          cell: ({ goal }) =>
            goal ? (
              <>
                {goal.measure.name} <Chip tone={verdictTones[goal.verdict]}>{verdicts[goal.verdict]}</Chip>
              </>
            ) : (
              '–'
            ),
        },
        {
          name: 'result',
          title: words.result,
          cell: ({ result }) => (result ? <Chip tone={effectTones[result.verdict]}>{effects[result.verdict]}</Chip> : '–'),
        },
        {
          name: 'author',
          title: words.author,
          cell: ({ createdBy, createdAt }) => (
            <>
              {createdBy} <span className={styles.soft}>{moments.day(createdAt)}</span>
            </>
          ),
        },
      ]}
    />
  );
}
