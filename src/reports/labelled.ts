import type { CampaignSession } from '../campaigns/session.js';
import { dimensionNamed } from '../catalogue/named.js';
import type { Names } from '../catalogue/names.js';
import { mapYielding } from '../lib/yielding.js';
import { labelOf, other } from '../serving/labels.js';
import type { ColumnValue } from './column.js';
import type { CellValue, ReportRowValue, ReportTable } from './report.js';

const total: Names = { en: 'Total', zh: '合计' };

/**
 * The table with a column of names beside each column of a dimension's codes: "city" has codes for programs, "cityLabel" what people
 * call them, "Total" where it is summed over and "Other" where it is the rest.
 */
export async function labelled(table: ReportTable, { catalogue, labels }: CampaignSession): Promise<ReportTable> {
  const dimensions = table.columns.map(({ dimension }) => (dimension === null ? null : dimensionNamed(catalogue, dimension)));
  const nameOf = (cell: CellValue, index: number, row: ReportRowValue): Names => {
    const { name } = table.columns[index]!;
    if (row.totalOf.includes(name)) return total;
    if (row.otherOf === name) return other;
    return labelOf(dimensions[index]!, cell === null ? null : String(cell), labels);
  };
  const columns = table.columns.flatMap((column) =>
    column.dimension === null ? [column] : [codeColumn(column), nameColumn(column)],
  );
  const rows = await mapYielding(table.rows, (row) => ({
    ...row,
    cells: row.cells.flatMap((cell, index) => (dimensions[index] ? [cell, nameOf(cell, index, row)] : [cell])),
  }));
  return { ...table, columns, rows };
}

const codeColumn = (column: ColumnValue): ColumnValue => ({
  ...column,
  names: { en: `${column.names.en} (code)`, zh: `${column.names.zh}（编码）` },
});

const nameColumn = (column: ColumnValue): ColumnValue => ({
  ...column,
  name: `${column.name}Label`,
  type: 'STRING',
  dimension: null,
});

/** A cell as it is answered: a text in both languages in the one asked for. */
export function cellIn(cell: CellValue, locale: 'EN' | 'ZH'): string | number | boolean | null {
  if (typeof cell !== 'object' || cell === null) return cell;
  return locale === 'ZH' ? cell.zh : cell.en;
}
