import { Link, useParams } from 'wouter';
import { statusWords } from '../../channels/channel-words.ts';
import { statusTones } from '../../channels/tones.ts';
import { Chip } from '../../controls/chip.tsx';
import { Page } from '../../controls/page.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ListPageDocument, type ListPageQuery, type ProgressBy } from '../../graph/documents.ts';
import { type Answer, useGraph } from '../../graph/use-graph.ts';
import { useLinks, useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { ListFunnel } from './list-funnel.tsx';
import { ListGoal } from './list-goal.tsx';
import { ListPeople } from './list-people.tsx';
import { ListProgress } from './list-progress.tsx';
import { ListResult } from './list-result.tsx';
import { ListSteps } from './list-steps.tsx';
import { ListTerms } from './list-terms.tsx';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

/** One target list from its slice to its result. */
export function List() {
  const { id = '' } = useParams<{ id: string }>();
  const names = useWords(common);
  const words = useWords(listWords);
  const view = useView();
  const linkTo = useLinks();
  const { locale } = useFormat();
  const by = (view.get('by') ?? 'AGENT') as ProgressBy;
  const answer = useGraph(ListPageDocument, { id, by, locale });
  const list = answer.data?.targetList;
  return (
    <Page
      title={list?.name ?? names.lists}
      crumbs={<Link href={linkTo('/lists')}>{names.lists}</Link>}
      lead={list?.purpose}
      controls={list && <Status list={list} />}
    >
      {answer.data?.targetList === null && answer.failures.length === 0 ? (
        <Empty>{words.noList}</Empty>
      ) : (
        <Await answer={answer} fields={['targetList']} of={(data) => data.targetList} lines={10}>
          {(found) => <Parts list={found} answer={answer} />}
        </Await>
      )}
    </Page>
  );
}

function Status({ list: { status } }: { readonly list: TargetList }) {
  const states = useWords(statusWords);
  return <Chip tone={statusTones[status]}>{states[status]}</Chip>;
}

function Parts({ list, answer }: { readonly list: TargetList; readonly answer: Answer<ListPageQuery> }) {
  return (
    <div className={styles.parts}>
      <div className={styles.main}>
        <ListSteps list={list} again={answer.again} />
        <ListFunnel list={list} />
        <Await answer={answer} fields={['work']} of={({ work }) => work}>
          {(work) => <ListProgress list={{ ...list, ...work }} again={answer.again} />}
        </Await>
        {list.status !== 'DRAFT' && <ListPeople list={list} />}
      </div>
      <div className={styles.side}>
        <ListTerms list={list} />
        <Await answer={answer} fields={['goal']} isWhole of={({ goal }) => goal}>
          {({ goal }) => <ListGoal goal={goal} />}
        </Await>
        <Await answer={answer} fields={['result']} isWhole of={({ result }) => result}>
          {({ result }) => <ListResult result={result} />}
        </Await>
      </div>
    </div>
  );
}
