import { badInput } from '../../errors.js';
import { expireTargetLists, targetLists as listsOf, targetListById } from '../../ledger/lists/target-lists.js';
import type { ListStatus, TargetListRow } from '../../ledger/tables.js';
import { type KeysetPage, type TimePlace, timeCursorsOf } from '../../lib/cursor.js';
import { mayUseScene, requireAct } from '../../security/grants.js';
import { requireBetween } from '../../security/limits.js';
import { areAmong, inCities, type Rows, rowsKept } from '../../security/rows.js';
import type { Viewer } from '../../security/viewer.js';
import { channelsOf, today } from '../channels.js';
import type { CampaignSession } from '../session.js';

/** What a list is seen by; a rule that makes lists has no members. */
type SeenList = Pick<TargetListRow, 'scene' | 'cities' | 'created_by'> & Partial<Pick<TargetListRow, 'member_cities'>>;

/**
 * A list of a scene that is granted; who has no tier 4 is told of its figures alone, whatever the scene. It tells of its numbers together:
 * it is seen by who may see all that its author may, or all of the cities where they live. Whose lists are his own alone sees no other's.
 */
export const maySee = (viewer: Viewer, list: SeenList): boolean =>
  (!viewer.tiers.includes(4) || mayUseScene(viewer, list.scene)) && isNotAnothers(list, viewer) && maySeeNumbers(list, viewer);

const maySeeNumbers = ({ cities, member_cities = null }: SeenList, { rows }: Viewer): boolean =>
  areAmong(rowsKept(cities), rows) || (member_cities !== null && areAmong(homesOf(member_cities), rows));

/** Whoever lives nowhere that is known lives in "": nobody is granted that. */
const homesOf = (memberCities: string): Rows => inCities(JSON.parse(memberCities));

export const isNotAnothers = ({ created_by }: SeenList, { lists, subject }: Viewer): boolean =>
  lists === 'all' || created_by === subject;

/** Who has to do with lists sees them. Errors: FORBIDDEN. */
export const requireLists = ({ viewer }: Pick<CampaignSession, 'viewer'>): void =>
  requireAct(viewer, 'MAKE_LISTS', 'FREEZE_LISTS', 'APPROVE_LISTS', 'WORK');

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
    `Expected the id of a target list all of whose numbers you may see, found ${JSON.stringify(id.slice(0, 60))}. Take it from targetLists.`,
  );
}

export interface ListsPage {
  readonly status: ListStatus | null;
  /** The standing list that made them. */
  readonly standing: string | null;
  readonly first: number;
  readonly after: string | null;
}

/** A page of the lists that the viewer may see, the newest first. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function listsPage(
  { status, standing, first, after }: ListsPage,
  context: CampaignSession,
): Promise<KeysetPage<TargetListRow>> {
  const { ledger, ...channels } = channelsOf(context);
  requireLists(context);
  requireBetween('targetLists(first:)', first, 1, context.viewer.limits.targetLists);
  await expireTargetLists(ledger, today(channels));
  const cursors = timeCursorsOf('list of target lists', [context.viewer.subject, status, standing]);
  const rows: TargetListRow[] = [];
  let from = cursors.placeOf(after);
  for (let isEnd = false; !isEnd && rows.length <= first; ) {
    const found = await listsOf(ledger, { status, standing, first: first + 1, after: from });
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
