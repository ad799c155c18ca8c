import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import { derivedKey } from './derived-key.js';

/** A key and what tells it from others: 8 hexadecimal digits. */
export interface HandleKey {
  readonly key: KeyObject;
  readonly keyVersion: string;
  /** Those by which handles may have been sealed before this one. */
  readonly previous?: readonly HandleKey[];
}

const algorithm = 'aes-256-gcm';
const sizes = { version: 4, nonce: 12, tag: 16 } as const;
const head = sizes.version + sizes.nonce + sizes.tag;

/**
 * A text that only who has the key can read, and nobody else can make, in letters that a URL can carry. The same text is sealed the same
 * way every time, so that a handle stays the same in caches: its nonce is a hash of the text under the key (as in SIV modes), and two
 * texts of one gateway do not come to share one.
 */
export function sealHandle(key: HandleKey, purpose: string, bytes: Buffer): string {
  const own = derivedKey(key.key, purpose);
  const nonce = createHmac('sha256', own).update(bytes).digest().subarray(0, sizes.nonce);
  const cipher = createCipheriv(algorithm, own, nonce);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.from(key.keyVersion, 'hex'), nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed; 'OTHER_KEY' where none of these keys did it, null for what no key did. */
export function openHandle(keys: HandleKey, purpose: string, sealed: string): Buffer | 'OTHER_KEY' | null {
  const bytes = Buffer.from(sealed, 'base64url');
  // Base64 has letters beside the last byte that mean nothing: a handle has one spelling.
  if (bytes.length < head || bytes.toString('base64url') !== sealed) return null;
  const version = bytes.subarray(0, sizes.version).toString('hex');
  const key = [keys, ...(keys.previous ?? [])].find(({ keyVersion }) => keyVersion === version);
  if (!key) return 'OTHER_KEY';
  const nonce = bytes.subarray(sizes.version, sizes.version + sizes.nonce);
  try {
    const decipher = createDecipheriv(algorithm, derivedKey(key.key, purpose), nonce, { authTagLength: sizes.tag });
    decipher.setAuthTag(bytes.subarray(sizes.version + sizes.nonce, head));
    return Buffer.concat([decipher.update(bytes.subarray(head)), decipher.final()]);
  } catch {
    return null;
  }
}
