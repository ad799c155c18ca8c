import type { Failure } from '../../graph/failure.ts';
import type { Session } from '../../graph/session.ts';

export interface SentSet {
  readonly count: number | null;
  readonly unknown: number | null;
}

/** Sends a file in as a set of numbers; what the gateway says of it, or why it refused it. */
export async function sendSet(
  file: File,
  said: Readonly<Record<'name' | 'purpose' | 'expiresOn', string>>,
  session: Session,
): Promise<{ readonly set: SentSet | null; readonly failure: Failure | null }> {
  const type = /\.parquet$/i.test(file.name) ? 'application/vnd.apache.parquet' : 'text/csv';
  const headers = { 'content-type': type, ...(session && { 'x-martlet-csrf': session.csrfToken }) };
  const response = await fetch(`/sets?${new URLSearchParams(said)}`, { method: 'POST', headers, body: file }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (response?.ok && answer) return { set: answer, failure: null };
  const { code = 'UNREACHABLE', message = '', requestId = null, retryAfterMs = null } = answer ?? {};
  return { set: null, failure: { code, message, path: [], requestId, retryAfterMs } };
}
