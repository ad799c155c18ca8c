import { Link, useParams } from 'wouter';
import { Switch } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Frame, FrameChart } from '../../frames/frame.ts';
import { FrameTable } from '../../frames/frame-table.tsx';
import { Picture } from '../../frames/picture.tsx';
import { OneReportDocument, ReportsDocument } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { MonthChoice } from '../../view/month.tsx';
import { useLinks, useView } from '../../view/use-view.ts';
import { useWords } from '../../words/use-words.ts';
import { ReportOptions } from './report-options.tsx';
import styles from './reports.module.css';
import { reportsWords } from './reports-words.ts';

/** A named report: its options, its picture, and the table behind it. */
export function Report() {
  const words = useWords(reportsWords);
  const format = useFormat();
  const { code = '' } = useParams<{ code: string }>();
  const view = useView();
  const linkTo = useLinks();
  const { data } = useGraph(ReportsDocument, { locale: format.locale });
  const info = data?.reports.find((each) => each.code === code) ?? null;
  const given = (info?.options ?? []).flatMap(({ name }) => {
    const value = view.get(`o.${name}`);
    return value === null ? [] : [{ name, value }];
  });
  const answer = useGraph(
    OneReportDocument,
    {
      code,
      month: view.get('month'),
      slice: view.get('slice'),
      options: given.length > 0 ? given : null,
      locale: format.locale,
    },
    // Options of the URL are known once the list is there.
    { pause: !data && [...new URLSearchParams(location.search).keys()].some((name) => name.startsWith('o.')) },
  );
  const isTable = view.get('form') === 'table';
  const query = new URLSearchParams({
    ...(view.get('month') && { month: view.get('month')! }),
    ...(view.get('slice') && { slice: view.get('slice')! }),
    ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
    locale: format.locale,
  });
  return (
    <Page
      title={info?.name ?? answer.data?.report?.name ?? code}
      crumbs={<Link href={linkTo('/report')}>{words.all}</Link>}
      lead={info?.description}
      controls={
        <>
          <MonthChoice />
          {info && <ReportOptions options={info.options} />}
        </>
      }
    >
      <Await answer={answer} of={({ report }) => report} lines={12}>
        {(report) => {
          const { columns, months, rowCount, chart } = report;
          const frame = { columns, rows: report.rows } as Frame;
          const name = report.name;
          return (
            <Panel
              title={words.over(format.month(months[0]!), format.month(months.at(-1)!))}
              note={words.rows(format.count(rowCount))}
              actions={
                <>
                  {chart && chart.kind !== 'TABLE' && (
                    <Switch
                      name={words.picture}
                      value={isTable ? 'table' : 'picture'}
                      onChange={(form) => view.set({ form: form === 'table' ? form : null })}
                      options={[
                        { value: 'picture', name: words.picture },
                        { value: 'table', name: words.table },
                      ]}
                    />
                  )}
                  <a className={styles.file} href={`/reports/${code}.xlsx?${query}`} download>
                    {words.excel}
                  </a>
                  <a className={styles.file} href={`/reports/${code}.csv?${query}`} download>
                    {words.csv}
                  </a>
                  <a className={styles.file} href={`/reports/${code}.json?${query}`} download>
                    {words.json}
                  </a>
                </>
              }
            >
              {rowCount === 0 ? (
                <Empty>{words.nothing}</Empty>
              ) : isTable || !chart ? (
                <FrameTable frame={frame} caption={name} />
              ) : (
                <Picture frame={frame} chart={chart as FrameChart} caption={name} />
              )}
              {report.pageInfo.hasNextPage && <p className={styles.soft}>{words.truncated(format.count(frame.rows.length))}</p>}
            </Panel>
          );
        }}
      </Await>
    </Page>
  );
}
