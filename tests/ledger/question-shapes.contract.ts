import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { type AskedShape, addQuestionShapes, mostShapes, recordedShapes } from '../../src/ledger/question-shapes.js';
import type { NewPlace, Place } from './support.js';

/** Shapes of questions on either engine. */
export function questionShapesContract(newPlace: NewPlace): void {
  let place: Place;
  let ledger: Ledger;
  beforeEach(async () => {
    place = await newPlace();
    ledger = await openLedger(place);
  });
  afterEach(async () => {
    await ledger.close();
    await place.remove();
  });
  const shape = (dimension: string, more: Partial<AskedShape> = {}): AskedShape => ({
    mart: 'number_state',
    dimensions: ['CITY', dimension],
    trees: ['LIFECYCLE'],
    rollup: null,
    obstacle: null,
    asked: 1,
    seconds: 0.5,
    ...more,
  });
  const day = (n: number) => new Date(Date.UTC(2026, 9, n));

  test('of several gateways the counts and seconds add up, and the ledger opened again has them', async () => {
    const other = await openLedger(place);
    await addQuestionShapes(ledger, [shape('PLAN'), shape('PLAN', { rollup: 'plan', seconds: 0.125 })], day(1));
    const adding = [
      () => addQuestionShapes(other, [shape('PLAN', { asked: 3, seconds: 2 }), shape('GENDER')], day(2)),
      () => addQuestionShapes(ledger, [shape('GENDER'), shape('PLAN', { asked: 4, seconds: 1 })], day(2)),
    ];
    // Two connections to SQLite in one process would wait for each other: it has no threads.
    if (ledger.dialect === 'postgres') await Promise.all(adding.map((add) => add()));
    else for (const add of adding) await add();
    await other.close();
    await ledger.close();
    ledger = await openLedger(place);
    const at = (first: number, last: number) => ({ firstAt: day(first).toISOString(), lastAt: day(last).toISOString() });
    expect(await recordedShapes(ledger)).toEqual([
      { ...shape('PLAN'), asked: 8, seconds: 3.5, ...at(1, 2) },
      { ...shape('GENDER'), asked: 2, seconds: 1, ...at(2, 2) },
      { ...shape('PLAN'), rollup: 'plan', asked: 1, seconds: 0.125, ...at(1, 1) },
    ]);
  });

  test('what was not asked for in 90 days is forgotten', async () => {
    await addQuestionShapes(ledger, [shape('OLD'), shape('LATER')], day(1));
    await addQuestionShapes(ledger, [shape('LATER')], day(10));
    await addQuestionShapes(ledger, [shape('NEW')], day(95));
    expect((await recordedShapes(ledger)).map(({ dimensions }) => dimensions[1])).toEqual(['LATER', 'NEW']);
  });

  test('of more than are kept those go that were asked for the longest ago', async () => {
    const many = (name: string, count: number) => Array.from({ length: count }, (_, n) => shape(`${name}${n}`));
    await addQuestionShapes(ledger, many('OLD', mostShapes), day(1));
    await addQuestionShapes(ledger, many('NEW', 10), day(2));
    const kept = (await recordedShapes(ledger)).map(({ dimensions }) => dimensions[1]!);
    expect(kept).toHaveLength(mostShapes);
    expect(kept.filter((name) => name.startsWith('NEW'))).toHaveLength(10);
  });
}
