import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { sqlDirectory } from '../../src/config.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { policyWords } from '../../src/martlet.js';
import { newKey } from '../../src/security/keys.js';
import { loadPolicies } from '../../src/security/policies.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { approved, approveQuery, colleague, createQuery, done, freezeQuery, usual } from '../campaigns/lists/support.js';
import { everythingOf, leavesOf, picked, textOf } from '../support/everything.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { grantFields, isGranted, type PlainRow, plainRows } from '../support/reference.js';

// More than 5 s: every role asks for every field of the schema.

/** What each role is for, in words of its own: what its file gives is held against it. */
interface Meant {
  readonly tiers: readonly number[];
  readonly acts?: readonly string[];
  readonly scenes?: readonly string[];
  /** Columns of a number that are told without tier 3. */
  readonly shown?: readonly string[];
  /** What his rows are of the key's own. */
  readonly own?: 'cities' | 'grids' | 'channels';
}
const everywhere = ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER'];
const meant: Readonly<Record<string, Meant>> = {
  executive: { tiers: [1, 2] },
  city_manager: { tiers: [1, 2], acts: ['EXPORT', 'ANNOTATE'], own: 'cities' },
  grid_manager: { tiers: [1, 2], own: 'grids' },
  channel_manager: { tiers: [1, 2], own: 'channels' },
  analyst: { tiers: [1, 2], acts: ['EXPORT', 'ANNOTATE'] },
  data_scientist: { tiers: [1, 2, 3], acts: ['EXPORT', 'MAKE_SETS'] },
  marketer: { tiers: [1, 2, 4], acts: ['MAKE_LISTS', 'FREEZE_LISTS'], scenes: everywhere },
  approver: { tiers: [1, 4], acts: ['APPROVE_LISTS'], scenes: everywhere },
  clerk: {
    tiers: [4],
    acts: ['RECORD_OUTCOMES', 'SET_DO_NOT_CONTACT'],
    scenes: ['COUNTER'],
    shown: ['planId', 'contractEndOn', 'inArrears', 'arrears', 'complaints'],
  },
  outbound_agent: {
    tiers: [4],
    acts: ['WORK', 'RECORD_OUTCOMES', 'SET_DO_NOT_CONTACT'],
    scenes: ['OUTBOUND'],
    shown: ['msisdn'],
  },
  partner: { tiers: [4], acts: ['MAKE_LISTS', 'WORK', 'RECORD_OUTCOMES'], scenes: ['PARTNER'], shown: ['planId'] },
  steward: { tiers: [1, 2], acts: ['ANNOTATE'] },
  auditor: { tiers: [] },
  administrator: { tiers: [1] },
  event_source: { tiers: [], acts: ['SEND_EVENTS'] },
};
const roles = Object.keys(meant);
const listActs = ['MAKE_LISTS', 'FREEZE_LISTS', 'APPROVE_LISTS'];

let gateway: Gateway;
let schema: GraphQLSchema;
let viewers: Readonly<Record<string, Viewer>>;
let rows: readonly PlainRow[];
/** Real phone numbers: none may be in any answer. */
let phones: ReadonlySet<string>;
/** Arguments by "Type.field", of each role. */
let givenTo: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
/** One that is on the books. */
let number: string;
let lists: Record<string, Data>;
const dir = mkdtempSync(join(tmpdir(), 'martlet-roles-'));

beforeAll(async () => {
  gateway = await openGateway();
  const { definitions } = gateway.martlet;
  schema = createSchema(definitions);
  await gateway.startExports();
  rows = await plainRows(gateway, '2026-10', [...new Set(['numberId', 'msisdn', ...grantFields])]);
  phones = new Set((await gateway.sql('select distinct msisdn from number_state')).map(({ msisdn }) => String(msisdn)));
  const values = (field: string, most: number) => [...new Set(rows.map((row) => String(row[field])))].sort().slice(0, most);
  const owned = { cities: values('city', 2), grids: values('grid', 40), channels: values('joinChannelId', 40) };
  const words = policyWords(definitions, sqlDirectory);
  viewers = Object.fromEntries(
    roles.map((name) => {
      const { secret, entry } = newKey(name, [name], []);
      const file = join(dir, `${name}.yaml`);
      writeFileSync(file, stringify({ roles: { [name]: { like: name } }, keys: [{ ...entry, ...owned }] }));
      const viewer = loadPolicies(file, words).authenticate(secret);
      return [name, { ...viewer, limits: developer.limits }];
    }),
  );
  lists = { OUTBOUND: await approved(gateway, { scene: 'OUTBOUND', maxSize: 20 }) };
  await gateway.ask(
    'mutation { createStandingList(input: { name: "x", purpose: "x", scene: OUTBOUND, everybody: true, approveUpTo: { size: 9, budget: 9 } }) { id } }',
  );
  const own = await done(gateway, createQuery, { input: { ...usual, scene: 'PARTNER', everybody: true } }, viewers.partner);
  await done(gateway, freezeQuery, { id: own.id });
  lists.PARTNER = await done(gateway, approveQuery, { id: own.id }, colleague);
  await gateway.ask(
    'mutation ($id: ID!) { claimWork(list: $id, size: 3) { id } }',
    { id: lists.OUTBOUND!.id },
    viewers.outbound_agent,
  );
  await gateway.ask('mutation ($id: ID!) { claimWork(list: $id, size: 2) { id } }', { id: lists.PARTNER!.id }, viewers.partner);
  const [one] = await gateway.sql('select cast(number_id as varchar) as id from serving.number_profile where on_books limit 1');
  number = String(one!.id);
  const made = await gateway.ask(`{ recommendations(number: "${number}", scene: COUNTER) { id } }`);
  const listOf = (name: string) => (name === 'partner' ? lists.PARTNER : lists.OUTBOUND)!.id;
  givenTo = Object.fromEntries(roles.map((name) => [name, givenOf(number, made.data.recommendations.id, listOf(name))]));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await gateway.close();
});

const givenOf = (number: string, decision: string, list: string): Readonly<Record<string, string | null>> => ({
  'Query.analysis': '(dimensions: [CITY], measures: [REVENUE])',
  'Query.card': `(number: "${number}", scene: COUNTER)`,
  'Query.decision': `(id: "${decision}")`,
  'Query.explain': '(measure: ARPU, by: [CITY])',
  'Query.exportJob': '(id: "x")',
  'Query.indicator': '(measure: REVENUE)',
  'Query.indicatorTree': '(tree: "REVENUE")',
  'Query.indicators': '(measures: [ARPU])',
  'Query.number': `(id: "${number}")`,
  'Query.numbers': '(first: 3)',
  'Query.recommendations': `(number: "${number}", scene: COUNTER)`,
  'Query.report': '(code: "STOCK_STRUCTURE", first: 3)',
  'Query.signals': '(first: 2)',
  'Query.simulate': '(input: { scene: ONLINE, change: { contactPolicy: { coolDownDays: 1 } } })',
  'Query.slice': null,
  'Query.table': '(input: { dimensions: [CITY], measures: [REVENUE] })',
  'Query.standingLists': '(first: 2)',
  'Query.targetList': `(id: "${list}")`,
  'Query.targetLists': '(first: 2)',
  'Indicator.drill': '(by: CITY)',
  'Indicator.trend': '(months: 2)',
  'IndicatorNode.drill': '(by: CITY, top: 2)',
  'IndicatorNode.trend': '(months: 2)',
  'TargetList.why': `(number: "${number}")`,
  'TargetList.delta': `(from: "${list}")`,
  'TargetList.members': '(first: 2)',
  'TargetList.progressBy': '(what: AGENT)',
  'PhoneNumber.recommendations': '(scene: COUNTER)',
  'PhoneNumber.history': '(months: 2)',
  'DimensionInfo.values': '(first: 3)',
  'PhoneNumberConnection.sums': '(measures: [NUMBERS])',
});

/** May a role ask for this root field? Said by hand, by tier, act and scene. */
const roots: Readonly<Record<string, (role: Meant) => boolean>> = {
  ...Object.fromEntries(
    ['me', 'catalogue', 'generation', 'generations', 'exportJob', 'exportJobs', 'outcomeReasons'].map((name) => [
      name,
      () => true,
    ]),
  ),
  ...Object.fromEntries(
    ['indicator', 'indicators', 'indicatorTree', 'indicatorTrees', 'explain', 'signals', 'annotations'].map((name) => [
      name,
      tier(1),
    ]),
  ),
  ...Object.fromEntries(['analysis', 'table', 'report', 'reports'].map((name) => [name, tier(2)])),
  ...Object.fromEntries(['number', 'numbers'].map((name) => [name, tier(3)])),
  ...Object.fromEntries(['offers', 'decision'].map((name) => [name, tier(4)])),
  card: scene('COUNTER'),
  recommendations: scene('COUNTER'),
  myWork: act('WORK'),
  targetList: act(...listActs, 'WORK'),
  targetLists: act(...listActs, 'WORK'),
  standingLists: act(...listActs, 'WORK'),
  simulate: act('FREEZE_LISTS'),
  numberSets: tier(3),
  filterColumns: () => true,
};
function tier(...some: readonly number[]) {
  return ({ tiers }: Meant) => some.some((each) => tiers.includes(each));
}
function act(...some: readonly string[]) {
  return ({ acts = [] }: Meant) => some.some((each) => acts.includes(each));
}
function scene(code: string) {
  return ({ tiers, scenes = [] }: Meant) => tiers.includes(4) && scenes.includes(code);
}

/** May a role see what is at the end of a path, which begins at a root that it may ask for? */
function maySee(role: Meant, path: readonly string[]): boolean {
  let type = schema.getQueryType()!;
  for (const [index, name] of path.entries()) {
    if (!mayField(role, type.name, name, path.slice(index))) return false;
    const below = getNamedType(type.getFields()[name]!.type);
    if (isObjectType(below)) type = below;
  }
  return true;
}

/** `path`: from the field on. */
function mayField(role: Meant, type: string, name: string, path: readonly string[]): boolean {
  if (type === 'PhoneNumber') {
    if (name === 'recommendations') return role.tiers.includes(3) && scene('COUNTER')(role);
    // The name of a code is seen by who sees the code.
    const column = path.at(-1)!.replace(/Label$/, '');
    const isKey = ['id', 'numberId', 'month'].includes(name);
    return (
      role.tiers.includes(3) ||
      isKey ||
      (path.length <= 2 && !['events', 'contacts', 'history'].includes(name) && (role.shown ?? []).includes(column))
    );
  }
  if (type === 'TargetList' && name === 'standing') return act(...listActs, 'WORK')(role);
  if (type === 'TargetList' && name === 'preview') return act('FREEZE_LISTS')(role);
  if (type === 'TargetList' && ['members', 'why', 'delta'].includes(name))
    return role.tiers.includes(3) || act(...listActs)(role);
  return true;
}

const depth = 5;
const codesIn = (errors: readonly { extensions: Data }[]) => errors.map(({ extensions }) => extensions.code);

/** Is there anything in it? */
function tells(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(tells);
  return typeof value === 'object' && value !== null ? Object.values(value).some(tells) : value !== null && value !== undefined;
}

/** No phone number in clear is in an answer, whatever it is. */
function withoutPhones(answer: unknown): void {
  const found = JSON.stringify(answer).match(/\b1\d{10}\b/g) ?? [];
  expect(found.filter((text) => phones.has(text))).toEqual([]);
}

test('every role that comes ready-made is here', () => {
  expect(
    readdirSync(join(sqlDirectory, 'roles'))
      .map((name) => parse(name).name)
      .sort(),
  ).toEqual([...roles].sort());
});

describe.each(roles)('%s', (name) => {
  test('every field that can be asked for: nothing beyond what it is meant for', async () => {
    const role = meant[name]!;
    const viewer = viewers[name]!;
    const all = everythingOf(schema, 'Query', { given: givenTo[name]!, depth });
    const pathText = (root: string, path: readonly string[]) => textOf(picked(all, [[root, ...path]]));
    let refusals = 0;
    for (const [root, { below }] of all) {
      expect([root, roots[root]]).toEqual([root, expect.any(Function)]);
      const leaves = below ? leavesOf(below) : [];
      if (!roots[root]!(role)) {
        const { errors } = await gateway.ask(`{ ${pathText(root, leaves[0]!)} }`, {}, viewer);
        expect([root, codesIn(errors)]).toEqual([root, expect.arrayContaining(['FORBIDDEN'])]);
        continue;
      }
      const seen = leaves.filter((path) => maySee(role, [root, ...path]));
      const answer = await gateway.ask(
        `{ ${textOf(
          picked(
            all,
            seen.map((path) => [root, ...path]),
          ),
        )} }`,
        {},
        viewer,
      );
      expect([root, answer.errors.filter(({ extensions }) => extensions.code === 'FORBIDDEN')]).toEqual([root, []]);
      withoutPhones(answer);
      const unseen = leaves.filter((path) => !maySee(role, [root, ...path]));
      for (let from = 0; from < unseen.length; from += 90) {
        const some = unseen.slice(from, from + 90);
        const texts = some.map((path, index) => `p${index}: ${pathText(root, path)}`);
        const { data, errors } = await gateway.ask(`{ ${texts.join(' ')} }`, {}, viewer);
        for (const [index, path] of some.entries()) {
          const own = errors.filter((error) => error.path?.[0] === `p${index}`);
          // Where there is no list, no member of it is refused.
          if (tells(data?.[`p${index}`])) expect([path.join('.'), data[`p${index}`]]).toEqual([path.join('.'), null]);
          refusals += codesIn(own).filter((code) => code === 'FORBIDDEN').length;
        }
      }
    }
    if (act(...listActs, 'WORK')(role)) expect(refusals).toBeGreaterThan(10);
  });

  test('every change: FORBIDDEN but for its acts and scenes', async () => {
    const { acts = [], scenes = [], tiers } = meant[name]!;
    const viewer = viewers[name]!;
    const changes: readonly (readonly [string, boolean])[] = [
      ...everywhere.flatMap((code) => [
        [
          `createTargetList(input: { name: "x", purpose: "x", scene: ${code}, where: { city: { eq: "HAILAN" } } }) { id }`,
          acts.includes('MAKE_LISTS') && scenes.includes(code),
        ] as const,
        [
          `recordOutcome(input: { idempotencyKey: "${name} ${code}", number: "${number}", offer: "x", scene: ${code}, outcome: REFUSED }) { id }`,
          acts.includes('RECORD_OUTCOMES') && scenes.includes(code),
        ] as const,
      ]),
      [
        'createAnnotation(input: { kind: OUTAGE, from: "2026-10-03", text: { en: "x", zh: "x" } }) { id }',
        acts.includes('ANNOTATE'),
      ],
      ['removeAnnotation(id: "x") { id }', acts.includes('ANNOTATE')],
      ...everywhere.map(
        (code) =>
          [
            `createStandingList(input: { name: "x", purpose: "x", scene: ${code}, where: { city: { eq: "HAILAN" } } }) { id }`,
            acts.includes('MAKE_LISTS') && acts.includes('FREEZE_LISTS') && scenes.includes(code),
          ] as const,
      ),
      ['removeNumberSet(id: "x") { id }', acts.includes('MAKE_SETS')],
      ['approveStandingList(id: "x") { id }', acts.includes('APPROVE_LISTS')],
      ['pauseStandingList(id: "x") { id }', acts.includes('MAKE_LISTS') || acts.includes('APPROVE_LISTS')],
      ['resumeStandingList(id: "x") { id }', acts.includes('MAKE_LISTS') || acts.includes('APPROVE_LISTS')],
      ['freezeTargetList(id: "x") { id }', acts.includes('FREEZE_LISTS')],
      ['approveTargetList(id: "x") { id }', acts.includes('APPROVE_LISTS')],
      ['closeTargetList(id: "x") { id }', acts.includes('MAKE_LISTS') || acts.includes('APPROVE_LISTS')],
      ['claimWork(list: "x", size: 1) { id }', acts.includes('WORK')],
      ['extendLease(batch: "x", fence: "1", leaseSeconds: 60) { id }', acts.includes('WORK')],
      ['releaseWork(batch: "x", fence: "1") { id }', acts.includes('WORK')],
      ['takeBackWork(batch: "x", reason: "x") { id }', acts.includes('MAKE_LISTS') || acts.includes('APPROVE_LISTS')],
      [`setDoNotContact(number: "0", reason: "x")`, acts.includes('SET_DO_NOT_CONTACT')],
      [
        'startExport(input: { what: NUMBERS, everybody: true, format: CSV }) { id }',
        acts.includes('EXPORT') && tiers.includes(3),
      ],
      [
        'startExport(input: { what: ANALYSIS, format: CSV, analysis: { dimensions: [CITY], measures: [REVENUE] } }) { id }',
        acts.includes('EXPORT') && tiers.includes(2),
      ],
      [
        'startExport(input: { what: TARGET_LIST, format: CSV, list: "x" }) { id }',
        acts.includes('EXPORT') && acts.some((each) => listActs.includes(each)),
      ],
    ];
    for (const [change, isAllowed] of changes) {
      const { errors } = await gateway.ask(`mutation { ${change} }`, {}, viewer);
      expect([change, codesIn(errors).includes('FORBIDDEN')]).toEqual([change, !isAllowed]);
    }
    const mutations = Object.keys(schema.getMutationType()!.getFields());
    const asked = changes.map(([text]) => /^\w+/.exec(text)![0]);
    // Of one's own exports, and of a decision that was made for oneself.
    expect(mutations.filter((each) => !asked.includes(each)).sort()).toEqual(['cancelExport', 'recordShown']);
  });

  test('every scene: recommendations and card but where it is granted', async () => {
    const viewer = viewers[name]!;
    for (const code of everywhere)
      for (const door of [
        `recommendations(number: "${number}", scene: ${code}) { id }`,
        `card(number: "${number}", scene: ${code}) { number }`,
      ]) {
        const { errors } = await gateway.ask(`{ ${door} }`, {}, viewer);
        expect([door, codesIn(errors).includes('FORBIDDEN')]).toEqual([door, !scene(code)(meant[name]!)]);
      }
  });

  test('rows: its own alone, of those that it may see at all', async () => {
    const { tiers, own } = meant[name]!;
    const viewer = viewers[name]!;
    const kept = tiers.length === 0 ? [] : rows.filter((row) => isGranted(viewer, row));
    if (own) expect(kept.length).toBeLessThan(rows.length);
    if (own) expect(kept.length).toBeGreaterThan(11);
    const { data } = await gateway.ask('{ generation { numbers } me { tiers acts scenes } }', {}, viewer);
    expect(data.generation.numbers).toBe(kept.length);
    const { acts = [], scenes = [] } = meant[name]!;
    expect([data.me.tiers, data.me.acts.toSorted(), (data.me.scenes ?? everywhere).toSorted()]).toEqual([
      tiers,
      acts.toSorted(),
      scenes.toSorted(),
    ]);
  });
});

describe('what roles of tier 4 are for', () => {
  const membersOf = async () =>
    (
      await gateway.sql(
        `select cast(number_id as varchar) as id from serving.number_profile where on_books order by number_id limit 400`,
      )
    ).map(({ id }) => String(id));

  test('an agent asks about those that he has claimed, and about nobody else', async () => {
    const agent = viewers.outbound_agent!;
    const { data } = await gateway.ask('{ myWork { id fence items { number { numberId msisdn } } } }', {}, agent);
    const held = data.myWork[0].items.map(({ number }: Data) => number.numberId);
    expect(held).toHaveLength(3);
    const other = (await membersOf()).find((id) => !held.includes(id))!;
    const codes = async (text: string) => codesIn((await gateway.ask(text, {}, agent)).errors);
    for (const door of ['recommendations', 'card']) {
      expect([door, await codes(`{ ${door}(number: "${held[0]}", scene: OUTBOUND) { __typename } }`)]).toEqual([door, []]);
      expect([door, await codes(`{ ${door}(number: "${other}", scene: OUTBOUND) { __typename } }`)]).toEqual([
        door,
        ['BAD_USER_INPUT'],
      ]);
    }
    expect(await codes(`mutation { setDoNotContact(number: "${other}", reason: "asked") }`)).toEqual(['BAD_USER_INPUT']);
    const refused = `mutation { recordOutcome(input: { idempotencyKey: "a", number: "${other}", offer: "FIVE_G_PLAN", scene: OUTBOUND, outcome: REFUSED }) { id } }`;
    expect(await codes(refused)).toEqual(['BAD_USER_INPUT']);
    const { batch, fence } = { batch: data.myWork[0].id, fence: data.myWork[0].fence };
    await gateway.ask(`mutation { releaseWork(batch: "${batch}", fence: "${fence}") { id } }`, {}, agent);
    expect(await codes(`{ card(number: "${held[0]}", scene: OUTBOUND) { __typename } }`)).toEqual(['BAD_USER_INPUT']);
  });

  test('a partner has to do with his own lists alone, and of no list is told who has not agreed', async () => {
    const partner = viewers.partner!;
    const others = await done(gateway, createQuery, { input: { ...usual, scene: 'PARTNER', where: { city: { eq: 'HAILAN' } } } });
    const own = lists.PARTNER!;
    const seen = await gateway.ask('{ targetLists { nodes { id createdBy } } }', {}, partner);
    expect(seen.data.targetLists.nodes).toContainEqual({ id: own.id, createdBy: 'partner' });
    expect(seen.data.targetLists.nodes.filter(({ createdBy }: Data) => createdBy !== 'partner')).toEqual([]);
    expect((await gateway.ask(`{ targetList(id: "${others.id}") { id } }`, {}, partner)).data.targetList).toBeNull();
    const { data, errors } = await gateway.ask(
      `{ targetList(id: "${own.id}") { members(first: 1000) { nodes { netBenefit offer { monthlyMargin commission } number { numberId market { planId } } } } } }`,
      {},
      partner,
    );
    expect(errors).toEqual([]);
    const { nodes } = data.targetList.members;
    const agreed = new Set(
      (await gateway.sql('select cast(number_id as varchar) as id from serving.number_profile where accepts_partners')).map(
        ({ id }) => id,
      ),
    );
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.filter(({ number }: Data) => !agreed.has(number.numberId))).toEqual([]);
    expect(
      nodes.filter(
        ({ netBenefit, offer }: Data) => netBenefit !== null || offer.monthlyMargin !== null || offer.commission !== null,
      ),
    ).toEqual([]);
    const claim = async (list: string) =>
      gateway.ask(`mutation { claimWork(list: "${list}", size: 2) { items { number { numberId } } } }`, {}, partner);
    expect((await claim(own.id)).data.claimWork.items).toHaveLength(2);
    expect(codesIn((await claim(others.id)).errors)).toEqual(['FORBIDDEN']);
    expect(codesIn((await claim(lists.OUTBOUND!.id)).errors)).toEqual(['FORBIDDEN']);
  });
});
