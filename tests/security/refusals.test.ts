import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { encodeSlice } from '../../src/slices/slice.js';
import type { Where } from '../../src/slices/where.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const codes = async (viewer: Viewer, query: string, given: Record<string, unknown> = {}) => {
  const { errors, data, statements } = await gateway.ask(query, given, viewer);
  return {
    codes: errors.map(({ extensions }) => extensions.code),
    messages: errors.map(({ message }) => message),
    data,
    statements,
  };
};

describe('Z2: an empty grant means nothing, never everything', () => {
  const nobody = managerOf([]);

  test('Z2: figures are zero, ratios have nothing to divide by, drills and lists of values are empty, plans are not there', async () => {
    const { codes: errors, data } = await codes(
      nobody,
      `{ numbers: indicator(measure: NUMBERS) { value baseline target trend(months: 15) { value } drill(by: CITY) { code } }
         arpu: indicator(measure: ARPU) { value absence target }
         cohort: indicator(measure: RETENTION_6M) { value absence }
         indicatorTree(tree: "LIFECYCLE") { nodes { value drill(by: STAGE) { code } } }
         revenue: indicatorTree(tree: "REVENUE") { root { value target } }
         catalogue { dimensions { code cardinality values(first: 10) { code } } } }`,
    );
    expect(errors).toEqual([]);
    expect([data.numbers.value, data.numbers.baseline, data.numbers.target, data.numbers.drill]).toEqual([0, 0, null, []]);
    expect(data.numbers.trend.map(({ value }: Data) => value)).toEqual(Array.from({ length: 15 }, () => 0));
    expect([data.arpu, data.cohort]).toEqual([
      { value: null, absence: 'ZERO_DENOMINATOR', target: null },
      { value: null, absence: 'ZERO_DENOMINATOR' },
    ]);
    for (const node of data.indicatorTree.nodes)
      expect(node).toEqual({ value: expect.toSatisfy((value) => value === 0 || value === null), drill: [] });
    expect(data.revenue.root).toEqual({ value: 0, target: null });
    for (const { code, cardinality, values } of data.catalogue.dimensions)
      expect([code, cardinality || 0, values]).toEqual([code, 0, []]);
  });

  test('Z2: nor do a filter, a slice of somebody else or a city that is named open anything', async () => {
    const slice = encodeSlice(
      { from: '2026-10', to: '2026-10', where: {}, nodes: [], counted: [], facts: [], others: [], followed: null },
      gateway.slices,
    );
    for (const argument of [
      'where: {or: [{city: {isNull: true}}, {city: {isNull: false}}]}',
      'where: {not: {city: {eq: "NOWHERE"}}}',
      `slice: "${slice}"`,
      'where: {city: {eq: "HAILAN"}}',
    ]) {
      const { data } = await codes(nobody, `{ indicator(measure: NUMBERS, ${argument}) { value } }`);
      expect([argument, data.indicator.value]).toEqual([argument, 0]);
    }
  });
});

describe('Z3: masked columns cannot be filtered by', () => {
  const masked = managerOf(['HAILAN'], { subject: 'masked' });
  const allCities: Viewer = { ...developer, personal: 'masked' };
  const personal = ['msisdn', 'customerId', 'householdId', 'deviceId'];

  test('Z3: these are the personal columns of the contract', () => {
    expect(
      [...gateway.serving.columns.values()]
        .filter((column) => column.personal)
        .map(({ field }) => field)
        .sort(),
    ).toEqual([...personal].sort());
  });

  test.each(personal)('Z3: %s in a filter, however deep: FORBIDDEN before anything is read', async (field) => {
    const comparisons = [{ eq: 'x' }, { in: ['x'] }, { startsWith: '138' }, { isNull: true }];
    const filters = comparisons.flatMap((comparison) => [
      { [field]: comparison },
      { not: { [field]: comparison } },
      { or: [{ city: { eq: 'A' } }, { and: [{ not: { [field]: comparison } }] }] },
    ]);
    for (const viewer of [masked, allCities]) {
      for (const where of filters) {
        for (const query of [
          'query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { value } }',
          'query ($where: SliceFilter) { indicatorTree(tree: "MARGIN", where: $where) { code } }',
        ]) {
          const refused = await codes(viewer, query, { where });
          expect([refused.codes, refused.statements]).toEqual([['FORBIDDEN'], []]);
          expect(refused.messages[0]).toContain(field);
        }
      }
    }
  });

  test.each(personal)('Z3: %s inside a slice, forged or made by somebody who may: FORBIDDEN', async (field) => {
    const where = { or: [{ [field]: { startsWith: '1' } }, { city: { eq: 'HAILAN' } }] };
    const marks = { nodes: [], counted: [], facts: [], others: [], followed: null };
    // As of a gateway of the same key that had no such rule.
    const forged = encodeSlice({ from: '2026-10', to: '2026-10', where: where as unknown as Where, ...marks }, gateway.slices);
    const made = await gateway.ask('query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { slice } }', {
      where,
    });
    for (const slice of [forged, made.data.indicator.slice]) {
      for (const viewer of [masked, allCities]) {
        const refused = await codes(viewer, 'query ($slice: Slice) { indicator(measure: NUMBERS, slice: $slice) { value } }', {
          slice,
        });
        expect([refused.codes, refused.statements]).toEqual([['FORBIDDEN'], []]);
      }
      expect(
        (await codes(developer, 'query ($slice: Slice) { indicator(measure: NUMBERS, slice: $slice) { value } }', { slice }))
          .codes,
      ).toEqual([]);
    }
  });

  test('Z3: no dimension is a personal column, so none can be grouped by', () => {
    const { columns } = gateway.serving;
    expect([...columns.values()].filter(({ dimension, personal: hidden }) => dimension && hidden)).toEqual([]);
    const sql = [...gateway.martlet.definitions.catalogue.dimensions.values()].map((dimension) => dimension.sql);
    for (const column of ['msisdn', 'customer_id', 'household_id', 'device_id'])
      expect(sql.filter((text) => text.includes(column))).toEqual([]);
  });
});

test('a tier that is not granted: FORBIDDEN, and nothing is read', async () => {
  const clerk = managerOf(['HAILAN'], { tiers: [3, 4] });
  for (const query of [
    '{ indicatorTrees { code } }',
    '{ indicator(measure: ARPU) { value } }',
    '{ indicatorTree(tree: "MARGIN") { code } }',
  ]) {
    const refused = await codes(clerk, query);
    expect([refused.codes, refused.statements]).toEqual([['FORBIDDEN'], []]);
    expect(refused.messages[0]).toContain('Tier 1 is not granted');
  }
});

test('the route is shown to those who may see it, and to nobody else', async () => {
  for (const seesRoute of [true, false]) {
    const { extensions } = await gateway.ask('{ indicator(measure: ARPU) { value } }', {}, managerOf(['HAILAN'], { seesRoute }));
    expect(Object.keys(extensions).sort()).toEqual(['cost', 'dataDate', 'generation', ...(seesRoute ? ['route'] : [])]);
    expect(JSON.stringify(extensions).includes('rollup')).toBe(seesRoute);
  }
});

test('an error text holds no figure and no SQL', async () => {
  for (const where of [
    { city: { in: Array.from({ length: 10_001 }, String) } },
    { msisdn: { eq: '13800000000' } },
    { numberId: { eq: 'x' } },
  ]) {
    const { messages } = await codes(
      managerOf(['HAILAN']),
      'query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { value } }',
      { where },
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).not.toMatch(/select|number_state|138/i);
  }
});
