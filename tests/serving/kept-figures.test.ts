import { expect, test } from 'vitest';
import { keptFigures } from '../../src/serving/kept-figures.js';
import { type RouteEntry, readingOf } from '../../src/serving/run.js';
import type { Row, WarehouseEngine } from '../../src/warehouse/engine.js';
import { byNumber, ofFigures, type Parameter, statement } from '../../src/warehouse/statement.js';

const rollup = { source: 'serving.rollup_whole', rollupMissReason: null };
const figures = (sql: string, parameters: readonly Parameter[] = []) =>
  ofFigures(statement('figures', sql, parameters, [rollup]));
const rows = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ city: `CITY_${index}`, sum: index }));

/** An engine that counts what it is asked. */
function engineOf() {
  const asked: string[] = [];
  const engine = {
    run: async ({ sql }: { readonly sql: string }) => {
      asked.push(sql);
      if (sql === 'fails') throw new Error('it fails');
      return rows(3);
    },
  } as unknown as WarehouseEngine;
  return { engine, asked };
}

test('figures are read once for all requests that ask the same; single numbers anew each time; what failed is asked again', async () => {
  const { engine, asked } = engineOf();
  const kept = keptFigures(1e6);
  const ask = async (of: ReturnType<typeof statement>) => {
    const log: RouteEntry[] = [];
    await readingOf(engine, log, { figures: kept })
      .run(of)
      .catch(() => []);
    return log;
  };
  expect((await ask(figures('select 1', ['2026-10'])))[0]).not.toHaveProperty('kept');
  expect(await ask(figures('select 1', ['2026-10']))).toEqual([
    { statement: 'figures', ...rollup, ms: expect.any(Number), kept: true },
  ]);
  for (const parameters of [['2026-09'], ['2026-10', null], [202610n], [202610]] as const)
    await ask(figures('select 1', parameters));
  expect(asked).toHaveLength(5);
  for (let time = 0; time < 2; time++) {
    await ask(statement('a number', 'select 1', ['2026-10'], [byNumber('number_state')]));
    await ask(figures('fails'));
  }
  expect(asked.slice(5)).toEqual(['select 1', 'fails', 'select 1', 'fails']);
});

test('who has gone is told so, and what must be written down is waited for, whether rows were kept or not', async () => {
  const { engine } = engineOf();
  const kept = keptFigures(1e6);
  await readingOf(engine, [], { figures: kept }).run(figures('select 1'));
  const gone = readingOf(engine, [], { figures: kept, signal: AbortSignal.abort(new Error('hung up')) });
  await expect(gone.run(figures('select 1'))).rejects.toThrow('hung up');
  const unwritten = readingOf(engine, [], { figures: kept, ready: () => Promise.reject(new Error('the ledger is full')) });
  await expect(unwritten.run(figures('select 1'))).rejects.toThrow('the ledger is full');
});

test('they take no more memory than they may, and those not asked for the longest go first', async () => {
  const kept = keptFigures(200_000);
  const placeOf = (name: string) => kept.placeOf(figures(name), 'dashboards')!;
  // About 80 bytes a row.
  const read = (name: string, count = 1000) => placeOf(name).rows({}, async () => rows(count));
  for (const name of ['a', 'b', 'a', 'c']) await read(name);
  expect(['a', 'b', 'c'].map((name) => placeOf(name).isTaken())).toEqual([true, false, true]);
  await read('too many', 100_000);
  expect(placeOf('too many').isTaken()).toBe(false);
  expect(keptFigures(0).placeOf(figures('a'), 'dashboards')).toBeNull();
});
