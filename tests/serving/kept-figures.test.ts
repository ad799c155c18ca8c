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
  expect(await ask(figures('select 1', ['2026-10']))).toEqual([{ statement: 'figures', ...rollup, ms: 0, kept: true }]);
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

test('they take no more memory than they may, and those not asked for the longest go first', () => {
  const kept = keptFigures(200_000);
  // About 80 bytes a row.
  for (const name of ['a', 'b']) kept.set(figures(name), rows(1000));
  expect(kept.get(figures('a'))).toBeDefined();
  kept.set(figures('c'), rows(1000));
  expect(['a', 'b', 'c'].map((name) => kept.get(figures(name)) !== undefined)).toEqual([true, false, true]);
  kept.set(figures('too many'), rows(100_000));
  expect(kept.get(figures('too many'))).toBeUndefined();
  const none = keptFigures(0);
  none.set(figures('a'), rows(1));
  expect(none.get(figures('a'))).toBeUndefined();
});
