import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Offer } from '../../src/catalogue/offers/types.js';
import { scenes } from '../../src/catalogue/offers/types.js';
import { loadConfig } from '../../src/config.js';
import { contactState, isCappedBy, unknownToPolicy } from '../../src/decisions/contact-state.js';
import { contactStateSql } from '../../src/decisions/contact-state-sql.js';
import { shiftDay } from '../../src/lib/days.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';

const { catalogue } = loadDefinitions(loadConfig({ MARTLET_HOME: '/nowhere' }, {}));
/** Half of the offers are the household's here: whatever the catalogue says of them. */
const offers = new Map<string, Offer>(
  [...catalogue.offers.values()].map((offer, at) => [offer.code, { ...offer, isHousehold: at % 2 === 0 }]),
);
const policy = { ...catalogue, offers };
let builder: Awaited<ReturnType<typeof openBuilder>>;
beforeAll(async () => {
  builder = await openBuilder();
});
afterAll(() => builder.close());

const today = '2026-11-02';
const contacts = fc.record({
  number: fc.integer({ min: 1, max: 3000 }),
  day: fc.integer({ min: 0, max: 400 }).map((back) => shiftDay(today, -Math.floor(back ** 2 / 400))),
  scene: fc.constantFrom(...scenes),
  offer: fc.constantFrom(...offers.keys(), 'GONE_FROM_THE_CATALOGUE'),
  outcome: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('REACHED', 'REFUSED', 'ACCEPTED') },
    { weight: 1, arbitrary: fc.constantFrom('NOT_REACHED', 'CALL_BACK', 'DO_NOT_CONTACT', 'WRONG_NUMBER') },
  ),
  /** Whether the warehouse, the ledger, or both have it. */
  where: fc.constantFrom('mart', 'own', 'both'),
});
const word = fc.record({ number: fc.integer({ min: 1, max: 3000 }), until: fc.constantFrom(null, today, shiftDay(today, -1)) });

test('what the past says of 3,000 numbers in households of three is the same for one and for a million', async () => {
  const past = fc.sample(contacts, { numRuns: 8000, seed: 5 }).map((contact, id) => ({ ...contact, id: `c${id}` }));
  const words = new Map(fc.sample(word, { numRuns: 200, seed: 5 }).map((said) => [said.number, said]));
  const rows = (found: readonly (readonly (string | number | null)[])[]) =>
    found.map((row) => `(${row.map((cell) => (typeof cell === 'string' ? `'${cell}'` : String(cell))).join(', ')})`).join(', ');
  const told = (where: string) =>
    rows(
      past
        .filter((contact) => contact.where === where || contact.where === 'both')
        .map(({ id, number, day, scene, offer, outcome }) => [id, number, day, scene, offer, outcome, Math.floor(number / 3)]),
    );
  const names = 't(contact_id, number_id, "on", scene, offer_id, outcome, draw)';
  const sources = {
    mart: `select * exclude (draw) replace (cast("on" as date) as "on") from (values ${told('mart')}) as ${names}`,
    own: `select * replace (cast(draw as ubigint) as draw, cast("on" as date) as "on") from (values ${told('own')}) as ${names}`,
    words: `select * from (values ${rows([...words.values()].map(({ number, until }) => [number, until]))}) as t(number_id, until)`,
  };
  await builder.execute(
    'create table number_ruled as select i as number_id, cast(i // 3 as ubigint) as draw from range(1, 3001) t(i)',
  );
  const all = Array.from({ length: 3000 }, (_, at) => at + 1);
  let together = 0;
  const seen = { isBarred: 0, isCapped: 0, isHouseholdCapped: 0, isWrongNumber: 0, cooled: 0, ordered: 0 };
  for (const scene of scenes) {
    const found = await builder.query(
      `with ${contactStateSql(policy, scene, today, sources, 'draw')}
       select r.number_id as id, coalesce(is_barred, false) as is_barred, coalesce(k.is_capped, false) as is_capped, coalesce(h.is_capped, false) as is_household_capped, coalesce(u.is_capped, false) as is_capped_together,
         coalesce(is_wrong_number, false) as is_wrong_number, list_sort(list_distinct(coalesce(k.cooled, []) || coalesce(h.cooled, []))) as cooled,
         list_sort(list_distinct(coalesce(k.ordered, []) || coalesce(h.ordered, []))) as ordered
       from number_ruled r left join contact_state k using (number_id) left join household_state h using (draw) left join unit_state u on u.unit = r.draw order by 1`,
    );
    const byHousehold = new Map<number, typeof past>();
    for (const contact of past) {
      const household = Math.floor(contact.number / 3);
      byHousehold.set(household, [...(byHousehold.get(household) ?? []), contact]);
    }
    for (const number of all) {
      const own = (byHousehold.get(Math.floor(number / 3)) ?? []).map((contact) => ({
        ...contact,
        isOwn: contact.number === number,
      }));
      // One that both have comes twice.
      const twice = own.flatMap((contact) => (contact.where === 'both' ? [contact, contact] : [contact]));
      const state =
        twice.length + words.size === 0 ? unknownToPolicy : contactState(twice, words.get(number) ?? null, scene, today, policy);
      const row = found[number - 1]!;
      expect([scene, number, isCappedBy(twice, scene, today, policy)]).toEqual([scene, number, row.is_capped_together]);
      if (row.is_capped_together && !state.isCapped) together += 1;
      expect([scene, number, state]).toEqual([
        scene,
        number,
        {
          isBarred: row.is_barred,
          isCapped: row.is_capped,
          isHouseholdCapped: row.is_household_capped,
          isWrongNumber: row.is_wrong_number,
          cooled: row.cooled,
          ordered: row.ordered,
        },
      ]);
      for (const name of Object.keys(seen) as (keyof typeof seen)[]) {
        const value = state[name];
        if (typeof value === 'boolean' ? value : value.length > 0) seen[name] += 1;
      }
    }
  }
  // Not by saying nothing.
  expect(Math.min(together, ...Object.values(seen))).toBeGreaterThan(50);
});
