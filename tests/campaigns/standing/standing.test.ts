import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { listDirectory } from '../../../src/lib/snapshot-files.js';
import { usualLimits } from '../../../src/security/limits.js';
import { encodeSlice } from '../../../src/slices/slice.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import {
  approveQuery as approveListQuery,
  closeQuery,
  colleague,
  done,
  entriesOf,
  listQuery,
  membersQuery,
  refused,
  suppressedOf,
} from '../lists/support.js';
import {
  approveQuery,
  created,
  createQuery,
  freezeOn,
  madeOn,
  pauseQuery,
  resumeQuery,
  rowOf,
  standingQuery,
} from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const bounds = { approveUpTo: { size: 40, budget: 100_000 } };
/** With bounds that a colleague has approved. */
async function approved(input: object = {}): Promise<Data> {
  const standing = await created(gateway, { ...bounds, ...input });
  return done(gateway, approveQuery, { id: standing.id }, colleague);
}
const idsBy = (entries: Awaited<ReturnType<typeof entriesOf>>, test: (entry: (typeof entries)[number]) => boolean) =>
  entries.filter(test).map(({ id }) => id);

describe('a list of each generation', () => {
  test('is of the rule’s numbers in the newest month, and adds up', async () => {
    const { data } = await gateway.ask(
      '{ indicator(measure: NUMBERS, month: "2026-08", where: { stage: { eq: "DECLINE" } }) { slice value } }',
    );
    const standing = await created(gateway, { slice: data.indicator.slice, expiresAfterDays: 14, holdOut: 0.2 });
    const list = await madeOn(gateway, standing, 1);
    const [row] = await gateway.sql("select count(*) as n from number_state where month = '2026-10' and stage = 'DECLINE'");
    expect(Number(row!.n)).not.toBe(data.indicator.value);
    expect(list).toMatchObject({ status: 'FROZEN', month: '2026-10', sliceCount: Number(row!.n), expiresOn: '2026-11-16' });
    expect(list).toMatchObject({ name: standing.name, createdBy: 'developer', approvedBy: null, generation: '20991' });
    expect(list.size).toBeGreaterThan(5);
    expect(list.size + list.heldOut + suppressedOf(list)).toBe(list.sliceCount);
    const shown = await done(gateway, `query ($id: ID!) { targetList(id: $id) { slice standing { id fault generation } } }`, {
      id: list.id,
    });
    expect(shown.standing).toEqual({ id: standing.id, fault: null, generation: '20991' });
    const { totalCount } = await done(gateway, 'query ($slice: Slice!) { numbers(slice: $slice) { totalCount } }', {
      slice: shown.slice,
    });
    expect(totalCount).toBe(list.sliceCount);
  });

  test('is made once, however many make it at once, and its file is its own', async () => {
    const standing = await approved({ maxSize: 20 });
    const made = await Promise.all([1, 2, 3].map(() => freezeOn(gateway, standing, '20991')));
    const [list] = made.filter((each) => each !== null);
    expect(made.filter((each) => each !== null)).toHaveLength(1);
    expect(await freezeOn(gateway, standing, '20991')).toBeNull();
    expect(await freezeOn(gateway, standing, '20990')).toBeNull();
    const { members } = await done(gateway, membersQuery, { id: list!.id });
    expect(members.totalCount).toBe(20);
    const files = readdirSync(listDirectory(gateway.channels.home)).filter((name) => name.startsWith(list!.id));
    expect(files).toEqual([`${list!.id}.parquet`]);
    const own = await done(gateway, 'query ($id: ID!) { targetLists(standing: $id) { nodes { id } } }', { id: standing.id });
    expect(own.nodes).toEqual([{ id: list!.id }]);
  });

  test('with nobody on it is closed', async () => {
    const list = await madeOn(gateway, await approved({ budget: 0, offers: ['DATA_UPGRADE'], holdOut: 0 }), 1);
    expect(list).toMatchObject({ status: 'CLOSED', size: 0, approvedBy: null });
  });
});

describe('bounds', () => {
  test('within them, once approved by another, a list is approved; and the audit says by whom', async () => {
    const standing = await created(gateway, { ...bounds, maxSize: 30 });
    expect(await refused(gateway, approveQuery, { id: standing.id })).toMatch(/^FORBIDDEN: .* \(four eyes\)/);
    expect(await madeOn(gateway, standing, 1)).toMatchObject({ status: 'FROZEN', size: 30, approvedBy: null });
    const again = await done(gateway, approveQuery, { id: standing.id }, colleague);
    expect(again).toMatchObject({ approvedBy: 'colleague', approvedAt: expect.any(String) });
    const list = await madeOn(gateway, standing, 2);
    expect(list).toMatchObject({ status: 'APPROVED', approvedBy: 'colleague', createdBy: 'developer' });
    const lines = (await listAudit(gateway.ledger, { limit: 4 })).map(({ action, subject, detail }) => ({
      ...{ action, subject, detail: JSON.parse(detail!) },
    }));
    const about = { list: list.id, standing: standing.id };
    expect(lines).toContainEqual({ action: 'target list approved', subject: 'colleague', detail: about });
    const frozen = { ...about, hash: list.contentHash, size: 30 };
    expect(lines).toContainEqual({ action: 'target list frozen', subject: 'developer', detail: frozen });
  });

  test.each([
    ['more members', { approveUpTo: { size: 29, budget: 100_000 } }],
    ['more cost', { approveUpTo: { size: 30, budget: 1 } }],
  ])('beyond them, by %s, it waits for a person, who is not its author', async (_, input) => {
    const list = await madeOn(gateway, await approved({ maxSize: 30, ...input }), 1);
    expect(list).toMatchObject({ status: 'FROZEN', size: 30, approvedBy: null });
    expect(await refused(gateway, approveListQuery, { id: list.id })).toMatch(/^FORBIDDEN: /);
    expect(await done(gateway, approveListQuery, { id: list.id }, colleague)).toMatchObject({ status: 'APPROVED' });
  });

  test('are approved once, and anew after a pause, in which no list is made', async () => {
    const standing = await approved({ maxSize: 5 });
    const { id } = standing;
    expect(await done(gateway, approveQuery, { id }, colleague)).toMatchObject({ approvedBy: 'colleague' });
    const another = { ...colleague, subject: 'another' };
    expect(await refused(gateway, approveQuery, { id }, another)).toMatch(/^CONFLICT: .* was approved by colleague/);
    expect(await done(gateway, pauseQuery, { id }, another)).toMatchObject({ pausedBy: 'another', approvedBy: null });
    expect(await refused(gateway, approveQuery, { id }, another)).toMatch(/^CONFLICT: .* is paused/);
    expect(await freezeOn(gateway, standing, '20991')).toBeNull();
    expect(await done(gateway, resumeQuery, { id })).toMatchObject({ pausedBy: null, pausedAt: null, approvedBy: null });
    expect(await madeOn(gateway, standing, 2)).toMatchObject({ status: 'FROZEN' });
    const without = await created(gateway, {});
    expect(await refused(gateway, approveQuery, { id: without.id }, colleague)).toMatch(/^CONFLICT: .* has no bounds/);
  });
});

describe('whom it takes', () => {
  const terms = { maxSize: 40, holdOut: 0.3 };
  const singly = () => {
    const offers = [...gateway.martlet.definitions.catalogue.offers.values()];
    return offers.filter(({ scenes, isHousehold }) => scenes.includes('OUTBOUND') && !isHousehold).map(({ code }) => code);
  };

  test('only new ones: nobody who was on an earlier list, or kept out of one', async () => {
    const standing = await created(gateway, { ...terms, offers: singly() });
    const lists = [];
    for (const generation of [1, 2, 3]) lists.push(await entriesOf(gateway, await madeOn(gateway, standing, generation)));
    const [before, arms] = [new Set<string>(), new Map<string, string>()];
    for (const entries of lists) {
      const taken = entries.filter(({ arm }) => arm !== null);
      expect(idsBy(taken, ({ id }) => before.has(id))).toEqual([]);
      expect(idsBy(entries, ({ why }) => why === 'LISTED')).toEqual(idsBy(entries, ({ id }) => before.has(id)));
      for (const { id, arm, draw } of taken) {
        before.add(id);
        // A household is drawn alike by all of them.
        if (draw !== null) expect([draw, arms.get(draw) ?? arm]).toEqual([draw, arm]);
        if (draw !== null) arms.set(draw, arm!);
      }
    }
    expect(before.size).toBeGreaterThan(120);
  });

  test('of a household’s offer no household twice, though another number of it is left', async () => {
    const offers = ['BROADBAND_TV'];
    const standing = await created(gateway, { offers, holdOut: 0 });
    const first = await entriesOf(gateway, await madeOn(gateway, standing, 1));
    const homes = new Set(first.filter(({ arm }) => arm === 'MEMBER').map(({ draw }) => draw));
    const left = first.filter(({ why }) => why === 'HOUSEHOLD');
    expect(left.length).toBeGreaterThan(0);
    const second = new Map((await entriesOf(gateway, await madeOn(gateway, standing, 2))).map((entry) => [entry.id, entry]));
    for (const { id, draw } of left) expect([homes.has(draw), second.get(id)!.why]).toEqual([true, 'LISTED']);
  });

  test('anybody: the same again, and whom the list before keeps out is kept out once more', async () => {
    const standing = await created(gateway, { ...terms, onlyNew: false });
    const [first, second] = [
      await entriesOf(gateway, await madeOn(gateway, standing, 1)),
      await entriesOf(gateway, await madeOn(gateway, standing, 2)),
    ];
    for (const arm of ['MEMBER', 'HELD_OUT'] as const)
      expect(idsBy(second, (entry) => entry.arm === arm)).toEqual(idsBy(first, (entry) => entry.arm === arm));
    expect(idsBy(second, ({ why }) => why === 'LISTED')).toEqual([]);
  });

  test('those of its author’s cities, and it is seen by who sees those', async () => {
    const clerk = managerOf(['HAILAN'], { tiers: [4], subject: 'clerk' });
    const standing = await created(gateway, { maxSize: 9 }, clerk);
    const list = await madeOn(gateway, standing, 1);
    expect(new Set((await entriesOf(gateway, list)).map(({ city }) => city))).toEqual(new Set(['HAILAN']));
    const seen = async (viewer: typeof clerk) => (await done(gateway, standingQuery, {}, viewer)).map(({ id }: Data) => id);
    expect(await seen(clerk)).toEqual([standing.id]);
    expect(await seen(managerOf(['JINTAN'], { tiers: [4] }))).toEqual([]);
    expect(await seen({ ...colleague, lists: 'own' })).toEqual([]);
    // A list that a city sees for its members tells nothing of a rule that reaches beyond it.
    const wide = await created(gateway, { where: { city: { eq: 'HAILAN' } }, maxSize: 9 });
    const { id } = await madeOn(gateway, wide, 1);
    const shown = await done(gateway, 'query ($id: ID!) { targetList(id: $id) { id standing { id } } }', { id }, clerk);
    expect(shown).toEqual({ id, standing: null });
  });
});

describe('a rule', () => {
  const rule = { from: '2026-10', to: '2026-10', where: {}, nodes: [], counted: [], facts: [], others: [], followed: null };

  test('that has gone stale makes no list, and says so until it makes one', async () => {
    const { data } = await gateway.ask('{ indicator(measure: NUMBERS, where: { city: { eq: "HAILAN" } }) { slice } }');
    const standing = await created(gateway, { slice: data.indicator.slice });
    const { catalogue, secret } = gateway.slices;
    const stale = encodeSlice(rule, { catalogue: { ...catalogue, hash: 'another catalogue' }, secret });
    const set = (slice: string) =>
      gateway.ledger.db.updateTable('standing_list').set({ slice }).where('id', '=', standing.id).execute();
    await set(stale);
    expect(await freezeOn(gateway, standing, '20991')).toBeNull();
    expect(await rowOf(gateway, standing)).toMatchObject({
      generation: '20991',
      fault: expect.stringMatching(/^STALE_SLICE: .*catalogue has changed/),
    });
    await set(data.indicator.slice);
    await madeOn(gateway, standing, 2);
    expect(await rowOf(gateway, standing)).toMatchObject({ generation: '20992', fault: null });
  });

  test('of fewer numbers than its author is told of makes no list', async () => {
    const standing = await created(gateway, { where: { city: { eq: 'HAILAN' } } });
    const few = { minimum_group: 1_000_000 };
    await gateway.ledger.db.updateTable('standing_list').set(few).where('id', '=', standing.id).execute();
    expect(await freezeOn(gateway, standing, '20991')).toBeNull();
    expect((await rowOf(gateway, standing)).fault).toMatch(/^FORBIDDEN: .*SUPPRESSED/);
  });

  test('keeps its goal: one for all its lists, from the figure of when it was made', async () => {
    const { data } = await gateway.ask('{ indicator(measure: NUMBERS, where: { city: { eq: "HAILAN" } }) { slice value } }');
    const { slice, value } = data.indicator;
    const goal = { measure: 'NUMBERS', slice, wantedChange: 50, by: '2026-12-31' };
    const standing = await created(gateway, { slice, goal, maxSize: 3 });
    expect(standing.goal).toEqual({ measure: { code: 'NUMBERS' }, baseline: value });
    const { id } = await madeOn(gateway, standing, 1);
    const shown = await done(gateway, 'query ($id: ID!) { targetList(id: $id) { goal { baseline wantedChange by } } }', { id });
    expect(shown.goal).toEqual({ baseline: value, wantedChange: 50, by: '2026-12-31' });
  });

  test.each([
    ['no rule', { everybody: undefined }, /^BAD_USER_INPUT: slice, where: expected a slice/],
    ['a last day that is over', { expiresAfterDays: 0 }, /^BAD_USER_INPUT: expiresAfterDays: expected 1 to 366, found 0/],
    ['a year and more', { expiresAfterDays: 367 }, /^BAD_USER_INPUT: expiresAfterDays/],
    ['bounds for nobody', { approveUpTo: { size: 0, budget: 5 } }, /^BAD_USER_INPUT: approveUpTo: expected a size from 1/],
    ['an offer of another scene', { offers: ['CARE_CALL'], scene: 'ONLINE' }, /^(BAD_USER_INPUT|UNKNOWN_NAME): /],
  ])('%s is refused', async (_, input, expected) => {
    const given = { name: 'x', purpose: 'x', scene: 'OUTBOUND', everybody: true, ...input };
    expect(await refused(gateway, createQuery, { input: given })).toMatch(expected);
  });

  test('of what numbers were in a month of its own is refused', async () => {
    const slice = encodeSlice({ ...rule, others: ['2026-09 LIFECYCLE.MATURE'] }, gateway.slices);
    const input = { name: 'x', purpose: 'x', scene: 'OUTBOUND', slice };
    expect(await refused(gateway, createQuery, { input })).toMatch(/^BAD_USER_INPUT: slice: expected a rule that holds/);
  });

  test('more of them than one may have at a time is refused; who freezes no lists has none', async () => {
    const many = managerOf(['HAILAN'], { tiers: [4], subject: 'many', limits: { ...usualLimits, standingLists: 2 } });
    const [first] = [await created(gateway, {}, many), await created(gateway, {}, many)];
    const input = { name: 'x', purpose: 'x', scene: 'OUTBOUND', everybody: true };
    expect(await refused(gateway, createQuery, { input }, many)).toMatch(/^CONFLICT: .* at most 2 .* found 3/);
    await done(gateway, pauseQuery, { id: first.id }, many);
    await created(gateway, {}, many);
    expect(await refused(gateway, resumeQuery, { id: first.id }, many)).toMatch(/^CONFLICT: /);
    const maker = { ...colleague, acts: ['MAKE_LISTS' as const] };
    expect(await refused(gateway, createQuery, { input }, maker)).toMatch(/^FORBIDDEN: FREEZE_LISTS/);
  });

  test('its list goes on as any other: closed by hand, found by its id', async () => {
    const { id } = await madeOn(gateway, await approved({ maxSize: 3 }), 1);
    expect(await done(gateway, closeQuery, { id }, colleague)).toMatchObject({ status: 'CLOSED' });
    expect(await done(gateway, listQuery, { id })).toMatchObject({ status: 'CLOSED' });
  });
});
