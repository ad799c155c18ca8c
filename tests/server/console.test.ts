import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { prepareAnswers } from '../../src/server/answers.js';
import { consolePaths, webConsole } from '../../src/server/console.js';

const directory = mkdtempSync(join(tmpdir(), 'martlet-console-'));
const page = '<!doctype html><title>martlet</title>';
const script = 'console.log("martlet")';
mkdirSync(join(directory, 'assets'));
writeFileSync(join(directory, 'index.html'), page);
writeFileSync(join(directory, 'assets/index-a1b2c3.js'), script);
writeFileSync(join(directory, 'assets/index-a1b2c3.js.br'), brotliCompressSync(script));
writeFileSync(join(directory, 'assets/index-a1b2c3.js.gz'), gzipSync(script));

const app = fastify();
await prepareAnswers(app, []);
webConsole(app, directory);
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

test('each of its addresses is its page, which is asked for anew and may run its own files only', async () => {
  for (const path of consolePaths) {
    const response = await app.inject(path.replace(/:\w+/, 'REVENUE'));
    expect([path, response.statusCode, response.body]).toEqual([path, 200, page]);
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:/);
  }
});

test('its pages and the addresses that the gateway answers are the same', () => {
  const text = readFileSync('src/console/shell/pages.ts', 'utf8');
  const patterns = [...text.matchAll(/entry\(\s*'([^']+)'/g)].flatMap(([, pattern]) => {
    const whole = pattern!.replace('?', '');
    return pattern!.endsWith('?') ? [whole, whole.replace(/\/:\w+$/, '')] : [whole];
  });
  expect(patterns.length).toBeGreaterThan(3);
  expect(patterns.filter((pattern) => !(consolePaths as readonly string[]).includes(pattern))).toEqual([]);
});

test('files are sent compressed, and never asked for again', async () => {
  const url = '/assets/index-a1b2c3.js';
  const plain = await app.inject(url);
  expect([plain.body, plain.headers['content-encoding']]).toEqual([script, undefined]);
  const small = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  expect(small.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' });
  expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script);
  const known = await app.inject({ url: '/', headers: { 'if-none-match': String((await app.inject('/')).headers.etag) } });
  expect([known.statusCode, known.body]).toEqual([304, '']);
});

test.each([
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0.5, br;q=0.1', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['brotli', undefined],
  ['*', 'br'],
])('who accepts %s gets %s', async (accepted, encoding) => {
  const { headers } = await app.inject({ url: '/assets/index-a1b2c3.js', headers: { 'accept-encoding': accepted } });
  expect(headers['content-encoding']).toBe(encoding);
});

test.each(['/assets/none.js', '/assets/../index.html', '/tree/a/b', '/reports', '/nothing'])(
  '%s is no page of it',
  async (url) => {
    const response = await app.inject(url);
    expect([response.statusCode, response.json().code]).toEqual([404, 'BAD_USER_INPUT']);
  },
);

test('who asks otherwise than by GET is told so', async () => {
  expect((await app.inject({ url: '/', method: 'POST' })).statusCode).toBe(405);
});
