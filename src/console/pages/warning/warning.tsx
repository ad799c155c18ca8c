import { Page } from '../../controls/page.tsx';
import { Await } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import { type Measure, WarningDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { MonthChoice, useMonth } from '../../view/month.tsx';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import styles from '../board/board.module.css';
import { Tiles } from '../board/tiles.tsx';
import { PartsTable } from './parts-table.tsx';
import { WarningReports } from './warning-reports.tsx';
import { warningWords } from './warning-words.ts';

/** Whoever is at risk counts first: a city is carried down by the numbers that it has at risk. */
const measures: readonly Measure[] = ['AT_RISK_NUMBERS', 'REVENUE_AT_RISK', 'EXPECTED_LEAVERS'];

/** Who is at risk of leaving by band and city, why, and how good the warning is. */
export function Warning() {
  const names = useWords(common);
  const words = useWords(warningWords);
  const { locale } = useFormat();
  const { sees } = useStart();
  const month = useMonth();
  const answer = useGraph(WarningDocument, { measures, month, slice: useView().get('slice'), locale });
  return (
    <Page title={names.warning} lead={words.lead} controls={<MonthChoice />}>
      <Await answer={answer} fields={['before', 'year']} of={({ before, year }) => before && { before, year }} lines={6}>
        {({ before, year }) => (
          <div className={styles.stack}>
            <Tiles tiles={before} year={year} />
            <PartsTable title={words.cities} note={words.citiesNote} figures={before} />
          </div>
        )}
      </Await>
      <Await answer={answer} fields={['bands']} of={({ bands }) => bands} lines={4}>
        {(bands) => <PartsTable title={words.bands} note={words.bandsNote} figures={bands} />}
      </Await>
      {sees(2) && <WarningReports month={month} />}
    </Page>
  );
}
