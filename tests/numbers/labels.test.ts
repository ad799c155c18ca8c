import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer } from '../../src/security/viewer.js';
import type { Row } from '../../src/warehouse/engine.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const lists = { city: 'city', county: 'county', grid: 'grid', plan_id: 'plan', join_channel_id: 'channel' } as const;

/** Names of codes as the warehouse's list has them, by hand. */
async function namesIn(mart: string, locale: string): Promise<ReadonlyMap<unknown, unknown>> {
  const rows = await gateway.sql(`select code, ${locale.toLowerCase()} as name from serving.mart_${mart}`);
  return new Map(rows.map(({ code, name }) => [code, name]));
}

describe.each(['EN', 'ZH'] as const)('beside codes of a list stand their names (%s)', (locale) => {
  test('of many numbers and of one, by key, each as the list has it', async () => {
    const fields = `numberId cityLabel countyLabel gridLabel market { planIdLabel joinChannelIdLabel }`;
    const query = `query ($id: ID!) { numbers(first: 300) { nodes { ${fields} } } number(id: $id) { ${fields} } }`;
    const [some] = await gateway.sql("select number_id from number_state where month = '2026-10' order by number_id limit 1");
    const { data, errors } = await gateway.ask(query, { id: String(some!.number_id) }, developer, locale);
    expect(errors).toEqual([]);
    const rows = await gateway.sql(
      `select number_id, ${Object.keys(lists).join(', ')} from number_state where month = '2026-10' order by number_id limit 300`,
    );
    const names = new Map<string, ReadonlyMap<unknown, unknown>>();
    for (const [column, mart] of Object.entries(lists)) names.set(column, await namesIn(mart, locale));
    const nameOf = (row: Row, column: string) => names.get(column)!.get(row[column]) ?? null;
    const expected = rows.map((row) => ({
      numberId: String(row.number_id),
      cityLabel: nameOf(row, 'city'),
      countyLabel: nameOf(row, 'county'),
      gridLabel: nameOf(row, 'grid'),
      market: { planIdLabel: nameOf(row, 'plan_id'), joinChannelIdLabel: nameOf(row, 'join_channel_id') },
    }));
    expect(data.numbers.nodes).toEqual(expected);
    expect(data.number).toEqual(expected[0]);
    // None of them is its code.
    expect(expected.some(({ gridLabel }) => /_G\d/.test(String(gridLabel)))).toBe(false);
  });

  test('of events, too', async () => {
    const [order] = await gateway.sql(
      `select number_id, offer_id from serving.number_event where offer_id is not null and "on" <= '2026-10-31' order by 1 limit 1`,
    );
    const query = '{ number(id: "ID") { events { type offerId offerIdLabel channelId channelIdLabel } } }';
    const { data } = await gateway.ask(query.replace('ID', String(order!.number_id)), {}, developer, locale);
    const channels = await namesIn('channel', locale);
    const offers = gateway.martlet.definitions.catalogue.offers;
    const language = locale === 'ZH' ? 'zh' : 'en';
    for (const { offerId, offerIdLabel, channelId, channelIdLabel } of data.number.events as Data[]) {
      expect(channelIdLabel).toBe(channelId === null ? null : (channels.get(channelId) ?? channelId));
      expect(offerIdLabel).toBe(offerId === null ? null : (offers.get(offerId)?.names[language] ?? offerId));
    }
    expect((data.number.events as Data[]).some(({ offerId }) => offerId === order!.offer_id)).toBe(true);
  });
});

test('a name is read by its code alone, and is for nobody who may not see the code', async () => {
  const { statements } = await gateway.ask('{ numbers(first: 1) { nodes { cityLabel } } }');
  expect(statements.filter((sql) => /"city"/.test(sql) && /"county"/.test(sql))).toEqual([]);
  const blind = { ...developer, columns: { ...developer.columns, hidden: new Set(['city']) } };
  const ask = (field: string) => gateway.ask(`{ numbers(first: 1) { nodes { numberId ${field} } } }`, {}, blind);
  for (const field of ['city', 'cityLabel']) {
    const { errors } = await ask(field);
    expect([field, errors.map(({ extensions }) => extensions.code)]).toEqual([field, ['FORBIDDEN']]);
  }
  expect((await ask('countyLabel')).errors).toEqual([]);
});
