import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { badInput } from '../errors.js';
import { type Identity, type KeyCredential, unauthenticated } from './identity.js';
import { type Holder, own } from './roles.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime({ offset: true, error: 'expected a time, e.g. 2027-01-31T00:00:00+08:00' });

/** An API key in the policies file: whose it is, and hashes of its secrets. */
export const keyEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{6,32}$/),
  sha256,
  subject: z.string().min(1),
  roles: z.array(z.string()).min(1),
  ...own,
  /** From then on it opens nothing. */
  expires: moment.optional(),
  /** The secret that was rotated out, and until when it is as good as the new one. */
  previous: z.strictObject({ sha256, until: moment }).optional(),
});

export type KeyEntry = z.infer<typeof keyEntry>;
/** As it is written: what is somebody's own may be left out. */
export type WrittenKey = z.input<typeof keyEntry>;

/** The credential that a secret is: `martlet_<id>_<random>`. Whether it is one of the policies says `identityOfKey`. */
export const keyCredential = (secret = ''): KeyCredential => ({ key: secret.split('_')[1] ?? '', sha256: hashOf(secret) });

export const isKeySecret = (secret: string): boolean => secret.startsWith('martlet_');

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Keys by their ids. Errors: BAD_USER_INPUT where two have one id. */
export function keysById(entries: readonly KeyEntry[]): ReadonlyMap<string, KeyEntry> {
  const byId = new Map<string, KeyEntry>();
  for (const entry of entries) {
    if (byId.has(entry.id)) throw badInput(`keys: expected an id once, found ${entry.id} again.`);
    byId.set(entry.id, entry);
  }
  return byId;
}

/** Whose key it is. Errors: UNAUTHENTICATED for a secret that is none of the key's, or is no more. */
export function identityOfKey(keys: ReadonlyMap<string, KeyEntry>, credential: KeyCredential, now: Date): Identity {
  const entry = keys.get(credential.key);
  const { previous, expires } = entry ?? {};
  const isCurrent = entry !== undefined && isSame(entry.sha256, credential.sha256);
  const isPrevious = previous !== undefined && isSame(previous.sha256, credential.sha256);
  if (!entry || !(isCurrent || isPrevious)) throw unauthenticated(expectedKey);
  const ends = [expires, isPrevious && !isCurrent ? previous.until : undefined].flatMap((end) => (end ? [new Date(end)] : []));
  const until = ends.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
  if (until && until <= now)
    throw unauthenticated(
      `The ${isCurrent ? `key ${entry.id}` : `old secret of the key ${entry.id}`} expired at ${until.toISOString()}. Ask for a new one.`,
    );
  return { ...holderOf(entry), until };
}

function holderOf({ id: _id, sha256: _sha256, expires: _expires, previous: _previous, ...holder }: KeyEntry): Holder {
  return holder;
}

/** Whose key has this id, for what goes on without its secret; null where there is none, or its time is over. */
export function holderOfKey(keys: ReadonlyMap<string, KeyEntry>, id: string, now: Date): Holder | null {
  const entry = keys.get(id);
  return entry && !(entry.expires && new Date(entry.expires) <= now) ? holderOf(entry) : null;
}

export const expectedKey = 'Expected an API key of this gateway in the header "Authorization: Bearer …".';

const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));

/** A new secret of a key, to hand over once: 192 random bits. */
export function newSecret(id: string): { readonly secret: string; readonly sha256: string } {
  const secret = `martlet_${id}_${randomBytes(24).toString('base64url')}`;
  return { secret, sha256: hashOf(secret) };
}

/** A new API key: its secret, and its entry for the policies file. */
export function newKey(
  subject: string,
  roles: readonly string[],
  cities: readonly string[],
  expires?: Date,
): { readonly secret: string; readonly entry: WrittenKey } {
  const id = randomBytes(6).toString('hex');
  const { secret, sha256 } = newSecret(id);
  const entry = { id, sha256, subject, roles: [...roles], cities: [...cities] };
  return { secret, entry: expires ? { ...entry, expires: expires.toISOString() } : entry };
}
