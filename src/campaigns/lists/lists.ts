import { badInput } from '../../errors.js';
import { expireTargetLists, targetLists as listsOf, targetListById } from '../../ledger/lists/target-lists.js';
import type { ListStatus, TargetListRow } from '../../ledger/tables.js';
import { type KeysetPage, type TimePlace, timeCursorsOf } from '../../lib/cursor.js';
import { mayUseScene, requireAct } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import type { Viewer } from '../../security/viewer.js';
import { channelsOf, today } from '../channels.js';
import type { CampaignSession } from '../session.js';

/**
 * A list of a scene that is granted; who has no tier 4 is told of its figures alone, whatever the scene. It tells of its numbers together, so who may see only some of their cities does not see it: its author's,
 * or those where they live.
 */
export const maySee = (
  viewer: Viewer,
  { scene, cities, member_cities }: Pick<TargetListRow, 'scene' | 'cities' | 'member_cities'>,
): boolean =>
  (!viewer.tiers.includes(4) || mayUseScene(viewer, scene)) && (areWithin(cities, viewer) || areWithin(member_cities, viewer));

/** Who has to do with lists sees them. Errors: FORBIDDEN. */
const requireLists = ({ viewer }: CampaignSession): void =>
  requireAct(viewer, 'MAKE_LISTS', 'FREEZE_LISTS', 'APPROVE_LISTS', 'WORK');

/** May the viewer see all of these cities, as the ledger keeps them (JSON; null: any)? */
export function areWithin(kept: string | null, { cities }: Pick<Viewer, 'cities'>): boolean {
  if (cities === null) return true;
  return kept !== null && (JSON.parse(kept) as readonly string[]).every((city) => cities.includes(city));
}

/** A list as it is today; null where there is none that the viewer may see. Errors: FORBIDDEN without tier 4. */
export async function findList(id: string, context: CampaignSession): Promise<TargetListRow | null> {
  const { ledger, ...channels } = channelsOf(context);
  requireLists(context);
  await expireTargetLists(ledger, today(channels));
  const row = await targetListById(ledger, id);
  return row && maySee(context.viewer, row) ? row : null;
}

/** The same where there must be one. Errors: BAD_USER_INPUT. */
export async function listNamed(id: string, context: CampaignSession): Promise<TargetListRow> {
  const row = await findList(id, context);
  if (row) return row;
  throw badInput(
    `Expected the id of a target list all of whose cities you may see, found ${JSON.stringify(id.slice(0, 60))}. Take it from targetLists.`,
  );
}

/** A page of the lists that the viewer may see, the newest first. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function listsPage(
  { status, first, after }: { readonly status: ListStatus | null; readonly first: number; readonly after: string | null },
  context: CampaignSession,
): Promise<KeysetPage<TargetListRow>> {
  const { ledger, ...channels } = channelsOf(context);
  requireLists(context);
  requireBetween('targetLists(first:)', first, 1, context.viewer.limits.targetLists);
  await expireTargetLists(ledger, today(channels));
  const cursors = timeCursorsOf('list of target lists', [context.viewer.subject, status]);
  const rows: TargetListRow[] = [];
  let from = cursors.placeOf(after);
  for (let isEnd = false; !isEnd && rows.length <= first; ) {
    const found = await listsOf(ledger, { status, first: first + 1, after: from });
    rows.push(...found.filter((row) => maySee(context.viewer, row)));
    from = found.length > 0 ? placeOf(found.at(-1)!) : null;
    isEnd = found.length <= first;
  }
  return {
    rows: rows.slice(0, first),
    hasNextPage: rows.length > first,
    hasPreviousPage: after !== null,
    cursorOf: (row) => cursors.cursorOf(placeOf(row)),
  };
}

const placeOf = ({ created_at, id }: TargetListRow): TimePlace => ({ createdAt: created_at, id });
