import { duckdbDialect } from './dialect.js';

/**
 * SQL macros for what must be exact, on every builder. DuckDB's "/" of two DECIMALs is a DOUBLE: 34.37 / 2 is 17.185 in it, a hair below
 * the half, and 17.18 when it is brought back to a DECIMAL. These divide whole numbers.
 *
 * `money_per(amount, n)`: CNY ÷ a count above 0, to the fen, half away from zero: 34.37, 2 → 17.19; −0.05, 2 → −0.03; null for n = 0.
 *
 * `cut_ratio(a, b)`: a ÷ b cut to six decimals towards zero, as the DOUBLE next to that decimal; null for b = 0. Of quantities with up to
 * three decimals. Cut and not rounded, so that a ratio that falls just short of a threshold is never shown, or filtered, as one that
 * reaches it: −0.2 stands only where the exact ratio is −0.2 or beyond.
 */
export const arithmetic: readonly string[] = [
  'CREATE OR REPLACE TEMP MACRO whole_fen(amount) AS CAST(CAST(amount AS DECIMAL(18,2)) * 100 AS BIGINT)',
  `CREATE OR REPLACE TEMP MACRO money_per(amount, n) AS
    CAST(CAST(${duckdbDialect.shareOfFen('whole_fen(amount)', 'n')} AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,2))`,
  'CREATE OR REPLACE TEMP MACRO thousandths(quantity) AS CAST(CAST(quantity AS DECIMAL(18,3)) * 1000 AS HUGEINT)',
  'CREATE OR REPLACE TEMP MACRO cut_ratio(a, b) AS CAST(1000000 * thousandths(a) // thousandths(nullif(b, 0)) AS DOUBLE) / 1000000',
];
