// A gateway of two processes, which is started as a user would: eight seconds, and as many to start one again.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { ownQuotas } from '../../src/security/quotas.js';
import { Backend } from '../../src/server/backend/backend.js';
import { createServer } from '../../src/server/server.js';
import { startMartlet, urlOf } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const lookUps = 4;
const key = newKey('clerk', ['clerk'], []);
const narrow = newKey('teller', ['teller'], []);
const authorization = `Bearer ${key.secret}`;
/** One process over the same home. */
let single: FastifyInstance;
let child: ChildProcessWithoutNullStreams;
let url: string;
let log = '';

beforeAll(async () => {
  const { home, id } = await ownHome(anySize);
  const role = { tiers: [1, 2, 3, 4], cities: 'all', purposes: ['care'], personal: 'clear', acts: ['EXPORT'], scenes: 'all' };
  const policies = {
    clerk: { ...role, lookUpsPerMinute: lookUps },
    teller: { tiers: [4], cities: 'all', scenes: 'all' },
  };
  writeFileSync(join(home, 'policies.yaml'), stringify({ roles: policies, keys: [key.entry, narrow.entry] }));
  const settings = { MARTLET_HOME: home, MARTLET_POLICIES: join(home, 'policies.yaml') };
  single = await createServer(createMartlet(loadConfig({ ...patient, ...settings }, {})), id, { logLevel: 'silent' });
  const clock = { MARTLET_CLOCK: '2026-10-31T10:00:00+08:00' };
  child = await startMartlet(['serve', '--log', 'info'], { ...settings, ...clock, PORT: '0' });
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  url = await urlOf(child);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await single?.close();
});

const backendPid = (): number => Number([...log.matchAll(/"backend":(\d+)/g)].at(-1)![1]);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const graph = (query: string, more: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { authorization, 'content-type': 'application/json', 'x-martlet-purpose': 'care', ...more },
  body: JSON.stringify({ query }),
});
const ask = async (query: string) => {
  const response = await fetch(`${url}/graphql`, graph(query));
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  return { response, body: (await response.json()) as any };
};
const readiness = async () => ((await (await fetch(`${url}/readyz`)).json()) as { backend: string }).backend;

/** What may differ from one answer to the next whoever gives it. */
const changing = ['date', 'connection', 'keep-alive', 'x-request-id', 'transfer-encoding', 'content-length'];
const told = (headers: Iterable<readonly [string, unknown]>) =>
  Object.fromEntries([...headers].filter(([name]) => !changing.includes(name)).map(([name, value]) => [name, String(value)]));
const timeless = (text: string): string =>
  text.replaceAll(/"ms":[\d.]+/g, '"ms":0').replaceAll(/"(requestId|id|at|validUntil)":"[^"]*"/g, '');

const report = '/reports/RFM_GRID.csv';
test.each<readonly [string, number, string, RequestInit]>([
  ['a tree', 200, '/graphql', graph('{ indicatorTree(tree: "LIFECYCLE") { month nodes { code value } } }')],
  [
    'a tree by GET',
    200,
    `/graphql?query=${encodeURIComponent('{ indicatorTree(tree: "REVENUE") { root { value } } }')}`,
    { headers: { authorization, 'apollo-require-preflight': '1' } },
  ],
  [
    'a page that is long enough to be made small',
    200,
    '/graphql',
    graph('{ numbers(first: 900) { nodes { numberId city finance { revenue arpu } } } }'),
  ],
  ['a decision', 200, '/graphql', graph('{ recommendations(number: "3", scene: COUNTER) { shown { rank } } }')],
  ['a document that does not parse', 200, '/graphql', graph('{ indicatorTree(')],
  ['a document that is not valid', 200, '/graphql', graph('{ nothing }')],
  [
    'a body that is longer once it is written anew',
    200,
    '/graphql',
    { ...graph(''), body: `{"query":"{ me { subject } }","variables":{"a":[${'1e20,'.repeat(9000)}0]}}` },
  ],
  ['a body that is no JSON', 400, '/graphql', { ...graph(''), body: '{"query":' }],
  ['a body that is a text', 400, '/graphql', { ...graph('', { 'content-type': 'text/plain' }), body: '{ me { subject } }' }],
  ['what is refused', 403, '/graphql', graph('{ indicatorTrees { code } }', { authorization: `Bearer ${narrow.secret}` })],
  ['another language', 200, '/graphql', graph('{ indicator(measure: ARPU) { name } }', { 'accept-language': 'zh' })],
  ['a report', 200, report, { headers: { authorization } }],
  ['the head of a report', 200, report, { method: 'HEAD', headers: { authorization } }],
  ['a report that there is none', 404, '/reports/NONE.csv', { headers: { authorization } }],
  ['an export that there is none', 404, '/exports/none', { headers: { authorization } }],
  ['a method that there is none', 405, '/graphql', { method: 'PUT', headers: { authorization } }],
  ['nobody', 401, '/graphql', graph('{ me { subject } }', { authorization: '' })],
  ['a wrong key', 401, report, { headers: { authorization: 'Bearer martlet_no_no' } }],
])('an answer is the same from two processes as from one: %s', async (_, status, path, init) => {
  const response = await fetch(`${url}${path}`, init);
  const { method = 'GET', headers, body } = init;
  const other = await single.inject({
    method: method as 'GET',
    url: path,
    headers: { host: new URL(url).host, 'accept-encoding': 'gzip, deflate', ...(headers as Record<string, string>) },
    ...(body ? { payload: body as string } : {}),
  });
  expect(response.status).toBe(other.statusCode);
  expect(response.status).toBe(status);
  expect(told(response.headers)).toEqual(told(Object.entries(other.headers)));
  if (response.headers.has('content-encoding')) expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
  else expect(timeless(await response.text())).toBe(timeless(other.body));
});

test('a report that a client has already is not sent again', async () => {
  const first = await fetch(`${url}${report}`, { headers: { authorization } });
  const etag = first.headers.get('etag')!;
  expect((await fetch(`${url}${report}`, { headers: { authorization, 'if-none-match': etag } })).status).toBe(304);
});

test('a request has one id, in its head and in its answer', async () => {
  const { response, body } = await ask('{ analysis(dimensions: [NONE], measures: [REVENUE]) { rowCount } }');
  expect(body.errors[0].extensions.requestId).toBe(response.headers.get('x-request-id'));
});

test('look-ups by phone number are counted together, in whichever process they are made', async () => {
  const counter = (phone: string) => `{ number(msisdn: "${phone}") { id } }`;
  const others = (phone: string) => `{ me { subject } number(msisdn: "${phone}") { id } }`;
  const codes: unknown[] = [];
  for (let at = 0; at < lookUps + 2; at++) {
    const { body } = await ask((at % 2 === 0 ? counter : others)(`1390000000${at}`));
    codes.push(body.errors?.[0].extensions.code ?? 'OK');
  }
  expect(codes).toEqual([...Array.from({ length: lookUps }, () => 'OK'), 'TOO_BUSY', 'TOO_BUSY']);
});

test('both have one clock, which runs on from where it was set', async () => {
  const counter = 'recommendations(number: "3", scene: COUNTER) { at }';
  const times: string[] = [];
  for (const query of [`{ ${counter} }`, `{ me { subject } ${counter} }`, `{ ${counter} }`])
    times.push((await ask(query)).body.data.recommendations.at);
  expect(times.map(Date.parse)).toEqual(times.map(Date.parse).toSorted((one, other) => one - other));
  for (const time of times) expect(new Date(time).toISOString()).toMatch(/^2026-10-31T02:/);
});

test('the process behind is killed: the counter is served, all else is told to come again, and is served soon', async () => {
  const pid = backendPid();
  process.kill(pid, 'SIGKILL');
  await expect.poll(readiness, { interval: 20 }).toBe('lost');
  const tree = '{ indicatorTree(tree: "LIFECYCLE") { root { value } } }';
  const refused = await ask(tree);
  expect(refused.response.status).toBe(503);
  expect(refused.response.headers.get('retry-after')).toBe('5');
  expect(refused.body.errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 5000 });
  const { body } = await ask('{ recommendations(number: "3", scene: COUNTER) { degraded } }');
  expect(body.data.recommendations.degraded).toBe(false);
  await expect.poll(readiness, { interval: 100 }).toBe('ready');
  expect((await ask(tree)).body.data.indicatorTree.root.value).toBeGreaterThan(0);
  expect(backendPid()).not.toBe(pid);
});

test('a process behind that cannot begin leaves the first to answer everything', async () => {
  const failing = new Backend(ownQuotas(), () =>
    spawn(process.execPath, ['-e', 'process.exit(3)'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  );
  const errors: object[] = [];
  failing.start({ error: (fields: object) => errors.push(fields) } as never);
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  expect(errors[0]).toMatchObject({ code: 3, againMs: 1000 });
  expect(failing.state).toBe('starting');
  await failing.close();
  const nowhere = new Backend(ownQuotas(), () => spawn('/nowhere', [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }));
  nowhere.start({ error: (fields: object) => errors.push(fields) } as never);
  await expect.poll(() => errors.at(-1)).toMatchObject({ err: { code: 'ENOENT' } });
  await nowhere.close();
});

test('the process in front is killed: none stays behind', async () => {
  const pid = backendPid();
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { interval: 100 }).toBe(false);
});
