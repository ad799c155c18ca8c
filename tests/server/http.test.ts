import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { type Demo, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-http-'));
const key = newKey('li.wei', ['city_manager'], ['HAILAN']);
const open: FastifyInstance[] = [];

let own: Demo;

async function start(settings: Record<string, string> = {}): Promise<FastifyInstance> {
  const { home, id } = own;
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, ...settings }, {}));
  const app = await createServer(martlet, id, { logLevel: 'silent' });
  open.push(app);
  return app;
}

const post = (app: FastifyInstance, payload: string | object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', ...headers }, payload });

let app: FastifyInstance;
let guarded: FastifyInstance;
beforeAll(async () => {
  own = await ownHome();
  const policies = join(dir, 'policies.yaml');
  writeFileSync(policies, stringify({ roles: { city_manager: { tiers: [1], cities: 'own' } }, keys: [key.entry] }));
  app = await start();
  guarded = await start({ MARTLET_POLICIES: policies });
});
afterAll(async () => {
  for (const server of open) await server.close();
  rmSync(dir, { recursive: true });
});

describe('protocol', () => {
  test('answers POST, names generation, data date and request', async () => {
    const response = await post(app, { query: '{ generation { id dataDate } }' });
    const { data, extensions } = response.json();
    expect(response.statusCode).toBe(200);
    expect(extensions).toMatchObject({ generation: data.generation.id, dataDate: data.generation.dataDate });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('words are in the language of the header', async () => {
    const query = '{ indicator(measure: REVENUE) { measure { name other: name(locale: EN) } } }';
    const response = await post(app, { query }, { 'accept-language': 'zh-CN,en;q=0.8' });
    expect(response.json().data.indicator.measure).toEqual({ name: '收入', other: 'Revenue' });
    expect(response.headers.vary).toMatch(/accept-language/);
  });

  test('P2: GET needs a preflight header', async () => {
    const url = '/graphql?query=%7Bme%7Bsubject%7D%7D';
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(400);
    const allowed = await app.inject({ method: 'GET', url, headers: { 'apollo-require-preflight': '1' } });
    expect(allowed.json().data).toEqual({ me: { subject: 'developer' } });
  });

  test.each([
    ['malformed JSON', '{"query":', 'application/json'],
    ['no body', '', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a string', '"x"', 'application/json'],
    ['another type', 'query', 'text/plain'],
    ['no query', '{"q":1}', 'application/json'],
  ])('P3: %s → 4xx without a stack', async (_, payload, type) => {
    const response = await post(app, payload, { 'content-type': type });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
    expect(response.body).not.toMatch(/ at .*\.[jt]s/);
  });

  test('P3: a body over the limit → 413', async () => {
    expect((await post(app, { query: `{ me { subject } } # ${'x'.repeat(1_100_000)}` })).statusCode).toBe(413);
  });

  test('a document of too many tokens is refused', async () => {
    const fields = Array.from({ length: 8000 }, (_, index) => `a${index}: me { subject }`).join(' ');
    const response = await post(app, { query: `{ ${fields} }` });
    expect(response.json().errors[0].message).toMatch(/token/);
  });

  test.each([
    ['{ nope }', 'BAD_USER_INPUT', /Cannot query field "nope"/],
    ['{ indicator(measure: CHURN) { value } }', 'UNKNOWN_NAME', /"CHURN" does not exist/],
    ['{ indicatorTree(tree: "LIFECYCL") { code } }', 'UNKNOWN_NAME', /Did you mean LIFECYCLE/],
    ['{ indicator(measure: ARPU, month: "2031-01") { value } }', 'BAD_USER_INPUT', /2025-08 to 2026-10, found 2031-01/],
    ['{ indicator(measure: ARPU, month: "2031-13") { value } }', 'BAD_USER_INPUT', /expected a month like "2026-10"/],
    ['{ indicator(measure: ARPU', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ])('%s → %s', async (query, code, message) => {
    const [error] = (await post(app, { query })).json().errors;
    expect(error.extensions).toMatchObject({ code, requestId: expect.any(String) });
    expect(error.message).toMatch(message);
  });
});

describe('health', () => {
  test('S2 alive and ready, with the load of the lanes', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/readyz')).json()).toMatchObject({
      status: 'ready',
      dataDate: '2026-10-31',
      load: { dashboards: {} },
    });
  });
});

describe('API keys', () => {
  const query = '{ me { subject cities tiers } indicator(measure: NUMBERS) { value drill(by: CITY) { code } } }';

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer martlet_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['the right id with another secret', { authorization: `Bearer martlet_${key.entry.id}_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA` }],
    ['another scheme', { authorization: `Basic ${key.secret}` }],
  ])('A3: %s → 401', async (_, headers) => {
    const response = await post(guarded, { query }, headers as Record<string, string>);
    expect(response.statusCode).toBe(401);
    expect(response.json().errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(response.json().data).toBeUndefined();
  });

  test('Q9: the key is looked at before the body', async () => {
    for (const payload of ['{ no JSON', 'x'.repeat(1_100_000)]) expect((await post(guarded, payload)).statusCode).toBe(401);
  });

  test('the right one sees its city, and no routes', async () => {
    const { data, extensions } = (await post(guarded, { query }, { authorization: `Bearer ${key.secret}` })).json();
    expect(data.me).toEqual({ subject: 'li.wei', cities: ['HAILAN'], tiers: [1] });
    expect(data.indicator.drill).toEqual([{ code: 'HAILAN' }]);
    expect(extensions.route).toBeUndefined();
  });
});
