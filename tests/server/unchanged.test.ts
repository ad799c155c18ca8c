import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { watchDiagnostics } from '../../src/lib/diagnostics.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { hashOf } from '../../src/security/trusted-documents.js';
import { createServer } from '../../src/server/server.js';
import { ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-unchanged-'));
const board = `query Board($month: YearMonth) { indicator(measure: REVENUE, month: $month) { value drill(by: CITY) { code value } } }
query Other { me { tiers } }`;
const trusted = '{ indicator(measure: ARPU) { value } }';
const all = { tiers: [1, 2, 3], cities: 'all', personal: 'clear', purposes: ['retention'] };
const roles = {
  board: { ...all, route: true },
  hailan: { ...all, cities: ['HAILAN'] },
  // Spent with two answers to `board`.
  poor: { ...all, cost: { perMinute: 12_000 } },
  clerk: { tiers: [4], cities: 'all' },
  bound: { ...all, documents: 'trusted' },
};
type Role = keyof typeof roles;
const keys = Object.fromEntries(Object.keys(roles).map((name) => [name, newKey(name, [name], [])])) as Record<
  Role,
  ReturnType<typeof newKey>
>;

let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  const path = join(dir, 'policies.yaml');
  writeFileSync(join(dir, 'trusted.json'), JSON.stringify({ [hashOf(trusted)]: trusted }));
  writeFileSync(path, stringify({ documents: 'trusted.json', roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  const { home, id } = await ownHome();
  const settings = { MARTLET_HOME: home, MARTLET_POLICIES: path, MARTLET_KEPT_MB: '0' };
  app = await createServer(createMartlet(loadConfig({ ...patient, ...settings }, {})), id, { logLevel: 'silent' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

interface Asked {
  readonly query?: string;
  readonly hash?: string;
  readonly variables?: object;
  readonly operationName?: string;
}

async function get({ query, hash, variables, operationName }: Asked, role: Role = 'board', headers: object = {}) {
  const extensions = hash && JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
  const search = new URLSearchParams({
    ...(query && { query }),
    ...(extensions && { extensions }),
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(operationName && { operationName }),
  });
  const authorization = `Bearer ${keys[role].secret}`;
  let statements = 0;
  const unwatch = watchDiagnostics('statement', () => statements++);
  const response = await fetch(`${url}?${search}`, { headers: { authorization, 'apollo-require-preflight': '1', ...headers } });
  const text = await response.text();
  unwatch();
  return { status: response.status, headers: response.headers, tag: response.headers.get('etag'), text, statements };
}
const known = (tag: string | null, other: object = {}) => ({ 'if-none-match': tag, ...other });

const asked: Asked = { query: board, operationName: 'Board', variables: { month: '2026-10' } };

test('who has the answer is told that it is the same, and nothing is read for it', async () => {
  const first = await get(asked);
  expect(first.status).toBe(200);
  expect(first.tag).toMatch(/^W\/"[\w-]{43}"$/);
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  expect(first.statements).toBeGreaterThan(0);
  const again = await get(asked, 'board', known(first.tag));
  expect([again.status, again.text, again.tag, again.statements]).toEqual([304, '', first.tag, 0]);
  for (const name of ['cache-control', 'vary']) expect(again.headers.get(name)).toBe(first.headers.get(name));
  expect(again.headers.get('vary')).toMatch(/authorization.*x-martlet-generation/);
  for (const name of ['content-type', 'content-length']) expect(again.headers.get(name)).toBeNull();
  // What is said of how it came about differs; the answer does not.
  const anew = await get(asked, 'board', known('"x"'));
  expect([anew.status, anew.tag, JSON.parse(anew.text).data]).toEqual([200, first.tag, JSON.parse(first.text).data]);
});

test('another question, language or viewer has another tag, and is answered', async () => {
  const { tag } = await get(asked);
  const others = await Promise.all([
    get({ ...asked, variables: { month: '2026-09' } }, 'board', known(tag)),
    get({ ...asked, operationName: 'Other' }, 'board', known(tag)),
    get({ ...asked, query: `${board} ` }, 'board', known(tag)),
    get(asked, 'board', known(tag, { 'accept-language': 'zh' })),
    get(asked, 'board', known(tag, { 'x-martlet-purpose': 'retention' })),
    get(asked, 'hailan', known(tag)),
  ]);
  expect(others.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(new Set([tag, ...others.map((each) => each.tag)]).size).toBe(7);
});

test('a tag of somebody else’s opens nothing', async () => {
  const { tag } = await get(asked);
  const refused = await get(asked, 'clerk', known(tag));
  expect([refused.status, refused.tag]).toEqual([200, null]);
  expect(JSON.parse(refused.text).errors[0].extensions.code).toBe('FORBIDDEN');
  const bound = await get(asked, 'bound', known(tag));
  expect([bound.status, bound.tag]).toEqual([403, null]);
  const nobody = await fetch(url, { headers: { 'if-none-match': tag!, 'apollo-require-preflight': '1' } });
  expect(nobody.status).toBe(401);
});

test.each([
  ['an error beside an answer', '{ me { tiers } indicator(measure: REVENUE, month: "1999-01") { value } }'],
  ['lists of the ledger', '{ indicator(measure: REVENUE) { ...f } } fragment f on Indicator { all: lists { id } }'],
  ['generations that are kept', '{ generations { id } }'],
  ['single numbers', '{ me { tiers } ... { numbers(first: 1) { totalCount } } }'],
  ['the schema', '{ __schema { queryType { name } } }'],
  [
    'a question about a person, which is in the audit each time',
    '{ indicator(measure: REVENUE, where: { msisdn: { startsWith: "138" } }) { value } }',
  ],
])('%s has none', async (_, query) => {
  const { status, tag, headers } = await get({ query }, 'board', { 'x-martlet-purpose': 'retention' });
  expect([status, tag, headers.get('cache-control')]).toEqual([200, null, null]);
});

test('nor has what is asked for by POST', async () => {
  const authorization = `Bearer ${keys.board.secret}`;
  const headers = { authorization, 'content-type': 'application/json', 'if-none-match': (await get(asked)).tag! };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(asked) });
  expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
});

test('what is unchanged is not charged', async () => {
  const { tag, status } = await get(asked, 'poor');
  expect(status).toBe(200);
  for (let time = 0; time < 20; time++) expect((await get(asked, 'poor', known(tag))).status).toBe(304);
  expect((await get(asked, 'poor')).status).toBe(200);
  expect((await get(asked, 'poor')).status).toBe(503);
  expect((await get(asked, 'poor', known(tag))).status).toBe(304);
});

test('by its hash alone: a document that is not known is to be sent once, then it is asked for by GET and tagged', async () => {
  const query = '{ indicator(measure: CHURN_RATE) { value } }';
  const hash = hashOf(query);
  const unknown = await get({ hash });
  expect([unknown.status, unknown.tag]).toEqual([200, null]);
  expect(JSON.parse(unknown.text).errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  const sent = await get({ query, hash });
  const named = await get({ hash });
  expect(named.tag).toBe(sent.tag);
  expect(JSON.parse(named.text).data).toEqual(JSON.parse(sent.text).data);
  expect((await get({ hash }, 'board', known(named.tag))).status).toBe(304);
});

test('a trusted document, too, which nobody has sent', async () => {
  const { tag, text } = await get({ hash: hashOf(trusted) }, 'bound');
  expect(JSON.parse(text).data.indicator.value).toBeGreaterThan(0);
  expect((await get({ hash: hashOf(trusted) }, 'bound', known(tag))).status).toBe(304);
});
