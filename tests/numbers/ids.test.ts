import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGeneration } from '../../src/marts/build.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { catalogue, newFolder, optionsFor } from '../marts/support.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

/** Ids at the edges of JavaScript's numbers and of 64 bits, in their order. */
const edges = [-(2n ** 63n), -(2n ** 53n) - 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n].map(String);

/** Ids that are no JavaScript numbers, in the order of their kind. */
describe.each([
  ['BIGINT', edges, '18014398509481985'],
  ['VARCHAR', ["O'Hara; --", 'number 10', 'number 9', '号码'], 'no such'],
] as const)('a warehouse of %s ids with hardly a column', (type, ids, unknown) => {
  const folder = newFolder();
  let gateway: Gateway;
  beforeAll(async () => {
    const builder = await openBuilder();
    for (const month of ['2026-09', '2026-10']) {
      const rows = ids.map((id, at) => `('${id.replaceAll("'", "''")}', '${ids[0].replaceAll("'", "''")}', ${at})`);
      const path = join(folder, 'warehouse', 'number_month', `month=${month}`);
      mkdirSync(path, { recursive: true });
      await builder.execute(
        `copy (select cast(id as ${type}) as number_id, cast(other as ${type}) as previous_number_id, date '2026-01-01' + place as joined_on, 'ACTIVE' as status
         from (values ${rows.join(', ')}) as t (id, other, place)) to '${path}/data.parquet' (format parquet)`,
      );
    }
    await builder.close();
    await buildGeneration(optionsFor(join(folder, 'home'), join(folder, 'warehouse'), { catalogue }));
    gateway = await openGateway(join(folder, 'home'));
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });
  const answer = async (query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const { data, errors } = await gateway.ask(query, variables);
    expect(errors).toEqual([]);
    return data;
  };

  test('ids go out and come back digit by digit, by page, look-up, filter, order and history', async () => {
    const page = `query ($after: String, $orderBy: [PhoneNumberOrder!]) {
      numbers(first: 1, after: $after, orderBy: $orderBy) { nodes { id: numberId market { previousNumberId } history { id: numberId month } } pageInfo { endCursor hasNextPage } } }`;
    for (const orderBy of [
      [],
      [{ column: 'numberId' }],
      [{ column: 'joinedOn' }],
      [{ column: 'previousNumberId', desc: true }],
    ]) {
      const walked: string[] = [];
      for (let after: string | null = null; ; ) {
        const { nodes, pageInfo }: Data = (await answer(page, { after, orderBy })).numbers;
        const [node] = nodes;
        expect(node.market.previousNumberId).toBe(ids[0]);
        expect(node.history).toEqual(['2026-09', '2026-10'].map((month) => ({ id: node.id, month })));
        walked.push(node.id);
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(walked).toEqual(ids);
    }
    for (const id of ids) {
      const data = await answer(
        'query ($id: ID, $where: SliceFilter) { number(id: $id) { id: numberId } numbers(where: $where) { nodes { id: numberId } } }',
        {
          id,
          where: { numberId: { in: [id] }, previousNumberId: { ne: unknown } },
        },
      );
      expect(data).toEqual({ number: { id }, numbers: { nodes: [{ id }] } });
    }
    expect((await answer('query ($id: ID) { number(id: $id) { id: numberId } }', { id: unknown })).number).toBeNull();
  });

  test('an id that the graph gave is taken wherever an id is: filters of every id column, recommendations, outcomes, refusals', async () => {
    const { nodes } = (await answer('{ numbers { nodes { id: numberId market { previousNumberId } } } }')).numbers;
    expect(nodes.map(({ id }: Data) => id)).toEqual(ids);
    const count = async (where: object) =>
      (await answer('query ($where: SliceFilter) { numbers(where: $where) { totalCount } }', { where })).numbers.totalCount;
    for (const { id, market } of nodes) {
      const own = { numberId: id, previousNumberId: market.previousNumberId };
      for (const [field, value] of Object.entries(own)) {
        const same = field === 'numberId' ? 1 : ids.length;
        expect([field, await count({ [field]: { eq: value } }), await count({ [field]: { in: [value] } })]).toEqual([
          field,
          same,
          same,
        ]);
        expect([await count({ [field]: { ne: value } }), await count({ [field]: { notIn: [value] } })]).toEqual(
          Array(2).fill(ids.length - same),
        );
      }
      const input = { idempotencyKey: id, number: id, offer: 'CARE_CALL', scene: 'OUTBOUND', outcome: 'NOT_REACHED' };
      const { recommendations } = await answer('query ($id: ID) { recommendations(number: $id, scene: COUNTER) { number } }', {
        id,
      });
      const { recordOutcome } = await answer('mutation ($input: OutcomeInput!) { recordOutcome(input: $input) { number } }', {
        input,
      });
      const { setDoNotContact } = await answer('mutation ($id: ID!) { setDoNotContact(number: $id, reason: "asked") }', { id });
      expect([recommendations.number, recordOutcome.number, setDoNotContact]).toEqual([id, id, true]);
    }
  });

  test('what the warehouse lacks is empty, and not a failure', async () => {
    const { numbers, number } = await answer(
      `{ numbers(first: 2, orderBy: [{ column: "revenue" }, { column: "city", desc: true }]) {
           nodes { msisdn city finance { revenue } events { on } contacts { id offer { code } } value { lifetimeValue lifetimeValueAbsence retention { basis } } }
           totalCount sums(measures: [NUMBERS, REVENUE, ARPU]) }
         number(msisdn: "13800001234") { id: numberId } }`,
    );
    const empty = { lifetimeValue: null, lifetimeValueAbsence: 'NOT_PROVIDED' };
    expect(number).toBeNull();
    expect([numbers.totalCount, numbers.sums]).toEqual([ids.length, [ids.length, null, null]]);
    for (const node of numbers.nodes)
      expect(node).toMatchObject({
        msisdn: null,
        city: null,
        finance: { revenue: null },
        events: [],
        contacts: [],
        value: empty,
      });
  });

  test('an id that no number can have, or a phone number for an id, is null or refused: never a failure', async () => {
    for (const id of [
      '',
      ' ',
      '1'.repeat(19),
      '1'.repeat(20_000),
      '1e3',
      '0x1',
      "'",
      'a\0b',
      '\ud800',
      '💥',
      '-',
      '--1',
      '9223372036854775808',
    ]) {
      const { data, errors } = await gateway.ask('query ($id: ID) { number(id: $id) { id: numberId } }', { id });
      expect([id, errors.map(({ extensions }) => extensions.code), data?.number ?? null]).toEqual([
        id,
        type === 'VARCHAR' || (/^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n) ? [] : ['BAD_USER_INPUT'],
        null,
      ]);
    }
  });
});
