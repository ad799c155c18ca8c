import { text } from '../lib/quote.js';
import type { PointMart } from '../points/store.js';
import type { Manifest } from '../warehouse/generations.js';

/** Where a month of a mart lies below a generation. */
export const martFile = (mart: string, month: string): string => `${mart}/month=${month}/data.parquet`;
/** The mart of a file that lies there; null of other files. */
export const martOfFile = (path: string): string | null => /^(\w+)\/month=[^/]+\/data\.parquet$/.exec(path)?.[1] ?? null;
/** The month of a file that lies there. */
export const monthOfFile = (path: string): string => /month=([^/]+)/.exec(path)![1]!;
/** Where a month of a rollup lies below a generation. */
export const rollupFile = (rollup: string, month: string): string => `rollup/${rollup}/month=${month}/data.parquet`;

/** Where a month of the point store lies below a generation. */
export const pointFile = (month: string): string => `points/month=${month}/data.db`;
/** Where the newest month's scores lie, as they come anew where nothing else of a month does. */
export const scoresFile = 'points/scores/data.db';
/** Where a mart of the point store lies in a month. */
export const pointFileOf = (month: string, mart: PointMart): string =>
  mart === 'number_propensity' ? scoresFile : pointFile(month);

/** Has a generation the whole point store? Those of before have none. */
export const hasPoints = ({ months, files, coverage }: Pick<Manifest, 'months' | 'files' | 'coverage'>): boolean => {
  const paths = new Set(files.map(({ path }) => path));
  const hasScores = !coverage.propensity?.includes('probability') || paths.has(scoresFile);
  return hasScores && months.every((month) => paths.has(pointFile(month)));
};

/** Months in which the churn warning is IMMATURE: their models have no rows. */
export const monthsWithoutModel = ({ files }: Pick<Manifest, 'files'>): ReadonlySet<string> =>
  new Set(files.filter(({ path, rows }) => path.startsWith('warning_model/') && rows === 0).map(({ path }) => monthOfFile(path)));

/** Files as one relation, with the month that stands in them. */
export const parquet = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(text).join(', ')}], hive_partitioning = false)`;

/** How a mart's files are written. Level 1 is nearly as small as the default and costs half. */
export const parquetFormat = (rowGroup = 122_880): string =>
  `FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${rowGroup}`;
