import { keptCells, type TableCell } from '../figures/suppression/kept-cells.js';
import type { Counted, ReportRowValue, ReportTable } from './report.js';

/**
 * A table as it is told to a viewer to whom figures of fewer than `least` numbers are not: cells of few are null, and so are those that would
 * give them away (`keptCells`), line by line along the dimensions and ages; a total is told unless it is of few itself.
 */
export function toldTable(table: ReportTable, counted: readonly Counted[], least: number): ReportTable {
  if (least <= 1 || counted.length === 0) return table;
  const place = (name: string): number => table.columns.findIndex((column) => column.name === name);
  const keys = table.columns.flatMap(({ dimension, name }, index) => (dimension !== null || name === 'months' ? [index] : []));
  const hidden = new Map<ReportRowValue, Set<number>>();
  for (const { count, tells } of counted.filter((each) => place(each.count) >= 0)) {
    const at = place(count);
    const cellOf = (row: ReportRowValue): TableCell & { readonly row: ReportRowValue } => {
      const numbers = Number(row.cells[at] ?? 0);
      // What is null already was not told as a figure.
      return { row, path: null, keys: keys.map((key) => row.cells[key] as string | null), numbers, isFew: false };
    };
    const details = table.rows.filter(({ totalOf }) => totalOf.length === 0).map(cellOf);
    const { few: fewCells, aid } = keptCells(details, least);
    const few = table.rows.filter(({ cells }) => cells[at] === null || (cells[at] !== 0 && Number(cells[at]) < least));
    for (const row of [...few, ...details.filter((cell) => fewCells.has(cell) || aid.has(cell)).map(({ row }) => row)])
      hidden.set(row, new Set([...(hidden.get(row) ?? []), ...tells.map(place)]));
  }
  const rows = table.rows.map((row) =>
    hidden.has(row) ? { ...row, cells: row.cells.map((cell, index) => (hidden.get(row)!.has(index) ? null : cell)) } : row,
  );
  return { ...table, rows };
}
