import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Panel } from '../../controls/panel.tsx';
import { Table } from '../../controls/table.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import { BoardSignalsDocument, type BoardSignalsQuery } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { SliceActions } from '../../view/slice-actions.tsx';
import { useStart } from '../../view/start.tsx';
import { useLinks } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './board.module.css';
import { boardWords } from './board-words.ts';

type Signal = NonNullable<BoardSignalsQuery['signals']>[number];

/** What to look at first in one sentence above the tiles, and all that stands out below them. */
export function BoardSignals({ month, children }: { readonly month: string; readonly children: ReactNode }) {
  const { locale } = useFormat();
  const words = useWords(boardWords);
  const answer = useGraph(BoardSignalsDocument, { month, locale });
  return (
    <>
      <Await answer={answer} of={({ signals }) => signals} lines={1}>
        {(signals) => <First signals={signals} />}
      </Await>
      {children}
      <Panel title={words.signals} note={words.signalsNote} isFlush>
        <Await answer={answer} of={({ signals }) => signals} lines={5}>
          {(signals) => (signals.length > 0 ? <Signals signals={signals} /> : <Empty>{words.allQuiet}</Empty>)}
        </Await>
      </Panel>
    </>
  );
}

function First({ signals }: { readonly signals: readonly Signal[] }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const linkTo = useLinks();
  const { measure } = useStart();
  const [first, ...others] = signals;
  if (!first) return <p className={`${styles.first} ${styles.quiet}`}>{words.allQuiet}</p>;
  const { code, unit } = first.measure;
  const figure = (value: number | null | undefined) => (value == null ? '–' : format.figure(value, unit));
  return (
    <p className={styles.first}>
      <span className={styles.label}>{words.lookFirst}</span>
      <strong>{words.lead(measure(code).name, placeOf(first), figure(first.value), figure(first.expected))}</strong>
      <Link href={linkTo(`/why/${code}`, { slice: first.where.length > 0 ? first.slice : null })}>
        {words.tile(measure(code).name)}
      </Link>
      {others.length > 0 && <span className={styles.soft}>{words.more(others.length)}</span>}
    </p>
  );
}

const placeOf = ({ where }: Signal): string => where.map(({ label }) => label).join(' · ');

function Signals({ signals }: { readonly signals: readonly Signal[] }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { measure, dimension } = useStart();
  return (
    <Table
      caption={words.signals}
      rows={signals}
      keyOf={({ slice, measure: { code }, kind, against }) => `${slice} ${code} ${kind} ${against}`}
      columns={[
        { name: 'what', title: words.what, isHead: true, cell: (each) => measure(each.measure.code).name },
        {
          name: 'where',
          title: words.where,
          cell: ({ where }) =>
            where.length === 0 ? words.whole : where.map((term) => `${dimension(term.dimension).name} ${term.label}`).join(' · '),
        },
        {
          name: 'kind',
          title: words.kind,
          cell: ({ kind, against, monthsOpen }) =>
            kind === 'STANDING'
              ? `${words.STANDING} ${against ? words[against] : ''} ${words.monthsOpen(monthsOpen ?? 0)}`
              : words.CHANGE,
        },
        {
          name: 'value',
          title: words.found,
          isFigure: true,
          cell: ({ value, measure: { unit } }) => <Figure value={value} unit={unit} />,
        },
        {
          name: 'expected',
          title: words.expected,
          isFigure: true,
          cell: ({ expected, measure: { unit } }) => <Figure value={expected} unit={unit} />,
        },
        {
          name: 'weight',
          title: <span title={words.weightTitle}>{words.weight}</span>,
          isFigure: true,
          cell: ({ materiality }) => format.share(materiality),
        },
        {
          name: 'down',
          title: '',
          cell: (each) => <SliceActions slice={each.slice} why={each.measure.code} name={measure(each.measure.code).name} />,
        },
      ]}
    />
  );
}
