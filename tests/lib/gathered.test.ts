import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gathered } from '../../src/lib/gathered.js';

test('whatever comes and whenever, each is answered for itself, and never more groups than allowed are under way', async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 3 }), async (waits, atOnce) => {
      let running = 0;
      const groups: number[] = [];
      const ask = gathered<number, number>(atOnce, async (keys) => {
        groups.push(keys.length);
        expect(++running).toBeLessThanOrEqual(atOnce);
        await sleep(1);
        running--;
        return (key) => key * 2;
      });
      const answers = await Promise.all(waits.map((ms, key) => sleep(ms).then(() => ask(key))));
      expect(answers).toEqual(waits.map((_, key) => key * 2));
      expect(groups.reduce((sum, size) => sum + size, 0)).toBe(waits.length);
    }),
    { numRuns: 30 },
  );
});

test('what comes while a group is under way goes together into the next', async () => {
  const groups: (readonly string[])[] = [];
  const ask = gathered<string, string>(1, async (keys) => {
    groups.push(keys);
    await sleep(5);
    return (key) => key;
  });
  const first = ask('a');
  await sleep(1);
  await Promise.all([first, ...['b', 'c', 'd'].map(ask)]);
  expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
});

test('a group that fails fails those who are in it, and the next one is answered', async () => {
  let asked = 0;
  const ask = gathered<number, number>(1, async () => {
    if (asked++ === 0) throw new Error('on purpose');
    return (key) => key;
  });
  await expect(Promise.all([ask(1), ask(2)])).rejects.toThrow('on purpose');
  expect(await ask(3)).toBe(3);
});
