import { type GraphQLObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { listOf, untouched } from '../../campaigns/work/support.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
let ids: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  const lists = [await listOf(gateway, `${untouched} limit 9`), await listOf(gateway, `${untouched} limit 9`)];
  ids = lists.map(({ id }) => id);
  await gateway.startExports();
  for (const month of gateway.serving.coverage.months.slice(-3))
    await dataOf(
      gateway,
      `mutation { startExport(input: { what: NUMBERS, format: CSV, month: "${month}", where: { city: { eq: "JINTAN" } }, columns: [] }) { id } }`,
    );
});
afterAll(() => gateway.close());

const fieldsOf = (type: string) =>
  Object.fromEntries(
    Object.values((createSchema(gateway.martlet.definitions).getType(type) as GraphQLObjectType).getFields()).map((field) => [
      field.name,
      String(field.type),
    ]),
  );

/** Each connection of the graph: how to ask for a page of it, and a field by which its rows are told apart. */
const pages: Readonly<Record<string, { readonly ask: (given: string, page: string) => string; readonly key: string }>> = {
  PhoneNumberConnection: { ask: (given, page) => `numbers(where: { city: { eq: "JINTAN" } }, ${given}) { ${page} }`, key: 'id' },
  TargetListConnection: { ask: (given, page) => `targetLists(${given}) { ${page} }`, key: 'id' },
  ExportJobConnection: { ask: (given, page) => `exportJobs(${given}) { ${page} }`, key: 'id' },
  MemberConnection: { ask: (given, page) => `targetList(id: "${ids[0]}") { page: members(${given}) { ${page} } }`, key: 'rank' },
};

test('every connection has edges, nodes and where its page lies', () => {
  const types = Object.values(createSchema(gateway.martlet.definitions).getTypeMap());
  const names = types.filter((type) => isObjectType(type) && type.name.endsWith('Connection')).map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(pages).sort());
  for (const name of names) {
    const node = name.replace('Connection', '');
    expect(fieldsOf(name)).toMatchObject({ edges: `[${node}Edge!]!`, nodes: `[${node}!]!`, pageInfo: 'PageInfo!' });
    expect(fieldsOf(`${node}Edge`)).toEqual({ node: `${node}!`, cursor: 'String!' });
  }
  expect(Object.keys(fieldsOf('PageInfo')).sort()).toEqual(['endCursor', 'hasNextPage', 'hasPreviousPage', 'startCursor']);
});

test.each(Object.entries(pages))('%s: each edge’s cursor is where the page behind it begins', async (_, { ask, key }) => {
  const page = async (given: string): Promise<Data> => {
    const data = await dataOf(
      gateway,
      `{ root: ${ask(given, `nodes { ${key} } edges { cursor node { ${key} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`)} }`,
    );
    return data.root.page ?? data.root;
  };
  const all = await page('first: 9');
  expect(all.edges.map(({ node }: Data) => node)).toEqual(all.nodes);
  expect(all.nodes.length).toBeGreaterThan(1);
  expect(all.pageInfo).toMatchObject({
    hasPreviousPage: false,
    startCursor: all.edges[0].cursor,
    endCursor: all.edges.at(-1).cursor,
  });
  const behind = await page(`first: 1, after: "${all.edges[0].cursor}"`);
  expect(behind.nodes).toEqual([all.nodes[1]]);
  expect(behind.pageInfo).toMatchObject({ hasPreviousPage: true, startCursor: all.edges[1].cursor });
});

test('rows are read for edges alone as for nodes', async () => {
  const member = 'rank number { numberId finance { revenue } }';
  const { targetList } = await dataOf(
    gateway,
    `{ targetList(id: "${ids[0]}") { one: members(first: 3) { edges { node { ${member} } } } other: members(first: 3) { nodes { ${member} } } } }`,
  );
  expect(targetList.one.edges.map(({ node }: Data) => node)).toEqual(targetList.other.nodes);
  expect(targetList.other.nodes[0].number.finance.revenue).not.toBeUndefined();
});
