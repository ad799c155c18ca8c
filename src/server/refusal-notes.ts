import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from '../ledger/audit/audit.js';
import { LastMinute } from '../lib/last-minute.js';

/** Notes that somebody could not say who he is. */
export type NoteRefusal = (request: FastifyRequest, action: string, why: string) => Promise<void>;

const slowMs = 1000;
/** Of an address within a minute, each with its line. */
const mostRefusals = 10;

/**
 * Who is refused before it is known who asks is in the audit; where that comes again and again from one address the answer is made to wait, and no
 * more lines are written.
 */
export function refusalNotes(audit: (entry: AuditEntry) => Promise<unknown>): NoteRefusal {
  const refused = new LastMinute();
  return async (request, action, why) => {
    const isOften = refused.since(request.ip).length >= mostRefusals;
    refused.add(request.ip, mostRefusals);
    if (isOften) await sleep(slowMs);
    else await audit(entryOf(request, action, why)).catch((err) => request.log.error({ err }, 'no line in the audit'));
  };
}

/** By the key's id, which is no secret; what was sent as a key is not written down. */
function entryOf({ headers, ip, method, url }: FastifyRequest, action: string, why: string): AuditEntry {
  const key = /^bearer martlet_([a-z0-9]{6,32})_/i.exec(headers.authorization ?? '')?.[1] ?? null;
  return {
    subject: key === null ? 'unknown' : `key ${key}`,
    action,
    decision: 'DENIED',
    detail: { ip, method, path: notedPath(url), why: why.slice(0, 300) },
  };
}

/** Of a request, as it is written down: without its query, and without what a feed's address chooses, which may be a filter by somebody's number. */
export const notedPath = (url: string): string => url.split('?')[0]!.replaceAll(/=[^&/]*/g, '=…');
