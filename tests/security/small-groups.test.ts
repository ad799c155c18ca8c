import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptCells } from '../../src/figures/suppression/kept-cells.js';
import { groupedBy } from '../../src/lib/grouped-by.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const least = 11;
/** Sees figures only, of the whole operator. */
const board = managerOf([], { subject: 'board', rows: null, tiers: [1, 2], minimumGroup: least });
const ask = async (query: string, given: object = {}): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, { ...given }, board);
  expect(errors).toEqual([]);
  return data;
};
const table = async (dimensions: readonly string[], where?: object, viewer = board): Promise<readonly Data[]> => {
  const fields = dimensions.map((code) => code.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
  const query = `query ($d: [Dimension!], $where: SliceFilter) { analysis(dimensions: $d, measures: [NUMBERS, REVENUE, ARPU], where: $where, totals: true, first: 10000) {
    rows { ${fields.join(' ')} numbers revenue arpu } totals { totalOf ${fields.join(' ')} numbers revenue } } }`;
  const { data, errors } = await gateway.ask(query, { d: dimensions, ...(where && { where }) }, viewer);
  expect(errors).toEqual([]);
  return data.analysis;
};

describe('D1, D2: a table', () => {
  const whole = managerOf([], { rows: null, tiers: [1, 2, 3] });

  test.each([
    ['one dimension', ['PLAN']],
    ['two', ['COUNTY', 'PLAN_TIER']],
    ['three', ['CITY', 'PLAN', 'STAGE']],
  ])('D1, D2: by %s tells no cell of few, and of what it leaves out at least so many', async (_, dimensions) => {
    const [told, all] = (await Promise.all([table(dimensions), table(dimensions, undefined, whole)])) as unknown as Data[];
    expect(told.rows.length).toBe(all.rows.length);
    const nameOf = (row: Data) => JSON.stringify(dimensions.map((code) => Object.values(row)[dimensions.indexOf(code)]));
    const truth = new Map<string, Data>(all.rows.map((row: Data) => [nameOf(row), row]));
    const cells = told.rows.map((row: Data) => ({
      row,
      keys: Object.values(row).slice(0, dimensions.length),
      true: truth.get(nameOf(row))!,
    }));
    expect(cells.some(({ true: own }: Data) => own.numbers < least)).toBe(true);
    for (const { row, true: own } of cells) {
      if (own.numbers < least) expect([row.numbers, row.revenue, row.arpu]).toEqual([null, null, null]);
      else if (row.numbers !== null) expect([row.numbers, row.revenue]).toEqual([own.numbers, own.revenue]);
      expect(row.numbers === null).toBe(row.revenue === null);
    }
    for (let index = 0; index < dimensions.length; index++) {
      const lines = groupedBy<Data, string | undefined>(cells, ({ keys }: Data) =>
        JSON.stringify(keys.filter((_key: unknown, at: number) => at !== index)),
      );
      for (const line of lines.values()) {
        const hidden = line.filter(({ row }: Data) => row.numbers === null);
        const size = hidden.reduce((sum: number, { true: own }: Data) => sum + own.numbers, 0);
        if (hidden.length > 0 && hidden.length < line.length) expect([size >= least, hidden.length >= 2]).toEqual([true, true]);
      }
    }
  });

  test('D2: what a line leaves out is together never few, whatever the table', () => {
    const cell = fc.record({ a: fc.nat(4), b: fc.nat(4), numbers: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: ({ a, b }) => `${a} ${b}`, maxLength: 20 }), (made) => {
        const cells = made.map(({ a, b, numbers }) => ({ path: null, keys: [`a${a}`, `b${b}`], numbers, isFew: false }));
        const { few, aid } = keptCells(cells, least);
        const kept = { has: (each: (typeof cells)[number]) => few.has(each) || aid.has(each) };
        for (const each of cells) if (each.numbers > 0 && each.numbers < least) expect(kept.has(each)).toBe(true);
        for (const index of [0, 1])
          for (const line of groupedBy<Data, string | undefined>(cells, ({ keys }) => keys[index]).values()) {
            const hidden = line.filter((each) => kept.has(each));
            const told = line.filter((each) => each.numbers > 0 && !kept.has(each));
            const size = hidden.reduce((sum, { numbers }) => sum + numbers, 0);
            if (hidden.length > 0 && told.length > 0) expect(size >= least && hidden.length >= 2).toBe(true);
          }
      }),
      { numRuns: 500 },
    );
  });
});

describe('D3: two questions', () => {
  /** Every figure that one gets without seeing numbers: the more of a pair are told, the more must lie between them. */
  const numbersOf = async (where: object | undefined): Promise<ReadonlyMap<string, number>> => {
    const { indicator, analysis, indicatorTree } = await ask(
      `query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { value drill(by: PLAN_TIER) { code value } }
        analysis(where: $where, dimensions: [CITY], measures: [NUMBERS]) { rows { city numbers } }
        indicatorTree(tree: "LIFECYCLE", measure: NUMBERS, where: $where) { nodes { code value } } }`,
      where && { where },
    );
    const found: [string, number | null][] = [
      ['all', indicator.value],
      ...indicator.drill.map(({ code, value }: Data) => [`plan ${code}`, value]),
      ...analysis.rows.map(({ city, numbers }: Data) => [`city ${city}`, numbers]),
      ...indicatorTree.nodes.map(({ code, value }: Data) => [`node ${code}`, value]),
    ];
    return new Map(found.filter((each): each is [string, number] => each[1] !== null));
  };
  /** What is known of both, and differs. */
  const between = async (a: object | undefined, b: object | undefined): Promise<readonly number[]> => {
    const [one, other] = await Promise.all([numbersOf(a), numbersOf(b)]);
    return [...one].flatMap(([name, value]) => (other.has(name) ? [Math.abs(value - other.get(name)!)] : []));
  };

  test('D3: everybody and everybody but a few: by any code, list, flag or threshold', async () => {
    const rare = await gateway.sql(
      "select plan_id, count(*) as n from number_state where month = '2026-10' group by 1 order by n limit 2",
    );
    const pairs: [object | undefined, object | undefined][] = [
      [undefined, { plan: { ne: rare[0]!.plan_id } }],
      [undefined, { not: { plan: { eq: rare[0]!.plan_id } } }],
      [{ valueTier: { eq: 'HIGH' } }, { valueTier: { eq: 'HIGH' }, revenue: { lt: 200 } }],
      [{ revenue: { lt: 150 } }, { revenue: { lt: 200 } }],
      [
        { plan: { eq: 'P9_4G_TALK' }, dataGb: { lt: 30 } },
        { plan: { eq: 'P9_4G_TALK' }, dataGb: { lt: 40 } },
      ],
      [{ homeCell: { isNull: false } }, undefined],
      [{ creditLevel: { in: [1, 2, 3, 4, 5] } }, { creditLevel: { in: [2, 3, 4, 5] } }],
      [{ city: { in: ['HAILAN', 'MUHE'] } }, { city: { eq: 'MUHE' } }],
      [undefined, { or: [{ complaints: { lt: 3 } }, { revenue: { gt: 20 } }] }],
    ];
    for (const [a, b] of pairs)
      for (const lies of await between(a, b)) expect([a, b, lies === 0 || lies >= least]).toEqual([a, b, true]);
    expect((await numbersOf(undefined)).size).toBeGreaterThan(20);
  });

  test('D3: what a table keeps back is not told by a filter either', async () => {
    const { rows } = (await table(['COUNTY', 'PLAN'])) as unknown as Data;
    const hidden = rows.filter(({ numbers }: Data) => numbers === null);
    expect(hidden.length).toBeGreaterThan(5);
    const one = async ({ county, plan }: Data) =>
      (
        await ask('query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { value absence } }', {
          where: { county: { eq: county }, plan: { eq: plan } },
        })
      ).indicator;
    for (const row of hidden.slice(0, 12)) expect(await one(row)).toEqual({ value: null, absence: 'SUPPRESSED' });
  });

  test('a threshold that is not round, and a filter of very many values, need tier 3', async () => {
    const messages = async (where: object) => {
      const query = 'query ($where: SliceFilter) { indicator(measure: NUMBERS, where: $where) { value } }';
      return (await gateway.ask(query, { where }, board)).errors.map(({ message }) => message);
    };
    expect(await messages({ revenue: { lt: 50.88 } })).toEqual([
      expect.stringMatching(/^revenue: only with tier 3 may a threshold be as exact as 50\.88/),
    ]);
    expect(await messages({ revenue: { in: Array.from({ length: 70 }, (_, index) => index) } })).toEqual([
      expect.stringMatching(/only with tier 3 may more be said/),
    ]);
    expect(await messages({ revenue: { between: [20, 150] } })).toEqual([]);
  });
});

const fewOfACounty = async () => {
  const [few] = await gateway.sql(
    `select county, plan_id from number_state where month = '2026-10' and county is not null group by all having count(*) < ${least} order by all limit 1`,
  );
  return { county: { eq: few!.county }, plan: { eq: few!.plan_id } };
};

test('D1: other doors tell no figure of few either: trend, slice, drill, explanation', async () => {
  const where = await fewOfACounty();
  const { indicator, explain } = await ask(
    `query ($where: SliceFilter) { indicator(measure: REVENUE, where: $where) { value slice trend(months: 3) { value absence } drill(by: GENDER) { value } }
      explain(measure: REVENUE, where: $where) { value change byFormula { contribution } byDimension { parts { code } } causes { value } } }`,
    { where },
  );
  expect(indicator.value).toBeNull();
  expect(indicator.drill.map(({ value }: Data) => value).filter((value: number | null) => value !== null)).toEqual([]);
  expect(indicator.trend.at(-1)).toEqual({ value: null, absence: 'SUPPRESSED' });
  const told = await ask('query ($s: Slice!) { slice(slice: $s) { count } }', { s: indicator.slice });
  expect(told.slice.count).toBeNull();
  expect(explain).toMatchObject({ value: null, change: null, byFormula: [], byDimension: [], causes: [] });
});

test('D1: a list of few is not made, as its count would tell, but by who sees numbers', async () => {
  const query = 'mutation ($input: TargetListInput!) { createTargetList(input: $input) { sliceCount } }';
  const input = { name: 'few', purpose: 'a test', scene: 'COUNTER', where: await fewOfACounty() };
  const marketer = { ...board, tiers: [1, 2, 4] };
  const refused = await gateway.ask(query, { input }, marketer);
  expect(refused.errors[0]?.message).toMatch(/expected what holds at least 11 numbers .* \(SUPPRESSED\)/);
  const made = await gateway.ask(query, { input }, { ...marketer, tiers: [1, 2, 3, 4], minimumGroup: 1 });
  expect(made.data.createTargetList.sliceCount).toBeLessThan(least);
});

test('D1: reports of methods of their own tell no cell of few', async () => {
  const answerOf = async (code: string, options: readonly object[], viewer = board): Promise<Data> => {
    const query = `query ($code: ID!, $options: [ReportOption!]) {
      report(code: $code, options: $options, from: "2026-04", first: 10000) { columns { name } rows { cells } } }`;
    const { data, errors } = await gateway.ask(query, { code, options }, viewer);
    expect(errors).toEqual([]);
    return data.report;
  };
  for (const [code, options, count] of [
    ['LIFECYCLE_MIGRATION', [{ name: 'level', value: 'SEGMENT' }], 'numbers'],
    ['COHORT_RETENTION', [{ name: 'by', value: 'CITY' }], 'joiners'],
  ] as const) {
    const told = await answerOf(code, options);
    const whole = await answerOf(code, options, { ...board, tiers: [1, 2, 3], minimumGroup: 1 });
    const at = told.columns.findIndex(({ name }: Data) => name === count);
    const few = ({ rows }: Data): number => rows.filter(({ cells }: Data) => cells[at] > 0 && cells[at] < least).length;
    expect(few(whole)).toBeGreaterThan(0);
    expect(few(told)).toBe(0);
    expect(told.rows.filter(({ cells }: Data) => cells[at] !== null).length).toBeGreaterThan(0);
  }
});
