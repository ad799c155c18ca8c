import type { Measure } from '../../catalogue/types.js';
import { difference } from '../../figures/compare.js';
import { mapYielding } from '../../lib/yielding.js';
import { camelCase } from '../../slices/columns.js';
import { type ColumnValue, dimensionColumn, measureColumn, periodColumn } from '../column.js';
import type { ReportRowValue, ReportTable } from '../report.js';
import type { AnalysisResult } from './analyse.js';
import type { AnalysisRequest } from './question.js';
import { type AnalysisRow, sliceOfRow } from './row.js';

/** What a table shows beside what was computed. */
export interface TableOptions {
  /** Measures that are also shown as a share of the period's total; the analysis must have totals. */
  readonly shares?: readonly string[];
  /** Without the totals, where they were computed for shares alone. */
  readonly totals?: boolean;
}

/**
 * A whole analysis as a table: columns with their types, all rows, and after them the totals that are asked for. Dimensions are codes
 * (`labelled` puts their names beside them); beside a measure stand its baseline and change, where it is compared.
 */
export async function tableOf(
  { request, rows, totals }: AnalysisResult,
  { shares = [], totals: hasTotals = true }: TableOptions = {},
): Promise<ReportTable> {
  const { dimensions, selected } = request;
  const wholes = new Map(totals.filter(isWhole).map((row) => [row.period, row]));
  // What is summed over time alone is as long as the table itself: the same analysis with the grain TOTAL gives it.
  const shown = hasTotals ? [...rows, ...totals.filter(({ group }) => group.totalOf.length > 0)] : rows;
  return {
    columns: [
      periodColumn,
      ...dimensions.map((dimension) => dimensionColumn(dimension, camelCase(dimension.code))),
      ...selected.flatMap((measure) => figureColumns(measure, request, shares)),
    ],
    rows: await mapYielding(shown, (row) =>
      toRow(row, [
        row.period,
        ...row.group.codes,
        ...selected.flatMap((measure) => figureCells(measure, row, wholes.get(row.period), shares)),
      ]),
    ),
  };
}

const isWhole = ({ group, request }: AnalysisRow): boolean => group.totalOf.length === request.dimensions.length;

function figureColumns(measure: Measure, { against }: AnalysisRequest, shares: readonly string[]): readonly ColumnValue[] {
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
  shares: readonly string[],
): readonly (number | null)[] {
  const { value } = row.figure(measure);
  const baseline = row.baseline(measure).value;
  const change = value === null || baseline === null ? null : difference(value, baseline);
  const all = whole?.figure(measure).value;
  const share = value === null || !all ? null : (value / all) * 100;
  const { against } = row.request;
  return [value, ...(against === 'NONE' ? [] : [baseline, change]), ...(shares.includes(measure.code) ? [share] : [])];
}

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
