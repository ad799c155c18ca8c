import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { developer } from '../../src/security/viewer.js';
import type { RouteEntry } from '../../src/serving/run.js';
import type { Statement } from '../../src/warehouse/statement.js';
import { type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const reports = [
  'CELL_POTENTIAL',
  'CHANNEL_PROFIT',
  'COHORT_RETENTION',
  'LIFECYCLE_MIGRATION',
  'REENTRY_CHECK',
  'VALUE_PYRAMID',
].map((code) => `{ report(code: "${code}") { rows { cells } } }`);
const queries = [
  ...reports,
  '{ indicator(measure: RETENTION_6M) { value target drill(by: CITY) { value } } }',
  '{ explain(measure: LEAVERS, month: "2026-10") { summary(locale: EN) } }',
  '{ numbers(first: 2) { totalCount nodes { id history(months: 2) { month } events { type } contacts { scene } } } }',
  '{ number(id: "3") { id value { lifetimeValue } } }',
];

test('a report of cells says that it reads the mart of cells', async () => {
  const { extensions } = await gateway.ask('{ report(code: "CELL_POTENTIAL") { rows { cells } } }');
  expect(extensions.route).toContainEqual(
    expect.objectContaining({ source: 'serving.mart_cell_month', rollupMissReason: 'cell by cell' }),
  );
});

test('every statement says what it reads, and reads that', async () => {
  const asked: Statement[] = [];
  const { serving, martlet, channels } = gateway;
  const apollo = createApollo(createSchema(martlet.definitions), martlet.definitions.catalogue);
  for (const query of queries) {
    const engine = {
      ...serving.engine,
      run: (statement: Statement, options: object) => {
        asked.push(statement);
        return serving.engine.run(statement, options);
      },
    };
    const contextValue = createContext({
      serving: { ...serving, engine },
      definitions: martlet.definitions,
      viewer: developer,
      requestId: 'test',
      log: pino({ level: 'silent' }),
      channels,
    });
    const { body } = await apollo.executeOperation({ query }, { contextValue });
    expect(body.kind === 'single' && body.singleResult.errors).toBeUndefined();
  }
  await apollo.stop();
  expect(new Set(asked.map(({ name }) => name)).size).toBeGreaterThan(15);
  for (const { name, sql, reads } of asked) {
    expect([name, reads.length]).not.toEqual([name, 0]);
    for (const { source } of reads) expect(sql.replaceAll('"', '')).toMatch(new RegExp(`\\b${source.replace('.', '\\.')}\\b`));
  }
});

test('a decision says what was read for it, whoever it was read together with', async () => {
  const query = '{ recommendations(number: "3", scene: COUNTER) { degraded } }';
  const [one, other] = await Promise.all([gateway.ask(query), gateway.ask(query)]);
  for (const { extensions, errors } of [one, other]) {
    expect(errors).toEqual([]);
    expect(extensions.route).toContainEqual({
      statement: 'inputs of decisions',
      source: 'points.number_state',
      rollupMissReason: 'number by number',
      ms: expect.any(Number),
    } satisfies RouteEntry);
  }
});
