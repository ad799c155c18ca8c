import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { hashOf } from '../../src/security/trusted-documents.js';
import { createServer } from '../../src/server/server.js';
import { ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';
import { isOfConsole, type Route, routesOf } from '../support/routes.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-charges-'));
const all = { tiers: [1, 2, 3, 4], cities: 'all' };
const roles = {
  bound: { ...all, documents: 'trusted' },
  poor: { ...all, cost: { perRequest: 1 } },
  spent: { ...all, cost: { perMinute: 1 } },
  modest: { ...all, cost: { perRequest: 15_100 } },
  usual: all,
};
type RoleName = keyof typeof roles;
const keys = Object.fromEntries(Object.keys(roles).map((name) => [name, newKey(name, [name], [])])) as Record<
  RoleName,
  ReturnType<typeof newKey>
>;
const base = '/tmf-api/recommendationManagement/v4/queryProductRecommendation';

let app: FastifyInstance;
beforeAll(async () => {
  const trusted = '{ me { subject } }';
  writeFileSync(join(dir, 'trusted.json'), JSON.stringify({ [hashOf(trusted)]: trusted }));
  const path = join(dir, 'policies.yaml');
  writeFileSync(path, stringify({ documents: 'trusted.json', roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  const { home, id } = await ownHome();
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: path }, {}));
  app = await createServer(martlet, id, { logLevel: 'silent' });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

const ask = (role: RoleName, { url, method }: Route, payload?: object) =>
  app.inject({
    url,
    method,
    headers: {
      authorization: `Bearer ${keys[role].secret}`,
      'apollo-require-preflight': '1',
      accept: 'application/json, text/event-stream',
    },
    ...(payload && { payload }),
  });

/** Routes that ask nothing of the data. */
const askNothing: Readonly<Record<string, string>> = {
  '/healthz': 'is it alive',
  '/readyz': 'is it ready',
  '/session': 'who asks',
  '/sign-in': 'a page',
  '/sign-in/x': 'the way to a provider',
  '/sign-in/x/callback': 'and back',
  '/exports/x': 'a file that was made already, for who had it made',
};

const asksTool = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_trees' } };

test('Q4, Q6: no route gives who is bound, or has nothing left to spend, more than the graph does', async () => {
  const walked: string[] = [];
  for (const route of routesOf(app).filter(({ url }) => !isOfConsole(url) && !(url in askNothing))) {
    const asked = {
      ...route,
      url: route.method === 'GET' && route.url === '/graphql' ? '/graphql?query={me{tiers}}' : route.url,
    };
    const isMcp = route.url === '/mcp';
    const payload = route.method === 'POST' ? (isMcp ? asksTool : { query: '{ me { tiers } }' }) : undefined;
    if ((await ask('usual', asked, payload)).statusCode === 405) continue;
    walked.push(`${route.method} ${route.url}`);
    const codeOf = async (role: RoleName) => {
      const { body, statusCode, headers } = await ask(role, asked, payload);
      return [statusCode, /[A-Z_]+_(DOCUMENT|COSTLY|BUSY)\b/.exec(body)?.[0], headers['retry-after']];
    };
    const [isHead, isGraph] = [route.method === 'HEAD', route.url === '/graphql'];
    const word = (code: string) => (isHead ? undefined : code);
    // What a tool is refused is its answer, which a model reads.
    const status = (refused: number) => (isMcp ? 200 : refused);
    expect([route, await codeOf('bound')]).toEqual([route, [status(403), word('UNTRUSTED_DOCUMENT'), undefined]]);
    expect([route, await codeOf('poor')]).toEqual([route, [isGraph ? 200 : status(422), word('TOO_COSTLY'), undefined]]);
    const waits = isMcp ? undefined : expect.stringMatching(/^\d+$/);
    expect([route, await codeOf('spent')]).toEqual([route, [status(503), word('TOO_BUSY'), waits]]);
  }
  expect(walked).toEqual(
    expect.arrayContaining(['POST /graphql', 'POST /mcp', 'GET /reports/x', 'HEAD /reports', `POST ${base}`, `GET ${base}/x`]),
  );
});

test('Q4: of a report its rows are charged as well, in the form of each face', async () => {
  const url = '/reports/STOCK_STRUCTURE.json?by=HOME_CELL';
  const rich = await ask('usual', { url, method: 'GET' });
  expect(rich.statusCode).toBe(200);
  const cells = rich.json().rows.length * (rich.json().columns.length + 1);
  expect(cells).toBeGreaterThan(100);
  const refused = await ask('modest', { url, method: 'GET' });
  expect([refused.statusCode, refused.json()]).toEqual([
    422,
    {
      code: 'TOO_COSTLY',
      message: expect.stringContaining(`found ${(15_000 + cells).toLocaleString('en')}`),
      requestId: expect.any(String),
    },
  ]);
  expect((await ask('modest', { url: '/reports/VALUE_PYRAMID.json', method: 'GET' })).statusCode).toBe(200);
  const page = await ask('modest', { url: `${base}?limit=100`, method: 'GET' });
  expect(page.statusCode).toBe(200);
  const decision = await ask('poor', { url: base, method: 'POST' }, {});
  expect(decision.json()).toMatchObject({ '@type': 'Error', code: 'TOO_COSTLY', status: '422', reason: 'Unprocessable Entity' });
});
