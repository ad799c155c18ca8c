import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/config.js';
import { type AuditFilter, listAudit } from '../../src/ledger/audit/audit.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { createMartlet } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { createServer } from '../../src/server/server.js';
import { anySize, ownHome } from '../support/demo.js';
import { secretPart } from '../support/key.js';
import { patient } from '../support/patient.js';

// More than 5 s: it waits until the server has looked at its policy file, and for refused keys that are slowed.
const dir = mkdtempSync(join(tmpdir(), 'martlet-policies-'));
const path = join(dir, 'policies.yaml');
const keys = { board: newKey('board', ['board'], []), analyst: newKey('analyst', ['analyst'], []) };
const roles = { board: { tiers: [1], cities: 'all' }, analyst: { tiers: [2], cities: 'all', purposes: ['analysis'] } };
const write = (content: object | string) => writeFileSync(path, typeof content === 'string' ? content : stringify(content));

let app: FastifyInstance;
let home: string;
beforeAll(async () => {
  write({ roles, keys: Object.values(keys).map(({ entry }) => entry) });
  const own = await ownHome(anySize);
  home = own.home;
  app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: path }, {})), own.id, {
    logLevel: 'silent',
  });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

const ask = (secret: string, headers: Record<string, string> = {}, query = '{ me { tiers } }') =>
  app.inject({ method: 'POST', url: '/graphql', headers: { authorization: `Bearer ${secret}`, ...headers }, payload: { query } });
async function lines(filter: Partial<AuditFilter>) {
  const ledger = await openLedger({ home, databaseUrl: null });
  try {
    return await listAudit(ledger, { limit: 100, ...filter } as AuditFilter);
  } finally {
    await ledger.close();
  }
}

test('A5: a key and a role that are taken away hold no more within five seconds; a broken file leaves the old one in force', async () => {
  expect((await ask(keys.board.secret)).json().data.me.tiers).toEqual([1]);
  write({ roles: { ...roles, board: { tiers: [1, 2], cities: 'all' } }, keys: [keys.board.entry] });
  await sleep(4000);
  expect((await ask(keys.board.secret)).json().data.me.tiers).toEqual([1, 2]);
  expect((await ask(keys.analyst.secret)).statusCode).toBe(401);
  write('roles: [');
  await sleep(4000);
  expect((await ask(keys.board.secret)).json().data.me.tiers).toEqual([1, 2]);
  write({ roles, keys: Object.values(keys).map(({ entry }) => entry) });
  await sleep(4000);
  expect((await ask(keys.analyst.secret)).json().data.me.tiers).toEqual([2]);
});

test('L1: who is refused is in the audit, by graph and by file, for the key and for the purpose, without what was sent', async () => {
  await ask(keys.board.secret, {}, '{ analysis(dimensions: [CITY], measures: [NUMBERS]) { rows { city } } }');
  await app.inject({ url: '/reports/STOCK_STRUCTURE.csv', headers: { authorization: `Bearer ${keys.board.secret}` } });
  const feed = `/odata/table/measures=REVENUE&where=${encodeURIComponent('{"msisdn":{"eq":"13800001234"}}')}/table`;
  await app.inject({ url: feed, headers: { authorization: `Bearer ${keys.board.secret}` } });
  await ask(keys.analyst.secret, { 'x-martlet-purpose': 'curiosity' });
  const ofBoard = async () => (await lines({ subject: 'board' })).map(({ action, decision }) => [action, decision]);
  // Written while the answer goes on its way.
  await expect.poll(ofBoard).toEqual([
    ['refused: analysis', 'DENIED'],
    ['refused: request', 'DENIED'],
    ['refused: request', 'DENIED'],
  ]);
  const details = (await lines({ subject: 'board' })).map(({ detail }) => detail);
  expect(details.at(-1)).toContain('/odata/table/measures=…&where=…/table');
  const ofPurpose = (await lines({ subject: `key ${keys.analyst.entry.id}` })).at(-1);
  expect(ofPurpose).toMatchObject({
    action: 'refused: request',
    decision: 'DENIED',
    detail: expect.stringContaining('curiosity'),
  });
});

test('A3: wrong keys have ten lines a minute and are slowed after', async () => {
  const wrong = newKey('nobody', ['board'], []).secret;
  const start = performance.now();
  const answers = await Promise.all(Array.from({ length: 15 }, () => ask(wrong)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  expect(performance.now() - start).toBeGreaterThan(990);
  const all = await lines({ subject: `key ${wrong.split('_')[1]}` });
  expect(all.length).toBeGreaterThan(5);
  expect(all.length).toBeLessThanOrEqual(10);
  expect(JSON.stringify(all)).not.toContain(secretPart(wrong));
});
