import { expect, test } from 'vitest';
import { annotationById, annotationsBetween, insertAnnotation, markAnnotationRemoved } from '../../src/ledger/annotations.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { annotation } from './channel-samples.js';
import { type NewPlace, withEach } from './support.js';

/** What people say happened, on either engine. */
export function annotationsContract(newPlace: NewPlace): void {
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ledger = opened.ledger;
  });

  test('one is kept as it was said; those of a period are those that touch it, the newest first', async () => {
    const periods = [
      ['a', '2026-09-30', '2026-10-01'],
      ['b', '2026-10-02', '2026-10-02'],
      ['c', '2026-10-03', '2026-11-30'],
      ['d', '2026-10-04', '2026-10-04'],
    ] as const;
    for (const [id, first_day, last_day] of periods)
      expect(await insertAnnotation(ledger, annotation({ id, first_day, last_day }))).toMatchObject({ id });
    expect(await annotationById(ledger, 'b')).toEqual(annotation({ id: 'b', first_day: '2026-10-02', last_day: '2026-10-02' }));
    const touching = async (from: string, until: string) => (await annotationsBetween(ledger, from, until)).map(({ id }) => id);
    expect(await touching('', '9999')).toEqual(['d', 'c', 'b', 'a']);
    expect(await touching('2026-10-01', '2026-10-03')).toEqual(['c', 'b', 'a']);
    expect(await touching('2026-10-05', '2026-10-31')).toEqual(['c']);
    expect(await touching('2026-12-01', '2026-12-31')).toEqual([]);
  });

  test('one that is taken away is told no more, is taken away once, and stays in the ledger', async () => {
    const { id } = await insertAnnotation(ledger, annotation());
    const removed = { removed_by: 'wang.fang', removed_at: '2026-11-01T00:00:00.000Z' };
    expect(await markAnnotationRemoved(ledger, id, removed)).toBe(true);
    expect(await markAnnotationRemoved(ledger, id, { ...removed, removed_by: 'another' })).toBe(false);
    expect(await annotationsBetween(ledger, '', '9999')).toEqual([]);
    expect(await annotationById(ledger, id)).toMatchObject(removed);
  });
}
