import { createHash } from 'node:crypto';
import { type ErrorCode, MartletError } from '../../errors.js';
import type { AuditEntry } from '../../ledger/audit/audit.js';
import { giveUpStandingList, type ListStep, settleStandingList } from '../../ledger/lists/settle-standing-list.js';
import type { StandingListRow, TargetListRow } from '../../ledger/tables.js';
import { channelsOf } from '../channels.js';
import { draftOf } from '../lists/create.js';
import { freezeDetail, frozenFrom } from '../lists/freeze.js';
import type { CampaignSession } from '../session.js';
import { newListOf, standingTermsOf } from './new-list.js';

/**
 * Makes a standing list's list of the session's generation, in the session of its author (`viewerOfStanding`), and gives it; null where there is to be
 * none: another gateway made it, it was paused meanwhile, or its rule cannot be asked of these data, which it then tells (`fault`). Whatever ends
 * this half-way, it can be done again: file and row are there together, once.
 */
export async function freezeStandingList(standing: StandingListRow, context: CampaignSession): Promise<TargetListRow | null> {
  const { ledger, now } = channelsOf(context);
  try {
    const draft = await draftFor(standing, context);
    return await frozenFrom(draft, context, (frozen, place) => {
      const list = { ...draft, ...frozen };
      const line = (action: string, subject: string, detail: object = {}): AuditEntry => ({
        subject,
        action,
        decision: 'ALLOWED',
        generation: list.generation,
        detail: { list: list.id, ...detail, standing: standing.id },
      });
      const isFrozen = { list, line: line('target list frozen', list.created_by, freezeDetail(frozen)) };
      const steps = (current: StandingListRow): readonly ListStep[] => {
        const at = now().toISOString();
        // With nobody on it there is nothing to approve, nor to tell of.
        if (list.size === 0) return [{ ...isFrozen, list: { ...list, status: 'CLOSED', closed_at: at } }];
        const { approved_by } = current;
        if (approved_by === null || !isWithin(list, current)) return [isFrozen];
        const approved = { ...list, status: 'APPROVED', approved_by, approved_at: at } as const;
        return [isFrozen, { list: approved, line: line('target list approved', approved_by) }];
      };
      return settleStandingList(ledger, list, steps, place);
    });
  } catch (error) {
    if (!(error instanceof MartletError) || !ofRule.includes(error.code)) throw error;
    await giveUpStandingList(ledger, standing, context.manifest.id, `${error.code}: ${error.message}`);
    return null;
  }
}

/** What the next generation may do better; all else is tried again with this one. */
const ofRule: readonly ErrorCode[] = ['BAD_USER_INPUT', 'UNKNOWN_NAME', 'STALE_SLICE', 'NOT_PROVIDED', 'FORBIDDEN'];

const isWithin = ({ size, expected_cost }: TargetListRow, { approve_size, approve_budget }: StandingListRow): boolean =>
  approve_size !== null && size <= approve_size && (expected_cost ?? 0) <= approve_budget!;

/** Lists of a standing list draw alike, and the list of a generation has one id, whoever makes it. */
async function draftFor(standing: StandingListRow, context: CampaignSession): Promise<TargetListRow> {
  const { id, goal, goal_measure } = standing;
  const draft = await draftOf(newListOf(standingTermsOf(standing), context), null, context);
  return { ...draft, id: idOf(id, context.manifest.id), salt: id, standing_id: id, goal, goal_measure };
}

/** As a UUID is written. */
const idOf = (standing: string, generation: string): string =>
  createHash('sha256')
    .update(`${standing} ${generation}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
