// A home and two servers of its own: fifteen seconds, most of them a build that is to fail.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { anySize, type Demo, ownHome } from '../support/demo.js';

/** Nobody listens there. */
const away = { url: 'http://127.0.0.1:1', catalog: 'hive', files: 's3://lake/generations' };
const settings = { MARTLET_ENGINE: 'trino', MARTLET_TRINO: JSON.stringify(away) };
const martletAt = (demo: Demo, more: Record<string, string> = {}) =>
  createMartlet(loadConfig({ MARTLET_HOME: demo.home, MARTLET_ANSWER_MS: '20000', ...more }, {}));

let home: Demo;
let app: FastifyInstance;
let plain: FastifyInstance;
beforeAll(async () => {
  home = await ownHome(anySize);
  app = await createServer(martletAt(home, settings), home.id, { logLevel: 'silent' });
  plain = await createServer(martletAt(await ownHome(anySize)), home.id, { logLevel: 'silent' });
});
afterAll(() => Promise.all([app, plain].map((each) => each?.close())));

const ask = async (of: FastifyInstance, query: string) =>
  (
    await of.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: { query } })
  ).json();

test.each([
  ['a tree, of a rollup', '{ indicatorTree(tree: "REVENUE") { root { value } nodes { code value } } }'],
  [
    'a trend by city, of a rollup',
    '{ analysis(measures: [REVENUE], dimensions: [CITY], from: "2026-08") { rows { city revenue } } }',
  ],
  ['a number and its months', '{ number(id: "3") { city customerType creditLevel } }'],
  [
    'a decision, which is not degraded',
    '{ recommendations(number: "3", scene: COUNTER) { degraded shown { rank offer { code } } } }',
  ],
])('while the cluster is away, there is %s, as without one', async (_, query) => {
  const { data, errors } = await ask(app, query);
  expect(errors).toBeUndefined();
  expect(data).toEqual((await ask(plain, query)).data);
});

test('what needs the cluster says so, and what to do', async () => {
  const { data, errors } = await ask(app, '{ analysis(where: { age: { gt: 20 } }, measures: [REVENUE]) { rows { revenue } } }');
  expect(data?.analysis ?? null).toBeNull();
  expect(errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 30_000 });
  expect(errors[0].message).toContain('does not answer: ask again later. What rollups cover');
});

test('it is ready, and readiness tells it', async () => {
  const { statusCode, body } = await app.inject({ url: '/readyz' });
  expect([statusCode, JSON.parse(body).cluster]).toEqual([200, 'does not answer']);
  expect(JSON.parse((await plain.inject({ url: '/readyz' })).body).cluster).toBeUndefined();
});

test('a build that cannot tell the cluster of its generation fails, and leaves the one that serves', async () => {
  const folder = join(home.home, 'generations');
  // Locks of builds are counted.
  const kept = () =>
    readdirSync(folder)
      .filter((name) => !name.endsWith('.lock'))
      .sort();
  const before = kept();
  const build = martletAt(home, { ...settings, MARTLET_WAREHOUSE: home.warehouse }).build({ force: true });
  await expect(build).rejects.toThrow('could not be asked');
  expect(readFileSync(join(folder, 'CURRENT'), 'utf8').trim()).toBe(home.id);
  expect(kept()).toEqual(before);
});
