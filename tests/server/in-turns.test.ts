import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { mapYielding } from '../../src/lib/yielding.js';
import { inTurns } from '../../src/server/in-turns.js';
import { compute } from '../support/compute.js';

/** A server whose answers compute for as long as they are asked to, in pieces of 4 ms. */
function start() {
  const app = fastify();
  const done: string[] = [];
  app.register(async (scope) => {
    inTurns(scope);
    scope.post('/graphql', async ({ body }) => {
      const { query, pieces } = body as { query: string; pieces: number };
      await mapYielding(Array.from({ length: pieces }), () => compute(4));
      done.push(query);
      return 'ok';
    });
  });
  onTestFinished(() => app.close());
  const ask = (query: string, pieces: number) => app.inject({ method: 'POST', url: '/graphql', payload: { query, pieces } });
  return { ask, done };
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
