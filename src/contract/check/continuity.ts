import { thresholdValue } from '../../catalogue/thresholds.js';
import type { Threshold } from '../../catalogue/types.js';
import { isMonth, shiftMonth } from '../../lib/months.js';
import { ident, text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import type { Row } from '../../warehouse/engine.js';
import { counted, maskSample, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';
import { shareText } from './unusual.js';

const usable = (found: FoundMart): boolean => ['number_id', 'status'].every((name) => found.columns.get(name)?.usable);

/** Pairs of months that follow each other: a gap is another problem. */
export const consecutive = (found: FoundMart, months: readonly string[]): readonly string[] =>
  found.mart.name === 'number_month' && usable(found)
    ? months.filter((month) => isMonth(month) && months.includes(shiftMonth(month, 1)))
    : [];

/**
 * Numbers that the next month contradicts: on the books at the month's end and not there a month later (they must be there as
 * CANCELLED, else subscribers do not reconcile), or cancelled and there again. With thresholds also what nobody would believe of so many
 * numbers: that they have left, or that what never changes has changed.
 */
export async function continuity(
  builder: Builder,
  found: FoundMart,
  month: string,
  thresholds?: ReadonlyMap<string, Threshold>,
): Promise<Problem[]> {
  const after = shiftMonth(month, 1);
  const unchanging = [...found.mart.columns.values()]
    .filter(({ name, unchanging }) => thresholds && unchanging && found.columns.get(name)?.usable)
    .map(({ name }) => name);
  const kept = unchanging.map((name) => `, ${ident(name)}`).join('');
  const compared = unchanging.map(
    (name, at) => `, count(a.${ident(name)}) FILTER (WHERE b.${ident(name)} IS NOT NULL) AS known_${at},
      count(*) FILTER (WHERE a.${ident(name)} <> b.${ident(name)}) AS changed_${at}`,
  );
  const [row = {}] = await builder.query(
    `SELECT count(*) FILTER (WHERE on_books) AS on_books, count(*) FILTER (WHERE on_books AND a.status = 'CANCELLED') AS cancelled,
       count(*) FILTER (WHERE on_books AND after_id IS NULL) AS vanished, min(number_id) FILTER (WHERE on_books AND after_id IS NULL) AS vanished_id,
       count(*) FILTER (WHERE NOT on_books AND after_id IS NOT NULL) AS returned,
       min(number_id) FILTER (WHERE NOT on_books AND after_id IS NOT NULL) AS returned_id${compared.join('')}
     FROM (SELECT number_id, status <> 'CANCELLED' AS on_books${kept} FROM checked.number_month
         WHERE month = ${text(month)} AND status IN ('ACTIVE', 'SUSPENDED', 'CANCELLED') AND number_id IS NOT NULL) b
       LEFT JOIN (SELECT number_id AS after_id, status${kept} FROM checked.number_month
         WHERE month = ${text(after)} AND number_id IS NOT NULL) a ON after_id = number_id`,
  );
  const count = (name: string): number => Number(row[name]);
  const problem = (kind: 'vanished-number' | 'returned-number', found: number, id: unknown, message: string): Problem[] =>
    found === 0
      ? []
      : [
          {
            mart: 'number_month',
            month,
            kind,
            severity: kind === 'vanished-number' ? 'error' : 'warning',
            message: `number_month: ${message}`,
            count: found,
            sample: maskSample(`number_id ${id}`),
          },
        ];
  return [
    ...problem(
      'vanished-number',
      count('vanished'),
      row.vanished_id,
      `expected the numbers on the books at the end of ${month} to have a row in ${after} (CANCELLED if they left), found none for ${share(count('vanished'), count('on_books'))}.`,
    ),
    ...problem(
      'returned-number',
      count('returned'),
      row.returned_id,
      `expected no row in ${after} for numbers CANCELLED in ${month}, found ${counted(count('returned'), 'number')} with one.`,
    ),
    ...(thresholds ? unbelievable(row, unchanging, after, thresholds) : []),
  ];
}

/** "12 of 40 numbers" */
const share = (part: number, all: number): string => `${part.toLocaleString('en-US')} of ${counted(all, 'number')}`;

function unbelievable(
  row: Row,
  unchanging: readonly string[],
  month: string,
  thresholds: ReadonlyMap<string, Threshold>,
): Problem[] {
  const limit = (code: string): number => thresholdValue(code, thresholds);
  const isMuch = (part: number, all: number, of: number): boolean => all >= limit('check_enough') && part >= all * of;
  const [cancelled, onBooks] = [Number(row.cancelled), Number(row.on_books)];
  const most = limit('check_cancelled');
  const leavers = `number_month.status: expected fewer than ${shareText(most)} of the numbers on the books to leave in ${month}, found ${share(cancelled, onBooks)} CANCELLED: see whether the month came whole, and with the right codes.`;
  const changed = unchanging.flatMap((column, at): Problem[] => {
    const [count, known] = [Number(row[`changed_${at}`]), Number(row[`known_${at}`])];
    if (!isMuch(count, known, limit('check_changed'))) return [];
    const message = `number_month.${column}: expected of each number what the month before ${month} has, as it never changes, found another value for ${share(count, known)}: see whether numbers and values belong together there.`;
    return [{ mart: 'number_month', column, month, kind: 'changed-value', severity: 'warning', message, count }];
  });
  return [
    ...(isMuch(cancelled, onBooks, most)
      ? [
          {
            mart: 'number_month',
            column: 'status',
            month,
            kind: 'many-leavers',
            severity: 'warning',
            message: leavers,
            count: cancelled,
          } as const,
        ]
      : []),
    ...changed,
  ];
}
