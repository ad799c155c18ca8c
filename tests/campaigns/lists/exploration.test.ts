import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshotFile } from '../../../src/lib/snapshot-files.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { closeQuery, created, createQuery, done, frozenBySalt, refused, suppressedOf, usual } from './support.js';
import '../../support/seed.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

interface Seat {
  readonly id: string;
  readonly arm: 'MEMBER' | 'HELD_OUT' | null;
  readonly why: string | null;
  readonly explored: boolean;
  readonly net: number | null;
  readonly draw: string;
  readonly rank: number | null;
}

async function seatsOf({ id }: Data): Promise<readonly Seat[]> {
  const rows =
    await gateway.sql(`select cast(number_id as varchar) as id, arm, why, explored, cast(net_benefit as double) as net, cast(draw as varchar) as draw,
    cast(rank as integer) as rank from '${snapshotFile(gateway.channels.home, id)}' order by number_id`);
  return rows as unknown as readonly Seat[];
}

/** A list that is closed at once, so that whom it keeps out is not kept from the next. */
async function listed(salt: string, input: object): Promise<{ readonly list: Data; readonly seats: readonly Seat[] }> {
  const list = await frozenBySalt(gateway, salt, { scene: 'COUNTER', ...input });
  await done(gateway, closeQuery, { id: list.id });
  return { list, seats: await seatsOf(list) };
}

const members = (seats: readonly Seat[]) => seats.filter(({ arm }) => arm === 'MEMBER');
const eligible = (seats: readonly Seat[]) => seats.filter(({ arm, why }) => arm !== null || why?.startsWith('BEYOND'));
const ids = (seats: readonly Seat[]) => seats.map(({ id }) => id);

test('whatever the share and the size: so many seats are drawn, of who is eligible and not among the best, alike whenever it is asked', async () => {
  const terms = fc.record({
    exploration: fc.constantFrom(0.1, 0.25, 0.33, 0.5),
    maxSize: fc.integer({ min: 1, max: 120 }),
    holdOut: fc.constantFrom(0, 0.2),
    salt: fc.string({ minLength: 1, maxLength: 5 }).map((text) => `salt ${text}`),
  });
  await fc.assert(
    fc.asyncProperty(terms, async ({ salt, exploration, ...input }) => {
      const { list, seats } = await listed(salt, { ...input, exploration });
      const again = await listed(salt, { ...input, exploration });
      const greedy = await listed(salt, input);
      expect(again.seats).toEqual(seats);
      expect(list.size + list.heldOut + suppressedOf(list)).toBe(list.sliceCount);
      // Gates do not look at the draw: the same numbers are eligible, and the same are drawn to be held out of them.
      expect(ids(eligible(seats))).toEqual(ids(eligible(greedy.seats)));
      expect(new Set(ids(seats)).size).toBe(seats.length);
      const drawn = members(seats).filter(({ explored }) => explored);
      expect(members(seats)).toHaveLength(members(greedy.seats).length);
      expect(drawn).toHaveLength(Math.floor(input.maxSize * exploration));
      expect(seats.filter(({ explored, arm }) => explored && arm === null)).toEqual([]);
      // Of either arm the best are the first of the ranking; who was drawn comes behind them.
      const best = seats.filter(({ arm, explored }) => arm !== null && !explored);
      const least = Math.min(...best.map(({ net }) => net!));
      expect(drawn.every(({ net }) => best.length === 0 || net! <= least)).toBe(true);
      expect(drawn.every(({ rank }) => rank! > input.maxSize - drawn.length)).toBe(true);
      const draws = new Map<string, Set<string>>();
      for (const { draw, arm } of seats) if (arm) draws.set(draw, (draws.get(draw) ?? new Set()).add(arm));
      expect([...draws.values()].filter((arms) => arms.size > 1)).toEqual([]);
    }),
    { numRuns: 5 },
  );
});

test('who is drawn is any of those whom the best leave out, and another list draws others', async () => {
  const seats = await Promise.all(
    ['a', 'b'].map(async (salt) => (await listed(salt, { maxSize: 100, exploration: 0.5, holdOut: 0 })).seats),
  );
  const [one, other] = seats.map((own) => new Set(ids(members(own).filter(({ explored }) => explored)))) as [
    Set<string>,
    Set<string>,
  ];
  expect(one.size).toBe(50);
  const left = eligible(seats[0]!).filter(({ explored, arm }) => explored || arm === null);
  expect(left.length).toBeGreaterThan(300);
  // By chance 50 of so many have 50² ÷ that in common.
  expect([...one].filter((id) => other.has(id)).length).toBeLessThan(20);
  const middle = left.map(({ net }) => net!).sort((a, b) => a - b)[Math.floor(left.length / 2)]!;
  const below = left.filter(({ id, net }) => one.has(id) && net! < middle).length;
  expect(below).toBeGreaterThan(10);
  expect(below).toBeLessThan(40);
});

test('a budget holds with it, and its result tells who was drawn apart', async () => {
  const list = await frozenBySalt(gateway, 'budget', { scene: 'COUNTER', budget: 900, exploration: 0.3, holdOut: 0.3 });
  expect(list.expectedCost).toBeLessThanOrEqual(900);
  const seats = await seatsOf(list);
  const drawn = (arm: string) => seats.filter((seat) => seat.explored && seat.arm === arm).length;
  expect(drawn('MEMBER')).toBeGreaterThan(5);
  const { result, exploration } = await done(
    gateway,
    'query ($id: ID!) { targetList(id: $id) { exploration result { treated control explored { treated control treatedOrders treatedRate } } } }',
    { id: list.id },
  );
  expect(exploration).toBe(0.3);
  expect(result).toMatchObject({ treated: list.size, control: list.heldOut });
  expect(result.explored).toMatchObject({ treated: drawn('MEMBER'), control: drawn('HELD_OUT'), treatedOrders: 0 });
  await done(gateway, closeQuery, { id: list.id });
});

test('without it nothing is drawn; it needs a bound, and a share of at most a half', async () => {
  const { list, seats } = await listed('none', { maxSize: 20 });
  expect(members(seats).filter(({ explored }) => explored)).toEqual([]);
  const query = 'query ($id: ID!) { targetList(id: $id) { exploration result { explored { treated } } } }';
  expect(await done(gateway, query, { id: list.id })).toEqual({ exploration: 0, result: { explored: null } });
  const input = { ...usual, everybody: true };
  expect(await refused(gateway, createQuery, { input: { ...input, exploration: 0.1 } })).toMatch(
    /^BAD_USER_INPUT: exploration: expected a list with maxSize or budget/,
  );
  expect(await refused(gateway, createQuery, { input: { ...input, maxSize: 9, exploration: 0.6 } })).toMatch(
    /^BAD_USER_INPUT: exploration: expected a share from 0 to 0.5/,
  );
  expect((await created(gateway, { maxSize: 9, exploration: 0.5 })).status).toBe('DRAFT');
});

test('a standing list gives each of its lists the share', async () => {
  const create = 'mutation ($input: StandingListInput!) { createStandingList(input: $input) { id exploration } }';
  const standing = await done(gateway, create, { input: { ...usual, everybody: true, maxSize: 10, exploration: 0.2 } });
  expect(standing.exploration).toBe(0.2);
});
