import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createClient } from 'graphql-ws';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { ownHome } from '../support/demo.js';
import { audience, openIssuer, seconds, type TestIssuer } from '../support/issuer.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-tokens-'));
const key = newKey('wang.fang', ['manager'], []);
let issuer: TestIssuer;
let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  issuer = await openIssuer();
  const path = join(dir, 'policies.yaml');
  const roles = {
    board: { tiers: [1, 2], cities: 'all', route: true },
    manager: { tiers: [1], cities: 'own' },
    grid: { tiers: [1], rows: { grids: 'own' } },
    everything: { tiers: [1, 2, 3, 4], cities: 'all', personal: 'clear' },
  };
  const tokens = {
    company: {
      issuer: issuer.url,
      audience,
      algorithms: ['RS256'],
      roles: { managers: 'manager', grids: 'grid', chiefs: ['board'] },
    },
  };
  writeFileSync(path, stringify({ roles, keys: [key.entry], tokens }));
  const { home, id } = await ownHome();
  app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: path }, {})), id, {
    logLevel: 'silent',
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  await issuer.close();
  rmSync(dir, { recursive: true });
});

let asker = 0;
const ask = (token: string) =>
  app.inject({
    method: 'POST',
    url: '/graphql',
    // From an address of its own: refused again and again from one, answers are made to wait.
    remoteAddress: `10.0.${asker++ >> 8}.${asker & 255}`,
    headers: { authorization: `Bearer ${token}` },
    payload: { query: '{ me { subject roles tiers cities } }' },
  });
const meOf = async (claims: JWTPayload) => (await ask(await issuer.sign(claims))).json();

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: issuer.url,
  aud: audience,
  sub: 'li.wei',
  exp: seconds() + 300,
  roles: ['chiefs'],
  ...more,
});
/** A key that is not the issuer's. */
const own = generateKeyPair('RS256', { extractable: true });
const signedByOwn = async (header: object) =>
  new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header }).sign((await own).privateKey);
const publicText = async () => exportSPKI((await importJWK(issuer.keys[0]!, 'RS256', { extractable: true })) as never);
const hmac = (head: object, body: object, secret: string) => {
  const text = `${encoded(head)}.${encoded(body)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const bad: Readonly<Record<string, () => Promise<string> | string>> = {
  'alg none': () => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims())}.`,
  'alg None in capitals': () => `${encoded({ alg: 'NONE', typ: 'JWT' })}.${encoded(claims())}.`,
  'no signature': async () => `${(await issuer.sign()).split('.').slice(0, 2).join('.')}.`,
  'HS256 by the public key as text': async () => hmac({ alg: 'HS256', typ: 'JWT', kid: 'rsa' }, claims(), await publicText()),
  'HS256 by the public key as it is told': () => hmac({ alg: 'HS256', kid: 'rsa' }, claims(), JSON.stringify(issuer.keys[0])),
  'HS256 by nothing': () => hmac({ alg: 'HS256' }, claims(), ''),
  'another algorithm of the same key': () =>
    issuer.sign({}, { alg: 'RS256', kid: 'rsa' }).then((token) => withHead(token, { alg: 'PS256', kid: 'rsa' })),
  'another issuer': () => issuer.sign({ iss: 'https://evil.example' }),
  'an issuer with a slash more': () => issuer.sign({ iss: `${issuer.url}/` }),
  'no issuer': () => issuer.sign({ iss: undefined }),
  'a list of issuers': () => issuer.sign({ iss: [issuer.url] as unknown as string }),
  'another audience': () => issuer.sign({ aud: 'billing' }),
  'audiences without us': () => issuer.sign({ aud: ['billing', 'martlet2'] }),
  'no audience': () => issuer.sign({ aud: undefined }),
  'another type': () => issuer.sign({}, { typ: 'logout+jwt' }),
  'no expiry': () => issuer.sign({ exp: undefined }),
  'an expiry in words': () => issuer.sign({ exp: 'tomorrow' as unknown as number }),
  expired: () => issuer.sign({ exp: seconds() - 60 }),
  'not yet': () => issuer.sign({ nbf: seconds() + 600 }),
  'a key that is not known': () => issuer.sign({}, { kid: 'other' }),
  'another’s key under a known name': () => signedByOwn({ kid: 'rsa' }),
  'another’s key in its head': async () => signedByOwn({ kid: 'rsa', jwk: await exportJWK((await own).publicKey) }),
  'another’s keys by address': () => signedByOwn({ kid: 'rsa', jku: 'http://127.0.0.1:9/keys' }),
  'another’s certificate by address': () => signedByOwn({ kid: 'rsa', x5u: 'http://127.0.0.1:9/cert' }),
  'a key as a path': () => issuer.sign({}, { kid: '../../../../dev/null' }),
  'claims that were changed': async () => {
    const [head, , signature] = (await issuer.sign()).split('.');
    return `${head}.${encoded(claims({ roles: ['chiefs'] }))}.${signature}`;
  },
  'a head that was changed': async () => withHead(await issuer.sign(), { alg: 'RS256', kid: 'rsa', typ: 'JWT', more: 1 }),
  'a critical header that nobody knows': async () =>
    withHead(await issuer.sign(), { alg: 'RS256', kid: 'rsa', crit: ['x'], x: 1 }),
  'no subject': () => issuer.sign({ sub: undefined }),
  'a subject that is no text': () => issuer.sign({ sub: { name: 'li.wei' } as unknown as string }),
  huge: () => issuer.sign({ padding: 'x'.repeat(9000) }),
  'no token at all': () => '..',
  'five parts': () => 'a.b.c.d.e',
  'letters that are none of base64url': () => 'a!.b!.c!',
};
const withHead = (token: string, head: object) => [encoded(head), ...token.split('.').slice(1)].join('.');

describe('A1: a token that is not one of the issuer’s for us', () => {
  test.each(Object.entries(bad))('%s → 401', async (_, make) => {
    const response = await ask(await make());
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"']);
    expect(response.json().data).toBeUndefined();
    expect(response.json().errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('a good one is answered, with either type and with several audiences', async () => {
    expect((await meOf({})).data.me).toEqual({ subject: 'li.wei', roles: ['manager'], tiers: [1], cities: [] });
    for (const header of [{ typ: 'at+jwt' }, { typ: undefined }, { typ: 'jwt' }])
      expect((await ask(await issuer.sign({}, header as object))).statusCode).toBe(200);
    expect((await meOf({ aud: ['billing', audience] })).data.me.subject).toBe('li.wei');
    expect((await meOf({ exp: 1e300 })).data.me.subject).toBe('li.wei');
  });

  test('keys are good beside tokens', async () => {
    expect((await ask(key.secret)).json().data.me.subject).toBe('wang.fang');
  });
});

describe('A4: roles and cities are those of verified claims', () => {
  test('what the issuer calls them is translated, and cities are the token’s', async () => {
    const { me } = (await meOf({ roles: ['managers', 'nobody knows it'], cities: ['HAILAN', 7, null] })).data;
    expect(me).toEqual({ subject: 'li.wei', roles: ['manager'], tiers: [1], cities: ['HAILAN'] });
    expect((await meOf({ roles: 'chiefs' })).data.me).toMatchObject({ roles: ['board'], tiers: [1, 2], cities: null });
  });

  test('and so is what is theirs of other kinds', async () => {
    const token = await issuer.sign({ roles: ['grids'], grids: ['G1', 'G2'], cities: ['HAILAN'] });
    const headers = { authorization: `Bearer ${token}` };
    const payload = { query: '{ me { rows { grids cities } } }' };
    const { data } = (await app.inject({ method: 'POST', url: '/graphql', headers, payload })).json();
    expect(data.me.rows).toEqual([{ grids: ['G1', 'G2'], cities: null }]);
  });

  test.each([
    ['none', undefined],
    ['one that is not in the map', ['everything']],
    ['a role of ours that the map does not give', ['manager', 'board']],
    ['names that objects have', ['constructor', '__proto__', 'toString']],
    ['something else than texts', [{ name: 'chiefs' }, ['chiefs'], 1, true]],
    ['an object', { chiefs: true }],
  ])('roles: %s give nothing', async (_, roles) => {
    const response = await ask(await issuer.sign({ roles }));
    expect(response.statusCode).toBe(403);
    expect(response.json().data).toBeUndefined();
  });

  test('what the request says beside the token counts for nothing', async () => {
    const token = await issuer.sign({});
    const headers = { authorization: `Bearer ${token}`, 'x-roles': 'board', 'x-martlet-roles': 'board', roles: 'chiefs' };
    const response = await app.inject({
      method: 'POST',
      url: '/graphql?roles=chiefs',
      headers,
      payload: { query: '{ me { roles } }' },
    });
    expect(response.json().data.me.roles).toEqual(['manager']);
  });
});

test('A5: a WebSocket that was opened by a token is closed when its time is over', async () => {
  // It holds for two to three seconds: for thirty after its end, less the part of a second that has no place in it.
  const authorization = `Bearer ${await issuer.sign({ exp: seconds() - 27 })}`;
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  });
  const answers = client.iterate({ query: 'subscription { generationChanged { id } }' });
  await expect(answers.next()).rejects.toMatchObject({ code: 4403, reason: expect.stringContaining('is over') });
  await client.dispose();
});
