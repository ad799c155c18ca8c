// A home and a server of its own, whose files it takes away: ten seconds, most of them the looking for what became of them.
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

let app: FastifyInstance;
/** Of the generation that serves. */
let dir: string;
beforeAll(async () => {
  const { home, id } = await ownHome(anySize);
  dir = join(home, 'generations', id);
  app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home }, {})), id, { logLevel: 'silent' });
});
afterAll(() => app?.close());

const ready = async (): Promise<number> => (await app.inject({ url: '/readyz' })).statusCode;
const ask = async (query: string) =>
  (
    await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: { query },
    })
  ).json();
/** One that a mart answers, and one that a rollup does. */
const questions = ['{ analysis(where: { age: { gt: 20 } }) { rows { revenue } } }', '{ analysis { rows { revenue } } }'];
const state = (month: string): string => join(dir, 'number_state', `month=${month}`, 'data.parquet');

test.each<[string, () => void]>([
  ['lost', () => rmSync(state('2026-10'))],
  [
    'that of another month',
    () => {
      rmSync(state('2026-10'));
      copyFileSync(state('2026-09'), state('2026-10'));
    },
  ],
])('F4: a month’s file is %s while it is served: an error and not ready, until it is back', async (_, damage) => {
  const before = await Promise.all(questions.map(ask));
  expect(before.map(({ errors }) => errors)).toEqual([undefined, undefined]);
  expect(await ready()).toBe(200);
  const kept = `${state('2026-10')}.kept`;
  copyFileSync(state('2026-10'), kept);
  damage();
  expect(await ready()).toBe(503);
  for (const query of questions) {
    const { data, errors } = await ask(query);
    expect(data?.analysis ?? null).toBeNull();
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('number_state/month=2026-10/data.parquet is'),
      extensions: { code: 'INTERNAL' },
    });
  }
  renameSync(kept, state('2026-10'));
  expect(await ready()).toBe(200);
  expect(await Promise.all(questions.map(ask))).toMatchObject(before.map(({ data }) => ({ data })));
});

test('F4: who asks of a lost file before anybody looked gets an error, never fewer rows', async () => {
  const kept = `${dir}.kept`;
  renameSync(state('2026-10'), kept);
  const { data, errors } = await ask('{ analysis(where: { age: { gt: 21 } }) { rows { revenue } } }');
  expect(data?.analysis ?? null).toBeNull();
  expect(errors[0]).toMatchObject({ extensions: { code: 'INTERNAL' } });
  renameSync(kept, state('2026-10'));
});
