import { text, texts } from '../../lib/quote.js';
import type { SqlDialect } from '../dialect.js';

export const duckdbDialect = Object.freeze<SqlDialect>({
  hash64: (plain) => `md5_number_lower(${plain})`,
  monthOf: (date) => `strftime(${date}, '%Y-%m')`,
  isoWeekOf: (date) => `strftime(${date}, '%G-W%V')`,
  // It counts how many beginnings of months lie between them.
  monthsBetween: (from, to) => `datediff('month', ${from}, ${to})`,
  plusMonths: (date, months) => `CAST(${date} + to_months(${months}) AS DATE)`,
  least: (...of) => `least(${of.join(', ')})`,
  greatest: (...of) => `greatest(${of.join(', ')})`,
  has: (list, value) => `list_contains(${list}, ${value})`,
  hasAny: (list, others) => `list_has_any(${list}, ${others})`,
  at: (list, place) => `(${list})[${place}]`,
  texts,
  part: (plain, separator, place) => `split_part(${plain}, ${separator}, ${place})`,
  latest: (value, by) => `arg_max_null(${value}, ${by})`,
  quantiles: (value, shares) => `quantile_disc(${value}, [${shares.join(', ')}])`,
  // "/" would go through a DOUBLE.
  shareOfFen: (fen, count) => `(2 * ${fen} + sign(${fen}) * ${count}) // (2 * nullif(${count}, 0))`,
  rowsOf: (json, columns) => `select unnest(from_json(${json}, ${text(JSON.stringify([columns]))}), recursive := true)`,
});
