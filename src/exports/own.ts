import { type KeysetPage, timeCursorsOf } from '../lib/cursor.js';
import { requireBetween } from '../security/limits.js';
import { askerOf, jobsOf } from './asker.js';
import type { ExportJob } from './jobs/job.js';
import type { ExportSession } from './session.js';

/** A page of the viewer's own exports, the newest first. Errors: BAD_USER_INPUT. */
export async function ownExports(
  { first, after }: { readonly first: number; readonly after: string | null },
  context: ExportSession,
): Promise<KeysetPage<ExportJob>> {
  const asker = askerOf(context.viewer);
  requireBetween('exportJobs(first:)', first, 1, context.viewer.limits.exportJobs);
  const { placeOf, cursorOf } = timeCursorsOf('list of exports', asker);
  const found = await jobsOf(context).page(asker, first + 1, placeOf(after));
  return { rows: found.slice(0, first), hasNextPage: found.length > first, hasPreviousPage: after !== null, cursorOf };
}
