import { expect, test } from 'vitest';
import { listAudit } from '../../src/ledger/audit/audit.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import {
  claimStandingList,
  giveUpStandingList,
  listsBefore,
  settleStandingList,
} from '../../src/ledger/lists/settle-standing-list.js';
import {
  changeStandingList,
  insertStandingList,
  standingLists,
  standingListsById,
} from '../../src/ledger/lists/standing-lists.js';
import { addWebhook } from '../../src/ledger/outbox/webhooks.js';
import { eventTypes } from '../../src/ledger/outbox-tables.js';
import { applyRetention } from '../../src/ledger/retention.js';
import type { StandingListRow, TargetListRow } from '../../src/ledger/tables.js';
import { bundled } from '../support/compiled.js';
import { standingList, targetList } from './channel-samples.js';
import { child, type NewPlace, type Place, withEach } from './support.js';

const leaseMs = 60_000;

/** A rule of which each generation makes a list, on either engine. */
export function standingListsContract(newPlace: NewPlace): void {
  let place: Place;
  let ledger: Ledger;
  withEach(newPlace, (opened) => {
    ({ place, ledger } = opened);
  });
  const insert = (said: Partial<StandingListRow> = {}) => insertStandingList(ledger, standingList(said), () => {});
  const byId = async (id: string) => (await standingListsById(ledger, [id]))[0]!;
  const claim = (generation: string, now = new Date()) => claimStandingList(ledger, { generation, now, leaseMs });
  const made = () => ledger.db.selectFrom('target_list').selectAll().orderBy('generation').execute();
  const line = (action: string) => ({ subject: 'li.wei', action, decision: 'ALLOWED' }) as const;
  /** Frozen and approved, as one of a standing list that is approved. */
  const settle = (standing_id: string, generation: string, said: Partial<TargetListRow> = {}) => {
    const list = targetList({ standing_id, generation, status: 'FROZEN', approved_by: null, approved_at: null, ...said });
    const steps = ({ approved_by }: StandingListRow) => [
      { list, line: line('target list frozen') },
      ...(approved_by === null
        ? []
        : [{ list: { ...list, status: 'APPROVED' as const, approved_by }, line: line('target list approved') }]),
    ];
    return settleStandingList(ledger, list, steps, async () => {});
  };

  test('it is kept as it was made, and is refused by how many its author has that are not paused', async () => {
    const [first, paused] = [
      await insert({ created_at: '1' }),
      await insert({ created_at: '2', paused_at: '3', paused_by: 'x' }),
    ];
    await insert({ created_by: 'wang.fang', created_at: '3' });
    expect(await byId(first.id)).toEqual(first);
    const counts: number[] = [];
    const third = standingList({ created_at: '4' });
    await insertStandingList(ledger, third, (count) => counts.push(count));
    expect(counts).toEqual([2]);
    const failing = insertStandingList(ledger, standingList(), (count) => {
      throw new Error(`${count} are too many`);
    });
    await expect(failing).rejects.toThrow('3 are too many');
    const own = (await standingLists(ledger)).filter(({ created_by }) => created_by === 'li.wei');
    expect(own).toEqual([third, paused, first]);
  });

  test('of many who change it as it was one does', async () => {
    const row = await insert();
    const approve = (approved_by: string) => changeStandingList(ledger, row, { approved_by });
    const won = await Promise.all(Array.from({ length: 10 }, (_, index) => approve(`s${index}`)));
    expect(won.filter(Boolean)).toHaveLength(1);
    const approved = await byId(row.id);
    expect(approved.approved_by).toBe(`s${won.indexOf(true)}`);
    expect(await changeStandingList(ledger, row, { paused_at: 'now' })).toBe(false);
    expect(await changeStandingList(ledger, approved, { paused_at: 'now' })).toBe(true);
  });

  test('a newer generation is claimed by one of many, and by another when the lease is over', async () => {
    const [row, paused] = [await insert({ generation: 'g2' }), await insert({ paused_at: '3' })];
    expect(await claim('g1')).toBeNull();
    expect(await claim('g2')).toBeNull();
    const claimed = await Promise.all([1, 2, 3, 4].map(() => claim('g3')));
    expect(claimed.filter((each) => each !== null).map(({ id }) => id)).toEqual([row.id]);
    expect(await claim('g3')).toBeNull();
    expect((await claim('g3', new Date(Date.now() + leaseMs + 1)))?.id).toBe(row.id);
    expect((await byId(paused.id)).leased_until).toBeNull();
  });

  test('of a generation there is one list, whoever settles it and however many do at once', async () => {
    const { id } = await insert({ fault: 'of before', leased_until: 'x' });
    const settled = await Promise.all([1, 2, 3, 4].map(() => settle(id, 'g2')));
    const [list] = settled.filter((each) => each !== null);
    expect(settled.filter((each) => each !== null)).toHaveLength(1);
    expect(await made()).toEqual([list]);
    expect(await byId(id)).toMatchObject({ generation: 'g2', fault: null, leased_until: null });
    // The ledger itself has no other of it, and none of an older one is made any more.
    expect(await settle(id, 'g1')).toBeNull();
    await expect(
      ledger.db
        .insertInto('target_list')
        .values(targetList({ standing_id: id, generation: 'g2' }))
        .execute(),
    ).rejects.toThrow();
    expect(await settle(id, 'g3')).toMatchObject({ generation: 'g3' });
    expect(await made()).toHaveLength(2);
  });

  test('what it comes to is told and noted with it, by the standing list as it is then; or nothing of it', async () => {
    await addWebhook(ledger, { subject: 'crm', key_id: 'k', callback: 'https://crm.example.com/', types: eventTypes }, () => {});
    const row = await insert();
    await changeStandingList(ledger, row, { approved_by: 'wang.fang' });
    const list = targetList({ standing_id: row.id, generation: 'g2' });
    const steps = () => [{ list, line: line('target list frozen') }];
    const failing = settleStandingList(ledger, list, steps, () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect([await made(), await listAudit(ledger, { limit: 9 }), (await byId(row.id)).generation]).toEqual([[], [], 'g1']);
    const settled = await settle(row.id, 'g2');
    expect(settled).toMatchObject({ status: 'APPROVED', approved_by: 'wang.fang' });
    const events = await ledger.db.selectFrom('outbox_event').select(['type', 'subject']).orderBy('seq').execute();
    expect(events).toEqual(['list.frozen', 'list.approved'].map((type) => ({ type, subject: settled!.id })));
    const actions = (await listAudit(ledger, { limit: 9 })).map(({ action }) => action).sort();
    expect(actions).toEqual(['target list approved', 'target list frozen']);
    await changeStandingList(ledger, await byId(row.id), { paused_at: 'now' });
    expect(await settle(row.id, 'g3')).toBeNull();
    expect(await settle('none', 'g3')).toBeNull();
  });

  test('a gateway that is killed when the file is in its place has made nothing: another makes it, once', async () => {
    const { id } = await insert();
    const process = child([await bundled('tests/ledger/standing-child.ts'), place.home, place.databaseUrl ?? '', ...[id, 'g2']]);
    await process.reached(1);
    process.kill();
    await process.ended;
    expect(process.acknowledged()).toEqual(['placed']);
    expect(await made()).toEqual([]);
    const list = await settle(id, 'g2');
    expect(await made()).toEqual([list]);
    expect((await listAudit(ledger, { limit: 9 })).map(({ action }) => action)).toEqual(['target list frozen']);
  });

  test('a rule that cannot be asked is done with the generation, and says why', async () => {
    const row = await insert();
    await claim('g2');
    await giveUpStandingList(ledger, row, 'g2', 'STALE_SLICE: …');
    expect(await byId(row.id)).toMatchObject({ generation: 'g2', fault: 'STALE_SLICE: …', leased_until: null });
    await giveUpStandingList(ledger, row, 'g1', 'too late');
    expect(await byId(row.id)).toMatchObject({ generation: 'g2', fault: 'STALE_SLICE: …' });
    expect(await claim('g2')).toBeNull();
  });

  test('the lists before are those that are frozen, of one that takes nobody twice', async () => {
    const [only, any] = [await insert(), await insert({ only_new: 0 })];
    const first = await settle(only.id, 'g2', { content_hash: 'h' });
    await settle(only.id, 'g3', { content_hash: null });
    await settle(any.id, 'g2', { content_hash: 'h' });
    expect(await listsBefore(ledger, { standing_id: only.id })).toEqual([first]);
    expect(await listsBefore(ledger, { standing_id: any.id })).toEqual([]);
    expect(await listsBefore(ledger, { standing_id: null })).toEqual([]);
  });

  test('one that was paused long ago goes after the last of its lists', async () => {
    const now = new Date('2030-01-01T00:00:00.000Z');
    const ago = '2029-01-01T00:00:00.000Z';
    const kept = await insert();
    const ended = await insert();
    await settle(ended.id, 'g2', { status: 'CLOSED', closed_at: ago });
    await changeStandingList(ledger, await byId(ended.id), { paused_at: ago });
    const retain = async () => (await applyRetention(ledger, { lists: 90 }, { now, subject: 'steward' }))[0]!.rows;
    expect(await retain()).toEqual({ target_list: 1 });
    expect(await retain()).toEqual({ standing_list: 1 });
    expect((await standingLists(ledger)).map(({ id }) => id)).toEqual([kept.id]);
  });
}
