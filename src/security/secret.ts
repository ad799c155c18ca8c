import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { badInput } from '../errors.js';
import { readText } from '../lib/files.js';
import { text } from '../lib/quote.js';

/** The gateway's key: what phone numbers are looked up by and pseudonyms are made with. A KeyObject shows nothing when it is logged. */
export interface Secret {
  readonly key: KeyObject;
  /** Tells one key from another without telling the key: 8 hexadecimal digits. */
  readonly keyVersion: string;
  /** Those by which handles that are still about may have been sealed. */
  readonly previous?: readonly Secret[];
}

const BYTES = 32;
/** A block of SHA-256, to which HMAC fills the key up. */
const BLOCK = 64;

export const expectedSecret = 'expected 32 bytes as 64 hexadecimal digits or as base64';

/** The secret that a text writes; null where it is not 32 bytes as 64 hexadecimal digits or as base64. */
export function secretOf(written: string): Secret | null {
  const hex = /^[0-9a-f]{64}$/i.test(written);
  if (!hex && !/^[A-Za-z0-9+/]{43}=?$/.test(written)) return null;
  const key = Buffer.from(written, hex ? 'hex' : 'base64');
  const keyVersion = createHash('sha256').update('martlet key version:').update(key).digest('hex').slice(0, 8);
  return Object.freeze({ key: createSecretKey(key), keyVersion });
}

/** The secret of the settings, else that of `<home>/secret.key`, which is made when it is not there. Errors: BAD_USER_INPUT for a damaged file. */
export function loadSecret({ home, secret }: { readonly home: string; readonly secret: Secret | null }): Secret {
  if (secret) return secret;
  const path = join(home, 'secret.key');
  const written = (read(path) ?? make(path)).trim();
  const found = secretOf(written);
  if (!found) throw badInput(`${path}: ${expectedSecret}, found ${written.length} characters that are neither.`);
  return found;
}

/** The secret by which things are made, and after it the one before, by which they may have been made. Errors: as `loadSecret`. */
export const loadSecrets = (from: Parameters<typeof loadSecret>[0] & { readonly previousSecret: Secret | null }): Secrets => [
  loadSecret(from),
  ...(from.previousSecret ? [from.previousSecret] : []),
];
export type Secrets = readonly [current: Secret, ...previous: Secret[]];

function read(path: string): string | null {
  return existsSync(path) ? readText(path) : null;
}

/** A link is made whole or not at all: of two processes that begin at once both read the one that came first. */
function make(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  const draft = `${path}.draft-${randomUUID()}`;
  try {
    writeFileSync(draft, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readText(path);
}

/** HMAC-SHA256 of a text, as hexadecimal. */
export const keyed = ({ key }: Secret, plain: string): string => createHmac('sha256', key).update(plain).digest('hex');

/** The key as HMAC's outer and inner pad (RFC 2104), as hexadecimal: as secret as the key. */
export function padsOf({ key }: Secret): readonly [outer: string, inner: string] {
  const block = Buffer.concat([key.export(), Buffer.alloc(BLOCK - BYTES)]);
  const pad = (by: number): string => Buffer.from(block.map((byte) => byte ^ by)).toString('hex');
  return [pad(0x5c), pad(0x36)];
}

/** `keyed` in SQL: of a text, by the pads; all three are expressions, e.g. parameters. */
export const keyedSql = (plain: string, outer: string, inner: string): string =>
  `sha256(unhex(${outer}) || unhex(sha256(unhex(${inner}) || encode(${plain}))))`;

/** The same text for the same value as long as the key stays, and nobody without the key can tell the value. */
export const pseudonym = (secret: Secret, value: string): string =>
  `${secret.keyVersion}-${keyed(secret, `${pseudonymPrefix}${value}`).slice(0, 20)}`;

const pseudonymPrefix = 'pseudonym:';

/**
 * The macro `pseudonym(value)`: the same in SQL, null of null. The key stands in it, so it belongs into an engine's setup only: statements then call it by name.
 */
export function pseudonymMacro(secret: Secret): string {
  const [outer, inner] = padsOf(secret).map(text) as [string, string];
  const hash = keyedSql(`${text(pseudonymPrefix)} || value`, outer, inner);
  return `create macro pseudonym(value) as ${text(`${secret.keyVersion}-`)} || left(${hash}, 20)`;
}
