import { expect, test } from 'vitest';
import { memo } from '../../src/lib/memo.js';

test('each key is worked out once, also where nothing comes of it', () => {
  const made: string[] = [];
  const of = memo((key: string) => {
    made.push(key);
    return key === 'none' ? undefined : key.length;
  });
  expect([of('one'), of('none'), of('one'), of('none'), of('three')]).toEqual([3, undefined, 3, undefined, 5]);
  expect(made).toEqual(['one', 'none', 'three']);
});

test('without a key there is one value; what failed is tried again', () => {
  let tries = 0;
  const value = memo(() => {
    tries++;
    if (tries === 1) throw new Error('not yet');
    return { tries };
  });
  expect(value).toThrow('not yet');
  expect(value()).toBe(value());
  expect(tries).toBe(2);
});
