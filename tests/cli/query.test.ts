import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { statement } from '../../src/warehouse/statement.js';
import { martlet, martletProcess } from '../support/command.js';
import { parseCsv } from '../support/csv.js';
import { type Gateway, openGateway } from '../support/gateway.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-query-'));
const policies = join(dir, 'policies.yaml');
const manager = newKey('li.wei', ['city_manager'], ['HAILAN']);
const board = newKey('wang.fang', ['board'], []);
let gateway: Gateway;

beforeAll(async () => {
  const roles = { city_manager: { tiers: [1, 2], cities: 'own' }, board: { tiers: [1], cities: 'all' } };
  writeFileSync(policies, stringify({ roles, keys: [manager.entry, board.entry] }));
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway.close();
  rmSync(dir, { recursive: true });
});

/** The command on the test operator, in this process. */
const query = (...args: string[]) => martlet(['query', '--home', gateway.home, ...args]);

const bases = async (by: string, condition = 'true') => {
  const rows = await gateway.sql(
    `select ${by} as code, count(*) as n from number_state where month = '2026-09' and on_books and ${condition} group by 1`,
  );
  return new Map(rows.map(({ code, n }) => [String(code), Number(n)]));
};

describe('a document', () => {
  test('an analysis is a table, and nothing else is said', async () => {
    const { status, stdout, stderr } = await query('{ analysis(to: "2026-09") { rows { city closingSubscribers } } }');
    expect([status, stderr]).toEqual([0, '']);
    const found = [...stdout.matchAll(/^│ (\w+) +│ +([\d,]+) │$/gm)].map(([, city, n]) => [city, Number(n!.replaceAll(',', ''))]);
    expect(new Map(found as [string, number][])).toEqual(await bases('city'));
  });

  test('a file with variables, as JSON and as CSV', async () => {
    const file = join(dir, 'base.graphql');
    writeFileSync(
      file,
      'query ($where: SliceFilter) { analysis(where: $where, to: "2026-09") { rows { planTier closingSubscribers } } }',
    );
    const asked = ['--file', file, '--variables', '{"where":{"city":{"eq":"HAILAN"}}}'];
    const expected = await bases('plan_tier', `city = 'HAILAN'`);
    const { data, extensions } = JSON.parse((await query(...asked, '--format', 'json')).stdout);
    type Row = { planTier: string; closingSubscribers: number };
    expect(new Map(data.analysis.rows.map((row: Row) => [row.planTier, row.closingSubscribers]))).toEqual(expected);
    expect(extensions.generation).toBe(gateway.serving.manifest.id);
    const [head, ...rows] = parseCsv((await query(...asked, '--format', 'csv')).stdout);
    expect(head).toEqual(['planTier', 'closingSubscribers']);
    expect(new Map(rows.map(([code, n]) => [code, Number(n)]))).toEqual(expected);
  });

  test('what is no table is JSON, and no CSV', async () => {
    expect(JSON.parse((await query('{ me { subject } }')).stdout).data).toEqual({ me: { subject: 'developer' } });
    const { status, stdout, stderr } = await query('{ me { subject } }', '--format', 'csv');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/no table.*--format json/);
  });

  test('errors have their codes; what was answered beside them is printed', async () => {
    const refused = await query('{ indicator(measure: CHURN) { value } }');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^martlet: UNKNOWN_NAME: .*"CHURN"/);
    const half = await query('{ me { subject } number(id: "1", month: "2031-01") { id: numberId } }');
    expect(half.status).toBe(1);
    expect(half.stderr).toMatch(/^martlet: BAD_USER_INPUT: .*2031-01.* \(number\)/);
    expect(JSON.parse(half.stdout).data).toEqual({ me: { subject: 'developer' }, number: null });
  });
});

describe('a report', () => {
  const asked = ['--report', 'STOCK_STRUCTURE', '--option', 'by=PLAN_TIER', '--month', '2026-09'];

  test('as CSV, of the numbers asked for', async () => {
    const { status, stdout } = await query(...asked, '--where', '{"city":{"eq":"HAILAN"}}', '--format', 'csv');
    const [head, ...rows] = parseCsv(stdout);
    const [code, base] = ['Plan tier (code)', 'Closing subscribers'].map((name) => head!.indexOf(name)) as [number, number];
    expect(status).toBe(0);
    const details = rows.filter((row) => row.at(-1) === '').map((row) => [row[code]!, Number(row[base])] as const);
    expect(new Map(details)).toEqual(await bases('plan_tier', `city = 'HAILAN'`));
  });

  test('as a table in Chinese, and as JSON', async () => {
    expect((await query(...asked, '--locale', 'zh')).stdout).toMatch(/│ 期间 +│.*│ 套餐档次 +│ 期末用户 │/);
    const { code, rows, generation } = JSON.parse((await query(...asked, '--format', 'json')).stdout);
    expect([code, generation]).toEqual(['STOCK_STRUCTURE', gateway.serving.manifest.id]);
    expect(rows[0].cells[0]).toBe('2026-09');
  });

  test.each([
    [['--report', 'STOCK_STRUCTUR'], /^martlet: UNKNOWN_NAME: .*Did you mean STOCK_STRUCTURE/],
    [[...asked, '--option', 'on=PLAN'], /^martlet: UNKNOWN_NAME: .*option of STOCK_STRUCTURE "on"/],
    [['--report', 'STOCK_STRUCTURE', '--month', '2031-01'], /^martlet: BAD_USER_INPUT: .*2025-08 to 2026-10/],
  ])('%j is refused', async (args, message) => {
    const { status, stdout, stderr } = await query(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});

describe('--explain', () => {
  test('what it prints is what answers', async () => {
    const document = '{ indicator(measure: CLOSING_SUBSCRIBERS, month: "2026-09", where: { city: { eq: "HAILAN" } }) { value } }';
    const { status, stdout } = await query(document, '--explain', '--format', 'json');
    expect(status).toBe(0);
    const [planned] = JSON.parse(stdout);
    expect(planned.sources[0].source).toMatch(/^serving\.rollup_/);
    const rows = await gateway.serving.engine.run(statement('check', planned.sql, planned.parameters));
    const own = rows.filter((row) => row.month_ === '2026-09').map((row) => Number(row.closing_subscribers));
    const { data } = await gateway.ask(document);
    expect(own).toEqual([data.indicator.value]);
  });

  test('of a report, in words: the source and why it is no rollup', async () => {
    const { status, stdout } = await query('--report', 'STOCK_STRUCTURE', '--where', '{"dataGb":{"gt":3}}', '--explain');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^-- from number_state: the filter names dataGb/m);
    expect(stdout).toMatch(/^select .*"data_gb" > \$\d/m);
    expect(stdout).toMatch(/^-- parameters: \["2026-10",3/m);
  });

  test('what is refused has nothing to explain', async () => {
    expect(await query('{ nope }', '--explain')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('BAD_USER_INPUT'),
    });
  });
});

describe('policies', () => {
  const document = '{ analysis { rows { city closingSubscribers } } }';
  const as = (key: typeof manager) => ['--policies', policies, '--key', key.secret];

  test('a key sees what its roles see', async () => {
    const { status, stdout } = await query(document, ...as(manager), '--format', 'csv');
    expect(status).toBe(0);
    expect(parseCsv(stdout).map(([city]) => city)).toEqual(['city', 'HAILAN']);
    const report = await query('--report', 'STOCK_STRUCTURE', ...as(board));
    expect(report).toMatchObject({ status: 1, stdout: '' });
    expect(report.stderr).toMatch(/^martlet: FORBIDDEN: /);
  });

  test('who may not see statements has none explained', async () => {
    const { status, stdout, stderr } = await query(document, ...as(manager), '--explain');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/no role of li\.wei may see statements/);
  });

  test('no key, another key, and a key where nothing knows it', async () => {
    for (const args of [
      ['--policies', policies],
      ['--policies', policies, '--key', 'martlet_000000000000_AAAA'],
      ['--key', 'x'],
    ]) {
      const { status, stdout, stderr } = await query(document, ...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/API key|no policies/);
    }
  });
});

describe('wrong use', () => {
  const report = ['--report', 'STOCK_STRUCTURE'];
  test.each([
    [[], /just one of a document, --file and --report/],
    [['{ me { subject } }', ...report], /just one/],
    [['{ me { subject } }', '--month', '2026-10'], /--month belongs to --report/],
    [[...report, '--variables', '{}'], /--variables belong to a document/],
    [[...report, '--option', 'by'], /Expected name=value/],
    [[...report, '--where', '{'], /Expected a JSON object/],
    [[...report, '--where', '[]'], /Expected a JSON object/],
    [[...report, '--where', 'null'], /Expected a JSON object/],
    [[...report, '--locale', 'fr'], /Allowed choices are en, zh/],
    [[...report, '--format', 'xlsx'], /Allowed choices are table, csv, json/],
    [[...report, '--explain', '--format', 'csv'], /--explain prints text/],
    [['--file', join(dir, 'absent.graphql')], /cannot be read/],
  ])('%j → 2', async (args, message) => {
    const { status, stdout, stderr } = await query(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  test('a home without a generation says what to do', async () => {
    const { status, stderr } = await query('{ me { subject } }', '--home', join(dir, 'none'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/no generation in .* yet: run "martlet build"/);
  });
});

test('as a process it answers, says nothing else, and ends by itself', async () => {
  const asked = (...args: string[]) => martletProcess(['query', ...args], { MARTLET_HOME: gateway.home });
  expect(await asked('{ me { subject } }')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining('developer'),
  });
  expect(await asked('{ nope }')).toMatchObject({ status: 1, stdout: '' });
  expect(await asked()).toMatchObject({ status: 2, stdout: '' });
});
