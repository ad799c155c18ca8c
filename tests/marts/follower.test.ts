import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Follower } from '../../src/marts/follower.js';

test('works follow each other in order, while who adds them goes on', async () => {
  const done: string[] = [];
  const follower = new Follower();
  for (const [name, ms] of [
    ['long', 20],
    ['short', 0],
  ] as const)
    follower.add(async () => {
      await setTimeout(ms);
      done.push(name);
    });
  expect(done).toEqual([]);
  await follower.end();
  expect(done).toEqual(['long', 'short']);
});

test('after one that failed none is begun, and its error is told', async () => {
  const done: string[] = [];
  const follower = new Follower();
  follower.add(() => Promise.reject(new Error('the first')));
  follower.add(async () => void done.push('second'));
  await expect(follower.end()).rejects.toThrow('the first');
  expect(follower.hasFailed).toBe(true);
  follower.add(() => Promise.reject(new Error('the third')));
  await expect(follower.end()).rejects.toThrow('the first');
  expect(done).toEqual([]);
});
