import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGeneration } from '../../../src/marts/build.js';
import { catalogue, HandMade, newFolder, optionsFor } from '../../marts/support.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, analysisQuery } from './support.js';

const folder = newFolder();
const home = join(folder, 'home');
const made = new HandMade(join(folder, 'warehouse'));
const build = () => buildGeneration(optionsFor(home, made.dir, { catalogue }));
const add = (month: string, rows: string) => made.add('number_month', month, 'number_id, joined_on, status, city', rows);
let gateway: Gateway;
beforeAll(async () => {
  await add(
    '2026-01',
    `(1, DATE '2020-01-01', 'ACTIVE', 'A'), (2, DATE '2026-01-02', 'ACTIVE', 'B'), (3, DATE '2020-01-01', 'ACTIVE', NULL)`,
  );
  await add(
    '2026-02',
    `(1, DATE '2020-01-01', 'CANCELLED', 'A'), (2, DATE '2026-01-02', 'ACTIVE', 'B'), (3, DATE '2020-01-01', 'ACTIVE', NULL)`,
  );
  await made.add(
    'contact',
    '2026-02',
    'contact_id, number_id, "on", scene, offer_id, outcome',
    `('a', 2, DATE '2026-02-02', 'ONLINE', 'SOMETHING', 'ACCEPTED'), ('b', 3, DATE '2026-02-03', 'OUTBOUND', 'FIVE_G_PLAN', 'REFUSED')`,
  );
  await build();
  gateway = await openGateway(home);
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

test('a measure that the warehouse lacks is null and says so, beside those that it has', async () => {
  const fields = 'closingSubscribers leavers arpu churnRate absent { measure reason }';
  const { rows } = await analysisOf(gateway, `city ${fields}`, { from: '2026-01', to: '2026-02' });
  const [lacking, early] = [{ measure: 'ARPU', reason: 'NOT_PROVIDED' }, 'NO_BASELINE'];
  expect(
    rows.map(({ period, city, closingSubscribers, leavers, absent }: never) => [
      period,
      city,
      closingSubscribers,
      leavers,
      absent,
    ]),
  ).toEqual([
    ...['A', 'B', null].map((city) => [
      '2026-01',
      city,
      1,
      null,
      [{ measure: 'LEAVERS', reason: early }, lacking, { measure: 'CHURN_RATE', reason: early }],
    ]),
    ['2026-02', 'A', 0, 1, [lacking]],
    ['2026-02', 'B', 1, 0, [lacking]],
    ['2026-02', null, 1, 0, [lacking]],
  ]);
});

test.each([
  ['having', '{ analysis(having: [{ measure: ARPU, gt: 1 }]) { rows { city numbers } } }'],
  ['topPer', '{ analysis(topPer: { dimension: CITY, by: ARPU, n: 1 }) { rows { city numbers } } }'],
])('a measure that it lacks in %s: NOT_PROVIDED, and no empty answer', async (_, query) => {
  const { errors } = await gateway.ask(query);
  expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual([
    'NOT_PROVIDED',
    'ARPU: the warehouse does not provide revenue.',
  ]);
});

test('a dimension that it lacks: NOT_PROVIDED with its column', async () => {
  const { errors } = await gateway.ask(analysisQuery('numbers planTier'));
  expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual(['NOT_PROVIDED', expect.stringContaining('PLAN_TIER')]);
});

test('contacts that do not say who, where and for what: cut by what they say, NOT_PROVIDED by what they do not', async () => {
  const { rows } = await analysisOf(gateway, 'scene offerFamily orders contacts');
  expect(rows).toMatchObject([
    { scene: 'OUTBOUND', offerFamily: 'PLAN', orders: 0, contacts: 1 },
    { scene: 'ONLINE', offerFamily: null, orders: 1, contacts: 1 },
  ]);
  for (const [field, column] of Object.entries({
    agent: 'agent_id',
    campaign: 'campaign_id',
    servingChannelKind: 'contact.channel_id',
  })) {
    const { errors } = await gateway.ask(analysisQuery(`${field} orders`));
    expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual(['NOT_PROVIDED', expect.stringContaining(column)]);
  }
});

test('leads that it lacks: no figure, no part, no report', async () => {
  const { data } = await gateway.ask(
    '{ indicators(measures: [LEADS, DAYS_TO_CONTACT, LEAD_REVENUE_3M, LEAD_NET_BENEFIT], against: NONE) { value absence } }',
  );
  for (const each of data.indicators) expect(each).toEqual({ value: null, absence: 'NOT_PROVIDED' });
  for (const query of [
    analysisQuery('leadSource leads'),
    '{ report(code: "LEAD_EFFECT") { rowCount } }',
    '{ numbers(where: { leadSource: { eq: "CAMPUS" } }) { totalCount } }',
  ])
    expect([query, (await gateway.ask(query)).errors[0]?.extensions.code]).toEqual([query, 'NOT_PROVIDED']);
});

test('complaints that it lacks: no figure, no part', async () => {
  const { data } = await gateway.ask(
    '{ indicators(measures: [COMPLAINTS_OPENED, COMPLAINT_DAYS_TO_CLOSE, COMPLAINTS_REOPENED], against: NONE) { value absence } }',
  );
  for (const each of data.indicators) expect(each).toEqual({ value: null, absence: 'NOT_PROVIDED' });
  for (const query of [
    analysisQuery('complaintKind complaintsOpened'),
    '{ numbers(where: { complaintKind: { eq: "BILLING" } }) { totalCount } }',
  ])
    expect([query, (await gateway.ask(query)).errors[0]?.extensions.code]).toEqual([query, 'NOT_PROVIDED']);
});

test('days of use that it lacks: no figure by day, and those of the month as they are', async () => {
  for (const query of [
    '{ analysis(measures: [REVENUE], grain: DAY) { rowCount } }',
    '{ indicator(measure: DATA_VOLUME) { drill(by: WEEK) { value } } }',
  ])
    expect([query, (await gateway.ask(query)).errors[0]]).toMatchObject([
      query,
      { message: expect.stringContaining('number_day.on'), extensions: { code: 'NOT_PROVIDED' } },
    ]);
});

test('an order by what it lacks: no row comes before another', async () => {
  const ordered = await analysisOf(gateway, 'city numbers', { orderBy: [{ measure: 'REVENUE', desc: true }] });
  expect(ordered.rows.map(({ city }: { city: string | null }) => city)).toEqual(['A', 'B', null]);
});

test('the cursor of another generation is refused', async () => {
  const { pageInfo } = await analysisOf(gateway, 'city numbers', { first: 1 });
  await add(
    '2026-02',
    `(1, DATE '2020-01-01', 'ACTIVE', 'A'), (2, DATE '2026-01-02', 'ACTIVE', 'B'), (3, DATE '2020-01-01', 'CANCELLED', 'B')`,
  );
  await build();
  const next = await openGateway(home);
  try {
    const { errors } = await next.ask(analysisQuery('city numbers'), { first: 1, after: pageInfo.endCursor });
    expect([errors[0]!.extensions.code, errors[0]!.message]).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('on this generation'),
    ]);
  } finally {
    await next.close();
  }
});
