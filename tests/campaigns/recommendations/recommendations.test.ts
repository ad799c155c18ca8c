import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { today } from '../../../src/campaigns/channels.js';
import { Decider } from '../../../src/campaigns/recommendations/decider.js';
import { recordContact } from '../../../src/ledger/contacts/contacts.js';
import { setDoNotContact } from '../../../src/ledger/contacts/do-not-contact.js';
import type { Row } from '../../../src/warehouse/engine.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { contact, contextOf, decided, scenes } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

// Sees whole numbers too: what is told without that is in tests/security/roles.test.ts.
const clerk = managerOf([], { subject: 'clerk', tiers: [3, 4], rows: null });
const fields = `id number scene at degraded heldOut personalised dataDate ruleVersion
  shown { offer { code } rank netBenefit acceptProbability stoppedAt reason pitch(locale: ZH) inputs { name value } ruleVersion }
  considered { offer { code } rank stoppedAt why reason(locale: ZH) netBenefit acceptProbability }`;
const query = `query ($number: ID, $msisdn: String, $scene: Scene!, $limit: Int, $personalised: Boolean) {
  recommendations(number: $number, msisdn: $msisdn, scene: $scene, limit: $limit, personalised: $personalised) { ${fields} } }`;
const ask = (variables: object, viewer = clerk) => gateway.ask(query, { scene: 'COUNTER', ...variables }, viewer);
const one = async (where: string): Promise<Row> =>
  (
    await gateway.sql(
      `select cast(p.number_id as varchar) as id, p.* exclude (number_id) from serving.number_profile p join (select number_id as of_id, rules, is_universal, ported_out from number_ruled) on of_id = p.number_id where ${where} order by p.number_id limit 1`,
    )
  )[0]!;
/** Passes the rules of an offer. */
const suits = (code: string): string => {
  const at = [...gateway.martlet.definitions.catalogue.offers.keys()].indexOf(code) + 1;
  return `rules[${at}] = '0' and not is_universal`;
};

describe('a decision', () => {
  test('says what is made in the order of net benefit, and of all else why not, in the clerk’s language', async () => {
    const { id } = await one(suits('FIVE_G_PLAN'));
    const { data, errors } = await ask({ number: id });
    expect(errors).toEqual([]);
    const { shown, considered, ...decision } = data.recommendations;
    expect(decision).toMatchObject({ number: id, scene: 'COUNTER', degraded: false, heldOut: false, personalised: true });
    expect(decision).toMatchObject({ dataDate: '2026-10-31', at: '2026-11-02T02:00:00.000Z' });
    expect(considered).toHaveLength(27);
    const made = considered.filter(({ rank }: { rank: number | null }) => rank !== null);
    expect(shown.length).toBe(Math.min(3, made.length));
    expect(shown.map(({ rank }: { rank: number }) => rank)).toEqual(shown.map((_: unknown, index: number) => index + 1));
    const nets = shown.map(({ netBenefit }: { netBenefit: number }) => netBenefit);
    expect(nets).toEqual([...nets].sort((a, b) => b - a));
    expect(Math.min(...nets)).toBeGreaterThanOrEqual(0);
    for (const { rank, stoppedAt, why, reason } of considered) {
      expect(rank === null).toBe(stoppedAt !== null);
      expect(rank === null).toBe(why !== null);
      expect(reason).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test('its net benefit is P × (margin × months − incentive − commission) − contact cost, which a visit has spent already', async () => {
    const { id } = await one(suits('FIVE_G_PLAN'));
    for (const [scene, cost] of [
      ['COUNTER', 0],
      ['OUTBOUND', 2.2],
    ] as const) {
      const { data } = await ask({ number: id, scene, limit: 20 });
      const plan = data.recommendations.considered.find(({ offer }: { offer: { code: string } }) => offer.code === 'FIVE_G_PLAN');
      expect(plan.netBenefit).toBeCloseTo(plan.acceptProbability * (8 * 14 - 7 - 5) - cost, 12);
    }
  });

  test('shows what the rule looked at, and speaks with the customer’s own figures', async () => {
    const row = await one(suits('FIVE_G_PLAN'));
    const { data } = await ask({ number: row.id, limit: 20 });
    const plan = data.recommendations.shown.find(({ offer }: { offer: { code: string } }) => offer.code === 'FIVE_G_PLAN');
    const inputs = Object.fromEntries(plan.inputs.map(({ name, value }: { name: string; value: unknown }) => [name, value]));
    expect(inputs).toMatchObject({ device_5g: true, on_5g_plan: false, has_open_complaint: false, stage: row.stage });
    expect(plan.pitch).toContain(`${Number(row.plan_fee)} 元套餐`);
  });

  test('is written down as it was given, with its inputs', async () => {
    const { id, msisdn, household_id, customer_id } = await one(suits('DATA_UPGRADE'));
    const { data } = await ask({ number: id, limit: 2 });
    const { recommendations } = data;
    const kept = await gateway.ledger.db
      .selectFrom('decision')
      .selectAll()
      .where('id', '=', recommendations.id)
      .executeTakeFirstOrThrow();
    expect(kept).toMatchObject({
      number_id: id,
      scene: 'COUNTER',
      subject: 'clerk',
      day: '2026-11-02',
      degraded: 0,
      held_out: 0,
    });
    expect(kept.rule_version).toBe(recommendations.ruleVersion);
    expect(kept.generation).toBe(gateway.serving.manifest.id);
    expect(JSON.parse(kept.shown).map(([code]: [string]) => code)).toEqual(
      recommendations.shown.map(({ offer }: { offer: { code: string } }) => offer.code),
    );
    const { offers, inputs } = JSON.parse(kept.considered);
    expect(offers).toHaveLength(27);
    expect(inputs.data_gb).toBeDefined();
    for (const personal of [msisdn, household_id, customer_id]) expect(JSON.stringify(kept)).not.toContain(personal as string);
  });

  test('by phone number is the same as by id; below a number it is the number’s', async () => {
    const row = await one(suits('FIVE_G_PLAN'));
    const codes = (answer: { shown: readonly { offer: { code: string } }[] }) => answer.shown.map(({ offer }) => offer.code);
    const [byId, byPhone] = await Promise.all([ask({ number: row.id }), ask({ msisdn: `+86 ${row.msisdn}` })]);
    expect(codes(byPhone.data.recommendations)).toEqual(codes(byId.data.recommendations));
    expect(byPhone.data.recommendations.number).toBe(row.id);
    const nested = await gateway.ask(
      `{ number(id: "${row.id}") { recommendations(scene: COUNTER) { number shown { offer { code } } } } }`,
    );
    expect(codes(nested.data.number.recommendations)).toEqual(codes(byId.data.recommendations));
  });

  test('of many numbers at once reads them together', async () => {
    const rows = await gateway.sql(
      'select cast(number_id as varchar) as id from number_ruled where not ported_out order by number_id limit 40',
    );
    const decisions = await Promise.all(rows.map(({ id }) => decided(gateway, id as string, 'OUTBOUND')));
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(40);
    expect(decisions.map(({ number }) => number)).toEqual(rows.map(({ id }) => id));
  });
});

describe('errors', () => {
  const messages = async (variables: object, viewer = clerk) => {
    const { errors } = await ask(variables, viewer);
    return errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join();
  };

  test('an unknown number, one of another operator, both ways to say it, neither', async () => {
    expect(await messages({ number: '999999999' })).toMatch(
      /BAD_USER_INPUT.*in the marts of 2026-10.*"999999999".*another operator/,
    );
    expect(await messages({ msisdn: '19912345678' })).toMatch(/BAD_USER_INPUT.*phone number of this operator.*Check the digits/);
    expect(await messages({ msisdn: '12' })).toMatch(/BAD_USER_INPUT/);
    const gone = await one('ported_out');
    expect(await messages({ number: gone.id, scene: 'PARTNER' })).toMatch(/BAD_USER_INPUT.*another operator's now/);
    expect(await messages({ number: '1', msisdn: '13800000000' })).toMatch(/either number or msisdn, found both/);
    expect(await messages({})).toMatch(/found neither/);
    expect(await messages({ number: 'x' })).toMatch(/whole number like "1042"/);
    expect(await messages({ number: '1', limit: 0 })).toMatch(/limit: expected 1 to 20, found 0/);
    expect(await messages({ number: '1', scene: 'STREET' })).toMatch(/STREET/);
  });

  test('without tier 4, and a number of a city that the viewer may not see', async () => {
    const { id, city } = await one(suits('FIVE_G_PLAN'));
    expect(await messages({ number: id }, managerOf([], { tiers: [3], rows: null }))).toMatch(/FORBIDDEN: Tier 4 is not granted/);
    expect(await messages({ number: id }, managerOf([], { tiers: [4] }))).toMatch(/that you may see, found none/);
    expect(await messages({ number: id }, managerOf([city as string], { tiers: [4] }))).toBe('');
    const elsewhere = await one(`city <> '${city}'`);
    expect(await messages({ number: elsewhere.id }, managerOf([city as string], { tiers: [4] }))).toMatch(/found none/);
  });
});

describe('the customer is left alone', () => {
  const whysOf = async (id: string, scene: (typeof scenes)[number]) =>
    new Map((await decided(gateway, id, scene)).considered.map(({ offer, why }) => [offer.code, why]));

  test('when he has said so, at once, in the scenes that he named, and again when he takes it back', async () => {
    const id = (await one(`${suits('FIVE_G_PLAN')} and accepts_calls`)).id as string;
    const say = (until: string | null) => {
      const said = {
        numberId: id,
        scenes: ['OUTBOUND'],
        until,
        reason: 'asked',
        subject: 'clerk',
        at: '2026-11-02T02:00:00.000Z',
      };
      return setDoNotContact(gateway.ledger, { ...said, contactId: null });
    };
    const before = await whysOf(id, 'OUTBOUND');
    await say(null);
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).toBe('DO_NOT_CONTACT');
    expect((await whysOf(id, 'COUNTER')).get('FIVE_G_PLAN')).not.toBe('DO_NOT_CONTACT');
    await say('2026-11-01');
    expect(await whysOf(id, 'OUTBOUND')).toEqual(before);
  });

  test('after a refusal, by family and for its days; in a visit that very offer alone', async () => {
    const id = (
      await one(
        `${suits('FIVE_G_PLAN')} and accepts_calls and number_id > 1000 and number_id not in (select number_id from serving.number_contact)`,
      )
    ).id as string;
    const refused = contact(id, 'FIVE_G_PLAN', 'COUNTER', 'REFUSED', '2026-10-28T10:00:00+08:00', `refused ${id}`);
    await recordContact(gateway.ledger, refused as never, { doNotContact: null, order: null, work: null });
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).toBe('COOLING');
    expect((await whysOf(id, 'COUNTER')).get('FIVE_G_PLAN')).toBe('COOLING');
    expect([...(await whysOf(id, 'COUNTER')).values()].filter((why) => why === 'COOLING')).toHaveLength(1);
    gateway.clock.set('2027-01-25T10:00:00+08:00');
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).toBe('COOLING');
    gateway.clock.set('2027-01-26T10:00:00+08:00');
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).not.toBe('COOLING');
    gateway.clock.set('2026-11-02T10:00:00+08:00');
  });

  test('when he was reached as often as allowed: not counting who was not reached, nor one contact twice', async () => {
    const id = (
      await one(`${suits('FIVE_G_PLAN')} and accepts_calls and number_id not in (select number_id from serving.number_contact)`)
    ).id as string;
    const call = async (outcome: string, at: string) =>
      recordContact(gateway.ledger, contact(id, 'CARE_CALL', 'OUTBOUND', outcome, at, `${outcome} ${at} ${id}`) as never, {
        doNotContact: null,
        order: null,
        work: null,
      });
    await call('NOT_REACHED', '2026-11-01T10:00:00+08:00');
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).not.toBe('CAPPED');
    await call('REACHED', '2026-10-27T10:00:00+08:00');
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).toBe('CAPPED');
    gateway.clock.set('2026-11-03T10:00:00+08:00');
    expect((await whysOf(id, 'OUTBOUND')).get('FIVE_G_PLAN')).not.toBe('CAPPED');
    gateway.clock.set('2026-11-02T10:00:00+08:00');
  });

  test('who is kept out for good gets nothing in any scene', async () => {
    const rows = await gateway.sql(
      'select cast(number_id as varchar) as id from number_ruled where is_universal and not ported_out order by number_id limit 60',
    );
    expect(rows.length).toBe(60);
    let stopped = 0;
    for (const scene of scenes)
      for (const { id } of rows) {
        const decision = await decided(gateway, id as string, scene);
        expect(decision.shown).toEqual([]);
        expect(decision.heldOut).toBe(true);
        if (decision.considered.some(({ why }) => why === 'UNIVERSAL')) stopped++;
      }
    expect(stopped).toBeGreaterThan(20);
  });
});

describe('not personalised', () => {
  test('the same is made to any two customers, and nothing of theirs is looked at', async () => {
    const one_ = await one(suits('HALF_PRICE'));
    const other = await one(`${suits('FIVE_G_PLAN')} and not dual_drop`);
    const answers = await Promise.all([one_, other].map(({ id }) => ask({ number: id, personalised: false, limit: 20 })));
    const [a, b] = answers.map(({ data }) => data.recommendations);
    const brief = ({ shown }: typeof a) => shown.map(({ offer, netBenefit }: never) => [offer, netBenefit]);
    expect(brief(a)).toEqual(brief(b));
    expect(a.shown.length).toBeGreaterThan(3);
    expect(a.personalised).toBe(false);
    for (const { inputs, pitch } of a.shown) {
      expect(inputs).toEqual([]);
      expect(pitch ?? '').not.toMatch(/\{\{|–/);
    }
    const settlement = a.considered.find(({ offer }: { offer: { code: string } }) => offer.code === 'ARREARS_SETTLEMENT');
    expect(settlement.why).toBe('PARTICULAR');
    const kept = await gateway.ledger.db.selectFrom('decision').selectAll().where('id', '=', a.id).executeTakeFirstOrThrow();
    expect(JSON.parse(kept.considered).inputs).toEqual({});
  });
});

describe('degraded', () => {
  const never = new Promise<never>(() => undefined);
  const stuck = () => ({ share: () => never });
  const soon = () => ({ channels: { ...gateway.channels, patienceMs: 50 } });

  test('marts that do not answer: last night’s ranking at the counter, marked so and written down', async () => {
    const id = (await one(suits('FIVE_G_PLAN'))).id as string;
    const usual = await decided(gateway, id, 'COUNTER');
    const decision = await decided(gateway, id, 'COUNTER', { ...stuck(), ...soon() });
    expect(decision.degraded).toBe(true);
    // Who is at risk is looked up: where it cannot be, retention offers count by their margin, and say so.
    const { offers } = gateway.martlet.definitions.catalogue;
    const retains = ({ offer }: (typeof usual.shown)[number]) => offers.get(offer.code)!.retention !== null;
    const rest = ({ shown }: typeof usual) =>
      shown.filter((each) => !retains(each)).map(({ offer, netBenefit }) => [offer.code, netBenefit]);
    expect(rest(decision)).toEqual(rest(usual));
    for (const { effect } of decision.shown.filter(retains)) expect(effect).toEqual({ share: null, from: 'RISK_UNKNOWN' });
    expect(decision.values).toEqual({});
  });

  test('where the contact policy cannot be asked nobody is called', async () => {
    const id = (await one(`${suits('FIVE_G_PLAN')} and accepts_calls`)).id as string;
    const decision = await decided(gateway, id, 'OUTBOUND', { ...stuck(), ...soon() });
    expect(decision).toMatchObject({ degraded: true, shown: [] });
    expect(decision.considered.some(({ why }) => why === 'UNCHECKED')).toBe(true);
  });

  test('a viewer of another city is told nothing then either', async () => {
    const { id, city } = await one(suits('FIVE_G_PLAN'));
    const viewer = managerOf(['ELSEWHERE'], { tiers: [4] });
    await expect(decided(gateway, id as string, 'COUNTER', { ...stuck(), ...soon(), viewer })).rejects.toThrow(/found none/);
    const own = await decided(gateway, id as string, 'COUNTER', {
      ...stuck(),
      ...soon(),
      viewer: managerOf([city as string], { tiers: [4] }),
    });
    expect(own.degraded).toBe(true);
  });

  test('a ledger that fails: answered all the same, and marked', async () => {
    const id = (await one(suits('FIVE_G_PLAN'))).id as string;
    const broken = { ...gateway.ledger, transaction: () => Promise.reject(new Error('disk full')) };
    const decider = new Decider(broken as never, gateway.channels.home, () => today(gateway.channels));
    const decision = await decided(gateway, id, 'COUNTER', { channels: { ...gateway.channels, decider, patienceMs: 1000 } });
    expect(decision).toMatchObject({ id: null, degraded: true });
    expect(decision.shown.length).toBeGreaterThan(0);
  });

  test('a ledger that has not answered since the start: no campaign is known, so nothing is made that may be held out', async () => {
    const id = (await one(suits('FIVE_G_PLAN'))).id as string;
    const silent = {
      ...gateway.ledger,
      db: {
        selectFrom: () => {
          throw new Error('gone');
        },
      },
    };
    const decider = new Decider(silent as never, gateway.channels.home, () => today(gateway.channels));
    const decision = await decided(gateway, id, 'COUNTER', { channels: { ...gateway.channels, decider } });
    expect(decision).toMatchObject({ degraded: true, shown: [] });
    expect(decision.considered.some(({ why }) => why === 'UNCHECKED')).toBe(true);
  });

  test('a context without a ledger says what to do', async () => {
    const context = contextOf(gateway, { channels: null });
    await expect(decided(gateway, '1', 'COUNTER', context)).rejects.toThrow(/Channels need a ledger/);
  });
});
