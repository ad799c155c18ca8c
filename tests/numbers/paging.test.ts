import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import '../support/seed.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const query = `query ($where: SliceFilter, $slice: Slice, $month: YearMonth, $orderBy: [PhoneNumberOrder!], $first: Int!, $after: String) {
  numbers(where: $where, slice: $slice, month: $month, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id: numberId month } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

/** All pages, one after the other. */
async function walk(variables: Record<string, unknown>): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await gateway.ask(query, { ...variables, after });
    expect(errors).toEqual([]);
    const { nodes, pageInfo } = data.numbers;
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    for (const { id, month } of nodes) found.push(`${month} ${id}`);
    if (!pageInfo.hasNextPage) return found;
    expect(nodes).toHaveLength(variables.first as number);
    after = pageInfo.endCursor;
  }
}

/** The whole sort at once, by hand. */
async function sorted(where: string, order: string): Promise<string[]> {
  const rows = await gateway.sql(
    `select month, number_id from number_state where ${where} order by ${order}${order ? ', ' : ''}month, number_id`,
  );
  return rows.map(({ month, number_id }) => `${month} ${number_id}`);
}

test('C4: every number-month of 15 months comes once, in order, under ties and empty values', async () => {
  const { data } = await gateway.ask('{ analysis(from: "2025-08", to: "2026-10", grain: TOTAL) { rows { numbers slice } } }');
  const orderBy = [{ column: 'satisfaction', desc: true }, { column: 'contractEndOn' }, { column: 'hasBroadband', desc: true }];
  const found = await walk({ slice: data.analysis.rows[0].slice, orderBy, first: 10_000 });
  const expected = await sorted(
    'true',
    'satisfaction desc nulls last, contract_end_on nulls last, has_broadband desc nulls last',
  );
  expect(expected.length).toBeGreaterThan(90_000);
  expect(new Set(found).size).toBe(found.length);
  expect(found).toEqual(expected);
});

/** Decimals, doubles, dates, booleans, codes, dimensions, text; with and without empty values; many ties and few. */
const columns: Readonly<Record<string, string>> = {
  revenue: 'revenue',
  dataGb: 'data_gb',
  top5Share: 'top5_share',
  minutesChange: 'minutes_change',
  lifetimeValue: 'lifetime_value',
  joinedOn: 'joined_on',
  contractEndOn: 'contract_end_on',
  device5g: 'device_5g',
  leaveReason: 'leave_reason',
  portedInFrom: 'ported_in_from',
  city: 'city',
  stage: 'stage',
  joinChannelKind: 'join_channel_kind',
  satisfaction: 'satisfaction',
  previousNumberId: 'previous_number_id',
  birthYear: 'birth_year',
};
const filters: readonly (readonly [Data, string])[] = [
  [{ city: { eq: 'HAILAN' } }, "city = 'HAILAN'"],
  [{ dataGb: { gt: 25 } }, 'data_gb > 25'],
  [{ leaveReason: { isNull: false } }, 'leave_reason is not null'],
  [{ revenue: { eq: 0 } }, 'revenue = 0'],
];
const term = fc.record({ column: fc.constantFrom(...Object.keys(columns)), desc: fc.boolean() });
const terms = fc.uniqueArray(term, { maxLength: 3, selector: ({ column }) => column });

test('C4: pages of any order, concatenated, equal the full sort', async () => {
  await fc.assert(
    fc.asyncProperty(
      terms,
      fc.constantFrom(...filters),
      fc.integer({ min: 23, max: 400 }),
      async (orderBy, [where, by], first) => {
        const order = orderBy.map(({ column, desc }) => `${columns[column]} ${desc ? 'desc' : 'asc'} nulls last`).join(', ');
        const found = await walk({ where, month: '2026-09', orderBy, first });
        expect(found).toEqual(await sorted(`month = '2026-09' and ${by}`, order));
      },
    ),
    { numRuns: 40 },
  );
});
