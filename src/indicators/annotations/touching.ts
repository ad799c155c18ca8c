import { measureNamed } from '../../catalogue/named.js';
import { partsOf } from '../../catalogue/parts-of.js';
import { MartletError } from '../../errors.js';
import { meanOver, monthlyOf } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import type { Scope } from '../../figures/question.js';
import type { AnnotationRow } from '../../ledger/tables.js';
import { requireAskable } from '../../session/scope.js';
import type { IndicatorSession } from '../session.js';
import { concernsAll, inBoth, scopeKept } from './annotation-scope.js';

/** Where a figure is: the months that it speaks of, and whose it is in the last of them. */
export interface FigurePlace {
  /** First and last month. */
  readonly from: string;
  readonly to: string;
  readonly scope: Scope;
}

/**
 * The annotations that touch a figure: of its months, and concerning any of its numbers that the viewer sees (in its last month). They are no
 * causes: they stand beside it. Of more than `limits.annotationsBeside` the newest.
 */
export async function annotationsTouching(
  { from, to, scope }: FigurePlace,
  context: IndicatorSession,
): Promise<readonly AnnotationRow[]> {
  const rows = (await context.annotations?.()) ?? [];
  const ofMonths = rows.filter(({ first_day, last_day }) => first_day.slice(0, 7) <= to && last_day.slice(0, 7) >= from);
  const touches = await Promise.all(ofMonths.map((row) => isTouched(row, scope, to, context)));
  return ofMonths.filter((_, at) => touches[at]);
}

async function isTouched(row: AnnotationRow, scope: Scope, month: string, context: IndicatorSession): Promise<boolean> {
  const own = scopeKept(row, context);
  if (own === null || concernsAll(own)) return own !== null;
  const shared = inBoth(scope, own);
  try {
    await requireAskable(shared, context);
    const numbers = measureNamed(context.catalogue, 'NUMBERS');
    const sums = await context.sums.load({ parts: partsOf(numbers), months: [month], by: [], tree: null, scope: shared });
    const { value } = meanOver(numbers, monthlyOf(sums), [month], knownOf({ scope: shared, context }));
    return value !== null && value > 0;
  } catch (error) {
    // What the viewer may not ask, or the data cannot tell, is not told either.
    if (
      error instanceof MartletError &&
      (error.code === 'FORBIDDEN' || error.code === 'NOT_PROVIDED' || error.code === 'BAD_USER_INPUT')
    )
      return false;
    throw error;
  }
}
