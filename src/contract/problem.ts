export type ProblemKind =
  | 'path'
  | 'mapping'
  | 'missing-mart'
  | 'unreadable-file'
  | 'empty-month'
  | 'missing-column'
  | 'duplicate-column'
  | 'wrong-type'
  | 'type-drift'
  | 'misspelt'
  | 'empty-column'
  | 'out-of-range'
  | 'null-in-required'
  | 'bad-month'
  | 'month-mismatch'
  | 'month-gap'
  | 'row-count'
  | 'duplicate-key'
  | 'unknown-code'
  | 'orphan-reference'
  | 'failed-check'
  | 'vanished-number'
  | 'returned-number'
  | 'joining-day'
  | 'days-differ'
  | 'personal-id'
  | 'ignored-file'
  | 'sparse-column'
  | 'odd-amount'
  | 'outlier'
  | 'rounded-value'
  | 'changed-value'
  | 'many-leavers'
  | 'repeated-rows';

/** Where in the text of a mapping something is wrong: line and column from 1, and the word that stands there. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly token: string;
}

/** One thing wrong with a warehouse. An error refuses the warehouse; a warning is for the eyes of its owner. */
export interface Problem {
  readonly mart: string;
  readonly column?: string;
  /** Relative to the warehouse. */
  readonly file?: string;
  /** In that file, where it is a mapping. */
  readonly place?: TextPlace;
  /** The first month it is found in. */
  readonly month?: string;
  readonly kind: ProblemKind;
  readonly severity: 'error' | 'warning';
  /** What was expected, what was found, what to do. Never holds personal data. */
  readonly message: string;
  /** Rows (or files, for types) concerned. */
  readonly count?: number;
  /** A value or a number_id to look for. */
  readonly sample?: string;
  /** The values that are no codes of the contract, most frequent first, and how many rows have each. */
  readonly codes?: readonly { readonly code: string; readonly rows: number }[];
  /** SQL that mends it in a mapping. */
  readonly remedy?: string;
}

/** The engine's error without the values of rows that it may quote: those may be personal. */
export function engineText(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/^duckdb: /, '').split('\n')[0] ?? '';
  if (/^(Binder|Parser|Catalog|IO) Error/.test(text) || /No magic bytes|Parquet|parquet|too small/.test(text)) return text;
  return text.replace(/"[^"]*"|'[^']*'/g, '…');
}

/** "1 file", "3 files". */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** Hides the middle of what looks like a phone number or a document's number, wherever a sample may have picked it up. number_ids are surrogates and stay, unless they look like phone numbers. */
export const maskSample = (sample: string): string =>
  sample
    .replace(/(?<!\d)((?:\+?86)?[ -]?1[3-9]\d)(?:[ -]?\d){4}((?:[ -]?\d){4})(?!\d)/g, '$1****$2')
    .replace(/(?<!number_id \d*|\d)(\d{3})\d{4,}(\d{4})[Xx]?(?!\d)/g, '$1****$2');

/** Of a personal value only the first and the last character, by which one sees of what kind it is. */
export const maskValue = (value: string): string => {
  const characters = [...value];
  return characters.length < 4 ? '***' : `${characters[0]}***${characters.at(-1)}`;
};
