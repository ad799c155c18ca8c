import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { insertNumberSet } from '../../../src/ledger/number-sets.js';
import { listOf, untouched } from '../../campaigns/work/support.js';
import { numberSet } from '../../ledger/channel-samples.js';
import { everythingOf, textOf } from '../../support/everything.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const options = {
  given: {
    'PhoneNumber.history': '(months: 4)',
    'PhoneNumber.recommendations': '(scene: COUNTER)',
    'TargetList.members': '(first: 3)',
    'AnalysisRow.label': null,
  },
  // Edges have the nodes' rows once more.
  only: { MemberConnection: ['nodes', 'totalCount'], TargetListConnection: ['nodes'] },
  depth: 5,
};

/** Every object of an answer that says what it is, as a normalising cache would file it: what it says under its type and id. */
function filed(value: Data, files: Map<string, Record<string, unknown>[]> = new Map()) {
  if (Array.isArray(value)) for (const each of value) filed(each, files);
  else if (value !== null && typeof value === 'object') {
    if (value.__typename && value.id !== undefined) {
      const scalars = Object.entries(value).filter(([, own]) => own === null || typeof own !== 'object');
      const key = `${value.__typename} ${value.id}`;
      files.set(key, [...(files.get(key) ?? []), Object.fromEntries(scalars)]);
    }
    for (const own of Object.values(value)) filed(own, files);
  }
  return files;
}

const conflicts = (files: ReturnType<typeof filed>) =>
  [...files].flatMap(([key, answers]) =>
    Object.keys(answers[0]!).flatMap((field) => {
      const values = new Set(answers.filter((own) => field in own).map((own) => JSON.stringify(own[field])));
      return values.size > 1 ? [`${key}: ${field} is ${[...values].join(' and ')}`] : [];
    }),
  );

const everything = (type: string, depth = options.depth) =>
  textOf(everythingOf(createSchema(gateway.martlet.definitions), type, { ...options, depth }));

test('no id means two things: what says the same type and id says the same', async () => {
  const list = await listOf(gateway, `${untouched} limit 3`);
  const batches = 'items { rank number { __typename id numberId month } } id list fence __typename';
  const claimed = await dataOf(
    gateway,
    `mutation { ${['a', 'b', 'c'].map((name) => `${name}: claimWork(list: "${list.id}", size: 2) { ${batches} }`).join(' ')} }`,
  );
  const [{ number }] = claimed.a.items;
  const outcome = await dataOf(
    gateway,
    `mutation { recordOutcome(input: { idempotencyKey: "one", number: "${number.id}", offer: "DATA_UPGRADE", scene: OUTBOUND, outcome: NOT_REACHED }) { ${everything('Contact')} } }`,
  );
  await dataOf(
    gateway,
    `mutation {
      createStandingList(input: { name: "each time", purpose: "test", scene: OUTBOUND, everybody: true }) { id }
      createAnnotation(input: { kind: OUTAGE, from: "2026-10-03", text: { en: "Fibre cut", zh: "光缆中断" } }) { id } }`,
  );
  await insertNumberSet(gateway.ledger, numberSet({ created_by: 'developer' }), async () => {});
  const answers = await dataOf(
    gateway,
    `{ one: number(id: "${number.id}") { ${everything('PhoneNumber', 4)} }
      before: number(id: "${number.numberId}", month: "2026-09") { ${everything('PhoneNumber', 2)} }
      numbers(where: { city: { eq: "HAILAN" } }, first: 3) { ${everything('PhoneNumberConnection')} }
      targetList(id: "${list.id}") { ${everything('TargetList')} }
      targetLists { ${everything('TargetListConnection', 2)} } standingLists { ${everything('StandingList', 2)} } annotations { ${everything('Annotation', 2)} } numberSets { ${everything('NumberSet', 2)} }
      generation { ${everything('Generation')} } generations { ${everything('KeptGeneration')} } catalogue { ${everything('Catalogue', 3)} } offers { ${everything('Offer', 3)} } }`,
  );
  const files = filed({ claimed, outcome, answers });
  expect(conflicts(files)).toEqual([]);
  const types = Object.values(createSchema(gateway.martlet.definitions).getTypeMap());
  const withId = types.filter((type) => isObjectType(type) && type.getFields().id).map(({ name }) => name);
  const seen = new Set([...files.keys()].map((key) => key.split(' ')[0]));
  // A job of an export and an arrival have tests of their own; a running gateway alone has them.
  expect(withId.filter((name) => !seen.has(name)).sort()).toEqual(['Arrival', 'ExportJob']);
});

test('the id names number and month; every argument that takes a number takes it', async () => {
  const [row] = await gateway.sql(
    `select number_id from (${untouched}) where number_id in (select number_id from number_state where month = '2026-08') limit 1`,
  );
  const numberId = String(row!.number_id);
  const { number } = await dataOf(
    gateway,
    `{ number(id: "${numberId}") { id numberId month history(months: 3) { id numberId month } } }`,
  );
  expect(number).toMatchObject({ id: `${numberId}@2026-10`, numberId, month: '2026-10' });
  expect(number.history).toEqual(
    ['2026-08', '2026-09', '2026-10'].map((month) => ({ id: `${numberId}@${month}`, numberId, month })),
  );
  const [earlier] = number.history;
  const asked = await dataOf(
    gateway,
    `{ own: number(id: "${earlier.id}") { month } other: number(id: "${earlier.id}", month: "2026-10") { month }
       recommendations(number: "${earlier.id}", scene: COUNTER) { number } }`,
  );
  expect(asked).toEqual({ own: { month: '2026-08' }, other: { month: '2026-10' }, recommendations: { number: numberId } });
  const list = await listOf(gateway, `select number_id, city from serving.number_profile where number_id = ${numberId}`);
  const { targetList } = await dataOf(
    gateway,
    `{ targetList(id: "${list.id}") { own: why(number: "${earlier.id}") { member } plain: why(number: "${numberId}") { member } } }`,
  );
  expect(targetList.own).toEqual(targetList.plain);
  const { claimWork: batch } = await dataOf(gateway, `mutation { claimWork(list: "${list.id}", size: 1) { id fence } }`);
  const { recordOutcome, setDoNotContact, releaseWork } = await dataOf(
    gateway,
    `mutation {
      releaseWork(batch: "${batch.id}", fence: "${batch.fence}", numbers: ["${earlier.id}"]) { items { rank } }
      recordOutcome(input: { idempotencyKey: "two", number: "${earlier.id}", offer: "DATA_UPGRADE", scene: OUTBOUND, outcome: NOT_REACHED }) { number }
      setDoNotContact(number: "${earlier.id}", reason: "asked for it") }`,
  );
  expect([recordOutcome.number, setDoNotContact, releaseWork.items]).toEqual([numberId, true, []]);
});
