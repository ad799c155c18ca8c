import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf, claimQuery, listOf } from '../work/support.js';
import { done, type Entry, entriesOf, frozen, grouped, listQuery, suppressedOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

/** By hand: whose a number is, by its id. */
const unitsBy = {
  HOUSEHOLD: `coalesce('h' || household_id, 'c' || customer_id)`,
  CUSTOMER: 'customer_id',
} as const;
async function unitOf(per: keyof typeof unitsBy): Promise<(id: string) => string> {
  const rows = await gateway.sql(`select cast(number_id as varchar) as id, ${unitsBy[per]} as unit from serving.number_profile`);
  const units = new Map(rows.map(({ id, unit }) => [id as string, unit as string]));
  return (id) => units.get(id)!;
}
const told = async (number: string, outcome = 'REACHED', at = '2026-10-31T10:00:00+08:00'): Promise<void> => {
  const input = { number, outcome, at, offer: 'DATA_UPGRADE', scene: 'OUTBOUND', idempotencyKey: `${number} ${outcome} ${at}` };
  const { errors } = await gateway.ask('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input });
  expect(errors).toEqual([]);
};
const isTaken = ({ arm }: Entry): boolean => arm !== null;

describe.each(['HOUSEHOLD', 'CUSTOMER'] as const)('per %s', (per) => {
  const terms = { offers: ['DATA_UPGRADE', 'CARE_CALL', 'CONTRACT_RENEWAL'] };

  test('one number of each, the one that ranks first, and everybody of the slice is accounted for', async () => {
    const unit = await unitOf(per);
    // First, as a list keeps whom it keeps out from others, too.
    const single = await frozen(gateway, { ...terms, holdOut: 0 });
    const list = await frozen(gateway, { ...terms, per, holdOut: per === 'CUSTOMER' ? 0 : 0.1 });
    expect(await done(gateway, 'query ($id: ID!) { targetList(id: $id) { per } }', { id: list.id })).toEqual({ per });
    expect((await done(gateway, listQuery, { id: list.id })).sliceCount).toBe(list.size + list.heldOut + suppressedOf(list));
    const entries = await entriesOf(gateway, list);
    const byUnit = grouped(entries, ({ id }) => unit(id));
    const nets = new Map((await entriesOf(gateway, single)).map(({ id, net, why }) => [id, why === null ? net : null]));
    let several = 0;
    for (const own of byUnit.values()) {
      const open = own.filter((entry) => isTaken(entry) || entry.why === 'ANOTHER_NUMBER');
      const taken = own.filter(isTaken);
      expect(taken).toHaveLength(open.length > 0 ? 1 : 0);
      // The one that ranks first of those of whom an offer can be made; whom contacts with another number cap is none of them.
      expect(taken.map(({ net }) => net)).toEqual(open.length > 0 ? [Math.max(...open.map(({ id }) => nets.get(id)!))] : []);
      const closed = own.filter((entry) => nets.get(entry.id) !== null && !open.includes(entry));
      expect(closed.filter(({ why }) => why !== 'CAPPED' && why !== 'HOUSEHOLD')).toEqual([]);
      several += open.length - taken.length;
    }
    expect(several).toBeGreaterThan(3);
  });

  test('a contact with any of its numbers counts for all, which of a list of numbers it does not', async () => {
    const unit = await unitOf(per);
    const before = await entriesOf(gateway, await frozen(gateway, { ...terms, per, holdOut: 0 }));
    const [first, second] = [...grouped(before, ({ id }) => unit(id)).values()].filter(
      (own) => own.some(isTaken) && own.some(({ why }) => why === 'ANOTHER_NUMBER'),
    );
    for (const own of [first!, second!]) await told(own.find(({ why }) => why === 'ANOTHER_NUMBER')!.id);
    const whyOf = async (said: object) => {
      const after = new Map(
        (await entriesOf(gateway, await frozen(gateway, { ...terms, ...said, holdOut: 0 }))).map((each) => [each.id, each.why]),
      );
      return [...first!, ...second!].filter((each) => isTaken(each)).map(({ id }) => after.get(id));
    };
    expect(await whyOf({ per })).toEqual(['CAPPED', 'CAPPED']);
    expect(await whyOf({ per: 'NUMBER' })).toEqual([null, null]);
  });

  test('and when it is claimed', async () => {
    const key = unitsBy[per];
    const select = (kept: string) => `
      select min(number_id) as number_id, min_by(city, number_id) as city from serving.number_profile
      where on_books and accepts_calls and accepts_messages and number_id not in (select number_id from serving.number_contact)
      group by ${key} having count(*) = 2 and ${kept} order by md5(cast(min(number_id) as varchar)) limit 6`;
    const isWhole = `min(number_id) in (select number_id from serving.number_profile) and ${key} not in (
      select ${key} from serving.number_profile where number_id in (select number_id from serving.number_contact) or not on_books)`;
    const numbers = await gateway.sql(select(isWhole));
    expect(numbers).toHaveLength(6);
    const [ofEach, ofNumbers] = [await listOf(gateway, select(isWhole), { per }), await listOf(gateway, select(isWhole))];
    const [other] = await gateway.sql(
      `select cast(number_id as varchar) as id from serving.number_profile where ${key} = (select ${key} from serving.number_profile where number_id = ${numbers[1]!.number_id}) and number_id <> ${numbers[1]!.number_id}`,
    );
    await told(other!.id as string);
    const claimed = async ({ id }: { readonly id: string }): Promise<Data> => {
      const { data, errors } = await gateway.ask(claimQuery, { list: id, size: 6 }, agentOf(null, `agent of ${id}`));
      expect(errors).toEqual([]);
      return data.claimWork.items.map(({ rank }: Data) => rank);
    };
    expect(await claimed(ofEach)).toEqual([1, 3, 4, 5, 6]);
    expect(await claimed(ofNumbers)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
