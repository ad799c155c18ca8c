import { randomUUID } from 'node:crypto';
import { type GraphQLField, getNamedType, isInputObjectType } from 'graphql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { stateTables } from '../../../src/ledger/backup/rows.js';
import { insertNumberSet } from '../../../src/ledger/number-sets.js';
import { approved, colleague, created, frozen } from '../../campaigns/lists/support.js';
import { listOf, untouched } from '../../campaigns/work/support.js';
import { numberSet } from '../../ledger/channel-samples.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
/** Whom nobody has contacted, and who has an offer at the counter. */
const numbers: string[] = [];
beforeAll(async () => {
  gateway = await openGateway();
  await gateway.startExports();
  const rows = await gateway.sql(`
    select cast(number_id as varchar) as id from (${untouched}) join (select number_id as of_id, rules, is_universal from number_ruled) on of_id = number_id
    where not is_universal and contains(rules, '0')`);
  numbers.push(...rows.map(({ id }) => id as string));
});
afterAll(() => gateway.close());

/** A question: document and variables. */
type Asked = readonly [document: string, variables: Readonly<Record<string, unknown>>];

interface Told {
  readonly first: Asked;
  /** Something else by the same key. */
  readonly other?: Asked;
  readonly viewer?: typeof colleague;
}

/** As answers are compared: of a batch what it holds, in full. */
const batch = 'id fence leaseUntil items { rank attempt offer { code } number { numberId } }';
const decision = `id at number scene degraded heldOut dataDate ruleVersion personalised
  shown { offer { code } rank netBenefit acceptProbability reason pitch inputs { name value } ruleVersion }
  considered { offer { code } rank stoppedAt why reason inputs { name value } ruleVersion } impressions { offer { code } at by }`;

const recommend = `query ($number: ID!, $key: ID, $limit: Int) {
  recommendations(number: $number, scene: COUNTER, idempotencyKey: $key, limit: $limit) { ${decision} } }`;
const create = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { id name status createdAt sliceCount } }';
const annotate = 'mutation ($input: AnnotationInput!) { createAnnotation(input: $input) { id createdAt } }';
const outage = { kind: 'OUTAGE', from: '2026-10-03', text: { en: 'Fibre cut', zh: '光缆中断' } };
const createStanding = 'mutation ($input: StandingListInput!) { createStandingList(input: $input) { id name createdAt } }';
const standing = { name: 'each time', purpose: 'test', scene: 'OUTBOUND', everybody: true, approveUpTo: { size: 9, budget: 9 } };
const claim = `mutation ($list: ID!, $size: Int!, $key: ID) { claimWork(list: $list, size: $size, idempotencyKey: $key) { ${batch} } }`;

const one = async ([document, variables]: Asked, viewer?: typeof colleague): Promise<Data> => {
  const { data, errors } = await gateway.ask(document, variables, viewer);
  expect(errors).toEqual([]);
  return Object.values(data)[0];
};
const aBatch = async (size: number): Promise<Data> => {
  const { id } = await listOf(gateway, `${untouched} limit 5`);
  return one([claim, { list: id, size }]);
};

/** Whatever takes an idempotency key: the same question twice makes one thing, and another question is refused. */
const keyed: Readonly<Record<string, () => Promise<Told>>> = {
  'Query.recommendations': async () => {
    const [number, another, key] = [numbers.pop()!, numbers.pop()!, randomUUID()];
    return { first: [recommend, { number, key }], other: [recommend, { number: another, key }] };
  },
  'Mutation.createTargetList': async () => {
    const input = { name: 'once', purpose: 'test', scene: 'OUTBOUND', everybody: true, idempotencyKey: randomUUID() };
    return { first: [create, { input }], other: [create, { input: { ...input, maxSize: 3 } }] };
  },
  'Mutation.createAnnotation': async () => {
    const input = { ...outage, idempotencyKey: randomUUID() };
    return { first: [annotate, { input }], other: [annotate, { input: { ...input, kind: 'CAMPAIGN' } }] };
  },
  'Mutation.createStandingList': async () => {
    const input = { ...standing, idempotencyKey: randomUUID() };
    return { first: [createStanding, { input }], other: [createStanding, { input: { ...input, onlyNew: false } }] };
  },
  'Mutation.claimWork': async () => {
    const { id: list } = await listOf(gateway, `${untouched} limit 9`);
    const key = randomUUID();
    return { first: [claim, { list, size: 3, key }], other: [claim, { list, size: 4, key }] };
  },
  'Mutation.recordOutcome': async () => {
    const document = 'mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { id at cost margin } }';
    const input = {
      idempotencyKey: randomUUID(),
      number: numbers.pop(),
      offer: 'DATA_UPGRADE',
      scene: 'OUTBOUND',
      outcome: 'REFUSED',
    };
    return { first: [document, { input }], other: [document, { input: { ...input, outcome: 'REACHED' } }] };
  },
  'Mutation.startExport': async () => {
    const document = 'mutation ($input: ExportInput!) { startExport(input: $input) { id createdAt fileName } }';
    const where = { city: { eq: 'JINTAN' } };
    const input = { what: 'NUMBERS', format: 'CSV', where, columns: [], idempotencyKey: randomUUID() };
    return { first: [document, { input }], other: [document, { input: { ...input, month: '2026-09' } }] };
  },
};

/** What takes none says itself what it is about: told again, it is so already. */
const settled: Readonly<Record<string, () => Promise<Told>>> = {
  cancelExport: async () => {
    const input = '{ what: NUMBERS, format: CSV, where: { city: { eq: "JINTAN" } } }';
    const { id } = await one([`mutation { startExport(input: ${input}) { id } }`, {}]);
    return { first: ['mutation ($id: ID!) { cancelExport(id: $id) { id } }', { id }] };
  },
  removeNumberSet: async () => {
    const { id } = await insertNumberSet(gateway.ledger, numberSet({ created_by: 'developer' }), async () => {});
    return { first: ['mutation ($id: ID!) { removeNumberSet(id: $id) { id } }', { id }] };
  },
  freezeTargetList: async () => {
    const { id } = await created(gateway, { maxSize: 3 });
    return { first: ['mutation ($id: ID!) { freezeTargetList(id: $id) { id status contentHash frozenAt } }', { id }] };
  },
  approveTargetList: async () => {
    const { id } = await frozen(gateway, { maxSize: 3 });
    return { first: ['mutation ($id: ID!) { approveTargetList(id: $id) { id status approvedAt } }', { id }], viewer: colleague };
  },
  closeTargetList: async () => {
    const { id } = await approved(gateway, { maxSize: 3 });
    return { first: ['mutation ($id: ID!) { closeTargetList(id: $id) { id status closedAt } }', { id }] };
  },
  removeAnnotation: async () => {
    const { id } = await one([annotate, { input: outage }]);
    return { first: ['mutation ($id: ID!) { removeAnnotation(id: $id) { id removedAt } }', { id }] };
  },
  approveStandingList: async () => {
    const { id } = await one([createStanding, { input: standing }]);
    return {
      first: ['mutation ($id: ID!) { approveStandingList(id: $id) { id approvedBy approvedAt } }', { id }],
      viewer: colleague,
    };
  },
  pauseStandingList: async () => {
    const { id } = await one([createStanding, { input: standing }]);
    return { first: ['mutation ($id: ID!) { pauseStandingList(id: $id) { id pausedBy pausedAt } }', { id }] };
  },
  resumeStandingList: async () => {
    const { id } = await one([createStanding, { input: standing }]);
    await one(['mutation ($id: ID!) { pauseStandingList(id: $id) { id } }', { id }]);
    return { first: ['mutation ($id: ID!) { resumeStandingList(id: $id) { id pausedAt } }', { id }] };
  },
  extendLease: async () => {
    const { id, fence } = await aBatch(2);
    const document = `mutation ($id: ID!, $fence: String!) { extendLease(batch: $id, fence: $fence, leaseSeconds: 60) { ${batch} } }`;
    return { first: [document, { id, fence }] };
  },
  recordShown: async () => {
    const { id, shown } = await one([recommend, { number: numbers.pop() }]);
    const document = `mutation ($id: ID!, $offers: [ID!]!) { recordShown(decision: $id, offers: $offers) { ${decision} } }`;
    return { first: [document, { id, offers: [shown[0].offer.code] }] };
  },
  takeBackWork: async () => {
    const { id } = await aBatch(2);
    const document = 'mutation ($id: ID!) { takeBackWork(batch: $id, reason: "shift is over") { id items { rank } } }';
    return { first: [document, { id }], viewer: managerOf([], { subject: 'li.wei', tiers: [4], rows: null }) };
  },
  setDoNotContact: async () => {
    const document = 'mutation ($number: ID!) { setDoNotContact(number: $number, reason: "asked") }';
    return { first: [document, { number: numbers.pop() }] };
  },
};

/** What makes nothing and can be done once only: told again, it is refused, and the error says when it was done. */
const once: Readonly<Record<string, () => Promise<Told>>> = {
  releaseWork: async () => {
    const { id, fence } = await aBatch(2);
    return { first: ['mutation ($id: ID!, $fence: String!) { releaseWork(batch: $id, fence: $fence) { id } }', { id, fence }] };
  },
};

/** How many rows each table has, but for the audit: that a thing was told twice is a line of it. */
async function rows(): Promise<Readonly<Record<string, number>>> {
  const { db } = gateway.ledger;
  const counts: Record<string, number> = {};
  for (const table of (await stateTables(db)).filter((name) => name !== 'audit_line')) {
    const { rows: found } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
    counts[table] = found[0]!.n;
  }
  return counts;
}

const isKeyed = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.some(({ name, type }) => {
    const input = getNamedType(type);
    return name === 'idempotencyKey' || (isInputObjectType(input) && 'idempotencyKey' in input.getFields());
  });

test('every mutation, and whatever takes a key, is told here how it is asked again', () => {
  const schema = createSchema(gateway.martlet.definitions);
  const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ door: `${type.name}.${field.name}`, field })),
  );
  const withKey = fields.filter(({ field }) => isKeyed(field)).map(({ door }) => door);
  expect(withKey.sort()).toEqual(Object.keys(keyed).sort());
  const mutations = fields.map(({ door }) => door).filter((door) => door.startsWith('Mutation.') && !withKey.includes(door));
  expect(mutations.sort()).toEqual([...Object.keys(settled), ...Object.keys(once)].map((name) => `Mutation.${name}`).sort());
});

describe.each([...Object.entries(keyed), ...Object.entries(settled)])('%s', (_, prepare) => {
  test('asked again, and by many at once, the answer is the same and nothing more is written', async () => {
    const { first, viewer } = await prepare();
    const [answer, ...others] = await Promise.all(Array.from({ length: 5 }, () => one(first, viewer)));
    const written = await rows();
    for (const other of others) expect(other).toEqual(answer);
    expect(await one(first, viewer)).toEqual(answer);
    expect(await rows()).toEqual(written);
  });
});

describe.each(Object.entries(keyed))('%s', (_, prepare) => {
  test('by a key is made once, and is another’s where another asks', async () => {
    const before = await rows();
    const { first } = await prepare();
    const { id } = await one(first);
    const made = await rows();
    const other = await one(first, { ...colleague, tiers: [1, 2, 3, 4], subject: randomUUID() });
    expect(other.id).not.toBe(id);
    expect(made).not.toEqual(before);
  });

  test('something else by the same key is refused, and told what the key was used for', async () => {
    const { first, other } = await prepare();
    const { id } = await one(first);
    const written = await rows();
    const { errors } = await gateway.ask(...other!);
    expect(errors[0]).toMatchObject({ extensions: { code: 'CONFLICT' }, message: expect.stringContaining(id) });
    expect(await rows()).toEqual(written);
  });
});

test.each(Object.entries(once))('%s: told again it is refused, and nothing is done', async (_, prepare) => {
  const { first } = await prepare();
  await one(first);
  const written = await rows();
  const { errors } = await gateway.ask(...first);
  expect(errors[0]).toMatchObject({ extensions: { code: 'CONFLICT' }, message: expect.stringMatching(/was given back at/) });
  expect(await rows()).toEqual(written);
});
