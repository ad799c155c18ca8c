import type { Dimension, Measure } from '../../catalogue/types.js';
import type { Absence, Figure } from '../../figures/figure.js';
import { keptIn } from '../../lib/memo.js';
import { camelCase } from '../../slices/columns.js';
import { type ColumnValue, dimensionColumn, measureColumn, periodColumn } from '../column.js';
import { firstDayOf } from './period.js';
import type { AnalysisRequest } from './question.js';
import { type AnalysisRow, baselineRow } from './row.js';

/** A row as plain fields: the dimensions' codes and the measures' figures by their camelCase names. */
export function viewOf(row: AnalysisRow): Readonly<Record<string, unknown>> {
  const { request, group, period } = row;
  const { dimensions, measures } = keptIn(fields, request, () => fieldsOf(request));
  const view: Record<string, unknown> = {
    period,
    periodStart: firstDayOf(period ?? request.months[0]!),
    isPartial: row.isPartial,
    isOther: group.other !== null,
    totalOf: group.totalOf.map((index) => request.dimensions[index]!.code),
    row,
    baseline: null,
  };
  for (const [index, field] of dimensions.entries()) view[field] = group.codes[index] ?? null;
  addFigures(view, measures, row.figure);
  view.baseline = baselineOf(row, view, measures);
  return view;
}

/** What the row is compared with: its plan, or an earlier period; null: nothing. */
function baselineOf(row: AnalysisRow, head: Readonly<Record<string, unknown>>, measures: readonly MeasureField[]) {
  const isPlan = row.request.against === 'TARGET';
  if (!isPlan && row.monthsBefore.length === 0) return null;
  const { period, periodStart, isPartial, isOther, totalOf } = head;
  const earlier = row.group.period?.beforeCode ?? null;
  const own = isPlan
    ? { period, periodStart, isPartial, row: { ...row } }
    : { period: earlier, periodStart: earlier && firstDayOf(earlier), isPartial: false, row: baselineRow(row) };
  const view: Record<string, unknown> = { ...own, isOther, totalOf, baseline: null };
  addFigures(view, measures, row.baseline);
  return view;
}

function addFigures(
  view: Record<string, unknown>,
  measures: readonly MeasureField[],
  figureOf: (measure: Measure) => Figure,
): void {
  const missing: { readonly measure: string; readonly reason: Absence }[] = [];
  for (const { measure, field } of measures) {
    const { value, absence } = figureOf(measure);
    view[field] = value;
    if (absence) missing.push({ measure: measure.code, reason: absence });
  }
  view.absent = missing;
}

interface MeasureField {
  readonly measure: Measure;
  readonly field: string;
}

/** The names of an analysis' fields, which are the same in all of its rows. */
const fields = new WeakMap<AnalysisRequest, ReturnType<typeof fieldsOf>>();

const fieldsOf = ({ dimensions, selected }: AnalysisRequest) => ({
  dimensions: dimensions.map(({ code }) => camelCase(code)),
  measures: selected.map((measure) => ({ measure, field: camelCase(measure.code) })),
});

export const columnsOfAnalysis = ({ dimensions, selected }: AnalysisRequest): readonly ColumnValue[] => [
  periodColumn,
  ...dimensions.map((dimension: Dimension) => dimensionColumn(dimension, camelCase(dimension.code))),
  ...selected.map((measure) => measureColumn(measure, camelCase(measure.code))),
];
