import { describe, expect, test } from 'vitest';
import { DEFAULT_LANES, Lanes } from '../../src/warehouse/lanes.js';

const narrow = (queue = 1, deadlineMs = 60_000) => new Lanes({ dashboards: { concurrency: 1, queue, deadlineMs } });

describe('lanes', () => {
  test("their defaults leave room in libuv's pool of 16 (R2)", () => {
    expect(new Lanes().concurrency).toBeLessThan(16);
    expect(DEFAULT_LANES.channels.deadlineMs).toBeLessThan(1_000);
  });

  test('run up to their concurrency, then let wait, first come first served', async () => {
    const lanes = narrow(2);
    const first = await lanes.enter('dashboards');
    const order: string[] = [];
    const late = async (name: string) => {
      const pass = await lanes.enter('dashboards');
      order.push(name);
      pass.release();
    };
    const others = [late('second'), late('third')];
    expect(lanes.load().dashboards).toEqual({ running: 1, waiting: 2 });
    first.release();
    await Promise.all(others);
    expect(order).toEqual(['second', 'third']);
    expect(lanes.load().dashboards).toEqual({ running: 0, waiting: 0 });
  });

  test('R1: a free place is for the asker of whom the fewest run, and nobody has more than half of those that wait (Q7)', async () => {
    const lanes = new Lanes({ dashboards: { concurrency: 2, queue: 8, deadlineMs: 60_000 } });
    const order: string[] = [];
    const passes: { asker: string; release(): void }[] = [];
    const enter = async (asker: string, name: string) => {
      const { release } = await lanes.enter('dashboards', { askers: () => [asker] });
      order.push(name);
      passes.push({ asker, release });
    };
    const all = ['greedy 1', 'greedy 2', 'greedy 3', 'greedy 4', 'greedy 5', 'greedy 6', 'modest 1', 'modest 2'].map((name) =>
      enter(name.split(' ')[0]!, name),
    );
    await expect(lanes.enter('dashboards', { askers: () => ['greedy'] })).rejects.toMatchObject({ code: 'TOO_BUSY' });
    await expect.poll(() => order).toHaveLength(2);
    // Each ends in the order in which it began.
    for (let n = 0; n < 8; n++) {
      await expect.poll(() => passes.length).toBeGreaterThan(n);
      passes[n]!.release();
    }
    await Promise.all(all);
    expect(order.slice(0, 2)).toEqual(['greedy 1', 'greedy 2']);
    expect(order.indexOf('modest 1')).toBeLessThan(4);
    expect(order.indexOf('modest 2')).toBeLessThan(6);
    expect(lanes.load().dashboards).toEqual({ running: 0, waiting: 0 });
  });

  test('refuse one more than may wait, at once, with a time to come back (R1)', async () => {
    const lanes = narrow(0);
    const pass = await lanes.enter('dashboards');
    await expect(lanes.enter('dashboards')).rejects.toMatchObject({ code: 'TOO_BUSY', details: { retryAfterMs: 15_000 } });
    expect(await lanes.enter('channels')).toBeDefined();
    pass.release();
    expect(await lanes.enter('dashboards')).toBeDefined();
  });

  test('a place is free the moment it is released', async () => {
    const lanes = narrow(0);
    for (let n = 0; n < 10; n++) (await lanes.enter('dashboards')).release();
    const pass = await lanes.enter('dashboards');
    pass.release();
    const again = lanes.enter('dashboards');
    pass.release();
    expect(lanes.load().dashboards.running).toBe(1);
    (await again).release();
    expect(lanes.load().dashboards.running).toBe(0);
  });

  test('the deadline covers waiting', async () => {
    const lanes = narrow(1, 30);
    const pass = await lanes.enter('dashboards');
    await expect(lanes.enter('dashboards')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(lanes.load().dashboards).toEqual({ running: 1, waiting: 0 });
    expect(pass.signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  test('the deadline covers waiting and running together', async () => {
    const lanes = narrow(1);
    const first = await lanes.enter('dashboards');
    const second = lanes.enter('dashboards', { deadlineMs: 200 });
    setTimeout(first.release, 100);
    const began = performance.now();
    const { signal } = await second;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(signal.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED', message: expect.stringContaining('200 ms') });
    expect(lanes.load().dashboards.running).toBe(1);
  });

  test('a deadline can be shortened, not lengthened', async () => {
    const lanes = narrow(0, 20);
    const { signal } = await lanes.enter('dashboards', { deadlineMs: 60_000 });
    await expect.poll(() => signal.aborted).toBe(true);
  });

  test('an abort takes a waiting entry out at once, and only that', async () => {
    const lanes = narrow(2);
    const first = await lanes.enter('dashboards');
    const abort = new AbortController();
    const second = lanes.enter('dashboards', { signal: abort.signal });
    const third = lanes.enter('dashboards');
    abort.abort(new Error('gone'));
    expect(lanes.load().dashboards).toEqual({ running: 1, waiting: 1 });
    await expect(second).rejects.toThrow('gone');
    first.release();
    expect((await third).signal.aborted).toBe(false);
  });

  test('an abort reaches what runs; its place stays taken until it is released', async () => {
    const lanes = narrow(0);
    const abort = new AbortController();
    const pass = await lanes.enter('dashboards', { signal: abort.signal });
    abort.abort();
    expect(pass.signal.aborted).toBe(true);
    await expect(lanes.enter('dashboards')).rejects.toMatchObject({ code: 'TOO_BUSY' });
    pass.release();
    expect(await lanes.enter('dashboards')).toBeDefined();
  });

  test('closed, they refuse what waits and what comes, and abort what runs', async () => {
    const lanes = narrow(1);
    const pass = await lanes.enter('dashboards');
    const waiting = lanes.enter('dashboards');
    lanes.close();
    await expect(waiting).rejects.toMatchObject({ code: 'TOO_BUSY' });
    await expect(lanes.enter('slices')).rejects.toMatchObject({ code: 'TOO_BUSY' });
    expect(pass.signal.reason).toMatchObject({ code: 'TOO_BUSY' });
  });
});
