import { Readable } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { usualLimits } from '../../src/security/limits.js';
import { admission } from '../../src/server/admission.js';
import { prepareAnswers } from '../../src/server/answers.js';
import { managerOf } from '../support/viewers.js';

/** So many bytes, as they are made. */
function* pieces(bytes: number) {
  for (let left = bytes; left > 0; left -= 10_000) yield Buffer.alloc(Math.min(left, 10_000), 'x');
}

/** A server that answers a request when it is told to. */
async function start(requestsAtOnce: number, requestsPerSecond: number, bytesPerMinute = Number.POSITIVE_INFINITY) {
  const app = fastify({ forceCloseConnections: true });
  const held: (() => void)[] = [];
  await prepareAnswers(app, []);
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const subject = String(request.headers['x-subject']);
      request.viewer = managerOf([], { subject, limits: { ...usualLimits, requestsAtOnce, requestsPerSecond, bytesPerMinute } });
    });
    admission(scope);
    scope.get('/held', () => new Promise((resolve) => held.push(() => resolve('ok'))));
    scope.get('/', async () => 'ok');
    scope.get('/bytes/:many', async ({ params }) => Readable.from(pieces(Number((params as { many: string }).many))));
  });
  onTestFinished(() => app.close());
  const ask = (subject: string, url = '/') => app.inject({ url, headers: { 'x-subject': subject } });
  /** Over a real connection. */
  const fetched = async (subject: string, url: string, signal?: AbortSignal) => {
    const origin = app.listeningOrigin ?? '';
    return fetch(new URL(url, origin), {
      headers: { 'x-subject': subject, 'accept-encoding': 'identity' },
      ...(signal && { signal }),
    });
  };
  return { ask, held, fetched, listen: () => app.listen({ host: '127.0.0.1', port: 0 }) };
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

  test('so many bytes are sent in a minute, of files as they are made; a larger one is not broken off, and the next request waits', async () => {
    const { fetched, listen } = await start(100, 1000, 600_000);
    await listen();
    expect((await (await fetched('li', '/bytes/100000')).text()).length).toBe(100_000);
    expect((await (await fetched('li', '/bytes/1100000')).text()).length).toBe(1_100_000);
    // 600,000 over: 60 s and one more.
    const refused = await fetched('li', '/bytes/1');
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(55);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(62);
    expect(await refused.json()).toMatchObject({ code: 'TOO_BUSY' });
    expect((await fetched('wang', '/bytes/1')).status).toBe(200);
  });

  test('bytes of an answer that nobody waits for any more count as far as they went', async () => {
    const { fetched, listen } = await start(100, 1000, 200_000);
    await listen();
    const leaving = new AbortController();
    const answer = await fetched('li', '/bytes/50000000', leaving.signal);
    const reader = answer.body!.getReader();
    for (let read = 0; read < 400_000; ) read += (await reader.read()).value!.length;
    leaving.abort();
    await expect.poll(async () => (await fetched('li', '/bytes/1')).status).toBe(503);
  });
});
