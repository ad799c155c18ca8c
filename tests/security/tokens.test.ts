import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { issuerEntry, issuersByUrl } from '../../src/security/issuers.js';
import { Tokens } from '../../src/security/tokens.js';
import { audience, openIssuer, type TestIssuer } from '../support/issuer.js';

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await openIssuer();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.close();
});

const issuersOf = (more: object = {}) => {
  const said = { issuer: issuer.url, audience, algorithms: ['RS256'], roles: { managers: 'manager' } };
  return issuersByUrl({ company: issuerEntry.parse({ ...said, ...more }) });
};
/** Proves a new token of the issuer, each time at the time that `later` sets. The clock alone is moved: time-outs of connections stay real. */
function proving(more: object = {}, faults: unknown[] = []) {
  vi.useFakeTimers({ toFake: ['Date'] });
  const tokens = new Tokens((error) => faults.push(error));
  const issuers = issuersOf(more);
  return async () => tokens.credentialOf(issuers, await issuer.sign());
}
const later = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

describe('A2: keys of an issuer that does not answer', () => {
  test.each([
    ['by its description', {}],
    ['by an address of their own', { jwks: true }],
  ])('%s: are taken for an hour, then nobody gets in, and all comes back by itself', async (_, { jwks }: { jwks?: boolean }) => {
    const faults: unknown[] = [];
    const prove = proving(jwks ? { jwks: `${issuer.url}/keys` } : {}, faults);
    expect(await prove()).toMatchObject({ issuer: issuer.url, subject: 'li.wei', roles: ['managers'], own: {} });
    issuer.silent = true;
    for (const minutes of [4, 20, 35]) {
      later(minutes);
      expect(await prove()).toMatchObject({ subject: 'li.wei' });
    }
    await expect.poll(() => faults.length).toBeGreaterThan(0);
    later(2);
    await expect(prove()).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { retryAfterMs: expect.any(Number) } });
    issuer.silent = false;
    expect(await prove()).toMatchObject({ subject: 'li.wei' });
  });

  test('that never answered: nobody gets in', async () => {
    issuer.silent = true;
    const tokens = new Tokens(() => undefined);
    await expect(tokens.credentialOf(issuersOf(), await issuer.sign())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('a key that is taken back holds no more than some minutes, one that is added is found', async () => {
    const prove = proving();
    await prove();
    const [old] = issuer.keys;
    issuer.keys = [{ ...old!, kid: 'next' }];
    later(6);
    await prove();
    await expect.poll(() => issuer.asked).toBe(2);
    await expect(prove()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    issuer.keys = [old!];
    later(1);
    expect(await prove()).toMatchObject({ subject: 'li.wei' });
  });
});

test('a clock that is set back does not keep the issuer’s keys from being asked for anew', async () => {
  const prove = proving();
  await prove();
  later(6);
  await prove();
  await expect.poll(() => issuer.asked).toBe(2);
  later(-60);
  await prove();
  await expect.poll(() => issuer.asked).toBe(3);
});

test('a thousand tokens of keys that nobody knows ask the issuer no more than once', async () => {
  const tokens = new Tokens(() => undefined);
  const issuers = issuersOf();
  await tokens.credentialOf(issuers, await issuer.sign());
  const token = await issuer.sign({}, { kid: 'x' });
  const all = await Promise.allSettled(Array.from({ length: 1000 }, () => tokens.credentialOf(issuers, token)));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(issuer.asked).toBe(1);
});

test('keys outlive other policies that leave the issuer as it is', async () => {
  const tokens = new Tokens(() => undefined);
  await tokens.credentialOf(issuersOf(), await issuer.sign());
  issuer.silent = true;
  expect(await tokens.credentialOf(issuersOf(), await issuer.sign())).toMatchObject({ subject: 'li.wei' });
});

test('claims may lie deeper, or have dots in their names', async () => {
  const tokens = new Tokens(() => undefined);
  const claims = { subject: 'preferred_username', roles: ['realm_access', 'roles'], cities: 'https://example.com/cities' };
  const said = { preferred_username: 'zhao', realm_access: { roles: ['managers', 'x'] }, 'https://example.com/cities': 'MUHE' };
  const found = await tokens.credentialOf(issuersOf({ claims }), await issuer.sign({ ...said, roles: ['chiefs'] }));
  expect(found).toMatchObject({ subject: 'zhao', roles: ['managers'], own: { cities: ['MUHE'] } });
});

test('a type that the policies name is the only one', async () => {
  const tokens = new Tokens(() => undefined);
  const issuers = issuersOf({ type: 'at+jwt' });
  await expect(tokens.credentialOf(issuers, await issuer.sign())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await tokens.credentialOf(issuers, await issuer.sign({}, { typ: 'at+jwt' }))).toMatchObject({ subject: 'li.wei' });
});

test.each([
  ['an algorithm with a shared key', { algorithms: ['HS256'] }],
  ['none', { algorithms: ['none'] }],
  ['no algorithm', { algorithms: [] }],
  ['an issuer in clear', { issuer: 'http://id.example.com' }],
  ['keys in clear', { jwks: 'http://id.example.com/keys' }],
  ['a local file', { jwks: 'file:///etc/passwd' }],
  ['no audience', { audience: undefined }],
  ['a misspelt setting', { audiences: 'martlet' }],
])('an entry with %s is refused', (_, more) => {
  expect(() => issuersOf(more)).toThrow();
});
