import DataLoader from 'dataloader';
import { badInput } from '../../errors.js';
import type { Ledger } from '../../ledger/ledger.js';
import { standingLists as allOf, standingListsById } from '../../ledger/lists/standing-lists.js';
import type { StandingListRow, TargetListRow } from '../../ledger/tables.js';
import { requireBetween } from '../../security/limits.js';
import { channelsOf } from '../channels.js';
import { maySee, requireLists } from '../lists/lists.js';
import type { CampaignSession } from '../session.js';

/** Standing lists by id: those of a page of target lists are asked for at once. */
export const standingLoader = (ledger: Ledger) =>
  new DataLoader<string, StandingListRow | undefined>(async (ids) => {
    const rows = await standingListsById(ledger, ids);
    return ids.map((id) => rows.find((row) => row.id === id));
  });

/** The standing lists that the viewer may see, the newest first. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function standingListsSeen(first: number, context: CampaignSession): Promise<readonly StandingListRow[]> {
  const { ledger } = channelsOf(context);
  requireLists(context);
  requireBetween('standingLists(first:)', first, 1, context.viewer.limits.targetLists);
  return (await allOf(ledger)).filter((row) => maySee(context.viewer, row)).slice(0, first);
}

/** The standing list that made a target list; null where somebody did, or it may not be seen. Errors: FORBIDDEN. */
export async function standingOf({ standing_id }: TargetListRow, context: CampaignSession): Promise<StandingListRow | null> {
  channelsOf(context);
  requireLists(context);
  const row = standing_id === null ? undefined : await context.standingLists!.load(standing_id);
  return row && maySee(context.viewer, row) ? row : null;
}

/** One by its id, as it is now. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function standingNamed(id: string, context: CampaignSession): Promise<StandingListRow> {
  const [row] = await standingListsById(channelsOf(context).ledger, [id]);
  if (row && maySee(context.viewer, row)) return row;
  throw badInput(
    `Expected the id of a standing list all of whose numbers you may see, found ${JSON.stringify(id.slice(0, 60))}. Take it from standingLists.`,
  );
}
