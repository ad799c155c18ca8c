import { createHash } from 'node:crypto';
import type { AuditLine } from '../tables.js';

/** What the first line has for the hash of the line before. */
export const genesis = '0'.repeat(64);

/** What lines say that tell of what is not kept any longer (`applyRetention`). */
export const retentionAction = 'retention';

/** Does this line say that the audit up to `end` was taken away on purpose? */
export function provesRemoval({ action, detail }: AuditLine, end: Pick<AuditLine, 'seq' | 'hash'>): boolean {
  if (action !== retentionAction || detail === null) return false;
  const { kind, through, head } = JSON.parse(detail) as Record<string, unknown>;
  return kind === 'audit' && through === end.seq && head === end.hash;
}

/** SHA-256 (hex) over a line's fields and the hash of the line before, as a JSON array in this order: the same text everywhere. */
export function chainHash(line: Omit<AuditLine, 'hash'>): string {
  const { seq, at, subject, purpose, action, operation, rows, generation, decision, detail, previous } = line;
  const fields = [seq, at, subject, purpose, action, operation, rows, generation, decision, detail, previous];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** What is wrong with a line, coming after `before`; null for nothing. */
export function chainFault(line: AuditLine, before: Pick<AuditLine, 'seq' | 'hash'>): string | null {
  if (line.seq !== before.seq + 1) return `line ${before.seq + 1} is missing: the next one found is ${line.seq}`;
  if (line.previous !== before.hash)
    return `line ${line.seq} does not follow line ${before.seq}: a line was edited, moved or put in`;
  if (line.hash !== chainHash(line)) return `line ${line.seq} was edited: its content is not that of its hash`;
  return null;
}
