import type { Names } from '../catalogue/names.js';
import type { Dimension, Measure } from '../catalogue/types.js';

/** A column of a table: what it is called, and what is in it. */
export interface ColumnValue {
  /** As in the rows: camelCase. */
  readonly name: string;
  readonly names: Names;
  /** STRING, NUMBER or BOOLEAN. */
  readonly type: 'STRING' | 'NUMBER' | 'BOOLEAN';
  readonly unit: string | null;
  readonly measure: string | null;
  readonly dimension: string | null;
}

const plain = { unit: null, measure: null, dimension: null } as const;

export const periodColumn: ColumnValue = { ...plain, name: 'period', names: { en: 'Period', zh: '期间' }, type: 'STRING' };

export const dimensionColumn = ({ code, names }: Dimension, name: string): ColumnValue => ({
  ...plain,
  name,
  names,
  type: 'STRING',
  dimension: code,
});

export const measureColumn = ({ code, names, unit }: Measure, name: string): ColumnValue => ({
  ...plain,
  name,
  names,
  type: 'NUMBER',
  unit,
  measure: code,
});
