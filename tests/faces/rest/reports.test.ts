import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import type { FastifyInstance } from 'fastify';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { createServer } from '../../../src/server/server.js';
import { openDuckdb } from '../../../src/warehouse/duckdb.js';
import { statement } from '../../../src/warehouse/statement.js';
import { parseCsv } from '../../support/csv.js';
import { type Demo, ownHome } from '../../support/demo.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-reports-'));
const manager = newKey('li.wei', ['city_manager'], ['HAILAN', 'MUHE']);
const viewer = newKey('wang.fang', ['board'], []);
const roles = { city_manager: { tiers: [1, 2], cities: 'own', minimumGroup: 1 }, board: { tiers: [1], cities: 'all' } };

/** A report whose names and labels are what a spreadsheet chokes on. */
const face = {
  code: 'FACE',
  en: 'Face, "quoted"',
  zh: '门面',
  description: { en: 'For the test', zh: '测试用' },
  measures: ['CLOSING_SUBSCRIBERS', 'REVENUE'],
  dimensions: ['PLAN_TIER'],
  against: 'PREVIOUS_MONTH',
  where: { dataGb: { gte: '{{least}}' } },
  options: [{ name: 'least', type: 'NUMBER', least: 0, most: 100, default: 1, description: { en: 'GB', zh: 'GB' } }],
};
const tiers = {
  TIER_9: { en: '=HYPERLINK("http://x","y")', zh: '＝公式' },
  TIER_29: { en: 'two\nlines, one "cell"', zh: '两行\n一格' },
  TIER_49: { en: '@SUM(A1)', zh: '档次，49元' },
  TIER_79: { en: '-79', zh: '79' },
  TIER_129: { en: 'plain', zh: '129' },
  TIER_199: { en: '+199', zh: '199' },
};
const totals = { ...face, code: 'FACE_TOTALS', en: 'Totals', against: 'NONE', totals: true };

const open: FastifyInstance[] = [];
let app: FastifyInstance;
let guarded: FastifyInstance;
let gateway: Gateway;

let own: Demo;

async function start(settings: Record<string, string>): Promise<FastifyInstance> {
  const { home, id } = own;
  const martlet = createMartlet(
    loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_CATALOGUE: join(dir, 'catalogue'), ...settings }, {}),
  );
  const server = await createServer(martlet, id, { logLevel: 'silent' });
  open.push(server);
  return server;
}

const write = (path: string, value: object) => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), stringify(value));
};

beforeAll(async () => {
  own = await ownHome();
  write('policies.yaml', { roles, keys: [manager.entry, viewer.entry] });
  write('catalogue/reports/face.yaml', face);
  write('catalogue/reports/totals.yaml', totals);
  const planTier = { code: 'PLAN_TIER', en: 'Plan tier', zh: '套餐档次', sql: 'plan_tier', values: tiers };
  write('catalogue/dimensions/tier.yaml', { dimensions: [planTier] });
  app = await start({});
  guarded = await start({ MARTLET_POLICIES: join(dir, 'policies.yaml') });
  gateway = await openGateway();
});
afterAll(async () => {
  for (const server of open) await server.close();
  await gateway.close();
  rmSync(dir, { recursive: true });
});

const get = (server: FastifyInstance, url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'GET', url, headers });
const bearer = ({ secret }: typeof manager) => ({ authorization: `Bearer ${secret}` });

/** Tier, base, revenue and revenue of the month before, from the mart; as CSV has them. */
async function tierRows(month: string, least: number, condition = 'true') {
  const rows = await gateway.sql(`
    with m as (select * from number_state where ${condition} and data_gb >= ${least}),
    one as (select plan_tier, count(*) filter (on_books) as base, sum(revenue)::double as revenue from m where month = '${month}' group by 1),
    before as (select plan_tier, sum(revenue)::double as revenue from m where month = strftime(date '${month}-01' - interval 1 month, '%Y-%m') group by 1)
    select plan_tier, base, one.revenue, before.revenue as before from one left join before using (plan_tier)`);
  return new Map(
    rows.map(({ plan_tier, base, revenue, before }) => [String(plan_tier), { base, revenue, before } as Record<string, number>]),
  );
}

describe('CSV', () => {
  test('figures are those of the mart, negative ones plain; text that is a formula is none', async () => {
    const response = await get(app, '/reports/FACE.csv?month=2026-09&least=2');
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="FACE-2026-09.csv"',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers['cache-control']).toMatch(/private/);
    const [head, ...rows] = parseCsv(response.body);
    expect(head).toEqual(expect.arrayContaining(['Period', 'Plan tier', 'Closing subscribers', 'Revenue', 'Revenue, change']));
    const column = (row: string[], name: string) => row[head!.indexOf(name)]!;
    const expected = await tierRows('2026-09', 2);
    expect(rows.map((row) => column(row, 'Plan tier (code)')).sort()).toEqual([...expected.keys()].sort());
    const changes = rows.map((row) => {
      const { base, revenue, before } = expected.get(column(row, 'Plan tier (code)'))!;
      expect(Number(column(row, 'Closing subscribers'))).toBe(base);
      expect(Number(column(row, 'Revenue'))).toBeCloseTo(revenue!, 6);
      expect(Number(column(row, 'Revenue, change'))).toBeCloseTo(revenue! - before!, 6);
      return column(row, 'Revenue, change');
    });
    expect(changes.some((change) => /^-\d/.test(change))).toBe(true);
    const labels = new Map(rows.map((row) => [column(row, 'Plan tier (code)'), column(row, 'Plan tier')]));
    expect(labels.get('TIER_9')).toBe(`'=HYPERLINK("http://x","y")`);
    expect(labels.get('TIER_29')).toBe('two\nlines, one "cell"');
    expect([labels.get('TIER_49'), labels.get('TIER_79'), labels.get('TIER_199')]).toEqual(["'@SUM(A1)", "'-79", "'+199"]);
  });

  test('in Chinese, with a byte order mark, and with column names for programs', async () => {
    const chinese = await get(app, '/reports/FACE.csv?locale=zh&bom=1');
    expect(chinese.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [head, ...rows] = parseCsv(chinese.body.slice(1));
    expect(head).toEqual(expect.arrayContaining(['期间', '套餐档次', '收入']));
    const labels = rows.map((row) => row[head!.indexOf('套餐档次')]);
    expect(labels).toEqual(expect.arrayContaining(['两行\n一格', '档次，49元', "'＝公式"]));
    const named = await get(app, '/reports/FACE.csv?names=code');
    expect(parseCsv(named.body)[0]).toEqual(
      expect.arrayContaining(['period', 'planTier', 'planTierLabel', 'closingSubscribers']),
    );
  });

  test('rows that are totals say so, so that nobody adds them to the rest', async () => {
    const [head, ...rows] = parseCsv((await get(app, '/reports/FACE_TOTALS.csv?names=code')).body);
    const revenue = (row: string[]) => Number(row[head!.indexOf('revenue')]);
    expect(head!.at(-1)).toBe('totalOf');
    const [total, ...others] = rows.filter((row) => row.at(-1) === 'planTier');
    expect(others).toEqual([]);
    const details = rows.filter((row) => row.at(-1) === '');
    expect(details.reduce((sum, row) => sum + revenue(row), 0)).toBeCloseTo(revenue(total!), 6);
  });
});

describe('JSON and the list', () => {
  test('JSON has the cells of the CSV, the columns, generation and data date', async () => {
    const { manifest } = gateway.serving;
    const answer = (await get(app, '/reports/FACE.json?month=2026-09&locale=zh')).json();
    expect(answer).toMatchObject({ code: 'FACE', name: '门面', generation: manifest.id, dataDate: manifest.dataDate });
    const column = answer.columns.findIndex(({ name }: { name: string }) => name === 'revenue');
    expect(answer.columns[column]).toMatchObject({ label: '收入', type: 'NUMBER', unit: 'CNY', measure: 'REVENUE' });
    const expected = await tierRows('2026-09', 1);
    const code = answer.columns.findIndex(({ name }: { name: string }) => name === 'planTier');
    expect(answer.rows).toHaveLength(expected.size);
    for (const { cells, totalOf } of answer.rows) {
      expect(cells[column]).toBeCloseTo(expected.get(cells[code])!.revenue!, 6);
      expect(totalOf).toEqual([]);
    }
  });

  test('the list says what there is, what may be chosen, and where', async () => {
    const list = (await get(app, '/reports?locale=zh')).json() as { code: string }[];
    expect(list.find(({ code }) => code === 'FACE')).toEqual({
      code: 'FACE',
      name: '门面',
      description: '测试用',
      options: [{ name: 'least', type: 'NUMBER', least: 0, most: 100, default: '1', description: 'GB' }],
      arrow: '/reports/FACE.arrow',
      csv: '/reports/FACE.csv',
      json: '/reports/FACE.json',
      parquet: '/reports/FACE.parquet',
      xlsx: '/reports/FACE.xlsx',
    });
  });
});

describe('for tools that take tables', () => {
  test('JSON as objects has the same values by the names of the columns, and says which rows are totals', async () => {
    const cells = (await get(app, '/reports/FACE.json?month=2026-09')).json();
    const objects = (await get(app, '/reports/FACE.json?month=2026-09&shape=objects')).json();
    const names = cells.columns.map(({ name }: { name: string }) => name);
    expect(objects).toEqual({
      ...cells,
      rows: cells.rows.map((row: { cells: unknown[] }) =>
        Object.fromEntries(names.map((name: string, index: number) => [name, row.cells[index]])),
      ),
    });
    const { rows } = (await get(app, '/reports/FACE_TOTALS.json?shape=objects')).json();
    expect(rows.map(({ totalOf }: { totalOf: string | null }) => totalOf).filter((each: string | null) => each !== null)).toEqual(
      ['planTier'],
    );
  });

  test('Parquet has the same values, and says of which data and numbers it is; nothing stays on the disk', async () => {
    const where = '{"city":{"eq":"HAILAN"}}';
    const url = (format: string) => `/reports/FACE_TOTALS.${format}?month=2026-09&locale=zh&where=${where}`;
    const response = await get(app, url('parquet'));
    expect(response.headers).toMatchObject({
      'content-type': 'application/vnd.apache.parquet',
      'content-disposition': 'attachment; filename="FACE_TOTALS-2026-09.parquet"',
    });
    const path = join(own.home, 'exports', `${randomUUID()}.parquet`);
    writeFileSync(path, response.rawPayload);
    const reader = await openDuckdb({ allowedDirectories: [join(own.home, 'exports')], threads: 1 });
    const run = (sql: string) => reader.run(statement('test', sql));
    try {
      const { rows, columns } = (await get(app, `${url('json')}&shape=objects`)).json();
      expect(await run(`from read_parquet('${path}')`)).toEqual(rows);
      expect(rows.length).toBeGreaterThan(3);
      const told = await run(`select decode(key) as key, decode(value) as value from parquet_kv_metadata('${path}')`);
      const said = Object.fromEntries(told.map(({ key, value }) => [String(key), String(value)]));
      const { manifest } = gateway.serving;
      expect(said).toMatchObject({
        'martlet.generation': manifest.id,
        'martlet.dataDate': manifest.dataDate,
        'martlet.report': 'FACE_TOTALS',
        'martlet.months': '2026-09',
        'martlet.filter': where,
        'martlet.words': 'city Hailan, September 2026',
        'martlet.words.zh': '地市 海澜，2026年9月',
      });
      const revenue = columns.find(({ name }: { name: string }) => name === 'revenue');
      expect(JSON.parse(said['martlet.columns']!).revenue).toMatchObject({ en: 'Revenue', zh: revenue.label, unit: 'CNY' });
    } finally {
      await reader.close();
      rmSync(path);
    }
    expect(readdirSync(join(own.home, 'exports'))).toEqual([]);
  });
});

describe('Arrow and Excel', () => {
  const where = '{"city":{"eq":"HAILAN"}}';
  const url = (format: string) => `/reports/FACE_TOTALS.${format}?month=2026-09&locale=zh&where=${where}`;

  test('Arrow has the same values, typed, and says of which data and numbers it is', async () => {
    const response = await get(app, url('arrow'));
    expect(response.headers).toMatchObject({
      'content-type': 'application/vnd.apache.arrow.file',
      'content-disposition': 'attachment; filename="FACE_TOTALS-2026-09.arrow"',
    });
    const table = tableFromIPC(response.rawPayload);
    const { rows } = (await get(app, `${url('json')}&shape=objects`)).json();
    expect(rows.length).toBeGreaterThan(3);
    expect(table.toArray().map((row) => row.toJSON())).toEqual(rows);
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual(
      expect.arrayContaining(['period Utf8', 'planTierLabel Utf8', 'closingSubscribers Float64', 'revenue Float64']),
    );
    expect(Object.fromEntries(table.schema.metadata)).toMatchObject({
      'martlet.generation': gateway.serving.manifest.id,
      'martlet.filter': where,
      'martlet.words.zh': '地市 海澜，2026年9月',
    });
  });

  test('Excel has the same values as the CSV below its labels: numbers are numbers, formulas are text; a second sheet says what it is', async () => {
    const response = await get(app, url('xlsx'));
    expect(response.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="FACE_TOTALS-2026-09.xlsx"',
    });
    const [table, about] = await readExcel(response.rawPayload, { trim: false });
    const [head, ...rows] = parseCsv((await get(app, url('csv'))).body);
    const told = table!.data.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    // What the CSV puts an apostrophe before: a cell of text is never run.
    const unquoted = rows.map((row) => row.map((cell) => cell.replace(/^'/, '')));
    expect(told).toEqual([head, ...unquoted]);
    expect(told.flat()).toContain('＝公式');
    const { columns } = (await get(app, url('json'))).json();
    const revenue = columns.findIndex(({ name }: { name: string }) => name === 'revenue');
    expect(table!.data.slice(1).map((row) => typeof row[revenue])).toEqual(rows.map(() => 'number'));
    expect(Object.fromEntries(about!.data)).toMatchObject({
      'martlet.generation': gateway.serving.manifest.id,
      'martlet.words.zh': '地市 海澜，2026年9月',
    });
  });
});

describe('ETag', () => {
  const etagOf = async (url: string, headers = {}, server = app) => (await get(server, url, headers)).headers.etag as string;

  test('the same question to the same generation is not answered twice', async () => {
    const url = '/reports/FACE.csv?month=2026-09';
    const etag = await etagOf(url);
    for (const given of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const again = await get(app, url, { 'if-none-match': given });
      expect(again.statusCode).toBe(304);
      expect(again.body).toBe('');
      expect(again.headers.etag).toBe(etag);
    }
    expect((await get(app, url, { 'if-none-match': '"x"' })).statusCode).toBe(200);
  });

  test('another question, format or viewer has another one', async () => {
    const urls = [
      '.csv',
      '.json',
      '.parquet',
      '.arrow',
      '.xlsx',
      '.json?shape=objects',
      '.csv?month=2026-09',
      '.csv?least=2',
      '.csv?locale=zh',
      '.csv?where={"city":{"eq":"HAILAN"}}',
    ];
    const etags = await Promise.all(urls.map((rest) => etagOf(`/reports/FACE${rest}`)));
    const own = await etagOf('/reports/FACE.csv', bearer(manager), guarded);
    expect(new Set([...etags, own]).size).toBe(urls.length + 1);
  });

  test.each(['/reports', '/reports/FACE.csv', '/reports/FACE.json'])(
    '%s in the language of the header is another answer',
    async (url) => {
      const asked = { 'accept-language': 'zh-CN,zh;q=0.9' };
      const [english, chinese] = [await get(app, url), await get(app, url, asked)];
      expect(chinese.body).toBe((await get(app, `${url}?locale=zh`)).body);
      expect((await get(app, `${url}?locale=en`, asked)).body).toBe(english.body);
      expect(chinese.body).not.toBe(english.body);
      expect(chinese.headers['content-language']).toBe('zh');
      expect(chinese.headers.vary).toMatch(/accept-language/);
      if (url !== '/reports') expect(chinese.headers.etag).not.toBe(english.headers.etag);
    },
  );

  test('an error has none, and who may not see the report is not told that it is unchanged', async () => {
    expect((await get(app, '/reports/FACE.csv?least=x')).headers.etag).toBeUndefined();
    const etag = await etagOf('/reports/FACE.csv', bearer(manager), guarded);
    const refused = await get(guarded, '/reports/FACE.csv', { ...bearer(viewer), 'if-none-match': etag });
    expect(refused.statusCode).toBe(403);
  });
});

describe('errors', () => {
  test.each([
    ['/reports/FACES.csv', 404, 'UNKNOWN_NAME', /Did you mean FACE/],
    ['/reports/FACE.xls', 404, 'BAD_USER_INPUT', /one of FACE\.csv, FACE\.json, .*, FACE\.xlsx, found FACE\.xls/],
    ['/reports/FACE.constructor', 404, 'BAD_USER_INPUT', /one of FACE\.csv/],
    ['/reports/FACE', 404, 'BAD_USER_INPUT', /one of FACE\.csv, .*, found FACE\./],
    ['/reports/FACE.csv?least=x', 400, 'BAD_USER_INPUT', /least: expected a number from 0 to 100, found "x"/],
    ['/reports/FACE.csv?leest=1', 400, 'UNKNOWN_NAME', /Did you mean least/],
    ['/reports/FACE.csv?month=2031-01', 400, 'BAD_USER_INPUT', /2025-08 to 2026-10/],
    ['/reports/FACE.csv?month=2026-09&month=2026-08', 400, 'BAD_USER_INPUT', /^month: /],
    ['/reports/FACE.json?shape=rows', 400, 'BAD_USER_INPUT', /^shape: .*"cells"\|"objects"/],
    ['/reports/FACE.csv?locale=fr', 400, 'BAD_USER_INPUT', /^locale: .*"EN"\|"ZH"/],
    ['/reports/FACE.csv?where={city', 400, 'BAD_USER_INPUT', /^where: expected JSON/],
    ['/reports/FACE.csv?where=[1]', 400, 'BAD_USER_INPUT', /^where: expected an object/],
    ['/reports/FACE.csv?where={"citi":{"eq":"X"}}', 400, 'UNKNOWN_NAME', /Did you mean city/],
    [`/reports/FACE.csv?where={"city' or 1=1 --":{"eq":"X"}}`, 400, 'UNKNOWN_NAME', /unknown field/],
  ])('%s → %i %s', async (url, status, code, message) => {
    const response = await get(app, url);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code, requestId: response.headers['x-request-id'] });
    expect(response.json().message).toMatch(message);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('a generation that is not kept', async () => {
    const response = await get(app, '/reports/FACE.csv', { 'x-martlet-generation': '20200101T000000Z-00000000' });
    expect(response.statusCode).toBe(400);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s → 405', async (method) => {
    for (const url of ['/reports', '/reports/FACE.csv']) {
      const response = await app.inject({ method, url, headers: { 'content-type': 'text/xml' }, payload: '<x/>' });
      expect(response.statusCode).toBe(405);
      expect(response.headers.allow).toBe('GET, HEAD');
    }
  });
});

describe('policies', () => {
  test('without a key 401, without the tier 403, for the list as well', async () => {
    for (const url of ['/reports', '/reports/FACE.csv', '/reports/FACE.json', '/reports/FACE.parquet', '/reports/FACE.xlsx']) {
      const unknown = await get(guarded, url);
      expect([unknown.statusCode, unknown.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expect(unknown.json().code).toBe('UNAUTHENTICATED');
      const refused = await get(guarded, url, bearer(viewer));
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  test('who may see some cities sees only theirs, whatever the filter says', async () => {
    const expected = await tierRows('2026-10', 1, `city in ('HAILAN', 'MUHE')`);
    const one = await tierRows('2026-10', 1, `city = 'MUHE'`);
    for (const [where, rows] of [
      ['', expected],
      ['&where={"city":{"in":["MUHE","YUNJING"]}}', one],
    ] as const) {
      const [head, ...found] = parseCsv((await get(guarded, `/reports/FACE.csv?names=code${where}`, bearer(manager))).body);
      const bases = found.map(
        (row) => [row[head!.indexOf('planTier')]!, Number(row[head!.indexOf('closingSubscribers')])] as const,
      );
      expect(new Map(bases)).toEqual(new Map([...rows].map(([code, { base }]) => [code, base])));
    }
  });

  test('masked columns cannot be filtered by', async () => {
    const response = await get(guarded, '/reports/FACE.csv?where={"msisdn":{"startsWith":"138"}}', bearer(manager));
    expect([response.statusCode, response.json().code]).toEqual([403, 'FORBIDDEN']);
  });
});
