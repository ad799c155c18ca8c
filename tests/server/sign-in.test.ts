import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { listAudit } from '../../src/ledger/audit/audit.js';
import { keyUses } from '../../src/ledger/key-uses.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { type Demo, ownHome } from '../support/demo.js';
import { audience, openIssuer, seconds, type TestIssuer } from '../support/issuer.js';
import { secretPart } from '../support/key.js';
import { Browser, openProvider, signInAt } from '../support/openid.js';
import { patient } from '../support/patient.js';
import { isOfConsole, routesOf } from '../support/routes.js';

// More than 5 s: it waits until the server has looked at its policy file, and a real provider makes its keys.
const dir = mkdtempSync(join(tmpdir(), 'martlet-sign-in-'));
const path = join(dir, 'policies.yaml');
const clerk = newKey('li.wei', ['clerk'], []);
const other = newKey('wang.fang', ['clerk'], []);
const open: FastifyInstance[] = [];
let issuer: TestIssuer;
let provider: Awaited<ReturnType<typeof openProvider>>;
let own: Demo;
/** Two gateways of one home. */
let app: FastifyInstance;
let twin: FastifyInstance;
let url: string;

const policies = (keys = [clerk, other]) => ({
  roles: { clerk: { tiers: [1, 2], cities: 'all' }, board: { tiers: [1, 2], cities: 'all' } },
  keys: keys.map(({ entry }) => entry),
  tokens: {
    api: { issuer: issuer.url, audience, algorithms: ['RS256'], roles: { managers: 'clerk' } },
    company: {
      issuer: provider.url,
      audience,
      algorithms: ['RS256'],
      roles: { chiefs: 'board' },
      signIn: { clientId: 'martlet' },
    },
  },
});

async function start(settings: Record<string, string> = {}): Promise<FastifyInstance> {
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: own.home, MARTLET_POLICIES: path, ...settings }, {}));
  const made = await createServer(martlet, own.id, { logLevel: 'silent' });
  open.push(made);
  return made;
}

beforeAll(async () => {
  own = await ownHome();
  issuer = await openIssuer();
  provider = await openProvider({ 'chen.board': ['chiefs'], 'zhou.guest': ['guests'] });
  writeFileSync(path, stringify(policies()));
  [app, twin] = [await start({ MARTLET_PROXIES: '127.0.0.1' }), await start()];
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  provider.serve(`${url}/sign-in/company/callback`);
});
afterAll(async () => {
  for (const each of open) await each.close();
  await issuer.close();
  await provider.close();
  rmSync(dir, { recursive: true });
});

type Headers = Record<string, string>;
const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
const behindTls = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'bi.example.com' };

async function signIn(secret = clerk.secret, headers: Headers = {}, at = app) {
  const response = await at.inject({ method: 'POST', url: '/session', headers: { ...bearer(secret), ...headers } });
  const [line = ''] = [response.headers['set-cookie'] ?? []].flat();
  const cookie = line.split(';')[0]!;
  return { response, line, headers: { cookie, ...headers } as Headers, token: response.json().csrfToken as string };
}
/** From an address of its own, as the listed proxy tells it: refused again and again from one, answers are made to wait. */
let asker = 0;
const from = (headers: Headers): Headers => ({ ...headers, 'x-forwarded-for': `10.0.0.${asker++}` });
const ask = (headers: Headers, at = app) =>
  at.inject({ method: 'POST', url: '/graphql', headers: from(headers), payload: { query: '{ me { subject roles } }' } });

/** What may change something. */
const changing = new Set([
  'POST /graphql',
  'POST /session',
  'POST /events',
  'POST /mcp',
  'DELETE /session',
  'POST /tmf-api/recommendationManagement/v4/queryProductRecommendation',
  'POST /tmf-api/recommendationManagement/v4/hub',
  'DELETE /tmf-api/recommendationManagement/v4/hub/x',
]);

test('who proved nothing gets no answer at any path but those that are open', async () => {
  const open = ['/healthz', '/readyz', '/sign-in', '/sign-in/x', '/sign-in/x/callback', '/session'];
  const routes = routesOf(app).filter(({ url }) => !isOfConsole(url));
  for (const { url } of routes.filter(({ method }) => method === 'GET'))
    if (!open.includes(url)) expect([url, (await app.inject({ url, headers: from({}) })).statusCode]).toEqual([url, 401]);
  expect(routes.map(({ url }) => url)).toEqual(expect.arrayContaining([...open, '/graphql', '/reports', '/exports/x']));
  expect(routes.map(({ method, url }) => `${method} ${url}`)).toEqual(expect.arrayContaining([...changing]));
  expect((await app.inject('/session')).statusCode).toBe(204);
});

describe('a session of a browser', () => {
  test('is made of a key: a cookie that no script and no other site has, and a token for what may change something', async () => {
    const { response, line, headers, token } = await signIn();
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ subject: 'li.wei', roles: ['clerk'], until: expect.any(String) });
    expect(line).toMatch(/^martlet-session=[\w.-]+; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'SameSite=Strict']) expect(line).toContain(attribute);
    expect(line).not.toMatch(/Secure|Domain/);
    expect(line).not.toContain(secretPart(clerk.secret));
    expect((await ask({ ...headers, 'x-martlet-csrf': token })).json().data.me).toEqual({ subject: 'li.wei', roles: ['clerk'] });
    const hours = (new Date(response.json().until).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(8, 1);
  });

  test('over https, as a listed proxy tells it, the cookie is this host’s alone', async () => {
    const { line, headers, token } = await signIn(clerk.secret, behindTls);
    expect(line).toMatch(/^__Host-martlet-session=/);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(line).toContain(attribute);
    expect((await ask({ ...headers, 'x-martlet-csrf': token })).statusCode).toBe(200);
    // A cookie that a page of a neighbouring host could have set counts for nothing.
    const planted = headers.cookie!.replace('__Host-', '');
    expect((await ask({ ...behindTls, cookie: planted, 'x-martlet-csrf': token })).statusCode).toBe(401);
  });

  test('is not made where others could read it on its way', async () => {
    const { response } = await signIn(clerk.secret, { host: 'bi.example.com' });
    expect([response.statusCode, response.json().message]).toEqual([400, expect.stringContaining('https only')]);
    expect(response.headers['set-cookie']).toBeUndefined();
    // Of whom the gateway does not know as a proxy nobody is believed.
    const spoofed = await signIn(clerk.secret, { ...behindTls, host: 'bi.example.com' }, twin);
    expect(spoofed.response.statusCode).toBe(400);
  });

  test('needs its CSRF token for what may change something, and for files and reports none', async () => {
    const { headers, token } = await signIn();
    const foreign = (await signIn(other.secret)).token;
    const wrong = ['', foreign, `${token}x`].map((said): Headers => ({ 'x-martlet-csrf': said }));
    for (const said of [{}, ...wrong])
      for (const route of routesOf(app)) {
        if (route.method === 'GET' || route.method === 'HEAD') continue;
        const payload = route.method === 'POST' ? { query: '{ me { subject } }' } : undefined;
        const { statusCode } = await app.inject({
          ...route,
          headers: from({ ...headers, ...said }),
          ...(payload && { payload }),
        });
        // Methods that a path has not are refused to everybody.
        expect([route, statusCode]).toEqual([
          route,
          changing.has(`${route.method} ${route.url}`) ? 403 : expect.toBeOneOf([403, 405]),
        ]);
      }
    expect((await app.inject({ url: '/session', headers })).json()).toMatchObject({ subject: 'li.wei', csrfToken: token });
    expect((await app.inject({ url: '/reports', headers })).statusCode).toBe(200);
    const byGet = '/graphql?query=%7Bme%7Bsubject%7D%7D';
    expect((await app.inject({ url: byGet, headers })).statusCode).toBe(400);
  });

  test('of a page of another site no session comes about, and none is used', async () => {
    const listed = await start({ MARTLET_ORIGINS: 'https://bi.example.com' });
    const headers = { origin: 'https://bi.example.com', 'content-type': 'application/json' };
    const response = await listed.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ me { subject } }' } });
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('is known by another gateway of the same home', async () => {
    const { headers, token } = await signIn();
    expect((await ask({ ...headers, 'x-martlet-csrf': token }, twin)).json().data.me.subject).toBe('li.wei');
  });

  test('is told to who has it; who has none is no refused one, and a key is not tried there', async () => {
    for (const headers of [{}, bearer(clerk.secret), bearer('martlet_x_y')] as Headers[]) {
      const response = await app.inject({ url: '/session', headers });
      expect([response.statusCode, response.body]).toEqual([204, '']);
    }
    const wrong = await app.inject({ method: 'PUT', url: '/session' });
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'GET, HEAD, POST, DELETE']);
  });

  test('that was changed is none, and what was sealed for something else is none', async () => {
    const { headers, token } = await signIn();
    const [name, value] = headers.cookie!.split('=') as [string, string];
    const at = Math.floor(value.length / 2);
    const changed = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
    const begun = await app.inject({ url: '/sign-in/company' });
    const transaction = String(begun.headers['set-cookie']).split(';')[0]!.split('=')[1]!;
    for (const wrong of [changed, transaction, 'x', `${value}.x`, value.slice(0, -1)]) {
      const response = await ask({ cookie: `${name}=${wrong}`, 'x-martlet-csrf': token });
      expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    }
  });

  test('a header counts before the cookie, and no session is made of a session', async () => {
    const { headers, token } = await signIn();
    expect((await ask({ ...headers, ...bearer(other.secret) })).json().data.me.subject).toBe('wang.fang');
    expect((await ask({ ...headers, ...bearer('martlet_x_y') })).statusCode).toBe(401);
    const again = await app.inject({ method: 'POST', url: '/session', headers: { ...headers, 'x-martlet-csrf': token } });
    expect([again.statusCode, again.headers['set-cookie']]).toEqual([400, undefined]);
  });

  test('is made of a token too, and does not outlive it', async () => {
    const exp = seconds() + 120;
    const { response, headers, token } = await signIn(await issuer.sign({ exp }));
    expect(new Date(response.json().until).getTime() / 1000).toBeLessThanOrEqual(exp + 30);
    expect((await ask({ ...headers, 'x-martlet-csrf': token })).json().data.me).toEqual({ subject: 'li.wei', roles: ['clerk'] });
    const short = await signIn(await issuer.sign({ exp: seconds() - 28 }));
    await sleep(2100);
    expect((await ask({ ...short.headers, 'x-martlet-csrf': short.token })).statusCode).toBe(401);
  });

  test('its WebSocket says the CSRF token as well', async () => {
    const { headers, token } = await signIn();
    const first = async (connectionParams: Headers) => {
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: class extends WebSocket {
          constructor(address: string, protocols: string[]) {
            super(address, protocols, { headers });
          }
        },
        connectionParams,
        retryAttempts: 0,
      });
      try {
        return await client.iterate({ query: 'subscription { exportProgress(id: "none") { id } }' }).next();
      } finally {
        await client.dispose();
      }
    };
    await expect(first({})).rejects.toMatchObject({ code: 4403 });
    expect((await first({ 'x-martlet-csrf': token })).value.errors[0].message).toContain('Expected the id of an export');
  });

  test('ends when it is signed out of, with lines in the audit', async () => {
    const { headers, token } = await signIn();
    const response = await app.inject({ method: 'DELETE', url: '/session', headers: { ...headers, 'x-martlet-csrf': token } });
    expect([response.statusCode, response.headers['set-cookie']]).toEqual([
      204,
      expect.stringMatching(/^martlet-session=; .*1970/),
    ]);
    const ledger = await openLedger({ home: own.home, databaseUrl: null });
    const lines = await listAudit(ledger, { subject: 'li.wei', action: 'signed', limit: 2 });
    const lastUse = (await keyUses(ledger)).get(clerk.entry.id)!;
    await ledger.close();
    expect(Date.now() - new Date(lastUse).getTime()).toBeLessThan(120_000);
    expect(lines.map(({ action, detail }) => [action, JSON.parse(detail!).by])).toEqual([
      ['signed in', `key ${clerk.entry.id}`],
      ['signed out', undefined],
    ]);
  });
});

describe('the page', () => {
  test('is in the reader’s language, has its own script and style alone, and tells the providers', async () => {
    const page = await app.inject({ url: '/sign-in', headers: { 'accept-language': 'zh-CN' } });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toMatch(/<html lang="zh">/);
    expect(page.body).toContain('API 密钥或令牌');
    expect(page.body).toContain('href="/sign-in/company"');
    expect(page.body).not.toContain('/sign-in/api');
    expect((await app.inject('/sign-in')).body).toContain('API key or token');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/unsafe/);
    for (const tag of ['script', 'style']) {
      const text = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page.body)![1]!;
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
    expect(page.body).not.toMatch(/ on\w+=| style=|https?:\/\//);
  });

  test('is not there in development', async () => {
    const open = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: own.home }, {})), own.id, {
      logLevel: 'silent',
    });
    expect((await open.inject('/sign-in')).statusCode).toBe(404);
    expect((await open.inject('/session')).json()).toEqual({ subject: 'developer', roles: ['developer'] });
    expect(
      (await open.inject({ method: 'POST', url: '/graphql', payload: { query: '{ me { subject } }' } })).json().data.me.subject,
    ).toBe('developer');
    await open.close();
  });
});

describe('signing in at an OpenID provider', () => {
  test('with PKCE, state and nonce: the roles are those of its token', async () => {
    const browser = new Browser();
    const end = await signInAt(browser, `${url}/sign-in/company`, 'chen.board');
    expect([end.url, end.status]).toEqual([`${url}/sign-in`, 200]);
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('martlet'))).toEqual(['martlet-session']);
    const session = (await app.inject({ url: '/session', headers: { cookie: browser.header() } })).json();
    expect(session).toMatchObject({ subject: 'chen.board', roles: ['board'], csrfToken: expect.any(String) });
    const hours = (new Date(session.until).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(8, 1);
  });

  test('who has none of our roles there does not get in', async () => {
    const browser = new Browser();
    const end = await signInAt(browser, `${url}/sign-in/company`, 'zhou.guest');
    expect([end.status, end.text]).toEqual([403, expect.stringContaining('No role is granted to zhou.guest')]);
    expect(browser.cookies.has('martlet-session')).toBe(false);
  });

  test('where the browser is sent, and with what', async () => {
    const { statusCode, headers } = await app.inject({ url: '/sign-in/company', headers: behindTls });
    expect(statusCode).toBe(303);
    expect(headers['set-cookie']).toMatch(/^__Host-martlet-sign-in=[\w.-]+; .*HttpOnly; Secure; SameSite=Lax/);
    const asked = new URL(String(headers.location)).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'martlet',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'https://bi.example.com/sign-in/company/callback',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test.each([
    ['without having begun', '', ''],
    ['with another’s state', 'own', 'code=x&state=other'],
    ['without a state', 'own', 'code=x'],
    ['with a refusal', 'own', 'error=access_denied&state=STATE'],
    ['with a code that the provider did not give', 'own', 'code=made-up&state=STATE&iss=ISS'],
    ['from another issuer', 'own', 'code=made-up&state=STATE&iss=https%3A%2F%2Fevil.example'],
    ['with a script', 'own', 'error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=STATE'],
  ])('who comes back %s does not get in', async (_, cookies, query) => {
    const begun = await app.inject({ url: '/sign-in/company' });
    const state = new URL(String(begun.headers.location)).searchParams.get('state')!;
    const cookie = cookies === '' ? '' : String(begun.headers['set-cookie']).split(';')[0]!;
    const said = query.replace('STATE', state).replace('ISS', encodeURIComponent(provider.url));
    const host = new URL(url).host;
    const end = await app.inject({ url: `/sign-in/company/callback?${said}`, headers: { cookie, host } });
    expect([end.statusCode, end.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect(String(end.headers['set-cookie'] ?? '')).not.toContain('martlet-session');
    expect(end.body).not.toContain('alert(1)');
  });

  test('a code counts for the browser alone that began', async () => {
    const [victim, thief] = [new Browser('/callback'), new Browser('/auth?')];
    const stolen = new URL((await signInAt(victim, `${url}/sign-in/company`, 'chen.board')).url);
    const begun = new URL((await thief.go(`${url}/sign-in/company`)).url);
    // With the thief's own state the victim's code reaches the provider, and fails for its verifier.
    stolen.searchParams.set('state', begun.searchParams.get('state')!);
    const end = await thief.go(stolen.href);
    expect([end.status, end.text]).toEqual([401, expect.stringContaining('invalid_grant')]);
    expect(thief.cookies.has('martlet-session')).toBe(false);
  });

  test('at a place that the policies do not name there is none', async () => {
    for (const place of ['/sign-in/nobody', '/sign-in/api']) expect((await app.inject(place)).statusCode).toBe(400);
  });
});

test('A5: with its key taken away a session ends, within five seconds', async () => {
  const { headers, token } = await signIn(other.secret);
  const mine = await signIn();
  writeFileSync(path, stringify(policies([clerk])));
  await sleep(4000);
  expect((await ask({ ...headers, 'x-martlet-csrf': token })).statusCode).toBe(401);
  expect((await ask({ ...mine.headers, 'x-martlet-csrf': mine.token })).statusCode).toBe(200);
});
