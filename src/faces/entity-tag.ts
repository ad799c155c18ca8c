import { createHash, createHmac } from 'node:crypto';
import type { Catalogue } from '../catalogue/types.js';
import { derivedKey } from '../lib/derived-key.js';
import { keptIn } from '../lib/memo.js';
import { version } from '../version.js';
import type { RequestContext } from './context.js';

type Rests = Pick<RequestContext, 'manifest' | 'viewer' | 'catalogue' | 'contract' | 'timeZone' | 'secret'>;

/**
 * The entity tag (RFC 9110, 8.8.3) of an answer that depends on the generation, on what the viewer may see and on what is `asked`, and on nothing
 * else: it is known before anything is read. Nobody without the gateway's key makes one: who sends it has been given that answer, with these
 * rights, and was not refused.
 */
export function entityTag({ manifest, viewer, catalogue, contract, timeZone, secret }: Rests, asked: unknown): string {
  // Which documents he is bound to decides whether he is answered, and is looked at before; they are long.
  const { documents: _, ...rights } = viewer;
  const all = [version, manifest.id, rights, digestOf(catalogue), contract.hash, timeZone, asked];
  return `"${createHmac('sha256', derivedKey(secret.key, 'entity tags')).update(textOf(all)).digest('base64url')}"`;
}

const digests = new WeakMap<Catalogue, string>();

/** Of names and texts, too, which its own hash leaves out. */
const digestOf = (catalogue: Catalogue): string =>
  keptIn(digests, catalogue, () => createHash('sha256').update(textOf(catalogue)).digest('base64url'));

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (each instanceof Map || each instanceof Set ? [...each] : each));

/** Is it the entity that the client has already? Weakly compared: who compresses on the way marks it as weak. */
export const isKnown = (given: string | undefined, tag: string): boolean =>
  (given ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
