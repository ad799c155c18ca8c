import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../src/ledger/audit/audit.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const analyst = managerOf(['HAILAN'], { subject: 'analyst', tiers: [3], rows: null });
const care = managerOf(['HAILAN'], {
  subject: 'care',
  tiers: [3],
  rows: null,
  personal: 'clear',
  purposes: ['care'],
  purpose: 'care',
});
const ask = async (query: string, viewer = analyst): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, {}, viewer);
  expect(errors).toEqual([]);
  return data;
};
const refusal = async (query: string, viewer = analyst): Promise<string> => {
  const { errors } = await gateway.ask(query, {}, viewer);
  return `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
};

/** Customers and households of several numbers, some of them in several cities. */
const examples = (column: string, where = 'true', month = '2026-10') =>
  gateway.sql(
    `select ${column} as key, cast(any_value(number_id) as varchar) as number from number_state where month = '${month}' and ${column} is not null
     group by 1 having count(*) > 1 and ${where} order by 1 limit 6`,
  );
const kinds = [
  { field: 'customer', id: 'customerId', column: 'customer_id' },
  { field: 'household', id: 'householdId', column: 'household_id' },
] as const;

describe.each(kinds)('$field', ({ field, id, column }) => {
  test('is found by the pseudonym that its numbers show, has just these, and their figures', async () => {
    const found = await examples(column);
    expect(found).toHaveLength(6);
    for (const { key, number } of found) {
      const own = `id ${id} month size numbers(first: 50) { totalCount nodes { numberId ${id} } sums(measures: [REVENUE]) }
        sums(measures: [REVENUE, CLOSING_SUBSCRIBERS, CUSTOMERS, EXPECTED_LEAVERS]) complaints openComplaints
        value { tier lifetimeValue margin risk }`;
      const { number: asked } = await ask(`{ number(id: "${number}") { ${id} ${field} { ${own} } } }`);
      const party = asked[field];
      const again = await ask(`{ a: ${field}(id: "${asked[id]}") { ${own} } b: ${field}(id: "${party.id}") { ${own} } }`);
      expect([again.a, again.b]).toEqual([party, party]);
      expect(asked[id]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{20}$/);
      expect([party[id], party.id, party.month]).toEqual([asked[id], `${asked[id]}@2026-10`, '2026-10']);
      const [hand] = (await gateway.sql(
        `select list(cast(number_id as varchar) order by number_id) as ids, cast(count(*) filter (on_books) as integer) as size, cast(sum(revenue) as double) as revenue,
           cast(count(distinct customer_id) filter (on_books) as integer) as customers, cast(sum(churn_risk) as double) as leavers, cast(sum(complaints) as integer) as complaints,
           cast(count(*) filter (has_open_complaint) as integer) as open,
           min(case value_tier when 'TOP' then 1 when 'HIGH' then 2 when 'MIDDLE' then 3 when 'LOW' then 4 end) as tier,
           cast(sum(lifetime_value) as double) as lifetime, cast(sum(monthly_margin) filter (on_books) as double) as margin, cast(max(churn_risk) as double) as risk
         from number_state where month = '2026-10' and ${column} = '${key}'`,
      )) as Data[];
      expect([...party.numbers.nodes.map(({ numberId }: Data) => numberId)].sort()).toEqual([...hand.ids].sort());
      expect(party.numbers.nodes.map((node: Data) => node[id])).toEqual(hand.ids.map(() => asked[id]));
      expect([party.size, party.numbers.totalCount, party.complaints, party.openComplaints]).toEqual([
        hand.size,
        hand.ids.length,
        hand.complaints,
        hand.open,
      ]);
      expect(party.numbers.sums).toEqual([hand.revenue]);
      expect(party.sums).toEqual([hand.revenue, hand.size, hand.customers, expect.closeTo(hand.leavers ?? 0, 6)]);
      expect(party.value.tier).toBe(['TOP', 'HIGH', 'MIDDLE', 'LOW'][Number(hand.tier) - 1] ?? null);
      for (const [told, byHand] of [
        [party.value.lifetimeValue, hand.lifetime],
        [party.value.margin, hand.margin],
        [party.value.risk, hand.risk],
      ])
        expect(told).toEqual(byHand === null ? null : expect.closeTo(byHand, 6));
    }
  });

  test('is shown with the numbers only that the viewer may see, and not at all without one', async () => {
    const [example] = await examples(column, 'count(distinct city) > 1');
    const cities = await gateway.sql(
      `select city, list(cast(number_id as varchar)) as ids from number_state where month = '2026-10' and ${column} = '${example!.key}' group by city order by city`,
    );
    const { number } = await ask(`{ number(id: "${example!.number}") { ${id} } }`);
    const query = `{ ${field}(id: "${number[id]}") { size numbers { nodes { numberId } totalCount } sums(measures: [NUMBERS]) } }`;
    for (const { city, ids } of cities) {
      const own = await ask(query, managerOf([String(city)], { tiers: [3] }));
      expect([...own[field].numbers.nodes.map(({ numberId }: Data) => numberId)].sort()).toEqual([...(ids as string[])].sort());
      expect([own[field].numbers.totalCount, own[field].sums]).toEqual([(ids as string[]).length, [(ids as string[]).length]]);
    }
    const [elsewhere] = await gateway.sql(
      `select city from number_state where month = '2026-10' and city not in (${cities.map(({ city }) => `'${city}'`)}) limit 1`,
    );
    expect(await ask(query, managerOf([String(elsewhere!.city)], { tiers: [3] }))).toEqual({ [field]: null });
    expect(await ask(query, managerOf([], { tiers: [3] }))).toEqual({ [field]: null });
  });

  test('whoever does not see such ids in clear neither gets one nor may ask by one', async () => {
    const [{ key, number } = {}] = await examples(column);
    expect(await refusal(`{ ${field}(id: "${key}") { id } }`)).toMatch(/^FORBIDDEN: .* is masked for analyst/);
    const { number: asked } = await ask(`{ number(id: "${number}") { ${field} { id ${id} numbers { nodes { ${id} } } } } }`);
    expect(JSON.stringify(asked)).not.toContain(String(key));
    const before = (await listAudit(gateway.ledger, { limit: 1000 })).length;
    const clear = await ask(`{ ${field}(id: "${key}") { ${id} } }`, care);
    expect(clear[field][id]).toBe(key);
    const lines = (await listAudit(gateway.ledger, { limit: 1000 })).slice(before);
    expect(lines.map(({ subject, action }) => [subject, action])).toEqual([
      ['care', 'filter by personal columns'],
      ['care', 'numbers'],
    ]);
    expect(JSON.stringify(lines)).not.toContain(String(key));
  });

  test('needs tier 3 and the columns that it is made of, and knows no others', async () => {
    const [{ number } = {}] = await examples(column);
    const { number: asked } = await ask(`{ number(id: "${number}") { ${id} } }`);
    expect(await refusal(`{ ${field}(id: "${asked[id]}") { id } }`, { ...analyst, tiers: [1, 2, 4] })).toMatch(
      /^FORBIDDEN: Tier 3/,
    );
    const hidden = { ...analyst, columns: { ...analyst.columns, hidden: new Set(['lifetimeValue']) } };
    expect(await refusal(`{ ${field}(id: "${asked[id]}") { value { lifetimeValue } } }`, hidden)).toMatch(
      /^FORBIDDEN: lifetimeValue/,
    );
    expect((await gateway.ask(`{ ${field}(id: "${asked[id]}") { value { margin } } }`, {}, hidden)).errors).toEqual([]);
    const without = { ...analyst, columns: { ...analyst.columns, hidden: new Set([id]) } };
    expect(await refusal(`{ ${field}(id: "${asked[id]}") { id } }`, without)).toMatch(new RegExp(`^FORBIDDEN: ${id}`));
    expect(await ask(`{ ${field}(id: "00000000-00000000000000000000") { id } }`)).toEqual({ [field]: null });
  });

  test('a page of its numbers goes on where it ended', async () => {
    const [{ number } = {}] = await examples(column, 'count(*) > 2');
    const { number: asked } = await ask(
      `{ number(id: "${number}") { ${field} { id numbers(first: 50) { nodes { numberId } } } } }`,
    );
    const all = asked[field].numbers.nodes.map(({ numberId }: Data) => numberId);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Data = (
        await ask(
          `{ ${field}(id: "${asked[field].id}") { numbers(first: 1${after ? `, after: "${after}"` : ''}) { nodes { numberId } pageInfo { hasNextPage endCursor } } } }`,
        )
      )[field].numbers;
      seen.push(...page.nodes.map(({ numberId }: Data) => numberId));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
  });
});

test('a household has what its numbers on the books have; a customer its type, industry and account manager', async () => {
  const rows = await gateway.sql(
    `select distinct on (b, i, f) household_id, cast(any_value(number_id) over (partition by household_id) as varchar) as number, bool_or(has_broadband) over h as b, bool_or(has_iptv) over h as i, bool_or(has_family_net) over h as f
     from number_state where month = '2026-10' and on_books and household_id is not null window h as (partition by household_id)`,
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const { number, b, i, f } of rows) {
    const found = await ask(`{ number(id: "${number}") { household { hasBroadband hasIptv hasFamilyNet } } }`);
    expect(found.number.household).toEqual({ hasBroadband: b, hasIptv: i, hasFamilyNet: f });
  }
  const [company] = await gateway.sql(
    `select industry, account_manager_id, cast(any_value(number_id) as varchar) as number from number_state
     where month = '2026-10' and customer_type = 'ENTERPRISE' group by all order by 1, 2 limit 1`,
  );
  const found = await ask(`{ number(id: "${company!.number}") { household { id } customer { type industry accountManager } } }`);
  expect(found.number).toEqual({
    household: null,
    customer: { type: 'ENTERPRISE', industry: company!.industry, accountManager: company!.account_manager_id },
  });
});

test('contacts are those with any of its numbers, newest first, and an offer is made to the one that pays most', async () => {
  const [example] = await gateway.sql(
    `select household_id as key, cast(any_value(number_id) as varchar) as number from number_state n
     where month = '2026-10' and on_books and household_id is not null
       and (select count(distinct c.number_id) from serving.number_contact c where c.number_id in (select number_id from number_state m where m.month = '2026-10' and m.household_id = n.household_id)) > 1
     group by 1 order by 1 limit 1`,
  );
  const { data, errors } = await gateway.ask(
    `{ number(id: "${example!.number}") { household { contacts(first: 50) { number at } offers(scene: COUNTER) { number considered { offer { code } } } } } }`,
  );
  expect(errors).toEqual([]);
  const { contacts, offers } = data.number.household;
  const hand = await gateway.sql(
    `select cast(c.number_id as varchar) as number, cast(c."on" as varchar) as at from serving.number_contact c
     where c.number_id in (select number_id from number_state where month = '2026-10' and household_id = '${example!.key}') order by c."on" desc limit 50`,
  );
  expect(contacts.map(({ at }: Data) => at)).toEqual(hand.map(({ at }) => at));
  expect(new Set(contacts.map(({ number }: Data) => number)).size).toBeGreaterThan(1);
  const [first] = await gateway.sql(
    `select cast(number_id as varchar) as id from number_state where month = '2026-10' and household_id = '${example!.key}' order by on_books desc, revenue desc nulls last, number_id limit 1`,
  );
  expect(offers.number).toBe(first!.id);
  expect(offers.considered.length).toBeGreaterThan(5);
});

test('customers of a page of numbers are one statement', async () => {
  const { data, errors, statements } = await gateway.ask(
    '{ numbers(first: 100) { nodes { numberId customer { id size value { risk } } } } }',
  );
  expect(errors).toEqual([]);
  expect(data.numbers.nodes.every(({ customer }: Data) => customer.size >= 0)).toBe(true);
  expect(statements).toHaveLength(2);
});
