import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordDoNotContact } from '../../../src/campaigns/outcomes/do-not-contact.js';
import { record } from '../../../src/campaigns/outcomes/record.js';
import type { Offer, Scene } from '../../../src/catalogue/offers/types.js';
import type { Outcome } from '../../../src/ledger/tables.js';
import { shiftDay } from '../../../src/lib/days.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { contextOf, decided, listed, scenes } from './support.js';

// Some 2,400 outcomes through the door that tells them, each on the disk before the next, and 24 lists of everybody: 15 s.
let gateway: Gateway;
let numbers: { readonly id: string; readonly household: string; readonly offers: readonly Offer[] }[];
let busy: typeof numbers;
let householdOfId: ReadonlyMap<string, string>;
beforeAll(async () => {
  gateway = await openGateway();
  const all = [...gateway.martlet.definitions.catalogue.offers.values()];
  const rows = await gateway.sql(
    `with able as (select *, rules[${all.findIndex(({ isHousehold }) => isHousehold) + 1}] = '0' as is_able from number_ruled where not ported_out and not is_universal and agreed = '1111'),
       -- Homes where several may be offered what is the household's, and whoever else may be offered much.
       homes as (select draw from able where is_able group by draw having count(*) > 1 order by md5(cast(draw as varchar)) limit 8)
     select cast(number_id as varchar) as id, cast(draw as varchar) as household, rules from able
     order by draw in (from homes) and is_able desc, len(replace(rules, '0', '')), md5(cast(number_id as varchar)) limit 60`,
  );
  numbers = rows.map(({ id, household, rules }) => ({
    id: id as string,
    household: household as string,
    offers: all.filter((_, at) => (rules as string)[at] === '0'),
  }));
  householdOfId = new Map(numbers.map(({ id, household }) => [id, household]));
  // To one of each home nothing happens: what it is kept from is the others' doing.
  busy = numbers.filter(({ household }, at) => numbers.findIndex((other) => other.household === household) !== at || at >= 16);
});
afterAll(() => gateway.close());

interface Told {
  readonly number: string;
  readonly offer: Offer;
  readonly scene: Scene;
  readonly outcome: Outcome;
  readonly day: string;
}
const past: Told[] = [];
/** Scenes that a number's own word closes for good. */
const closed = new Map<string, Set<Scene>>();

const offerOf = (code: unknown): Offer | undefined => gateway.martlet.definitions.catalogue.offers.get(code as string);
const isVisit = (scene: Scene): boolean => gateway.martlet.definitions.catalogue.scenes.get(scene)!.isVisit;
/** The day on which an order is over: the same day of a later month. No day of this test is after a month's 28th. */
function endOf({ offer, day }: Told): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + offer.months);
  return date.toISOString().slice(0, 10);
}
const told = (number: string, outcome: Outcome): readonly Told[] =>
  past.filter((each) => each.number === number && each.outcome === outcome);
/** What was told of the household about what is offered to households. */
const toldAtHome = (number: string): readonly Told[] =>
  past.filter((each) => each.offer.isHousehold && householdOfId.get(each.number) === householdOfId.get(number));
const orders = (number: string, offer: Offer): readonly Told[] =>
  offer.isHousehold ? toldAtHome(number).filter(({ outcome }) => outcome === 'ACCEPTED') : told(number, 'ACCEPTED');
const isHeld = (number: string, offer: Offer, today: string): boolean =>
  orders(number, offer).some((order) => order.offer.code === offer.code && endOf(order) > today);
/** Is the home called about it a second time within a week? */
const isCalledTwice = (number: string, scene: Scene, today: string): boolean =>
  scene === 'OUTBOUND' &&
  toldAtHome(number).some(
    (each) =>
      each.scene === 'OUTBOUND' && !['NOT_REACHED', 'WRONG_NUMBER'].includes(each.outcome) && each.day > shiftDay(today, -7),
  );

/** What must not be offered to a number, and why not. */
function forbidden(number: string, offer: Offer, scene: Scene, today: string): string | null {
  const { contactPolicy } = gateway.martlet.definitions.catalogue;
  if (isHeld(number, offer, today)) return 'ordered';
  if (!isVisit(scene) && told(number, 'WRONG_NUMBER').length > 0) return 'wrong number';
  const restDays = (family: string): number => contactPolicy.coolDown.families[family] ?? contactPolicy.coolDown.days;
  const refusals = told(number, 'REFUSED').filter((each) => each.day > shiftDay(today, -restDays(each.offer.family)));
  if (isVisit(scene)) return refusals.some((each) => each.offer === offer) ? 'refused' : null;
  if (offer.isService) return null;
  if (offer.isHousehold && isCalledTwice(number, scene, today)) return 'the household was called';
  const athome = toldAtHome(number).filter(
    ({ outcome, day }) => outcome === 'REFUSED' && day > shiftDay(today, -restDays(offer.family)),
  );
  if (offer.isHousehold && athome.some((each) => each.offer === offer)) return 'refused in the household';
  if (refusals.some((each) => each.offer.family === offer.family)) return 'refused';
  return closed.get(number)?.has(scene) ? 'do not contact' : null;
}

async function happen(number: string, offer: Offer, scene: Scene, outcome: Outcome, today: string): Promise<void> {
  const input = { idempotencyKey: randomUUID(), number, offer: offer.code, scene, outcome };
  const sold = outcome === 'ACCEPTED' && isHeld(number, offer, today);
  const done = record(input, contextOf(gateway));
  if (sold) return expect(done).rejects.toMatchObject({ code: 'CONFLICT' });
  await done;
  past.push({ number, offer, scene, outcome, day: today });
  if (outcome === 'DO_NOT_CONTACT') {
    const { scenes: others } = gateway.martlet.definitions.catalogue.contactPolicy.doNotContact;
    closed.set(number, new Set([...(closed.get(number) ?? []), ...others, scene]));
  }
}

const event = fc.record({
  who: fc.nat(),
  what: fc.nat(),
  where: fc.nat(),
  outcome: fc.oneof(
    { weight: 4, arbitrary: fc.constant('ACCEPTED' as const) },
    { weight: 4, arbitrary: fc.constant('REFUSED' as const) },
    { weight: 8, arbitrary: fc.constantFrom('NOT_REACHED' as const, 'REACHED' as const, 'CALL_BACK' as const) },
    { weight: 1, arbitrary: fc.constantFrom('WRONG_NUMBER' as const, 'DO_NOT_CONTACT' as const, 'lifted' as const) },
  ),
});

test('whatever happens, nothing is offered that was ordered, was just refused, or would call a wrong number', async () => {
  const stopped = new Map<string, number>();
  let [today, offered] = ['2026-11-02', 0];
  const property = fc.asyncProperty(fc.array(event, { minLength: 400, maxLength: 400 }), fc.nat(5), async (events, months) => {
    const month = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
    month.setUTCMonth(month.getUTCMonth() + months);
    today = `${month.toISOString().slice(0, 7)}-${today.slice(8)}`;
    gateway.clock.set(`${today}T10:00:00+08:00`);
    for (const { who, what, where, outcome } of events) {
      const { id, offers } = busy[who % busy.length]!;
      const offer = offers[what % offers.length]!;
      const scene = offer.scenes[where % offer.scenes.length]!;
      if (outcome !== 'lifted') await happen(id, offer, scene, outcome, today);
      else {
        closed.get(id)?.delete(scene);
        const word = { number: id, scenes: [scene], until: shiftDay(today, -1), reason: 'has changed his mind' };
        await recordDoNotContact(word, contextOf(gateway));
      }
    }
    const wrong: unknown[] = [];
    for (const scene of scenes) {
      const rows = await listed(gateway, scene, today);
      const homes = [...rows.values()]
        .filter(({ arm, offer }) => arm === 'MEMBER' && offerOf(offer)?.isHousehold)
        .map(({ draw, offer }) => `${draw} ${offer}`);
      expect(new Set(homes).size).toBe(homes.length);
      const decisions = await Promise.all(numbers.map(({ id }) => decided(gateway, id, scene)));
      for (const { number, shown, considered } of decisions) {
        const row = rows.get(number)!;
        const onList = row.offer === null ? [] : considered.filter(({ offer }) => offer.code === row.offer);
        for (const { offer } of [...shown, ...onList]) {
          const why = forbidden(number, gateway.martlet.definitions.catalogue.offers.get(offer.code)!, scene, today);
          if (why) wrong.push([today, number, offer.code, scene, why]);
          offered++;
        }
        for (const { why } of considered) stopped.set(String(why), (stopped.get(String(why)) ?? 0) + 1);
      }
    }
    expect(wrong).toEqual([]);
  });
  await fc.assert(property, { numRuns: 6, endOnFailure: true });
  // Not by offering nothing, nor by nothing having happened.
  expect(offered).toBeGreaterThan(300);
  expect(
    Math.min(...['ORDERED', 'COOLING', 'WRONG_NUMBER', 'DO_NOT_CONTACT'].map((why) => stopped.get(why) ?? 0)),
  ).toBeGreaterThan(20);
  expect(stopped.get('HOUSEHOLD_CAPPED')).toBeGreaterThan(0);
});
