import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { BoardDocument, type Measure } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { MonthChoice, useMonth } from '../../view/month.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { BoardSignals } from './board-signals.tsx';
import { Cities } from './cities.tsx';
import { Tiles } from './tiles.tsx';

/** What a board asks about: customers, money, use, service. */
const measures: readonly Measure[] = [
  'REVENUE',
  'ARPU',
  'CONTRIBUTION_MARGIN',
  'CLOSING_SUBSCRIBERS',
  'NET_ADDS',
  'CHURN_RATE',
  'HIGH_VALUE_RETENTION',
  'DOU',
  'FIVE_G_PENETRATION',
  'CONVERGENCE_RATE',
  'COMPLAINTS_PER_10K',
  'CAMPAIGN_ROI',
];

/** Where we stand this month: the figures, what stands out of them, and the cities against their plans. */
export function Board() {
  const names = useWords(common);
  const { locale } = useFormat();
  const month = useMonth();
  const view = useView();
  const lead = (view.get('rank') ?? 'REVENUE') as Measure;
  const answer = useGraph(BoardDocument, { measures, lead, month, slice: view.get('slice'), locale });
  return (
    <Page title={names.board} controls={<MonthChoice />}>
      <BoardSignals month={month}>
        <Await answer={answer} fields={['before', 'year']} of={({ before, year }) => before && { before, year }} lines={9}>
          {({ before, year }) => <Tiles tiles={before} year={year} />}
        </Await>
      </BoardSignals>
      <Await answer={answer} fields={['cities']} of={({ cities }) => cities} lines={8}>
        {(cities) => <Cities cities={cities} measures={measures} onChoose={(rank) => view.set({ rank })} />}
      </Await>
    </Page>
  );
}
