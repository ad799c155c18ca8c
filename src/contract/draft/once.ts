import { ident } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { engineText } from '../problem.js';

/** The name of the file that a row came from, on its way through a mapping. */
export const fileColumn = '"#file"';

export const indent = (sql: string): string => `\n${sql.replace(/^/gm, '  ')}\n`;
const counted = (rows: number): string => rows.toLocaleString('en-US');

/** Each key once: of rows with the same one that of the last file, where there are any; without the names of files. */
export async function onceByKey(builder: Builder, keys: readonly string[], sql: string, notes: string[]): Promise<string> {
  const plain = sql.replace(/,\n *filename AS "#file"/g, '');
  if (keys.length === 0) {
    await countRepeated(builder, plain, notes);
    return plain;
  }
  const key = keys.map(ident).join(', ');
  try {
    const [row] = await builder.query(
      `SELECT count(*) AS n, count(DISTINCT (${key})) AS keys, (SELECT count(*) FROM (SELECT DISTINCT * FROM (${plain}))) AS different FROM (${plain})`,
    );
    const [rows, distinct, different] = [Number(row?.n), Number(row?.keys), Number(row?.different)];
    if (rows === distinct) return plain;
    notes.push(
      `${counted(rows - distinct)} of ${counted(rows)} rows have a key (${keys.join(', ')}) that another row has: ${counted(rows - different)} of them are the same in all; of the others the mapping takes that of the last file by name (a guess: a correction comes later).`,
    );
  } catch (error) {
    notes.push(`It does not run as it is: ${engineText(error)}.`);
    return plain;
  }
  const doubt = '-- TODO: a guess: of rows with the same key that of the last file by name is right.';
  if (!sql.includes(fileColumn)) return `${doubt}\nSELECT DISTINCT ON (${key}) * FROM (${indent(plain)})`;
  return `SELECT * EXCLUDE ${fileColumn} FROM (${indent(sql)})\n${doubt}\nQUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${fileColumn} DESC) = 1`;
}

/** A mart without a key may have equal rows; whoever drafts it is told of them, as a load may have been done twice. */
async function countRepeated(builder: Builder, sql: string, notes: string[]): Promise<void> {
  try {
    const [row] = await builder.query(
      `SELECT (SELECT count(*) FROM (${sql})) AS n, (SELECT count(*) FROM (SELECT DISTINCT * FROM (${sql}))) AS different`,
    );
    const [rows, different] = [Number(row?.n), Number(row?.different)];
    if (rows > different)
      notes.push(
        `${counted(rows - different)} of ${counted(rows)} rows are the same in all as another row. Nothing tells them apart, so the mapping keeps them: see whether a file was loaded twice.`,
      );
  } catch (error) {
    notes.push(`It does not run as it is: ${engineText(error)}.`);
  }
}

/** How many rows of a part no other part has, so that a join leaves them out. */
export async function countUnjoined(
  builder: Builder,
  keys: readonly string[],
  left: string,
  right: { readonly sql: string; readonly name: string },
  notes: string[],
): Promise<void> {
  try {
    const using = keys.map(ident).join(', ');
    const [row] = await builder.query(`SELECT count(*) AS n FROM (${right.sql}) ANTI JOIN (${left}) USING (${using})`);
    if (Number(row?.n) > 0)
      notes.push(`${counted(Number(row?.n))} rows of ${right.name} belong to no row of the others and are left out.`);
  } catch (error) {
    notes.push(`${right.name} cannot be joined as it is: ${engineText(error)}.`);
  }
}
