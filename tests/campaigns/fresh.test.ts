// Builds two generations, of one bare month each: an operator before its first contact, and after it (15 s).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachContact, martContact } from '../../src/ledger/contacts/contacts.js';
import { snapshotFile } from '../../src/lib/snapshot-files.js';
import { buildGeneration } from '../../src/marts/build.js';
import type { OwnContact } from '../../src/marts/own-contacts.js';
import { HandMade, newFolder, optionsFor } from '../marts/support.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { done, frozen, grouped, membersQuery } from './lists/support.js';

const [prior, weight] = [0.05, 100];
const ownOffer = `offers:
  - code: WELCOME_CALL
    en: Welcome call
    zh: 迎新回访
    family: WELCOME
    monthlyMargin: 12
    months: 10
    incentive: 2
    commission: 1
    scenes: [OUTBOUND]
    prior: {acceptance: {OUTBOUND: ${prior}}, weight: ${weight}}
    eligible: {when: on_books, en: on the net, zh: 在网}
    pitch: {en: Welcome., zh: 欢迎。}
`;
const numbers = 300;

let folder: string;
let made: HandMade;
let gateway: Gateway;
const home = (name: string) => join(folder, name);
const catalogue = () => join(folder, 'catalogue');
beforeAll(async () => {
  folder = newFolder();
  made = new HandMade(join(folder, 'warehouse'));
  mkdirSync(join(catalogue(), 'offers'), { recursive: true });
  writeFileSync(join(catalogue(), 'offers/welcome.yaml'), ownOffer);
  const columns = 'number_id, joined_on, status, revenue, voice_revenue, data_revenue, voice_min, long_distance_min';
  const row = (id: number) =>
    `(${id}, DATE '20${10 + (id % 9)}-03-01', 'ACTIVE', ${40 + (id % 50)}, ${35 + (id % 50)}, 5, 400, ${id % 2 === 0 ? 300 : 10})`;
  await made.add('number_month', '2026-10', columns, Array.from({ length: numbers }, (_, at) => row(at + 1)).join(', '));
  await buildGeneration(optionsFor(home('before'), made.dir));
  gateway = await openGateway(home('before'), null, { MARTLET_CATALOGUE: catalogue() });
  gateway.clock.set('2026-10-31T10:00:00+08:00');
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const rated = async (of: Gateway, { id }: Data): Promise<readonly Data[]> =>
  of.sql(
    `select cast(number_id as varchar) as id, arm, offer, acceptance, acceptance_basis as basis, net_benefit from '${snapshotFile(of.channels.home, id)}' where arm is not null`,
  );
const decide = async (of: Gateway, number: string, scene: string, code: string, more: object = {}): Promise<Data> => {
  const query = `query ($number: ID!, $scene: Scene!, $locale: Locale, $personalised: Boolean) { recommendations(number: $number, scene: $scene, personalised: $personalised, limit: 20) {
    shown { offer { code } acceptProbability acceptanceBasis acceptanceContacts reason(locale: $locale) } } }`;
  const { shown } = await done(of, query, { number, scene, locale: 'EN', personalised: true, ...more });
  return shown.find(({ offer }: Data) => offer.code === code);
};
/** The cell of each number. */
async function cellsOf(of: Gateway): Promise<ReadonlyMap<string, string>> {
  const rows = await of.sql('select cast(number_id as varchar) as id, segment, value_tier from serving.number_profile');
  return new Map(rows.map(({ id, segment, value_tier }) => [id as string, `${segment} ${value_tier}`]));
}

test('before any contact a list has members, by a prior that is told as one; the second knows what came of the first', async () => {
  const list = await frozen(gateway, { offers: ['WELCOME_CALL'], maxSize: 60, holdOut: 0.1 });
  expect(list.size).toBe(60);
  const first = await rated(gateway, list);
  expect(new Set(first.map(({ basis, acceptance }) => `${basis} ${acceptance}`))).toEqual(new Set([`PRIOR ${prior}`]));
  expect(Number(first[0]!.net_benefit)).toBeCloseTo(prior * (12 * 10 - 2 - 1) - 2.2, 6);
  const members = await done(gateway, membersQuery.replace('netBenefit', 'netBenefit acceptanceBasis explored'), {
    id: list.id,
    first: 1,
  });
  expect(members.members.nodes[0]).toMatchObject({ acceptanceBasis: 'PRIOR', explored: false });

  // All of one cell, so that what it and those around it come to can be told by hand.
  const cells = await cellsOf(gateway);
  const [one] = [
    ...grouped(
      first.filter(({ arm }) => arm === 'MEMBER'),
      ({ id }) => cells.get(id)!,
    ),
  ].sort(([, a], [, b]) => b.length - a.length);
  const [cell, called] = one!;
  expect(called.length).toBeGreaterThan(8);
  const accepted = 3;
  for (const [at, { id: number }] of called.entries()) {
    const outcome = at < accepted ? 'ACCEPTED' : 'REFUSED';
    const input = { number, outcome, offer: 'WELCOME_CALL', scene: 'OUTBOUND', idempotencyKey: `first ${number}` };
    await done(gateway, 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id } }', { input });
  }
  async function* contacts(): AsyncGenerator<OwnContact> {
    for await (const contact of eachContact(gateway.ledger, ''))
      yield {
        ...martContact(contact),
        month: contact.month,
        cost: contact.cost,
        margin: null,
        campaign_id: null,
        campaign_name: null,
        agent_id: 'test',
      };
  }
  await buildGeneration(optionsFor(home('after'), made.dir, { contacts: contacts() }));
  const after = await openGateway(home('after'), null, { MARTLET_CATALOGUE: catalogue() });
  try {
    const rate = (accepted + weight * prior) / (called.length + weight);
    const shown = await decide(after, called[0]!.id, 'OUTBOUND', 'WELCOME_CALL', { personalised: false });
    // Who has ordered is offered it no more.
    expect(shown).toBeUndefined();
    const other = first.find(
      ({ id }) => cells.get(id)!.split(' ')[0] !== cell.split(' ')[0] || !called.some((each) => each.id === id),
    )!.id;
    const told = await decide(after, other, 'OUTBOUND', 'WELCOME_CALL', { personalised: false });
    expect(told).toMatchObject({ acceptanceBasis: 'BOTH', acceptanceContacts: called.length });
    expect(told.acceptProbability).toBeCloseTo(rate, 12);
    const second = await rated(after, await frozen(after, { offers: ['WELCOME_CALL'], holdOut: 0 }));
    expect(second.length).toBeGreaterThan(100);
    expect(new Set(second.map(({ basis }) => basis))).toEqual(new Set(['BOTH']));
    // Each cell is drawn to the wider one as strongly as the prior is believed, and one without contacts is like the wider one.
    const bySegment = (accepted + weight * rate) / (called.length + weight);
    const byCell = (accepted + weight * bySegment) / (called.length + weight);
    const expected = (of: string) => (of === cell ? byCell : of.split(' ')[0] === cell.split(' ')[0] ? bySegment : rate);
    for (const { id, acceptance } of second) expect(acceptance).toBeCloseTo(expected(cells.get(id)!), 12);
    expect(new Set(second.map(({ acceptance }) => acceptance.toFixed(9))).size).toBeGreaterThan(1);
  } finally {
    await after.close();
  }
});

test('a shipped offer is made without complaints, arrears and consent in the warehouse, and says what was not checked', async () => {
  const shown = await decide(gateway, '300', 'ONLINE', 'LONG_DISTANCE_PACK');
  expect(shown).toMatchObject({
    offer: { code: 'LONG_DISTANCE_PACK' },
    acceptProbability: 0.02,
    acceptanceBasis: 'PRIOR',
    acceptanceContacts: 0,
  });
  expect(shown.reason).toContain('2.0 % (a prior: nobody was contacted so yet)');
  expect(shown.reason).toContain('Not checked, as the warehouse lacks the columns: without open complaint, without arrears.');
  const inChinese = await decide(gateway, '300', 'ONLINE', 'LONG_DISTANCE_PACK', { locale: 'ZH' });
  expect(inChinese.reason).toContain('先验假设');
  expect(inChinese.reason).toContain('未检查：无未结投诉、无欠费');
  const list = await frozen(gateway, { scene: 'ONLINE', offers: ['LONG_DISTANCE_PACK'] });
  expect(list.size).toBeGreaterThan(100);
  const { data } = await gateway.ask(
    '{ offers(scene: ONLINE) { code missing unchecked priors { scene acceptance weight ofOffer } } }',
  );
  const pack = data.offers.find(({ code }: Data) => code === 'LONG_DISTANCE_PACK');
  expect(pack).toMatchObject({ missing: [], unchecked: ['without open complaint', 'without arrears'] });
  expect(pack.priors).toContainEqual({ scene: 'ONLINE', acceptance: 0.02, weight: 50, ofOffer: false });
  // What is paid for later asks for a credit level, whatever the warehouse has.
  const later = data.offers.find(({ code }: Data) => code === 'FIVE_G_PLAN');
  expect(later.missing).toContain('number_month.credit_level');
});
