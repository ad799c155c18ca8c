import { badInput } from '../../errors.js';
import type { StandingListRow } from '../../ledger/tables.js';
import { shiftDay } from '../../lib/days.js';
import { newestMonth } from '../../session/scope.js';
import { decodeSlice, encodeSlice } from '../../slices/slice.js';
import { channelsOf, today } from '../channels.js';
import type { NewTargetList } from '../lists/create.js';
import type { CampaignSession } from '../session.js';

/** What a standing list says of each of its lists. */
export type StandingTerms = Omit<NewTargetList, 'month' | 'expiresOn' | 'goal' | 'idempotencyKey'> & {
  readonly expiresAfterDays: number;
};

/** The list of a generation, as somebody would make it by hand: of the newest month's numbers. Errors: as `ruleNow`. */
export function newListOf({ expiresAfterDays, slice, ...terms }: StandingTerms, context: CampaignSession): NewTargetList {
  const expiresOn = shiftDay(today(channelsOf(context)), expiresAfterDays);
  return { ...terms, slice: slice ? ruleNow(slice, context) : slice, expiresOn };
}

/** What its author said, as the ledger has it. */
export function standingTermsOf(row: StandingListRow): StandingTerms {
  const { name, purpose, slice, filter, per, rank_by: rankBy, max_size: maxSize, budget, hold_out: holdOut, exploration } = row;
  return {
    ...{ name, purpose, per, rankBy, maxSize, budget, holdOut, exploration },
    scene: row.scene as StandingTerms['scene'],
    ...(slice === null ? {} : { slice }),
    ...(filter === null ? {} : { where: JSON.parse(filter) }),
    everybody: slice === null && filter === null,
    offers: JSON.parse(row.offers),
    expiresAfterDays: row.expires_after_days,
  };
}

/**
 * A slice in the newest month, by its rule: who is in it then. Errors: as `decodeSlice`; BAD_USER_INPUT for one that says what numbers were in
 * a month of its own, as a cell of a migration does: that is no rule of another month.
 */
function ruleNow(handle: string, context: CampaignSession): string {
  const slice = decodeSlice(handle, context, context.viewer.limits);
  if (slice.others.length > 0)
    throw badInput(
      'slice: expected a rule that holds in every month, found numbers by what they were in another one. Take the slice of a figure, or a filter by stageBefore and the like.',
    );
  const month = newestMonth(context.coverage.months);
  return encodeSlice({ ...slice, from: month, to: month }, context);
}
