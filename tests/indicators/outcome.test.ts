// Every filter field, node and counted measure against every measure that counts leaving, at every door: ten seconds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeSlice, type Slice } from '../../src/slices/slice.js';
import { countsLeaving, fieldsSet, fieldsTold } from '../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf, nodesOf } from '../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const month = '2026-10';
const CUT = 'CUT_BY_OUTCOME';
const handleOf = (slice: Partial<Slice>): string =>
  encodeSlice(
    { from: month, to: month, where: {}, nodes: [], counted: [], facts: [], others: [], followed: null, ...slice },
    gateway.slices,
  );

const beside = ['NUMBERS', 'OPENING_SUBSCRIBERS', 'AVERAGE_SUBSCRIBERS', 'GROSS_ADDS', 'ARPU'];

/** Those of the measures that are none for being selected so. */
async function cutOf(asked: object, measures: readonly string[] = [...countsLeaving, ...beside]): Promise<readonly string[]> {
  const query = `query ($measures: [Measure!]!, $where: SliceFilter, $slice: Slice, $follow: Follow, $month: YearMonth) {
    indicators(measures: $measures, month: $month, where: $where, slice: $slice, follow: $follow, against: NONE) { measure { code } value absence }
  }`;
  const { indicators } = await dataOf(gateway, query, { measures, month, ...asked });
  for (const { value, absence } of indicators) if (absence !== null) expect([value, absence]).toEqual([null, absence]);
  return indicators.filter(({ absence }: Data) => absence === CUT).map(({ measure }: Data) => measure.code);
}

const rates = () => countsLeaving.filter((code) => !code.startsWith('LEAVERS')).sort();

describe('what counts leaving is none where leaving decides who is selected', () => {
  test('by every field of a filter, also where it only asks whether a value is there; of every measure of the catalogue', async () => {
    const all = [...gateway.martlet.definitions.catalogue.measures.keys()];
    expect([...(await cutOf({ where: { stage: { ne: 'NEW' } } }, all))].sort()).toEqual([...countsLeaving].sort());
    // Who is in a set is nobody's column.
    const fields = [...gateway.serving.columns.values()].filter(({ kind }) => kind !== 'set').map(({ field }) => field);
    for (const [at, field] of fields.entries()) {
      const expected = fieldsSet.includes(field) ? [...countsLeaving].sort() : fieldsTold.includes(field) ? rates() : [];
      const where = at % 2 === 0 ? { [field]: { isNull: false } } : { not: { or: [{ [field]: { isNull: true } }] } };
      expect([field, [...(await cutOf({ where }))].sort()]).toEqual([field, expected]);
    }
  });

  test('a field that is empty, or alike, for all who leave is one of those, but for what happened to nobody who left', async () => {
    const happened = [
      'satisfaction',
      'campaignContacts',
      'contactsElsewhere',
      'reachedContacts',
      'orders',
      'campaignCost',
      'orderMargin',
      'hasOpenComplaint',
    ];
    const columns = [...gateway.serving.columns.values()].filter(({ dimension }) => !dimension?.facts.length);
    const values = (sql: string, who: string) => `count(distinct cast(${sql} as varchar)) filter (${who})`;
    const [row] = (await gateway.sql(
      `select ${columns
        .map(({ sql, field }) => `${values(sql, 'leaver')} < 2 and ${values(sql, 'not leaver and on_books')} > 1 as "${field}"`)
        .join(', ')} from number_state where month = '${month}'`,
    )) as [Data];
    const alike = columns.map(({ field }) => field).filter((field) => row[field]);
    expect(alike.length).toBeGreaterThan(5);
    expect(alike.filter((field) => ![...fieldsSet, ...fieldsTold, ...happened].includes(field))).toEqual([]);
  });

  test('by every node of the life cycle, in its tree as by its slice, and by what a measure counts', async () => {
    for (const measure of countsLeaving) {
      const [root, ...nodes] = await nodesOf(gateway, { tree: 'LIFECYCLE', measure, month, against: 'PREVIOUS_MONTH' });
      expect([measure, root.value === null]).toEqual([measure, false]);
      for (const { code, value, baseline, contribution, share, absence } of nodes)
        expect([code, value, baseline, contribution, share, absence]).toEqual([code, null, null, null, null, CUT]);
    }
    for (const node of ['LIFECYCLE.OFF_NET', 'LIFECYCLE.MATURE', 'LIFECYCLE.DECLINE.DUAL_DROP.TO_OWN'])
      expect([...(await cutOf({ slice: handleOf({ nodes: [node] }) }))].sort()).toEqual([...countsLeaving].sort());
    const counted = async (code: string) => [...(await cutOf({ slice: handleOf({ counted: [code] }) }))].sort();
    expect(await counted('CLOSING_SUBSCRIBERS')).toEqual([...countsLeaving].sort());
    // Of leavers leavers are told, of those who opened the month everything is.
    expect(await counted('LEAVERS')).toEqual(rates());
    expect(await counted('OPENING_SUBSCRIBERS')).toEqual([]);
    expect([...(await cutOf({ slice: handleOf({ facts: ['leavers'] }) }))].sort()).toEqual(rates());
  });

  test('by what numbers are in the same or a later month, not by what they were before', async () => {
    const at = async (slice: Partial<Slice>, follow?: string) =>
      (await cutOf({ slice: handleOf(slice), ...(follow ? { follow } : {}) })).length > 0;
    const mature = ['LIFECYCLE.MATURE'];
    expect(await at({ others: ['2026-09 LIFECYCLE.MATURE'] })).toBe(false);
    expect(await at({ others: [`${month} LIFECYCLE.MATURE`] })).toBe(true);
    expect(await at({ others: ['2026-09 -'] })).toBe(false);
    expect(await at({ nodes: mature }, 'NUMBERS')).toBe(true);
    expect(await at({ from: '2026-09', to: '2026-09', nodes: mature }, 'NUMBERS')).toBe(false);
    const then = { slice: handleOf({ from: '2026-09', to: '2026-09', nodes: mature }), follow: 'NUMBERS', month: '2026-08' };
    expect((await cutOf(then)).length).toBe(countsLeaving.length);
  });
});

describe('at every door', () => {
  const where = { stage: { eq: 'MATURE' } };
  const figures = 'value baseline change absence';

  test('an indicator with its trend, drill and signal; and those of a tree’s node', async () => {
    const query = `query ($where: SliceFilter) {
      indicator(measure: CHURN_RATE, month: "${month}", where: $where) { ${figures}
        trend(months: 3) { value baseline absence } drill(by: CITY) { ${figures} contribution } signal { low absence } pace { projected absence } }
      indicatorTree(tree: "LIFECYCLE", measure: LEAVERS, month: "${month}") { nodes { code
        trend(months: 3) { value absence } drill(by: CITY) { ${figures} contribution } signal { low absence } } }
    }`;
    const { indicator, indicatorTree } = await dataOf(gateway, query, { where });
    const [, ...nodes] = indicatorTree.nodes;
    expect([indicator.value, indicator.baseline, indicator.absence, indicator.pace.projected]).toEqual([null, null, CUT, null]);
    for (const { trend, drill, signal } of [indicator, ...nodes]) {
      for (const { value, absence } of [...trend, ...drill]) expect([value, absence]).toEqual([null, CUT]);
      for (const { change, contribution } of drill) expect([change, contribution]).toEqual([null, null]);
      expect(signal).toEqual({ low: null, absence: CUT });
    }
  });

  test('an analysis and a table: rows and totals are null; what would choose rows by it is refused', async () => {
    const ask = (
      more: string,
    ) => `query ($where: SliceFilter) { analysis(dimensions: [CITY], measures: [CHURN_RATE, NUMBERS], from: "${month}", where: $where, totals: true ${more}) {
      rows { churnRate numbers absent { measure reason } } totals { churnRate numbers absent { measure reason } } } }`;
    const { analysis } = await dataOf(gateway, ask(''), { where });
    for (const { churnRate, numbers, absent } of [...analysis.rows, ...analysis.totals])
      expect([churnRate, numbers > 0, absent]).toEqual([null, true, [{ measure: 'CHURN_RATE', reason: CUT }]]);
    for (const [door, more] of [
      ['having', 'having: [{measure: CHURN_RATE, gt: 1}]'],
      ['topPer', 'topPer: {dimension: CITY, by: CHURN_RATE, n: 2}'],
    ]) {
      const { errors } = await gateway.ask(ask(more!), { where });
      expect(errors[0]?.message).toBe(
        `${door}: CHURN_RATE counts leaving, which itself sets STAGE (CUT_BY_OUTCOME). Ask STAGE_BEFORE, what it was the month before.`,
      );
    }
    const { errors } = await gateway.ask(ask('having: [{measure: CHURN_RATE, gt: 1}]'), { where: { onBooks: { eq: true } } });
    expect(errors[0]?.message).toMatch(/itself sets onBooks .*slice, with follow: NUMBERS/);
    const input = { dimensions: ['CITY'], measures: ['CHURN_RATE'], from: month, where };
    const { table } = await dataOf(gateway, 'query ($input: AnalysisInput!) { table(input: $input) { rows { cells } } }', {
      input,
    });
    for (const { cells } of table.rows) expect(cells.at(-1)).toBeNull();
  });

  test('explain says in both languages what to ask instead; signals, sums of numbers and reports have none', async () => {
    const query = `query ($where: SliceFilter) {
      explain(measure: CHURN_RATE, month: "${month}", where: $where) { ${figures} byFormula { node } byDimension { dimension } causes { score }
        summary zh: summary(locale: ZH) warnings signal { value } pattern }
      signals(month: "${month}", where: $where, first: 5000, noise: true) { measure { code } }
      numbers(month: "${month}", where: $where) { sums(measures: [CHURN_RATE, NUMBERS]) }
      report(code: "STOCK_STRUCTURE", month: "${month}", where: $where) { columns { name } rows { cells } }
    }`;
    const { explain, signals, numbers, report } = await dataOf(gateway, query, { where });
    const { summary, zh, warnings, ...told } = explain;
    expect(told).toEqual({
      ...{ value: null, baseline: null, change: null, absence: CUT, signal: null, pattern: null },
      ...{ byFormula: [], byDimension: [], causes: [] },
    });
    expect([summary, warnings]).toEqual([expect.stringContaining('Ask STAGE_BEFORE'), [summary]]);
    expect(zh).toContain('请改用上月的 STAGE_BEFORE');
    const tested = signals.map(({ measure }: Data) => measure.code);
    expect([tested.includes('REVENUE'), tested.filter((code: string) => countsLeaving.includes(code))]).toEqual([true, []]);
    expect(numbers.sums).toEqual([null, expect.any(Number)]);
    const at = report.columns.findIndex(({ name }: Data) => name === 'churnRate');
    for (const { cells } of report.rows) expect(cells[at]).toBeNull();
  });
});

test('followed from the month before, the rate is that of those numbers by hand', async () => {
  const slice = handleOf({ from: '2026-09', to: '2026-09', where: { stage: { eq: 'MATURE' } } });
  const query = `query ($slice: Slice) { indicator(measure: CHURN_RATE, month: "${month}", slice: $slice, follow: NUMBERS, against: NONE) { value absence } }`;
  const { indicator } = await dataOf(gateway, query, { slice });
  const [hand] =
    await gateway.sql(`select 200.0 * count(*) filter (s.leaver) / (count(*) filter (s.was_on_books) + count(*) filter (s.on_books)) as rate
    from number_state s join number_state p on p.number_id = s.number_id and p.month = '2026-09' and p.stage = 'MATURE' where s.month = '${month}'`);
  expect(indicator).toEqual({ value: expect.closeTo(Number(hand!.rate), 9), absence: null });
});
