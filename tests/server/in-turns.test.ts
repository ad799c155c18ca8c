// About 6 s: computing takes its time in it, as what waits behind it is looked at.
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { mapYielding } from '../../src/lib/yielding.js';
import { inTurns } from '../../src/server/in-turns.js';
import { compute } from '../support/compute.js';

/** A server whose answers compute for as long as they are asked to, in pieces of 4 ms. */
function start(answerMs = 60_000) {
  const app = fastify();
  const done: string[] = [];
  app.register(async (scope) => {
    inTurns(scope, answerMs);
    scope.post('/graphql', async ({ body }) => {
      const { query, pieces } = body as { query: string; pieces: number };
      await mapYielding(Array.from({ length: pieces }), () => compute(4));
      done.push(query);
      return { done: true };
    });
  });
  onTestFinished(() => app.close());
  const ask = (query: string, pieces: number) => app.inject({ method: 'POST', url: '/graphql', payload: { query, pieces } });
  return { app, ask, done };
}

const urgent =
  'query ($n: ID) { recommendations(number: $n, scene: COUNTER) { id } card(number: $n, scene: COUNTER) { number } }';

test('a decision is answered before forty analyses that were asked for earlier', async () => {
  const { ask, done } = start();
  const all = Array.from({ length: 40 }, () => ask('{ analysis(dimensions: [CITY], measures: [REVENUE]) { rowCount } }', 10));
  await ask(urgent, 3);
  expect(done).toEqual([urgent]);
  await Promise.all(all);
  expect(done).toHaveLength(41);
});

test.each([
  [
    'with something else beside it',
    '{ recommendations(number: "1", scene: COUNTER) { id } analysis(dimensions: [CITY], measures: [REVENUE]) { rowCount } }',
  ],
  ['by a fragment', '{ ...all } fragment all on Query { recommendations(number: "1", scene: COUNTER) { id } }'],
  ['in a document that is long', `{ recommendations(number: "1", scene: COUNTER) { id } } #${'x'.repeat(4000)}`],
  [
    'six times',
    `{ ${Array.from({ length: 6 }, (_, at) => `n${at}: recommendations(number: "${at}", scene: COUNTER) { id }`).join(' ')} }`,
  ],
  ['in none that parses', '{ recommendations('],
])('a decision %s waits for its turn', async (_, query) => {
  const { ask, done } = start();
  const others = Array.from({ length: 5 }, () => ask('{ table { rowCount } }', 10));
  await Promise.all([...others, ask(query, 10)]);
  expect(done).toHaveLength(6);
  expect(done[0]).not.toBe(query);
});

/** Clients that ask by connections of their own, each again and again. */
async function clients(answerMs?: number) {
  const { app } = start(answerMs);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const agents: Agent[] = [];
  onTestFinished(() => {
    for (const agent of agents) agent.destroy();
  });
  return () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    const headers = { 'content-type': 'application/json' };
    return () =>
      new Promise<{ status: number; body: unknown }>((resolve, reject) => {
        const asked = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers }, async (response) =>
          resolve({ status: response.statusCode!, body: await json(response) }),
        );
        asked.on('error', reject).end(JSON.stringify({ query: urgent, pieces: 1 }));
      });
  };
}

test('who comes by a new connection waits behind those who came before, not until the rush is over', async () => {
  const client = await clients();
  let answered = 0;
  let isRush = true;
  const rush = Array.from({ length: 64 }, async () => {
    for (const ask = client(); isRush; answered++) await ask();
  });
  while (answered < 200) await new Promise(setImmediate);
  const before = answered;
  await Promise.all(Array.from({ length: 32 }, () => client()()));
  // Were a turn of the loop all that is asked for in it, each turn would answer 64, and accept one.
  expect(answered - before).toBeLessThan(32 * 16);
  isRush = false;
  await Promise.all(rush);
});

test('of more than can be answered in time the later ones are told so at once', async () => {
  const client = await clients(200);
  const busy = await Promise.all(
    Array.from({ length: 64 }, async () => {
      const ask = client();
      const all = [];
      for (let time = 0; time < 6; time++) all.push(await ask());
      return all;
    }),
  );
  const refused = busy.flat().filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(64 * 6);
  for (const { body } of refused) expect(body).toMatchObject({ code: 'TOO_BUSY' });
  // When the rush is over.
  expect(await client()()).toMatchObject({ status: 200 });
});
