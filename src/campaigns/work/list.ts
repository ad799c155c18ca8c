import { badInput, MartletError } from '../../errors.js';
import { expireTargetLists, targetListById } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { channelsOf, today } from '../channels.js';
import type { CampaignSession } from '../session.js';

/** A list with numbers of the viewer's cities. Errors: BAD_USER_INPUT where there is none, FORBIDDEN where it has none of the cities. */
export async function listWithin(id: string, context: CampaignSession): Promise<TargetListRow> {
  const channels = channelsOf(context);
  await expireTargetLists(channels.ledger, today(channels));
  const list = await targetListById(channels.ledger, id);
  if (!list) throw badInput(`list: expected the id of a target list, found ${JSON.stringify(id.slice(0, 60))}. See targetLists.`);
  const { cities, subject } = context.viewer;
  const own = JSON.parse(list.member_cities ?? list.cities ?? 'null') as readonly string[] | null;
  const isWithin = cities === null || cities.some((city) => own === null || own.includes(city));
  if (isWithin) return list;
  throw new MartletError(
    'FORBIDDEN',
    `Target list ${id} has no numbers of the cities of ${subject} (${cities.join(', ') || 'none'}).`,
  );
}

/** Errors: CONFLICT for a list that is not worked on, which says what is missing. */
export function requireWorkable({ id, status, expires_on, created_by }: TargetListRow): void {
  const reason = {
    DRAFT: 'it is a draft: freeze it, and have it approved',
    FROZEN: `it is frozen, but not approved: someone else than ${created_by} must approve it`,
    APPROVED: null,
    RUNNING: null,
    CLOSED: 'it is closed: make a new one',
    EXPIRED: `its last day was ${expires_on}: make a new one`,
  }[status];
  if (reason === null) return;
  throw new MartletError('CONFLICT', `Target list ${id}: expected an approved one, but ${reason}.`);
}
