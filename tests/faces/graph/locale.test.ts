import {
  type GraphQLArgument,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { localeOf } from '../../../src/faces/locale.js';
import { listOf, untouched } from '../../campaigns/work/support.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';

let gateway: Gateway;
let schema: GraphQLSchema;
beforeAll(async () => {
  gateway = await openGateway();
  schema = createSchema(gateway.martlet.definitions);
});
afterAll(() => gateway.close());

test.each([
  [undefined, 'EN'],
  ['', 'EN'],
  ['*', 'EN'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'ZH'],
  ['zh', 'ZH'],
  ['ZH-Hant-TW', 'ZH'],
  ['en-GB, zh;q=0.9', 'EN'],
  ['en;q=0.5, zh;q=0.9', 'ZH'],
  ['fr, zh;q=0.4', 'ZH'],
  ['fr', 'EN'],
  ['zh;q=0', 'EN'],
  ['zha, zz', 'EN'],
  ['zh;q=x', 'EN'],
] as const)('accept-language: %s asks for %s', (header, locale) => {
  expect(localeOf(header === undefined ? {} : { 'accept-language': header })).toBe(locale);
});

const takesLocale = (args: readonly GraphQLArgument[]) => args.some(({ name }) => name === 'locale');
const typesOf = () => Object.values(schema.getTypeMap()).filter(isObjectType);
const fieldsWithLocale = () =>
  typesOf().flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => takesLocale(args))
      .map(({ name }) => `${type.name}_${name}`),
  );

/** Arguments that must be given, by "Type.field"; other fields that need some are left out. */
const given: Readonly<Record<string, string>> = {
  'AnalysisRow.label': 'dimension: CITY',
  'Indicator.drill': 'by: CITY',
  'TargetList.why': 'number: "1"',
  'TargetList.members': 'first: 2',
};

/** All that is said in words below a type, each under the name "Type_field"; `locale` is given, or left to the request. */
function words(typeName: string, locale: string | null, above: readonly string[] = []): string {
  const fields = Object.values((schema.getType(typeName) as GraphQLObjectType).getFields()).flatMap(({ name, args, type }) => {
    const own = given[`${typeName}.${name}`];
    if (own === undefined && args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)) return [];
    const of = getNamedType(type);
    const asked = [own ?? '', locale !== null && takesLocale(args) ? `locale: ${locale}` : ''].filter(Boolean).join(', ');
    const call = `${name}${asked && `(${asked})`}`;
    if (!isObjectType(of)) return takesLocale(args) ? [`${typeName}_${name}: ${call}`] : [];
    if (above.includes(of.name) || above.length > 3) return [];
    const below = words(of.name, locale, [...above, typeName]);
    return below ? [`${call} { ${below} }`] : [];
  });
  return fields.join(' ');
}

/** What was said under each of these names. */
function said(value: Data, by = new Map<string, string[]>()): ReadonlyMap<string, readonly string[]> {
  if (Array.isArray(value)) for (const each of value) said(each, by);
  else if (value !== null && typeof value === 'object') {
    for (const [name, own] of Object.entries(value)) {
      if (/^[A-Z]\w+_/.test(name)) by.set(name, [...(by.get(name) ?? []), JSON.stringify(own)]);
      else said(own, by);
    }
  }
  return by;
}

test('what is said in words is said alike by the argument and by the request’s language', async () => {
  const list = await listOf(gateway, `${untouched} limit 9`, { suppressed: JSON.stringify([{ why: 'CAPPED', count: 3 }]) });
  const claimed = await gateway.ask(
    `mutation { claimWork(list: "${list.id}", size: 9) { id fence items { number { numberId } } } }`,
  );
  const { id, fence, items } = claimed.data.claimWork;
  // One to whom an offer is made: only such an offer has a pitch.
  let number = '';
  for (const { number: each } of items) {
    const asked = await gateway.ask(`{ recommendations(number: "${each.numberId}", scene: COUNTER) { shown { rank } } }`);
    if (asked.data.recommendations.shown.length > 0) number = each.numberId;
  }
  const { slice } = (await gateway.ask('{ indicator(measure: LEAVERS, where: { city: { eq: "HAILAN" } }) { slice } }')).data
    .indicator;
  const [ordered] = await gateway.sql(
    `select cast(number_id as varchar) as id from serving.number_event where offer_id is not null and "on" > '2026-10-01' limit 1`,
  );
  await gateway.ask(
    'mutation { createAnnotation(input: { kind: OUTAGE, from: "2026-10-03", text: { en: "Fibre cut", zh: "光缆中断" } }) { id } }',
  );
  const roots: Readonly<Record<string, string>> = {
    catalogue: 'Catalogue',
    generation: 'Generation',
    indicatorTrees: 'TreeInfo',
    offers: 'Offer',
    'indicatorTree(tree: "LIFECYCLE")': 'IndicatorTree',
    'indicator(measure: REVENUE)': 'Indicator',
    'explain(measure: ARPU, by: [CITY, PLAN_TIER])': 'Explanation',
    'signals(noise: true, first: 9)': 'Signal',
    annotations: 'Annotation',
    'simulate(input: { scene: COUNTER, change: { offers: [{ code: "DATA_UPGRADE", price: 1 }] } })': 'Simulation',
    'analysis(measures: [REVENUE], dimensions: [CITY])': 'Analysis',
    'table(input: { measures: [REVENUE], dimensions: [CITY] }, names: true)': 'Table',
    reports: 'ReportInfo',
    [`slice(slice: "${slice}")`]: 'SliceInfo',
    'report(code: "STOCK_STRUCTURE")': 'Report',
    [`recommendations(number: "${number}", scene: COUNTER)`]: 'Decision',
    [`card(number: "${number}", scene: COUNTER)`]: 'CustomerCard',
    [`targetList(id: "${list.id}")`]: 'TargetList',
    [`mutation extendLease(batch: "${id}", fence: "${fence}", leaseSeconds: 300)`]: 'WorkBatch',
    [`number(id: "${ordered!.id}")`]: 'PhoneNumber',
  };
  const ask = async (root: string, argument: string | null, header: 'EN' | 'ZH') => {
    const [, operation, call] = /^(mutation )?(.+)$/.exec(root)!;
    const text = `${operation ?? ''}{ ${call} { ${words(roots[root]!, argument)} } }`;
    const { data, errors } = await gateway.ask(text, {}, undefined, header);
    expect(errors).toEqual([]);
    return data;
  };
  const [chinese, english] = [new Map<string, readonly string[]>(), new Map<string, readonly string[]>()];
  for (const asked of Object.keys(roots)) {
    const byArgument = await ask(asked, 'ZH', 'EN');
    expect(await ask(asked, null, 'ZH')).toEqual(byArgument);
    const plain = await ask(asked, null, 'EN');
    expect(await ask(asked, 'EN', 'ZH')).toEqual(plain);
    for (const [name, texts] of said(byArgument)) chinese.set(name, texts);
    for (const [name, texts] of said(plain)) english.set(name, texts);
  }
  // The demo lacks no column that a condition looks at, and has none of its own: tests/campaigns/bare.test.ts and
  // tests/serving/own-columns.test.ts ask warehouses that do.
  const silent = ['Offer_unchecked', 'OwnColumn_label'];
  // No field is left out, and each has words that differ.
  expect(fieldsWithLocale().filter((name) => !chinese.has(name) && !silent.includes(name))).toEqual([]);
  const alike = [...chinese].filter(([name, texts]) => texts.every((text, at) => text === english.get(name)![at]));
  // A cell has one name, in whatever language.
  const oneName = ['NumberNetwork_homeCellIdLabel', 'NumberNetwork_workCellIdLabel'];
  expect(alike.map(([name]) => name).filter((name) => ![...oneName, ...silent].includes(name))).toEqual([]);
});
