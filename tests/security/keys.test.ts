import { describe, expect, test } from 'vitest';
import { identityOfKey, keyCredential, keyEntry, keysById, newKey, newSecret } from '../../src/security/keys.js';
import { secretPart } from '../support/key.js';

const at = (text: string) => new Date(text);
const end = '2026-12-01T00:00:00+08:00';
const justBefore = at('2026-11-30T15:59:59.999Z');
const then = at('2026-11-30T16:00:00Z');

const { secret, entry: written } = newKey('li.wei', ['board'], []);
const entry = keyEntry.parse(written);
const rotated = newSecret(entry.id);
const identity = (more: object, by: string, now: Date) =>
  identityOfKey(keysById([{ ...entry, ...more }]), keyCredential(by), now);
const refused = (told: RegExp) => expect.objectContaining({ code: 'UNAUTHENTICATED', message: expect.stringMatching(told) });

test('A3: a secret has 192 random bits and no two are alike', () => {
  const secrets = Array.from({ length: 1000 }, () => newSecret(entry.id).secret);
  expect(new Set(secrets).size).toBe(1000);
  for (const each of secrets) expect(Buffer.from(secretPart(each), 'base64url')).toHaveLength(24);
});

describe('expiry', () => {
  test('until then it opens, from then on it says that it expired', () => {
    expect(identity({ expires: end }, secret, justBefore)).toMatchObject({ subject: 'li.wei', until: then });
    expect(() => identity({ expires: end }, secret, then)).toThrow(refused(/expired at 2026-11-30T16:00:00.000Z/));
  });

  test('who has not the secret does not hear of it', () => {
    expect(() => identity({ expires: end }, rotated.secret, then)).toThrow(refused(/^Expected an API key/));
  });
});

describe('rotation', () => {
  const both = { sha256: rotated.sha256, previous: { sha256: entry.sha256, until: end } };

  test('the old secret opens until its time is over, the new one after', () => {
    expect(identity(both, secret, justBefore).until).toEqual(then);
    expect(() => identity(both, secret, then)).toThrow(refused(/old secret .* expired/));
    expect(identity(both, rotated.secret, then)).toMatchObject({ subject: 'li.wei', until: null });
  });

  test('of the key’s end and the old secret’s the earlier counts', () => {
    const earlier = '2026-11-15T00:00:00Z';
    expect(identity({ ...both, expires: earlier }, secret, at('2026-11-01')).until).toEqual(at(earlier));
    expect(identity({ ...both, expires: '2027-01-01T00:00:00Z' }, secret, at('2026-11-01')).until).toEqual(then);
  });
});

test('two keys of one id are refused', () => {
  expect(() => keysById([entry, entry])).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
