import type { FoundMart } from '../read/found.js';
import type { ContractColumn } from '../types.js';

/** What the values of a column are in a month. */
export interface ColumnValues {
  /** Values that are not null. */
  readonly filled: number;
  /** Of columns whose months are held against each other. */
  readonly amounts: Amounts | null;
}

export interface Amounts {
  /** Values other than 0. */
  readonly some: number;
  /** Their sum without their signs. */
  readonly total: number;
  /** As the engine writes them; null without any value. */
  readonly least: string | null;
  readonly greatest: string | null;
}

const isAmount = ({ type }: ContractColumn): boolean => /^(DECIMAL|INTEGER|BIGINT)/.test(type);

/** The columns of a mart by month that hold amounts: what is usual of them its months tell. */
export const amountColumns = ({ mart, columns }: FoundMart): readonly string[] =>
  mart.partition === null
    ? []
    : [...mart.columns.values()].filter((column) => isAmount(column) && columns.get(column.name)?.usable).map(({ name }) => name);

/** The value of a column that is farthest from 0. */
export function extremeOf({ least, greatest }: Amounts): string | null {
  if (least === null || greatest === null) return null;
  return Math.abs(Number(least)) > Math.abs(Number(greatest)) ? least : greatest;
}

/** What a value that is not 0 is on average, its sign apart; the one farthest from 0 is left out, so that a single one decides nothing. */
export const meanAmount = (amounts: Amounts): number =>
  (amounts.total - Math.abs(Number(extremeOf(amounts) ?? 0))) / Math.max(1, amounts.some - 1);

/** What is usual in months, in their order: the median; of two nobody can say, and the earlier is taken for it. */
export const usual = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : values.length === 2
      ? values[0]!
      : values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** What other systems write where there is no value: -999, -999999, 9999999999. Prices of 999 and 9999 are none. */
const STAND_IN = /^(-9{3,}|9{6,})(\.(0*|9+))?$/;

/** Does a value stand for none, or is it so many times what is usual? */
export const isOutlier = (value: string, level: number, times: number): boolean =>
  STAND_IN.test(value) || (level > 0 && Math.abs(Number(value)) >= level * times);
