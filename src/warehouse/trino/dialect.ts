import { ident, text } from '../../lib/quote.js';
import { moneyPer, type SqlDialect, writtenColumn } from '../dialect.js';
import { helpersOf } from '../spelled.js';

const known = (list: string): string => `filter(${list}, x -> x IS NOT NULL)`;

export const trinoDialect: SqlDialect = Object.freeze<SqlDialect>({
  // MD5's last eight bytes, the lowest first. A BIGINT has a sign, and there is no larger whole number but a DECIMAL.
  hash64: (plain) =>
    `((CAST(from_big_endian_64(reverse(substr(md5(to_utf8(${plain})), 9, 8))) AS DECIMAL(20,0)) + DECIMAL '${2n ** 64n}') % DECIMAL '${2n ** 64n}')`,
  monthOf: (date) => `date_format(${date}, '%Y-%m')`,
  dayOf: (date) => `date_format(${date}, '%Y-%m-%d')`,
  monthEnd: (date) => `last_day_of_month(${date})`,
  isoWeekOf: (date) => `date_format(${date}, '%x-W%v')`,
  // Between two dates it would count whole months.
  monthsBetween: (from, to) => `date_diff('month', date_trunc('month', ${from}), date_trunc('month', ${to}))`,
  plusMonths: (date, months) => `date_add('month', ${months}, ${date})`,
  // Trino's least, greatest and contains are null if one of the values is. Of two values there is no list to be made for each row.
  least: (...of) => (of.length === 2 ? `coalesce(least(${of}), ${of})` : `array_min(${known(`ARRAY[${of}]`)})`),
  greatest: (...of) => (of.length === 2 ? `coalesce(greatest(${of}), ${of})` : `array_max(${known(`ARRAY[${of}]`)})`),
  has: (list, value) => `contains(${known(list)}, ${value})`,
  hasAny: (list, others) => `arrays_overlap(${known(list)}, ${known(others)})`,
  at: (list, place) => `element_at(${list}, ${place})`,
  cardinality: (list) => `cardinality(${list})`,
  texts: (...values) => `CAST(ARRAY[${values.join(', ')}] AS ARRAY(VARCHAR))`,
  part: (plain, separator, place) => `IF(${plain} IS NOT NULL, coalesce(split_part(${plain}, ${separator}, ${place}), ''))`,
  latest: (value, by) => `max_by(${value}, ${by})`,
  quantiles(value, ...shares) {
    const sorted = `array_agg(${value} ORDER BY ${value}) FILTER (WHERE ${value} IS NOT NULL)`;
    const of = shares.map((share) => `element_at(${sorted}, CAST(greatest(ceiling(${share} * count(${value})), 1) AS INTEGER))`);
    return `IF(count(${value}) > 0, ARRAY[${of.join(', ')}])`;
  },
  quotient: (of, by) => `(CAST(${of} AS DOUBLE) / nullif(CAST(${by} AS DOUBLE), 0))`,
  mean: (value) => `avg(CAST(${value} AS DOUBLE))`,
  // Of whole numbers "/" leaves the rest away.
  shareOfFen: (fen, count) => `(2 * ${fen} + sign(${fen}) * ${count}) / (2 * nullif(${count}, 0))`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  firstOf: (list, count) => `slice(${list}, 1, ${count})`,
  firstParts: (plain, separator, count) => `array_join(slice(split(${plain}, ${separator}), 1, ${count}), ${separator})`,
  sumOfDifferent: (value, weight) =>
    `reduce(array_agg(DISTINCT ROW(${value}, ${weight})) FILTER (WHERE ${value} IS NOT NULL), CAST(NULL AS BIGINT), (sum, one) -> coalesce(sum + one[2], sum, one[2]), sum -> sum)`,
  rowsOf(json, ...columns) {
    const selected = columns
      .map(writtenColumn)
      .map(([name, type]) => `${ofJson(`element_at(o, ${text(name)})`, type)} AS ${ident(name)}`);
    // Not as rows: of those it finds no field whose name has a capital, and says nothing.
    return `SELECT ${selected.join(', ')} FROM UNNEST(CAST(json_parse(${json}) AS ARRAY(MAP(VARCHAR, JSON)))) AS objects(o)`;
  },
  listOf: (...values) => `ARRAY[${values.join(', ')}]`,
  wholeQuotient: (of, by) => `((${of}) / (${by}))`,
  moneyPer: (amount, count) => moneyPer(trinoDialect, amount, count),
  // Of whole DECIMALs "/" would round.
  cutRatio(a, b) {
    const [of, by] = [`(1000000 * ${thousandths(a)})`, thousandths(`nullif(${b}, 0)`)];
    return `(CAST((${of} - ${of} % ${by}) / ${by} AS DOUBLE) / 1000000)`;
  },
  decimalOf: (value, digits, decimals) =>
    `CAST(CAST(round((${value}) * 1e${decimals}) AS DECIMAL(20,0)) * ${(10 ** -Number(decimals)).toFixed(Number(decimals))} AS DECIMAL(${digits},${decimals}))`,
  concatenated: (plain) => `array_join(array_agg(${plain} ORDER BY ${plain}) FILTER (WHERE ${plain} IS NOT NULL), '')`,
  sumInOrder: (value, ...by) =>
    `reduce(array_agg(${value} ORDER BY ${by.join(', ')}) FILTER (WHERE ${value} IS NOT NULL), 0e0, (sum, x) -> sum + x, sum -> sum)`,
});

const thousandths = (quantity: string): string => `CAST(CAST(${quantity} AS DECIMAL(18,3)) * 1000 AS DECIMAL(31,0))`;

/** JSON has no dates, and Trino makes none of its texts by itself. */
const ofJson = (value: string, type: string): string => {
  if (type.endsWith('[]')) return `CAST(${value} AS ARRAY(${type.slice(0, -2)}))`;
  return type === 'DATE' ? `CAST(CAST(${value} AS VARCHAR) AS DATE)` : `CAST(${value} AS ${type})`;
};

/** What Trino has by helpers' names. */
export const trinoHelpers = helpersOf(trinoDialect);
