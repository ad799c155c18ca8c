import { reportQuestionOf } from '../catalogue/reports/question.js';
import type { ReportQuestion } from '../catalogue/schemas.js';
import type { ReportTemplate } from '../catalogue/types.js';
import { requireFilterable } from '../security/grants.js';
import { usualLimits } from '../security/limits.js';
import { camelCase } from '../slices/columns.js';
import { both, parseWhere } from '../slices/where.js';
import { type AnalysisResult, analyse } from './analysis/analyse.js';
import { analysisOf } from './analysis/resolve-analysis.js';
import { tableOf } from './analysis/table.js';
import { periodColumn } from './column.js';
import type { ChartHint, ReportDefinition, ReportRequest, ReportTable } from './report.js';
import { requireReportable } from './reportable.js';

/** A report of the catalogue, by way of free analysis: what it shows is what the same `analysis` shows. */
export const plainReport = (template: ReportTemplate): ReportDefinition => ({
  ...template,
  chart: null,
  make: (request) => make(template, request),
});

/** Errors: FORBIDDEN (masked filter), NOT_PROVIDED, and those of `analysisOf` and `analyse`. */
async function make(template: ReportTemplate, { context, scope, months, options }: ReportRequest): Promise<ReportTable> {
  const { catalogue, columns, viewer } = context;
  // The definition's own filter is the operator's: it was checked so when the catalogue was read, whoever asks for the report.
  const checkWhere = (where: unknown) => parseWhere(where, columns, usualLimits);
  const question = reportQuestionOf(template, options, { ...catalogue, checkWhere });
  const own = checkWhere(question.where);
  requireReportable(template.code, question, own, context);
  requireFilterable(viewer, own, columns);
  const { shares, totals } = question;
  const narrowed = { context, scope: { ...scope, where: both(scope.where, own) }, months };
  const analysed = await analyse(analysisOf({ ...question, totals: totals || shares.length > 0 }, narrowed));
  return { ...(await tableOf(analysed, { shares, totals })), chart: chartOf(question, analysed) };
}

/**
 * By the names that people read: `labelled` puts them beside the codes. Several periods that are on no side are a picture each: a stock of
 * three months is not to be drawn, or added up, in one place.
 */
function chartOf({ chart }: ReportQuestion, { rows }: AnalysisResult): ChartHint | null {
  if (!chart) return null;
  const column = (code: string | undefined) =>
    code === undefined ? null : code === 'PERIOD' ? periodColumn.name : `${camelCase(code)}Label`;
  const { kind, x, y, series, facet } = chart;
  const isPlaced = [x, series, facet].includes('PERIOD') || new Set(rows.map(({ period }) => period)).size < 2;
  const own = facet ?? (isPlaced ? undefined : 'PERIOD');
  return { kind, x: column(x), y: y.map(camelCase), series: column(series), facet: column(own) };
}
