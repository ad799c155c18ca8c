import type { ColumnTypes } from '../warehouse/spelled.js';

/** A month's rows of a mart, and what they tell SQL. */
export interface MadeByCode {
  readonly columns: ColumnTypes;
  readonly rows: readonly object[];
  readonly tokens?: Readonly<Record<string, string>>;
}
