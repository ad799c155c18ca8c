import { text } from '../../lib/quote.js';
import type { Extract } from './extracts.js';

/** Where the month of an extract's rows comes from, when no column of it is one. */
export interface MonthOfExtract {
  readonly sql: string;
  readonly why: string;
  readonly isCertain: boolean;
}

const written = '(20[0-9]{2})[-_年.]?(0[1-9]|1[0-2])';

/** The month that the files' names say, or the one that is given for files that say none. */
export function monthOfExtract(extract: Extract, given: string | null): MonthOfExtract {
  const said = extract.hasFilename ? extract.files : [extract.name];
  const months = said.map((name) => new RegExp(`^.*${written}.*$`).exec(name));
  if (months.every((found) => found !== null)) {
    // Below the data: the folder's own path may have a month in it, too.
    const path = "substr(filename, length(getvariable('data')) + 1)";
    const sql = extract.hasFilename
      ? `regexp_replace(${path}, '^.*${written}.*$', '\\1-\\2')`
      : text(`${months[0]![1]}-${months[0]![2]}`);
    return { sql, why: "the file's name", isCertain: true };
  }
  if (given) return { sql: text(given), why: '--snapshot', isCertain: true };
  const today = new Date().toISOString().slice(0, 7);
  return { sql: text(today), why: 'nothing says of which month the rows are: --snapshot YYYY-MM does', isCertain: false };
}
