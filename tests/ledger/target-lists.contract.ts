import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import {
  activeTargetLists,
  changeTargetList,
  expireTargetLists,
  insertTargetList,
  targetListById,
  targetLists,
  targetListsFor,
} from '../../src/ledger/lists/target-lists.js';
import { targetList } from './channel-samples.js';
import type { NewPlace, Place } from './support.js';

const statuses = ['DRAFT', 'FROZEN', 'APPROVED', 'RUNNING', 'CLOSED', 'EXPIRED'] as const;

export function targetListsContract(newPlace: NewPlace): void {
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

  test('a list is kept as it was made', async () => {
    const list = targetList({ filter: '{"city":{"eq":"沈阳"}}', cities: '["沈阳"]', max_size: 2 ** 40 });
    await insertTargetList(ledger, list);
    expect(await targetListById(ledger, list.id)).toEqual(list);
    expect(await targetListById(ledger, 'none')).toBeUndefined();
  });

  test('lists of a measure are those whose goal is of it, the newest first', async () => {
    const made = (id: string, goal_measure: string | null) =>
      insertTargetList(ledger, targetList({ id, created_at: id, goal_measure, goal: goal_measure && '{"wantedChange":-2.5}' }));
    for (const [id, measure] of [
      ['1', 'REVENUE'],
      ['2', null],
      ['3', 'ORDERS'],
      ['4', 'REVENUE'],
    ] as const)
      await made(id, measure);
    const found = await targetListsFor(ledger, ['REVENUE', 'CHURN_RATE']);
    expect(found.map(({ id, goal }) => [id, goal])).toEqual(['4', '1'].map((id) => [id, '{"wantedChange":-2.5}']));
  });

  test('pages, the newest first, hold every list once, though many were made at one moment', async () => {
    const lists = Array.from({ length: 23 }, (_, index) =>
      targetList({
        id: `${(index * 7) % 23}`.padStart(2, '0'),
        created_at: `t${index >> 3}`,
        status: index % 4 ? 'DRAFT' : 'FROZEN',
      }),
    );
    for (const list of lists) await insertTargetList(ledger, list);
    await insertTargetList(ledger, targetList({ id: 'earlier', standing_id: 's', generation: 'g1' }));
    await insertTargetList(ledger, targetList({ id: 'later', standing_id: 's', generation: 'g2' }));
    const own = await targetLists(ledger, { status: null, standing: 's', first: 5, after: null });
    expect(own.map(({ id }) => id).sort()).toEqual(['earlier', 'later']);
    await ledger.db.deleteFrom('target_list').where('standing_id', '=', 's').execute();
    for (const status of [null, 'FROZEN'] as const) {
      const found: string[] = [];
      let after: { createdAt: string; id: string } | null = null;
      while (true) {
        const page = await targetLists(ledger, { status, standing: null, first: 5, after });
        found.push(...page.map(({ id }) => id));
        if (page.length === 0) break;
        after = { createdAt: page.at(-1)!.created_at, id: page.at(-1)!.id };
      }
      const expected = lists.filter((list) => status === null || list.status === status);
      const newest = expected
        .map(({ created_at, id }) => `${created_at} ${id}`)
        .sort()
        .reverse();
      expect(found).toEqual(newest.map((key) => key.slice(3)));
    }
  });

  test('of many who change a state one does', async () => {
    const list = targetList({ status: 'FROZEN', approved_by: null });
    await insertTargetList(ledger, list);
    const approve = (subject: string) =>
      changeTargetList(ledger, list.id, ['FROZEN'], { status: 'APPROVED', approved_by: subject });
    const subjects = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const won = await Promise.all(subjects.map(approve));
    expect(won.filter(Boolean)).toHaveLength(1);
    const approved = { ...list, status: 'APPROVED', approved_by: subjects[won.indexOf(true)] };
    expect(await targetListById(ledger, list.id)).toEqual(approved);
    expect(await changeTargetList(ledger, 'none', ['FROZEN'], { name: 'x' })).toBe(false);
  });

  test('lists end after their last day, those that had not ended before', async () => {
    const days = ['2026-10-30', '2026-10-31', null];
    const lists = statuses.flatMap((status) =>
      days.map((day) => targetList({ id: `${status} ${day}`, status, expires_on: day })),
    );
    for (const list of lists) await insertTargetList(ledger, list);
    const due = ['DRAFT', 'FROZEN', 'APPROVED', 'RUNNING'].map((status) => `${status} 2026-10-30`);
    expect([...(await expireTargetLists(ledger, '2026-10-31'))].sort()).toEqual([...due].sort());
    expect(await expireTargetLists(ledger, '2026-10-31')).toEqual([]);
    expect((await targetListById(ledger, due[0]!))?.status).toBe('EXPIRED');
    expect((await targetListById(ledger, 'CLOSED 2026-10-30'))?.status).toBe('CLOSED');
    const active = ['FROZEN', 'APPROVED', 'RUNNING'].flatMap((status) => [`${status} 2026-10-31`, `${status} null`]);
    expect((await activeTargetLists(ledger)).map(({ id }) => id).sort()).toEqual(active.sort());
  });
}
