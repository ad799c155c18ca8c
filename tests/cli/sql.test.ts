import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newKey } from '../../src/security/keys.js';
import { martlet, startMartlet } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-sql-'));
let home: string;
let warehouse: string;
beforeAll(async () => {
  ({ home, warehouse } = await ownHome(anySize));
});
afterAll(() => rmSync(dir, { recursive: true }));

const sql = (...args: string[]) => martlet(['sql', '--home', home, '--warehouse', warehouse, ...args]);

test('marts, and the generation beside them, which was made of them', async () => {
  const { status, stdout } = await sql(
    "SELECT (SELECT sum(revenue) FROM base.number_month WHERE month = '2026-10') AS base, (SELECT sum(revenue) FROM number_state WHERE month = '2026-10') AS state",
    '--format',
    'json',
  );
  expect(status).toBe(0);
  const [{ base, state }] = JSON.parse(stdout);
  expect(base).toMatch(/^\d+\.\d\d$/);
  expect(state).toBe(base);
});

test('tables, CSV, no rows', async () => {
  expect((await sql('SELECT code FROM base.city ORDER BY 1 LIMIT 2')).stdout).toMatch(/│ code/);
  expect((await sql("SELECT 1 AS a, 'x,y' AS b", '--format', 'csv')).stdout).toBe('a,b\r\n1,"x,y"\r\n');
  expect((await sql('SELECT code FROM base.city WHERE false', '--format', 'csv')).stdout).toBe('code\r\n');
});

test('more rows than fit on a screen are refused but as CSV, which is all of them', async () => {
  const many = 'SELECT range AS n FROM range(100001)';
  expect(await sql(many)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('at most 100,000 rows') });
  expect((await sql(many, '--format', 'csv')).stdout.split('\r\n')).toHaveLength(100_003);
});

describe('nothing outside is read or written', () => {
  const key = () => join(home, 'secret.key');
  test.each([
    ['a file', () => `SELECT * FROM read_text('${key()}')`],
    ['a file by its name', () => `SELECT * FROM '${join(dir, 'x.csv')}'`],
    ['the ledger', () => `SELECT * FROM read_blob('${home}/ledger*')`],
    ['a copy', () => `COPY (SELECT 1) TO '${join(dir, 'x.csv')}'`],
    ['a table', () => 'CREATE TABLE t AS SELECT 1'],
    ['another database', () => `ATTACH '${join(dir, 'x.duckdb')}' AS x`],
    ['a setting', () => 'SET enable_external_access = true'],
    ['two statements', () => 'SELECT 1; SELECT 2'],
    ['an extension', () => 'INSTALL httpfs'],
    ['what it explains', () => "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'"],
  ])('%s', async (_, statement) => {
    writeFileSync(join(dir, 'x.csv'), 'a\n1\n');
    const { status, stdout, stderr } = await sql(statement());
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/Permission Error|Expected a query|Expected one SQL statement/);
    expect(readFileSync(join(dir, 'x.csv'), 'utf8')).toBe('a\n1\n');
    expect(existsSync(join(dir, 'x.duckdb'))).toBe(false);
  });

  test('DuckDB’s own words tell what is wrong', async () => {
    expect((await sql('SELECT nope FROM base.city')).stderr).toMatch(/"nope" not found[\s\S]*Candidate bindings: "code"/);
  });
});

test('statements that are piped in: a wrong one does not keep the next from being answered, and the command fails', async () => {
  const child = await startMartlet(['sql', '--home', home, '--format', 'csv']);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.end('SELECT 1\n  AS a;\nSELECT nope;\nSELECT 2 AS b;\n');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(said).toBe('a\r\n1\r\nb\r\n2\r\n');
});

test('under policies who asks must see everything, and leaves a line in the audit', async () => {
  const policies = join(dir, 'policies.yaml');
  const manager = newKey('li.wei', ['city_manager'], ['HAILAN']);
  const steward = newKey('wang.fang', ['steward'], []);
  const roles = {
    city_manager: { tiers: [1, 2, 3], cities: 'own' },
    steward: { tiers: [1, 2, 3], cities: 'all', personal: 'clear', purposes: ['audit'] },
  };
  writeFileSync(policies, stringify({ roles, keys: [manager.entry, steward.entry] }));
  const asked = (...args: string[]) => sql('SELECT msisdn FROM base.number_month LIMIT 1', '--policies', policies, ...args);
  expect((await asked()).stderr).toMatch(/expected an API key/);
  expect((await asked('--key', manager.secret)).stderr).toMatch(/li\.wei is not allowed: all numbers, personal columns in clear/);
  expect((await asked('--key', steward.secret)).stderr).toMatch(/personal columns in clear for a purpose \(--purpose\)/);
  const { status, stdout } = await asked('--key', steward.secret, '--purpose', 'audit');
  expect([status, stdout]).toEqual([0, expect.stringMatching(/1[3-9]\d{9}/)]);
  const audit = await martlet(['audit', '--home', home]);
  expect(audit.stdout.match(/SQL asked/g)).toHaveLength(1);
});
