import { badInput, MartletError } from '../../errors.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { itemOf } from '../../ledger/work/work-items.js';
import { statement } from '../../warehouse/statement.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { listWithin } from '../work/list.js';
import type { NewOutcome } from './new-outcome.js';

/** A contact that is told for a target list. */
interface ListContact extends Pick<NewOutcome, 'offer' | 'scene'> {
  readonly list: string;
  readonly number: string;
  /** When it was. */
  readonly at: string;
}

/** The target list, where the contact fits it. Errors: BAD_USER_INPUT, FORBIDDEN, CONFLICT for a list that is not approved. */
export async function requireFitsList(
  { list: asked, number, offer, scene, at }: ListContact,
  context: CampaignSession,
): Promise<TargetListRow> {
  const list = await listWithin(asked, context);
  if (list.status === 'DRAFT' || list.status === 'FROZEN') {
    const message = `Target list ${list.id}: expected an approved one, but it is ${list.status}: nobody is contacted for it yet.`;
    throw new MartletError('CONFLICT', `${message} Have it approved, or leave list out.`);
  }
  // Its result counts orders from the freeze on: the cost of an earlier contact would stand there without what it brought.
  if (list.frozen_at !== null && at < list.frozen_at)
    throw badInput(
      `at: expected ${list.frozen_at} or later, when target list ${list.id} was frozen, found ${at}. Correct it, or leave list out.`,
    );
  if (list.scene !== scene)
    throw badInput(`scene: expected ${list.scene}, the list’s, found ${scene}. For another scene leave list out.`);
  const member = await memberOffer(list, number, context);
  if (member === null) throw badInput(`number: expected a member of target list ${list.id}, found ${number}. Leave list out.`);
  if (member !== offer)
    throw badInput(`offer: expected ${member}, the list’s for this number, found ${offer}. For another offer leave list out.`);
  return list;
}

/** The offer that a list has for a number; null where it is no member. */
async function memberOffer(list: TargetListRow, number: string, context: CampaignSession): Promise<string | null> {
  const { ledger, home } = channelsOf(context);
  const item = await itemOf(ledger, list.id, number);
  if (item) return item.offer;
  const { members, reads } = await snapshotOf(list, home);
  const sql = `select offer from ${members} where number_id = cast($1 as ${context.manifest.idType})`;
  const [row] = await context.run(statement('member of a target list', sql, [number], reads), 'channels');
  return (row?.offer as string | undefined) ?? null;
}
