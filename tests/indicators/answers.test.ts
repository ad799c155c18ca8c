import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attain } from '../../src/indicators/attainment.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf, indicatorOf, nodesOf } from '../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const measure = (code: string) => gateway.martlet.definitions.catalogue.measures.get(code)!;
async function errorOf(query: string, variables: Record<string, unknown> = {}) {
  const { errors } = await gateway.ask(query, variables);
  expect(errors).toHaveLength(1);
  return { code: errors[0]!.extensions.code, suggestions: errors[0]!.extensions.suggestions, message: errors[0]!.message };
}

describe('whatIf', () => {
  const find = (nodes: readonly Data[], code: string) => nodes.find((node) => node.code === code);
  const figures = ({ slice: _, ...node }: Data) => node;

  test('a leaf set by hand recomputes what is above it and nothing else; the baseline stays', async () => {
    const before = await nodesOf(gateway, { tree: 'REVENUE' });
    const leaf = 'REVENUE.ARPU.DATA_ARPU.DOU';
    const value = find(before, leaf).value * 1.1;
    const after = await nodesOf(gateway, { tree: 'REVENUE', whatIf: [{ node: leaf, value }] });
    const dataArpu = value * find(before, 'REVENUE.ARPU.DATA_ARPU.PRICE_PER_GB').value;
    const arpu = find(before, 'REVENUE.ARPU').value + dataArpu - find(before, 'REVENUE.ARPU.DATA_ARPU').value;
    expect(find(after, leaf).value).toBe(value);
    expect(find(after, 'REVENUE.ARPU.DATA_ARPU').value).toBeCloseTo(dataArpu, 9);
    expect(find(after, 'REVENUE.ARPU').value).toBeCloseTo(arpu, 9);
    expect(after[0].value).toBeCloseTo(arpu * find(before, 'REVENUE.AVERAGE_SUBSCRIBERS').value, 6);
    for (const node of after) expect([node.code, node.baseline]).toEqual([node.code, find(before, node.code).baseline]);
    const untouched = ['REVENUE.AVERAGE_SUBSCRIBERS', 'REVENUE.ARPU.VOICE_ARPU', 'REVENUE.ARPU.DATA_ARPU.PRICE_PER_GB'];
    for (const code of untouched) expect(find(after, code).value).toBe(find(before, code).value);
    const leaves = after.filter(({ relation }: Data) => relation === null);
    expect(leaves.reduce((sum: number, { contribution }: Data) => sum + contribution, 0)).toBeCloseTo(after[0].change, 4);
  });

  test('all leaves set to what they are change nothing', async () => {
    for (const tree of ['REVENUE', 'GROWTH', 'SUBSCRIBERS', 'MARGIN', 'CAMPAIGN']) {
      const before = await nodesOf(gateway, { tree });
      const whatIf = before.filter(({ relation }) => relation === null).map(({ code, value }) => ({ node: code, value }));
      const after = await nodesOf(gateway, { tree, whatIf });
      for (const [index, node] of after.entries())
        expect([node.code, node.value]).toEqual([node.code, expect.closeTo(before[index].value, 6)]);
    }
  });

  test('only leaves of formula trees can be set', async () => {
    const query = 'query ($tree: ID!, $node: ID!) { indicatorTree(tree: $tree, whatIf: [{node: $node, value: 1}]) { code } }';
    const inner = await errorOf(query, { tree: 'REVENUE', node: 'REVENUE.ARPU' });
    expect([inner.code, inner.message]).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('expected a leaf of the tree, found "REVENUE.ARPU"'),
    ]);
    const misspelt = await errorOf(query, { tree: 'REVENUE', node: 'REVENUE.ARPU.DATA_ARPU.DUO' });
    expect(misspelt.message).toContain('Did you mean REVENUE.ARPU.DATA_ARPU.DOU');
    const counted = await errorOf(query, { tree: 'LIFECYCLE', node: 'LIFECYCLE.NEW' });
    expect([counted.code, counted.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('LIFECYCLE is no formula tree')]);
  });

  test('an empty list is no hypothesis', async () => {
    expect((await nodesOf(gateway, { tree: 'MARGIN', whatIf: [] })).map(figures)).toEqual(
      (await nodesOf(gateway, { tree: 'MARGIN' })).map(figures),
    );
  });
});

describe('names in both languages', () => {
  test('trees, nodes, measures and parts; English where no language is asked for', async () => {
    const data = await dataOf(
      gateway,
      `{ indicatorTree(tree: "LIFECYCLE") { name zh: name(locale: ZH) nodes(maxLevel: 1) { code name zh: name(locale: ZH) measure { name zh: name(locale: ZH) unit kind formula higherIsBetter } } }
         indicator(measure: ARPU) { drill(by: CITY, top: 1) { label zh: label(locale: ZH) isOther } } }`,
    );
    expect([data.indicatorTree.name, data.indicatorTree.zh]).toEqual(['Life cycle', '生命周期']);
    const decline = data.indicatorTree.nodes.find(({ code }: Data) => code === 'LIFECYCLE.DECLINE');
    expect([decline.name, decline.zh]).toEqual(['Decline', '衰退期']);
    expect(decline.measure).toEqual({
      name: 'Numbers',
      zh: '号码数',
      unit: 'numbers',
      kind: 'stock',
      formula: 'count where TRUE',
      higherIsBetter: true,
    });
    const [city, other] = data.indicator.drill;
    expect(city.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(city.label).toMatch(/^[A-Z][a-z]+/);
    expect([other.label, other.zh, other.isOther]).toEqual(['Other', '其他', true]);
  });

  test('the formula is shown wherever the value is: ratios over measures, counts over columns', async () => {
    const data = await dataOf(
      gateway,
      '{ a: indicator(measure: ARPU) { measure { formula } } b: indicator(measure: LEAVERS) { measure { formula } } }',
    );
    expect([data.a.measure.formula, data.b.measure.formula]).toEqual(['REVENUE / AVERAGE_SUBSCRIBERS', 'count where leaver']);
  });

  test('indicatorTrees lists the seven with their relation and levels', async () => {
    const { indicatorTrees } = await dataOf(gateway, '{ indicatorTrees { code name description(locale: ZH) relation levels } }');
    expect(indicatorTrees.map(({ code, relation, levels }: Data) => [code, relation, levels])).toEqual([
      ['ACQUISITION', 'DIFFERENCE', 2],
      ['CAMPAIGN', 'DIFFERENCE', 2],
      ['GROWTH', 'PRODUCT', 3],
      ['LIFECYCLE', 'PARTITION', 5],
      ['MARGIN', 'DIFFERENCE', 2],
      ['REVENUE', 'PRODUCT', 4],
      ['SUBSCRIBERS', 'DIFFERENCE', 3],
    ]);
  });
});

describe('target, attainment and status', () => {
  const rule = { onTrack: 1, watch: 0.95 };
  test.each([
    ['up is good, met', 'REVENUE', 101, 100, 1.01, 'ON_TRACK'],
    ['up is good, nearly', 'REVENUE', 96, 100, 0.96, 'WATCH'],
    ['up is good, missed', 'REVENUE', 90, 100, 0.9, 'OFF_TRACK'],
    ['down is good, met', 'CHURN_RATE', 1.25, 1.6, 1.28, 'ON_TRACK'],
    ['down is good, nearly', 'CHURN_RATE', 1.65, 1.6, 1.6 / 1.65, 'WATCH'],
    ['down is good, missed', 'CHURN_RATE', 2, 1.6, 0.8, 'OFF_TRACK'],
    ['neither is good: nearness counts, above', 'DATA_SATURATION', 125, 100, 0.8, 'OFF_TRACK'],
    ['neither is good: nearness counts, below', 'DATA_SATURATION', 80, 100, 0.8, 'OFF_TRACK'],
    ['a target of zero has no quotient', 'NET_ADDS', 5, 0, null, 'ON_TRACK'],
    ['a negative figure has no quotient', 'NET_ADDS', -5, 10, null, 'OFF_TRACK'],
    ['a negative target met', 'NET_ADDS', -5, -10, null, 'ON_TRACK'],
    ['no target', 'REVENUE', 5, null, null, 'NO_TARGET'],
    ['no figure', 'REVENUE', null, 5, null, 'NO_TARGET'],
  ])('%s', (_, code, value, target, attainment, status) => {
    const found = attain(measure(code), value, target, rule);
    expect([found.target, found.status]).toEqual([target, status]);
    if (attainment === null) expect(found.attainment).toBeNull();
    else expect(found.attainment).toBeCloseTo(attainment, 12);
  });

  test('plan values of chosen cities add up; of a ratio, or of any other cut, there are none', async () => {
    const rows = await gateway.sql(
      `select city, measure, cast(value as double) as value from serving.mart_target where month = '2026-10' and coalesce(county, grid, channel_id, staff_id) is null`,
    );
    const plan = (code: string, ...cities: readonly string[]) =>
      rows
        .filter(({ city, measure: of }) => of === code && cities.includes(String(city)))
        .reduce((sum, { value }) => sum + Number(value), 0);
    const target = async (code: string, where?: object) => (await indicatorOf(gateway, { measure: code, where })).target;
    expect(await target('REVENUE', { city: { eq: 'HAILAN' } })).toBeCloseTo(plan('REVENUE', 'HAILAN'), 4);
    expect(await target('REVENUE', { city: { in: ['HAILAN', 'MUHE', 'HAILAN'] } })).toBeCloseTo(
      plan('REVENUE', 'HAILAN', 'MUHE'),
      4,
    );
    expect(await target('REVENUE', { city: { eq: 'HAILAN', in: ['HAILAN', 'MUHE'] } })).toBeCloseTo(plan('REVENUE', 'HAILAN'), 4);
    for (const where of [
      { city: { eq: 'HAILAN', in: ['MUHE'] } },
      { city: { ne: 'HAILAN' } },
      { city: { eq: 'HAILAN' }, stage: { eq: 'NEW' } },
      { city: { eq: 'NOWHERE' } },
    ]) {
      expect(await target('REVENUE', where)).toBeNull();
    }
    expect(await target('ARPU')).toBe(Number(rows.find(({ city, measure: of }) => of === 'ARPU' && city === null)!.value));
    expect(await target('ARPU', { city: { in: ['HAILAN', 'MUHE'] } })).toBeNull();
    expect(await target('VOICE_ARPU')).toBeNull();
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown tree', '{ indicatorTree(tree: "LIFECICLE") { code } }', 'UNKNOWN_NAME', ['LIFECYCLE']],
    ['an unknown measure', '{ indicator(measure: CHURN) { value } }', 'UNKNOWN_NAME', ['CHURN_RATE']],
    ['an unknown dimension', '{ indicator(measure: ARPU) { drill(by: CITI) { value } } }', 'UNKNOWN_NAME', ['CITY']],
  ])('%s: %s', async (_, query, code, suggested) => {
    const error = await errorOf(query);
    expect([error.code, error.suggestions]).toEqual([code, expect.arrayContaining(suggested)]);
  });

  test.each([
    [
      'a month before the data',
      '{ indicator(measure: ARPU, month: "2020-01") { value } }',
      'the data have 2025-08 to 2026-10, found 2020-01',
    ],
    ['a month after the data', '{ indicatorTree(tree: "MARGIN", month: "2026-11") { code } }', 'found 2026-11'],
    ['no month', '{ indicator(measure: ARPU, month: "2026-13") { value } }', 'expected a month like "2026-10"'],
    [
      'a day that there is not',
      '{ indicator(measure: ARPU, where: {joinedOn: {eq: "2026-02-30"}}) { value } }',
      'expected a date like',
    ],
    [
      'another measure on a formula tree',
      '{ indicatorTree(tree: "REVENUE", measure: NUMBERS) { code } }',
      'REVENUE is a formula tree of REVENUE',
    ],
    ['a trend of no months', '{ indicator(measure: ARPU) { trend(months: 0) { value } } }', 'expected 1 to 120, found 0'],
    [
      'a trend of too many months',
      '{ indicatorTree(tree: "MARGIN") { root { trend(months: 121) { value } } } }',
      'expected 1 to 120, found 121',
    ],
    ['a slice that is none', '{ indicator(measure: ARPU, slice: "hello") { value } }', 'Expected a slice'],
  ])('%s: BAD_USER_INPUT', async (_, query, message) => {
    const error = await errorOf(query);
    expect([error.code, error.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(message)]);
  });

  test('a slice of an older version: STALE_SLICE', async () => {
    const { slice } = await indicatorOf(gateway, { measure: 'ARPU' });
    const error = await errorOf('query ($slice: Slice) { indicator(measure: ARPU, slice: $slice) { value } }', {
      slice: slice.replace('s2.', 's0.'),
    });
    expect(error.code).toBe('STALE_SLICE');
  });
});

test('arguments that are null are as if left out, but for filter and slice', async () => {
  const query = `query ($month: YearMonth, $slice: Slice, $where: SliceFilter, $measure: Measure, $whatIf: [WhatIf!], $top: Int, $locale: Locale) {
    indicator(measure: ARPU, month: $month, slice: $slice, where: $where) { value drill(by: STAGE, top: $top) { value label(locale: $locale) } }
    indicatorTree(tree: "LIFECYCLE", month: $month, slice: $slice, where: $where, measure: $measure, whatIf: $whatIf) { root { value } }
  }`;
  const names = ['month', 'measure', 'whatIf', 'top', 'locale'];
  const given = await dataOf(gateway, query, Object.fromEntries(names.map((name) => [name, null])));
  expect(given).toEqual(await dataOf(gateway, query));
  expect(given.indicator.drill).toHaveLength(5);
});

test('coverage: of its numbers the share that has what a figure rests on, by a count of its own; it asks nothing where a month is complete', async () => {
  const { catalogue } = gateway.martlet.definitions;
  const { city } = (await gateway.sql("SELECT min(city) AS city FROM number_state WHERE month = '2026-10'"))[0]!;
  let partial = 0;
  for (const { code, numerator, denominator } of catalogue.measures.values()) {
    const { data, errors, statements } = await gateway.ask(
      `{ indicator(measure: ${code}, month: "2026-10", against: NONE, where: { city: { eq: "${city}" } }) { coverage } }`,
    );
    expect(errors).toEqual([]);
    const parts = [...numerator.terms.keys(), ...(denominator?.terms.keys() ?? [])].map((part) => catalogue.parts.get(part)!);
    const columns = [...new Set(parts.flatMap(({ needs }) => needs))]
      .filter((need) => !need.includes('.'))
      .filter((need) => !gateway.martlet.definitions.contract.marts.get('number_month')!.columns.get(need)!.sparse);
    const shares = ['1', ...columns.map((column) => `avg((${column} IS NOT NULL)::INTEGER)`)];
    const [row] = await gateway.sql(
      `SELECT least(${shares.join(', ')}) AS share FROM number_state WHERE month = '2026-10' AND city = '${city}'`,
    );
    expect([code, data.indicator.coverage]).toEqual([code, expect.closeTo(Number(row!.share), 12)]);
    if (data.indicator.coverage < 1) partial++;
    else if (columns.length === 0) expect(statements.filter((sql) => sql.includes('filled_0'))).toEqual([]);
  }
  expect(partial).toBeGreaterThan(0);
  const none = await gateway.ask('{ indicator(measure: SATISFACTION, where: { city: { eq: "NOWHERE" } }) { coverage } }');
  expect(none.data.indicator.coverage).toBeNull();
});
