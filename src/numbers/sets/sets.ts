import { badInput } from '../../errors.js';
import { everything, sliceOf } from '../../figures/question.js';
import { markNumberSetRemoved, numberSetById, numberSetsOf, removeEndedSets } from '../../ledger/number-sets.js';
import type { NumberSetRow } from '../../ledger/tables.js';
import { requireAct, requireTier } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { newestMonth } from '../../session/scope.js';
import { dayOfSets, setPlaceOf } from '../../session/sets.js';
import { sliceInfo } from '../../session/slice-info.js';
import { encodeSlice } from '../../slices/slice.js';
import type { NumberSession } from '../session.js';

/** The viewer's own sets that can be used, the newest first. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function numberSets(session: NumberSession): Promise<readonly NumberSetRow[]> {
  requireTier(session.viewer, 3);
  const { ledger, ...place } = setPlaceOf(session);
  return numberSetsOf(ledger, session.viewer.subject, dayOfSets(place));
}

/** Its numbers in the newest month. */
export function sliceOfSet({ id }: NumberSetRow, session: NumberSession): string {
  const month = newestMonth(session.coverage.months);
  return encodeSlice(sliceOf({ ...everything, where: { set: { id } } }, month), session);
}

/** How many of its numbers the viewer may see in the newest month, and how many others were sent; null where that is not told. */
export async function countsOfSet(row: NumberSetRow, session: NumberSession) {
  const count = await sliceInfo(sliceOfSet(row, session), session).count();
  return { count, unknown: count === null ? null : row.numbers + row.unmatched - count };
}

/** Takes one's own set away; one that is away stays so. Errors: FORBIDDEN, BAD_USER_INPUT. */
export async function removeNumberSet(id: string, session: NumberSession): Promise<NumberSetRow> {
  const { viewer } = session;
  requireTier(viewer, 3);
  requireAct(viewer, 'MAKE_SETS');
  const { ledger, home, ...clock } = setPlaceOf(session);
  const row = await numberSetById(ledger, id);
  if (row?.created_by !== viewer.subject)
    throw badInput(`Expected the id of a set of yours, found ${JSON.stringify(id.slice(0, 60))}. Take it from numberSets.`);
  const removed_at = clock.now().toISOString();
  if (await markNumberSetRemoved(ledger, id, removed_at)) await writeAuditLine('set of numbers removed', { set: id }, session);
  await removeEndedSets(ledger, home, dayOfSets(clock));
  return { ...row, removed_at: row.removed_at ?? removed_at };
}
