import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import {
  approved,
  approveQuery,
  closeQuery,
  colleague,
  created,
  done,
  entriesOf,
  freezeQuery,
  frozen,
  grouped,
  listQuery,
  refused,
  suppressedOf,
  whyQuery,
} from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const clerk = managerOf(['HAILAN'], { tiers: [4], subject: 'clerk' });
const lastLine = async () => (await listAudit(gateway.ledger, { limit: 1 }))[0]!;

describe('the life of a list', () => {
  test('its author does not approve it: refused, and noted', async () => {
    const { id } = await frozen(gateway, { maxSize: 3 });
    expect(await refused(gateway, approveQuery, { id })).toBe(
      `FORBIDDEN: Target list ${id} was made by developer: expected somebody else to approve it (four eyes). Ask a colleague with tier 4 and the same cities.`,
    );
    expect(await lastLine()).toMatchObject({ action: 'refused: approveTargetList', decision: 'DENIED', subject: 'developer' });
    expect(await done(gateway, approveQuery, { id }, colleague)).toMatchObject({ status: 'APPROVED', approvedBy: 'colleague' });
    const line = await lastLine();
    expect(line).toMatchObject({ action: 'target list approved', decision: 'ALLOWED', subject: 'colleague' });
    expect(JSON.parse(line.detail!)).toEqual({ list: id });
    const again = await Promise.all([1, 2].map(() => done(gateway, approveQuery, { id }, colleague)));
    for (const list of again) expect(list).toMatchObject({ id, status: 'APPROVED', approvedBy: 'colleague' });
    expect(await done(gateway, freezeQuery, { id }, colleague)).toMatchObject({ status: 'APPROVED' });
    expect(await lastLine()).toEqual(line);
    expect(await refused(gateway, approveQuery, { id }, { ...colleague, subject: 'another' })).toMatch(
      /^CONFLICT: .* found APPROVED\. A list is approved once\./,
    );
  });

  test('a draft is not approved, what is closed is at its end', async () => {
    const { id } = await created(gateway);
    expect(await refused(gateway, approveQuery, { id }, colleague)).toMatch(/^CONFLICT: .* found DRAFT\. Freeze it first\./);
    expect(await done(gateway, closeQuery, { id })).toMatchObject({ status: 'CLOSED' });
    const line = await lastLine();
    expect(line).toMatchObject({ action: 'target list closed' });
    expect(await done(gateway, closeQuery, { id }, colleague)).toMatchObject({ status: 'CLOSED' });
    expect(await lastLine()).toEqual(line);
    for (const query of [freezeQuery, approveQuery])
      expect(await refused(gateway, query, { id }, colleague)).toMatch(/^CONFLICT: /);
  });

  test('it expires when its last day is over', async () => {
    const { id } = await approved(gateway, { maxSize: 3, expiresOn: '2026-11-20' });
    gateway.clock.set('2026-11-20T23:59:00+08:00');
    expect(await done(gateway, listQuery, { id })).toMatchObject({ status: 'APPROVED' });
    gateway.clock.set('2026-11-21T00:00:00+08:00');
    expect(await done(gateway, listQuery, { id })).toMatchObject({ status: 'EXPIRED' });
    expect(await refused(gateway, closeQuery, { id })).toMatch(/^CONFLICT: .* found EXPIRED/);
    gateway.clock.set('2026-11-02T10:00:00+08:00');
  });

  test('an id that there is not', async () => {
    expect(await done(gateway, listQuery, { id: 'x' })).toBeNull();
    for (const query of [freezeQuery, approveQuery, closeQuery])
      expect(await refused(gateway, query, { id: 'x' })).toBe(
        'BAD_USER_INPUT: Expected the id of a target list all of whose numbers you may see, found "x". Take it from targetLists.',
      );
  });
});

describe('who sees a list', () => {
  const pageQuery = `query ($status: ListStatus, $first: Int, $after: String) {
    targetLists(status: $status, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
  }`;

  test('a list of one city has numbers of that city; others of the city see it, others do not', async () => {
    const list = await frozen(gateway, {}, clerk);
    const entries = await entriesOf(gateway, list);
    expect(list.size).toBeGreaterThan(5);
    expect(new Set(entries.map(({ city }) => city))).toEqual(new Set(['HAILAN']));
    const both = managerOf(['HAILAN', 'JINTAN'], { tiers: [4] });
    for (const viewer of [clerk, both, colleague])
      expect(await done(gateway, listQuery, { id: list.id }, viewer)).toMatchObject({ id: list.id });
    const elsewhere = managerOf(['JINTAN'], { tiers: [4] });
    expect(await done(gateway, listQuery, { id: list.id }, elsewhere)).toBeNull();
    expect(await refused(gateway, closeQuery, { id: list.id }, elsewhere)).toMatch(/^BAD_USER_INPUT: /);
    expect(await refused(gateway, listQuery, { id: list.id }, managerOf(['HAILAN']))).toMatch(/^FORBIDDEN: Tier 4/);
  });

  test('frozen by somebody who sees more, it stays within its author’s cities', async () => {
    const { id } = await created(gateway, {}, clerk);
    const entries = await entriesOf(gateway, await done(gateway, freezeQuery, { id }, colleague));
    expect(new Set(entries.map(({ city }) => city))).toEqual(new Set(['HAILAN']));
  });

  const seenBy = (id: string, ...cities: string[]) => done(gateway, listQuery, { id }, managerOf(cities, { tiers: [4] }));

  test('made by somebody who sees all, it is seen for where its members live, once they are settled', async () => {
    const { id } = await created(gateway, { where: { city: { eq: 'HAILAN' } }, maxSize: 5 });
    expect(await seenBy(id, 'HAILAN')).toBeNull();
    const list = await done(gateway, freezeQuery, { id });
    expect(await seenBy(id, 'HAILAN')).toEqual(list);
    expect(await seenBy(id, 'JINTAN')).toBeNull();
    const { nodes } = await done(gateway, pageQuery, { first: 500 }, managerOf(['HAILAN'], { tiers: [4] }));
    expect(nodes).toContainEqual({ id });
    // One of before its members' cities were kept, and one that nobody is on.
    await gateway.ledger.db.updateTable('target_list').set({ member_cities: null }).where('id', '=', id).execute();
    expect(await seenBy(id, 'HAILAN')).toBeNull();
    const empty = await frozen(gateway, { where: { city: { eq: 'HAILAN' } }, budget: 0, holdOut: 0 });
    expect(empty).toMatchObject({ size: 0, heldOut: 0 });
    expect(await seenBy(empty.id, 'HAILAN')).toBeNull();
  });

  test('of its slice he is told what lies in his cities, and nothing of a number elsewhere', async () => {
    const list = await frozen(gateway, { maxSize: 3, holdOut: 0.5 });
    const entries = await entriesOf(gateway, list);
    const cities = [...new Set(entries.filter(({ arm }) => arm !== null).map(({ city }) => city))];
    const all = [...new Set(entries.map(({ city }) => city))];
    expect(cities.length).toBeLessThan(all.length);
    for (const city of cities)
      if (cities.length > 1) expect(await seenBy(list.id, ...cities.filter((other) => other !== city))).toBeNull();
    const seen = await seenBy(list.id, ...cities);
    const own = entries.filter(({ city }) => cities.includes(city));
    expect(seen).toEqual({ ...list, sliceCount: own.length, suppressed: expect.anything() });
    const stopped = grouped(
      own.filter(({ arm }) => arm === null),
      ({ why }) => why,
    );
    expect(new Map(seen.suppressed.map(({ why, count }: Data) => [why, count]))).toEqual(
      new Map([...stopped].map(([why, numbers]) => [why, numbers.length])),
    );
    expect(seen.size + seen.heldOut + suppressedOf(seen)).toBe(seen.sliceCount);
    const manager = managerOf(cities, { tiers: [4] });
    const elsewhere = entries.find(({ city, arm }) => arm === null && city !== '' && !cities.includes(city))!;
    expect(await refused(gateway, whyQuery, { id: list.id, number: elsewhere.id }, manager)).toMatch(
      /^BAD_USER_INPUT: number: expected the id of one that you may see/,
    );
    const [near] = own.filter(({ arm }) => arm === null);
    expect((await done(gateway, whyQuery, { id: list.id, number: near!.id }, manager)).why).toMatchObject({ member: false });
  });

  test('pages, the newest first, of those that the viewer may see', async () => {
    gateway.clock.set('2026-11-03T10:00:00+08:00');
    const ids: string[] = [];
    for (let minute = 0; minute < 5; minute++) {
      gateway.clock.set(`2026-11-03T10:0${minute}:00+08:00`);
      await created(gateway);
      ids.unshift((await created(gateway, {}, clerk)).id);
    }
    const first = await done(gateway, pageQuery, { status: 'DRAFT', first: 3 }, clerk);
    expect(first.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 3));
    expect(first.pageInfo.hasNextPage).toBe(true);
    const after = first.pageInfo.endCursor;
    const second = await done(gateway, pageQuery, { status: 'DRAFT', first: 3, after }, clerk);
    expect(second.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3));
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(await refused(gateway, pageQuery, { after }, clerk)).toMatch(/^BAD_USER_INPUT: after: /);
    expect(await refused(gateway, pageQuery, { first: 0 }, clerk)).toMatch(/^BAD_USER_INPUT: targetLists\(first:\)/);
  });
});
