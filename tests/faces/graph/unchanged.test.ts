import { execute, type GraphQLObjectType, getNamedType, isObjectType, parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext, type RequestContext } from '../../../src/faces/context.js';
import { createApollo } from '../../../src/faces/graph/apollo.js';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { settledRoots, unsettledFields } from '../../../src/faces/graph/unchanged.js';
import { appendAudit } from '../../../src/ledger/audit/audit.js';
import { protocolLimits } from '../../../src/security/limits.js';
import { developer } from '../../../src/security/viewer.js';
import { everythingOf, type Fields, textOf } from '../../support/everything.js';
import { type Gateway, openGateway } from '../../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const schema = () => createSchema(gateway.martlet.definitions);
const fieldsOf = (name: string) => Object.values((schema().getType(name) as GraphQLObjectType).getFields());

/** What they ask of the ledger, of a clock or of other generations, or writes a line of the audit: their answers have no tag. */
const others = [
  ...['customer', 'household'],
  ...['card', 'decision', 'exportJob', 'exportJobs', 'generations', 'myWork', 'number', 'numbers', 'offers', 'recommendations'],
  ...['annotations', 'numberSets', 'simulate', 'standingLists', 'targetList', 'targetLists'],
];

test('each field of the root is told to be settled, or is not', () => {
  const roots = fieldsOf('Query').map(({ name }) => name);
  expect([...settledRoots, ...others].sort()).toEqual(roots.sort());
});

const given: Readonly<Record<string, string>> = {
  'IndicatorNode.trend': '(months: 2)',
  'IndicatorNode.drill': '(by: CITY)',
  'Indicator.trend': '(months: 2)',
  'Indicator.drill': '(by: CITY)',
  'AnalysisRow.label': '(dimension: CITY)',
};
const roots: Readonly<Record<string, string>> = {
  analysis: '(dimensions: [CITY], measures: [REVENUE], totals: true)',
  explain: '(measure: REVENUE)',
  indicator: '(measure: REVENUE)',
  indicatorTree: '(tree: "REVENUE")',
  indicators: '(measures: [REVENUE])',
  report: '(code: "STOCK_STRUCTURE")',
  signals: '(first: 1)',
  table: '(input: { dimensions: [CITY], measures: [REVENUE] })',
};
const only = { AnalysisRow: ['period', 'city', 'revenue', 'label', 'slice', 'totalOf'] };
const mostDepth = 6;

/** Asks with a context that tells whether what is not of the generation was touched. */
async function touchedBy(text: string): Promise<readonly string[]> {
  const { serving, martlet, channels, ledger } = gateway;
  const { definitions } = martlet;
  const context = createContext({
    serving,
    definitions,
    viewer: developer,
    requestId: 'test',
    log: pino({ level: 'silent' }),
    channels,
    audit: (entry) => appendAudit(ledger, entry),
  });
  const touched: string[] = [];
  const beyond = [
    'annotations',
    'channels',
    'ledger',
    'goalLists',
    'audit',
    'exports',
    'lookUps',
    'eachGeneration',
    'kept',
  ] as const;
  for (const name of beyond satisfies readonly (keyof RequestContext)[]) {
    const value = context[name];
    const get = () => {
      touched.push(name);
      return value;
    };
    Object.defineProperty(context, name, { get });
  }
  // Not in a context of its own, which would not tell.
  Object.assign(context, { keep: ((_what, make) => make(context)) satisfies RequestContext['keep'] });
  const document = parse(text);
  expect(validate(schema(), document)).toEqual([]);
  const { errors } = await execute({ schema: schema(), document, contextValue: context });
  expect(errors).toBeUndefined();
  expect(context.isNoted()).toBe(false);
  return touched;
}

const askedIn = (fields: Fields, type: string): readonly string[] =>
  [...fields].flatMap(([name, { below }]) => {
    const of = getNamedType(fieldsOf(type).find((field) => field.name === name)!.type);
    return [`${type}.${name}`, ...(below && isObjectType(of) ? askedIn(below, of.name) : [])];
  });

test('whatever is asked for of a settled field, nothing but the generation is looked at', async () => {
  const { data } = await gateway.ask('{ indicator(measure: REVENUE) { slice } }');
  const allRoots: Readonly<Record<string, string>> = { ...roots, slice: `(slice: "${data.indicator.slice}")` };
  const left = Object.fromEntries([...unsettledFields].map((name) => [name, null]));
  const asked = new Set<string>();
  for (const root of settledRoots) {
    const own = { ...given, ...left, [`Query.${root}`]: allRoots[root] ?? '' };
    const fields = everythingOf(schema(), 'Query', { given: own, only: { ...only, Query: [root] }, depth: mostDepth });
    expect(await touchedBy(`{ ${textOf(fields)} }`)).toEqual([]);
    for (const name of askedIn(fields, 'Query')) asked.add(name);
  }
  const types = new Set([...asked].map((name) => name.split('.')[0]!));
  // Of every type that was come by, every field was asked for.
  const missed = [...types]
    .filter((type) => type !== 'Query')
    .flatMap((type) => fieldsOf(type).map(({ name }) => `${type}.${name}`))
    .filter((name) => !asked.has(name) && !unsettledFields.has(name) && !name.startsWith('AnalysisRow.'));
  expect(missed).toEqual([]);
});

test.each([
  ['{ indicator(measure: REVENUE) { lists { id } } }', 'goalLists'],
  ['{ indicatorTree(tree: "REVENUE") { nodes { lists { id } } } }', 'goalLists'],
  ['{ indicator(measure: REVENUE) { trend(months: 2) { annotations { id } } } }', 'annotations'],
  ['{ explain(measure: REVENUE) { annotations { id } } }', 'annotations'],
  ['{ generation { changes { since { id } } } }', 'kept'],
])('%s looks at more', async (text, name) => {
  expect(await touchedBy(text)).toContain(name);
});

test('texts that are kept by their hashes take no more memory than they may, and the one not asked for the longest goes', async () => {
  const { cache } = createApollo(schema(), gateway.martlet.definitions.catalogue);
  const texts = Array.from({ length: 40 }, (_, at) => `apq:${at}`);
  for (const text of texts) await cache.set(text, 'x'.repeat(protocolLimits.bodyBytes));
  expect([await cache.get(texts[0]!), await cache.get(texts.at(-1)!)]).toEqual([undefined, expect.any(String)]);
});
