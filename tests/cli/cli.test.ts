import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../src/version.js';
import { martlet, martletProcess, startMartlet, urlOf } from '../support/command.js';
import { ownHome } from '../support/demo.js';

const dir = mkdtempSync(join(tmpdir(), 'martlet-cli-'));
/** With the test operator's generation. */
let home: string;
beforeAll(async () => {
  ({ home } = await ownHome());
});
afterAll(() => rmSync(dir, { recursive: true }));

const telco = '../shared/data/ibm-telco';

describe('exit codes and messages', () => {
  test('help is done, a misspelt option is wrong use with a suggestion', async () => {
    expect(await martletProcess(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^ {2}serve +serve the graph/m),
    });
    expect(await martletProcess(['help', 'serve'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--port <n>') });
    expect(await martletProcess(['serve', '--prot', '1'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Did you mean --port?'),
    });
    expect(await martletProcess(['serv'])).toMatchObject({ status: 2 });
  });

  test("its version is the package's", async () => {
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  test('all wrong settings are told at once', async () => {
    const { status, stderr } = await martlet(['rollups'], { PORT: 'x', MARTLET_HOEM: 'y' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/2 problem\(s\)/);
    expect(stderr).toMatch(/PORT/);
    expect(stderr).toMatch(/MARTLET_HOEM/);
  });

  test('without policies only loopback is served', async () => {
    const { status, stderr } = await martlet(['serve', '--host', '0.0.0.0', '--home', join(dir, 'none')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/only loopback is served/);
  });

  test('a taken port says what to do', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    const { status, stderr } = await martletProcess(['serve', '--home', home, '--port', String(port), '--log', 'silent']);
    blocker.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`127.0.0.1:${port} is taken by another program`);
  });

  test('an empty warehouse, and one that is not there', async () => {
    mkdirSync(join(dir, 'empty'));
    for (const warehouse of [join(dir, 'empty'), join(dir, 'absent')]) {
      const { status, stdout, stderr } = await martlet(['check', '--warehouse', warehouse, '--home', dir]);
      expect(status).toBe(1);
      expect(stdout + stderr).toMatch(/number_month|no such|not there|absent|Expected/i);
    }
  });

  test('a faulty catalogue is refused with file, line and suggestion, all problems at once', async () => {
    const catalogue = join(dir, 'catalogue');
    mkdirSync(join(catalogue, 'measures'), { recursive: true });
    const measure = (code: string, formula: string) =>
      `  - {code: ${code}, en: x, zh: y, kind: ratio, unit: CNY, higherIsBetter: true, formula: ${formula}}\n`;
    writeFileSync(
      join(catalogue, 'measures', 'mine.yaml'),
      `measures:\n${measure('A', 'REVENEU / NUMBERS')}${measure('B', 'REVENUE * ARPU')}`,
    );
    const { status, stderr } = await martlet(['schema', '--catalogue', catalogue]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/mine\.yaml:2: A: unknown measure "REVENEU"\. Did you mean REVENUE/);
    expect(stderr).toMatch(/mine\.yaml:3: B: .*products of measures belong in a tree/);
  });
});

test('a tree whose formula does not hold on the data is refused with file, line and both figures', async () => {
  const trees = join(dir, 'mine', 'trees');
  mkdirSync(trees, { recursive: true });
  const lines = ['code: PRICE', 'en: x', 'zh: y', 'description: {en: x, zh: y}', 'measure: DATA_REVENUE', 'formulas:'];
  writeFileSync(join(trees, 'price.yaml'), [...lines, '  DATA_REVENUE: DATA_VOLUME * PRICE_PER_MINUTE', ''].join('\n'));
  const { status, stdout } = await martlet(['check', '--home', home, '--catalogue', join(dir, 'mine')]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAIL {2}tree PRICE holds: .*price\.yaml:7: DATA_REVENUE in .*: \d+\.\d+, its formula gives \d+/);
  expect(stdout).toMatch(/ok {4}tree REVENUE holds/);
});

test('check warns of SQL that only DuckDB reads so, and that is no fault', async () => {
  const dimensions = join(dir, 'only-duckdb', 'dimensions');
  mkdirSync(dimensions, { recursive: true });
  writeFileSync(
    join(dimensions, 'mine.yaml'),
    `dimensions:\n  - {code: JOIN_YEAR, en: x, zh: y, sql: "strftime(joined_on, '%Y')"}\n`,
  );
  const asked = ['check', '--home', join(dir, 'none'), '--catalogue', join(dir, 'only-duckdb')];
  const { status, stdout } = await martlet(asked);
  expect(status).toBe(0);
  expect(stdout).toMatch(/warn {2}dimensions\/mine\.yaml:2: dimensions\.0\.sql: "strftime\(" is not .*: write month_of\(date\)/);
  expect(JSON.parse((await martlet([...asked, '--json'])).stdout).warnings).toHaveLength(1);
});

test('S1: SIGTERM: a balancer sees it first, and until it has, all are answered', async () => {
  const child = await startMartlet(['serve', '--home', home, '--port', '0', '--log', 'silent'], { MARTLET_LEAVE_SECONDS: '5' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await urlOf(child);
  const ready = () => fetch(`${url}/readyz`).then(({ status }) => status);
  const ask = async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: '{"query":"{ indicator(measure: ARPU) { value } }"}',
    });
    return (await response.json()) as { data?: object };
  };
  expect(await ready()).toBe(200);
  child.kill('SIGTERM');
  await expect.poll(ready).toBe(503);
  // What a balancer still sends.
  for (const { data } of await Promise.all(Array.from({ length: 5 }, ask))) expect(data).toBeDefined();
  expect(await ready()).toBe(503);
  expect(await ended).toBe(0);
});

test('S1: SIGTERM: a request in flight is answered, and the process ends with 0', async () => {
  // Longer than it takes on cores that are busy with other tests.
  const child = await startMartlet(['serve', '--home', home, '--port', '0', '--log', 'silent'], { MARTLET_DRAIN_SECONDS: '300' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await urlOf(child);
  const drills = Array.from(
    { length: 30 },
    (_, n) => `a${n}: indicator(measure: REVENUE, where: { dataGb: { gte: ${n} } }) { drill(by: HOME_CELL) { code } }`,
  );
  const body = JSON.stringify({ query: `{ ${drills.join(' ')} }` });
  const request = fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  // It is in flight as soon as others are answered who asked after it.
  for (let asked = 0; asked < 2; asked++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  child.kill('SIGTERM');
  const response = await request;
  expect(response.status).toBe(200);
  expect(Object.keys(((await response.json()) as { data: object }).data)).toHaveLength(30);
  expect(await ended).toBe(0);
});

describe('for machines', () => {
  test('schema --check passes on the committed schema and fails on another', async () => {
    expect(await martlet(['schema', '--check', 'schema.graphql'])).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(dir, 'other.graphql'), 'type Query { a: Int }\n');
    expect(await martlet(['schema', '--check', join(dir, 'other.graphql')])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('differs'),
    });
  });

  test('rollups --json lists sizes', async () => {
    const { status, stdout } = await martlet(['rollups', '--json', '--home', home]);
    expect(status).toBe(0);
    const list = JSON.parse(stdout) as { name: string; rows: number }[];
    expect(list.find(({ name }) => name === 'whole')?.rows).toBeGreaterThan(100);
  });

  test.skipIf(!existsSync(telco))('check and build the public file through its mapping', async () => {
    const warehouse = ['--warehouse', 'sql/warehouses/ibm-telco', '--data', telco, '--home', join(dir, 'ibm')];
    const checked = await martlet(['check', ...warehouse, '--json']);
    expect(checked.status).toBe(0);
    const report = JSON.parse(checked.stdout);
    expect(report.problems).toEqual([]);
    expect(report.coverage.find((c: { column: string }) => c.column === 'data_gb')).toMatchObject({ provided: false });
    const built = await martlet(['build', ...warehouse, '--json']);
    expect(built.status).toBe(0);
    expect(JSON.parse(built.stdout)).toMatchObject({ numbers: 7043, months: ['2026-09'] });
  });
});
