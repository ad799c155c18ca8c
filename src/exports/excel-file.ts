import { badInput } from '../errors.js';
import { protocolLimits } from '../security/limits.js';
import type { FlatTable } from './table-statement.js';

export interface ExcelTable extends FlatTable {
  /** What stands above the columns, in their order. */
  readonly heads: readonly string[];
  /** What the sheet is called. */
  readonly name: string;
}

/** Excel's own limit of a sheet's name, and what may not stand in it. */
const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);

/**
 * A table at hand as an Excel workbook, its head fixed and bold; a second sheet says what it is, a line each. Texts are cells of text: none is
 * run as a formula. Errors: BAD_USER_INPUT, where it has more rows than a sheet.
 */
export async function excelFile(
  { columns, heads, rows, name }: ExcelTable,
  about: readonly (readonly [what: string, value: string])[],
): Promise<Buffer> {
  if (rows.length > protocolLimits.excelRows)
    throw badInput(
      `An Excel sheet holds ${protocolLimits.excelRows} rows, found ${rows.length}. Narrow the question, or take Parquet or CSV.`,
    );
  const { default: writeExcel } = await import('write-excel-file/node');
  const head = heads.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true }));
  const widths = columns.map(({ type }, index) => ({
    width: Math.min(Math.max(heads[index]!.length + 2, type === 'STRING' ? 18 : 12), 40),
  }));
  return writeExcel([
    { sheet: sheetName(name), data: [head, ...rows.map((cells) => [...cells])], stickyRowsCount: 1, columns: widths },
    { sheet: 'martlet', data: about.map((line) => [...line]), columns: [{ width: 18 }, { width: 100 }] },
  ]).toBuffer();
}
