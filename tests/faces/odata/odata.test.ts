// Some 8 s: $metadata of all feeds runs every named report once, and each is asked again as JSON.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ODataQuery } from 'ts-odata-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { ownHome } from '../../support/demo.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-odata-'));
const manager = newKey('li.wei', ['city_manager'], ['HAILAN', 'MUHE']);
const board = newKey('wang.fang', ['board'], []);
const poor = newKey('wu.min', ['poor'], ['HAILAN', 'MUHE']);
const roles = {
  poor: { tiers: [1, 2], cities: 'own', minimumGroup: 1, cost: { perMinute: 500_000 } },
  city_manager: { tiers: [1, 2], cities: 'own', minimumGroup: 1 },
  board: { tiers: [1], cities: 'all' },
};

let app: FastifyInstance;
let guarded: FastifyInstance;
let gateway: Gateway;
let url: string;
beforeAll(async () => {
  writeFileSync(join(dir, 'policies.yaml'), stringify({ roles, keys: [manager.entry, board.entry, poor.entry] }));
  const { home, id } = await ownHome();
  const start = (settings: Record<string, string>) =>
    createServer(createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, ...settings }, {})), id, { logLevel: 'silent' });
  app = await start({});
  guarded = await start({ MARTLET_POLICIES: join(dir, 'policies.yaml') });
  gateway = await openGateway();
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/odata`;
});
afterAll(async () => {
  await app.close();
  await guarded.close();
  await gateway.close();
  rmSync(dir, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, server = app) =>
  server.inject({ method: 'GET', url: `/odata${path}`, headers });
const bearer = ({ secret }: typeof manager) => ({ authorization: `Bearer ${secret}` });
type Row = Readonly<Record<string, string | number | boolean | null>>;
const rowsOf = async (path: string): Promise<readonly Row[]> => (await get(path)).json().value;

const cities = 'measures=CLOSING_SUBSCRIBERS,REVENUE&dimensions=CITY&month=2026-09'
  .replace('&month', '&from')
  .concat('&to=2026-09');
const table = `/table/${cities}/table`;

describe('what there is', () => {
  test('is found once for who opens the service and then asks for its columns', async () => {
    // Who may run all reports once in a minute, and not twice.
    const service = await get('', bearer(poor), guarded);
    expect(service.statusCode).toBe(200);
    const { statusCode, body } = await get('/$metadata', bearer(poor), guarded);
    expect(statusCode).toBe(200);
    for (const { name } of service.json().value) expect(body).toContain(`<EntityType Name="${name}">`);
    // Each of the reports again, one by one as both do it, would be too much.
    const again: (string | undefined)[] = [];
    for (const { name } of service.json().value) again.push((await get(`/${name}`, bearer(poor), guarded)).json().error?.code);
    expect(again).toContain('TOO_BUSY');
  });

  test('every feed of the service is a report as JSON has it, without its totals, and $metadata says of which types its columns are', async () => {
    const service = await get('');
    expect(service.headers).toMatchObject({
      'odata-version': '4.0',
      'content-type': expect.stringMatching(/^application\/json; odata\.metadata=minimal/),
    });
    const { value: feeds, '@odata.context': context } = service.json();
    expect(context).toMatch(/\/odata\/\$metadata$/);
    expect(feeds.length).toBeGreaterThan(20);
    const metadata = await get('/$metadata');
    expect(metadata.headers['content-type']).toMatch(/^application\/xml/);
    for (const { name, kind, url: address } of feeds) {
      expect([kind, address]).toEqual(['EntitySet', name]);
      const { columns, rows } = (await app.inject(`/reports/${name}.json?shape=objects`)).json();
      const expected = rows.filter(({ totalOf = null }: Row) => totalOf === null).map(({ totalOf, ...row }: Row) => row);
      const found = await rowsOf(`/${name}`);
      expect(found.map(({ rowNumber, ...row }) => row)).toEqual(expected);
      expect(found.map(({ rowNumber }) => rowNumber)).toEqual(expected.map((_: Row, index: number) => index + 1));
      const [, type = ''] = new RegExp(`<EntityType Name="${name}">(.*?)</EntityType>`, 's').exec(metadata.body) ?? [];
      const types = [...type.matchAll(/<Property Name="(\w+)" Type="Edm\.(\w+)"/g)].map(([, column, of]) => [column, of]);
      const typeOf = { STRING: 'String', NUMBER: 'Double', BOOLEAN: 'Boolean' } as Record<string, string>;
      expect(types).toEqual([['rowNumber', 'Int32'], ...columns.map((each: Row) => [each.name, typeOf[String(each.type)]])]);
    }
  });

  test('what its columns mean is said in the language that is asked for', async () => {
    const english = await get(`/table/${cities}/$metadata`);
    expect(english.body).toContain(
      '<Property Name="revenue" Type="Edm.Double"><Annotation Term="Org.OData.Core.V1.Description" String="Revenue (CNY)"/>',
    );
    const chinese = await get(`/table/${cities}&locale=zh/$metadata`);
    expect(chinese.body).toMatch(/<Property Name="cityLabel" Type="Edm\.String"><Annotation [^>]*String="地市"/);
    expect((await rowsOf(`/table/${cities}&locale=zh/table`)).map(({ cityLabel }) => cityLabel)).toContain('海澜');
  });
});

describe('rows', () => {
  test('of any measures by any dimensions: the figures of the mart', async () => {
    const rows = await rowsOf(table);
    const expected = await gateway.sql(
      `select city, count(*) filter (on_books) as base, sum(revenue)::double as revenue from number_state where month = '2026-09' group by 1 order by 1`,
    );
    expect(rows.map(({ city, closingSubscribers, revenue }) => ({ city, base: closingSubscribers, revenue }))).toEqual(
      expected.map(({ city, base, revenue }) => ({ city, base, revenue: expect.closeTo(Number(revenue), 6) })),
    );
  });

  test('chosen, filtered, in order, in parts and counted', async () => {
    const all = [...(await rowsOf(table))];
    const half = [...all].map(({ revenue }) => Number(revenue)).sort((a, b) => b - a)[3]!;
    const query = `$select=city,revenue&$filter=revenue ge ${half}&$orderby=revenue desc&$top=2&$skip=1&$count=true`;
    const { value, ...told } = (await get(`${table}?${query}`)).json();
    const expected = all
      .filter(({ revenue }) => Number(revenue) >= half)
      .sort((one, other) => Number(other.revenue) - Number(one.revenue))
      .map(({ city, revenue }) => ({ city, revenue }));
    expect(expected).toHaveLength(4);
    expect(value).toEqual(expected.slice(1, 3));
    expect(told).toEqual({ '@odata.context': expect.stringMatching(/\$metadata#table\(city,revenue\)$/), '@odata.count': 4 });
    expect((await get(`${table}/$count?$filter=revenue ge ${half}`)).body).toBe('4');
  });

  test('in pages of the size that is preferred, all of one generation', async () => {
    const all = await rowsOf(table);
    const pages: Row[] = [];
    let next: string | undefined = `${url}${table}`;
    let count = 0;
    while (next) {
      const response = await fetch(next, { headers: { prefer: 'odata.maxpagesize=4' } });
      const page = (await response.json()) as { value: Row[]; '@odata.nextLink'?: string };
      pages.push(...page.value);
      next = page['@odata.nextLink'];
      if (next) expect(new URL(next).searchParams.get('$skiptoken')).toBe(`${++count * 4}~${gateway.serving.manifest.id}`);
    }
    expect(pages).toEqual(all);
    expect(count).toBe(Math.ceil(all.length / 4) - 1);
    const gone = await get(`${table}?$skiptoken=4~20200101T000000Z-00000000`);
    expect(gone.statusCode).toBe(400);
    expect(gone.json().error.message).toMatch(/not kept/);
  });

  test('by a client of the registry', async () => {
    type City = { city: string; cityLabel: string; revenue: number };
    const query = ODataQuery.forV4<City>(`${url}${table}`)
      .filter((city) => city.revenue.$greaterThan(0).and(city.city.$notEquals('HAILAN')))
      .orderByDescending((city) => [city.revenue])
      .select(({ city, revenue }) => ({ city, revenue }))
      .top(3);
    const { value, '@odata.count': count } = await query.getManyWithCountAsync();
    const expected = [...(await rowsOf(table))].filter(({ city }) => city !== 'HAILAN');
    expect(count).toBe(expected.length);
    expect(value).toEqual(
      expected
        .sort((one, other) => Number(other.revenue) - Number(one.revenue))
        .slice(0, 3)
        .map(({ city, revenue }) => ({ city, revenue })),
    );
  });
});

describe('errors', () => {
  test.each([
    ['/CHURN_WIDS', 400, 'UNKNOWN_NAME', /unknown feed "CHURN_WIDS"/i],
    ['/table', 400, 'BAD_USER_INPUT', /expected measures and dimensions in the address/],
    ['/table/dimensions=CITY/table', 400, 'BAD_USER_INPUT', /^measures: /],
    ['/table/measures=REVENUE&dimension=CITY/table', 400, 'BAD_USER_INPUT', /dimension"/],
    ['/table/measures=REVENUES/table', 400, 'UNKNOWN_NAME', /Did you mean REVENUE/],
    ['/table/measures=REVENUE&measures=ARPU/table', 400, 'BAD_USER_INPUT', /^measures: expected once, found 2/],
    ['/table/measures=REVENUE/STOCK_STRUCTURE', 400, 'UNKNOWN_NAME', /unknown feed "STOCK_STRUCTURE"/i],
    [
      '/STOCK_STRUCTURE?month=2026-09',
      400,
      'BAD_USER_INPUT',
      /in the address, \/odata\/STOCK_STRUCTURE\/month=2026-09\/STOCK_STRUCTURE/,
    ],
    ['/STOCK_STRUCTURE?$expand=x', 400, 'BAD_USER_INPUT', /\$expand: not known here; expected \$select, /],
    ['/STOCK_STRUCTURE?$top=-1', 400, 'BAD_USER_INPUT', /\$top: expected a whole number/],
    ['/STOCK_STRUCTURE?$top=1&$top=2', 400, 'BAD_USER_INPUT', /\$top: expected once, found 2/],
    ['/STOCK_STRUCTURE?$orderby=citi', 400, 'UNKNOWN_NAME', /column/],
    ['/STOCK_STRUCTURE?$orderby=period up', 400, 'BAD_USER_INPUT', /asc or desc, found period up/],
    ['/STOCK_STRUCTURE?$count=yes', 400, 'BAD_USER_INPUT', /true or false/],
    ['/STOCK_STRUCTURE?$format=atom', 400, 'BAD_USER_INPUT', /expected json/],
    ['/STOCK_STRUCTURE?$skiptoken=x', 400, 'BAD_USER_INPUT', /\$skiptoken/],
    ['/STOCK_STRUCTURE(1)', 400, 'BAD_USER_INPUT', /\$filter/],
  ])('%s → %i %s', async (path, status, code, message) => {
    const response = await get(path);
    const { error } = response.json();
    expect([response.statusCode, error.code]).toEqual([status, code]);
    expect(error.message).toMatch(message);
    expect(error.innererror.requestId).toBe(response.headers['x-request-id']);
    expect(response.headers['odata-version']).toBe('4.0');
  });

  test('nothing can be written', async () => {
    const response = await app.inject({ method: 'POST', url: '/odata/STOCK_STRUCTURE', payload: {} });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('policies', () => {
  test('without a key 401, without the tier 403, at each address', async () => {
    for (const path of ['', '/$metadata', '/STOCK_STRUCTURE', '/STOCK_STRUCTURE/$count', table]) {
      expect((await get(path, {}, guarded)).statusCode).toBe(401);
      const refused = await get(path, bearer(board), guarded);
      expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  test('who may see some cities sees only theirs', async () => {
    const { value } = (await get(table, bearer(manager), guarded)).json();
    expect(value.map(({ city }: Row) => city)).toEqual(['HAILAN', 'MUHE']);
  });
});
