import { text } from '../../lib/quote.js';
import { moneyPer, type SqlDialect, writtenColumn } from '../dialect.js';
import { helpersOf } from '../spelled.js';

export const duckdbDialect: SqlDialect = Object.freeze<SqlDialect>({
  hash64: (plain) => `md5_number_lower(${plain})`,
  monthOf: (date) => `strftime(${date}, '%Y-%m')`,
  dayOf: (date) => `strftime(${date}, '%Y-%m-%d')`,
  monthEnd: (date) => `last_day(${date})`,
  isoWeekOf: (date) => `strftime(${date}, '%G-W%V')`,
  // It counts how many beginnings of months lie between them.
  monthsBetween: (from, to) => `datediff('month', ${from}, ${to})`,
  plusMonths: (date, months) => `CAST(${date} + to_months(${months}) AS DATE)`,
  least: (...of) => `least(${of.join(', ')})`,
  greatest: (...of) => `greatest(${of.join(', ')})`,
  has: (list, value) => `list_contains(${list}, ${value})`,
  hasAny: (list, others) => `list_has_any(${list}, ${others})`,
  at: (list, place) => `(${list})[${place}]`,
  cardinality: (list) => `len(${list})`,
  texts: (...values) => `[${values.join(', ')}]`,
  part: (plain, separator, place) => `split_part(${plain}, ${separator}, ${place})`,
  latest: (value, by) => `arg_max_null(${value}, ${by})`,
  quantiles: (value, ...shares) => `quantile_disc(${value}, [${shares.join(', ')}])`,
  quotient: (of, by) => `((${of}) / nullif(${by}, 0))`,
  mean: (value) => `avg(${value})`,
  // "/" would go through a DOUBLE.
  shareOfFen: (fen, count) => `(2 * ${fen} + sign(${fen}) * ${count}) // (2 * nullif(${count}, 0))`,
  daysBetween: (from, to) => `datediff('day', ${from}, ${to})`,
  firstOf: (list, count) => `(${list})[1:${count}]`,
  firstParts: (plain, separator, count) => `array_to_string(string_split(${plain}, ${separator})[1:${count}], ${separator})`,
  sumOfDifferent: (value, weight) =>
    `list_sum(list_transform(list(distinct {'of': ${value}, 'weight': ${weight}}) filter (${value} is not null), lambda one: one.weight))`,
  rowsOf(json, ...columns) {
    const shape = columns.map(writtenColumn).map(([name, type]) => [name, type.endsWith('[]') ? [type.slice(0, -2)] : type]);
    return `select unnest(from_json(${json}, ${text(JSON.stringify([Object.fromEntries(shape)]))}), recursive := true)`;
  },
  listOf: (...values) => `[${values.join(', ')}]`,
  wholeQuotient: (of, by) => `((${of}) // (${by}))`,
  moneyPer: (amount, count) => moneyPer(duckdbDialect, amount, count),
  cutRatio: (a, b) => `(CAST(1000000 * ${thousandths(a)} // ${thousandths(`nullif(${b}, 0)`)} AS DOUBLE) / 1000000)`,
  decimalOf: (value, digits, decimals) => `CAST(${value} AS DECIMAL(${digits},${decimals}))`,
  concatenated: (plain) => `string_agg(${plain}, '' ORDER BY ${plain})`,
  sumInOrder: (value, ...by) => `sum(${value} ORDER BY ${by.join(', ')})`,
});

const thousandths = (quantity: string): string => `CAST(CAST(${quantity} AS DECIMAL(18,3)) * 1000 AS HUGEINT)`;

/** What DuckDB has by helpers' names. */
export const duckdbHelpers = helpersOf(duckdbDialect);
