import { isDeepStrictEqual } from 'node:util';
import { listsPage } from '../../campaigns/lists/lists.js';
import { badInput, MartletError } from '../../errors.js';
import { everything } from '../../figures/question.js';
import type { TargetListRow } from '../../ledger/tables.js';
import type { ReportRequest } from '../report.js';

/**
 * Frozen lists that were made from numbers of the report's months, the newest first, of those that are `asked` for. Errors: BAD_USER_INPUT for a
 * filter, TOO_COSTLY.
 */
export async function measuredLists(
  report: string,
  { context, scope, months }: ReportRequest,
  asked: (list: TargetListRow) => boolean = () => true,
): Promise<readonly TargetListRow[]> {
  if (!isDeepStrictEqual(scope, everything))
    throw badInput(`${report} is of whole target lists: leave out where and slice, and choose lists by their months.`);
  const { targetLists, upliftLists } = context.viewer.limits;
  const lists: TargetListRow[] = [];
  for (let after: string | null = null, isEnd = false; !isEnd; ) {
    const page = await listsPage({ status: null, standing: null, first: targetLists, after }, context);
    lists.push(...page.rows.filter((list) => list.frozen_at !== null && months.includes(list.month) && asked(list)));
    isEnd = !page.hasNextPage;
    after = isEnd ? null : page.cursorOf(page.rows.at(-1)!);
  }
  if (lists.length <= upliftLists) return lists;
  const message = `${report}: ${months[0]} to ${months.at(-1)} have ${lists.length} target lists, at most ${upliftLists} are measured at a time. Ask for fewer months, or targetList(id:) { result } for one.`;
  throw new MartletError('TOO_COSTLY', message);
}
