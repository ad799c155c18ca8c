import { expect, test } from 'vitest';
import { turns } from '../../src/lib/turns.js';

test('work in turn: four at a time, in order, and one that fails gives its place to the next', async () => {
  const inTurn = turns(4);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: 7 }, (_, at) =>
    inTurn(async () => {
      begun.push(at);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (at === 1) throw new Error('failed');
      return at;
    }).catch(() => -1),
  );
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  ends[1]!();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3, 4]);
  for (let at = 0; at < 7; at++) {
    await expect.poll(() => ends.length).toBeGreaterThan(at);
    ends[at]!();
  }
  expect(await Promise.all(all)).toEqual([0, -1, 2, 3, 4, 5, 6]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
