import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { createMartlet, type Martlet } from '../../../src/martlet.js';
import { loadSecret } from '../../../src/security/secret.js';
import { createServer } from '../../../src/server/server.js';
import { encodeSlice, type Slice } from '../../../src/slices/slice.js';
import type { Where } from '../../../src/slices/where.js';
import { ownHome } from '../../support/demo.js';
import { patient } from '../../support/patient.js';
import { whereOf } from '../../support/reference.js';

let app: FastifyInstance;
let martlet: Martlet;
beforeAll(async () => {
  const { home, id } = await ownHome();
  martlet = createMartlet(loadConfig({ ...patient, MARTLET_HOME: home, MARTLET_MEMORY: '2GB' }, {}));
  app = await createServer(martlet, id, { logLevel: 'silent' });
});
afterAll(() => app.close());

/** Where the graph takes a filter or a slice, and how it is asked there. */
const list = 'name: "x", purpose: "x", scene: OUTBOUND';
const outage = 'kind: OUTAGE, from: "2026-10-03", text: { en: "x", zh: "x" }';
const analysis = 'dimensions: [CITY], measures: [REVENUE]';
const doors: Readonly<Record<string, (given: string) => string>> = {
  'Query.indicatorTree': (given) => `{ indicatorTree(tree: "LIFECYCLE", ${given}) { code } }`,
  'Query.indicator': (given) => `{ indicator(measure: REVENUE, ${given}) { value } }`,
  'Query.indicators': (given) => `{ indicators(measures: [REVENUE], ${given}) { value } }`,
  'Query.explain': (given) => `{ explain(measure: REVENUE, month: "2026-10", ${given}) { change } }`,
  'Query.signals': (given) => `{ signals(${given}) { value } }`,
  'Query.analysis': (given) => `{ analysis(${given}) { rows { revenue } } }`,
  'Query.table.input': (given) => `{ table(input: { ${analysis}, ${given} }) { rowCount } }`,
  'Query.report': (given) => `{ report(code: "STOCK_STRUCTURE", ${given}) { rowCount } }`,
  'Query.numbers': (given) => `{ numbers(${given}) { totalCount } }`,
  'Query.simulate.input': (given) =>
    `{ simulate(input: { scene: ONLINE, change: { contactPolicy: { coolDownDays: 1 } }, ${given} }) { numbers } }`,
  'Mutation.startExport.input': (given) => `mutation { startExport(input: { what: NUMBERS, format: CSV, ${given} }) { id } }`,
  'Mutation.startExport.input.analysis': (given) =>
    `mutation { startExport(input: { what: ANALYSIS, format: CSV, analysis: { ${analysis}, ${given} } }) { id } }`,
  'Mutation.createAnnotation.input': (given) => `mutation { createAnnotation(input: { ${outage}, ${given} }) { id } }`,
  'Mutation.createTargetList.input': (given) => `mutation { createTargetList(input: { ${list}, ${given} }) { id } }`,
  'Mutation.createStandingList.input': (given) => `mutation { createStandingList(input: { ${list}, ${given} }) { id } }`,
};

/** Rules of offers are filters, too. */
const ruleDoors: Readonly<Record<string, (where: string) => string>> = Object.fromEntries(
  ['eligible', 'relevant', 'suitable'].map((rule) => [
    `Query.simulate.input.change.offers.${rule}`,
    (where: string) =>
      `{ simulate(input: { scene: ONLINE, change: { offers: [{ code: "DATA_UPGRADE", ${rule}: ${where} }] } }) { numbers } }`,
  ]),
);

/** Signals are of figures, and of no slice. */
const noSlice = 'Query.signals';
const goalOf = (slice: string) =>
  `${list}, everybody: true, goal: { measure: REVENUE, slice: ${slice}, wantedChange: 1, by: "2099-12-31" }`;
/** A slice alone, and no filter beside it. */
const sliceOnly: Readonly<Record<string, (slice: string) => string>> = {
  'Query.slice': (slice) => `{ slice(slice: ${slice}) { words } }`,
  'Mutation.createTargetList.input.goal': (slice) => `mutation { createTargetList(input: { ${goalOf(slice)} }) { id } }`,
  'Mutation.createStandingList.input.goal': (slice) => `mutation { createStandingList(input: { ${goalOf(slice)} }) { id } }`,
};

/** "Query.numbers.where" for every place of the schema that takes a SliceFilter or a Slice. */
function doorsOf(schema: GraphQLSchema, named: 'SliceFilter' | 'Slice'): readonly string[] {
  const found: string[] = [];
  const walk = (place: string, type: GraphQLNamedType, path: readonly string[]): void => {
    if (type.name === named) found.push(place);
    else if (isInputObjectType(type) && type.name !== 'SliceFilter' && !path.includes(type.name))
      for (const field of Object.values(type.getFields()))
        walk(`${place}.${field.name}`, getNamedType(field.type), [...path, type.name]);
  };
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith('__'))
      for (const field of Object.values(type.getFields()))
        for (const argument of field.args) walk(`${type.name}.${field.name}.${argument.name}`, getNamedType(argument.type), []);
  return found;
}

async function ask(query: string, variables: object = {}): Promise<string> {
  const { payload } = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } });
  const { errors } = JSON.parse(payload);
  return errors ? `${errors[0].extensions.code}: ${errors[0].message}` : 'no error';
}

/** JSON as a GraphQL literal. */
const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${literal(inner)}`)
    .join(', ')} }`;
};

/** A filter, each time with another one of its subtrees replaced; values inside a list of values stay. */
function replaced(node: unknown, by: null | object): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [by];
  if (Array.isArray(node)) {
    if (node.some((each) => typeof each !== 'object')) return [by];
    return [by, ...node.flatMap((each, at) => replaced(each, by).map((other) => node.with(at, other)))];
  }
  return [by, ...Object.entries(node).flatMap(([key, each]) => replaced(each, by).map((other) => ({ ...node, [key]: other })))];
}

const filters = whereOf(
  [
    { name: 'city', kind: 'code', values: ['HAILAN', 'MUHE'] },
    { name: 'leaveReason', kind: 'code', values: ['PRICE'] },
    { name: 'revenue', kind: 'number', values: [1, 50] },
    { name: 'joinedOn', kind: 'date', values: ['2026-01-01'] },
    { name: 'hasBroadband', kind: 'boolean', values: [true, false] },
  ],
  2,
);
const broken = filters.chain((where) => fc.constantFrom(...replaced(where, null), ...replaced(where, {})));
const sliceWith = (where: unknown): string => {
  const slice = { from: '2026-10', to: '2026-10', where, nodes: [], counted: [], facts: [], others: [], followed: null };
  return encodeSlice(slice as unknown as Slice, { catalogue: martlet.definitions.catalogue, secret: loadSecret(martlet.config) });
};
/** Ours, or that of the graph's types, which name what they cannot represent. */
const refusal = /^BAD_USER_INPUT: .*(where|slice|cannot represent|Expected value of type)/;

test('the doors of this test are those of the schema', () => {
  const schema = createSchema(martlet.definitions);
  const filtering = [...Object.keys(doors).map((door) => `${door}.where`), ...Object.keys(ruleDoors)];
  expect([...doorsOf(schema, 'SliceFilter')].sort()).toEqual(filtering.sort());
  expect([...doorsOf(schema, 'Slice')].sort()).toEqual(
    Object.keys(doors)
      .filter((door) => door !== noSlice)
      .map((door) => `${door}.slice`)
      .concat(Object.keys(sliceOnly).map((door) => `${door}.slice`))
      .sort(),
  );
});

describe.each(Object.entries(doors))('%s: what a lost variable leaves behind is refused', (name, door) => {
  test('any subtree of any filter, as a literal and as a variable', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (where) => {
        expect(await ask(door(`where: ${literal(where)}`))).toMatch(refusal);
        const query = door('where: $where').replace(/^(\{|mutation)/, (head) =>
          head === '{' ? 'query ($where: SliceFilter) {' : 'mutation ($where: SliceFilter)',
        );
        expect(await ask(query, { where })).toMatch(refusal);
      }),
      { numRuns: 6 },
    );
  });

  test.skipIf(name === noSlice)('in the filter of a slice', async () => {
    const inSlice = broken.filter((where) => where !== null && Object.keys(where as Where).length > 0);
    await fc.assert(
      fc.asyncProperty(inSlice, async (where) => {
        expect(await ask(door(`slice: "${sliceWith(where)}"`))).toMatch(refusal);
      }),
      { numRuns: 4 },
    );
  });

  test.skipIf(name === noSlice)('no slice', async () => {
    for (const slice of ['null', '""']) expect(await ask(door(`slice: ${slice}`))).toMatch(refusal);
  });

  test('the comparisons of variables that were not sent', async () => {
    const query = door('where: { city: { eq: $city }, segment: { eq: $segment } }').replace(/^(\{|mutation)/, (head) =>
      head === '{' ? 'query ($city: String, $segment: String) {' : 'mutation ($city: String, $segment: String)',
    );
    expect(await ask(query, {})).toMatch(
      /^BAD_USER_INPUT: where\.city: expected comparisons like \{eq: …\}, found \{\}\..*isNull/,
    );
  });
});

test.each(Object.entries(sliceOnly))('%s: a slice whose filter was lost, or none', async (_, door) => {
  const inSlice = broken.filter((where) => where !== null && Object.keys(where as Where).length > 0);
  await fc.assert(
    fc.asyncProperty(inSlice, async (where) => {
      expect(await ask(door(`"${sliceWith(where)}"`))).toMatch(refusal);
    }),
    { numRuns: 4 },
  );
  for (const slice of ['null', '""']) expect(await ask(door(slice))).not.toBe('no error');
});

describe('GET /reports', () => {
  test('any subtree of any filter, and an empty slice', async () => {
    const get = async (query: string) =>
      JSON.parse((await app.inject({ url: `/reports/STOCK_STRUCTURE.json?${query}` })).payload);
    await fc.assert(
      fc.asyncProperty(broken, async (where) => {
        const error = await get(`where=${encodeURIComponent(JSON.stringify(where))}`);
        expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/^where/) });
      }),
      { numRuns: 15 },
    );
    expect(await get('slice=')).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/slice/) });
  });
});

describe('numbers that are taken away must be told', () => {
  const taken = ['createTargetList', 'createStandingList', 'startExport'].map((name) => doors[`Mutation.${name}.input`]!);

  test('a filter whose variable is missing cannot be told from none: everybody must be said', async () => {
    for (const door of taken) {
      for (const given of ['', 'everybody: false', 'everybody: null', 'where: { and: [] }', 'where: { not: { or: [] } }'])
        expect(await ask(door(given))).toMatch(
          /^BAD_USER_INPUT: slice, where: expected a slice, or a filter .* everybody: true\.$/,
        );
      expect(await ask(door('where: $where').replace('mutation', 'mutation ($where: SliceFilter)'))).toMatch(/everybody: true/);
      expect(await ask(door('everybody: true, where: { city: { eq: "MUHE" } }'))).toMatch(
        /^BAD_USER_INPUT: everybody: expected alone/,
      );
    }
  });

  test('and where it is said, they are all', async () => {
    for (const door of taken) expect(await ask(door('everybody: true'))).toBe('no error');
  });

  test('an analysis has no everybody: it takes no numbers away', async () => {
    const query = `mutation { startExport(input: { what: ANALYSIS, format: CSV, everybody: true, analysis: { ${analysis} } }) { id } }`;
    expect(await ask(query)).toMatch(/^BAD_USER_INPUT: everybody: not an argument of an export of ANALYSIS/);
  });
});

test.each(Object.entries(ruleDoors))('%s: what a lost variable leaves behind is refused', async (_, door) => {
  await fc.assert(
    fc.asyncProperty(broken, async (where) => {
      expect(await ask(door(literal(where)))).toMatch(refusal);
    }),
    { numRuns: 6 },
  );
});
