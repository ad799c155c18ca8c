import { Link } from 'wouter';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type RuleChangeInput, type Scene, SimulateDocument, type SimulateQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './lists.module.css';
import { simulationWords } from './simulation-words.ts';

type Told = NonNullable<SimulateQuery['simulate']>;

/** What a change would bring, before and after, by offer, and who moves. Of the slice at hand, else of everybody. */
export function SimulationAnswer({ scene, change }: { readonly scene: Scene; readonly change: RuleChangeInput }) {
  const { locale } = useFormat();
  const slice = useView().get('slice');
  const answer = useGraph(SimulateDocument, { input: { scene, change, ...(slice && { slice }) }, locale });
  return (
    <Await answer={answer} of={({ simulate }) => simulate}>
      {(told) => (
        <div className={styles.main}>
          <Totals told={told} />
          <Offers told={told} />
          <Moves told={told} />
        </div>
      )}
    </Await>
  );
}

function Totals({ told: { before, after } }: { readonly told: Told }) {
  const words = useWords(simulationWords);
  const rows = [
    { name: words.offered, unit: 'numbers', of: 'offered' },
    { name: words.cost, unit: 'CNY', of: 'cost' },
    { name: words.netBenefit, unit: 'CNY', of: 'netBenefit' },
  ] as const;
  return (
    <Table<(typeof rows)[number]>
      caption={words.title}
      rows={rows}
      keyOf={({ of }) => of}
      columns={[
        { name: 'figure', title: words.figure, isHead: true, cell: ({ name }) => name },
        {
          name: 'before',
          title: words.before,
          isFigure: true,
          cell: ({ of, unit }) => <Figure value={before?.[of]} unit={unit} />,
        },
        { name: 'after', title: words.after, isFigure: true, cell: ({ of, unit }) => <Figure value={after?.[of]} unit={unit} /> },
      ]}
    />
  );
}

function Offers({ told: { offers } }: { readonly told: Told }) {
  const words = useWords(simulationWords);
  const format = useFormat();
  const changed = offers.filter(({ won, lost }) => won + lost > 0);
  if (changed.length === 0) return null;
  const count = (name: 'before' | 'after' | 'won' | 'lost') => ({
    name,
    title: words[name],
    isFigure: true,
    cell: (offer: Told['offers'][number]) => format.count(offer[name]),
  });
  return (
    <Table<Told['offers'][number]>
      caption={words.offers}
      rows={changed}
      keyOf={({ offer }) => offer.code}
      columns={[
        { name: 'offer', title: words.offer, isHead: true, cell: ({ offer }) => offer.name },
        ...(['before', 'after', 'won', 'lost'] as const).map(count),
      ]}
    />
  );
}

function Moves({ told: { moves } }: { readonly told: Told }) {
  const words = useWords(simulationWords);
  const format = useFormat();
  const linkTo = useLinks();
  const moved = moves.filter(({ from, to }) => from.words !== to.words);
  if (moved.length === 0) return <Empty>{words.nobody}</Empty>;
  return (
    <Table<Told['moves'][number]>
      caption={words.moves}
      rows={moved}
      keyOf={({ from, to }) => `${from.words} → ${to.words}`}
      columns={[
        { name: 'from', title: words.from, isHead: true, cell: ({ from }) => from.words },
        { name: 'to', title: words.to, cell: ({ to }) => to.words },
        {
          name: 'count',
          title: words.numbers,
          isFigure: true,
          cell: ({ count, slice }) =>
            slice ? <Link href={linkTo('/numbers', { slice, month: null })}>{format.count(count)}</Link> : format.count(count),
        },
      ]}
    />
  );
}
