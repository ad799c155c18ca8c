import { measureNamed } from '../catalogue/named.js';
import { partsOf } from '../catalogue/parts-of.js';
import { MartletError } from '../errors.js';
import { knownOf } from '../figures/known.js';
import type { Scope } from '../figures/question.js';
import { isOfFew } from '../figures/suppression/counts.js';
import type { Session } from './session.js';

/** Errors: FORBIDDEN where a scope is of few numbers, or but for few of what may be asked for beside it. */
export async function requireMany(scope: Scope, months: readonly string[], session: Session): Promise<void> {
  const { catalogue, viewer, sums } = session;
  if (viewer.minimumGroup <= 1) return;
  const numbers = measureNamed(catalogue, 'NUMBERS');
  const rows = await sums.load({ parts: partsOf(numbers), months, by: [], tree: null, scope });
  const known = knownOf({ scope, context: session });
  if (!rows.some((row) => months.includes(row.month) && isOfFew(numbers, row.sums, known))) return;
  throw new MartletError(
    'FORBIDDEN',
    `where, slice: expected what holds at least ${viewer.minimumGroup} numbers and leaves none or as many, found fewer (SUPPRESSED). Widen it.`,
  );
}
