import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ruleVersionOf } from '../../decisions/rule-version.js';
import { settleTargetList } from '../../ledger/lists/settle-target-list.js';
import { isActive, requireStatus } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { digestOf, makeDirectory, syncFile } from '../../lib/files.js';
import { requireAct } from '../../security/grants.js';
import { writeAuditLine } from '../../session/audit-line.js';
import { channelsOf } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { listDirectory, snapshotFile, snapshotIn } from '../snapshot.js';
import { freezeStatement, numbersOfList } from './freeze-statement.js';
import { removeFilesOf, removeLeftovers } from './leftovers.js';
import { listNamed } from './lists.js';
import { listTotals, requireReconciled } from './totals.js';

/**
 * Settles for good who is on a list, who is kept out and what keeps off everybody else of the slice, by the rules and the data of now.
 * It is done once: asked again, or by two at once, the answer is the list as it was frozen. Errors: BAD_USER_INPUT for no such list,
 * CONFLICT for one that is at its end, STALE_SLICE, NOT_PROVIDED; INTERNAL where the numbers do not add up to the slice.
 */
export async function freezeTargetList(id: string, context: CampaignSession): Promise<TargetListRow> {
  const { ledger, home, now } = channelsOf(context);
  requireAct(context.viewer, 'FREEZE_LISTS');
  const draft = await listNamed(id, context);
  if (isActive(draft)) return draft;
  requireStatus(draft, ['DRAFT'], 'It is at its end: make a new one.');
  const directory = listDirectory(home);
  await makeDirectory(directory);
  await removeLeftovers(directory);
  const stem = join(directory, `${id}.${randomUUID()}`);
  const file = `${stem}.parquet`;
  try {
    const numbers = numbersOfList(draft, context);
    const asked = await freezeStatement(draft, numbers, stem, context);
    await context.write(asked, { path: file, format: 'parquet', ordered: true }, 'exports');
    const sums = await listTotals(snapshotIn(file, id), context);
    requireReconciled(draft, sums, await numbers.count());
    const { sha256 } = await digestOf(file, new AbortController().signal);
    await syncFile(file);
    const change = {
      ...sums,
      content_hash: sha256,
      frozen_at: now().toISOString(),
      generation: context.manifest.id,
      rule_version: ruleVersionOf(context.catalogue),
    };
    await settleTargetList(ledger, id, change, async () => {
      await rename(file, snapshotFile(home, id));
      await syncFile(directory);
    });
    await writeAuditLine('target list frozen', { list: id, hash: sha256, size: sums.size }, context);
    return { ...draft, ...change, status: 'FROZEN' };
  } catch (error) {
    // Somebody else may have been quicker.
    const settled = await listNamed(id, context);
    if (isActive(settled)) return settled;
    throw error;
  } finally {
    await removeFilesOf(stem);
  }
}
