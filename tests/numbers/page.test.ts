import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const newest = '2026-10';
const query = (selection: string): string =>
  `query ($where: SliceFilter, $slice: Slice, $month: YearMonth, $orderBy: [PhoneNumberOrder!], $first: Int, $after: String) {
    numbers(where: $where, slice: $slice, month: $month, orderBy: $orderBy, first: $first, after: $after) { ${selection} } }`;
const ask = (selection: string, variables: Record<string, unknown> = {}, viewer?: Viewer) =>
  gateway.ask(query(selection), variables, viewer);
const numbers = async (selection: string, variables: Record<string, unknown> = {}, viewer?: Viewer): Promise<Data> => {
  const { data, errors } = await ask(selection, variables, viewer);
  expect(errors).toEqual([]);
  return data.numbers;
};
const refusal = async (selection: string, variables: Record<string, unknown>, viewer?: Viewer) => {
  const { errors } = await ask(selection, variables, viewer);
  expect(errors).toHaveLength(1);
  return { code: errors[0]!.extensions.code, message: errors[0]!.message };
};
const ids = (rows: readonly { readonly number_id?: unknown }[]) => rows.map(({ number_id }) => ({ id: String(number_id) }));

describe('which numbers', () => {
  test('those of the newest month by id, as hand-written SQL has them', async () => {
    const rows = await gateway.sql(`select number_id from number_state where month = '${newest}' order by number_id limit 100`);
    const [all] = await gateway.sql(`select count(*) as n from number_state where month = '${newest}'`);
    const found = await numbers('nodes { id: numberId } totalCount pageInfo { hasNextPage hasPreviousPage }');
    expect(found).toEqual({
      nodes: ids(rows),
      totalCount: all!.n,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
  });

  test('of a filter, an older month and an order', async () => {
    const where = { city: { eq: 'HAILAN' }, dataGb: { gt: 20 } };
    const rows = await gateway.sql(
      `select number_id, revenue, lifetime_value from number_state where month = '2026-07' and city = 'HAILAN' and data_gb > 20 order by revenue desc nulls last, number_id limit 7`,
    );
    const found = await numbers('nodes { id: numberId month finance { revenue } value { lifetimeValue } }', {
      where,
      month: '2026-07',
      orderBy: [{ column: 'revenue', desc: true }],
      first: 7,
    });
    expect(rows.length).toBe(7);
    expect(found.nodes).toEqual(
      rows.map(({ number_id, revenue, lifetime_value }) => ({
        id: String(number_id),
        month: '2026-07',
        finance: { revenue: Number(revenue) },
        value: { lifetimeValue: lifetime_value === null ? null : Number(lifetime_value) },
      })),
    );
  });

  test('columns that the gateway derives can be filtered and ordered by, lists too', async () => {
    const where = {
      lifetimeValue: { gte: 500 },
      valueGroups: { has: 'ACTIVE_CORE' },
      lifecycleRules: { hasAny: ['MATURE', 'GROWTH'] },
    };
    const rows = await gateway.sql(
      `select number_id from number_state where month = '${newest}' and lifetime_value >= 500 and list_contains(value_groups, 'ACTIVE_CORE')
       and (list_contains(lifecycle_rules, 'MATURE') or list_contains(lifecycle_rules, 'GROWTH')) order by score_total desc, number_id limit 50`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const found = await numbers('nodes { id: numberId } totalCount', {
      where,
      first: 50,
      orderBy: [{ column: 'scoreTotal', desc: true }],
    });
    expect(found.nodes).toEqual(ids(rows));
  });

  test('of a slice over several months: number-months, in order of month and id', async () => {
    const { data } = await gateway.ask(
      '{ analysis(from: "2026-08", to: "2026-10", grain: TOTAL, where: { city: { eq: "HAILAN" } }) { rows { leavers revenue slice(measure: LEAVERS) all: slice } } }',
    );
    const [row] = data.analysis.rows;
    const all = await numbers('nodes { id: numberId month } totalCount sums(measures: [REVENUE, LEAVERS, NUMBERS])', {
      slice: row.all,
      first: 5000,
    });
    const rows = await gateway.sql(
      `select number_id, month from number_state where month between '2026-08' and '2026-10' and city = 'HAILAN' order by month, number_id limit 5000`,
    );
    const [count] = await gateway.sql(
      `select count(*) as n, count(*) filter (where month = '2026-10') as last from number_state where month between '2026-08' and '2026-10' and city = 'HAILAN'`,
    );
    expect(all.nodes).toEqual(rows.map(({ number_id, month }) => ({ id: String(number_id), month })));
    expect(all.totalCount).toBe(count!.n);
    // A flow adds up over the months, a stock is its last month's.
    expect(all.sums).toEqual([row.revenue, row.leavers, count!.last]);
    const left = await numbers('totalCount sums(measures: [LEAVERS])', { slice: row.slice });
    expect(left).toEqual({ totalCount: row.leavers, sums: [row.leavers] });
  });
});

describe('what is read', () => {
  test('only the selected columns, through fragments and not what is skipped', async () => {
    const statementOf = async (selection: string, more = '') => {
      const { statements, errors } = await gateway.ask(`{ numbers(first: 2) { ${selection} } } ${more}`);
      expect(errors).toEqual([]);
      return statements.join();
    };
    expect(await statementOf('nodes { id: numberId }')).not.toMatch(/data_gb|revenue|msisdn/);
    expect(await statementOf('nodes { id: numberId network { dataGb } }')).toMatch(/data_gb/);
    expect(await statementOf('nodes { network { dataGb @skip(if: true) sms } }')).not.toMatch(/data_gb/);
    expect(
      await statementOf('edges { node { ...f } }', 'fragment f on PhoneNumber { finance { ... on NumberFinance { revenue } } }'),
    ).toMatch(/"revenue"/);
    expect(await statementOf('nodes { value { score { total } } }')).not.toMatch(/score_spend/);
  });

  test('statements: rows one, count and sums together one, neither where the page is all there is', async () => {
    const count = async (selection: string, variables: Record<string, unknown> = {}) =>
      (await ask(selection, variables)).statements.length;
    const few = { where: { city: { eq: 'HAILAN' }, revenue: { gt: 100 } } };
    expect(await count('nodes { id: numberId }')).toBe(1);
    expect(await count('nodes { id: numberId } totalCount sums(measures: [REVENUE, ARPU])')).toBe(2);
    expect(await count('totalCount sums(measures: [REVENUE, ARPU])')).toBe(1);
    expect(await count('totalCount')).toBe(1);
    expect((await numbers('nodes { id: numberId } totalCount', few)).nodes.length).toBeGreaterThan(0);
    expect(await count('nodes { id: numberId } totalCount', few)).toBe(1);
  });

  test('a count is its own, whatever else of the same slice is asked for with it', async () => {
    const where = '{ city: { eq: "HAILAN" } }';
    const { data, errors } = await gateway.ask(
      `{ numbers(where: ${where}) { totalCount sums(measures: [REVENUE, NUMBERS]) } indicator(measure: NUMBERS, where: ${where}, against: PREVIOUS_MONTH) { value trend(months: 5) { value } } more: indicator(measure: ARPU, where: ${where}) { value } }`,
    );
    expect(errors).toEqual([]);
    const [count] = await gateway.sql(`select count(*) as n from number_state where month = '${newest}' and city = 'HAILAN'`);
    expect([data.numbers.totalCount, data.numbers.sums[1], data.indicator.value]).toEqual([count!.n, count!.n, count!.n]);
  });

  test('a count comes from a rollup where one covers the filter', async () => {
    const { extensions } = await ask('totalCount', { where: { city: { eq: 'HAILAN' } } });
    expect(extensions.route[0]).toMatchObject({ source: expect.stringMatching(/^serving\.rollup_/), rollupMissReason: null });
  });

  test('history, events, contacts and retention of a page are one statement each', async () => {
    const { statements, errors, data } = await ask(
      `nodes { id: numberId history(months: 4) { month finance { revenue } } events { on type } contacts { at outcome } value { retention { alpha } } }`,
      { first: 50 },
    );
    expect(errors).toEqual([]);
    expect(data.numbers.nodes).toHaveLength(50);
    expect(statements).toHaveLength(5);
  });
});

describe('pages', () => {
  test('a cursor is refused with another filter, order, slice or generation, and when it is no cursor', async () => {
    const first = await numbers('pageInfo { endCursor startCursor }', { first: 3, orderBy: [{ column: 'revenue' }] });
    const { endCursor } = first.pageInfo;
    const again = { after: endCursor, orderBy: [{ column: 'revenue' }] };
    expect((await numbers('nodes { id: numberId } pageInfo { hasPreviousPage }', again)).pageInfo).toEqual({
      hasPreviousPage: true,
    });
    for (const other of [
      { after: endCursor },
      { after: endCursor, orderBy: [{ column: 'revenue', desc: true }] },
      { ...again, where: { city: { eq: 'HAILAN' } } },
      { ...again, month: '2026-09' },
      { ...again, after: 'abc' },
      { ...again, after: `${endCursor.slice(0, 14)}${Buffer.from('["1"]').toString('base64url')}` },
      { ...again, after: `${endCursor.slice(0, 12)}.${Buffer.from('{"a":').toString('base64url')}` },
    ]) {
      expect(await refusal('nodes { id: numberId }', other)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^after: /),
      });
    }
  });

  test('edges have the cursor of their row', async () => {
    const { edges } = await numbers('edges { cursor node { id: numberId } }', { first: 4 });
    const rest = await numbers('nodes { id: numberId }', { first: 2, after: edges[1].cursor });
    expect(rest.nodes).toEqual([edges[2].node, edges[3].node]);
  });
});

describe('refusals', () => {
  test.each([
    [{ first: 0 }, 'BAD_USER_INPUT', /first:\): expected 1 to 10000, found 0/],
    [{ first: 10_001 }, 'BAD_USER_INPUT', /found 10001/],
    [{ month: '2024-01' }, 'BAD_USER_INPUT', /2025-08 to 2026-10, found 2024-01/],
    [{ orderBy: [{ column: 'revenu' }] }, 'UNKNOWN_NAME', /unknown column "revenu"\. Did you mean "?revenue/],
    [{ orderBy: [{ column: 'lifecycleRules' }] }, 'BAD_USER_INPUT', /holds several codes/],
    [
      { orderBy: ['city', 'county', 'grid', 'stage', 'segment', 'sms'].map((column) => ({ column })) },
      'BAD_USER_INPUT',
      /at most 5 columns, found 6/,
    ],
  ])('%j', async (variables, code, message) => {
    expect(await refusal('nodes { id: numberId }', variables)).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('a page of too many cells says what fits', async () => {
    const selection =
      'nodes { id: numberId network { dataGb sms } history(months: 13) { network { dataGb sms } finance { revenue } } }';
    expect(await refusal(selection, { first: 10_000 })).toEqual({
      code: 'TOO_COSTLY',
      message: expect.stringMatching(/at most 250000 cells a page, found 10000 rows of 56 .* first: 4464/),
    });
    expect(await refusal('nodes { history { history { id: numberId } } }', {})).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('tier 3 is needed; nothing is read without it', async () => {
    const { errors, statements } = await ask('nodes { id: numberId } totalCount', {}, managerOf(['HAILAN'], { tiers: [1, 2] }));
    expect(errors[0]!.extensions.code).toBe('FORBIDDEN');
    expect(statements).toEqual([]);
  });
});

describe('policy', () => {
  const clerk = managerOf(['HAILAN'], { tiers: [3] });

  test('a viewer of one city sees that city’s rows, in page, count, sums, history, events and contacts', async () => {
    const seen = await numbers('nodes { city } totalCount sums(measures: [NUMBERS])', { first: 2000 }, clerk);
    const [count] = await gateway.sql(`select count(*) as n from number_state where month = '${newest}' and city = 'HAILAN'`);
    expect(new Set(seen.nodes.map(({ city }: Data) => city))).toEqual(new Set(['HAILAN']));
    expect([seen.nodes.length, seen.totalCount, seen.sums]).toEqual([count!.n, count!.n, [count!.n]]);
    const moved = await gateway.sql(
      `select n.number_id from number_state n join number_state o on o.number_id = n.number_id and o.city <> n.city where n.month = '${newest}' and n.city = 'HAILAN' limit 1`,
    );
    for (const { number_id } of moved) {
      const where = { numberId: { eq: String(number_id) } };
      const { nodes } = await numbers('nodes { history(months: 36) { city } }', { where }, clerk);
      for (const { city } of nodes[0].history) expect(city).toBe('HAILAN');
    }
    expect(await numbers('nodes { id: numberId } totalCount', {}, managerOf([], { tiers: [3] }))).toEqual({
      nodes: [],
      totalCount: 0,
    });
  });

  test('personal columns are masked or pseudonyms, and cannot be filtered or ordered by', async () => {
    const [row] = await gateway.sql(
      `select number_id, msisdn, customer_id from number_state where month = '${newest}' and city = 'HAILAN' order by number_id limit 1`,
    );
    const { nodes } = await numbers('nodes { id: numberId msisdn customerId network { deviceId } }', { first: 1 }, clerk);
    const text = String(row!.msisdn);
    expect(nodes[0]).toMatchObject({ id: String(row!.number_id), msisdn: `${text.slice(0, 3)}****${text.slice(-4)}` });
    expect(nodes[0].customerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{20}$/);
    expect(JSON.stringify(nodes)).not.toContain(String(row!.customer_id));
    for (const variables of [{ orderBy: [{ column: 'msisdn' }] }, { where: { msisdn: { startsWith: '138' } } }])
      expect(await refusal('nodes { id: numberId }', variables, clerk)).toMatchObject({ code: 'FORBIDDEN' });
    const clear = await numbers('nodes { msisdn }', { first: 1, where: { numberId: { eq: String(row!.number_id) } } });
    expect(clear.nodes[0].msisdn).toBe(text);
  });

  test('a role that may see clear does so for a stated purpose only', async () => {
    const analyst = managerOf(['HAILAN'], { tiers: [3], personal: 'clear', purposes: ['care'] });
    const shown = async (viewer: Viewer) => (await numbers('nodes { msisdn }', { first: 1 }, viewer)).nodes[0].msisdn;
    expect(await shown(analyst)).toMatch(/^\d{3}\*{4}\d{4}$/);
    expect(await shown({ ...analyst, purpose: 'care' })).toMatch(/^\d{11}$/);
  });

  test('one household’s numbers have one pseudonym', async () => {
    const [home] = await gateway.sql(
      `select household_id, count(*) as n from number_state where month = '${newest}' and city = 'HAILAN' and household_id is not null group by 1 having n > 1 order by 1 limit 1`,
    );
    const members = await gateway.sql(
      `select number_id from number_state where month = '${newest}' and household_id = '${home!.household_id}' and city = 'HAILAN'`,
    );
    const where = { numberId: { in: members.map(({ number_id }) => String(number_id)) } };
    const { nodes } = await numbers('nodes { householdId }', { where }, clerk);
    expect(nodes.length).toBe(home!.n);
    expect(new Set(nodes.map(({ householdId }: Data) => householdId)).size).toBe(1);
  });
});
