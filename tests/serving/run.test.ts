import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gathered } from '../../src/lib/gathered.js';
import { type RouteEntry, readingOf, type Shared, sharing } from '../../src/serving/run.js';
import type { Row, RunOptions, WarehouseEngine } from '../../src/warehouse/engine.js';
import { byNumber, type Statement, statement } from '../../src/warehouse/statement.js';

/** An engine that takes its time and tells what it was asked. */
function slow(ms = 5) {
  const asked: { readonly name: string; readonly signal: AbortSignal | undefined }[] = [];
  let running = 0;
  let most = 0;
  const work = async ({ name }: Statement, options: RunOptions = {}) => {
    asked.push({ name, signal: options.signal });
    most = Math.max(most, ++running);
    await sleep(ms);
    running--;
    return [{ name }] as readonly Row[];
  };
  const engine = { run: work, export: work } as unknown as WarehouseEngine;
  return { engine, asked, most: () => most };
}
const of = (name: string) => statement(name, 'select 1', [], [byNumber('number_state')]);

test('what a request reads is in its route, at most four statements at a time, files too', async () => {
  const { engine, most } = slow();
  const log: RouteEntry[] = [];
  const { run, write } = readingOf(engine, log);
  const files = ['e', 'f'].map((name) => write(of(name), { path: name, format: 'csv' }, 'exports'));
  await Promise.all([...['a', 'b', 'c', 'd', 'g'].map((name) => run(of(name))), ...files]);
  expect(most()).toBe(4);
  expect(log.map((entry) => entry.statement).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(log.find((entry) => entry.statement === 'a')).toEqual({
    statement: 'a',
    source: 'number_state',
    rollupMissReason: 'number by number',
    ms: expect.any(Number),
  });
  await run(statement('one', 'select 1'));
  expect(log.at(-1)).toMatchObject({ statement: 'one', source: 'no mart' });
});

test('what several requests wait for is run once, is in the route of each, and goes on without who leaves', async () => {
  const { engine, asked } = slow(20);
  const share = sharing(engine, null);
  const reader = gathered<string, Shared<string>>(1, async (keys) => {
    const { value, route } = await share(({ run }) => run(of(`facts of ${keys.length}`), 'channels'));
    return (key) => ({ value: `${key} ${value.length}`, route });
  });
  const logs: RouteEntry[][] = [[], [], []];
  const gone = new AbortController();
  const [one, other, left] = logs.map((log, index) => readingOf(engine, log, index === 2 ? { signal: gone.signal } : {}));
  const answers = [one!.join(reader('a')), other!.join(reader('b')), left!.join(reader('c'))];
  await sleep(5);
  gone.abort(new Error('hung up'));
  const settled = await Promise.allSettled(answers);
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual([
    'a 1',
    'b 1',
    'Error: hung up',
  ]);
  expect(asked).toEqual([{ name: 'facts of 3', signal: undefined }]);
  expect(logs.map((log) => log.map((entry) => entry.statement))).toEqual([['facts of 3'], ['facts of 3'], []]);
  // Who comes when he is gone already does not wait at all.
  await expect(left!.join(reader('d'))).rejects.toThrow('hung up');
  await expect(one!.join(Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose');
});
