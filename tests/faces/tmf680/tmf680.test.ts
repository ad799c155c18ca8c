import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { ownHome } from '../../support/demo.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-tmf680-'));
const keys = {
  clerk: newKey('clerk', ['clerk'], []),
  hailan: newKey('clerk of Hailan', ['city_clerk'], ['HAILAN']),
  muhe: newKey('clerk of Muhe', ['city_clerk'], ['MUHE']),
  board: newKey('board', ['board'], []),
};
const roles = {
  clerk: { tiers: [3, 4], cities: 'all', channels: { Shop: 'COUNTER' } },
  city_clerk: { tiers: [4], cities: 'own', scenes: 'all' },
  board: { tiers: [1], cities: 'all' },
};
const url = '/tmf-api/recommendationManagement/v4/queryProductRecommendation';

let app: FastifyInstance;
let gateway: Gateway;
/** A number of Hailan with an offer at the counter, and the id of one that nobody has. */
let number: string;
beforeAll(async () => {
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: Object.values(keys).map(({ entry }) => entry) }));
  const { home, id } = await ownHome();
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: join(dir, 'policies.yaml') }, {}));
  const now = () => new Date('2026-11-02T10:00:00+08:00');
  app = await createServer(martlet, id, { logLevel: 'silent', now });
  gateway = await openGateway();
  const rows = await gateway.sql(`
    select cast(number_id as varchar) as id from number_ruled
    where city = 'HAILAN' and not ported_out and not is_universal and is_present order by length(replace(rules, '0', '')), number_id limit 1`);
  number = rows[0]!.id as string;
});
afterAll(async () => {
  await gateway.close();
  await app.close();
  rmSync(dir, { recursive: true });
});

const customer = (id: string, other: object = {}) => ({ relatedParty: { id, role: 'customer', ...other } });
const counter = { channel: [{ id: 'COUNTER' }], instantSyncRecommendation: true };
const headersOf = (key: typeof keys.clerk | null, other = {}) => ({
  ...(key && { authorization: `Bearer ${key.secret}` }),
  ...other,
});
const post = (payload: object | string, key: typeof keys.clerk | null = keys.clerk, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headersOf(key, headers) } });

/** Until marts and ledger answer in time: on a busy machine a decision may be made without them. */
async function timely<T>(ask: () => Promise<T>, isDegraded: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (!isDegraded(answer)) return answer;
  }
}
/** A decision with its id: one that could not be written down in time has none, and is no resource. */
const posted = (payload: object, key = keys.clerk, headers: Record<string, string> = {}) =>
  timely(
    () => post(payload, key, headers),
    (response) => response.json().degraded,
  );
const decided = async (payload: object, headers: Record<string, string> = {}): Promise<Data> =>
  (await posted(payload, keys.clerk, headers)).json();
const values = ({ product }: Data): Data =>
  Object.fromEntries(product.productCharacteristic.map(({ name, value }: Data) => [name, value]));

describe('the graph’s decision in TM Forum’s form', () => {
  const query = `query ($number: ID!, $locale: Locale, $personalised: Boolean) {
    recommendations(number: $number, scene: COUNTER, personalised: $personalised) { degraded
      shown { rank netBenefit acceptProbability offer { code name(locale: $locale) } pitch(locale: $locale) reason(locale: $locale) } } }`;
  const ofGraph = async (variables: object): Promise<Data> => {
    const ask = () =>
      app.inject({ method: 'POST', url: '/graphql', headers: headersOf(keys.clerk), payload: { query, variables } });
    return (await timely(ask, (response) => response.json().data.recommendations.degraded)).json().data.recommendations;
  };

  test.each([
    ['personalised', 'EN', 'en-GB,en;q=0.9'],
    ['personalised', 'ZH', 'zh-CN,zh;q=0.9'],
    ['general', 'EN', ''],
  ])('%s, in %s', async (recommendationType, locale, language) => {
    const expected = await ofGraph({ number, locale, personalised: recommendationType === 'personalised' });
    expect(expected.shown.length).toBeGreaterThan(0);
    const answer = await decided({ ...customer(number), ...counter, recommendationType }, { 'accept-language': language });
    expect(answer).toMatchObject({
      state: 'done',
      recommendationType,
      href: `${url}/${answer.id}`,
      channel: [{ id: 'COUNTER' }],
    });
    const items = answer.recommendationItem.map((item: Data) => ({
      rank: item.priority,
      offer: { code: item.productOffering.id, name: item.productOffering.name },
      netBenefit: values(item).netBenefit,
      acceptProbability: values(item).acceptance,
      pitch: values(item).pitch ?? null,
      reason: values(item).reason,
    }));
    expect(items).toEqual(expected.shown);
  });

  test('it holds for the operator’s day, and is found by its id as it was made', async () => {
    const made = await decided({ ...customer(number), ...counter });
    expect(made.validFor).toEqual({ startDateTime: '2026-11-02T02:00:00.000Z', endDateTime: '2026-11-02T16:00:00.000Z' });
    const read = await app.inject({ url: made.href, headers: headersOf(keys.clerk) });
    expect(read.statusCode).toBe(200);
    expect(read.json()).toEqual(made);
  });

  test('a phone number is looked up, and an answer is 201 with its place', async () => {
    const [row] = await gateway.sql(`select msisdn from number_state where number_id = ${number} and month = '2026-10'`);
    const response = await posted({ ...customer(row!.msisdn as string, { '@referredType': 'MSISDN' }), ...counter });
    expect(response.statusCode).toBe(201);
    expect(response.json().relatedParty.id).toBe(number);
    expect(response.headers).toMatchObject({ location: response.json().href, 'cache-control': 'no-store' });
  });

  test('of several parties it is the customer', async () => {
    const clerk = { id: 'clerk', role: 'seller' };
    const response = await post({ relatedParty: [clerk, { id: number, role: 'Customer' }], ...counter });
    expect(response.json().relatedParty.id).toBe(number);
    expect((await post({ relatedParty: [clerk, clerk], ...counter })).json()).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('whom a party is', () => {
  const individual = { '@referredType': 'Individual' };
  test('a customer’s id is no number’s: his number that pays most answers, and who is unknown is not found', async () => {
    const [row] = await gateway.sql(`
      select customer_id, arg_max(cast(number_id as varchar), (on_books, revenue, -number_id)) as number, count(*) as numbers
      from serving.number_profile where on_books group by customer_id having count(*) > 1 order by customer_id limit 1`);
    const response = await post({ ...customer(row!.customer_id as string, individual), ...counter });
    expect(response.json()).toMatchObject({ relatedParty: { id: row!.number, '@referredType': 'Number' } });
    const unknown = await post({ ...customer('5', individual), ...counter });
    expect(unknown.json()).toMatchObject({ status: '404', code: 'BAD_USER_INPUT' });
    const elsewhere = await post({ ...customer(row!.customer_id as string, individual), ...counter }, keys.board);
    expect(elsewhere.statusCode).toBe(403);
  });

  test('a customer whose numbers are all elsewhere is not found', async () => {
    const [row] = await gateway.sql(
      `select customer_id from serving.number_profile group by 1 having bool_and(city = 'HAILAN') limit 1`,
    );
    const asked = { ...customer(row!.customer_id as string, individual), ...counter };
    expect((await post(asked, keys.muhe)).statusCode).toBe(404);
    expect((await posted(asked, keys.hailan)).statusCode).toBe(201);
  });

  test('Number and MSISDN are said as such, and anything else is refused', async () => {
    expect((await posted({ ...customer(number, { '@referredType': 'Number' }), ...counter })).statusCode).toBe(201);
    const response = await post({ ...customer(number, { '@referredType': 'Household' }), ...counter });
    expect(response.json()).toMatchObject({
      status: '400',
      message: expect.stringMatching(/Individual, Organization or Customer/),
    });
  });

  test('a channel goes by what the client’s system calls it', async () => {
    const asked = (id: string) => post({ ...customer(number), channel: [{ id }] });
    expect((await asked('Shop')).json()).toMatchObject({ channel: [{ id: 'COUNTER' }] });
    expect((await asked('street')).json()).toMatchObject({ code: 'UNKNOWN_NAME', message: expect.stringMatching(/STREET/) });
    expect((await post({ ...customer(number), channel: [{ id: 'Shop' }] }, keys.hailan)).statusCode).toBe(400);
  });
});

describe('what was decided, again', () => {
  const read = (query: string, key = keys.hailan) => app.inject({ url: `${url}${query}`, headers: headersOf(key) });

  test('a page of the asker’s own, the newest first, by number and channel', async () => {
    const made: string[] = [];
    for (const id of ['COUNTER', 'ONLINE', 'COUNTER'])
      made.unshift((await posted({ ...customer(number), channel: [{ id }] }, keys.hailan)).json().id);
    const all = await read(`?relatedParty.id=${number}&limit=100`);
    // The clock of this test stands: of one moment the order is that of ids.
    const ids = all.json().map(({ id }: Data) => id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(ids).toEqual(expect.arrayContaining(made));
    const total = Number(all.headers['x-total-count']);
    expect(total).toBe(ids.length);
    const rest = await read(`?relatedParty.id=${number}&limit=100&offset=1`);
    expect(rest.json().map(({ id }: Data) => id)).toEqual(ids.slice(1));
    const online = await read(`?relatedParty.id=${number}&channel.id=ONLINE&limit=100`);
    expect(online.json().map(({ id }: Data) => id)).toContain(made[1]);
    expect(new Set(online.json().map(({ channel }: Data) => channel[0].id))).toEqual(new Set(['ONLINE']));
    expect((await read('', keys.muhe)).json()).toEqual([]);
    expect((await read('', keys.board)).statusCode).toBe(403);
  });

  test('of a decision only the attributes that are asked for', async () => {
    const { href, id } = (await posted({ ...customer(number), ...counter }, keys.hailan)).json();
    const some = await app.inject({ url: `${href}?fields=state,validFor`, headers: headersOf(keys.hailan) });
    expect(Object.keys(some.json()).sort()).toEqual(['@type', 'href', 'id', 'state', 'validFor']);
    const none = (await read(`?relatedParty.id=${number}&limit=100&fields=none`)).json();
    expect(none).toContainEqual({ id, href, '@type': 'QueryProductRecommendation' });
    expect(new Set(none.flatMap(Object.keys))).toEqual(new Set(['id', 'href', '@type']));
  });

  test.each([
    ['?limit=0', /limit: expected 1 to 100, found 0/],
    ['?offset=x', /offset: expected a number from 0, found x/],
    ['?fields=price', /fields: expected some of id, href/],
    ['?sort=at', /found "sort"/],
    ['?channel.id=STREET', /STREET/],
  ])('%s is refused with what was expected', async (query, message) => {
    const response = await read(query);
    expect(response.json()).toMatchObject({ status: '400', message: expect.stringMatching(message) });
  });
});

describe('errors in TM Forum’s form', () => {
  const bodies: readonly [string, () => object | string, string, RegExp][] = [
    ['an unknown number', () => ({ ...customer('999999999'), ...counter }), 'BAD_USER_INPUT', /found none such by "999999999"/],
    ['no number', () => counter, 'BAD_USER_INPUT', /relatedParty: expected the customer's number/],
    ['no channel', () => customer(number), 'BAD_USER_INPUT', /channel: expected one scene/],
    [
      'two channels',
      () => ({ ...customer(number), channel: [{ id: 'ONLINE' }, { id: 'COUNTER' }] }),
      'BAD_USER_INPUT',
      /one scene/,
    ],
    ['an unknown scene', () => ({ ...customer(number), channel: [{ id: 'CONTER' }] }), 'UNKNOWN_NAME', /Did you mean COUNTER/],
    ['another type', () => ({ ...customer(number), ...counter, recommendationType: 'upsell' }), 'BAD_USER_INPUT', /personalised/],
    ['no JSON', () => '{"relatedParty":', 'BAD_USER_INPUT', /The body: expected JSON/],
    ['JSON that is no object', () => '[1]', 'BAD_USER_INPUT', /expected object/i],
  ];
  test.each(bodies)('%s', async (_, body, code, message) => {
    const response = await post(body());
    expect(response.statusCode).toBe(400);
    const error = response.json();
    expect(error).toEqual({
      '@type': 'Error',
      code,
      reason: 'Bad Request',
      message: expect.stringMatching(message),
      status: '400',
    });
  });

  test('without a key, without tier 4, of another city', async () => {
    const body = { ...customer(number), ...counter };
    expect((await post(body, null)).json()).toMatchObject({ code: 'UNAUTHENTICATED', status: '401' });
    expect((await post(body, keys.board)).json()).toMatchObject({ code: 'FORBIDDEN', status: '403', reason: 'Forbidden' });
    expect((await post(body, keys.muhe)).json()).toMatchObject({ code: 'BAD_USER_INPUT', status: '400' });
  });

  test('a decision that there is not, or that is about a number of another city', async () => {
    const { href } = await decided({ ...customer(number), ...counter });
    const read = async (path: string, key: typeof keys.clerk) =>
      (await app.inject({ url: path, headers: headersOf(key) })).statusCode;
    expect(await read(href, keys.clerk)).toBe(200);
    expect(await read(href, keys.muhe)).toBe(404);
    expect(await read(href, keys.board)).toBe(403);
    expect(await read(`${url}/none`, keys.clerk)).toBe(404);
  });

  test('other methods are told which are expected', async () => {
    const response = await app.inject({ method: 'PUT', url, headers: headersOf(keys.clerk) });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    const removal = await app.inject({ method: 'DELETE', url: `${url}/1`, headers: headersOf(keys.clerk) });
    expect([removal.statusCode, removal.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});
