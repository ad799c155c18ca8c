import { changeExportJob, expiredExportJobs, openExportJobs, openStatuses } from '../../ledger/exports/export-jobs.js';
import type { Ledger } from '../../ledger/ledger.js';
import { stoppedText } from './failure.js';
import { removeFile, removeOrphans } from './files.js';
import { isGone } from './owner.js';

/** Many heartbeats: a process that is silent for so long does not come back to its job. */
const silentMs = 60_000;

/** Fails the jobs of processes that are gone, expires what is over, and removes files that nobody may have any more. */
export async function sweep({ ledger, dir }: { readonly ledger: Ledger; readonly dir: string }): Promise<void> {
  const now = new Date();
  const silent = new Date(now.getTime() - silentMs).toISOString();
  for (const { id, owner, heartbeat_at } of await openExportJobs(ledger)) {
    if (!isGone(owner) && heartbeat_at > silent) continue;
    await changeExportJob(ledger, id, openStatuses, { status: 'FAILED', error: stoppedText, finished_at: now.toISOString() });
  }
  for (const { id } of await expiredExportJobs(ledger, now.toISOString())) {
    await changeExportJob(ledger, id, ['DONE'], { status: 'EXPIRED' });
    await removeFile(dir, id);
  }
  await removeOrphans(dir, ledger);
}
