import { Link } from 'wouter';
import { basisWords, isSupposed } from '../../channels/channel-words.ts';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { ListPeopleDocument, type ListPeopleQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { NextPage } from '../../view/next-page.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { ListDelta } from './list-delta.tsx';
import { ListWhy } from './list-why.tsx';
import { listWords } from './list-words.ts';
import styles from './lists.module.css';
import type { TargetList } from './target-list.ts';

type Member = NonNullable<ListPeopleQuery['targetList']>['members']['nodes'][number];

/** Members by rank, why a number is on the list or not, and the difference to another list. For who makes lists or sees numbers. */
export function ListPeople({ list }: { readonly list: TargetList }) {
  const words = useWords(listWords);
  const { sees, may } = useStart();
  const view = useView();
  const { locale } = useFormat();
  const maySee = sees(3) || may('MAKE_LISTS') || may('FREEZE_LISTS') || may('APPROVE_LISTS');
  const answer = useGraph(ListPeopleDocument, { id: list.id, after: view.get('after'), locale }, { pause: !maySee });
  if (!maySee) return null;
  return (
    <Panel title={words.people}>
      <Await answer={answer} of={(data) => data.targetList?.members}>
        {({ nodes, pageInfo }) => (
          <>
            <Members members={nodes} />
            <NextPage of={pageInfo}>{words.furtherOn}</NextPage>
          </>
        )}
      </Await>
      <div className={styles.questions}>
        <ListWhy list={list} />
        <ListDelta list={list} others={answer.data?.targetLists?.nodes ?? []} />
      </div>
    </Panel>
  );
}

function Members({ members }: { readonly members: readonly Member[] }) {
  const words = useWords(listWords);
  const bases = useWords(basisWords);
  const { sees } = useStart();
  const linkTo = useLinks();
  const format = useFormat();
  return (
    <Table<Member>
      caption={words.people}
      rows={members}
      keyOf={({ rank }) => rank}
      columns={[
        { name: 'rank', title: words.rank, isFigure: true, cell: ({ rank }) => format.count(rank) },
        {
          name: 'number',
          title: words.number,
          isHead: true,
          cell: ({ number: { numberId } }) => (sees(3) ? <Link href={linkTo(`/n/${numberId}`)}>{numberId}</Link> : numberId),
        },
        { name: 'offer', title: words.offer, cell: ({ offer }) => offer.name },
        {
          name: 'net',
          title: words.netBenefit,
          isFigure: true,
          cell: ({ netBenefit }) => <Figure value={netBenefit} unit="CNY" />,
        },
        {
          name: 'marks',
          title: '',
          cell: ({ acceptanceBasis: basis, explored }) =>
            [...(explored ? [words.explored] : []), ...(isSupposed(basis) ? [bases[basis]] : [])].join(' · '),
        },
      ]}
    />
  );
}
