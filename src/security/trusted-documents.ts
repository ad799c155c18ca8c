import { createHash } from 'node:crypto';
import { badInput, MartletError } from '../errors.js';
import { readSettings } from '../lib/files.js';
import type { TrustedDocuments, Viewer } from './viewer.js';

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A list that `martlet trust` wrote. Errors: BAD_USER_INPUT for one that is none, or whose hashes are not those of its texts. */
export function loadTrustedDocuments(path: string): TrustedDocuments {
  const found = readSettings(path) as unknown;
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
  const wrong = entries.find(([hash, text]) => typeof text !== 'string' || hashOf(text) !== hash);
  if (entries.length === 0 || wrong)
    throw badInput(
      `${path}: expected documents by the sha256 of their text, as "martlet trust" writes them, found ${wrong ? `another text at ${wrong[0].slice(0, 12)}…` : 'none'}. Write it anew.`,
    );
  return new Map(entries as [string, string][]);
}

/** The text of a persisted query that only its hash is sent of. Errors: UNTRUSTED_DOCUMENT for one that is not among those that the viewer is bound to. */
export function trustedText(viewer: Viewer, hash: string): string {
  requireTrustedDocument(viewer, hash);
  return viewer.documents!.get(hash)!;
}

/** Errors: UNTRUSTED_DOCUMENT for a document that is not among those that the viewer is bound to. */
export function requireTrustedDocument({ documents, subject }: Viewer, hash: string): void {
  if (documents === null || documents.has(hash)) return;
  throw new MartletError(
    'UNTRUSTED_DOCUMENT',
    `Expected one of the ${documents.size} documents that ${subject} is bound to, found ${hash.slice(0, 12)}…: another text or hash. Have it added with "martlet trust".`,
  );
}

/** Errors: UNTRUSTED_DOCUMENT at a resource that has no document, for who is bound to some. */
export function requireUnbound({ documents, subject }: Viewer, found: string): void {
  if (documents === null) return;
  throw new MartletError(
    'UNTRUSTED_DOCUMENT',
    `Expected one of the ${documents.size} documents that ${subject} is bound to, asked of /graphql; found ${found}.`,
  );
}
