import { sql, type Transaction } from 'kysely';
import { lockTable } from '../dialect.js';
import type { Ledger } from '../ledger.js';
import type { AuditLine, LedgerTables } from '../tables.js';
import { chainFault, chainHash, genesis, provesRemoval } from './audit-chain.js';

/** What a line says, before it has its place in the chain. */
export interface AuditEntry extends Pick<AuditLine, 'subject' | 'action' | 'decision'>, Partial<Pick<AuditLine, Optional>> {
  readonly detail?: object;
}
type Optional = 'purpose' | 'operation' | 'rows' | 'generation';

const before = { seq: 0, hash: genesis } as const;

/** Adds a line and gives it as stored. When this returns, the line is on the disk. */
export async function appendAudit(ledger: Ledger, entry: AuditEntry): Promise<AuditLine> {
  const [line] = await appendAll(ledger, [entry]);
  return line!;
}

/** Adds lines as they come: those that come while others are written go together into the next transaction, each with its place in the chain. */
export function auditWriter(ledger: Ledger): (entry: AuditEntry) => Promise<AuditLine> {
  interface Waiting {
    readonly entry: AuditEntry;
    readonly done: (line: AuditLine) => void;
    readonly failed: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      try {
        const lines = await appendAll(
          ledger,
          batch.map(({ entry }) => entry),
        );
        for (const [index, { done }] of batch.entries()) done(lines[index]!);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    isWriting = false;
  };
  return (entry) =>
    new Promise((done, failed) => {
      waiting.push({ entry, done, failed });
      if (!isWriting) void write();
    });
}

const mostAtOnce = 200;

const appendAll = (ledger: Ledger, entries: readonly AuditEntry[]): Promise<readonly AuditLine[]> =>
  ledger.transaction((transaction) => appendTo(transaction, entries));

/** Adds lines within a transaction: they are there when what they tell of is. */
export async function appendTo(
  transaction: Transaction<LedgerTables>,
  entries: readonly AuditEntry[],
): Promise<readonly AuditLine[]> {
  await lockTable(transaction, 'audit_line');
  const last = await transaction
    .selectFrom('audit_line')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  let { seq, hash: previous }: Pick<AuditLine, 'seq' | 'hash'> = last ?? before;
  const lines = entries.map((entry): AuditLine => {
    const line = { seq: seq + 1, at: new Date().toISOString(), ...contentOf(entry), previous };
    const hashed: AuditLine = Object.freeze({ ...line, hash: chainHash(line) });
    ({ seq, hash: previous } = hashed);
    return hashed;
  });
  await transaction.insertInto('audit_line').values(lines).execute();
  return lines;
}

function contentOf({ subject, purpose, action, operation, rows, generation, decision, detail }: AuditEntry) {
  return {
    subject: storable(subject),
    purpose: purpose == null ? null : storable(purpose),
    action: storable(action),
    operation: operation ?? null,
    rows: rows ?? null,
    generation: generation ?? null,
    decision,
    detail: detail === undefined ? null : JSON.stringify(detail),
  };
}

/** Text that both engines give back as it was: without NUL and halves of surrogate pairs. (In JSON they are escaped.) */
const storable = (text: string): string => Buffer.from(text).toString().replaceAll('\0', '\ufffd');

export interface AuditFilter {
  readonly subject?: string;
  /** A part of it, in capitals or not. */
  readonly action?: string;
  readonly decision?: AuditLine['decision'];
  /** The first moment, ISO 8601 in UTC, and the one before which it ends. */
  readonly since?: string;
  readonly until?: string;
  /** At most so many, the newest. */
  readonly limit: number;
}

/** Lines of the audit, the oldest first. */
export async function listAudit(
  { db }: Ledger,
  { subject, action, decision, since, until, limit }: AuditFilter,
): Promise<readonly AuditLine[]> {
  let query = db.selectFrom('audit_line').selectAll().orderBy('seq', 'desc').limit(limit);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (action !== undefined)
    query = query.where(sql<boolean>`lower(action) like ${`%${action.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`} escape '!'`);
  if (decision !== undefined) query = query.where('decision', '=', decision);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (until !== undefined) query = query.where('at', '<', until);
  return (await query.execute()).reverse();
}

export interface Verification {
  /** How many lines hold, from the first one kept on. */
  readonly lines: number;
  /** How many before them were taken away by retention. */
  readonly removed: number;
  /** Hash of the last of these. Kept elsewhere it proves later that no line up to it was taken away. */
  readonly head: string;
  /** The first thing that is wrong, or null. */
  readonly fault: string | null;
}

const page = 1000;

/**
 * Follows the chain from its first line and stops at the first that does not hold. Lines may be missing at its beginning where a later one
 * tells that retention took them. Lines removed from the end leave a whole chain: only a `head` that was kept elsewhere tells, which must
 * still be found.
 */
export async function verifyAudit({ db }: Ledger, head: string = genesis): Promise<Verification> {
  const [first] = await db.selectFrom('audit_line').selectAll().orderBy('seq').limit(1).execute();
  const start: Pick<AuditLine, 'seq' | 'hash'> = first ? { seq: first.seq - 1, hash: first.previous } : before;
  let last = start;
  let isProved = start.seq === 0 && start.hash === genesis;
  let found = head === genesis || head === start.hash;
  const held = (fault: string | null): Verification => ({
    lines: last.seq - start.seq,
    removed: start.seq,
    head: last.hash,
    fault,
  });
  while (true) {
    const lines = await db.selectFrom('audit_line').selectAll().where('seq', '>', last.seq).orderBy('seq').limit(page).execute();
    for (const line of lines) {
      const fault = chainFault(line, last);
      if (fault !== null) return held(fault);
      last = line;
      found ||= line.hash === head;
      isProved ||= provesRemoval(line, start);
    }
    if (lines.length < page) break;
  }
  if (!isProved)
    return {
      lines: 0,
      removed: 0,
      head: genesis,
      fault: `line 1 is missing: the first one found is ${start.seq + 1}, and none tells that those before it were taken away by retention`,
    };
  return held(
    found
      ? null
      : `no line has the head ${head}: lines were removed from the end, the whole audit was written anew, or retention took it away`,
  );
}
