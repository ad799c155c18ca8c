import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { type Demo, ownHome } from '../../support/demo.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-websocket-'));
const analyst = newKey(`li.wei ${dir}`, ['analyst'], []);
const other = newKey(`wang.fang ${dir}`, ['analyst'], []);
const open: FastifyInstance[] = [];
const clients: Client[] = [];

let own: Demo;

async function start(settings: Record<string, string> = {}): Promise<{ app: FastifyInstance; url: string }> {
  const { home, id } = own;
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, ...settings }, {}));
  const app = await createServer(martlet, id, { logLevel: 'silent' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  open.push(app);
  return { app, url: `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql` };
}

let guarded: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  own = await ownHome();
  const roles = { analyst: { tiers: [2, 3], cities: 'all' } };
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: [analyst.entry, other.entry] }));
  guarded = await start({ MARTLET_POLICIES: join(dir, 'policies.yaml') });
});
afterAll(async () => {
  for (const client of clients) await client.dispose();
  for (const app of open) await app.close();
  rmSync(dir, { recursive: true });
});

function clientOf(url: string, key?: { secret: string }, headers: Record<string, string> = {}): Client {
  const client = createClient({
    url,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers });
      }
    },
    ...(key ? { connectionParams: { authorization: `Bearer ${key.secret}` } } : {}),
    retryAttempts: 0,
    lazyCloseTimeout: 0,
  });
  clients.push(client);
  return client;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the graph
type Answers = any[];
async function all(client: Client, query: string): Promise<Answers> {
  const answers = [];
  for await (const answer of client.iterate({ query })) answers.push(answer);
  return answers;
}
const mutate = async (app: FastifyInstance, query: string, key = analyst) => {
  const headers = { authorization: `Bearer ${key.secret}` };
  return (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })).json();
};
const startExport = async () =>
  (await mutate(guarded.app, 'mutation { startExport(input: { what: NUMBERS, everybody: true, format: PARQUET }) { id } }')).data
    .startExport.id;

describe('exportProgress', () => {
  test('tells of each change until the end, and ends', async () => {
    const id = await startExport();
    const answers = await all(
      clientOf(guarded.url, analyst),
      `subscription { exportProgress(id: "${id}") { id status progress rows } }`,
    );
    expect(answers.at(-1)).toEqual({
      data: { exportProgress: { id, status: 'DONE', progress: 1, rows: expect.any(Number) } },
    });
    const order = ['QUEUED', 'RUNNING', 'DONE'];
    const states = answers.map(({ data }) => order.indexOf(data.exportProgress.status));
    expect(states).toEqual([...states].sort());
  });

  test('is refused to others, as one that is not there', async () => {
    const id = await startExport();
    for (const asked of [id, 'none']) {
      const [answer] = await all(clientOf(guarded.url, other), `subscription { exportProgress(id: "${asked}") { status } }`);
      expect(answer.errors[0]).toMatchObject({
        message: expect.stringContaining('Expected the id of an export of yours'),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  test('takes the key from the header as well', async () => {
    const id = await startExport();
    const client = clientOf(guarded.url, undefined, { authorization: `Bearer ${analyst.secret}` });
    const answers = await all(client, `subscription { exportProgress(id: "${id}") { status } }`);
    expect(answers.at(-1)).toEqual({ data: { exportProgress: { status: 'DONE' } } });
  });
});

describe('a connection', () => {
  const failure = (client: Client, query = 'subscription { generationChanged { id } }') =>
    all(client, query).then(
      (answers) => expect.unreachable(`expected a failure, got ${JSON.stringify(answers)}`),
      (error: unknown) => error,
    );

  test('without a key, or with a wrong one, is closed', async () => {
    expect(await failure(clientOf(guarded.url))).toMatchObject({ code: 4403 });
    expect(await failure(clientOf(guarded.url, { secret: 'martlet_x_y' }))).toMatchObject({ code: 4403 });
  });

  test('from a page of another host is refused, from one of ours it is not', async () => {
    const status = (origin: string) =>
      new Promise<unknown>((resolve) => {
        const socket = new WebSocket(guarded.url, 'graphql-transport-ws', { origin });
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('open', () => {
          socket.close();
          resolve('open');
        });
        socket.once('error', resolve);
      });
    expect(await status('http://evil.example')).toBe(403);
    expect(await status('null')).toBe(403);
    expect(await status(guarded.url.replace('ws:', 'http:'))).toBe('open');
  });

  test('takes subscriptions only, and checks them', async () => {
    const client = clientOf(guarded.url, analyst);
    const refusals: [string, RegExp, string][] = [
      ['{ me { subject } }', /Expected a subscription/, 'BAD_USER_INPUT'],
      ['mutation { cancelExport(id: "x") { id } }', /Expected a subscription/, 'BAD_USER_INPUT'],
      ['subscription { nothing }', /Cannot query field/, 'BAD_USER_INPUT'],
      ['subscription {', /Syntax Error/, 'BAD_USER_INPUT'],
      [`subscription { ${'a '.repeat(30_000)} }`, /tokens/, 'BAD_USER_INPUT'],
    ];
    for (const [query, message, code] of refusals) {
      const errors = await failure(client, query);
      expect(errors, query.slice(0, 60)).toMatchObject([{ message: expect.stringMatching(message), extensions: { code } }]);
    }
  });

  test('is closed when the server closes', async () => {
    const { app, url } = await start();
    const closed = failure(clientOf(url));
    await expect.poll(() => app.websocketServer.clients.size).toBe(1);
    open.splice(open.indexOf(app), 1);
    await app.close();
    expect(await closed).toMatchObject({ code: expect.any(Number) });
  });
});
