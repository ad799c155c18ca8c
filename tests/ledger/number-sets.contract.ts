import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import {
  insertNumberSet,
  markNumberSetRemoved,
  numberSetById,
  numberSetsOf,
  removeEndedSets,
} from '../../src/ledger/number-sets.js';
import { listDirectory, snapshotFile } from '../../src/lib/snapshot-files.js';
import { numberSet } from './channel-samples.js';
import type { NewPlace, Place } from './support.js';

/** Sets of numbers that were sent in, on either engine. */
export function numberSetsContract(newPlace: NewPlace): void {
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
  const nowhere = async () => {};

  test('one is kept as it was sent; its maker’s are those that can be used, the newest first', async () => {
    const row = numberSet({ id: 'a', expires_on: '2026-11-02' });
    expect(await insertNumberSet(ledger, row, nowhere)).toEqual(row);
    expect(await numberSetById(ledger, 'a')).toEqual(row);
    await insertNumberSet(ledger, numberSet({ id: 'b', created_at: '2026-11-01T00:00:00.000Z' }), nowhere);
    await insertNumberSet(ledger, numberSet({ id: 'c', created_by: 'wang.fang' }), nowhere);
    const ids = async (day: string) => (await numberSetsOf(ledger, 'li.wei', day)).map(({ id }) => id);
    expect([await ids('2026-11-02'), await ids('2026-11-03')]).toEqual([['b', 'a'], ['b']]);
    const at = '2026-11-03T00:00:00.000Z';
    expect([await markNumberSetRemoved(ledger, 'b', at), await markNumberSetRemoved(ledger, 'b', at)]).toEqual([true, false]);
    expect(await ids('2026-11-02')).toEqual(['a']);
  });

  test('file and row are made together, by a key once', async () => {
    const keyed = { idempotency_key: 'k', request_hash: 'h' };
    const failing = insertNumberSet(ledger, numberSet({ id: 'a', ...keyed }), () => Promise.reject(new Error('no room')));
    await expect(failing).rejects.toThrow('no room');
    expect(await numberSetById(ledger, 'a')).toBeUndefined();
    await insertNumberSet(ledger, numberSet({ id: 'b', ...keyed }), nowhere);
    const again = insertNumberSet(ledger, numberSet({ id: 'c', ...keyed }), () => Promise.reject(new Error('placed twice')));
    expect(await again).toMatchObject({ id: 'b' });
  });

  test('files of sets that are over or taken away go, and no others', async () => {
    const home = mkdtempSync(join(tmpdir(), 'martlet-sets-'));
    mkdirSync(listDirectory(home));
    const sets = {
      over: { expires_on: '2026-11-01' },
      removed: { removed_at: '2026-11-01T00:00:00.000Z' },
      kept: { expires_on: '2026-11-02' },
    };
    for (const [id, said] of Object.entries(sets))
      await insertNumberSet(ledger, numberSet({ id, ...said }), async () => writeFileSync(snapshotFile(home, id), 'PAR1'));
    await removeEndedSets(ledger, home, '2026-11-02');
    expect(Object.keys(sets).map((id) => existsSync(snapshotFile(home, id)))).toEqual([false, false, true]);
  });
}
