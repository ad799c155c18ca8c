import { measureNamed } from '../../catalogue/lookup.js';
import { questionOf } from '../../catalogue/question.js';
import type { ReportQuestion } from '../../catalogue/schemas.js';
import type { Measure, ReportTemplate } from '../../catalogue/types.js';
import { difference } from '../../figures/compare.js';
import { sliceOf } from '../../figures/question.js';
import { camelCase } from '../../slices/columns.js';
import { encodeSlice } from '../../slices/slice.js';
import { parseWhere } from '../../slices/where.js';
import { type Analysed, analyse } from './analysis/analyse.js';
import { type AnalysisRow, sliceOfRow } from './analysis/row.js';
import { type ColumnValue, dimensionColumn, measureColumn, periodColumn } from './column.js';
import { requireProvided } from './provided.js';
import type { ChartHint, ReportDefinition, ReportRequest, ReportRowValue, ReportTable } from './report.js';

/** A report of the catalogue, by way of free analysis: what it shows is what the same `analysis` shows. */
export const plainReport = (template: ReportTemplate): ReportDefinition => ({
  ...template,
  chart: null,
  make: (request) => make(template, request),
});

/** Errors: NOT_PROVIDED, and those of `analyse`. */
async function make(template: ReportTemplate, request: ReportRequest): Promise<ReportTable> {
  const { catalogue, columns: fields } = request.context;
  const question = questionOf(template, request.options, { ...catalogue, checkWhere: (where) => parseWhere(where, fields) });
  requireProvided(template.code, question, request.context);
  const { rows, totals } = await allRows(question, request);
  const measures = question.measures.map((code) => measureNamed(catalogue, code));
  const columns = [
    periodColumn,
    ...dimensionColumns(question, request),
    ...measures.flatMap((each) => figureColumns(each, question)),
  ];
  const wholes = new Map(totals.filter(isWhole).map((row) => [row.period, row]));
  const cellsOf = (row: AnalysisRow) => [
    row.period,
    ...row.group.codes,
    ...measures.flatMap((measure) => figureCells(measure, row, wholes.get(row.period), question)),
  ];
  // What is summed over time alone is as long as the table itself: the same report with the grain TOTAL gives it.
  const shown = question.totals ? [...rows, ...totals.filter(({ group }) => group.totalOf.length > 0)] : rows;
  return { columns, rows: shown.map((row) => toRow(row, cellsOf(row))), chart: chartOf(question) };
}

/** Every page of the analysis: sums are loaded once for all of them. */
async function allRows(
  question: ReportQuestion,
  { context, scope, months }: ReportRequest,
): Promise<Pick<Analysed, 'rows' | 'totals'>> {
  const [from, to] = [months[0]!, months.at(-1)!];
  const slice = encodeSlice({ ...sliceOf(scope, from), to }, context.catalogue);
  const totals = question.totals || question.shares.length > 0;
  const rows: AnalysisRow[] = [];
  for (let after: string | null = null; ; ) {
    const page: Analysed = await analyse({ ...question, slice, from, to, totals, first: 10_000, after }, context);
    rows.push(...page.rows);
    if (!page.hasNextPage) return { rows, totals: page.totals };
    after = page.cursorOf(page.rows.at(-1)!);
  }
}

const dimensionColumns = ({ dimensions }: ReportQuestion, { context }: ReportRequest): readonly ColumnValue[] =>
  dimensions.map((code) => dimensionColumn(context.catalogue.dimensions.get(code)!, camelCase(code)));

/** A measure, and where the report asks for them its baseline, its change and its share of the period's total. */
function figureColumns(measure: Measure, { against, shares }: ReportQuestion): readonly ColumnValue[] {
  const own = measureColumn(measure, camelCase(measure.code));
  const beside = (suffix: string, en: string, zh: string, unit: string): ColumnValue => ({
    ...own,
    name: `${own.name}${suffix}`,
    names: { en: `${own.names.en}, ${en}`, zh: `${own.names.zh}${zh}` },
    unit,
    measure: null,
  });
  return [
    own,
    ...(against === 'NONE'
      ? []
      : [beside('Baseline', 'baseline', '（对比期）', measure.unit), beside('Change', 'change', '（变化）', measure.unit)]),
    ...(shares.includes(measure.code) ? [beside('Share', 'share of all', '占比', '%')] : []),
  ];
}

function figureCells(
  measure: Measure,
  row: AnalysisRow,
  whole: AnalysisRow | undefined,
  { against, shares }: ReportQuestion,
): readonly (number | null)[] {
  const { value } = row.figure(measure);
  const baseline = row.baseline(measure).value;
  const change = value === null || baseline === null ? null : difference(value, baseline);
  const all = whole?.figure(measure).value;
  const share = value === null || !all ? null : (value / all) * 100;
  return [value, ...(against === 'NONE' ? [] : [baseline, change]), ...(shares.includes(measure.code) ? [share] : [])];
}

const isWhole = ({ group, request }: AnalysisRow): boolean => group.totalOf.length === request.dimensions.length;

function toRow(row: AnalysisRow, cells: ReportRowValue['cells']): ReportRowValue {
  const name = (index: number) => camelCase(row.request.dimensions[index]!.code);
  const { totalOf, other } = row.group;
  return {
    cells,
    slice: sliceOfRow(row),
    totalOf: [...(row.period === null ? [periodColumn.name] : []), ...totalOf.map(name)],
    otherOf: other === null ? null : name(other),
  };
}

/** By the names that people read: `labelled` puts them beside the codes. */
function chartOf({ chart }: ReportQuestion): ChartHint | null {
  if (!chart) return null;
  const column = (code: string | undefined) =>
    code === undefined ? null : code === 'PERIOD' ? periodColumn.name : `${camelCase(code)}Label`;
  return { kind: chart.kind, x: column(chart.x), y: chart.y.map(camelCase), series: column(chart.series) };
}
