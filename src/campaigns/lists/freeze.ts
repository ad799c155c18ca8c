import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { settleTargetList } from '../../ledger/lists/settle-target-list.js';
import { isActive, requireStatus } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { digestOf, makeDirectory, syncFile } from '../../lib/files.js';
import { listDirectory, snapshotFile } from '../../lib/snapshot-files.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { snapshotIn } from '../snapshot.js';
import { freezeStatement, numbersOfList } from './freeze-statement.js';
import { removeFilesOf, removeLeftovers } from './leftovers.js';
import { listNamed } from './lists.js';
import { type ListTotals, listTotals, requireReconciled } from './totals.js';

/**
 * Settles for good who is on a list, who is kept out and what keeps off everybody else of the slice, by the rules and the data of now.
 * It is done once: asked again, or by two at once, the answer is the list as it was frozen. Errors: BAD_USER_INPUT for no such list,
 * CONFLICT for one that is at its end, STALE_SLICE, NOT_PROVIDED; INTERNAL where the numbers do not add up to the slice.
 */
export async function freezeTargetList(id: string, context: CampaignSession): Promise<TargetListRow> {
  requireAct(context.viewer, 'FREEZE_LISTS');
  const draft = await listNamed(id, context);
  if (isActive(draft)) return draft;
  requireStatus(draft, ['DRAFT'], 'It is at its end: make a new one.');
  try {
    return await frozenFrom(draft, context, async (frozen, place) => {
      await settleTargetList(channelsOf(context).ledger, id, frozen, place);
      await writeAuditLine('target list frozen', { list: id, ...freezeDetail(frozen) }, context);
      return { ...draft, ...frozen };
    });
  } catch (error) {
    // Somebody else may have been quicker.
    const settled = await listNamed(id, context);
    if (isActive(settled)) return settled;
    throw error;
  }
}

/** What a draft becomes when it is frozen. */
export type Frozen = ListTotals &
  Pick<TargetListRow, 'content_hash' | 'frozen_at' | 'generation' | 'rule_version'> & { readonly status: 'FROZEN' };

/** What the audit tells of it. */
export const freezeDetail = ({ content_hash: hash, size }: Frozen) => ({ hash, size });

/**
 * Judges every number of a draft, and gives `settle` what it becomes and what puts its members' file where it belongs. Errors: as
 * `freezeStatement`; INTERNAL where the numbers do not add up to the slice.
 */
export async function frozenFrom<T>(
  draft: TargetListRow,
  context: CampaignSession,
  settle: (frozen: Frozen, place: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { home, now } = channelsOf(context);
  const stem = await stemOf(draft, home);
  try {
    const { file, sums } = await judged(draft, stem, context);
    const { sha256 } = await digestOf(file, new AbortController().signal);
    await syncFile(file);
    const frozen: Frozen = {
      ...sums,
      status: 'FROZEN',
      content_hash: sha256,
      frozen_at: now().toISOString(),
      generation: context.manifest.id,
      rule_version: ruleVersionOf(context.catalogue),
    };
    return await settle(frozen, async () => {
      await rename(file, snapshotFile(home, draft.id));
      await syncFile(listDirectory(home));
    });
  } finally {
    await removeFilesOf(stem);
  }
}

/**
 * What freezing a draft now would give, and nothing of it is kept; null of a list that is no draft. For who may freeze: it tells what freezing
 * tells. Errors: FORBIDDEN, STALE_SLICE, NOT_PROVIDED.
 */
export async function previewOf(list: TargetListRow, context: CampaignSession): Promise<ListTotals | null> {
  requireAct(context.viewer, 'FREEZE_LISTS');
  if (list.status !== 'DRAFT') return null;
  const stem = await stemOf(list, channelsOf(context).home);
  try {
    return (await judged(list, stem, context)).sums;
  } finally {
    await removeFilesOf(stem);
  }
}

/** What the files of one freeze begin with, in a folder that is there and holds none of a freeze that was killed. */
export async function stemOf({ id }: Pick<TargetListRow, 'id'>, home: string): Promise<string> {
  const directory = listDirectory(home);
  await makeDirectory(directory);
  await removeLeftovers(directory);
  return join(directory, `${id}.${randomUUID()}`);
}

/** Every number of a list with what becomes of it, in a file, and its sums. Errors: as `freezeStatement`; INTERNAL where they do not add up. */
async function judged(
  list: TargetListRow,
  stem: string,
  context: CampaignSession,
): Promise<{ readonly file: string; readonly sums: ListTotals }> {
  const file = `${stem}.parquet`;
  const numbers = await numbersOfList(list, context);
  const asked = await freezeStatement(list, numbers, stem, context);
  await context.write(asked, { path: file, format: 'parquet', ordered: true }, 'exports');
  const sums = await listTotals(snapshotIn(file, list), context);
  requireReconciled(list, sums, await numbers.count());
  return { file, sums };
}
