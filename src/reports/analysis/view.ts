import type { Dimension, Measure } from '../../catalogue/types.js';
import type { Figure } from '../../figures/figure.js';
import { camelCase } from '../../slices/columns.js';
import { type ColumnValue, dimensionColumn, measureColumn, periodColumn } from '../column.js';
import { firstDayOf } from './period.js';
import type { AnalysisRequest } from './question.js';
import { type AnalysisRow, baselineRow } from './row.js';

/** A row as plain fields: the dimensions' codes and the measures' figures by their camelCase names. */
export function viewOf(row: AnalysisRow): Readonly<Record<string, unknown>> {
  const { request, group, period, isPartial } = row;
  const { dimensions, selected } = request;
  const head = {
    period,
    periodStart: firstDayOf(period ?? request.months[0]!),
    isPartial,
    isOther: group.other !== null,
    totalOf: group.totalOf.map((index) => dimensions[index]!.code),
    row,
  };
  const codes = Object.fromEntries(dimensions.map(({ code }, index) => [camelCase(code), group.codes[index] ?? null]));
  const earlier = group.period?.beforeCode ?? null;
  const before = {
    ...head,
    period: earlier,
    periodStart: earlier && firstDayOf(earlier),
    isPartial: false,
    row: baselineRow(row),
  };
  const isPlan = request.against === 'TARGET';
  const own = isPlan ? { ...head, row: { ...row, months: row.months } } : before;
  const isCompared = isPlan || row.monthsBefore.length > 0;
  const baseline = isCompared ? { ...own, ...figures(selected, row.baseline), baseline: null } : null;
  return { ...head, ...codes, ...figures(selected, row.figure), baseline };
}

function figures(measures: readonly Measure[], figureOf: (measure: Measure) => Figure) {
  const all = measures.map((measure) => ({ measure, figure: figureOf(measure) }));
  const values = Object.fromEntries(all.map(({ measure, figure }) => [camelCase(measure.code), figure.value]));
  const absent = all.flatMap(({ measure, figure }) =>
    figure.absence ? [{ measure: measure.code, reason: figure.absence }] : [],
  );
  return { ...values, absent };
}

export const columnsOfAnalysis = ({ dimensions, selected }: AnalysisRequest): readonly ColumnValue[] => [
  periodColumn,
  ...dimensions.map((dimension: Dimension) => dimensionColumn(dimension, camelCase(dimension.code))),
  ...selected.map((measure) => measureColumn(measure, camelCase(measure.code))),
];
