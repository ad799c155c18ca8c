import { afterAll, beforeAll, expect, test } from 'vitest';
import { householdOf } from '../../../src/campaigns/contact-states.js';
import { gateOrder } from '../../../src/decisions/gates/index.js';
import { recordContact } from '../../../src/ledger/contacts/contacts.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { contact, decided, listed, scenes } from './support.js';

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
    const household = householdOf(id, gateway.serving.decisions);
    await recordContact(gateway.ledger, { ...said, household } as never, { doNotContact: null, order: null, work: null });
  }
  for (const [index, numberId] of numbers.slice(250, 330).entries()) {
    const until = [null, '2026-11-02', '2026-11-01'][index % 3]!;
    const said = { numberId, scenes: index % 2 ? ['OUTBOUND', 'ONLINE'] : [...scenes], until, reason: 'test', subject: 'test' };
    await setDoNotContact(gateway.ledger, { ...said, at: '2026-11-01T00:00:00.000Z', contactId: null });
  }
});
afterAll(() => gateway.close());

test.each(scenes)('%s: the single decision of 1,000 numbers is the list’s row', async (scene) => {
  const rows = await listed(gateway, scene, '2026-11-02');
  const members = new Set([...rows.values()].filter(({ arm }) => arm === 'MEMBER').map(({ draw, offer }) => `${draw} ${offer}`));
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
    // Of a household one is on the list: the others would be, were they alone.
    const isSecond = row.why === 'HOUSEHOLD';
    if (isSecond) expect(members.has(`${row.draw} ${row.offer}`)).toBe(true);
    const list = { offer: row.offer, why: isSecond ? null : row.why, acceptance: row.acceptance, net: row.net_benefit };
    if (JSON.stringify(single) !== JSON.stringify(list)) differing.push(`${number}: ${JSON.stringify([single, list])}`);
    made.add(String(best?.offer.code ?? farthest));
  }
  expect(differing).toEqual([]);
  // Not by saying nothing: offers of several kinds and several gates occur.
  expect(made.size).toBeGreaterThan(8);
});
