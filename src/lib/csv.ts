/** A cell on its way out of the gateway. */
export type CsvCell = string | number | boolean | null;

/** How a formula begins; also in the full-width forms of a Chinese keyboard. */
export const formulaStarts = '=+-@＝＋－＠\t\r';

/**
 * Rows as CSV (RFC 4180: CRLF, quotes where needed, doubled inside). Text that a spreadsheet would run as a formula gets a leading
 * apostrophe (CWE-1236); numbers stay plain, negative ones too. null is an empty field.
 */
export const csv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');

function field(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const safe = cell !== '' && formulaStarts.includes(cell[0]!) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
