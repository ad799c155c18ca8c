import DataLoader from 'dataloader';
import type { Origin } from '../../indicators/node.js';
import { expireTargetLists, targetListsFor } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { requireBetween } from '../../security/limits.js';
import { channelsInFigures, today } from '../channels.js';
import type { CampaignSession, Channels } from '../session.js';
import { goalIn } from './goal.js';
import { maySee } from './lists.js';

/** Lists with a goal by its measure, the newest first: those of all nodes of a tree are asked for at once. */
export const goalListsLoader = ({ ledger, ...channels }: Channels) =>
  new DataLoader<string, readonly TargetListRow[]>(async (measures) => {
    await expireTargetLists(ledger, today(channels));
    const rows = await targetListsFor(ledger, measures);
    return measures.map((measure) => rows.filter(({ goal_measure }) => goal_measure === measure));
  });

/**
 * The lists whose goal names a figure, the newest first. `code`: of the tree's node that shows it; null for a measure alone, which all goals
 * of it name. Errors: FORBIDDEN without tier 1, 2 or 4; BAD_USER_INPUT.
 */
export async function listsFor(
  { measure, node }: Origin,
  code: string | null,
  first: number,
  context: CampaignSession,
): Promise<readonly TargetListRow[]> {
  channelsInFigures(context);
  requireBetween('lists(first:)', first, 1, context.viewer.limits.targetLists);
  const rows = await context.goalLists!.load(measure.code);
  // A goal without a node is of the measure: what a partition's node has of it is another figure.
  const isNamed = (goal: string | null): boolean => code === null || goal === code || (goal === null && !node?.path);
  return rows.filter((row) => maySee(context.viewer, row) && isNamed(goalIn(row)!.node)).slice(0, first);
}
