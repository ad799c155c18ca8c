import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { forwarding } from '../../src/server/backend/forwarding.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A server whose requests are all forwarded to one that answers so. */
async function forwarded(answer: Parameters<typeof createServer>[1]) {
  const folder = mkdtempSync(join(tmpdir(), 'martlet-forward-'));
  const behind = createServer(answer!);
  await new Promise<void>((resolve) => behind.listen(join(folder, 's'), resolve));
  const app = fastify();
  app.decorate('closing', { now: false });
  const forward = forwarding(join(folder, 's'));
  app.addHook('preHandler', (request, reply, done) => {
    forward(request, reply).catch(done);
  });
  app.all('/*', async () => 'not forwarded');
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  ends.push(
    () => app.close(),
    () => behind.closeAllConnections(),
    () => behind.close(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  return { url, behind };
}

test('who hangs up here hangs up there', async () => {
  const gone = vi.fn();
  const come = vi.fn();
  const { url } = await forwarded((request, response) => {
    come();
    response.on('close', () => gone(request.url));
  });
  const asked = get(`${url}/slow`).on('error', () => {});
  await expect.poll(() => come.mock.calls.length).toBe(1);
  expect(gone).not.toHaveBeenCalled();
  asked.destroy();
  await expect.poll(() => gone.mock.calls).toEqual([['/slow']]);
});

test('an answer that breaks off is not taken for whole', async () => {
  const { url } = await forwarded((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).write('a,b\n1,');
    setTimeout(() => response.destroy(), 50);
  });
  const response = await fetch(url);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('where nobody answers, all are told to come again', async () => {
  const { url, behind } = await forwarded(() => {});
  behind.close();
  behind.closeAllConnections();
  const response = await fetch(url);
  expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE' });
});

test('what goes on: method, address, body, who asks; what does not: what is said of the connection', async () => {
  let seen: unknown;
  const { url } = await forwarded((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { host, authorization, connection, forwarded, ...headers } = request.headers;
      seen = {
        method: request.method,
        url: request.url,
        body,
        host,
        authorization,
        connection,
        forwarded,
        from: headers['x-forwarded-for'],
      };
      response.end('{}');
    });
  });
  const headers = {
    authorization: 'Bearer me',
    'content-type': 'application/json',
    forwarded: 'for=1.2.3.4',
    'x-forwarded-for': '1.2.3.4',
  };
  await fetch(`${url}/a%20b?c=%E4%B8%AD`, { method: 'POST', headers, body: '{ "query": "中" }' });
  expect(seen).toEqual({
    method: 'POST',
    url: '/a%20b?c=%E4%B8%AD',
    body: '{"query":"中"}',
    host: new URL(url).host,
    authorization: 'Bearer me',
    connection: 'keep-alive',
    forwarded: undefined,
    from: '127.0.0.1',
  });
});
