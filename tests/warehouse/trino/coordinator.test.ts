import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Coordinator } from '../../../src/warehouse/trino/coordinator.js';
import { Query } from '../../../src/warehouse/trino/query.js';

/** What a coordinator that is ill answers, one after the other; null: it hangs up. The real one is asked by the engine's contract. */
type Script = readonly ({
  readonly status?: number;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: unknown;
} | null)[];

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function scripted(script: (origin: string) => Script) {
  const asked: { readonly line: string; readonly authorization: string | undefined }[] = [];
  let origin = '';
  const server = http.createServer((request, response) => {
    const next = script(origin)[asked.length];
    asked.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
    if (next === null) return request.socket.destroy();
    response.writeHead(next?.status ?? 200, next?.headers);
    response.end(typeof next?.body === 'string' ? next.body : JSON.stringify(next?.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const coordinator = new Coordinator({ origin, headers: async () => ({ Authorization: 'Bearer token' }) });
  open.push(
    () => coordinator.close(),
    () => server.close(),
  );
  return { origin, coordinator, asked };
}

const columns = [{ name: 'v', type: 'integer', typeSignature: { rawType: 'integer', arguments: [] } }];
const never = new AbortController().signal;

async function rowsOf(coordinator: Coordinator, signal = never) {
  const query = await Query.begin(coordinator, 'SELECT 1', {}, signal);
  const all = [];
  for (let rows = await query.next(signal); rows; rows = await query.next(signal)) all.push(...rows);
  return all;
}

describe('a coordinator', () => {
  test('that is busy is asked again, as the protocol says', async () => {
    const { coordinator, asked } = await scripted((origin) => [
      { status: 503 },
      { status: 429, headers: { 'retry-after': '0' } },
      { body: { nextUri: `${origin}/next/1` } },
      { status: 502 },
      { status: 504 },
      { body: { columns, data: [[1]], nextUri: `${origin}/next/2` } },
      { body: { data: [[2]] } },
    ]);
    expect(await rowsOf(coordinator)).toEqual([{ v: 1 }, { v: 2 }]);
    const [post, one, two] = ['POST /v1/statement', 'GET /next/1?targetResultSize=1MB', 'GET /next/2?targetResultSize=1MB'];
    expect(asked.map(({ line }) => line)).toEqual([post, post, post, one, one, one, two]);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token']));
  });

  test('is asked again within the deadline only', async () => {
    const { coordinator } = await scripted(() => Array(100).fill({ status: 503, headers: { 'retry-after': '60' } }));
    const signal = AbortSignal.timeout(100);
    await expect(rowsOf(coordinator, signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('that leads elsewhere is not followed, and nothing of ours goes there', async () => {
    const other = await scripted(() => []);
    for (const nextUri of [
      `${other.origin}/next`,
      'http://127.0.0.2:1/next',
      'https://127.0.0.1/next',
      'file:///etc/passwd',
      'next',
    ]) {
      const { coordinator, asked } = await scripted(() => [{ body: { nextUri } }]);
      await expect(rowsOf(coordinator)).rejects.toThrow(/Expected the next page at http.*process-forwarded/);
      expect(asked).toHaveLength(1);
    }
    const { coordinator } = await scripted(() => [{ status: 307, headers: { location: `${other.origin}/v1/statement` } }]);
    await expect(rowsOf(coordinator)).rejects.toThrow('HTTP 307');
    expect(other.asked).toEqual([]);
  });

  test('that refuses says why', async () => {
    const { coordinator } = await scripted(() => [{ status: 401, body: 'Invalid credentials' }]);
    await expect(rowsOf(coordinator)).rejects.toThrow(/answered HTTP 401: Invalid credentials/);
    const page = await scripted(() => [{ body: '<html>Sign in</html>' }]);
    await expect(rowsOf(page.coordinator)).rejects.toThrow(/Expected JSON. .* answered HTTP 200: <html>Sign in/);
  });

  test('that hangs up is an error with its cause, and no end of the rows', async () => {
    const cut = await scripted((origin) => [{ body: { columns, data: [[1]], nextUri: `${origin}/next/1` } }, null, null]);
    await expect(rowsOf(cut.coordinator)).rejects.toMatchObject({
      message: expect.stringContaining('could not be asked'),
      cause: expect.objectContaining({ code: 'ECONNRESET' }),
    });
    const short = await scripted((origin) => [
      { body: { nextUri: `${origin}/next/1` } },
      { headers: { 'content-length': 1000 }, body: '{"data":[[1]]}' },
    ]);
    setTimeout(() => open.at(-1)!(), 200);
    await expect(rowsOf(short.coordinator)).rejects.toThrow();
    const closed = new Coordinator({ origin: 'http://127.0.0.1:1', headers: async () => ({}) });
    await expect(rowsOf(closed)).rejects.toMatchObject({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) });
  });

  test("tells the query's own error by its name", async () => {
    const { coordinator } = await scripted(() => [
      { body: { error: { message: 'no such table', errorName: 'TABLE_NOT_FOUND' } } },
    ]);
    await expect(rowsOf(coordinator)).rejects.toMatchObject({ name: 'TABLE_NOT_FOUND', message: 'no such table' });
  });

  test('is told to cancel where the query goes on, and only then', async () => {
    const { coordinator, asked } = await scripted((origin) => [
      { body: { nextUri: `${origin}/next/1` } },
      { status: 204 },
      { body: {} },
    ]);
    await (await Query.begin(coordinator, 'SELECT 1', {}, never)).close();
    await (await Query.begin(coordinator, 'SELECT 1', {}, never)).close();
    expect(asked.map(({ line }) => line)).toEqual(['POST /v1/statement', 'DELETE /next/1', 'POST /v1/statement']);
  });
});
