import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { outerLookup, post } from '../../../src/server/webhooks/post.js';

const found = (networks: readonly string[], name: string) =>
  new Promise<string>((resolve) =>
    outerLookup(networks)(name, { family: 4 }, (error, address) => resolve(error?.message ?? String(address))),
  );

test('a name that leads to a private address is called only where its network is listed', async () => {
  const refused = expect.stringContaining('private address');
  expect(await found([], 'localhost')).toEqual(refused);
  expect(await found(['10.0.0.0/8'], 'localhost')).toEqual(refused);
  expect(await found(['127.0.0.0/8'], 'localhost')).toBe('127.0.0.1');
  expect(await found(['127.0.0.1'], 'localhost')).toBe('127.0.0.1');
  expect(await found([], 'no.such.name.invalid')).toMatch(/ENOTFOUND|EAI_AGAIN/);
});

test('a redirect is not followed, a body that does not end is not read, and who never answers is left', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/endless') {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(1000)), 1);
      response.on('close', () => clearInterval(more));
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const at = (path: string, signal = AbortSignal.timeout(5000)) =>
    post({
      url: new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      headers: {},
      body: '{}',
      lookup: outerLookup([]),
      signal,
    });
  expect(await at('/redirect')).toBe(302);
  expect(await at('/endless')).toBe(200);
  await expect(at('/silent', AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(asked).toEqual(['/redirect', '/endless', '/silent']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
