import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-protocol-'));
const clerk = newKey('li.wei', ['clerk'], []);
const maker = newKey('wang.fang', ['clerk', 'maker'], []);
const open: FastifyInstance[] = [];

async function start(settings: Record<string, string> = {}): Promise<FastifyInstance> {
  const { home, id } = await ownHome();
  const app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, ...settings }, {})), id, {
    logLevel: 'silent',
  });
  open.push(app);
  return app;
}

let app: FastifyInstance;
let guarded: FastifyInstance;
beforeAll(async () => {
  const roles = { clerk: { tiers: [1], cities: 'all' }, maker: { tiers: [1], cities: 'all', introspection: true } };
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: [clerk.entry, maker.entry] }));
  app = await start();
  guarded = await start({ MARTLET_POLICIES: join(dir, 'policies.yaml') });
});
afterAll(async () => {
  for (const server of open) await server.close();
  rmSync(dir, { recursive: true });
});

type Headers = Record<string, string>;
const post = (payload: object | string, headers: Headers = {}, to = app) =>
  to.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', ...headers }, payload });
const withKey = ({ secret }: { secret: string }): Headers => ({ authorization: `Bearer ${secret}` });

describe('P1: GraphQL over HTTP', () => {
  let url: string;
  beforeAll(async () => {
    const listening = await start();
    await listening.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(listening.server.address() as AddressInfo).port}/graphql`;
  });

  // CSRF prevention asks it of every GET, and of forms.
  const preflighted = (to: string, init: RequestInit = {}) =>
    fetch(to, { ...init, headers: { ...init.headers, 'apollo-require-preflight': '1' } });
  const audits = serverAudits({ url: () => url, fetchFn: preflighted });
  test('there are 61 audits', () => expect(audits).toHaveLength(61));
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  const strictly = { accept: 'application/graphql-response+json' };
  test.each([
    ['a subscription', { query: 'subscription { generationChanged { id } }' }, /WebSocket/],
    ['a wrong hash', { query: '{ me { subject } }', extensions: persisted('0'.repeat(64)) }, /sha/],
  ])('%s by POST is the client’s fault', async (_, payload, told) => {
    const response = await post(payload, strictly);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0]).toMatchObject({
      message: expect.stringMatching(told),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('a hash that is not known is to be sent with its document', async () => {
    const response = await post({ extensions: persisted('1'.repeat(64)) });
    expect(response.json().errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

function persisted(sha256Hash: string) {
  return { persistedQuery: { version: 1, sha256Hash } };
}

describe('Q1: what graphql-cop tries', () => {
  const times = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index)).join(' ');
  const answerTo = async (query: string) => (await post({ query, operationName: 'cop' })).json();

  test('aliases of one field', async () => {
    expect((await answerTo(`query cop { ${times(101, (n) => `alias${n}: __typename`)} }`)).data).toBeUndefined();
  });
  test('P4: a list of requests', async () => {
    expect((await post(Array(10).fill({ query: 'query cop { __typename }' }))).statusCode).toBe(400);
  });
  test('directives upon directives', async () => {
    expect((await answerTo(`query cop { __typename ${'@aa'.repeat(10)} }`)).errors).toHaveLength(1);
  });
  test('introspection in circles', async () => {
    const fields = 'fields { type { '.repeat(4);
    expect((await answerTo(`query cop { __schema { types { ${fields} name ${'} } '.repeat(4)} } }`)).data).toBeUndefined();
  });
  test('a field many times', async () => {
    expect((await answerTo(`query cop { ${times(500, () => '__typename')} }`)).data).toBeUndefined();
  });
  test.each(['query cop { __typename }', 'mutation cop { __typename }'])('by GET: %s', async (query) => {
    const url = `/graphql?query=${encodeURIComponent(query)}`;
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(400);
    const preflighted = await app.inject({ method: 'GET', url, headers: { 'apollo-require-preflight': '1' } });
    expect(preflighted.statusCode).toBe(query.startsWith('mutation') ? 405 : 200);
  });
  test('a form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { statusCode, body } = await post('query=query+cop+%7B__typename%7D', headers);
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(statusCode).toBeLessThan(500);
    expect(body).not.toMatch(/__typename/);
  });
  test('traces, and errors with a stack', async () => {
    expect((await answerTo('query cop { __typename }')).extensions).not.toHaveProperty('tracing');
    const { errors } = (await post({ query: 'qwerty cop { abc }' })).json();
    expect(errors[0].extensions).not.toHaveProperty('exception');
    expect(JSON.stringify(errors)).not.toMatch(/stacktrace|node_modules/);
  });
  test.each(['/graphql', '/graphiql', '/playground', '/console'])('a page at %s', async (url) => {
    const { statusCode, body } = await app.inject({ url, headers: { accept: 'text/html' } });
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(body).not.toMatch(/<html|playground.css|graphiql.min/i);
  });
});

describe('P5: the schema is told to those who may have it', () => {
  const probes: readonly string[] = [
    getIntrospectionQuery(),
    '{ __type(name: "Query") { name } }',
    '{ ... { ...f } } fragment f on Query { __schema { types { name } } }',
  ];

  test.each(probes)('%#: by right', async (query) => {
    expect((await post({ query })).json().errors).toBeUndefined();
    expect((await post({ query }, withKey(maker), guarded)).json().errors).toBeUndefined();
    const refused = (await post({ query }, withKey(clerk), guarded)).json();
    expect(refused.data).toBeUndefined();
    expect(refused.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  test('Q2: and so are names that may have been meant', async () => {
    const query = '{ indicatr(measure: REVENUE) { value } }';
    expect((await post({ query }, withKey(maker), guarded)).body).toMatch(/Did you mean/);
    const { message } = (await post({ query }, withKey(clerk), guarded)).json().errors[0];
    expect(message).toBe('Cannot query field "indicatr" on type "Query".');
    // What the catalogue has is told by the catalogue.
    const measure = (await post({ query: '{ indicator(measure: REVENU) { value } }' }, withKey(clerk), guarded)).json().errors[0];
    expect(measure.extensions).toMatchObject({ code: 'UNKNOWN_NAME', suggestions: expect.arrayContaining(['REVENUE']) });
  });

  test('the name of a type is no secret', async () => {
    expect((await post({ query: '{ __typename }' }, withKey(clerk), guarded)).json().data).toEqual({ __typename: 'Query' });
  });
});

describe('P2: paths and methods', () => {
  test.each([
    ['/graphql', 'GET, POST'],
    ['/healthz', 'GET, HEAD'],
    ['/readyz', 'GET, HEAD'],
    ['/reports', 'GET, HEAD'],
    ['/reports/X.csv', 'GET, HEAD'],
    ['/exports/1', 'GET, HEAD'],
    ['/tmf-api/recommendationManagement/v4/queryProductRecommendation', 'GET, HEAD, POST'],
  ])('%s', async (url, allowed) => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const response = await app.inject({ method, url });
      expect([method, response.statusCode, response.headers.allow]).toEqual([method, 405, allowed]);
      expect(response.json().code).toBe('BAD_USER_INPUT');
    }
  });

  test('another path is told to be none', async () => {
    const response = await app.inject({ method: 'PUT', url: '/nowhere' });
    expect([response.statusCode, response.headers.allow]).toEqual([404, undefined]);
  });
});

test.each(['/graphql', '/reports', '/exports/1'])('A3: %s without a key names the scheme that it wants', async (url) => {
  const response = url === '/graphql' ? await post({ query: '{ me { subject } }' }, {}, guarded) : await guarded.inject({ url });
  expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
});
