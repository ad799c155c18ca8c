import { Button } from '../../controls/button.tsx';
import { Page } from '../../controls/page.tsx';
import { Empty, Failed, Loading } from '../../figures/await.tsx';
import { Figure } from '../../figures/figure.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { NumbersPageQuery } from '../../graph/documents.ts';
import { MonthChoice } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { boards, type NumberBoard } from './columns.ts';
import { ExportButton } from './export-button.tsx';
import { NumberTable } from './number-table.tsx';
import styles from './numbers.module.css';
import { numbersWords } from './numbers-words.ts';
import { SliceFilter } from './slice-filter.tsx';
import { usePages } from './use-pages.ts';

const summed = ['REVENUE', 'ARPU', 'DATA_VOLUME', 'VOICE_MINUTES'] as const;

/** The numbers of a slice, or all of a month: a table of any length, with the boards that are wanted. */
export function Numbers() {
  const words = useWords(numbersWords);
  const names = useWords(common);
  const format = useFormat();
  const view = useView();
  const { sees } = useStart();
  const shown = boardsOf(view.list('boards'));
  const [column, direction] = (view.get('sort') ?? '').split(':');
  const has = (board: NumberBoard) => shown.includes(board);
  const pages = usePages(
    {
      // A slice brings its own month.
      month: view.get('slice') ? null : view.get('month'),
      slice: view.get('slice'),
      orderBy: column ? [{ column, desc: direction === 'desc' }] : null,
      market: has('market'),
      network: has('network'),
      finance: has('finance'),
      value: has('value'),
      service: has('service'),
      locale: format.locale,
    },
    sees(1),
  );
  const toggle = (board: NumberBoard) => {
    const next = has(board) ? shown.filter((each) => each !== board) : [...shown, board];
    view.set({ boards: boards.filter((each) => next.includes(each)).join(',') });
  };
  const { first, failures } = pages;
  return (
    <Page
      title={names.numbers}
      lead={words.lead}
      controls={
        <>
          {!view.get('slice') && <MonthChoice />}
          <ExportButton />
        </>
      }
    >
      <fieldset className={styles.bar}>
        <legend className="only-read">{words.boards}</legend>
        {boards.map((board) => (
          <Button key={board} onClick={() => toggle(board)} isPressed={has(board)} isDisabled={board === 'identity'}>
            {words[board]}
          </Button>
        ))}
        {first?.catalogue && <SliceFilter columns={first.catalogue.filterColumns} cities={first.cities?.drill ?? []} />}
      </fieldset>
      {first?.numbers && <Sums numbers={first.numbers} loaded={pages.rows.length} />}
      {failures[0] && <Failed failure={failures[0]} again={pages.again} />}
      {!first && !failures[0] && <Loading lines={12} />}
      {first?.numbers &&
        (pages.rows.length === 0 ? <Empty>{words.noNumbers}</Empty> : <NumberTable pages={pages} shown={shown} />)}
    </Page>
  );
}

/** Who they are, and what they bring, unless something else is asked for. */
const boardsOf = (asked: readonly string[]): readonly NumberBoard[] =>
  asked.length > 0 ? boards.filter((board) => board === 'identity' || asked.includes(board)) : ['identity', 'finance'];

function Sums(props: { readonly numbers: NonNullable<NumbersPageQuery['numbers']>; readonly loaded: number }) {
  const { numbers, loaded } = props;
  const words = useWords(numbersWords);
  const format = useFormat();
  const { measure } = useStart();
  return (
    <dl className={styles.sums} aria-label={words.sums}>
      <div>
        <dt>{words.number}</dt>
        <dd>
          <data value={numbers.totalCount}>{format.count(numbers.totalCount ?? 0)}</data>{' '}
          <span className={styles.soft}>{words.shown(format.count(loaded))}</span>
        </dd>
      </div>
      {summed.map((code, index) => (
        <div key={code}>
          <dt>{measure(code).name}</dt>
          <dd>
            <Figure value={numbers.sums?.[index]} unit={measure(code).unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
