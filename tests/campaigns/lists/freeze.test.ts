import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import type { Outcome } from '../../../src/ledger/contact-tables.js';
import { recordContact } from '../../../src/ledger/contacts/contacts.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import { listDirectory, snapshotFile } from '../../../src/lib/snapshot-files.js';
import { openWithFields } from '../../support/fields.js';
import type { Data, Gateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { type Field, whereOf } from '../../support/reference.js';
import {
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
  membersQuery,
  refused,
  suppressedOf,
  whyQuery,
} from './support.js';
import '../../support/seed.js';

let gateway: Gateway;
let fields: readonly Field[];
beforeAll(async () => {
  ({ gateway, fields } = await openWithFields());
});
afterAll(() => gateway.close());

const filesOf = ({ id }: Data) => readdirSync(listDirectory(gateway.channels.home)).filter((name) => name.startsWith(id));

/** The sums that a list tells are those of its file, and it adds up to what it came from. */
async function addsUp(list: Data, expected: number): Promise<void> {
  const entries = await entriesOf(gateway, list);
  const of = (arm: string | null) => entries.filter((entry) => entry.arm === arm);
  const units = (arm: string) => new Set(of(arm).map(({ draw }) => draw)).size;
  expect(list).toMatchObject({
    status: 'FROZEN',
    sliceCount: expected,
    size: of('MEMBER').length,
    heldOut: of('HELD_OUT').length,
  });
  expect(list.size + list.heldOut + suppressedOf(list)).toBe(expected);
  expect(entries).toHaveLength(expected);
  expect(list.suppressed.map(({ why, count }: Data) => [why, count]).sort()).toEqual(
    [...grouped(of(null), ({ why }) => why)].map(([why, own]) => [why, own.length]).sort(),
  );
  expect([list.treatedUnits, list.controlUnits]).toEqual([units('MEMBER'), units('HELD_OUT')]);
  const sum = (of: 'net' | 'cost') => entries.reduce((sum, entry) => sum + (entry.arm === 'MEMBER' ? entry[of]! : 0), 0);
  expect(list.expectedNetBenefit).toBeCloseTo(sum('net'), 5);
  expect(list.expectedCost).toBeCloseTo(sum('cost'), 5);
}

test('a preview tells what freezing then gives, keeps no file, and is for who may freeze', async () => {
  const terms = 'size heldOut sliceCount expectedNetBenefit expectedCost suppressed { gate why count reason }';
  const previewQuery = `query ($id: ID!) { targetList(id: $id) { slice preview { ${terms} } } }`;
  const draft = await created(gateway, { where: { city: { eq: 'HAILAN' }, revenue: { gte: 40 } }, maxSize: 30 });
  const { preview, slice } = await done(gateway, previewQuery, { id: draft.id });
  expect(filesOf(draft)).toEqual([]);
  const list = await done(gateway, freezeQuery, { id: draft.id });
  expect(list).toMatchObject(preview);
  expect(preview.size).toBe(30);
  const [row] = await gateway.sql(
    "select count(*) as n from number_state where month = '2026-10' and city = 'HAILAN' and revenue >= 40",
  );
  const numbers = await done(gateway, 'query ($slice: Slice!) { numbers(slice: $slice) { totalCount } }', { slice });
  expect([numbers.totalCount, preview.sliceCount]).toEqual([row!.n, row!.n]);
  expect((await done(gateway, previewQuery, { id: draft.id })).preview).toBeNull();
  const other = await created(gateway, { where: { city: { eq: 'HAILAN' } } });
  const maker = { ...colleague, acts: ['MAKE_LISTS' as const] };
  expect(await refused(gateway, previewQuery, { id: other.id }, maker)).toMatch(/^FORBIDDEN: /);
});

describe('a list adds up to the slice that it comes from', () => {
  const count = async (slice: string, month: string): Promise<number> =>
    (await dataOf(gateway, `{ numbers(slice: "${slice}", month: "${month}") { totalCount } }`)).numbers.totalCount;

  test('of tier 1: nodes of a tree and their parts', async () => {
    const tree = `{ indicatorTree(tree: "LIFECYCLE", month: "2026-09") { nodes { code slice drill(by: CITY, top: 1) { slice } } } }`;
    const { nodes } = (await dataOf(gateway, tree)).indicatorTree;
    const slices = nodes.flatMap(({ slice, drill }: Data) => [slice, ...drill.map((part: Data) => part.slice)]);
    expect(slices.length).toBeGreaterThan(12);
    for (const slice of slices.slice(0, 16)) {
      const list = await frozen(gateway, { slice, scene: 'ONLINE' });
      await addsUp(list, await count(slice, '2026-09'));
      await done(gateway, closeQuery, { id: list.id });
    }
  });

  test('of tier 2: rows of a report, with a filter beside', async () => {
    const { rows } = (await dataOf(gateway, '{ report(code: "STOCK_STRUCTURE") { rows { slice } } }')).report;
    const where = { hasBroadband: { eq: false } };
    for (const { slice } of rows.filter((row: Data) => row.slice).slice(0, 6)) {
      const list = await frozen(gateway, { slice, where, scene: 'COUNTER' });
      const query = 'query ($slice: Slice, $where: SliceFilter) { numbers(slice: $slice, where: $where) { totalCount } }';
      await addsUp(list, (await dataOf(gateway, query, { slice, where })).numbers.totalCount);
      await done(gateway, closeQuery, { id: list.id });
    }
  });

  test('numbers that left the data since are on no list', async () => {
    const list = await frozen(gateway, { month: '2025-10' });
    const [row] = await gateway.sql(`select count(*) as gone from number_state where month = '2025-10'
      and number_id not in (select number_id from number_state where month = '2026-10')`);
    expect(row!.gone).toBeGreaterThan(0);
    expect(list.suppressed.find(({ why }: Data) => why === 'GONE')).toMatchObject({ gate: 'ELIGIBLE', count: row!.gone });
    await done(gateway, closeQuery, { id: list.id });
  });

  test('whatever the filter, the scene, the offers and the limits', async () => {
    const { offers } = gateway.martlet.definitions.catalogue;
    const scene = fc.constantFrom('COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER');
    const asked = scene.chain((own) => {
      const codes = [...offers.values()].filter(({ scenes }) => scenes.includes(own as never)).map(({ code }) => code);
      return fc.record({
        scene: fc.constant(own),
        offers: fc.option(fc.subarray(codes, { minLength: 1 })),
        where: whereOf(fields, 1),
        holdOut: fc.constantFrom(0, 0.1, 0.5),
        maxSize: fc.option(fc.integer({ min: 1, max: 400 })),
        budget: fc.option(fc.integer({ min: 0, max: 2000 })),
      });
    });
    let members = 0;
    await fc.assert(
      fc.asyncProperty(asked, async (input) => {
        const list = await frozen(gateway, input);
        const query = 'query ($where: SliceFilter) { numbers(where: $where) { totalCount } }';
        await addsUp(list, (await dataOf(gateway, query, { where: input.where })).numbers.totalCount);
        const entries = (await entriesOf(gateway, list)).filter(({ arm }) => arm === 'MEMBER').sort((a, b) => a.rank! - b.rank!);
        expect(entries.map(({ rank }) => rank)).toEqual(entries.map((_, index) => index + 1));
        for (const [index, { net, offer }] of entries.entries()) {
          expect(net).toBeGreaterThanOrEqual(0);
          if (index > 0) expect(net).toBeLessThanOrEqual(entries[index - 1]!.net!);
          if (input.offers) expect(input.offers).toContain(offer);
        }
        expect(list.size).toBeLessThanOrEqual(input.maxSize ?? 1e9);
        expect(list.expectedCost).toBeLessThanOrEqual((input.budget ?? 1e9) + 1e-6);
        members += list.size;
        await done(gateway, closeQuery, { id: list.id });
      }),
      { numRuns: 40 },
    );
    expect(members).toBeGreaterThan(500);
  });
});

describe('what is frozen', () => {
  test('never changes, whatever is said afterwards; a later list knows', async () => {
    const before = await frozen(gateway, { maxSize: 5, holdOut: 0 });
    const path = snapshotFile(gateway.channels.home, before.id);
    const [bytes, time] = [readFileSync(path), statSync(path).mtimeMs];
    const [first, second] = (await entriesOf(gateway, before)).filter(({ arm }) => arm === 'MEMBER');
    const word = { scenes: ['OUTBOUND'], reason: 'asked', subject: 'clerk', at: '2026-11-01T01:00:00.000Z', contactId: null };
    await setDoNotContact(gateway.ledger, { ...word, numberId: first!.id, until: null });
    await setDoNotContact(gateway.ledger, { ...word, numberId: second!.id, until: '2026-11-01' });
    const after = await frozen(gateway, { maxSize: 5, holdOut: 0 });
    const told = (list: Data, number: string) => done(gateway, whyQuery, { id: list.id, number, locale: 'EN' });
    expect((await told(after, first!.id)).why).toEqual({
      member: false,
      heldOut: false,
      stoppedAt: 'CONSENT',
      reason: 'The customer has asked not to be contacted this way.',
    });
    expect((await told(after, second!.id)).why).toMatchObject({ member: true });
    expect((await told(before, first!.id)).why).toMatchObject({ member: true });
    expect(await done(gateway, listQuery, { id: before.id })).toEqual(before);
    expect([readFileSync(path).equals(bytes), statSync(path).mtimeMs]).toEqual([true, time]);
    for (const { id } of [before, after]) await done(gateway, closeQuery, { id });
  });

  test('knows of the gateway’s own contacts: who was reached, and who refused', async () => {
    const offers = ['DATA_UPGRADE'];
    const before = await frozen(gateway, { offers, holdOut: 0 });
    const [first, second, third] = (await entriesOf(gateway, before)).filter(({ arm }) => arm === 'MEMBER');
    await done(gateway, closeQuery, { id: before.id });
    const contact = { subject: 'clerk', requestHash: 'x', offer: 'DATA_UPGRADE', listId: null, decisionId: null, note: null };
    const terms = { reason: null, callBackAt: null, cost: 2.2, margin: null, generation: before.generation, household: null };
    const met = (numberId: string, scene: string, outcome: Outcome, day: string) =>
      recordContact(
        gateway.ledger,
        {
          ...contact,
          ...terms,
          idempotencyKey: numberId,
          numberId,
          scene,
          outcome,
          day,
          month: day.slice(0, 7),
          at: `${day}T02:00:00.000Z`,
        },
        { doNotContact: null, order: null, work: null },
      );
    await met(first!.id, 'OUTBOUND', 'REACHED', '2026-11-01');
    await met(second!.id, 'COUNTER', 'REFUSED', '2026-09-01');
    await met(third!.id, 'OUTBOUND', 'NOT_REACHED', '2026-11-01');
    const after = await entriesOf(gateway, await frozen(gateway, { offers, holdOut: 0 }));
    const found = [first, second, third].map((entry) => after.find(({ id }) => id === entry!.id)!);
    expect(found.map(({ arm, why }) => arm ?? why)).toEqual(['CAPPED', 'COOLING', 'MEMBER']);
  });

  test('is frozen once, also by two at once; nothing is left behind', async () => {
    const list = await created(gateway);
    const [one, other] = await Promise.all([1, 2].map(() => done(gateway, freezeQuery, { id: list.id })));
    expect(one).toEqual(other);
    expect(filesOf(list)).toEqual([`${list.id}.parquet`]);
    const frozenLines = (await listAudit(gateway.ledger, { limit: 10 })).filter(({ detail }) => detail?.includes(list.id));
    expect(frozenLines.filter(({ action }) => action === 'target list frozen')).toHaveLength(1);
    expect(await done(gateway, freezeQuery, { id: list.id })).toEqual(one);
    expect(await done(gateway, membersQuery, { id: list.id, first: 1 })).toMatchObject({ members: { nodes: [{ rank: 1 }] } });
    await done(gateway, closeQuery, { id: list.id });
  });

  test('is not what a stale slice says', async () => {
    const list = await created(gateway);
    await gateway.ledger.db.updateTable('target_list').set({ slice: 's9.abc' }).where('id', '=', list.id).execute();
    expect(await refused(gateway, freezeQuery, { id: list.id })).toMatch(/^STALE_SLICE: /);
    expect(await done(gateway, listQuery, { id: list.id })).toMatchObject({ status: 'DRAFT', contentHash: null });
    expect(filesOf(list)).toEqual([]);
  });

  test('is read only as it was frozen', async () => {
    const list = await frozen(gateway, { maxSize: 5, holdOut: 0 });
    const path = snapshotFile(gateway.channels.home, list.id);
    const member = { id: list.id, first: 1 };
    expect(await refused(gateway, membersQuery, member)).toBe('no error');
    const time = new Date('2026-11-01');
    utimesSync(path, time, time);
    expect(await refused(gateway, membersQuery, member)).toBe('no error');
    const bytes = readFileSync(path);
    bytes[bytes.length - 9]! ^= 1;
    writeFileSync(path, bytes);
    // As long and as old as before, as `cp -p` and `rsync -t` leave it.
    utimesSync(path, time, time);
    expect(await refused(gateway, membersQuery, member)).toContain(`${list.id} is damaged`);
    appendFileSync(path, 'x');
    const damaged = `INTERNAL: The snapshot of the target list ${list.id} is damaged: it is not what was frozen. Nothing is read from it.`;
    expect(await refused(gateway, membersQuery, member)).toContain(damaged);
    expect(await refused(gateway, whyQuery, { id: list.id, number: '1' })).toContain(damaged);
    expect(await refused(gateway, approveQuery, { id: list.id }, colleague)).toContain(damaged);
    rmSync(path);
    expect(await refused(gateway, membersQuery, member)).toMatch(/^INTERNAL: .* is missing\. Nothing is read from it\. Restore/);
    await done(gateway, closeQuery, { id: list.id });
  });
});
