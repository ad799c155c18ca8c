import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import type { WarehouseEngine } from '../../src/warehouse/engine.js';
import { routed } from '../../src/warehouse/routed.js';
import { byNumber, statement } from '../../src/warehouse/statement.js';

let [near, far, both]: WarehouseEngine[] = [];
beforeAll(async () => {
  [near, far] = await Promise.all(
    ['near', 'far'].map((name) => openDuckdb({ setup: [`create view place as select '${name}' as v`] })),
  );
  both = routed({ near: near!, far: far!, isFar: ({ reads }) => reads.some(({ source }) => source === 'number_state') });
});
afterAll(() => both?.close());

const here = statement('here', 'select v from place');
const there = statement('there', "select v, month_of(date '2026-10-31') as m from place", [], [byNumber('number_state')]);

test('each statement goes to the one engine that it is for, whatever is done with it', async () => {
  expect(await both!.run(here)).toEqual([{ v: 'near' }]);
  expect(await both!.run(there)).toEqual([{ v: 'far', m: '2026-10' }]);
  const streamed = [];
  for await (const rows of both!.stream(there)) streamed.push(...rows);
  expect(streamed).toEqual([{ v: 'far', m: '2026-10' }]);
  expect((await both!.describe(there)).map(({ name }) => name)).toEqual(['v', 'm']);
  expect(both!.spell(there)).toContain("strftime(date '2026-10-31', '%Y-%m')");
});

test('load is that of both', async () => {
  const running = [both!.run(here), both!.run(there)];
  const { dashboards } = both!.load();
  expect(dashboards.running + dashboards.waiting).toBe(2);
  await Promise.all(running);
});
