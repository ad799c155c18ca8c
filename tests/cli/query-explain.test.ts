import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainText, planningEngine } from '../../src/cli/query-explain.js';
import type { RequestContext } from '../../src/faces/context.js';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { developer } from '../../src/security/viewer.js';
import { statement } from '../../src/warehouse/statement.js';
import { type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

async function plannedFor(query: string) {
  const { serving, martlet } = gateway;
  const { engine, planned } = planningEngine(serving);
  const contextValue: RequestContext = createContext({
    serving: { ...serving, engine },
    definitions: martlet.definitions,
    viewer: developer,
    requestId: 'test',
    log: pino({ level: 'silent' }),
  });
  const apollo = createApollo(createSchema(martlet.definitions), martlet.definitions.catalogue);
  await apollo.executeOperation({ query }, { contextValue });
  await apollo.stop();
  return planned();
}

test('what is planned is what would be run: the same statements, each with what it reads', async () => {
  const query = `{
    a: indicator(measure: REVENUE) { value }
    b: indicator(measure: REVENUE, where: { dataGb: { gt: 3 } }) { value }
    c: indicator(measure: RETENTION_6M, where: { city: { eq: "HAILAN" } }) { value drill(by: PLAN_TIER) { code } }
  }`;
  const planned = await plannedFor(query);
  const { statements, extensions, errors } = await gateway.ask(query);
  expect([errors, statements.length > 3]).toEqual([[], true]);
  expect(planned.map(({ sql }) => sql).sort()).toEqual([...statements].sort());
  const routes = extensions.route.map(({ source, rollupMissReason }: Record<string, unknown>) => ({ source, rollupMissReason }));
  const sources = planned.flatMap((each) => each.sources);
  const sorted = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
  expect(sorted(sources)).toEqual(sorted(routes));
  // Equal names are no reason to mix up what they read.
  for (const { sql, sources: own } of planned)
    for (const { source } of own) expect(sql.replaceAll('"', '')).toMatch(new RegExp(`from ${source.replace('.', '\\.')}\\b`));
  expect(planned.find(({ sql }) => sql.includes('"data_gb"'))?.sources[0]?.rollupMissReason).toMatch(/dataGb/);
});

test('nothing reaches the warehouse', async () => {
  const { serving } = gateway;
  const { engine, planned } = planningEngine(serving);
  const asked = statement('not to be run', 'select * from a_table_that_is_not_there where x = $1', [7n]);
  expect(await engine.run(asked)).toEqual([]);
  expect(explainText(planned())).toBe(`-- not to be run\n${asked.sql}\n-- parameters: ["7"]\n`);
});
