// Two generations are built, and gateways follow from one to the other.
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { anySize, type Demo, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const url = process.env.TEST_DATABASE_URL;
const keys = { author: newKey('li.wei', ['campaigns'], []), approver: newKey('wang.fang', ['campaigns'], []) };
let demo: Demo;
let later: string;
let policies: string;
beforeAll(async () => {
  demo = await ownHome(anySize);
  const settings = { MARTLET_HOME: demo.home, MARTLET_WAREHOUSE: demo.warehouse };
  later = (await createMartlet(loadConfig({ ...patient, ...settings }, {})).build({ force: true })).id;
  policies = join(demo.home, 'policies.yaml');
  const roles = { campaigns: { tiers: [1, 3, 4], cities: 'all' } };
  writeFileSync(policies, stringify({ roles, keys: Object.values(keys).map(({ entry }) => entry) }));
}, 120_000);
afterAll(() => rmSync(demo.home, { recursive: true, force: true }));

const point = (id: string) => writeFileSync(join(demo.home, 'generations', 'CURRENT'), `${id}\n`);
const open = (settings: Record<string, string> = {}) => {
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: demo.home, MARTLET_POLICIES: policies, ...settings }, {}));
  const now = () => new Date('2026-11-02T10:00:00+08:00');
  return createServer(martlet, demo.id, { logLevel: 'silent', pollMs: 20, now });
};
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Json = any;
async function ask(app: FastifyInstance, query: string, variables: object = {}, key = keys.author): Promise<Json> {
  const headers = { authorization: `Bearer ${key.secret}` };
  const answer = (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })).json();
  expect(answer.errors).toBeUndefined();
  return Object.values(answer.data)[0];
}

/** Made by one and approved by another, on the first of the generations. */
async function standingOn(app: FastifyInstance): Promise<string> {
  const input =
    '{ name: "each time", purpose: "test", scene: OUTBOUND, everybody: true, maxSize: 9, approveUpTo: { size: 9, budget: 10000 } }';
  const { id, generation } = await ask(app, `mutation { createStandingList(input: ${input}) { id generation } }`);
  expect(generation).toBe(demo.id);
  await ask(app, 'mutation ($id: ID!) { approveStandingList(id: $id) { id } }', { id }, keys.approver);
  return id;
}
const listsOf = async (app: FastifyInstance, standing: string): Promise<Json[]> =>
  (
    await ask(
      app,
      'query ($standing: ID!) { targetLists(standing: $standing) { nodes { id status size approvedBy createdBy generation } } }',
      { standing },
    )
  ).nodes;
const made = () => [
  { id: expect.any(String), status: 'APPROVED', size: 9, approvedBy: 'wang.fang', createdBy: 'li.wei', generation: later },
];

test('a new generation makes its list by itself, approved, and work of it can be claimed; after a restart there is no other', async () => {
  point(demo.id);
  let app = await open();
  const standing = await standingOn(app);
  expect(await listsOf(app, standing)).toEqual([]);
  point(later);
  await expect.poll(() => listsOf(app, standing), { timeout: 30_000 }).toEqual(made());
  const [list] = await listsOf(app, standing);
  const batch = await ask(app, 'mutation ($id: ID!) { claimWork(list: $id, size: 3) { items { rank } } }', { id: list.id });
  expect(batch.items.map(({ rank }: Json) => rank)).toEqual([1, 2, 3]);
  await app.close();
  point(demo.id);
  app = await open();
  // Back and forth: each generation has had its list.
  point(later);
  await expect.poll(async () => (await ask(app, '{ generation { id } }')).id).toBe(later);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await listsOf(app, standing)).toEqual([{ ...list, status: 'RUNNING' }]);
  await app.close();
}, 120_000);

const name = `martlet_test_${randomUUID().replaceAll('-', '')}`;
async function administer(statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe.skipIf(url === undefined)('gateways of one ledger', () => {
  const gateways: FastifyInstance[] = [];
  afterAll(async () => {
    for (const each of gateways) await each.close();
    await administer(`drop database if exists ${name} with (force)`);
  });

  test('make one list together, which both of them read', async () => {
    await administer(`create database ${name}`);
    const database = new URL(url!);
    database.pathname = `/${name}`;
    point(demo.id);
    for (const _ of ['one', 'other']) gateways.push(await open({ DATABASE_URL: database.href }));
    const [one, other] = gateways as [FastifyInstance, FastifyInstance];
    const standing = await Promise.all([1, 2, 3].map(() => standingOn(one)));
    point(later);
    for (const id of standing) {
      await expect.poll(() => listsOf(one, id), { timeout: 60_000 }).toEqual(made());
      const [list] = await listsOf(other, id);
      const { members } = await ask(other, 'query ($id: ID!) { targetList(id: $id) { members { totalCount nodes { rank } } } }', {
        id: list.id,
      });
      expect(members.nodes).toHaveLength(9);
    }
    await new Promise((resolve) => setTimeout(resolve, 2500));
    for (const id of standing) expect(await listsOf(one, id)).toEqual(made());
  }, 120_000);
});
