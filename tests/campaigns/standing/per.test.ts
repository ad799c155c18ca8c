import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { type Entry, entriesOf, grouped } from '../lists/support.js';
import { created, madeOn } from './support.js';

// Some ten seconds: each of four standing lists is frozen for three generations, as only from the second on somebody could be taken twice.

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** By hand: whose a number is, by its id. */
const units = { HOUSEHOLD: `coalesce('h' || household_id, 'c' || customer_id)`, CUSTOMER: 'customer_id' } as const;
const isTaken = ({ arm }: Entry): boolean => arm !== null;

describe.each(['HOUSEHOLD', 'CUSTOMER'] as const)('a standing list per %s', (per) => {
  const offers = ['DATA_UPGRADE', 'CARE_CALL', 'CONTRACT_RENEWAL'];
  /** Of three generations' lists, whom each took, by household or customer. */
  async function taken(input: object): Promise<readonly ReadonlyMap<string, readonly Entry[]>[]> {
    const rows = await gateway.sql(`select cast(number_id as varchar) as id, ${units[per]} as unit from serving.number_profile`);
    const unitOf = new Map(rows.map(({ id, unit }) => [id as string, unit as string]));
    const standing = await created(gateway, { offers, per, ...input });
    const lists = [];
    for (const generation of [1, 2, 3]) lists.push(await entriesOf(gateway, await madeOn(gateway, standing, generation)));
    return lists.map((entries) => grouped(entries.filter(isTaken), ({ id }) => unitOf.get(id)!));
  }

  test('takes one number of each, and nobody twice, though each has other numbers left', async () => {
    const lists = await taken({ maxSize: 60, holdOut: 0.2 });
    const before = new Set<string>();
    for (const list of lists) {
      expect(list.size).toBeGreaterThan(30);
      expect([...list.values()].filter(({ length }) => length !== 1)).toEqual([]);
      expect([...list.keys()].filter((unit) => before.has(unit))).toEqual([]);
      for (const unit of list.keys()) before.add(unit);
    }
    // Of numbers alone it would say nothing: some of those taken have another one on the books that an offer could be made of.
    const several = await gateway.sql(
      `select ${units[per]} as unit from serving.number_profile where on_books group by 1 having count(*) > 1`,
    );
    expect(several.filter(({ unit }) => before.has(unit as string)).length).toBeGreaterThan(10);
  });

  test('of anybody, takes the same again', async () => {
    const lists = await taken({ maxSize: 40, holdOut: 0, onlyNew: false });
    for (const list of lists) expect([...list.keys()].sort()).toEqual([...lists[0]!.keys()].sort());
  });
});
