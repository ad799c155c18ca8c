// A gateway in a process of its own, whose whole log is read, and a collector of traces: eight seconds.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newKey } from '../../src/security/keys.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { startMartlet, urlOf } from '../support/command.js';
import { anySize, ownHome } from '../support/demo.js';
import { secretPart } from '../support/key.js';

let collector: Server | undefined;
afterAll(() => collector?.close());

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
const freePort = async (): Promise<number> => {
  const server = createHttpServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** Files below a folder that are no marts, no snapshots and not the ledger: these hold numbers on purpose. */
const others = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/\.(parquet|duckdb|db|db-wal|db-shm)$/.test(name) && statSync(join(folder, name)).isFile())
    .map((name) => join(folder, name));

test('N4: whatever is asked with a phone number or a key, right or wrong, neither is in the log, the metrics, the traces or a file', async () => {
  const { home, id } = await ownHome(anySize);
  const builder = await openBuilder();
  await builder.execute(`attach '${generationDir(home, id)}/serving.duckdb' as serving (read_only)`);
  const [row] = await builder.query(
    'select cast(number_id as varchar) as id, msisdn from serving.number_profile where on_books limit 1',
  );
  await builder.close();
  const known = { id: `${row!.id}`, msisdn: `${row!.msisdn}` };
  const unknown = '13999999999';

  const traces: string[] = [];
  collector = createHttpServer((request, response) => {
    request.on('data', (chunk: Buffer) => traces.push(chunk.toString('latin1')));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  const clerk = newKey('clerk', ['clerk'], []);
  const policies = join(home, 'policies.yaml');
  const role = '{ tiers: [1, 2, 3, 4], cities: all, purposes: [care], personal: clear, route: true }';
  writeFileSync(policies, `roles: { clerk: ${role} }\nkeys: [${JSON.stringify(clerk.entry)}]\n`);
  // At once: one after the other may be the same.
  const [port, metricsPort] = await Promise.all([freePort(), freePort()]);
  const child = await startMartlet(['serve', '--log', 'trace'], {
    MARTLET_HOME: home,
    MARTLET_POLICIES: policies,
    MARTLET_METRICS_PORT: `${metricsPort}`,
    MARTLET_TRACES: `http://127.0.0.1:${await listening(collector)}/v1/traces`,
    PORT: `${port}`,
  });
  let log = '';
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  const url = await urlOf(child);

  const answers: string[] = [];
  const said = async (path: string, options: RequestInit = {}, key = clerk.secret) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'x-martlet-purpose': 'care',
      ...options.headers,
    };
    const response = await fetch(`${url}${path}`, { ...options, headers });
    answers.push(`${response.status} ${await response.text()}`);
  };
  const ask = (query: string, variables = {}, key = clerk.secret) =>
    said('/graphql', { method: 'POST', body: JSON.stringify({ query, variables }) }, key);
  for (const msisdn of [known.msisdn, unknown]) {
    await ask(`query Q${msisdn} { a${msisdn}: number(msisdn: "${msisdn}") { id msisdn } }`);
    await ask('query ($m: String) { recommendations(msisdn: $m, scene: COUNTER) { id considered { reason } } }', { m: msisdn });
    await ask('query ($w: SliceFilter) { numbers(where: $w) { totalCount nodes { msisdn } } }', {
      w: { msisdn: { eq: msisdn } },
    });
    await ask('query ($w: SliceFilter) { indicatorTree(tree: "LIFECYCLE", where: $w) { root { slice } } }', {
      w: { msisdn: { startsWith: msisdn } },
    });
    await ask(`{ f${msisdn} }`);
    await ask(`{ number(msisdn: "${msisdn}" `);
    await ask('{ me { subject } }', {}, `martlet_${msisdn}_${msisdn}`);
    await ask('query ($id: ID!) { number(id: $id) { id } }', { id: `x${msisdn}` });
    await ask('mutation ($n: ID!) { setDoNotContact(number: $n, scope: [OUTBOUND], reason: "asked") }', { n: msisdn });
    await said(`/reports/${msisdn}.csv?where=${encodeURIComponent(JSON.stringify({ msisdn: { eq: msisdn } }))}`);
    await said(`/reports/RFM_GRID.csv?where=${encodeURIComponent(JSON.stringify({ msisdn: { eq: msisdn } }))}`);
    const choices = encodeURIComponent(JSON.stringify({ msisdn: { eq: msisdn } }));
    for (const path of [msisdn, `table/measures=REVENUE&where=${choices}/table`, `RFM_GRID?$filter=city eq '${msisdn}'`])
      await said(`/odata/${path}`);
    await said(`/${msisdn}?n=${msisdn}`);
    await said(`/exports/${msisdn}`);
    await said('/graphql', { method: 'POST', body: `{"query": ${msisdn}` });
  }
  expect(answers.some((answer) => answer.includes(known.msisdn))).toBe(true);
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));

  expect(log).toContain('"msg":"statement"');
  expect(traces.length).toBeGreaterThan(0);
  const places = {
    log,
    metrics,
    traces: traces.join(''),
    ...Object.fromEntries(others(home).map((path) => [path, readFileSync(path, 'latin1')])),
  };
  for (const secret of [known.msisdn, unknown, clerk.secret, secretPart(clerk.secret)])
    for (const [place, text] of Object.entries(places))
      expect([place, text.split('\n').filter((line) => line.includes(secret))]).toEqual([place, []]);
});
