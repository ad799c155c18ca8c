import { join } from 'node:path';
import type { IdType } from '../contract/engine-type.js';
import { shiftMonth } from '../lib/months.js';
import { text } from '../lib/quote.js';
import { martFile, parquet } from './mart-files.js';

/** A frozen list that keeps customers out: what its offers prevent is measured by it. */
export interface HeldOutList {
  readonly id: string;
  /** Of the data that it was made from. */
  readonly month: string;
  /** The share that was to be kept out, 0 to 1. */
  readonly share: number;
  /** sha256 of its snapshot. */
  readonly hash: string;
  /** Its snapshot, in SQL: number_id, draw, offer and arm (MEMBER, HELD_OUT or null). */
  readonly relation: string;
}

/** Months ahead in which losses are counted, as the churn warning has them. */
const horizons = [1, 3] as const;

/** The lists of which at least the next month is there. */
export const toldLists = (lists: readonly HeldOutList[], months: readonly string[]): readonly HeldOutList[] =>
  lists.filter(({ month }) => months.includes(month) && months.includes(shiftMonth(month, 1)));

/**
 * The table offer_hold_out of such lists as SQL: by list, offer and horizon (1 or 3 months, once they are there) the arms' numbers that were on the books
 * in the list's month, with `units` (what was drawn together), `squares` (Σ numbers² of them), `lost` (a TRUE_LEAVE within the horizon) and
 * `accepted` (ordered the offer within it, whoever recorded it). serving.number_contact and serving.number_event must be there.
 */
export function holdOutSql(told: readonly HeldOutList[], months: readonly string[], dir: string, idType: IdType): string {
  const none = `SELECT NULL::VARCHAR, NULL::VARCHAR, NULL::DOUBLE, NULL::BOOLEAN, NULL::UBIGINT, NULL::${idType}, NULL::VARCHAR WHERE false`;
  const arms = told.map(
    ({ id, month, share, relation }) =>
      `SELECT ${text(id)}, ${text(month)}, CAST(${text(String(share))} AS DOUBLE), arm = 'MEMBER', draw, TRY_CAST(number_id AS ${idType}), offer FROM ${relation} WHERE arm IS NOT NULL`,
  );
  const ends = [...new Set(told.map(({ month }) => month))].flatMap((month) =>
    horizons.filter((ahead) => months.includes(shiftMonth(month, ahead))).map((ahead) => [month, ahead] as const),
  );
  const values = ends.map(([month, ahead]) => `(${text(month)}, ${ahead}, ${text(shiftMonth(month, ahead))})`);
  const looked = [
    ...new Set(ends.flatMap(([month, ahead]) => Array.from({ length: ahead + 1 }, (_, at) => shiftMonth(month, at)))),
  ];
  const state =
    looked.length === 0
      ? `(SELECT NULL::VARCHAR AS month, NULL::${idType} AS number_id, NULL::BOOLEAN AS on_books, NULL::BOOLEAN AS leaver, NULL::VARCHAR AS lifecycle WHERE false)`
      : parquet(looked.sort().map((month) => join(dir, martFile('number_state', month))));
  return `
    WITH
      arm(list, month, share, treated, draw, number_id, offer) AS (
        ${[none, ...arms].join(' UNION ALL ')}),
      ends AS (SELECT * FROM (VALUES ${["('', 0, '')", ...values].join(', ')}) AS t(month, horizon, until)),
      state AS (SELECT month, number_id, on_books, leaver AND starts_with(lifecycle, 'OFF_NET.TRUE_LEAVE') AS lost FROM ${state}),
      ordered AS (
        SELECT number_id, offer_id AS offer, strftime("on", '%Y-%m') AS month FROM serving.number_contact WHERE outcome = 'ACCEPTED'
        UNION ALL SELECT number_id, offer_id, strftime("on", '%Y-%m') FROM serving.number_event WHERE type = 'OFFER_ORDER'),
      told AS (
        SELECT a.*, e.horizon,
          EXISTS (FROM state s WHERE s.number_id = a.number_id AND s.lost AND s.month > a.month AND s.month <= e.until) AS lost,
          EXISTS (FROM ordered o WHERE o.number_id = a.number_id AND o.offer = a.offer AND o.month > a.month AND o.month <= e.until) AS accepted
        FROM arm a JOIN ends e ON e.month = a.month JOIN state n ON n.month = a.month AND n.number_id = a.number_id AND n.on_books),
      unit AS (
        SELECT list, offer, horizon, share, treated, count(*) AS numbers, count(*) FILTER (lost) AS lost, count(*) FILTER (accepted) AS accepted
        FROM told GROUP BY list, offer, horizon, share, treated, draw)
    SELECT list, offer, CAST(horizon AS INTEGER) AS horizon, share, treated, CAST(sum(numbers) AS BIGINT) AS numbers, count(*) AS units,
      CAST(sum(numbers * numbers) AS BIGINT) AS squares, CAST(sum(lost) AS BIGINT) AS lost, CAST(sum(accepted) AS BIGINT) AS accepted
    FROM unit GROUP BY list, offer, horizon, share, treated ORDER BY list, offer, horizon, treated`;
}
