import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordDecisions } from '../../../src/ledger/contacts/decisions.js';
import type { Viewer } from '../../../src/security/viewer.js';
import { decision } from '../../ledger/channel-samples.js';
import { type Answer, type Gateway, openGateway } from '../../support/gateway.js';
import { agentOf, claimQuery, faultOf, listOf, untouched } from '../work/support.js';

let gateway: Gateway;
let [id, city]: string[] = [];
beforeAll(async () => {
  gateway = await openGateway();
  const [row] = await gateway.sql(
    `select cast(number_id as varchar) as id, city from (${untouched}) where city is not null limit 1`,
  );
  [id, city] = [row!.id as string, row!.city as string];
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.set('2026-11-02T10:00:00+08:00'));

const everybody = agentOf(null);
const fields =
  'id number offerId offer { code } scene outcome reason { code en: name(locale: EN) zh: name(locale: ZH) } callBackAt at cost margin campaignId list decision';
const tell = (said: object, viewer: Viewer = everybody): Promise<Answer> => {
  const input = {
    idempotencyKey: randomUUID(),
    number: id,
    offer: 'DATA_UPGRADE',
    scene: 'OUTBOUND',
    outcome: 'REACHED',
    ...said,
  };
  return gateway.ask(`mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { ${fields} } }`, { input }, viewer);
};
const told = async (said: object) => {
  const { data, errors } = await tell(said);
  expect(errors).toEqual([]);
  return data.recordOutcome;
};
const rowOf = (contact: string) =>
  gateway.ledger.db.selectFrom('contact').selectAll().where('id', '=', contact).executeTakeFirstOrThrow();
const wordsOf = (number: string) =>
  gateway.ledger.db
    .selectFrom('do_not_contact')
    .select(['scene', 'until', 'reason', 'contact_id'])
    .where('number_id', '=', number)
    .orderBy('scene')
    .execute();

test('a contact costs what its scene costs, an order its incentive and commission too, and brings its margin', async () => {
  // Outbound 2.2 and counter 3 CNY; data upgrade: 5 and 3, 9 a month for 12 months.
  expect(await told({})).toMatchObject({
    number: id,
    offerId: 'DATA_UPGRADE',
    cost: 2.2,
    margin: null,
    list: null,
    decision: null,
  });
  expect(await told({ outcome: 'ACCEPTED', scene: 'COUNTER' })).toMatchObject({ cost: 11, margin: 108 });
  expect(await told({ outcome: 'REFUSED', cost: 0 })).toMatchObject({ cost: 0, margin: null });
  expect(await told({ cost: 7.123 })).toMatchObject({ cost: 7.12 });
});

test('what is stored: the day of the operator, the note without phone numbers, the generation', async () => {
  const contact = await told({ at: '2026-10-31T16:30:00Z', note: 'ring 13812341234' });
  expect(contact.at).toBe('2026-10-31T16:30:00.000Z');
  expect(await rowOf(contact.id)).toMatchObject({
    subject: 'agent',
    day: '2026-11-01',
    month: '2026-11',
    note: 'ring 138****1234',
    generation: gateway.serving.manifest.id,
    batch_id: null,
  });
});

test('the same key later: the stored answer, whatever has changed; for another subject the key is another', async () => {
  const said = { idempotencyKey: 'k1', at: '2026-10-03T10:00:00+08:00' };
  const first = await told(said);
  gateway.clock.set('2026-11-20T10:00:00+08:00');
  expect(await told(said)).toEqual(first);
  const conflict = { code: 'CONFLICT', message: expect.stringContaining(`(${first.id})`) };
  expect(faultOf(await tell({ ...said, note: 'x' }))).toMatchObject(conflict);
  gateway.clock.set('2026-11-02T10:00:00+08:00');
  expect(faultOf(await tell({ ...said, note: 'x' }))).toMatchObject(conflict);
  const other = await tell(said, agentOf(null, 'other agent'));
  expect(other.errors).toEqual([]);
  expect(other.data.recordOutcome.id).not.toBe(first.id);
});

test('"do not contact" closes the scenes of the policy and the one where it was said, and is in the audit', async () => {
  const [other] = await gateway.sql(`select cast(number_id as varchar) as id from (${untouched}) limit 1 offset 7`);
  const number = other!.id as string;
  const contact = await told({ number, outcome: 'DO_NOT_CONTACT', scene: 'COUNTER', note: 'never again' });
  const word = { until: null, reason: 'never again', contact_id: contact.id };
  expect(await wordsOf(number)).toEqual(['COUNTER', 'ONLINE', 'OUTBOUND', 'PARTNER'].map((scene) => ({ scene, ...word })));
  const [line] = await gateway.ledger.db.selectFrom('audit_line').selectAll().orderBy('seq', 'desc').limit(1).execute();
  expect(line).toMatchObject({ action: 'do not contact', subject: 'agent', decision: 'ALLOWED' });
  expect(JSON.parse(line!.detail!)).toEqual({ number, contact: contact.id });
});

describe('why, and when to call back', () => {
  test('the reason comes back with its name in both languages, and stays with the number’s contacts', async () => {
    const contact = await told({ outcome: 'REFUSED', reason: 'TOO_EXPENSIVE' });
    const reason = { code: 'TOO_EXPENSIVE', en: 'Too expensive', zh: '价格太高' };
    expect(contact).toMatchObject({ reason, callBackAt: null });
    expect(await rowOf(contact.id)).toMatchObject({ reason: 'TOO_EXPENSIVE', call_back_at: null });
    const asked = '{ number(id: "ID", month: "2026-10") { contacts(first: 100) { id reason { code } } } }'.replace('ID', id!);
    const { errors } = await gateway.ask(asked);
    expect(errors).toEqual([]);
    expect((await told({})).reason).toBeNull();
  });

  test('the graph tells the codes, and every one is taken with its outcomes and refused with the others', async () => {
    const { data } = await gateway.ask(
      '{ catalogue { all: outcomeReasons { code outcomes name } refused: outcomeReasons(outcome: REFUSED) { code } } }',
    );
    const { all, refused } = data.catalogue;
    const outcomes = ['REACHED', 'NOT_REACHED', 'ACCEPTED', 'REFUSED', 'CALL_BACK', 'DO_NOT_CONTACT', 'WRONG_NUMBER'];
    expect(refused).toEqual(
      all.filter((each: Answer['data']) => each.outcomes.includes('REFUSED')).map(({ code }: Answer['data']) => ({ code })),
    );
    const [other] = await gateway.sql(`select cast(number_id as varchar) as id from (${untouched}) limit 1 offset 8`);
    for (const { code: reason, outcomes: own } of all)
      for (const outcome of outcomes.filter((each) => each !== 'ACCEPTED')) {
        const answer = await tell({ number: other!.id, outcome, reason });
        if (own.includes(outcome)) expect([reason, outcome, answer.errors]).toEqual([reason, outcome, []]);
        else
          expect(faultOf(answer)).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(`found ${reason}`) });
      }
  });

  test('an appointment is told in any offset and comes back as an instant', async () => {
    const contact = await told({ outcome: 'CALL_BACK', reason: 'BUSY', callBackAt: '2026-11-03T15:30:00+08:00' });
    expect(contact).toMatchObject({ callBackAt: '2026-11-03T07:30:00.000Z', reason: { code: 'BUSY' } });
    // Nothing of a visit is bound to hours.
    expect(await told({ outcome: 'CALL_BACK', scene: 'COUNTER', callBackAt: '2026-11-03T22:00:00+08:00' })).toMatchObject({
      callBackAt: '2026-11-03T14:00:00.000Z',
    });
  });

  test.each([
    [
      { reason: 'TOO_EXPENSIV', outcome: 'REFUSED' },
      'UNKNOWN_NAME',
      /Unknown outcome reason "TOO_EXPENSIV". Did you mean TOO_EXPENSIVE/,
    ],
    [
      { reason: 'NO_NEED', outcome: 'CALL_BACK' },
      'BAD_USER_INPUT',
      /reason: expected one of CALL_BACK \(BUSY, .*\), found NO_NEED, which is of REFUSED/,
    ],
    [
      { callBackAt: '2026-11-03T15:30:00+08:00' },
      'BAD_USER_INPUT',
      /callBackAt: expected it with outcome CALL_BACK only, found REACHED/,
    ],
    [
      { outcome: 'CALL_BACK', callBackAt: '2026-11-02T10:00:00+08:00' },
      'BAD_USER_INPUT',
      /callBackAt: expected an instant after now/,
    ],
    [{ outcome: 'CALL_BACK', callBackAt: '2027-02-03T10:00:00+08:00' }, 'BAD_USER_INPUT', /to 2027-02-02T02:00:00.000Z, found/],
    [
      { outcome: 'CALL_BACK', callBackAt: '2026-11-03T20:00:00+08:00' },
      'BAD_USER_INPUT',
      /hours of OUTBOUND and outside the quiet hours, found .* The next is 2026-11-04T09:00:00\+08:00/,
    ],
  ])('%o is refused', async (said, code, message) => {
    expect(faultOf(await tell(said))).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('a word that closes scenes has the customer’s words, not the code', async () => {
    const [other] = await gateway.sql(`select cast(number_id as varchar) as id from (${untouched}) limit 1 offset 9`);
    await told({ number: other!.id, outcome: 'DO_NOT_CONTACT', reason: 'TOO_MANY_CALLS', note: 'enough' });
    expect(new Set((await wordsOf(other!.id as string)).map(({ reason }) => reason))).toEqual(new Set(['enough']));
  });
});

describe('setDoNotContact', () => {
  const set = (said: object, viewer: Viewer = everybody): Promise<Answer> =>
    gateway.ask(
      'mutation ($n: ID!, $s: [Scene!], $u: LocalDate, $r: String!) { setDoNotContact(number: $n, scope: $s, until: $u, reason: $r) }',
      { n: id, r: 'letter', ...said },
      viewer,
    );

  test('closes the scenes of the policy, or those that are named; the last word counts', async () => {
    expect((await set({})).data).toEqual({ setDoNotContact: true });
    const word = { until: null, reason: 'letter', contact_id: null };
    expect(await wordsOf(id!)).toEqual(['ONLINE', 'OUTBOUND', 'PARTNER'].map((scene) => ({ scene, ...word })));
    await set({ s: ['ONLINE'], u: '2026-10-01', r: 'again: 13812341234' });
    expect(await wordsOf(id!)).toContainEqual({ ...word, scene: 'ONLINE', until: '2026-10-01', reason: 'again: 138****1234' });
  });

  test.each([
    [{ s: [] }, /scope: expected some scenes, found none/],
    [{ r: ' ' }, /reason: expected who asked/],
    [{ n: '99999999' }, /number: expected the id of a number that you may see, found "99999999"/],
  ])('%o is refused', async (said, message) => {
    expect(faultOf(await set(said))).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  });

  test('of a number of another city, and without tier 4: refused', async () => {
    expect(faultOf(await set({}, agentOf(['NOWHERE'])))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(faultOf(await set({}, { ...everybody, tiers: [3] }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('refused', () => {
  test.each([
    [{ idempotencyKey: ' ' }, 'BAD_USER_INPUT', /idempotencyKey: expected 1 to 200/],
    [{ number: '99999999' }, 'BAD_USER_INPUT', /number: expected the id of a number that you may see/],
    [{ number: 'abc' }, 'BAD_USER_INPUT', /expected a whole number/],
    [{ offer: 'DATA_UPGRAD' }, 'UNKNOWN_NAME', /Unknown offer "DATA_UPGRAD". Did you mean DATA_UPGRADE/],
    [
      { offer: 'DATA_PACK_VIDEO' },
      'BAD_USER_INPUT',
      /made in OUTBOUND, found DATA_PACK_VIDEO, which is made in COUNTER, ONLINE, PARTNER/,
    ],
    [{ at: '2026-11-02T10:06:00+08:00' }, 'BAD_USER_INPUT', /at: expected an instant from/],
    [{ cost: -0.01 }, 'BAD_USER_INPUT', /cost: expected 0 to 1000000 CNY, found -0.01/],
    [{ cost: 1e9 }, 'BAD_USER_INPUT', /cost: expected/],
    [{ note: 'x'.repeat(1001) }, 'BAD_USER_INPUT', /note: expected at most 1000 characters, found 1001/],
    [{ decision: 'x' }, 'BAD_USER_INPUT', /decision: expected the id of a decision about number \d+, found "x"/],
    [{ list: 'x' }, 'BAD_USER_INPUT', /list: expected the id of a target list/],
    [{ batch: 'x' }, 'BAD_USER_INPUT', /batch: expected list, batch and fence together/],
    [{ fence: '1' }, 'BAD_USER_INPUT', /batch: expected list, batch and fence together/],
    [{ batch: 'x', fence: '1' }, 'BAD_USER_INPUT', /batch: expected list, batch and fence together/],
  ])('%o', async (said, code, message) => {
    expect(faultOf(await tell(said))).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('a number of another city, and whoever lacks tier 4', async () => {
    expect((await tell({}, agentOf([city!]))).errors).toEqual([]);
    expect(faultOf(await tell({}, agentOf(['NOWHERE'])))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(faultOf(await tell({}, { ...everybody, tiers: [1, 2, 3] }))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('nothing of it was stored', async () => {
    const before = await gateway.ledger.db
      .selectFrom('contact')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    await tell({ outcome: 'DO_NOT_CONTACT', cost: -1 });
    const after = await gateway.ledger.db
      .selectFrom('contact')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(after).toEqual(before);
  });
});

test('a decision must be about the number', async () => {
  const [own, other] = [decision({ number_id: id }), decision({ number_id: '-5' })];
  await recordDecisions(gateway.ledger, [own, other]);
  expect(await told({ decision: own.id })).toMatchObject({ decision: own.id });
  expect(faultOf(await tell({ decision: other.id }))).toMatchObject({
    message: expect.stringMatching(/found one about another number/),
  });
});

describe('for a target list', () => {
  const select = `${untouched} limit 10 offset 50`;
  const membersOf = async () =>
    (await gateway.sql(`select cast(number_id as varchar) as id from (${select})`)).map((row) => row.id as string);

  test('a member, claimed or not, with the list’s offer and in its scene', async () => {
    const [first, second] = await membersOf();
    const held = `${untouched} limit 1 offset 70`;
    const [kept] = await gateway.sql(`select cast(number_id as varchar) as id from (${held})`);
    const list = await listOf(gateway, select, {}, { heldOut: held });
    await gateway.ask(claimQuery, { list: list.id, size: 1 }, everybody);
    expect(await told({ number: first, list: list.id })).toMatchObject({ list: list.id, campaignId: list.id });
    expect(await told({ number: second, list: list.id })).toMatchObject({ list: list.id });
    const refused = async (said: object) => faultOf(await tell({ number: second, list: list.id, ...said })).message;
    expect(await refused({ number: id })).toMatch(/number: expected a member of target list/);
    expect(await refused({ number: kept!.id })).toMatch(/number: expected a member of target list/);
    expect(await refused({ offer: 'HALF_PRICE' })).toMatch(
      /offer: expected DATA_UPGRADE, the list’s for this number, found HALF_PRICE/,
    );
    expect(await refused({ number: first, offer: 'HALF_PRICE' })).toMatch(/offer: expected DATA_UPGRADE/);
    expect(await refused({ scene: 'ONLINE' })).toMatch(/scene: expected OUTBOUND, the list’s, found ONLINE/);
    expect(faultOf(await tell({ number: second, list: list.id }, agentOf(['NOWHERE'])))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  test.each(['DRAFT', 'FROZEN'] as const)('not of one that is %s', async (status) => {
    const [first] = await membersOf();
    const list = await listOf(gateway, select, { status });
    expect(faultOf(await tell({ number: first, list: list.id }))).toEqual({
      code: 'CONFLICT',
      message: expect.stringMatching(new RegExp(`expected an approved one, but it is ${status}`)),
    });
  });

  test('an appointment is within the list’s days', async () => {
    const [first] = await membersOf();
    const list = await listOf(gateway, select, { expires_on: '2026-11-05' });
    const said = { number: first, list: list.id, outcome: 'CALL_BACK' };
    expect(faultOf(await tell({ ...said, callBackAt: '2026-11-06T10:00:00+08:00' }))).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/callBackAt: expected a time up to 2026-11-05, the list’s last day/),
    });
    expect(await told({ ...said, callBackAt: '2026-11-05T10:00:00+08:00' })).toMatchObject({ outcome: 'CALL_BACK' });
  });

  test('of a closed one still: the call was made', async () => {
    const [first] = await membersOf();
    const list = await listOf(gateway, select, { status: 'CLOSED' });
    expect(await told({ number: first, list: list.id })).toMatchObject({ list: list.id });
  });

  test('not of before its freeze, to the second: its result would have the cost and not the order', async () => {
    const [first] = await membersOf();
    const list = await listOf(gateway, select, { frozen_at: '2026-10-31T02:00:00.000Z' });
    const said = { number: first, list: list.id, outcome: 'ACCEPTED' };
    expect(faultOf(await tell({ ...said, at: '2026-10-31T09:59:59.999+08:00' }))).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^at: expected 2026-10-31T02:00:00.000Z or later, when target list .* was frozen, found/),
    });
    expect(await told({ ...said, at: '2026-10-31T10:00:00+08:00' })).toMatchObject({ list: list.id });
  });
});
