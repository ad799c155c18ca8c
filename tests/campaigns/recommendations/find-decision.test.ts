import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decide } from '../../../src/campaigns/recommendations/decide.js';
import { recordDecisions } from '../../../src/ledger/contacts/decisions.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import { decision as keptRow } from '../../ledger/channel-samples.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { contextOf, scenes } from './support.js';

let gateway: Gateway;
/** Numbers of Hailan with an offer at the counter. */
const numbers: string[] = [];
beforeAll(async () => {
  gateway = await openGateway();
  const rows = await gateway.sql(`
    select cast(number_id as varchar) as id from number_ruled
    where city = 'HAILAN' and not ported_out and not is_universal and is_present order by length(replace(rules, '0', '')), number_id limit 40`);
  numbers.push(...rows.map(({ id }) => id as string));
});
afterAll(() => gateway.close());

const clerk = managerOf([], { subject: 'clerk', tiers: [3, 4], rows: null });
const clerkOf = (...cities: string[]) => managerOf(cities, { subject: 'clerk', tiers: [3, 4] });
const candidate = `offer { code name price scenes } rank netBenefit acceptProbability stoppedAt why reason(locale: ZH)
  pitch(locale: ZH) inputs { name value } ruleVersion`;
const fields = `id number scene at degraded heldOut personalised dataDate ruleVersion
  shown { ${candidate} } considered { ${candidate} } impressions { offer { code } at by }`;
const recommend = `query ($number: ID!, $scene: Scene!, $key: ID, $personalised: Boolean) {
  recommendations(number: $number, scene: $scene, idempotencyKey: $key, personalised: $personalised) { ${fields} } }`;
const find = `query ($id: ID!) { decision(id: $id) { ${fields} } }`;
const show = `mutation ($id: ID!, $offers: [ID!]!) { recordShown(decision: $id, offers: $offers) { ${fields} } }`;

const done = async (query: string, variables: object, viewer = clerk): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, { ...variables }, viewer);
  expect(errors).toEqual([]);
  return Object.values(data)[0];
};
const refused = async (query: string, variables: object, viewer = clerk): Promise<string> => {
  const { errors } = await gateway.ask(query, { ...variables }, viewer);
  return `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
};
/** Of the gates before CONSENT no rates are kept. */
const early = ['ELIGIBLE', 'RELEVANT', 'SUITABLE'];
const asKept = ({ considered, ...decision }: Data): Data => ({
  ...decision,
  considered: considered.map((each: Data) =>
    early.includes(each.stoppedAt) ? { ...each, netBenefit: null, acceptProbability: null } : each,
  ),
});

describe('a decision that was made', () => {
  test('is found by its id as it was answered, in every scene, personalised or not', async () => {
    for (const scene of scenes)
      for (const personalised of [true, false])
        for (const number of numbers.slice(0, 4)) {
          const made = await done(recommend, { number, scene, personalised });
          expect(await done(find, { id: made.id })).toEqual(asKept(made));
        }
  });

  test('is told to whoever may see the number now, with tier 4', async () => {
    const { id } = await done(recommend, { number: numbers[0], scene: 'COUNTER' });
    expect(await done(find, { id }, clerkOf('HAILAN'))).toMatchObject({ id });
    expect(await done(find, { id }, clerkOf('MUHE'))).toBeNull();
    expect(await done(find, { id: randomUUID() })).toBeNull();
    expect(await refused(find, { id }, managerOf(['HAILAN'], { tiers: [1, 2, 3] }))).toMatch(/^FORBIDDEN: /);
  });

  test('by rules and with offers that the catalogue no longer has, it goes by their codes', async () => {
    const shown = '[["SUMMER_2019",1,0.25,12.5]]';
    const considered =
      '{"offers":[["SUMMER_2019",1,0.25,12.5],["WINTER_2018","NOT_ELIGIBLE"],["FIVE_G_PLAN","CAPPED",0.1,3]],"inputs":{"device_5g":true}}';
    const row = keptRow({ number_id: numbers[0]!, rule_version: 'of2019', shown, considered });
    await recordDecisions(gateway.ledger, [row]);
    const told = await done(find, { id: row.id });
    const gone = { name: 'SUMMER_2019', price: null, scenes: [] };
    expect(told.shown).toMatchObject([
      { offer: { code: 'SUMMER_2019', ...gone }, rank: 1, netBenefit: 12.5, pitch: null, inputs: [] },
    ]);
    expect(told.considered.map(({ offer, stoppedAt, ruleVersion }: Data) => [offer.code, stoppedAt, ruleVersion])).toEqual([
      ['SUMMER_2019', null, 'of2019'],
      ['WINTER_2018', 'ELIGIBLE', 'of2019'],
      ['FIVE_G_PLAN', 'CONTACT_POLICY', 'of2019'],
    ]);
    for (const { reason } of told.considered) expect(reason).toMatch(/[\u4e00-\u9fff]/);
    expect(told.considered[2].inputs).toEqual([{ name: 'device_5g', value: true }]);
  });
});

describe('asked again by its key', () => {
  test('it is what was decided then, whatever has changed', async () => {
    const asked = { number: numbers[1], scene: 'OUTBOUND', key: randomUUID() };
    const made = await done(recommend, asked);
    const said = { until: null, reason: 'asked', subject: 'clerk', at: made.at, contactId: null };
    await setDoNotContact(gateway.ledger, { numberId: numbers[1]!, scenes: ['OUTBOUND'], ...said });
    gateway.clock.set('2026-11-03T10:00:00+08:00');
    expect(await done(recommend, asked)).toEqual(asKept(made));
    const anew = await done(recommend, { ...asked, key: randomUUID() });
    gateway.clock.set('2026-11-02T10:00:00+08:00');
    expect(anew.at).not.toBe(made.at);
    expect(anew.shown).toEqual([]);
  });

  test('a degraded one stays degraded, and a ledger that cannot be looked into in time writes no second', async () => {
    const question = { id: numbers[5]!, scene: 'COUNTER', limit: 3, personalised: true, idempotencyKey: randomUUID() } as const;
    const stuck = { share: () => new Promise<never>(() => undefined), channels: { ...gateway.channels, patienceMs: 200 } };
    const first = await decide(question, contextOf(gateway, stuck));
    expect(first.degraded).toBe(true);
    expect(await decide(question, contextOf(gateway))).toMatchObject({ id: first.id, degraded: true });
    const unread = {
      ...gateway.ledger,
      db: {
        selectFrom: () => {
          throw new Error('busy');
        },
      },
    } as never;
    const blind = { channels: { ...gateway.channels, ledger: unread } };
    expect(await decide(question, contextOf(gateway, blind))).toMatchObject({ id: first.id });
    const other = decide({ ...question, limit: 2 }, contextOf(gateway, blind));
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(first.id!) });
  });

  test('by the same clerk who may not see the number any more it is not told', async () => {
    const asked = { number: numbers[2], scene: 'COUNTER', key: randomUUID() };
    await done(recommend, asked, clerkOf('HAILAN'));
    expect(await refused(recommend, asked, clerkOf('MUHE'))).toMatch(/^BAD_USER_INPUT: number: expected one .* that you may see/);
  });

  test('a name that is empty or too long is refused', async () => {
    for (const key of ['', ' ', 'x'.repeat(201)])
      expect(await refused(recommend, { number: numbers[2], scene: 'COUNTER', key })).toMatch(
        /^BAD_USER_INPUT: idempotencyKey: expected 1 to 200 characters/,
      );
  });
});

describe('what was shown', () => {
  test('is told apart from what was decided, each offer once, whoever tells it', async () => {
    const made = await done(recommend, { number: numbers[3], scene: 'COUNTER' });
    const [first, second] = made.shown.map(({ offer }: Data) => offer.code);
    expect(made.impressions).toEqual([]);
    const told = await done(show, { id: made.id, offers: [first, first] });
    expect(told).toEqual({ ...asKept(made), impressions: [{ offer: { code: first }, at: made.at, by: 'clerk' }] });
    gateway.clock.set('2026-11-02T10:05:00+08:00');
    const more = await done(show, { id: made.id, offers: [first, second] }, { ...clerkOf('HAILAN'), subject: 'colleague' });
    gateway.clock.set('2026-11-02T10:00:00+08:00');
    const later = { offer: { code: second }, at: '2026-11-02T02:05:00.000Z', by: 'colleague' };
    expect(more.impressions).toEqual([...told.impressions, later]);
    expect(await done(find, { id: made.id })).toEqual(more);
  });

  test('is of offers that the decision made, and of a decision that may be seen', async () => {
    const { id, shown, considered } = await done(recommend, { number: numbers[4], scene: 'COUNTER' });
    const codes = shown.map(({ offer }: Data) => offer.code);
    const other = considered.find(({ rank }: Data) => rank === null).offer.code;
    expect(await refused(show, { id, offers: [codes[0], other] })).toBe(
      `BAD_USER_INPUT: offers: expected those that the decision has in shown (${codes.join(', ')}), found ${other}. Tell only what was shown.`,
    );
    expect(await refused(show, { id, offers: [] })).toMatch(/^BAD_USER_INPUT: offers: expected .*, found none\./);
    const unseen = /^BAD_USER_INPUT: decision: expected the id of a decision about a number that you may see/;
    expect(await refused(show, { id, offers: codes }, clerkOf('MUHE'))).toMatch(unseen);
    expect(await refused(show, { id: 'none', offers: codes })).toMatch(unseen);
    expect((await done(find, { id })).impressions).toEqual([]);
    const empty = keptRow({ number_id: numbers[4]!, shown: '[]', considered: '{"offers":[],"inputs":{}}' });
    await recordDecisions(gateway.ledger, [empty]);
    expect(await refused(show, { id: empty.id, offers: codes })).toMatch(/\(none, as nothing was made\)/);
  });
});
