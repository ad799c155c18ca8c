import { badInput, MartletError } from '../../errors.js';
import { expireTargetLists, targetListById } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { requireScene } from '../../security/grants.js';
import { citiesAlone, rowsKept } from '../../security/rows.js';
import type { Viewer } from '../../security/viewer.js';
import { channelsOf, today } from '../channels.js';
import { isNotAnothers } from '../lists/lists.js';
import type { CampaignSession } from '../session.js';

/**
 * A list with numbers of the viewer's cities. Errors: BAD_USER_INPUT where there is none, FORBIDDEN where it has none of the cities, is of a
 * scene that is not granted, or another's.
 */
export async function listWithin(id: string, context: CampaignSession): Promise<TargetListRow> {
  const channels = channelsOf(context);
  await expireTargetLists(channels.ledger, today(channels));
  const list = await targetListById(channels.ledger, id);
  if (!list) throw badInput(`list: expected the id of a target list, found ${JSON.stringify(id.slice(0, 60))}. See targetLists.`);
  const { viewer } = context;
  requireScene(viewer, list.scene);
  if (!isNotAnothers(list, viewer))
    throw new MartletError('FORBIDDEN', `Target list ${id} is not of ${viewer.subject}, who works on his own lists alone.`);
  const cities = citiesOfWork(viewer);
  const own = list.member_cities === null ? citiesAlone(rowsKept(list.cities)) : (JSON.parse(list.member_cities) as string[]);
  const isWithin = cities === null || cities.some((city) => !own || own.includes(city));
  if (isWithin) return list;
  throw new MartletError(
    'FORBIDDEN',
    `Target list ${id} has no numbers of the cities of ${viewer.subject} (${cities.join(', ') || 'none'}).`,
  );
}

/** The cities whose numbers he may be handed; null: all. Errors: FORBIDDEN for one whose rows are granted by something else, as work is handed out by city. */
export function citiesOfWork({ rows, subject }: Viewer): readonly string[] | null {
  const cities = citiesAlone(rows);
  if (cities !== undefined) return cities;
  throw new MartletError(
    'FORBIDDEN',
    `Work is handed out by city, and the rows of ${subject} are granted by something else: a role with cities alone may work on lists.`,
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
