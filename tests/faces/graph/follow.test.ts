// Every report is asked for, and a slice of each is counted: fifteen seconds with all the other doors.
import { type GraphQLInputType, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/faces/graph/schema.js';
import { usualLimits } from '../../../src/security/limits.js';
import { developer } from '../../../src/security/viewer.js';
import { encodeSlice, type Slice } from '../../../src/slices/slice.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const encoded = (slice: Partial<Slice>): string => {
  const all = { from: '2026-09', to: '2026-09', where: {}, nodes: [], counted: [], facts: [], others: [], followed: null };
  return encodeSlice({ ...all, ...slice }, gateway.slices);
};
const dualDrop = () => encoded({ nodes: ['LIFECYCLE.DECLINE.DUAL_DROP'] });
const refusal = async (query: string, viewer = developer): Promise<string> => {
  const { errors, statements } = await gateway.ask(query, {}, viewer);
  expect(statements).toEqual([]);
  return `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
};

test('whatever takes a slice takes follow, but for what asks of no other months', () => {
  const schema = createSchema(gateway.martlet.definitions);
  const places: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const groups: readonly (readonly [string, readonly { readonly name: string; readonly type: GraphQLInputType }[]])[] =
      isObjectType(type)
        ? Object.values(type.getFields()).map(({ name, args }) => [`${type.name}.${name}`, args] as const)
        : isInputObjectType(type)
          ? [[type.name, Object.values(type.getFields())] as const]
          : [];
    for (const [place, fields] of groups) {
      const named = (wanted: string) => fields.some((each) => getNamedType(each.type).name === wanted);
      if (named('Slice') && !named('Follow')) places.push(place);
    }
  }
  // A list is of one month of the slice, a standing list and what happened to somebody go by its rule in every month, a goal begins in its last and goes by its rule, the others are of its own.
  expect(places.sort()).toEqual([
    'AnnotationInput',
    'GoalInput',
    'Query.report',
    'Query.slice',
    'SimulationInput',
    'StandingListInput',
    'TargetListInput',
  ]);
});

describe('refusals, before anything is read', () => {
  test.each([
    ['indicator', 'indicator(measure: DOU, $) { value }'],
    ['indicators', 'indicators(measures: [DOU], $) { value }'],
    ['indicatorTree', 'indicatorTree(tree: "LIFECYCLE", $) { code }'],
    ['explain', 'explain(measure: DOU, $) { change }'],
    ['analysis', 'analysis(measures: [DOU], $) { rows { dou } }'],
    ['table', 'table(input: { measures: [DOU], $ }) { rowCount }'],
    ['numbers', 'numbers($) { totalCount }'],
  ])('%s: a filter has no period of its own', async (_, query) => {
    expect(await refusal(`{ ${query.replace('$', 'follow: NUMBERS, where: { city: { eq: "HAILAN" } }')} }`)).toMatch(
      /^BAD_USER_INPUT: follow: NUMBERS are those that a slice holds .* found no slice\..* leave follow out\.$/,
    );
  });

  test('a slice whose months the data do not have, or have too little before', async () => {
    const asked = (slice: string) =>
      `{ indicator(measure: DOU, slice: "${slice}", follow: NUMBERS, month: "2026-10") { value } }`;
    expect(await refusal(asked(encoded({ from: '2020-01', to: '2020-01' })))).toMatch(
      /^BAD_USER_INPUT: slice: its numbers are those of 2020-01 .* the data have 2025-08 to 2026-10/,
    );
    const early = encoded({ from: '2025-08', to: '2025-08', nodes: ['LIFECYCLE.DECLINE'] });
    expect(await refusal(asked(early))).toMatch(/^BAD_USER_INPUT: .* LIFECYCLE\.DECLINE looks back from 2025-08/);
    const before = encoded({ from: '2025-08', to: '2025-08', where: { stageBefore: { eq: 'NEW' } } });
    expect(await refusal(asked(before))).toMatch(/^BAD_USER_INPUT: .* STAGE_BEFORE looks back/);
    const leavers = encoded({ from: '2025-08', to: '2025-08', counted: ['LEAVERS'] });
    expect(await refusal(asked(leavers))).toMatch(/^BAD_USER_INPUT: .* LEAVERS looks back/);
  });

  test('following what follows ends at the limit, and every slice that was answered until then can be used', async () => {
    let slice = dualDrop();
    for (let depth = 0; depth < usualLimits.followDepth; depth++) {
      const { indicator } = await dataOf(
        gateway,
        `{ indicator(measure: NUMBERS, slice: "${slice}", follow: NUMBERS, month: "2026-10") { value slice } }`,
      );
      const again = await dataOf(gateway, `{ indicator(measure: NUMBERS, slice: "${indicator.slice}") { value } }`);
      expect(again.indicator.value).toBe(indicator.value);
      slice = indicator.slice;
    }
    expect(await refusal(`{ indicator(measure: NUMBERS, slice: "${slice}", follow: NUMBERS) { value } }`)).toMatch(
      /^BAD_USER_INPUT: follow: .* Follow the slice of an earlier answer\.$/,
    );
  });

  test('a masked column in the slice that is followed, however deep', async () => {
    const followed = { from: '2026-09', to: '2026-09', where: { msisdn: { startsWith: '138' } } };
    const inside = { nodes: [], counted: [], facts: [], others: [], followed: null };
    const deep = encoded({ followed: { ...inside, ...followed } });
    const masked = managerOf(['HAILAN']);
    for (const follow of ['RULE', 'NUMBERS'])
      expect(await refusal(`{ indicator(measure: NUMBERS, slice: "${deep}", follow: ${follow}) { value } }`, masked)).toMatch(
        /^FORBIDDEN: msisdn/,
      );
    expect(
      (await gateway.ask(`{ indicator(measure: NUMBERS, slice: "${deep}") { value } }`)).data.indicator.value,
    ).toBeGreaterThan(0);
  });
});

test('the viewer follows only whom they saw in the slice’s period, into rows that they may see', async () => {
  const [moved] = await gateway.sql(`select a.city as was, b.city as is_, count(*) as moved from number_state a
    join number_state b on b.number_id = a.number_id and b.month = '2026-10' where a.month = '2026-08' and a.city <> b.city
    group by all order by moved desc, was limit 1`);
  const hand = async (own: string) =>
    Number(
      (
        await gateway.sql(`select count(*) as found from number_state where month = '2026-10' and ${own}
          and number_id in (select number_id from number_state where month = '2026-08' and ${own})`)
      )[0]!.found,
    );
  const query = `{ indicator(measure: NUMBERS, slice: "${encoded({ from: '2026-08', to: '2026-08' })}", follow: NUMBERS, month: "2026-10") { value } }`;
  for (const cities of [['HAILAN'], ['HAILAN', 'MUHE'], ...(moved ? [[String(moved.was)], [String(moved.is_)]] : [])]) {
    const { data } = await gateway.ask(query, {}, managerOf(cities));
    expect(data.indicator.value).toBe(await hand(`city in (${cities.map((city) => `'${city}'`).join()})`));
  }
  expect((await gateway.ask(query, {}, managerOf([]))).data.indicator.value).toBe(0);
});

test('a filter beside the slice holds in the month at hand', async () => {
  const { indicator } = await dataOf(
    gateway,
    `{ indicator(measure: NUMBERS, slice: "${dualDrop()}", follow: NUMBERS, month: "2026-10", where: { stage: { eq: "OFF_NET" } }) { value } }`,
  );
  const [hand] = await gateway.sql(`select count(*) as found from number_state where month = '2026-10' and stage = 'OFF_NET'
    and number_id in (select number_id from number_state where month = '2026-09' and segment = 'DUAL_DROP')`);
  expect(indicator.value).toBe(Number(hand!.found));
});

test('explain: the change of the same numbers, its flows and its parts', async () => {
  const { explain, indicator, moves } = await dataOf(
    gateway,
    `{ explain(measure: REVENUE, slice: "${dualDrop()}", follow: NUMBERS, month: "2026-10") {
         change residual byFormula { contribution } byDimension { volume mix rate parts { contribution slice } } causes { value slice } }
       indicator(measure: REVENUE, slice: "${dualDrop()}", follow: NUMBERS, month: "2026-10") { change }
       moves: explain(measure: NUMBERS, slice: "${dualDrop()}", follow: NUMBERS, month: "2026-10") { change residual byFormula { node contribution } } }`,
  );
  expect(explain.change).toBe(indicator.change);
  expect(Math.abs(explain.residual)).toBeLessThan(1e-6);
  for (const { volume, mix, rate } of explain.byDimension) expect(volume + mix + rate).toBeCloseTo(explain.change, 6);
  for (const { value, slice } of explain.causes)
    expect((await dataOf(gateway, `{ indicator(measure: REVENUE, slice: "${slice}") { value } }`)).indicator.value).toBe(value);
  // Who is followed neither comes nor goes, but for those that are no longer listed.
  expect(moves.residual).toBe(0);
  for (const { node } of moves.byFormula) expect(node).toMatch(/\.(LEFT|DROPPED)$/);
});

test('numbers, in a month of theirs and in their own, page by page, and days of a flow', async () => {
  const asked = `slice: "${dualDrop()}", follow: NUMBERS`;
  const { own, later, first, days } = await dataOf(
    gateway,
    `{ own: numbers(${asked}) { totalCount nodes { numberId month } }
       later: numbers(${asked}, month: "2026-10", first: 10000) { totalCount nodes { numberId month lifecycle { stage } } }
       first: numbers(${asked}, month: "2026-10", first: 2) { nodes { numberId } pageInfo { endCursor } }
       days: indicator(measure: LEAVERS, ${asked}, month: "2026-10") { value drill(by: DAY) { value slice } } }`,
  );
  const [hand] = await gateway.sql(`select list(cast(number_id as varchar) order by number_id) as ids from number_state
    where month = '2026-10' and number_id in (select number_id from number_state where month = '2026-09' and segment = 'DUAL_DROP')`);
  expect(later.nodes.map(({ numberId }: Data) => numberId)).toEqual(hand!.ids);
  expect([own.nodes[0].month, later.totalCount]).toEqual(['2026-09', later.nodes.length]);
  expect(new Set(later.nodes.map(({ lifecycle }: Data) => lifecycle.stage)).size).toBeGreaterThan(1);
  const cursor = first.pageInfo.endCursor;
  const next = await dataOf(
    gateway,
    `{ numbers(${asked}, month: "2026-10", first: 2, after: "${cursor}") { nodes { numberId } } }`,
  );
  expect(next.numbers.nodes.map(({ numberId }: Data) => numberId)).toEqual((hand!.ids as readonly string[]).slice(2, 4));
  const byRule = await gateway.ask(`{ numbers(slice: "${dualDrop()}", first: 2, after: "${cursor}") { nodes { numberId } } }`);
  expect(byRule.errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
  expect(days.drill.reduce((total: number, { value }: Data) => total + value, 0)).toBe(days.value);
  for (const { value, slice } of days.drill)
    expect((await dataOf(gateway, `{ indicator(measure: LEAVERS, slice: "${slice}") { value } }`)).indicator.value).toBe(value);
});

test('analysis: from the slice’s months to any other ones', async () => {
  const months = async (span: string) => {
    const query = `{ analysis(measures: [NUMBERS], ${span} slice: "${dualDrop()}", follow: NUMBERS) { rows { period numbers } } }`;
    return (await dataOf(gateway, query)).analysis.rows.map(({ period }: Data) => period);
  };
  expect(await months('')).toEqual(['2026-09']);
  expect(await months('from: "2026-07"')).toEqual(['2026-07', '2026-08', '2026-09']);
  expect(await months('from: "2026-10"')).toEqual(['2026-10']);
  expect(await months('to: "2026-10"')).toEqual(['2026-09', '2026-10']);
  expect(await months('to: "2026-07"')).toEqual(['2026-07']);
});

test('every report takes the slice of an answer that follows, or says why not', async () => {
  const { analysis, reports } = await dataOf(
    gateway,
    `{ analysis(measures: [NUMBERS], from: "2026-09", to: "2026-10", grain: TOTAL, slice: "${dualDrop()}", follow: NUMBERS) { rows { slice } }
       reports { code } }`,
  );
  const count = async (slice: string): Promise<number> =>
    (await dataOf(gateway, `{ numbers(slice: "${slice}") { totalCount } }`)).numbers.totalCount;
  const { slice: followed } = analysis.rows[0];
  const all = await count(followed);
  const refused: string[] = [];
  for (const { code } of reports) {
    const asked = (months: string) =>
      gateway.ask(`{ report(code: "${code}", slice: "${followed}"${months}) { rows { slice } } }`);
    const ofTwo = await asked('');
    // Some are of one month.
    const { data, errors } = ofTwo.errors.length > 0 ? await asked(', from: "2026-10"') : ofTwo;
    if (errors.length > 0) {
      expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
      refused.push(code);
      continue;
    }
    const slices = data.report.rows.map(({ slice }: Data) => slice).filter((slice: string | null) => slice !== null);
    for (const slice of slices.slice(0, 1)) expect([code, (await count(slice)) <= all]).toEqual([code, true]);
  }
  expect(refused.sort()).toEqual(['CAMPAIGN_UPLIFT', 'CELL_HOURS', 'CELL_POTENTIAL', 'CHANNEL_COVERAGE', 'UPLIFT_BY_SEGMENT']);
});

test('a target list of who is followed has just them', async () => {
  const { indicator } = await dataOf(
    gateway,
    `{ indicator(measure: NUMBERS, slice: "${dualDrop()}", follow: NUMBERS, month: "2026-10", where: { city: { eq: "HAILAN" } }) { value slice } }`,
  );
  const { createTargetList } = await dataOf(
    gateway,
    `mutation { createTargetList(input: { name: "x", purpose: "x", scene: OUTBOUND, slice: "${indicator.slice}" }) { id sliceCount } }`,
  );
  const { freezeTargetList } = await dataOf(
    gateway,
    `mutation { freezeTargetList(id: "${createTargetList.id}") { size heldOut suppressed { count } } }`,
  );
  const { size, heldOut, suppressed } = freezeTargetList;
  const all = suppressed.reduce((sum: number, { count }: Data) => sum + count, size + heldOut);
  expect([createTargetList.sliceCount, all]).toEqual([indicator.value, indicator.value]);
});

test('a question that follows is answered number by number, by one statement for its months', async () => {
  const query = (follow: string) =>
    `{ indicator(measure: DOU, slice: "${dualDrop()}", follow: ${follow}) { value trend(months: 6) { value } } }`;
  const { statements, extensions } = await gateway.ask(query('NUMBERS'));
  expect(statements.filter((sql) => sql.includes('number_state'))).toHaveLength(1);
  expect(extensions.route).toContainEqual(
    expect.objectContaining({ source: 'number_state', rollupMissReason: expect.stringContaining('followed') }),
  );
});
