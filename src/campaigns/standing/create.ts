import { randomUUID } from 'node:crypto';
import { badInput, MartletError } from '../../errors.js';
import { madeBefore, sameRequest } from '../../ledger/keyed-tables.js';
import { insertStandingList } from '../../ledger/lists/standing-lists.js';
import type { StandingListRow } from '../../ledger/tables.js';
import { requireAct } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import { keptRows } from '../../security/rows.js';
import type { Viewer } from '../../security/viewer.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { keyedRequest } from '../../session/keyed-request.js';
import { channelsOf } from '../channels.js';
import { draftOf, type NewTargetList } from '../lists/create.js';
import type { CampaignSession } from '../session.js';
import { newListOf, type StandingTerms } from './new-list.js';
import { standingNamed } from './standing-lists.js';

/** A rule of which each generation makes a target list. */
export interface NewStandingList extends StandingTerms, Pick<NewTargetList, 'goal' | 'idempotencyKey'> {
  /** Nobody who was on an earlier list of it. */
  readonly onlyNew: boolean;
  /** Lists up to so many members and CNY are approved with it. */
  readonly approveUpTo?: { readonly size: number; readonly budget: number } | null;
}

/**
 * Defines a standing list: the next generation makes its first list. All that can be said against it is said now, by the data of now. Asked
 * again with the same key, it gives what was made, as it is now. Errors: as `createTargetList`; CONFLICT for one more than a viewer may have.
 */
export async function createStandingList(input: NewStandingList, context: CampaignSession): Promise<StandingListRow> {
  const { ledger } = channelsOf(context);
  const { viewer } = context;
  // It freezes its lists by itself.
  for (const act of ['MAKE_LISTS', 'FREEZE_LISTS'] as const) requireAct(viewer, act);
  const request = keyedRequest(input.idempotencyKey, [input, keptRows(viewer.rows)], viewer);
  const known = await madeBefore(ledger.db, 'standing_list', request);
  if (known) return standingNamed(known.id, context);
  const row = {
    ...(await rowOf(input, context)),
    idempotency_key: request?.key ?? null,
    request_hash: request?.hash ?? null,
  };
  const stored = await insertStandingList(ledger, row, (count) => requireFew(count, viewer));
  if (stored.id !== row.id) return sameRequest('standing_list', stored, request!.hash);
  await writeAuditLine('standing list created', { standing: row.id, name: row.name }, context);
  return row;
}

/** Each generation judges all its numbers. Errors: CONFLICT beyond what a viewer may have at a time. */
export function requireFew(count: number, { limits }: Viewer): void {
  if (count > limits.standingLists)
    throw new MartletError(
      'CONFLICT',
      `standing lists: expected at most ${limits.standingLists} of your own that are not paused, found ${count}. Pause one.`,
    );
}

async function rowOf(input: NewStandingList, context: CampaignSession) {
  const { onlyNew, approveUpTo = null, idempotencyKey: _key, ...said } = input;
  const { goal, ...terms } = said;
  const { limits, minimumGroup } = context.viewer;
  requireBetween('expiresAfterDays', terms.expiresAfterDays, 1, limits.expiryDays);
  if (approveUpTo && !(approveUpTo.size >= 1 && approveUpTo.budget >= 0))
    throw badInput(
      `approveUpTo: expected a size from 1 and a budget from 0 CNY, found ${approveUpTo.size} and ${approveUpTo.budget}. Leave it out to have each list approved.`,
    );
  const draft = await draftOf({ ...newListOf(terms, context), goal: goal ?? null }, null, context);
  const { name, purpose, scene, offers, filter, max_size, budget, hold_out, exploration, rank_by, per, goal_measure } = draft;
  const { cities, created_by, created_at, generation } = draft;
  return {
    id: randomUUID(),
    ...{ name, purpose, scene, offers },
    slice: input.slice ?? null,
    filter: input.everybody ? null : filter,
    ...{ max_size, budget, hold_out, exploration, rank_by, per },
    only_new: onlyNew ? 1 : 0,
    expires_after_days: terms.expiresAfterDays,
    approve_size: approveUpTo?.size ?? null,
    approve_budget: approveUpTo?.budget ?? null,
    ...{ goal_measure, goal: draft.goal },
    cities,
    minimum_group: minimumGroup,
    ...{ created_by, created_at, generation },
    leased_until: null,
    fault: null,
    approved_by: null,
    approved_at: null,
    paused_by: null,
    paused_at: null,
  } satisfies Partial<StandingListRow>;
}
