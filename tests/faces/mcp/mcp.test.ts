import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config.js';
import { listAudit } from '../../../src/ledger/audit/audit.js';
import { openLedger } from '../../../src/ledger/ledger.js';
import { createMartlet } from '../../../src/martlet.js';
import { newKey } from '../../../src/security/keys.js';
import { hashOf } from '../../../src/security/trusted-documents.js';
import { consolePaths } from '../../../src/server/console.js';
import { createServer } from '../../../src/server/server.js';
import { ownHome } from '../../support/demo.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { patient } from '../../support/patient.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-mcp-'));
const [all, manager, clerk, bound] = ['all', 'manager', 'clerk', 'bound'].map((role) => newKey(role, [role], ['HAILAN']));
const treesDocument = readFileSync('sql/tools/list_trees.graphql', 'utf8');

let app: FastifyInstance;
let url: URL;
let ownHomeDir: string;
let gateway: Gateway;
beforeAll(async () => {
  writeFileSync(join(dir, 'trusted.json'), JSON.stringify({ [hashOf(treesDocument)]: treesDocument }));
  const roles = {
    all: { tiers: [1, 2, 3], cities: 'all' },
    manager: { tiers: [1, 2], cities: 'own', minimumGroup: 1 },
    clerk: { tiers: [2], cities: 'all' },
    bound: { tiers: [1], cities: 'all', documents: 'trusted' },
  };
  const keys = [all, manager, clerk, bound].map((key) => key!.entry);
  writeFileSync(join(dir, 'policies.yaml'), stringify({ documents: 'trusted.json', roles, keys }));
  const { home, id } = await ownHome();
  ownHomeDir = home;
  const martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_POLICIES: join(dir, 'policies.yaml') }, {}));
  app = await createServer(martlet, id, { logLevel: 'silent' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = new URL(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/mcp`);
  gateway = await openGateway();
});
afterAll(async () => {
  await app.close();
  await gateway.close();
  rmSync(dir, { recursive: true });
});

type Key = ReturnType<typeof newKey> | undefined;
const eras = { '2025-11-25': undefined, '2026-07-28': { mode: { pin: '2026-07-28' } } } as const;

/** A client of the SDK, for as long as it takes. */
async function withClient<T>(key: Key, use: (client: Client) => Promise<T>, era: keyof typeof eras = '2026-07-28'): Promise<T> {
  const client = new Client({ name: 'test', version: '1' }, { ...(eras[era] && { versionNegotiation: eras[era] }) });
  const headers = { authorization: `Bearer ${key!.secret}` };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  return use(client).finally(() => client.close());
}

const call = (key: Key, name: string, given: object = {}): Promise<Data> =>
  withClient(key, (client) => client.callTool({ name, arguments: given as Record<string, unknown> }));
const told = async (key: Key, name: string, given: object = {}): Promise<Data> => {
  const { structuredContent, content, isError } = await call(key, name, given);
  expect([name, isError ?? false, content[0].text.slice(0, 200)]).toEqual([name, false, expect.any(String)]);
  expect(JSON.parse(content[0].text)).toEqual(structuredContent);
  return structuredContent;
};
const refusalOf = async (key: Key, name: string, given: object = {}): Promise<string> => {
  const { isError, content } = await call(key, name, given);
  expect([name, isError]).toEqual([name, true]);
  return content[0].text;
};
const graph = async (query: string): Promise<Data> => (await gateway.ask(query)).data;

test.each(['2025-11-25', '2026-07-28'] as const)('a client of %s lists the tools, each read-only, and calls one', async (era) => {
  await withClient(
    all,
    async (client) => {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual([
        ...['analysis', 'explain', 'indicator', 'indicator_tree', 'list_reports', 'list_trees', 'list_values', 'report'],
        ...['search_catalogue', 'signals', 'slice_in_words'],
      ]);
      for (const { name, title, description, annotations, inputSchema } of tools) {
        expect([name, annotations?.readOnlyHint, inputSchema.type]).toEqual([name, true, 'object']);
        for (const words of [title, description]) expect([name, words]).toEqual([name, expect.stringMatching(/\w{4}/)]);
      }
      const { structuredContent } = await client.callTool({ name: 'indicator', arguments: { measure: 'ARPU' } });
      const { indicator } = await graph('{ indicator(measure: ARPU) { value } }');
      expect(structuredContent).toMatchObject({ indicator: { value: indicator.value } });
    },
    era,
  );
});

describe('each tool answers with the graph’s figures, generation, formula, and a page of the console', () => {
  const where = { city: { eq: 'HAILAN' } };

  test('indicator', async () => {
    const answer = await told(all, 'indicator', { measure: 'CHURN_RATE', month: '2026-09', where, locale: 'ZH' });
    const expected = await graph(
      `{ indicator(measure: CHURN_RATE, month: "2026-09", where: { city: { eq: "HAILAN" } }) {
           value baseline change slice measure { formula name(locale: ZH) } trend(months: 6) { month value } } }`,
    );
    expect(answer.indicator).toMatchObject(expected.indicator);
    expect(answer.generation).toBe(gateway.serving.manifest.id);
    expect(answer.dataDate).toBe(gateway.serving.manifest.dataDate);
    const page = new URL(answer.link);
    expect([page.origin, page.pathname, page.searchParams.get('month')]).toEqual([url.origin, '/why/CHURN_RATE', '2026-09']);
    // The page is about those whom the figure is about, not about those whom it counts.
    const slice = page.searchParams.get('slice');
    const again = await gateway.ask('query ($slice: Slice) { indicator(measure: CHURN_RATE, slice: $slice) { value } }', {
      slice,
    });
    expect(again.data.indicator.value).toBe(expected.indicator.value);
  });

  test('indicator_tree', async () => {
    const answer = await told(all, 'indicator_tree', { tree: 'REVENUE', month: '2026-09' });
    const expected = await graph(
      '{ indicatorTree(tree: "REVENUE", month: "2026-09") { nodes(maxLevel: 2) { code value change contribution } } }',
    );
    expect(answer.indicatorTree).toMatchObject(expected.indicatorTree);
    expect(answer.link).toBe(`${url.origin}/tree/REVENUE?month=2026-09`);
    const codes = (await told(all, 'list_trees')).indicatorTrees.map(({ code }: Data) => code);
    expect(codes).toEqual(expect.arrayContaining(['REVENUE', 'LIFECYCLE']));
  });

  test('explain', async () => {
    const answer = await told(all, 'explain', { measure: 'REVENUE', month: '2026-09' });
    const expected = await graph(
      `{ explain(measure: REVENUE, month: "2026-09") {
           summary value change measure { formula } byFormula { node contribution } causes { value contribution } } }`,
    );
    expect(answer.explain).toMatchObject(expected.explain);
    expect(answer.link).toBe(`${url.origin}/why/REVENUE?month=2026-09`);
  });

  test('signals', async () => {
    const answer = await told(all, 'signals', { month: '2026-09', first: 3 });
    const { signals } = await graph(
      '{ signals(month: "2026-09", first: 3) { measure { code formula } value materiality slice } }',
    );
    expect(signals.length).toBeGreaterThan(0);
    expect(answer.signals).toMatchObject(signals);
    expect(answer.link).toBe(`${url.origin}/?month=2026-09`);
  });

  test('analysis, whose columns have formulas', async () => {
    const asked = { measures: ['ARPU', 'NUMBERS'], dimensions: ['CITY'], from: '2026-08', to: '2026-09', where, totals: false };
    const answer = await told(all, 'analysis', asked);
    const { table } = await graph(
      `{ table(input: { measures: [ARPU, NUMBERS], dimensions: [CITY], from: "2026-08", to: "2026-09", where: { city: { eq: "HAILAN" } } }, names: true) {
           columns { name } rows { cells } rowCount } }`,
    );
    expect(table.rowCount).toBe(2);
    expect(answer.table).toMatchObject(table);
    const { ARPU } = Object.fromEntries(gateway.martlet.definitions.catalogue.measures);
    expect(answer.table.columns.find(({ name }: Data) => name === 'arpu').formula).toBe(ARPU!.formula);
    const page = new URL(answer.link);
    expect(page.pathname).toBe('/explore');
    expect(Object.fromEntries(page.searchParams)).toEqual({
      measures: 'ARPU,NUMBERS',
      by: 'CITY',
      from: '2026-08',
      to: '2026-09',
      slice: expect.any(String),
    });
    const narrowed = await gateway.ask(
      'query ($slice: Slice) { analysis(measures: [NUMBERS], slice: $slice, grain: MONTH) { rows { numbers } } }',
      { slice: page.searchParams.get('slice') },
    );
    const at = table.columns.findIndex(({ name }: Data) => name === 'numbers');
    expect(narrowed.data.analysis.rows.map(({ numbers }: Data) => numbers)).toEqual(
      table.rows.map(({ cells }: Data) => cells[at]),
    );
  });

  test('report', async () => {
    const options = [{ name: 'by', value: 'PLAN_TIER' }];
    const answer = await told(all, 'report', { code: 'STOCK_STRUCTURE', month: '2026-09', options });
    const { report } = await graph(
      `{ report(code: "STOCK_STRUCTURE", month: "2026-09", options: [{ name: "by", value: "PLAN_TIER" }]) {
           columns { name } rows { cells totalOf } } }`,
    );
    expect(answer.report).toMatchObject(report);
    expect(answer.link).toBe(`${url.origin}/report/STOCK_STRUCTURE?month=2026-09&o.by=PLAN_TIER`);
    const { reports } = await told(all, 'list_reports', { locale: 'ZH' });
    expect(reports.find(({ code }: Data) => code === 'STOCK_STRUCTURE').options.length).toBeGreaterThan(0);
  });

  test('search_catalogue, list_values, slice_in_words', async () => {
    const { catalogue } = await told(all, 'search_catalogue', { contains: 'churn' });
    expect(catalogue.measures.map(({ code }: Data) => code)).toContain('CHURN_RATE');
    expect(catalogue.measures.every(({ formula }: Data) => formula.length > 0)).toBe(true);
    expect(catalogue.measures.map(({ code }: Data) => code)).not.toContain('ARPU');
    const { catalogue: cities } = await told(all, 'list_values', { dimension: 'CITY', contains: 'hai' });
    expect(cities.dimensions).toMatchObject([{ code: 'CITY', values: [{ code: 'HAILAN' }] }]);
    const { indicator } = await told(all, 'indicator', { measure: 'NUMBERS', month: '2026-09', where });
    const answer = await told(all, 'slice_in_words', { slice: indicator.slice });
    expect(answer.slice).toMatchObject({ count: indicator.value, from: '2026-09', words: expect.stringContaining('Hailan') });
    expect(new URL(answer.link).searchParams.get('slice')).toBe(indicator.slice);
  });

  test('and every page is one of the console', async () => {
    const paths = consolePaths.map((path) => new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`));
    const answers = { search_catalogue: {}, list_values: { dimension: 'CITY' }, list_trees: {}, list_reports: {} };
    for (const [name, asked] of Object.entries(answers)) {
      const { pathname } = new URL((await told(all, name, asked)).link);
      expect([name, pathname]).toEqual([name, expect.toSatisfy((path: string) => paths.some((each) => each.test(path)))]);
    }
  });
});

describe('no door is wider than the graph', () => {
  const post = (payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/mcp',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${all!.secret}`,
        ...headers,
      },
      payload: JSON.stringify(payload),
    });
  const listing = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

  test('a viewer has figures of his own rows alone', async () => {
    const { indicator } = await told(manager, 'indicator', { measure: 'NUMBERS', month: '2026-09' });
    const own = await graph('{ indicator(measure: NUMBERS, month: "2026-09", where: { city: { eq: "HAILAN" } }) { value } }');
    expect(indicator.value).toBe(own.indicator.value);
  });

  test('a tier that is not granted is refused in the graph’s words, and the refusal is in the audit', async () => {
    for (const [name, given] of [
      ['indicator', { measure: 'ARPU' }],
      ['indicator_tree', { tree: 'REVENUE' }],
      ['explain', { measure: 'ARPU' }],
      ['signals', {}],
      ['list_trees', {}],
    ] as const)
      expect([name, await refusalOf(clerk, name, given)]).toEqual([
        name,
        expect.stringMatching(/^FORBIDDEN: Tier 1 is not granted.*$/),
      ]);
    const ledger = await openLedger({ home: ownHomeDir, databaseUrl: null });
    const lines = await listAudit(ledger, { subject: clerk!.entry.subject, limit: 10 }).finally(() => ledger.close());
    const roots = ['indicator', 'indicatorTree', 'explain', 'signals', 'indicatorTrees'];
    expect(lines.map(({ action, decision }) => [action.split(':')[0], decision])).toEqual(roots.map(() => ['refused', 'DENIED']));
    for (const [index, root] of roots.entries()) expect(JSON.stringify(lines[index]!.detail)).toContain(root);
  });

  test('who is bound to trusted documents has the tools of those alone', async () => {
    const names = await withClient(bound, async (client) => (await client.listTools()).tools.map(({ name }) => name));
    expect(names).toEqual(['list_trees']);
    expect((await told(bound, 'list_trees')).indicatorTrees.length).toBeGreaterThan(3);
    expect(await refusalOf(bound, 'search_catalogue')).toMatch(/^UNTRUSTED_DOCUMENT: .*martlet trust/);
  });

  test('what is wrong is told with what was expected', async () => {
    expect(await refusalOf(all, 'indicator', { measure: 'ARPUU' })).toMatch(
      /"ARPUU" does not exist in "Measure" enum. Did you mean.*"ARPU"/,
    );
    expect(await refusalOf(all, 'indicator', { measure: 'ARPU', monht: '2026-09' })).toBe(
      'UNKNOWN_NAME: Unknown argument "monht". Did you mean month or months?',
    );
    expect(await refusalOf(all, 'indicator', { measure: 'ARPU', month: '2031-01' })).toMatch(/^BAD_USER_INPUT: .*2031-01/);
    expect(await refusalOf(all, 'indicator', { measure: 'ARPU', where: null })).toMatch(/^BAD_USER_INPUT: /);
    await expect(call(all, 'indicators')).rejects.toThrow('Unknown tool "indicators". Did you mean indicator?');
    const long = await refusalOf(all, 'analysis', {
      measures: ['ARPU'],
      dimensions: ['HOME_CELL', 'PLAN', 'AGE_GROUP'],
      first: 10_000,
    });
    expect(long).toMatch(/^TOO_COSTLY: Expected an answer of at most 200,000 letters, found [\d,]+. Ask for less at once/);
  });

  test('without a key, of a page of elsewhere, several at once, another method or content: refused before anything is read', async () => {
    const without = await app.inject({ method: 'POST', url: '/mcp', payload: listing });
    const ofGraph = await app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ me { subject } }' } });
    expect([without.statusCode, without.headers['www-authenticate']]).toEqual([401, ofGraph.headers['www-authenticate']]);
    const foreign = await post(listing, { origin: 'https://elsewhere.example.com' });
    expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'FORBIDDEN']);
    expect((await post(listing, { origin: `http://${url.host}`, host: url.host })).statusCode).toBe(200);
    const several = await post([listing, { ...listing, id: 2 }]);
    expect([several.statusCode, several.json().message]).toEqual([400, expect.stringContaining('one JSON-RPC message')]);
    const got = await app.inject({ method: 'GET', url: '/mcp', headers: { authorization: `Bearer ${all!.secret}` } });
    expect([got.statusCode, got.headers.allow]).toEqual([405, 'POST']);
    expect((await post(listing, { 'content-type': 'text/plain' })).statusCode).toBe(415);
    expect((await post({ ...listing, params: { _meta: 'x'.repeat(1_100_000) } })).statusCode).toBe(413);
  });

  test('nobody holds a stream open', async () => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { _meta, notifications: { toolsListChanged: true } };
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'subscriptions/listen' };
    const answer = await post({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params }, headers);
    expect(answer.json()).toMatchObject({ error: { message: expect.any(String) } });
  });
});
