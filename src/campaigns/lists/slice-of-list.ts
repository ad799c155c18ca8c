import { MartletError } from '../../errors.js';
import { scopeOf, sliceOf } from '../../figures/question.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { decodeSlice, encodeSlice } from '../../slices/slice.js';
import { parseWhere } from '../../slices/where.js';
import type { CampaignSession } from '../session.js';

/** The numbers that a list is made from, as a slice of its month; null where the catalogue has changed since: it means nothing any more. */
export function sliceOfList(
  { slice, filter, month }: Pick<TargetListRow, 'slice' | 'filter' | 'month'>,
  context: CampaignSession,
): string | null {
  const { catalogue, columns, viewer } = context;
  try {
    const where = parseWhere(filter === null ? undefined : JSON.parse(filter), columns, viewer.limits);
    const from = slice === null ? null : decodeSlice(slice, context, viewer.limits);
    return encodeSlice(sliceOf(scopeOf(where, from, catalogue), month), context);
  } catch (error) {
    if (error instanceof MartletError) return null;
    throw error;
  }
}
