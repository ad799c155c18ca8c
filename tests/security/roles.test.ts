import { randomUUID } from 'node:crypto';
import { type GraphQLObjectType, getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../src/faces/graph/schema.js';
import { listAudit } from '../../src/ledger/audit/audit.js';
import { LookUps } from '../../src/security/look-ups.js';
import { acts, developer, usualColumns, type Viewer } from '../../src/security/viewer.js';
import { camelCase } from '../../src/slices/columns.js';
import { approved, colleague, frozen } from '../campaigns/lists/support.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** Tier 4 and nothing else: what a key of a channel's system is given. */
const bare = managerOf([], {
  subject: 'bare',
  rows: null,
  tiers: [4],
  acts: [],
  scenes: ['COUNTER', 'PARTNER'],
  minimumGroup: 11,
});
const ask = (query: string, given: object = {}, viewer: Viewer = bare) => gateway.ask(query, { ...given }, viewer);
const codesOf = async (query: string, given: object = {}, viewer: Viewer = bare) =>
  (await ask(query, given, viewer)).errors.map(({ extensions }) => extensions.code);
const idOf = async (where: string): Promise<string> => {
  const [row] = await gateway.sql(
    `select cast(number_id as varchar) as id from serving.number_profile where ${where} order by number_id limit 1`,
  );
  return row!.id as string;
};

/** What a field is asked with: ids and words that fit wherever they stand. */
const given: Readonly<Record<string, string>> = {
  input: '{ name: "x", purpose: "x", scene: COUNTER, everybody: true }',
  id: '"x"',
  list: '"x"',
  batch: '"x"',
  fence: '"1"',
  size: '1',
  leaseSeconds: '60',
  decision: '"x"',
  offers: '["FIVE_G_PLAN"]',
  number: '"5"',
  reason: '"x"',
};

describe('Z6: tier 4 alone', () => {
  test('changes nothing without an act: every mutation of the schema', async () => {
    const schema = createSchema(gateway.martlet.definitions);
    const mutations = Object.values(schema.getMutationType()!.getFields());
    const inputs: Readonly<Record<string, string>> = {
      recordOutcome: '{ idempotencyKey: "k", number: "5", offer: "FIVE_G_PLAN", scene: COUNTER, outcome: REFUSED }',
      startExport: '{ what: NUMBERS, everybody: true, format: CSV }',
      createAnnotation: '{ kind: OUTAGE, from: "2026-10-01", text: { en: "x", zh: "x" } }',
    };
    await gateway.startExports();
    for (const { name, args, type } of mutations) {
      if (name === 'cancelExport') continue; // Of one's own exports, which nobody has who may not begin any.
      const told = args
        .filter(isRequiredArgument)
        .map((arg) => `${arg.name}: ${(arg.name === 'input' && inputs[name]) || given[arg.name]}`)
        .join(', ');
      const below = isObjectType(getNamedType(type)) ? '{ __typename }' : '';
      // With the tiers besides that annotations and sets need: the act alone is missing.
      const { errors } = await ask(`mutation { ${name}(${told}) ${below} }`, {}, { ...bare, tiers: [1, 3, 4] });
      expect([name, errors[0]?.extensions.code, errors[0]?.message]).toEqual([
        name,
        'FORBIDDEN',
        expect.stringMatching(/ is not granted to bare; granted: none\. A role’s "acts"/),
      ]);
    }
  });

  test('sees no list, and of the members of one that it works on their ids, ranks and offers: every field of a number', async () => {
    expect(await codesOf('{ targetLists { nodes { id sliceCount } } }')).toEqual(['FORBIDDEN']);
    const list = await approved(gateway, { scene: 'COUNTER', maxSize: 5 });
    const agent = { ...bare, acts: ['WORK'] as const };
    await ask('mutation ($id: ID!) { claimWork(list: $id, size: 2) { id } }', { id: list.id }, agent);
    const members = (fields: string) => ask(`{ myWork { items { ${fields} } } }`, {}, agent);
    const { data, errors } = await members(
      'rank offer { code name monthlyMargin incentive commission rule conditions { sql } inputs } number { id numberId month }',
    );
    expect(errors).toEqual([]);
    const [first] = data.myWork[0].items;
    expect(first).toMatchObject({ rank: 1, number: { month: '2026-10' } });
    for (const below of ['members { totalCount }', 'why(number: "5") { member }', `delta(from: "${list.id}") { kept { count } }`])
      expect([below, await codesOf(`{ targetList(id: "${list.id}") { ${below} } }`, {}, agent)]).toEqual([below, ['FORBIDDEN']]);
    expect(first.offer).toMatchObject({
      monthlyMargin: null,
      incentive: null,
      commission: null,
      rule: '',
      conditions: [],
      inputs: [],
    });
    const schema = createSchema(gateway.martlet.definitions);
    const number = schema.getType('PhoneNumber') as GraphQLObjectType;
    // A list of what is seen leaves out what is not (tests/serving/own-columns.test.ts), as it refuses none by name.
    const told = ['id', 'numberId', 'month', 'ownColumns'];
    for (const field of Object.values(number.getFields())) {
      if (told.includes(field.name)) continue;
      const own = getNamedType(field.type);
      const leaf = isObjectType(own) ? firstLeaf(own) : '';
      const scene = field.name === 'recommendations' ? '(scene: OUTBOUND)' : '';
      const answer = await members(`number { ${field.name}${scene} ${leaf} }`);
      expect([field.name, answer.errors[0]?.extensions.code]).toEqual([field.name, 'FORBIDDEN']);
    }
    const granted = { ...agent, columns: { ...usualColumns, shown: new Set(['planId']) } };
    const answer = await ask('{ myWork { items { number { market { planId } } } } }', {}, granted);
    expect(answer.errors).toEqual([]);
    expect(answer.data.myWork[0].items[0].number.market.planId).toEqual(expect.any(String));
  });

  test('is told offer, rank and pitch of a decision; of the rest what its columns grant', async () => {
    const query = `query ($n: ID) { recommendations(number: $n, scene: COUNTER) {
      shown { rank pitch offer { code rule } netBenefit acceptProbability reason inputs { name value } }
      considered { offer { code } stoppedAt reason inputs { name value } } } }`;
    const n = await idOf('device_5g and not on_5g_plan and on_books and complaints = 0 and data_gb > 8 and revenue > 50');
    const { data } = await ask(query, { n });
    const { data: whole } = await ask(query, { n }, { ...bare, tiers: [3, 4] });
    const { shown, considered } = data.recommendations;
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.map(({ rank, pitch, offer }: Data) => [rank, pitch, offer.code])).toEqual(
      whole.recommendations.shown.map(({ rank, pitch, offer }: Data) => [rank, pitch, offer.code]),
    );
    for (const each of shown)
      expect(each).toMatchObject({ netBenefit: null, acceptProbability: null, inputs: [], offer: { rule: '' } });
    expect(considered.flatMap(({ inputs }: Data) => inputs).filter(({ name }: Data) => name !== 'month')).toEqual([]);
    expect(whole.recommendations.considered.flatMap(({ inputs }: Data) => inputs).length).toBeGreaterThan(10);
    const { data: some } = await ask(
      query,
      { n },
      { ...bare, columns: { ...usualColumns, shown: new Set(['onBooks', 'stage']) } },
    );
    const names = new Set(some.recommendations.considered.flatMap(({ inputs }: Data) => inputs.map(({ name }: Data) => name)));
    expect([...names].filter((name) => !['month', 'stage', 'on_books'].includes(name as string))).toEqual([]);
    expect(names.size).toBeGreaterThan(0);
  });

  test('is told nothing of a customer who has not agreed to the scene', async () => {
    const n = await idOf('on_books and not accepts_partners');
    const query =
      'query ($n: ID) { recommendations(number: $n, scene: PARTNER) { shown { rank } considered { stoppedAt why inputs { name } } } }';
    const { data } = await ask(query, { n });
    expect(data.recommendations.shown).toEqual([]);
    expect(new Set(data.recommendations.considered.map(({ why }: Data) => why))).toEqual(new Set(['NOT_AGREED']));
    expect(await codesOf('query ($n: ID) { card(number: $n, scene: PARTNER) { number } }', { n })).toEqual(['BAD_USER_INPUT']);
  });

  test('in other scenes than its own it has no say', async () => {
    const n = await idOf('on_books');
    const doors = [
      '{ recommendations(number: "N", scene: OUTBOUND) { id } }',
      '{ card(number: "N", scene: OUTBOUND) { number } }',
      'mutation { createTargetList(input: { name: "x", purpose: "x", scene: OUTBOUND, everybody: true }) { id } }',
      `mutation { recordOutcome(input: { idempotencyKey: "${randomUUID()}", number: "N", offer: "FIVE_G_PLAN", scene: OUTBOUND, outcome: REFUSED }) { id } }`,
    ];
    for (const door of doors) {
      const { errors } = await ask(door.replace('"N"', `"${n}"`), {}, { ...bare, acts });
      expect([door, errors[0]?.message]).toEqual([
        door,
        expect.stringMatching(/^Scene OUTBOUND is not granted to bare; granted: COUNTER, PARTNER/),
      ]);
    }
    const elsewhere = await frozen(gateway, { scene: 'OUTBOUND', maxSize: 3 });
    const { data } = await ask('query ($id: ID!) { targetList(id: $id) { id } }', { id: elsewhere.id }, { ...bare, acts });
    expect(data.targetList).toBeNull();
    const made = await ask(
      'query ($n: ID) { recommendations(number: $n, scene: OUTBOUND) { id } }',
      { n },
      { ...developer, subject: 'bare' },
    );
    const kept = await ask('query ($id: ID!) { decision(id: $id) { id } }', { id: made.data.recommendations.id });
    expect(kept.data.decision).toBeNull();
  });
});

describe('D4: without tier 3 no filter singles out a person', () => {
  const identifying = ['numberId', 'previousNumberId', 'birthYear', 'joinedOn', 'statusSince', 'contractEndOn', 'lastPaidUseOn'];
  const doors: Readonly<Record<string, (viewer: Viewer, where: string) => Promise<unknown[]>>> = {
    indicator: (viewer, where) =>
      codesOf(`{ indicator(measure: REVENUE, where: ${where}) { value drill(by: HOME_CELL) { code } } }`, {}, viewer),
    tree: (viewer, where) => codesOf(`{ indicatorTree(tree: "LIFECYCLE", where: ${where}) { root { value } } }`, {}, viewer),
    analysis: (viewer, where) =>
      codesOf(`{ analysis(where: ${where}, dimensions: [CITY], measures: [REVENUE]) { rows { city revenue } } }`, {}, viewer),
    explain: (viewer, where) => codesOf(`{ explain(measure: REVENUE, where: ${where}) { change } }`, {}, viewer),
    signals: (viewer, where) => codesOf(`{ signals(where: ${where}) { value } }`, {}, viewer),
    list: (viewer, where) =>
      codesOf(
        `mutation { createTargetList(input: { name: "x", purpose: "x", scene: COUNTER, where: ${where} }) { sliceCount } }`,
        {},
        viewer,
      ),
  };
  const analyst = managerOf([], { subject: 'analyst', rows: null, tiers: [1, 2, 4] });

  test.each(Object.entries(doors))('D4: %s', async (_, door) => {
    const columns = gateway.serving.columns;
    const found = [...columns.values()].filter(({ identifies, personal }) => identifies && !personal).map(({ field }) => field);
    expect(found).toEqual(expect.arrayContaining(identifying));
    for (const field of found)
      for (const is of field === 'set' ? [`{ id: "${randomUUID()}" }`] : ['{ isNull: false }', '{ isNull: true }'])
        for (const where of [`{ ${field}: ${is} }`, `{ city: { eq: "HAILAN" }, not: { ${field}: ${is} } }`])
          expect([where, await door(analyst, where)]).toEqual([where, ['FORBIDDEN']]);
  });

  test('what a role masks or hides is not told by a slice’s words either, and masked columns are no clear ones in the audit', async () => {
    const where = { msisdn: { startsWith: '138' }, revenue: { gt: 77 }, city: { eq: 'HAILAN' } };
    const { data: made } = await ask(
      'query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { slice } }',
      { where },
      developer,
    );
    const columns = { ...usualColumns, masked: new Set(['msisdn']), hidden: new Set(['revenue']) };
    const viewer = { ...developer, subject: `half blind ${randomUUID()}`, columns };
    const words = async (who: Viewer) =>
      (await ask('query ($s: Slice!) { slice(slice: $s) { words where } }', { s: made.indicator.slice }, who)).data.slice;
    expect(JSON.stringify(await words(developer))).toMatch(/138.*77|77.*138/);
    expect(JSON.stringify(await words(viewer))).not.toMatch(/138|77/);
    expect((await words(viewer)).words).toContain('Hailan');
    const { data } = await ask('{ numbers(first: 2) { nodes { msisdn customerId } } }', {}, viewer);
    for (const { msisdn } of data.numbers.nodes) expect(msisdn).toMatch(/^\d{3}\*{4}\d{4}$/);
    const [line] = await listAudit(gateway.ledger, { subject: viewer.subject, limit: 1 });
    expect(JSON.parse(line!.detail!).columns).toEqual(['customerId']);
  });

  test('what a role hides is neither told nor filtered by, whatever the tier', async () => {
    const blind = managerOf([], {
      tiers: [1, 2, 3, 4],
      rows: null,
      columns: { ...usualColumns, hidden: new Set(['revenue']) },
    });
    expect(await codesOf('{ numbers(first: 1) { nodes { finance { revenue } } } }', {}, blind)).toEqual(['FORBIDDEN']);
    expect(await codesOf('{ numbers(first: 1, orderBy: [{ column: "revenue" }]) { nodes { id } } }', {}, blind)).toEqual([
      'FORBIDDEN',
    ]);
    expect(await codesOf('{ indicator(measure: NUMBERS, where: { revenue: { gt: 5 } }) { value } }', {}, blind)).toEqual([
      'FORBIDDEN',
    ]);
    expect(await codesOf('{ numbers(first: 1) { nodes { id finance { dataRevenue } } } }', {}, blind)).toEqual([]);
  });
});

describe('a dimension that shows a hidden column as it is', () => {
  const blindTo = (column: string): Viewer => ({
    ...developer,
    subject: `blind ${column}`,
    columns: { ...usualColumns, hidden: new Set([camelCase(column)]) },
  });

  test('is hidden with it, each of them: no cut by it, no filter, no cause and no signal', async () => {
    const names = new Set([...gateway.serving.numberColumns.values()].map(({ name }) => name));
    const { dimensions } = gateway.martlet.definitions.catalogue;
    const showing = [...dimensions.values()].filter(
      ({ sql, facts, grain }) => names.has(sql) && facts.length === 0 && grain === null,
    );
    expect(showing.length).toBeGreaterThan(20);
    for (const { code, sql } of showing) {
      const viewer = blindTo(sql);
      const cut = await codesOf(`{ analysis(dimensions: [${code}], measures: [NUMBERS]) { rowCount } }`, {}, viewer);
      const part = await codesOf(`{ indicator(measure: NUMBERS) { drill(by: ${code}) { code } } }`, {}, viewer);
      const filter = await codesOf(
        `{ indicator(measure: NUMBERS, where: { ${camelCase(code)}: { isNull: false } }) { value } }`,
        {},
        viewer,
      );
      expect([code, cut, part, filter]).toEqual([code, ['FORBIDDEN'], ['FORBIDDEN'], ['FORBIDDEN']]);
    }
  });

  test('leaves all else as it is', async () => {
    const query = '{ analysis(dimensions: [AGE_GROUP], measures: [REVENUE]) { rows { ageGroup revenue } } }';
    expect((await ask(query, {}, blindTo('plan_id'))).data).toEqual((await ask(query, {}, developer)).data);
    const { data, errors } = await ask('{ signals(first: 200, noise: true) { where { dimension } } }', {}, blindTo('city'));
    expect(errors).toEqual([]);
    expect(data.signals.flatMap(({ where }: Data) => where.map(({ dimension }: Data) => dimension))).not.toContain('CITY');
  });
});

describe('Q10: look-ups by phone number', () => {
  test('have a line in the audit, found or not, and a rate of their own', async () => {
    const subject = `seeker ${randomUUID()}`;
    const viewer = { ...colleague, subject };
    const query = (door: string) =>
      `query { a: ${door}(msisdn: "13800000000"${door === 'number' ? '' : ', scene: COUNTER'}) { __typename } }`;
    for (const door of ['number', 'recommendations', 'card']) await ask(query(door), {}, viewer);
    const lines = await listAudit(gateway.ledger, { subject, limit: 10 });
    expect(lines.filter(({ action }) => action === 'look-up by phone number')).toHaveLength(3);
    expect(JSON.stringify(lines)).not.toContain('13800000000');
  });

  test('the minute’s last one says when the next may come', () => {
    let now = 0;
    const lookUps = new LookUps(() => now);
    const viewer = { subject: 'clerk', limits: { ...colleague.limits, lookUpsPerMinute: 3 } };
    for (let each = 0; each < 3; each++) {
      lookUps.take(viewer);
      now += 10_000;
    }
    expect(() => lookUps.take(viewer)).toThrow(expect.objectContaining({ code: 'TOO_BUSY', details: { retryAfterMs: 30_000 } }));
    lookUps.take({ ...viewer, subject: 'another' });
    now += 30_000;
    lookUps.take(viewer);
  });

  test('L1: who filters by a personal column is in the audit, whatever is shown', async () => {
    const viewer = { ...developer, subject: `filterer ${randomUUID()}` };
    const doors = [
      '{ indicator(measure: NUMBERS, where: { msisdn: { startsWith: "138" } }) { value } }',
      '{ numbers(where: { customerId: { eq: "C1" } }) { totalCount } }',
      '{ analysis(where: { householdId: { isNull: false } }, dimensions: [CITY], measures: [NUMBERS]) { rows { city } } }',
    ];
    for (const door of doors) expect(await codesOf(door, {}, viewer)).toEqual([]);
    const lines = await listAudit(gateway.ledger, { subject: viewer.subject, limit: 10 });
    expect(lines.map(({ action, detail }) => [action, JSON.parse(detail!).columns])).toEqual([
      ['filter by personal columns', ['msisdn']],
      ['filter by personal columns', ['customerId']],
      ['filter by personal columns', ['householdId']],
    ]);
  });
});

function firstLeaf(type: GraphQLObjectType): string {
  const leaf = Object.values(type.getFields()).find((field) => !isObjectType(getNamedType(field.type)))!;
  return `{ ${leaf.name} }`;
}
