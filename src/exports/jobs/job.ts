import { openStatuses } from '../../ledger/exports/export-jobs.js';
import type { ExportJobRow, ExportStatus } from '../../ledger/tables.js';

/** An export as the one who asked for it sees it. */
export interface ExportJob {
  readonly id: string;
  readonly status: ExportStatus;
  /** NUMBERS or ANALYSIS: what one must be allowed to see. */
  readonly kind: string;
  readonly generation: string;
  readonly format: string;
  readonly fileName: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly rows: number | null;
  readonly bytes: number | null;
  /** Where to GET the file; null unless there is one. */
  readonly url: string | null;
  readonly sha256: string | null;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string | null;
  readonly error: string | null;
}

/** Whose exports: a person, and with what rights. With other rights than it was made with a file is not seen. */
export interface Asker {
  readonly subject: string;
  readonly rights: string;
}

export const mayBeSeenBy = ({ subject, rights }: Asker, row: ExportJobRow): boolean =>
  row.subject === subject && row.rights === rights;

/**
 * A job at a moment: a file whose time is over is expired, whether or not it was removed yet. `progress`: newer than the ledger's, where
 * it runs here.
 */
export function jobOf(row: ExportJobRow, now: string, progress = row.progress): ExportJob {
  const isOver = row.status === 'DONE' && row.expires_at !== null && row.expires_at <= now;
  const status = isOver ? 'EXPIRED' : row.status;
  return Object.freeze({
    id: row.id,
    status,
    kind: row.kind,
    generation: row.generation,
    format: row.format,
    fileName: row.file_name,
    progress: openStatuses.includes(status) ? progress : row.progress,
    rows: row.rows,
    bytes: row.bytes,
    url: status === 'DONE' ? `/exports/${row.id}` : null,
    sha256: row.sha256,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    error: row.error,
  });
}

/** Nothing will change any more, but that a finished one expires. */
export const isFinal = ({ status }: ExportJob): boolean => !openStatuses.includes(status);

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isJobId = (text: string): boolean => id.test(text);
