import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
let warehouse: string;
beforeAll(async () => {
  gateway = await openGateway();
  ({ warehouse } = await demo());
});
afterAll(() => gateway.close());

const ask = async (
  selection: string,
  ids: readonly string[],
  month: string,
  viewer?: Parameters<Gateway['ask']>[2],
): Promise<Data[]> => {
  const { data, errors } = await gateway.ask(
    `query ($where: SliceFilter, $month: YearMonth) { numbers(where: $where, month: $month, first: 1000) { nodes { id: numberId ${selection} } } }`,
    { where: { numberId: { in: ids } }, month },
    viewer,
  );
  expect(errors).toEqual([]);
  return data.numbers.nodes;
};
const base = (mart: string): string =>
  `read_parquet('${warehouse}/${mart}/*/*.parquet', hive_partitioning = true, hive_types = {'month': varchar})`;

/** The base marts are beyond what the gateway's engine may read: read by an engine of the test's own. */
async function baseRows(sql: string) {
  const { openBuilder } = await import('../../src/warehouse/duckdb.js');
  const builder = await openBuilder();
  try {
    return await builder.query(sql);
  } finally {
    await builder.close();
  }
}

const eventful = async (month: string, last: string): Promise<string[]> => {
  const rows = await baseRows(
    `select number_id from ${base('number_event')} where "on" <= date '${last}' group by 1 having count(*) > 3 order by count(*) desc, 1 limit 60`,
  );
  const there = await gateway.sql(
    `select number_id from number_state where month = '${month}' and number_id in (${rows.map((row) => row.number_id).join()})`,
  );
  return there.map(({ number_id }) => String(number_id));
};

describe.each([
  ['2026-10', '2026-10-31'],
  ['2026-02', '2026-02-28'],
])('as of %s', (month, last) => {
  test('events are those of the base mart up to the month’s end', async () => {
    const ids = await eventful(month, last);
    expect(ids.length).toBeGreaterThan(10);
    const nodes = await ask(
      'events { on type channelId staffId offerId } recent: events(from: "2026-01-10", to: "2026-01-31") { on }',
      ids,
      month,
    );
    for (const { id, events, recent } of nodes) {
      const rows = await baseRows(
        `select strftime("on", '%Y-%m-%d') as "on", type, channel_id as "channelId", staff_id as "staffId", offer_id as "offerId" from ${base('number_event')}
         where number_id = ${id} and "on" <= date '${last}' order by "on", type, channel_id, staff_id, offer_id`,
      );
      expect([id, events]).toEqual([id, rows]);
      expect(recent).toEqual(
        rows.filter(({ on }) => String(on) >= '2026-01-10' && String(on) <= '2026-01-31').map(({ on }) => ({ on })),
      );
    }
  });

  test('contacts are the last ones of the base mart, newest first', async () => {
    const busy = await baseRows(
      `select number_id, count(*) as n from ${base('contact')} where "on" <= date '${last}' group by 1 order by n desc, 1 limit 60`,
    );
    const nodes = await ask(
      'contacts(first: 2) { id number at scene offerId outcome cost margin campaignId } all: contacts(first: 100) { id }',
      busy.map(({ number_id }) => String(number_id)),
      month,
    );
    expect(nodes.length).toBeGreaterThan(5);
    for (const { id, contacts, all } of nodes) {
      const rows = await baseRows(
        `select contact_id as id, cast(number_id as varchar) as number, strftime("on", '%Y-%m-%d') as at, scene, offer_id as "offerId", outcome, cast(cost as double) as cost,
         cast(margin as double) as margin, campaign_id as "campaignId" from ${base('contact')} where number_id = ${id} and "on" <= date '${last}' order by "on" desc, contact_id`,
      );
      expect([id, contacts]).toEqual([id, rows.slice(0, 2)]);
      expect(all).toHaveLength(rows.length);
    }
  });
});

test('history: its months up to this one, oldest first, each as it was then', async () => {
  const rows = await gateway.sql(
    `select number_id from number_state where month in ('2026-03', '2026-07') group by 1 having count(*) = 2 order by 1 limit 40`,
  );
  const nodes = await ask(
    'history(months: 6) { month stage: lifecycle { stage } finance { revenue } }',
    rows.map(({ number_id }) => String(number_id)),
    '2026-07',
  );
  expect(nodes).toHaveLength(40);
  for (const { id, history } of nodes) {
    const expected = await gateway.sql(
      `select month, stage, cast(revenue as double) as revenue from number_state where number_id = ${id} and month between '2026-02' and '2026-07' order by month`,
    );
    expect(history).toEqual(expected.map(({ month, stage, revenue }) => ({ month, stage: { stage }, finance: { revenue } })));
  }
});

test('events and contacts of months in which a number was another city’s are not shown', async () => {
  const moved = await gateway.sql(
    `select n.number_id, n.city, o.city as before, o.month from number_state n join number_state o on o.number_id = n.number_id and o.month < n.month and o.city <> n.city
     where n.month = '2026-10' order by 1 limit 200`,
  );
  for (const { number_id, city, month } of moved) {
    const viewer = managerOf([String(city)], { tiers: [3] });
    const [node] = await ask(
      'events { on } contacts(first: 100) { at } history(months: 15) { month }',
      [String(number_id)],
      '2026-10',
      viewer,
    );
    const days = [
      ...node.events.map(({ on }: Data) => on),
      ...node.contacts.map(({ at }: Data) => at),
      ...node.history.map((row: Data) => row.month),
    ];
    expect(days.filter((day: string) => day.startsWith(String(month)))).toEqual([]);
  }
});

test.each([
  ['history(months: 0) { id: numberId }', /months:\): expected 1 to 36, found 0/],
  ['contacts(first: 101) { id }', /first:\): expected 1 to 100, found 101/],
  ['events(from: "2026-02-30") { on }', /2026-02-30/],
])('%s is refused', async (selection, message) => {
  const { errors } = await gateway.ask(`{ numbers(first: 1) { nodes { ${selection} } } }`);
  expect(errors[0]).toMatchObject({ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } });
});
