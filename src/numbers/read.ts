import { createHash } from 'node:crypto';
import { MartletError } from '../errors.js';
import { seesInClear } from '../security/grants.js';
import type { Session } from '../session/session.js';
import type { Lane, Row } from '../warehouse/engine.js';
import type { Statement } from '../warehouse/statement.js';
import type { NumbersContext } from './numbers.queries.js';

export type ReadingContext = NumbersContext & Pick<Session, 'run' | 'read' | 'audit'>;

/** Runs a statement that shows these columns of numbers, at most `most` rows. What is shown in clear is in the audit before anybody sees it. */
export async function readNumbers(
  asked: Statement,
  fields: readonly string[],
  lane: Lane,
  context: ReadingContext,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Row[]> {
  const rows = await context.run(asked, lane);
  if (rows.length > 0) await auditClear('numbers', asked, fields, Math.min(rows.length, most), context);
  return rows;
}

/** The same of numbers that are read by key. */
export async function readByKey(
  asked: Statement,
  fields: readonly string[],
  work: () => Promise<readonly Row[]>,
  context: ReadingContext,
): Promise<readonly Row[]> {
  const rows = await context.read(asked, work);
  if (rows.length > 0) await auditClear('numbers', asked, fields, rows.length, context);
  return rows;
}

/** Writes into the audit that personal columns leave in clear, where they do. Errors: what the ledger says; FORBIDDEN where there is none. */
export async function auditClear(
  action: string,
  { sql, name }: Statement,
  fields: readonly string[],
  rows: number,
  { viewer, numberColumns, manifest, audit }: Pick<ReadingContext, 'viewer' | 'numberColumns' | 'manifest' | 'audit'>,
): Promise<void> {
  const personal = fields.filter((field) => numberColumns.get(field)?.personal && seesInClear(viewer, field));
  if (personal.length === 0) return;
  if (!audit)
    throw new MartletError(
      'FORBIDDEN',
      'Personal columns are shown in clear only where an audit is kept; leave out the purpose.',
    );
  const { subject, purpose } = viewer;
  const operation = createHash('sha256').update(sql).digest('hex');
  const detail = { columns: personal, statement: name };
  await audit({ subject, purpose, action, decision: 'ALLOWED', operation, rows, generation: manifest.id, detail });
}
