import { closeSync, openSync, readSync } from 'node:fs';
import type { Builder } from '../../warehouse/duckdb.js';
import type { TextPlace } from '../problem.js';

/** What the engine says against a SQL text. */
export interface SqlFault {
  /** "Binder", "Conversion", "Invalid Input" */
  readonly kind: string;
  /** All that helps to mend it, in one line: with the engine's candidates, without the rows and settings that it quotes. */
  readonly text: string;
  readonly place: TextPlace | null;
}

/** Where in a text its byte `offset` is, and the word that stands there. */
export function placeAt(sql: string, offset: number): TextPlace | null {
  const bytes = Buffer.from(sql);
  if (!Number.isInteger(offset) || offset < 0 || offset >= bytes.length) return null;
  const lines = bytes.subarray(0, offset).toString().split('\n');
  const token = /^(?:[\p{L}\p{N}_.]+|"[^"]*"|\S)?/u.exec(bytes.subarray(offset).toString())![0];
  return { line: lines.length, column: [...lines.at(-1)!].length + 1, token };
}

/** Ends a sentence that the engine may have ended itself. */
export const ended = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`);

/** "plan.sql:2:8", as compilers write it. */
export const namedAt = (name: string, place: TextPlace | null): string =>
  place ? `${name}:${place.line}:${place.column}` : name;

/** Runs `before` + `sql` + `after` and gives what the engine says against it, or null. */
export async function sqlFaultOf(builder: Builder, sql: string, before: string, after = ''): Promise<SqlFault | null> {
  // Else the place has to be guessed from an excerpt with a caret.
  await builder.execute('SET errors_as_json = true');
  const said = await builder.query(`${before}${sql}${after}`).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await builder.execute('SET errors_as_json = false');
  if (said === null) return null;
  const { exception_type, exception_message, position } = parsed(said);
  const place = position === undefined ? null : placeAt(sql, Number(position) - Buffer.byteLength(before));
  return { kind: exception_type, text: `${exception_type} Error: ${shortened(exception_message)}`, place };
}

interface Said {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly position?: string;
}

function parsed(said: string): Said {
  try {
    return JSON.parse(said.slice(said.indexOf('{'))) as Said;
  } catch {
    return { exception_type: 'Engine', exception_message: said };
  }
}

/** How many of the functions that might have been meant are told. */
const CANDIDATES = 6;

function shortened(message: string): string {
  const [told = ''] = message.split(/\n\s*(?:Column \S+ is being converted|Possible Solution|delimiter = |It is possible that)/);
  const lines = told.split('\n').map((line) => line.trim());
  const kept = lines.filter((line) => line !== '' && line !== '^' && !line.startsWith('Original Line:'));
  const file = /^\s*file = (.+)$/m.exec(message)?.[1];
  const many = kept.length > CANDIDATES + 2 ? [...kept.slice(0, CANDIDATES + 2), '…'] : kept;
  return [...many, ...(file && !told.includes(file) ? [`File: ${file}`] : [])].join(' ');
}

/** How a value that the engine could not read may be read, where it shows. */
export function valueRemedy(text: string): string {
  const [, quoted, apostrophes] = /(?:string|format:) (?:"([^"]*)"|'([^']*)')/.exec(text) ?? [];
  const value = quoted ?? apostrophes;
  if (value === undefined) return '';
  if (/^-?\d+(\.\d{3})*,\d+$/.test(value)) return " It has a decimal comma: write replace(…, ',', '.').";
  if (/date|timestamp/i.test(text) && /^\d{8}$/.test(value)) return " It is a day without dashes: write strptime(…, '%Y%m%d').";
  if (value.trim() === '') return " It is empty: write NULLIF(…, '').";
  return ' Where it stands for no value write NULLIF, where it may be lost TRY_CAST.';
}

/** What to do about a text file that is not in one of the encodings that the engine reads, by a look at its beginning. */
export function encodingRemedy(text: string): string {
  if (/does not support the encoding/.test(text)) return ` The engine reads utf-8, utf-16 and latin-1: ${CONVERT}.`;
  if (!/not utf-8 encoded/.test(text)) return '';
  const file = /File: (.+)$/.exec(text)?.[1];
  const beginning = file ? beginningOf(file) : null;
  if (beginning === null) return ` ${CONVERT}.`;
  if (/^(\xff\xfe|\xfe\xff)/.test(beginning.toString('latin1'))) return " It is UTF-16: write read_csv(…, encoding = 'utf-16').";
  return reads(beginning, 'gb18030')
    ? ` It reads as GB18030 (GBK), which the engine does not: ${CONVERT}.`
    : " Where it is Latin-1, write read_csv(…, encoding = 'latin-1').";
}

const CONVERT = 'write it anew as UTF-8, e.g. by iconv -f GB18030 -t UTF-8 old.csv > new.csv';

function beginningOf(file: string): Buffer | null {
  try {
    const handle = openSync(file, 'r');
    const buffer = Buffer.alloc(64 * 1024);
    const read = readSync(handle, buffer);
    closeSync(handle);
    return buffer.subarray(0, read);
  } catch {
    return null;
  }
}

function reads(bytes: Buffer, encoding: string): boolean {
  try {
    // As of a stream: a character may be cut off at the end.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
