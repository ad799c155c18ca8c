import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { openLedger } from '../../../src/ledger/ledger.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { ownHome } from '../../support/demo.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-http-exports-'));
const subject = `li.wei ${dir}`;
const keys = {
  manager: newKey(subject, ['city_manager'], ['HAILAN']),
  sameManWithLess: newKey(subject, ['reader'], ['HAILAN']),
  other: newKey(`wang.fang ${dir}`, ['city_manager'], ['HAILAN']),
};
const roles = {
  city_manager: { tiers: [2, 3], cities: 'own', exports: { running: 3, perDay: 100, rows: 2000 } },
  reader: { tiers: [2], cities: 'own' },
};

let app: FastifyInstance;
let home: string;
beforeAll(async () => {
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  const { home: own, id } = await ownHome();
  home = own;
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: join(dir, 'policies.yaml') }, {}));
  app = await createServer(martlet, id, { logLevel: 'silent' });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

const bearer = ({ secret } = keys.manager) => ({ authorization: `Bearer ${secret}` });
async function ask(query: string, key = keys.manager) {
  const answer = await app.inject({ method: 'POST', url: '/graphql', headers: bearer(key), payload: { query } });
  return answer.json();
}
const fields = 'id status rows progress bytes url sha256 expiresAt error generation fileName';

async function done(input: string) {
  const begun = await ask(`mutation { startExport(input: ${input}) { ${fields} } }`);
  if (begun.errors) throw new Error(JSON.stringify(begun.errors));
  const { id } = begun.data.startExport;
  for (;;) {
    const job = (await ask(`{ exportJob(id: "${id}") { ${fields} } }`)).data.exportJob;
    if (job.status === 'DONE') return job;
    if (job.status !== 'QUEUED' && job.status !== 'RUNNING') throw new Error(JSON.stringify(job));
    // A viewer has so many requests a second.
    await sleep(20);
  }
}
const get = (url: string, headers: Record<string, string> = bearer(), method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ method, url, headers });

describe('a finished file', () => {
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the graph
  let job: any;
  let file: Buffer;
  beforeAll(async () => {
    job = await done('{ what: NUMBERS, everybody: true, format: CSV, bom: true, columns: ["dataGb", "planTier"] }');
    file = (await get(job.url)).rawPayload;
  });

  test('comes whole, with its hash as ETag, its type and its name', async () => {
    const { statusCode, headers } = await get(job.url);
    expect(statusCode).toBe(200);
    expect(file.toString()).toMatch(/^\uFEFFmonth,number_id,data_gb,plan_tier\r\n2026-10,/);
    expect(createHash('sha256').update(file).digest('hex')).toBe(job.sha256);
    expect(file.length).toBe(job.bytes);
    expect(file.toString().split('\r\n').length - 2).toBe(job.rows);
    expect(headers).toMatchObject({
      etag: `"${job.sha256}"`,
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="numbers-2026-10.csv"',
      'content-length': String(job.bytes),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    });
  });

  test('HEAD has the same headers and no body', async () => {
    const [head, whole] = [await get(job.url, bearer(), 'HEAD'), await get(job.url)];
    expect(head.statusCode).toBe(200);
    expect(head.rawPayload.length).toBe(0);
    for (const name of ['etag', 'content-type', 'content-length', 'content-disposition', 'accept-ranges'])
      expect(head.headers[name]).toBe(whole.headers[name]);
  });

  test('in parts, which together are the file', async () => {
    const middle = Math.floor(file.length / 2);
    const parts = [`bytes=0-${middle - 1}`, `bytes=${middle}-`];
    const answers = await Promise.all(parts.map((range) => get(job.url, { ...bearer(), range })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([206, 206]);
    expect(answers.map(({ headers }) => headers['content-range'])).toEqual([
      `bytes 0-${middle - 1}/${file.length}`,
      `bytes ${middle}-${file.length - 1}/${file.length}`,
    ]);
    expect(Buffer.concat(answers.map(({ rawPayload }) => rawPayload)).equals(file)).toBe(true);
    const last = await get(job.url, { ...bearer(), range: 'bytes=-10' });
    expect(last.rawPayload.equals(file.subarray(-10))).toBe(true);
  });

  test('a part beyond the end is refused; of another version all comes', async () => {
    const beyond = await get(job.url, { ...bearer(), range: `bytes=${file.length}-` });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${file.length}`]);
    const range = 'bytes=0-9';
    const same = await get(job.url, { ...bearer(), range, 'if-range': `"${job.sha256}"` });
    expect([same.statusCode, same.rawPayload.length]).toEqual([206, 10]);
    const changed = await get(job.url, { ...bearer(), range, 'if-range': '"another"' });
    expect([changed.statusCode, changed.rawPayload.length]).toEqual([200, file.length]);
  });

  test('that the client has already does not come again', async () => {
    const known = await get(job.url, { ...bearer(), 'if-none-match': `"x", W/"${job.sha256}"` });
    expect([known.statusCode, known.body]).toEqual([304, '']);
    expect((await get(job.url, { ...bearer(), 'if-none-match': '"x"' })).statusCode).toBe(200);
  });

  test('is another’s 404, like one that is not there; also for the same person with fewer rights', async () => {
    const others = await get(job.url, bearer(keys.other));
    const none = await get('/exports/00000000-0000-4000-8000-000000000000');
    expect([others.statusCode, none.statusCode]).toEqual([404, 404]);
    expect(others.json()).toEqual({
      ...none.json(),
      requestId: expect.any(String),
      message: expect.stringContaining('Expected the id of an export of yours'),
    });
    expect((await get(job.url, bearer(keys.sameManWithLess))).statusCode).toBe(404);
    expect((await ask(`{ exportJob(id: "${job.id}") { id } }`, keys.other)).data).toEqual({ exportJob: null });
    expect((await ask(`mutation { cancelExport(id: "${job.id}") { id } }`, keys.other)).errors[0].extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('needs a key, and GET', async () => {
    const { statusCode, headers } = await get(job.url, {});
    expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const post = await app.inject({ method: 'POST', url: job.url, headers: bearer() });
    expect([post.statusCode, post.headers.allow]).toEqual([405, 'GET, HEAD']);
    for (const url of ['/exports/..%2f..%2fledger%2fledger.db', '/exports/%00', `/exports/${job.id}.part`])
      expect((await get(url)).statusCode, url).toBe(404);
  });
});

describe('a link to a file', () => {
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the graph
  let job: any;
  beforeAll(async () => {
    job = await done('{ what: NUMBERS, everybody: true, format: CSV, columns: ["dataGb"] }');
  });
  afterEach(() => vi.useRealTimers());
  const linkOf = async (id: string, key = keys.manager): Promise<string> =>
    (await ask(`{ exportJob(id: "${id}") { link } }`, key)).data.exportJob.link;

  test('opens it without a key, whole and in parts, with its line in the audit', async () => {
    const link = await linkOf(job.id);
    expect(link).toMatch(new RegExp(`^${job.url}\\?link=[\\w.-]+$`));
    const [whole, part, head] = [await get(link, {}), await get(link, { range: 'bytes=0-9' }), await get(link, {}, 'HEAD')];
    expect([whole.statusCode, part.statusCode, head.statusCode]).toEqual([200, 206, 200]);
    expect(createHash('sha256').update(whole.rawPayload).digest('hex')).toBe(job.sha256);
    const ledger = await openLedger({ home, databaseUrl: null });
    const lines = await listAudit(ledger, { subject, action: 'export downloaded', limit: 3 });
    await ledger.close();
    expect(lines.map(({ detail }) => JSON.parse(detail!))).toEqual([
      { export: job.id, method: 'GET', range: null },
      { export: job.id, method: 'GET', range: 'bytes=0-9' },
      { export: job.id, method: 'HEAD', range: null },
    ]);
  });

  test('opens nothing else: no other file, no other path', async () => {
    const link = await linkOf(job.id);
    const second = await done('{ what: NUMBERS, everybody: true, format: CSV, columns: ["voiceMin"] }');
    const query = link.slice(link.indexOf('?'));
    for (const url of [second.url + query, `/reports${query}`, `/graphql${query}&query={me{subject}}`])
      expect([url, (await get(url, {})).statusCode]).toEqual([url, 401]);
  });

  test('that was changed opens nothing', async () => {
    const link = await linkOf(job.id);
    const at = link.indexOf('=') + 1;
    const sealed = link.slice(at);
    const middle = Math.floor(sealed.length / 2);
    const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`;
    for (const wrong of ['', 'x', changed, sealed.slice(0, -2), `${sealed}&link=x`])
      expect((await get(link.slice(0, at) + wrong, {})).statusCode).toBe(401);
  });

  test('opens it for five minutes', async () => {
    const link = await linkOf(job.id);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 4.5 * 60_000);
    expect((await get(link, {})).statusCode).toBe(200);
    vi.setSystemTime(Date.now() + 60_000);
    const { statusCode, headers } = await get(link, {});
    expect([statusCode, headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  test('is none where there is no file', async () => {
    const { data } = await ask(
      'mutation { startExport(input: { what: NUMBERS, everybody: true, format: NDJSON }) { id status link } }',
    );
    expect(data.startExport).toMatchObject({ status: 'QUEUED', link: null });
    await ask(`mutation { cancelExport(id: "${data.startExport.id}") { id } }`);
  });
});

test('cut short on the disk it is lost, and said to be', async () => {
  const job = await done('{ what: NUMBERS, everybody: true, format: PARQUET, sample: 0.05 }');
  truncateSync(join(home, 'exports', job.id), job.bytes - 1);
  const { statusCode, body } = await get(job.url);
  expect([statusCode, body]).toEqual([410, expect.stringContaining('is lost. Start it again.')]);
});

test('what was cancelled is gone; cancelling again changes nothing', async () => {
  const { data } = await ask('mutation { startExport(input: { what: NUMBERS, everybody: true, format: NDJSON }) { id } }');
  const { id } = data.startExport;
  const cancel = () => ask(`mutation { cancelExport(id: "${id}") { status url } }`);
  const [first, second] = [await cancel(), await cancel()];
  expect(second).toMatchObject({ data: first.data });
  if (first.data.cancelExport.status === 'DONE') return;
  expect(first.data.cancelExport).toEqual({ status: 'CANCELLED', url: null });
  const gone = await get(`/exports/${id}`);
  expect([gone.statusCode, gone.json().message]).toEqual([410, expect.stringContaining('it was cancelled')]);
});
