import { createHash } from 'node:crypto';
import { badInput } from '../errors.js';
import type { Viewer } from '../security/viewer.js';
import type { Exports } from './jobs/exports.js';
import type { Asker } from './jobs/job.js';
import type { ExportSession } from './session.js';

/** Whose exports a viewer sees: their own, as long as they may see what they might when the file was made. */
export function askerOf({ subject, tiers, rows, personal, purposes }: Viewer): Asker {
  const rights = createHash('sha256')
    .update(JSON.stringify([tiers, rows, personal, [...purposes].sort()]))
    .digest('hex');
  return { subject, rights };
}

/** Errors: BAD_USER_INPUT where nothing is there to run jobs. */
export function jobsOf({ exports }: ExportSession): Exports {
  if (!exports) throw badInput('Exports are written by a running gateway: start "martlet serve" and ask it over HTTP.');
  return exports.jobs;
}

export const noExport = (id: string) =>
  badInput(
    `Expected the id of an export of yours, found ${JSON.stringify(id.slice(0, 60))}. Take it from what startExport answered.`,
  );
