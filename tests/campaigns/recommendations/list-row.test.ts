import { afterAll, beforeAll, expect, test } from 'vitest';
import { listStatement } from '../../../src/decisions/list-statement.js';
import { gateOrder } from '../../../src/decisions/why.js';
import { recordContact } from '../../../src/ledger/contacts/contacts.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import type { Row } from '../../../src/warehouse/engine.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { contact, decided, scenes } from './support.js';

let gateway: Gateway;
let numbers: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  const rows = await gateway.sql(
    'select cast(number_id as varchar) as id from number_ruled where not ported_out order by md5(cast(number_id as varchar)) limit 1000',
  );
  numbers = rows.map(({ id }) => id as string);
  // The gateway's own past: refusals, contacts and words of some of them, also such that the warehouse's are overruled.
  const offers = [...gateway.martlet.definitions.catalogue.offers.values()];
  for (const [index, id] of numbers.slice(0, 300).entries()) {
    const offer = offers[index % offers.length]!;
    const outcome = ['REFUSED', 'REACHED', 'NOT_REACHED', 'ACCEPTED', 'WRONG_NUMBER'][index % 5]!;
    const at = `2026-${['11-01', '10-29', '10-05', '08-15'][index % 4]}T11:00:00+08:00`;
    const said = contact(id, offer.code, offer.scenes[index % offer.scenes.length]!, outcome, at, id);
    await recordContact(gateway.ledger, said as never, { doNotContact: null, order: null, work: null });
  }
  for (const [index, numberId] of numbers.slice(250, 330).entries()) {
    const until = [null, '2026-11-02', '2026-11-01'][index % 3]!;
    const said = { numberId, scenes: index % 2 ? ['OUTBOUND', 'ONLINE'] : [...scenes], until, reason: 'test', subject: 'test' };
    await setDoNotContact(gateway.ledger, { ...said, at: '2026-11-01T00:00:00.000Z', contactId: null });
  }
});
afterAll(() => gateway.close());

/** What a list of the whole scene makes of every number. */
async function listed(scene: (typeof scenes)[number]): Promise<ReadonlyMap<string, Row>> {
  const { catalogue } = gateway.martlet.definitions;
  const own = await gateway.ledger.db.selectFrom('contact').selectAll().execute();
  const words = await gateway.ledger.db.selectFrom('do_not_contact').selectAll().where('scene', '=', scene).execute();
  const values = (rows: readonly (readonly (string | null)[])[], columns: string) =>
    `select * from (values ${rows.map((row) => `(${row.map((cell) => (cell === null ? 'null' : `'${cell}'`)).join(', ')})`).join(', ')}) as t(${columns})`;
  const sources = {
    mart: 'select contact_id, number_id, "on", scene, offer_id, outcome from serving.number_contact',
    own: `select contact_id, cast(number_id as bigint) as number_id, "on", scene, offer_id, outcome from (${values(
      own.map((row) => [row.id, row.number_id, row.day, row.scene, row.offer, row.outcome]),
      'contact_id, number_id, "on", scene, offer_id, outcome',
    )})`,
    words: `select cast(number_id as bigint) as number_id, until from (${values(
      words.map((row) => [row.number_id, row.until]),
      'number_id, until',
    )})`,
  };
  const plan = {
    catalogue,
    scene,
    offers: [...catalogue.offers.values()].filter((offer) => offer.scenes.includes(scene)),
    today: '2026-11-02',
    numbers: 'select number_id from serving.number_profile',
    ranksByValue: false,
    contacts: sources,
    full: new Set<string>(),
    kept: 'select draw, null::varchar as offer from number_ruled where false',
    hasScores: false,
    salt: 'nobody',
    holdOut: 0,
    maxSize: null,
    budget: null,
  };
  const rows = await gateway.sql(`select cast(number_id as varchar) as id, * exclude (number_id) from (${listStatement(plan)})`);
  return new Map(rows.map((row) => [row.id as string, row]));
}

test.each(scenes)('%s: the single decision of 1,000 numbers is the list’s row', async (scene) => {
  const rows = await listed(scene);
  const made = new Set<string>();
  const differing: string[] = [];
  const decisions = await Promise.all(numbers.map((id) => decided(gateway, id, scene)));
  for (const { number, considered, shown, degraded } of decisions) {
    if (degraded) throw new Error('expected a decision in time, found a degraded one');
    const row = rows.get(number)!;
    const [best] = shown;
    const farthest = considered
      .map(({ why }) => why)
      .filter((why) => why !== null)
      .sort((a, b) => gateOrder(b) - gateOrder(a))[0];
    const single = best
      ? { offer: best.offer.code, why: null, acceptance: best.acceptance, net: best.netBenefit }
      : { offer: null, why: farthest, acceptance: null, net: null };
    const list = { offer: row.offer, why: row.why, acceptance: row.acceptance, net: row.net_benefit };
    if (JSON.stringify(single) !== JSON.stringify(list)) differing.push(`${number}: ${JSON.stringify([single, list])}`);
    made.add(String(best?.offer.code ?? farthest));
  }
  expect(differing).toEqual([]);
  // Not by saying nothing: offers of several kinds and several gates occur.
  expect(made.size).toBeGreaterThan(8);
});
