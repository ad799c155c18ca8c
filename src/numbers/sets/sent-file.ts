import { open } from 'node:fs/promises';
import { badInput, MartletError } from '../../errors.js';
import { ident, text } from '../../lib/quote.js';
import type { Session } from '../../session/session.js';
import type { Row } from '../../warehouse/engine.js';
import { asItIs, type Statement, statement } from '../../warehouse/statement.js';

export const setFormats = ['csv', 'parquet'] as const;
export type SetFormat = (typeof setFormats)[number];

/** A file as it was sent: which numbers it names, and how it is read. */
export interface SentFile {
  /** By their id, or by their phone number. */
  readonly key: 'number_id' | 'msisdn';
  readonly hasScores: boolean;
  /** A relation of SQL with the columns `key` and, where it has scores, `score`, both VARCHAR; a row of a blank line is null. */
  readonly relation: string;
}

const expected = 'a column number_id (or msisdn), and score if there is one';

/** Looks at a file's columns. Errors: BAD_USER_INPUT with what was expected and what came. */
export async function sentFile(path: string, format: SetFormat, session: Session): Promise<SentFile> {
  const columns = format === 'csv' ? await csvColumns(path) : await parquetColumns(path, session);
  const names = columns.map((name) => name.toLowerCase());
  const keys = (['number_id', 'msisdn'] as const).filter((name) => names.includes(name));
  const others = columns.filter((_, index) => ![...keys, 'score'].includes(names[index]!));
  const found = columns.length === 0 ? 'none' : columns.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 40)));
  if (keys.length !== 1 || others.length > 0 || new Set(names).size < names.length)
    throw badInput(
      `The set's file: expected ${expected}, found ${found}.${format === 'csv' ? ' The first line of CSV names the columns, with commas between them.' : ''} Send these columns alone.`,
    );
  const own = names.map((name, index) => `cast(${ident(columns[index]!)} as varchar) as ${name}`);
  const types = columns.map((name) => `${text(name)}: 'VARCHAR'`).join(', ');
  const csv = `read_csv(${text(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true, columns = {${types}})`;
  const source = format === 'csv' ? csv : `read_parquet(${text(path)})`;
  return { key: keys[0]!, hasScores: names.includes('score'), relation: `(select ${own.join(', ')} from ${source})` };
}

/** The engine would guess where the table begins, and pass over lines. */
async function csvColumns(path: string): Promise<readonly string[]> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const [line = ''] = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/, 1);
    return line === '' ? [] : line.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  } finally {
    await file.close();
  }
}

async function parquetColumns(path: string, session: Session): Promise<readonly string[]> {
  const asked = ofFile('columns of a set', `select column_name from (describe select * from read_parquet(${text(path)}))`);
  return (await readSent(asked, 'parquet', session)).map((row) => String(row.column_name));
}

/** A statement over a file that was sent. */
export const ofFile = (name: string, sql: string): Statement => statement(name, sql, [], [asItIs('a set that is sent in')]);

/** Runs one. Errors: BAD_USER_INPUT where the engine cannot read the file, with its line. */
export async function readSent(asked: Statement, format: SetFormat, session: Session): Promise<readonly Row[]> {
  return session.run(asked, 'exports').catch((error: unknown) => {
    const cause = error instanceof MartletError ? '' : String((error as Error).cause ?? '');
    if (!/(Invalid Input|Invalid|Conversion|Binder|IO|Serialization|Not implemented) Error/.test(cause)) throw error;
    const line = /CSV Error on Line: (\d+)/.exec(cause)?.[1];
    const why = /utf-8/i.test(cause)
      ? ' that is no UTF-8'
      : line === undefined
        ? ''
        : ' that has other columns, or a quote that does not end';
    const where = line === undefined ? 'something else' : `line ${line}${why}`;
    throw badInput(
      `The set's file: expected ${format === 'csv' ? 'CSV as RFC 4180 has it, in UTF-8' : 'Parquet'}, found ${where}. Write it anew, and say by content-type what it is.`,
    );
  });
}
