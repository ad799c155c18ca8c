import { Button } from '../../controls/button.tsx';
import { Select, Switch } from '../../controls/choice.tsx';
import { Page } from '../../controls/page.tsx';
import { Panel } from '../../controls/panel.tsx';
import { Await, Empty } from '../../figures/await.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Frame, FrameChart } from '../../frames/frame.ts';
import { FrameTable } from '../../frames/frame-table.tsx';
import { Picture } from '../../frames/picture.tsx';
import { type Dimension, ExploreDocument, type Measure } from '../../graph/documents.ts';
import { useGraph } from '../../graph/use-graph.ts';
import { useStart } from '../../view/start.tsx';
import { useView } from '../../view/use-view.ts';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/use-words.ts';
import { Carry } from './carry.tsx';
import { Chosen } from './chosen.tsx';
import styles from './explore.module.css';
import { exploreWords } from './explore-words.ts';
import { baselines, grains, inputOf, type Question, useQuestion } from './use-question.ts';

const forms = ['table', 'pivot', 'chart'] as const;

/** Free analysis: chosen measures by chosen dimensions and time, as a table, a pivot or a chart. */
export function Explore() {
  const words = useWords(exploreWords);
  const names = useWords(common);
  const format = useFormat();
  const { measures, dimensions, months } = useStart();
  const view = useView();
  const question = useQuestion();
  const slice = view.get('slice');
  const answer = useGraph(ExploreDocument, { input: inputOf(question, slice), locale: format.locale });
  const form = forms.find((each) => each === view.get('form')) ?? 'table';
  const monthOptions = [...months].reverse().map((value) => ({ value, name: format.month(value) }));
  const setMeasures = (next: readonly string[]) => view.set({ measures: next.join(',') }, true);
  const setDimensions = (next: readonly string[]) => view.set({ by: next.join(',') || 'none' }, true);
  return (
    <Page title={names.explore} lead={words.lead} controls={<Carry question={question} slice={slice} />}>
      <div className={styles.question}>
        <Chosen<Measure> name={words.measures} chosen={question.measures} all={measures} onChange={setMeasures} least={1} />
        <Chosen<Dimension> name={words.dimensions} chosen={question.dimensions} all={dimensions} onChange={setDimensions} />
        <div className={styles.line}>
          {!slice && (
            <>
              <Select
                name={words.from}
                showName
                value={question.from}
                onChange={(from) => view.set({ from, to: later(from, question.to) }, true)}
                options={monthOptions}
              />
              <Select
                name={words.to}
                showName
                value={question.to}
                onChange={(to) => view.set({ to, from: earlier(question.from, to) }, true)}
                options={monthOptions}
              />
            </>
          )}
          <Select
            name={words.grain}
            showName
            value={question.grain}
            onChange={(grain) => view.set({ grain: grain === 'MONTH' ? null : grain }, true)}
            options={grains.map((value) => ({ value, name: words[value] }))}
          />
          <Select
            name={names.against}
            showName
            value={question.compared}
            onChange={(compared) => view.set({ compared: compared === 'NONE' ? null : compared }, true)}
            options={baselines.map((value) => ({ value, name: value === 'NONE' ? words.noBaseline : names[value] }))}
          />
          <Button
            onClick={() => view.set({ totals: question.hasTotals ? 'no' : null })}
            isPressed={question.hasTotals}
            isDisabled={question.dimensions.length === 0}
          >
            {words.totals}
          </Button>
        </div>
      </div>
      <Await answer={answer} of={({ table }) => table} lines={12}>
        {(table) => {
          const frame = { columns: table.columns, rows: table.rows } as Frame;
          return (
            <Panel
              title={question.measures.map((code) => measures.find((each) => each.code === code)?.name).join(' · ')}
              note={words.rows(format.count(table.rowCount))}
              isFlush={form === 'table'}
              actions={
                <Switch
                  name={words.form}
                  value={form}
                  onChange={(next) => view.set({ form: next === 'table' ? null : next })}
                  options={forms.map((value) => ({ value, name: words[value] }))}
                />
              }
            >
              {table.rowCount === 0 ? (
                <Empty>{words.nothing}</Empty>
              ) : form === 'table' ? (
                <FrameTable frame={frame} caption={names.explore} />
              ) : (
                <Picture frame={frame} chart={chartOf(question, frame, form)} caption={names.explore} />
              )}
              {table.pageInfo.hasNextPage && <p className={styles.soft}>{words.first(format.count(table.rows.length))}</p>}
            </Panel>
          );
        }}
      </Await>
    </Page>
  );
}

/** Months are compared as texts. */
const later = (one: string, other: string): string => [one, other].sort()[1]!;
const earlier = (one: string, other: string): string => [one, other].sort()[0]!;

/** A pivot has the periods, or the last dimension, across; a chart lines over periods, else bars. */
function chartOf({ grain, dimensions }: Question, frame: Frame, form: 'pivot' | 'chart'): FrameChart {
  const labels = frame.columns.filter(({ name }) => name.endsWith('Label')).map(({ name }) => name);
  const measure = frame.columns.find((column) => column.measure)?.name ?? '';
  const period = frame.columns.findIndex(({ name }) => name === 'period');
  const isLong = grain !== 'TOTAL' && new Set(frame.rows.map(({ cells }) => cells[period])).size > 1;
  if (form === 'pivot') {
    const across = isLong || dimensions.length < 2 ? 'period' : labels.at(-1);
    return {
      kind: 'HEATMAP',
      x: across ?? null,
      series: labels[0] ?? null,
      y: [measure],
      facet: isLong ? (labels[1] ?? null) : (labels[2] ?? null),
    };
  }
  if (isLong && grain === 'DAY' && labels.length === 0) return { kind: 'CALENDAR', x: 'period', y: [measure] };
  if (isLong) return { kind: 'LINE', x: 'period', series: labels[0] ?? null, y: [measure], facet: labels[1] ?? null };
  if (labels.length > 1)
    return { kind: 'STACKED_BAR', x: labels[0] ?? null, series: labels[1] ?? null, y: [measure], facet: labels[2] ?? null };
  const all = frame.columns.flatMap((column) => (column.measure ? [column.name] : []));
  return { kind: 'BAR', x: labels[0] ?? 'period', y: all };
}
