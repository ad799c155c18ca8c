import { createHash } from 'node:crypto';
import type { QuestionShape } from '../lib/question-shape.js';
import { lockName, tableNames } from './dialect.js';
import type { Ledger } from './ledger.js';

/** How often the mart or the rollup was read for a shape, and for how long in all, with the time that was waited. */
export interface AskedShape extends QuestionShape {
  readonly asked: number;
  readonly seconds: number;
}

export interface RecordedShape extends AskedShape {
  /** ISO 8601 in UTC, of when it was written. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Those that were asked for last are kept, so many, … */
export const mostShapes = 1000;
/** … and each for so long after it was asked for last. */
const keptMs = 90 * 24 * 60 * 60 * 1000;

/** What tells one shape from another. */
export const shapeKey = ({ mart, dimensions, trees, rollup, obstacle }: QuestionShape): string =>
  JSON.stringify([mart, dimensions, trees, rollup, obstacle]);

/** Adds to what is recorded, whichever gateway recorded it, and forgets what was not asked for in a long time. */
export async function addQuestionShapes(ledger: Ledger, shapes: readonly AskedShape[], now: Date): Promise<void> {
  const at = now.toISOString();
  const rows = shapes.map(({ mart, dimensions, trees, rollup, obstacle, asked, seconds }) => ({
    id: createHash('sha256').update(shapeKey({ mart, dimensions, trees, rollup, obstacle })).digest('hex'),
    mart,
    dimensions: JSON.stringify(dimensions),
    trees: JSON.stringify(trees),
    rollup,
    obstacle,
    asked,
    seconds,
    first_at: at,
    last_at: at,
  }));
  if (rows.length === 0) return;
  await ledger.transaction(async (transaction) => {
    // Gateways that share a ledger would wait for each other's rows in a circle.
    await lockName(transaction, 'question_shape');
    await transaction
      .insertInto('question_shape')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          asked: row('question_shape.asked', '+', row.ref('excluded.asked')),
          seconds: row('question_shape.seconds', '+', row.ref('excluded.seconds')),
          last_at: at,
        })),
      )
      .execute();
    const newest = transaction
      .selectFrom('question_shape')
      .select('id')
      .orderBy('last_at', 'desc')
      .orderBy('id')
      .limit(mostShapes);
    await transaction
      .deleteFrom('question_shape')
      .where((row) => row.or([row('last_at', '<', new Date(now.getTime() - keptMs).toISOString()), row('id', 'not in', newest)]))
      .execute();
  });
}

/** All of them, what took longest first; none of a ledger of before they were recorded. */
export async function recordedShapes({ db }: Ledger): Promise<readonly RecordedShape[]> {
  if (!(await tableNames(db)).includes('question_shape')) return [];
  const rows = await db.selectFrom('question_shape').selectAll().orderBy('seconds', 'desc').orderBy('id').execute();
  return rows.map(({ id: _, dimensions, trees, first_at, last_at, ...row }) => ({
    ...row,
    dimensions: JSON.parse(dimensions) as string[],
    trees: JSON.parse(trees) as string[],
    firstAt: first_at,
    lastAt: last_at,
  }));
}
