import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { Generations } from '../../../src/serving/generations.js';
import { statement } from '../../../src/warehouse/statement.js';
import { patient } from '../../support/patient.js';

const home = mkdtempSync(join(tmpdir(), 'martlet-changes-'));
const key = newKey('li.wei', ['manager'], ['HAILAN']);
const ids: string[] = [];
let app: FastifyInstance;
const point = (id: string) => writeFileSync(join(home, 'generations', 'CURRENT'), `${id}\n`);

beforeAll(async () => {
  for (const seed of ['1', '2']) {
    const settings = { MARTLET_HOME: home, MARTLET_DEMO_NUMBERS: '1000', MARTLET_DEMO_MONTHS: '2', MARTLET_DEMO_SEED: seed };
    ids.push((await createMartlet(loadConfig({ ...patient, ...settings }, {})).build()).id);
  }
  const roles = { manager: { tiers: [1], cities: 'own' } };
  writeFileSync(join(home, 'policies.yaml'), stringify({ roles, keys: [key.entry] }));
  const martlet = createMartlet(
    loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: join(home, 'policies.yaml') }, {}),
  );
  app = await createServer(martlet, ids[1]!, { logLevel: 'silent', pollMs: 5 });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true });
});

test('generationChanged tells of each generation that begins to serve, with the numbers of the viewer’s cities', async () => {
  const client = createClient({
    url: `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key.secret}` },
    retryAttempts: 0,
  });
  const changes = client.iterate({ query: 'subscription { generationChanged { id numbers } }' });
  const seen = new Set<string>();
  while (seen.size < 2) {
    // It tells of changes only, and when it has begun to listen cannot be seen: the pointer moves until a change is told of.
    let isTold = false;
    const next = changes.next().finally(() => {
      isTold = true;
    });
    for (let n = 0; !isTold; n++) {
      point(ids[n % 2]!);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const { generationChanged } = (await next).value.data;
    const headers = { authorization: `Bearer ${key.secret}`, 'x-martlet-generation': generationChanged.id };
    const answer = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers,
      payload: { query: '{ generation { id numbers } }' },
    });
    expect(generationChanged).toEqual(answer.json().data.generation);
    expect(generationChanged.numbers).toEqual(expect.any(Number));
    seen.add(generationChanged.id);
  }
  expect([...seen].sort()).toEqual([...ids].sort());
  await changes.return?.();
  await client.dispose();
});

test('what is other than in the generation before: here the data of all its months, and no definition', async () => {
  const [older, newer] = [...ids].sort();
  const headers = { authorization: `Bearer ${key.secret}` };
  const ask = async (id: string, query: string) =>
    (
      await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { ...headers, 'x-martlet-generation': id },
        payload: { query },
      })
    ).json().data;
  const changes = `{ since { id } monthsAdded monthsRemoved monthsRebuilt columnsAdded columnsRemoved definitionsChanged }`;
  const { generations, generation } = await ask(newer!, `{ generations { id } generation { months changes ${changes} } }`);
  expect(generations).toEqual([{ id: newer }, { id: older }]);
  const same = { monthsAdded: [], monthsRemoved: [], columnsAdded: [], columnsRemoved: [], definitionsChanged: false };
  expect(generation.changes).toEqual({ ...same, since: { id: older }, monthsRebuilt: generation.months });
  expect((await ask(older!, `{ generation { changes ${changes} } }`)).generation.changes).toBeNull();
  const itself = await ask(older!, `{ generation { changes(since: "${older}") ${changes} } }`);
  expect(itself.generation.changes).toEqual({ ...same, since: { id: older }, monthsRebuilt: [] });
});

test('a generation stays open while work that began on it goes on, whatever serves meanwhile', async () => {
  point(ids[0]!);
  const generations = new Generations({
    home,
    open: createMartlet(loadConfig({ ...patient, MARTLET_HOME: home }, {})).open,
    log: pino({ level: 'silent' }),
    pollMs: 5,
  });
  await generations.start(ids[0]!);
  const request = await generations.lease();
  const job = request.again();
  request.release();
  point(ids[1]!);
  const serving = async () => {
    const lease = await generations.lease();
    lease.release();
    return lease.serving.manifest.id;
  };
  await expect.poll(serving).toBe(ids[1]);
  const { engine } = job.serving;
  const ask = () => engine.run(statement('test', 'select count(*) > 0 as some from number_state'));
  expect(await ask()).toEqual([{ some: true }]);
  job.release();
  job.release();
  await expect(ask()).rejects.toMatchObject({ code: 'TOO_BUSY' });
  await generations.close();
});
