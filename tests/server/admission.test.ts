import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { usualLimits } from '../../src/security/limits.js';
import { admission } from '../../src/server/admission.js';
import { prepareAnswers } from '../../src/server/answers.js';
import { managerOf } from '../support/viewers.js';

/** A server that answers a request when it is told to. */
async function start(requestsAtOnce: number, requestsPerSecond: number) {
  const app = fastify();
  const held: (() => void)[] = [];
  await prepareAnswers(app, []);
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const subject = String(request.headers['x-subject']);
      request.viewer = managerOf([], { subject, limits: { ...usualLimits, requestsAtOnce, requestsPerSecond } });
    });
    admission(scope);
    scope.get('/held', () => new Promise((resolve) => held.push(() => resolve('ok'))));
    scope.get('/', async () => 'ok');
  });
  onTestFinished(() => app.close());
  const ask = (subject: string, url = '/') => app.inject({ url, headers: { 'x-subject': subject } });
  return { ask, held };
}

describe('Q7: of one viewer', () => {
  test('so many requests are under way at a time, and others are not held up', async () => {
    const { ask, held } = await start(2, 1000);
    const first = [ask('li', '/held'), ask('li', '/held')];
    await expect.poll(() => held.length).toBe(2);
    const refused = await ask('li');
    expect([refused.statusCode, refused.headers['retry-after'], refused.json().code]).toEqual([503, '1', 'TOO_BUSY']);
    expect((await ask('wang')).statusCode).toBe(200);
    for (const answer of held) answer();
    expect((await Promise.all(first)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await ask('li')).statusCode).toBe(200);
  });

  test('so many begin in a second, and then more', async () => {
    const { ask } = await start(1000, 5);
    const asked = await Promise.all(Array.from({ length: 30 }, () => ask('li')));
    const answered = asked.filter(({ statusCode }) => statusCode === 200).length;
    expect(answered).toBeGreaterThanOrEqual(5);
    expect(answered).toBeLessThan(30);
    await expect.poll(async () => (await ask('li')).statusCode).toBe(200);
  });
});
