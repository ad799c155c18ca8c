import { isMonth, shiftMonth } from '../../lib/months.js';
import { text } from '../../lib/quote.js';
import type { Builder } from '../../warehouse/duckdb.js';
import { counted, maskSample, type Problem } from '../problem.js';
import type { FoundMart } from '../read/found.js';

const usable = (found: FoundMart): boolean => ['number_id', 'status'].every((name) => found.columns.get(name)?.usable);

/** Pairs of months that follow each other: a gap is another problem. */
export const consecutive = (found: FoundMart, months: readonly string[]): readonly string[] =>
  found.mart.name === 'number_month' && usable(found)
    ? months.filter((month) => isMonth(month) && months.includes(shiftMonth(month, 1)))
    : [];

/**
 * Numbers that the next month contradicts: on the books at the month's end and not there a month later (they must be there as
 * CANCELLED, else subscribers do not reconcile), or cancelled and there again.
 */
export async function continuity(builder: Builder, found: FoundMart, month: string): Promise<Problem[]> {
  const after = shiftMonth(month, 1);
  const [row] = await builder.query(
    `SELECT count(*) FILTER (WHERE on_books AND NOT stays) AS vanished, min(number_id) FILTER (WHERE on_books AND NOT stays) AS vanished_id,
       count(*) FILTER (WHERE NOT on_books AND stays) AS returned, min(number_id) FILTER (WHERE NOT on_books AND stays) AS returned_id
     FROM (SELECT number_id, status <> 'CANCELLED' AS on_books,
         number_id IN (SELECT number_id FROM checked.number_month WHERE month = ${text(after)} AND number_id IS NOT NULL) AS stays
       FROM checked.number_month WHERE month = ${text(month)} AND status IN ('ACTIVE', 'SUSPENDED', 'CANCELLED') AND number_id IS NOT NULL)`,
  );
  const problem = (kind: 'vanished-number' | 'returned-number', count: number, id: unknown, message: string): Problem[] =>
    count === 0
      ? []
      : [
          {
            mart: found.mart.name,
            month,
            kind,
            severity: kind === 'vanished-number' ? 'error' : 'warning',
            message: `${found.mart.name}: ${message}`,
            count,
            sample: maskSample(`number_id ${id}`),
          },
        ];
  const [vanished, returned] = [Number(row?.vanished), Number(row?.returned)];
  return [
    ...problem(
      'vanished-number',
      vanished,
      row?.vanished_id,
      `expected the numbers on the books at the end of ${month} to have a row in ${after} (CANCELLED if they left), found none for ${counted(vanished, 'number')}.`,
    ),
    ...problem(
      'returned-number',
      returned,
      row?.returned_id,
      `expected no row in ${after} for numbers CANCELLED in ${month}, found ${counted(returned, 'number')} with one.`,
    ),
  ];
}
