import { expect, test } from 'vitest';
import { comeYielding, isYieldDue, mapYielding, turnToBegin, urgently, yieldLoop } from '../../src/lib/yielding.js';
import { compute } from '../support/compute.js';

/** How often the event loop came round while something was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let [turns, isDone] = [0, false];
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

const items = Array.from({ length: 50 }, (_, index) => index);

test('what computes for 200 ms lets the loop come round again and again, and gives the same in the same order', async () => {
  let found: number[] = [];
  const turns = await turnsDuring(async () => {
    found = await mapYielding(items, (item) => {
      compute(4);
      return item * 2;
    });
  });
  expect(found).toEqual(items.map((item) => item * 2));
  // Each turn is given back after the first item that ends later than 5 ms after it began.
  expect(turns).toBeGreaterThanOrEqual(20);
});

test('ten at once: of all who compute, one goes on in each turn of the loop', async () => {
  let [inTurn, most] = [0, 0];
  const watch = setInterval(() => {}, 1);
  const reset = () => {
    most = Math.max(most, inTurn);
    inTurn = 0;
    if (watch.hasRef()) setImmediate(reset);
  };
  setImmediate(reset);
  const one = async () => {
    for (let step = 0; step < 5; step++) {
      if (isYieldDue()) await yieldLoop();
      compute(6);
      inTurn++;
    }
  };
  // All ten begin in one turn, as nobody can know of the others before; from then on they take turns.
  await Promise.all(Array.from({ length: 10 }, one));
  watch.unref();
  clearInterval(watch);
  expect(most).toBeLessThanOrEqual(2);
});

test('items of a long list come true in their order, a lot in one tick; a short list is as it is', async () => {
  const came: number[] = [];
  const list = comeYielding(items, 10);
  await Promise.all(list.map(async (item) => came.push(await item)));
  expect(came).toEqual(items);
  expect(comeYielding(items, 50)).toBe(items);
});

test('an item that is computed with is done before the next lot comes, and the loop comes round between', async () => {
  const turns = await turnsDuring(() =>
    Promise.all(
      comeYielding(items, 5).map(async (item) => {
        await item;
        compute(2);
      }),
    ),
  );
  // Ten lots of 10 ms each.
  expect(turns).toBeGreaterThanOrEqual(6);
});

test('the same where it is computed with behind promises that come true at once', async () => {
  const turns = await turnsDuring(() =>
    Promise.all(
      comeYielding(items, 5).map(async (item) => {
        await item;
        for (let step = 0; step < 4; step++) {
          await null;
          compute(0.5);
        }
      }),
    ),
  );
  expect(turns).toBeGreaterThanOrEqual(6);
});

test('a hundred who wait and have little to compute share a turn', async () => {
  compute(6);
  isYieldDue();
  const turns = await turnsDuring(() =>
    Promise.all(
      Array.from({ length: 100 }, async () => {
        await yieldLoop();
        await null;
        compute(0.1);
      }),
    ),
  );
  expect(turns).toBeLessThanOrEqual(20);
});

test('who waits alone goes on at once in the next turn', async () => {
  expect(await turnsDuring(yieldLoop)).toBeLessThanOrEqual(3);
});

test('what is urgent waits behind nobody, and those that begin together begin one a turn', async () => {
  const done: string[] = [];
  const long = (name: string) => async () => {
    await turnToBegin();
    done.push(`${name} begins`);
    await mapYielding(items, () => compute(4));
    done.push(`${name} ends`);
  };
  const all = ['a', 'b', 'c'].map((name) => long(name)());
  // They compute by turns.
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  expect(done).toEqual(['a begins', 'b begins', 'c begins']);
  const turns = await turnsDuring(() => urgently(() => mapYielding([1, 2, 3, 4], () => compute(3))));
  expect(turns).toBeLessThanOrEqual(1);
  await Promise.all(all);
});
