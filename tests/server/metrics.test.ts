// A server of its own, which must listen: four seconds.
import { createServer as createHttpServer, get } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { keptCells } from '../../src/figures/suppression/kept-cells.js';
import { createMartlet } from '../../src/martlet.js';
import { createServer } from '../../src/server/server.js';
import { anySize, ownHome } from '../support/demo.js';
import { patient } from '../support/patient.js';

let app: FastifyInstance;
let metricsUrl: string;
const phone = '13812345678';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createHttpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  const { home, id } = await ownHome(anySize);
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  const config = loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_METRICS_PORT: `${port}` }, {});
  app = await createServer(createMartlet(config), id, { logLevel: 'silent' });
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app?.close());

const ask = (query: string) =>
  app.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' }, payload: { query } });
const told = async () => (await fetch(metricsUrl)).text();
/** The value of a line; 0 where there is none. */
const value = (text: string, line: string): number =>
  Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0,
  );

test('S3 operations, statements, rollups, generation and ledger are counted, and nothing of a person is a label', async () => {
  const before = await told();
  await ask('{ indicator(measure: NUMBERS) { value } }');
  await ask('{ analysis(where: { age: { gt: 20 } }) { rows { revenue } } }');
  await ask(`query Of${phone} { indicator(measure: REVENUE, where: { plan: { eq: "${phone}" } }) { value } }`);
  await ask(`{ _${phone}: me { subject } }`);
  await ask(`{ f${phone} }`);
  await ask(`query Q { number(msisdn: "${phone}") { id } }`);
  await app.inject({ url: `/reports/${phone}.csv` });
  await app.inject({ url: `/${phone}` });
  await ask('mutation { setDoNotContact(number: "3", scope: [OUTBOUND], reason: "asked") }');
  const after = await told();
  const grew = (line: string): number => value(after, line) - value(before, line);

  expect(grew('martlet_operation_seconds_count{type="query",field="indicator"}')).toBe(2);
  expect(grew('martlet_operation_seconds_count{type="mutation",field="setDoNotContact"}')).toBe(1);
  expect(grew('martlet_operation_errors_total{type="none",field="none",code="BAD_USER_INPUT"}')).toBe(1);
  expect(grew('martlet_http_seconds_count{method="POST",route="/graphql",status="200"}')).toBeGreaterThan(4);
  expect(grew('martlet_http_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
  expect(grew('martlet_rollup_total{result="hit"}')).toBeGreaterThan(0);
  expect(grew('martlet_rollup_total{result="miss"}')).toBeGreaterThan(0);
  expect(grew('martlet_statement_seconds_count{lane="dashboards",code="OK"}')).toBeGreaterThan(1);
  expect(grew('martlet_ledger_total{code="OK"}')).toBeGreaterThan(0);
  expect(value(after, 'martlet_generation_age_seconds')).toBeGreaterThan(0);
  for (const line of [
    'martlet_lane_statements{lane="channels",state="waiting"}',
    'nodejs_eventloop_lag_p99_seconds',
    'martlet_generation_alarm',
  ])
    expect(after).toContain(`\n${line} `);
  expect(after).not.toContain(phone);
  const labels = [...after.matchAll(/="([^"]*)"/g)].map(([, label]) => label!);
  expect(labels.filter((label) => /\d{7}/.test(label))).toEqual([]);
});

test('S3 figures that are of too few are counted', async () => {
  const suppressed = async () => value(await told(), 'martlet_suppressed_total');
  const before = await suppressed();
  const cell = (key: string, numbers: number) => ({ path: null, keys: [key], numbers, isFew: false });
  // The cell of 5, and the smaller of the two that are kept back with it.
  keptCells([cell('A', 5), cell('B', 40), cell('C', 90)], 11);
  expect((await suppressed()) - before).toBe(2);
});

test('a page under another name learns nothing, and the graph’s own port tells no metrics', async () => {
  const { hostname, port } = new URL(metricsUrl);
  const status = await new Promise((resolve) => {
    get({ hostname, port, path: '/metrics', headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode));
  });
  expect(status).toBe(403);
  expect((await app.inject({ url: '/metrics' })).statusCode).toBe(404);
});
