import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

const open: FastifyInstance[] = [];
async function start(settings: Record<string, string> = {}) {
  const { home, id } = await ownHome();
  const app = await createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, ...settings }, {})), id, {
    logLevel: 'silent',
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  open.push(app);
  return { app, port: (app.server.address() as AddressInfo).port };
}

let quick: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  quick = await start({ MARTLET_REQUEST_SECONDS: '1', MARTLET_WEBSOCKETS: '2', MARTLET_CONNECTIONS: '20' });
});
afterAll(async () => {
  for (const app of open) await app.close();
});

/** All that a server says to a text until it closes the connection. */
const until = (port: number, text: string, more?: (socket: Socket) => void): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let said = '';
    socket.on('data', (data) => {
      said += data.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(said));
    more?.(socket);
  });

const post =
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query"';

describe('Q9: a connection is closed in its time', () => {
  test.each([
    ['that says nothing', '', /^(HTTP\/1.1 408.*)?$/s],
    ['with half of a head', 'GET /healthz HTTP/1.1\r\nHost: loc', /^HTTP\/1.1 408/],
    ['with half of a body', post, /^HTTP\/1.1 408/],
    ['that was answered and keeps quiet', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 200/],
  ])('one %s', async (_, text, said) => {
    expect(await until(quick.port, text)).toMatch(said);
  });

  test('one whose body comes a letter at a time', async () => {
    let timer: NodeJS.Timeout | undefined;
    const said = await until(quick.port, post, (socket) => {
      timer = setInterval(() => socket.writable && socket.write('a'), 100);
    });
    clearInterval(timer);
    expect(said).toMatch(/^HTTP\/1.1 408/);
  });

  test('one that is over the number that may be open', async () => {
    const sockets = Array.from({ length: 30 }, () => connect(quick.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(sockets.slice(20).map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() => until(quick.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'))
      .toMatch(/200 OK/);
  });

  test('and a WebSocket over theirs is refused', async () => {
    const url = `ws://127.0.0.1:${quick.port}/graphql`;
    const ended = (socket: WebSocket) =>
      new Promise((resolve) => {
        socket.once('open', () => resolve('open'));
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('error', () => resolve('error'));
      });
    const sockets = [0, 1].map(() => new WebSocket(url, 'graphql-transport-ws'));
    expect(await Promise.all(sockets.map(ended))).toEqual(['open', 'open']);
    expect(await ended(new WebSocket(url, 'graphql-transport-ws'))).toBe(503);
    for (const socket of sockets) socket.terminate();
  });
});

describe('A6: without policies only names of this machine are answered', () => {
  test.each([
    ['localhost:4000', 200],
    ['127.0.0.1', 200],
    ['[::1]:4000', 200],
    ['evil.example', 403],
    ['localhost.evil.example:4000', 403],
    ['127.0.0.1.evil.example', 403],
  ])('Host: %s → %i', async (host, status) => {
    for (const url of ['/healthz', '/graphql?query={me{subject}}', '/reports']) {
      const { app } = quick;
      const response = await app.inject({ url, headers: { host, origin: `http://${host}`, 'apollo-require-preflight': '1' } });
      expect([url, response.statusCode]).toEqual([url, status]);
    }
  });

  test('by a WebSocket as well', async () => {
    const headers = { host: 'evil.example', origin: 'http://evil.example', 'sec-websocket-protocol': 'graphql-transport-ws' };
    await expect(quick.app.injectWS('/graphql', { headers })).rejects.toThrow('403');
  });
});

describe('pages of other hosts', () => {
  const origin = 'https://bi.example.com';
  const preflight = (app: FastifyInstance, from: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/graphql',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });

  test('may ask where they are listed, and only they', async () => {
    const { app } = await start({ MARTLET_ORIGINS: `${origin}, https://other.example.com` });
    const allowed = await preflight(app, origin);
    expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([204, origin]);
    expect((await preflight(app, 'https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const headers = { origin, 'content-type': 'application/json' };
    const answered = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ me { subject } }' } });
    expect(answered.headers).toMatchObject({ 'access-control-allow-origin': origin, vary: expect.stringMatching(/origin/i) });
    const asked = { origin, host: 'localhost', 'sec-websocket-protocol': 'graphql-transport-ws' };
    (await app.injectWS('/graphql', { headers: asked })).terminate();
    await expect(app.injectWS('/graphql', { headers: { ...asked, origin: 'https://evil.example' } })).rejects.toThrow('403');
  });

  test('none may without a list', async () => {
    const response = await preflight(quick.app, origin);
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([405, undefined]);
  });
});

test('every answer says what browsers may do with it', async () => {
  for (const url of ['/healthz', '/graphql', '/reports', '/nowhere']) {
    const { headers } = await quick.app.inject({ url });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  }
});

test('long answers are made small for those who take it, and bodies stay as they are', async () => {
  const { app } = quick;
  const payload = {
    query: '{ __schema { types { name description fields { name description } } } }',
  };
  const [plain, ...small] = await Promise.all(
    [{}, { 'accept-encoding': 'gzip, br' }, { 'accept-encoding': 'gzip' }].map((headers) =>
      app.inject({ method: 'POST', url: '/graphql', headers, payload }),
    ),
  );
  for (const { headers, rawPayload } of small) {
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers.vary).toMatch(/accept-encoding/);
    expect(rawPayload.length).toBeLessThan(plain!.rawPayload.length / 2);
  }
  const bomb = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: Buffer.from('1f8b0800', 'hex'),
  });
  expect(bomb.statusCode).toBe(400);
});
