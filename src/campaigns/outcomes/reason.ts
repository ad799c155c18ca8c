import { unknownName } from '../../catalogue/suggestions.js';
import type { Catalogue } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import type { NewOutcome } from './new-outcome.js';

/** Why a contact came out as it did: a code for this outcome. Errors: UNKNOWN_NAME, BAD_USER_INPUT for a code of other outcomes. */
export function reasonCode({ reason, outcome }: NewOutcome, { outcomeReasons }: Catalogue): string | null {
  if (reason === null || reason === undefined) return null;
  const known = outcomeReasons.get(reason);
  if (!known) throw unknownName('outcome reason', reason, outcomeReasons.keys());
  if (known.outcomes.includes(outcome)) return known.code;
  const own = [...outcomeReasons.values()].filter(({ outcomes }) => outcomes.includes(outcome)).map(({ code }) => code);
  throw badInput(
    `reason: expected one of ${outcome} (${own.join(', ') || 'none'}), found ${reason}, which is of ${known.outcomes.join(', ')}.`,
  );
}
