import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sweeper } from '../../../src/exports/jobs/sweeper.js';
import { changeExportJob } from '../../../src/ledger/exports/export-jobs.js';
import { usualLimits } from '../../../src/security/limits.js';
import { asker, ended, endless, free, newPlace, onlyFiles, type Place, requestOf, running } from './support.js';

const small = 'select range as i from range(1000)';

describe('an export job', () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(() => place.close());

  test('ends with its rows, its size and its sha256, and frees the generation', async () => {
    const { jobs } = place;
    const begun = await jobs.start(requestOf(), place.work(small));
    expect(begun).toMatchObject({ status: 'QUEUED', url: null, sha256: null, rows: null, progress: 0 });
    const job = await ended(jobs, begun);
    const file = readFileSync(jobs.fileOf(job));
    expect(job).toMatchObject({
      status: 'DONE',
      rows: 1000,
      progress: 1,
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
      url: `/exports/${job.id}`,
      error: null,
    });
    expect(file.toString()).toMatch(/^i\r\n0\r\n1\r\n/);
    await free(place);
  });

  test('is seen by its subject with the same rights only, and by no other id', async () => {
    const { jobs } = place;
    const { id } = await ended(jobs, await jobs.start(requestOf(), place.work(small)));
    expect(await jobs.find(id, { ...asker, subject: 'wang.fang' })).toBeNull();
    expect(await jobs.find(id, { ...asker, rights: 'one city' })).toBeNull();
    expect(await jobs.cancel(id, { ...asker, subject: 'wang.fang' })).toBeNull();
    for (const other of ['', '..', `${id}x`, '../../etc/passwd', '00000000-0000-0000-0000-000000000000'])
      expect(await jobs.find(other, asker)).toBeNull();
  });

  test('that runs is cancelled: no file, and the generation is free', async () => {
    const { jobs } = place;
    const before = place.files();
    const begun = await jobs.start(requestOf(), place.work(endless));
    await running(jobs, begun);
    await expect.poll(() => place.files().length).toBe(before.length + 1);
    expect(await jobs.cancel(begun.id, asker)).toMatchObject({ status: 'CANCELLED', url: null });
    await onlyFiles(place, before);
    await free(place);
    expect(await jobs.find(begun.id, asker)).toMatchObject({ status: 'CANCELLED', error: null });
    expect(place.logged).toEqual([]);
  });

  test('that waits is cancelled, and does not run; one at an end stays as it is', async () => {
    const { jobs } = place;
    const before = place.files();
    const running2 = [await jobs.start(requestOf(), place.work(endless)), await jobs.start(requestOf(), place.work(endless))];
    for (const job of running2) await running(jobs, job);
    const waiting = await jobs.start(requestOf(), place.work(small));
    expect(await jobs.cancel(waiting.id, asker)).toMatchObject({ status: 'CANCELLED' });
    for (const { id } of running2) await jobs.cancel(id, asker);
    await free(place);
    expect(await jobs.find(waiting.id, asker)).toMatchObject({ status: 'CANCELLED', rows: null });
    await onlyFiles(place, before);
    const done = await ended(jobs, await jobs.start(requestOf(), place.work(small)));
    expect(await jobs.cancel(done.id, asker)).toEqual(done);
  });

  test('cancelled through another gateway is stopped at the next heartbeat', async () => {
    const before = place.files();
    const begun = await place.jobs.start(requestOf(), place.work(endless));
    await expect.poll(() => place.files().length).toBe(before.length + 1);
    const other = await place.another();
    expect(await other.cancel(begun.id, asker)).toMatchObject({ status: 'CANCELLED' });
    await free(place);
    await onlyFiles(place, before);
  });

  test('that fails says so without the SQL, which is logged, and leaves no file', async () => {
    const { jobs } = place;
    const before = place.files();
    const sql = "select case when range = 900000 then error('secret 13800001234') else 'fine' end as v from range(1000000)";
    const job = await ended(jobs, await jobs.start(requestOf(), place.work(sql)));
    expect(job).toMatchObject({ status: 'FAILED', url: null, rows: null });
    expect(job.error).toBe(`The gateway failed; its log has more about the export ${job.id}.`);
    expect(place.logged).toEqual([{ err: expect.objectContaining({ sql }), export: job.id }]);
    await onlyFiles(place, before);
    expect(await ended(jobs, await jobs.start(requestOf(), place.work(small)))).toMatchObject({ status: 'DONE' });
  });

  test('is watched from its beginning to its end', async () => {
    const { jobs } = place;
    const parquet = requestOf({ format: 'parquet' });
    const { id } = await ended(jobs, await jobs.start(parquet, place.work('select range as i from range(10000000)')));
    const sql = `select i, md5(md5(i::varchar)) as text from read_parquet('${place.dir}/${id}')`;
    const begun = await jobs.start(parquet, place.work(sql));
    const seen = [];
    for await (const job of jobs.watch(begun.id, asker)) seen.push(job);
    expect(seen.at(-1)).toMatchObject({ status: 'DONE', progress: 1, rows: 10_000_000 });
    const shares = seen.map(({ progress }) => progress);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.some((share) => share > 0 && share < 1)).toBe(true);
    const others = [];
    for await (const job of jobs.watch(begun.id, { ...asker, subject: 'wang.fang' })) others.push(job);
    expect(others).toEqual([]);
  });
});

describe('an idempotency key (U1)', () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(() => place.close());

  test('100 at once make one job, for one preparation', async () => {
    let prepared = 0;
    const work = () => {
      prepared++;
      return place.work(small)();
    };
    const request = requestOf({ idempotencyKey: 'once', body: { month: '2026-10' } });
    const jobs = await Promise.all(Array.from({ length: 100 }, () => place.jobs.start(request, work)));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(prepared).toBe(1);
    const [{ count }] = (await place.ledger.db
      .selectFrom('export_job')
      .select(({ fn }) => [fn.countAll<number>().as('count')])
      .execute()) as [{ count: number }];
    expect(count).toBe(1);
    await ended(place.jobs, jobs[0]!);
    expect(await place.jobs.start(request, work)).toMatchObject({ id: jobs[0]!.id, status: 'DONE' });
    expect(prepared).toBe(1);
  });

  test('also of two gateways', async () => {
    const other = await place.another();
    const request = requestOf({ idempotencyKey: 'two gateways' });
    const both = Array.from({ length: 20 }, (_, n) => (n % 2 ? place.jobs : other).start(request, place.work(small)));
    const jobs = await Promise.all(both);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    await ended(place.jobs, jobs[0]!);
    await free(place);
  });

  test('with another request, kind or rights is a conflict; another subject’s is another key', async () => {
    const request = requestOf({ idempotencyKey: 'taken', body: { month: '2026-10' } });
    const { id } = await place.jobs.start(request, place.work(small));
    for (const other of [{ body: { month: '2026-09' } }, { kind: 'ANALYSIS' }, { rights: 'less' }])
      await expect(place.jobs.start({ ...request, ...other }, place.work(small))).rejects.toMatchObject({ code: 'CONFLICT' });
    const others = await place.jobs.start({ ...request, subject: 'wang.fang' }, place.work(small));
    expect(others.id).not.toBe(id);
    await expect(place.jobs.start({ ...request, idempotencyKey: '' }, place.work(small))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  test('is free again when the preparation failed', async () => {
    const request = requestOf({ idempotencyKey: 'at last' });
    const refusal = new Error('too many rows');
    await expect(place.jobs.start(request, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(await ended(place.jobs, await place.jobs.start(request, place.work(small)))).toMatchObject({ status: 'DONE' });
  });
});

describe('quota', () => {
  test('of exports under way and of exports a day, each subject by itself', async () => {
    const place = await newPlace();
    const limits = { ...usualLimits, exportsRunning: 2, exportsPerDay: 3, exportRows: 10 };
    const start = (sql: string, own = {}) => place.jobs.start(requestOf({ limits, ...own }), place.work(sql));
    const first = await start(endless);
    await start(endless);
    await expect(start(small)).rejects.toMatchObject({ code: 'TOO_BUSY', details: { retryAfterMs: expect.any(Number) } });
    expect(await start(small, { subject: 'wang.fang' })).toMatchObject({ status: 'QUEUED' });
    await place.jobs.cancel(first.id, asker);
    await start(endless);
    await place.jobs.cancel(first.id, asker);
    await expect(start(small)).rejects.toMatchObject({ code: 'TOO_BUSY' });
    for (const { id } of await place.ledger.db.selectFrom('export_job').select('id').execute())
      await place.jobs.cancel(id, asker);
    await expect(start(small)).rejects.toMatchObject({ code: 'TOO_COSTLY' });
    await place.close();
  });

  test('ten at once get no more than is allowed', async () => {
    const place = await newPlace();
    const limits = { ...usualLimits, exportsRunning: 3, exportsPerDay: 100, exportRows: 10 };
    const all = Array.from({ length: 10 }, () => place.jobs.start(requestOf({ limits }), place.work(endless)));
    const settled = await Promise.allSettled(all);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await place.close();
    expect(place.held()).toBe(0);
  });
});

describe('files', () => {
  test('are removed when their time is over; until then a restart leaves them', async () => {
    const place = await newPlace();
    const kept = await ended(place.jobs, await place.jobs.start(requestOf(), place.work(small)));
    const short = await place.another({ keepMs: 0 });
    const begun = await short.start(requestOf(), place.work(small));
    await expect.poll(async () => (await short.find(begun.id, asker))!.status).toBe('EXPIRED');
    expect(await short.find(begun.id, asker)).toMatchObject({ url: null, rows: 1000 });
    expect(place.files().length).toBe(2);
    await place.another();
    expect(place.files()).toEqual([kept.id]);
    expect(await place.jobs.find(kept.id, asker)).toMatchObject({ status: 'DONE' });
    await place.close();
  });

  test('of no job are removed at the start', async () => {
    const place = await newPlace();
    writeFileSync(join(place.dir, 'stray.csv'), '1');
    writeFileSync(join(place.dir, '00000000-0000-4000-8000-000000000000'), '1');
    mkdirSync(join(place.dir, 'folder'));
    const begun = await place.jobs.start(requestOf(), place.work(endless));
    await expect.poll(() => place.files().length).toBe(4);
    await place.another();
    expect(place.files()).toEqual([expect.stringContaining(begun.id)]);
    await place.close();
  });

  test('of a table that is just being sent stay, and of one that nobody sends any more are removed', async () => {
    const place = await newPlace();
    const [sent, left] = [place.jobs.tablePath(), place.jobs.tablePath()];
    for (const path of [sent, left]) writeFileSync(path, '1');
    utimesSync(left, new Date(), new Date(Date.now() - 61_000));
    await place.another();
    expect(place.files()).toEqual([basename(sent)]);
    await place.close();
  });

  test('of a gateway that stops in between are removed, and its jobs have failed', async () => {
    const place = await newPlace();
    const begun = [];
    for (let n = 0; n < 3; n++) begun.push(await place.jobs.start(requestOf(), place.work(endless)));
    await running(place.jobs, begun[0]!);
    await place.jobs.close();
    const next = await place.another();
    for (const { id } of begun)
      expect(await next.find(id, asker)).toMatchObject({
        status: 'FAILED',
        error: 'The gateway stopped while this export ran. Start it again.',
      });
    expect(place.held()).toBe(0);
    await expect(place.jobs.start(requestOf(), place.work(small))).rejects.toMatchObject({ code: 'TOO_BUSY' });
    await onlyFiles(place, []);
    await place.close();
  });

  test('of a gateway on another machine that has been silent for long: its job has failed', async () => {
    const place = await newPlace();
    const begun = await place.jobs.start(requestOf(), place.work(endless));
    await running(place.jobs, begun);
    // Whatever its clock says: the beats tell, and how long there was none.
    const elsewhere = { owner: 'elsewhere 1 x', heartbeat_at: '2026-01-01T00:00:00.000Z' };
    await changeExportJob(place.ledger, begun.id, ['RUNNING'], elsewhere);
    let now = 0;
    const sweeper = new Sweeper(place, () => now);
    const statusAfter = async (ms: number) => {
      now += ms;
      await sweeper.sweep();
      return (await place.jobs.find(begun.id, asker))!.status;
    };
    expect([await statusAfter(0), await statusAfter(59_000)]).toEqual(['RUNNING', 'RUNNING']);
    await changeExportJob(place.ledger, begun.id, ['RUNNING'], { heartbeat_at: '2026-01-01T00:00:01.000Z' });
    expect([await statusAfter(50_000), await statusAfter(59_000), await statusAfter(1000)]).toEqual([
      'RUNNING',
      'RUNNING',
      'FAILED',
    ]);
    await place.close();
  });

  test('of a living process of this machine: it goes on, though the clock was set ahead', async () => {
    const place = await newPlace();
    const begun = await place.jobs.start(requestOf(), place.work(endless));
    await running(place.jobs, begun);
    await changeExportJob(place.ledger, begun.id, ['RUNNING'], { heartbeat_at: '2026-01-01T00:00:00.000Z' });
    await place.another();
    expect(await place.jobs.find(begun.id, asker)).toMatchObject({ status: 'RUNNING' });
    await place.close();
  });
});
