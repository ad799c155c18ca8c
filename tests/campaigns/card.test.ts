import { randomUUID } from 'node:crypto';
import { type GraphQLNamedType, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/faces/graph/schema.js';
import { shiftDay } from '../../src/lib/days.js';
import type { Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { agentOf, faultOf, untouched } from './work/support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const clerk = agentOf(null, 'clerk');
const fields = `number dataDate plan { code name(locale: ZH) } contractEndOn arrears { inArrears amount } openComplaint absent { part reason }
  lastContacts { offerId outcome at } refused { offer { code } on until } ordered { offer { code } on until }`;
const ask = (number: string, scene = 'COUNTER', viewer: Viewer = clerk) =>
  gateway.ask(`query ($n: ID, $s: Scene!) { card(number: $n, scene: $s) { ${fields} } }`, { n: number, s: scene }, viewer);
const cardOf = async (number: string, scene?: string): Promise<Data> => {
  const { data, errors } = await ask(number, scene);
  expect(errors).toEqual([]);
  return data.card;
};
const idOf = async (select: string): Promise<string> => {
  const [row] = await gateway.sql(`select cast(number_id as varchar) as id from (${select}) limit 1`);
  return row!.id as string;
};
const numberAt = (offset: number) => idOf(`${untouched} limit 1 offset ${offset}`);
const tell = async (number: string, offer: string, outcome: string, said: object = {}) => {
  const input = { idempotencyKey: randomUUID(), number, offer, outcome, scene: 'COUNTER', ...said };
  const query = 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }';
  expect((await gateway.ask(query, { input }, clerk)).errors).toEqual([]);
};

test('says of many numbers what the newest month says, and what the marts’ contacts say', async () => {
  const numbers = await gateway.sql(`
    select cast(number_id as varchar) as number, plan_id, p.zh as plan, cast(contract_end_on as varchar) as ends, cast(arrears as double) as arrears,
      number_id in (select number_id from number_complaint where day <= date '2026-10-31' and coalesce(closed_on > date '2026-10-31', true)) as complaining
    from number_state s join serving.mart_plan p on p.code = s.plan_id
    where month = '2026-10' and status <> 'CANCELLED'
    order by complaining desc, arrears > 0 desc, md5(cast(number_id as varchar)) limit 120`);
  expect(numbers.filter(({ complaining }) => complaining).length).toBeGreaterThan(3);
  for (const { number, plan_id, plan, ends, arrears, complaining } of numbers) {
    expect(await cardOf(number as string)).toMatchObject({
      number,
      dataDate: '2026-10-31',
      plan: { code: plan_id, name: plan },
      contractEndOn: ends,
      arrears: { inArrears: Number(arrears) > 0, amount: arrears },
      openComplaint: complaining,
      absent: [],
    });
  }
});

test('what was refused cools down for its family’s days, and what was ordered holds for its months: by hand from the marts', async () => {
  // Of the contact policy: 90 days, packs 30, arrears 7. Months by offer.
  const { data } = await gateway.ask('{ offers { code family months } }');
  const offers = new Map<string, Data>(data.offers.map((offer: Data) => [offer.code, offer]));
  const days = (code: string) => ({ DATA_PACK: 30, ARREARS: 7 })[offers.get(code).family as string] ?? 90;
  const rows = await gateway.sql(`
    select cast(number_id as varchar) as number, offer_id as offer, outcome, cast(max("on") as varchar) as "on" from serving.number_contact
    where outcome in ('REFUSED', 'ACCEPTED') and "on" <= date '2026-11-02' group by all`);
  const seen = { refused: 0, ordered: 0 };
  const numbers = [...new Set(rows.map(({ number }) => number as string))].sort().slice(0, 150);
  for (const number of numbers) {
    const { errors, data: found } = await ask(number);
    // Ported out since.
    if (errors.length > 0) continue;
    const own = rows.filter((row) => row.number === number && offers.has(row.offer as string));
    const refused = own
      .filter(({ outcome }) => outcome === 'REFUSED')
      .map(({ offer, on }) => ({ offer: { code: offer }, on, until: shiftDay(on as string, days(offer as string) - 1) }))
      .filter(({ until }) => until >= '2026-11-02');
    const byCode = (a: Data, b: Data) => (a.offer.code < b.offer.code ? -1 : 1);
    expect(found.card.refused).toEqual(refused.sort(byCode));
    const ordered = own
      .filter(({ outcome }) => outcome === 'ACCEPTED')
      .filter(({ offer, on }) => {
        const since = new Date(`2026-11-02T00:00:00Z`);
        since.setUTCMonth(since.getUTCMonth() - offers.get(offer as string).months);
        return (on as string) > since.toISOString().slice(0, 10);
      })
      .map(({ offer, on }) => ({ offer: { code: offer }, on }));
    // Orders of the household's with other numbers have no day here.
    const told = found.card.ordered.filter(({ on }: Data) => on !== null);
    expect(told.map(({ offer, on }: Data) => ({ offer, on }))).toEqual(ordered.sort(byCode));
    seen.refused += refused.length;
    seen.ordered += ordered.length;
  }
  expect(Math.min(seen.refused, seen.ordered)).toBeGreaterThan(5);
});

test('what was recorded here stands there at once; elsewhere than at the counter its family does not count as refused', async () => {
  const number = await numberAt(120);
  await tell(number, 'DATA_UPGRADE', 'REFUSED', { at: '2026-11-01T10:00:00+08:00' });
  await tell(number, 'CONTRACT_RENEWAL', 'ACCEPTED');
  const refused = [{ offer: { code: 'DATA_UPGRADE' }, on: '2026-11-01', until: '2027-01-29' }];
  for (const scene of ['COUNTER', 'OUTBOUND']) {
    const card = await cardOf(number, scene);
    expect(card).toMatchObject({ refused, ordered: [{ offer: { code: 'CONTRACT_RENEWAL' }, on: '2026-11-02' }] });
    expect(card.lastContacts.map(({ offerId, outcome }: Data) => [offerId, outcome])).toEqual([
      ['CONTRACT_RENEWAL', 'ACCEPTED'],
      ['DATA_UPGRADE', 'REFUSED'],
    ]);
  }
  gateway.clock.set('2027-01-29T10:00:00+08:00');
  expect((await cardOf(number)).refused).toEqual(refused);
  gateway.clock.set('2027-01-30T10:00:00+08:00');
  expect((await cardOf(number)).refused).toEqual([]);
  const [{ until }] = (await cardOf(number)).ordered;
  for (const [day, count] of [
    [until, 1],
    [shiftDay(until, 1), 0],
  ]) {
    gateway.clock.set(`${day}T10:00:00+08:00`);
    expect((await cardOf(number)).ordered).toHaveLength(count);
  }
});

describe('for whom', () => {
  test('by phone number as by id, for a clerk who may see no number; each look is in the audit', async () => {
    const number = await numberAt(121);
    const [row] = await gateway.sql(`select msisdn from number_state where month = '2026-10' and number_id = ${number}`);
    const query = 'query ($m: String!) { card(msisdn: $m, scene: COUNTER) { number } }';
    const { data, errors } = await gateway.ask(query, { m: row!.msisdn }, clerk);
    expect(errors).toEqual([]);
    expect(data.card).toEqual({ number });
    const [line] = await gateway.ledger.db.selectFrom('audit_line').selectAll().orderBy('seq', 'desc').limit(1).execute();
    expect(line).toMatchObject({ action: 'card of a number', subject: 'clerk', decision: 'ALLOWED', rows: 1 });
    expect(JSON.parse(line!.detail!)).toEqual({ number, scene: 'COUNTER' });
    const other = await gateway.ask('query ($n: ID!) { number(id: $n) { numberId } }', { n: number }, clerk);
    expect(faultOf(other)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('not without tier 4, not of another city, not of a number that is not here any more', async () => {
    const number = await numberAt(122);
    expect(faultOf(await ask(number, 'COUNTER', { ...clerk, tiers: [1, 2, 3] }))).toMatchObject({ code: 'FORBIDDEN' });
    const unknown = {
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/expected one that is in the marts of 2026-10 and that you/),
    };
    expect(faultOf(await ask(number, 'COUNTER', agentOf(['NOWHERE'])))).toEqual(unknown);
    expect(faultOf(await ask('99999999'))).toEqual(unknown);
    const gone = await idOf(`select number_id from number_ruled where ported_out`);
    // As for a recommendation: in scenes that have offers for just these numbers they have a card.
    for (const scene of ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER']) {
      const asked = 'query ($n: ID, $s: Scene!) { recommendations(number: $n, scene: $s) { id } }';
      const recommended = faultOf(await gateway.ask(asked, { n: gone, s: scene }, clerk));
      expect([scene, faultOf(await ask(gone, scene))]).toEqual([scene, recommended]);
    }
    expect(faultOf(await gateway.ask('{ card(scene: COUNTER) { number } }', {}, clerk))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  test('nothing else can be reached from a card', () => {
    const found = new Set<string>();
    const walk = (type: GraphQLNamedType): void => {
      if (!isObjectType(type) || found.has(type.name)) return;
      found.add(type.name);
      for (const field of Object.values(type.getFields())) walk(getNamedType(field.type));
    };
    walk(createSchema(gateway.martlet.definitions).getType('CustomerCard')!);
    expect([...found].sort()).toEqual(
      [
        'CustomerCard',
        'CardPlan',
        'CardArrears',
        'OfferUntil',
        'AbsentPart',
        'Contact',
        'Offer',
        'OfferCondition',
        'OfferPrior',
        'OfferRetention',
        'OutcomeReason',
      ].sort(),
    );
  });
});
