import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Follower } from '../../src/marts/follower.js';

test('works follow each other in order, while who adds them goes on', async () => {
  const done: string[] = [];
  const follower = new Follower('own');
  for (const [name, ms] of [
    ['long', 20],
    ['short', 0],
  ] as const)
    follower.add(async (lane) => {
      await setTimeout(ms);
      done.push(`${lane} ${name}`);
    });
  expect(done).toEqual([]);
  await follower.end();
  follower.add(async (lane) => void done.push(`${lane} later`));
  await follower.end();
  expect(done).toEqual(['own long', 'own short', 'own later']);
});

test('a helper takes what nobody has begun, and the end is when both are done', async () => {
  const done: string[] = [];
  const follower = new Follower('own');
  follower.add(async (lane) => {
    await setTimeout(50);
    done.push(`${lane} long`);
  });
  for (const name of ['second', 'third']) follower.add(async (lane) => void done.push(`${lane} ${name}`));
  await follower.end('helper');
  expect(done).toEqual(['helper second', 'helper third', 'own long']);
});

test('after one that failed none is begun, and its error is told', async () => {
  const done: string[] = [];
  const follower = new Follower('own');
  follower.add(() => Promise.reject(new Error('the first')));
  follower.add(async () => void done.push('second'));
  await expect(follower.end()).rejects.toThrow('the first');
  expect(follower.hasFailed).toBe(true);
  follower.add(() => Promise.reject(new Error('the third')));
  await expect(follower.end('helper')).rejects.toThrow('the first');
  expect(done).toEqual([]);
});
