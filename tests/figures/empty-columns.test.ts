// Costs two builds of 1,000 × 8 months once, kept for later runs: the same operator with and without an accident, so that each figure of the
// damaged one can be held against what it really was.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Measure } from '../../src/catalogue/types.js';
import { loadConfig } from '../../src/config.js';
import { monthsUpTo } from '../../src/lib/months.js';
import { createMartlet } from '../../src/martlet.js';
import { camelCase } from '../../src/slices/columns.js';
import { encodeSlice } from '../../src/slices/slice.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { type DemoSize, demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { builder, kept } from '../support/kept.js';

const size: DemoSize = { numbers: 1000, months: 8, seed: 7 };
/** Extracts that did not come: columns without a single value in a month. */
const accidents: Readonly<Record<string, readonly string[]>> = {
  '2026-04': ['revenue', 'voice_revenue', 'data_revenue', 'vas_revenue', 'broadband_revenue', 'overage_revenue'],
  '2026-06': ['data_gb', 'complaints'],
  // The newest month lies in the indexed table, too.
  '2026-10': ['complaints'],
};
/** Before the first accident. */
const untouched = ['2026-03'];

async function damage(file: string, columns: readonly string[]): Promise<void> {
  const marts = await openBuilder();
  const types = new Map((await marts.query(`DESCRIBE SELECT * FROM '${file}'`)).map((row) => [row.column_name, row.column_type]));
  const nulls = columns.map((column) => `CAST(NULL AS ${types.get(column)}) AS ${column}`).join(', ');
  await marts.execute(`CREATE TABLE kept AS SELECT * REPLACE (${nulls}) FROM read_parquet('${file}', hive_partitioning = false)`);
  await marts.execute(`COPY kept TO '${file}' (FORMAT parquet)`);
  await marts.close();
}

async function damagedHome(warehouse: string): Promise<string> {
  const named = `damaged-${size.numbers}x${size.months}-${Object.entries(accidents).flat(2).join('-').length}`;
  return kept(named, [...builder(), 'tests/figures/empty-columns.test.ts'], async (folder) => {
    const own = join(folder, 'warehouse');
    cpSync(warehouse, own, { recursive: true });
    for (const [month, columns] of Object.entries(accidents)) {
      const files = join(own, 'number_month', `month=${month}`);
      for (const name of readdirSync(files)) await damage(join(files, name), columns);
    }
    await createMartlet(loadConfig({ MARTLET_HOME: folder, MARTLET_WAREHOUSE: own }, {})).build();
  });
}

let damaged: Gateway;
let intact: Gateway;
beforeAll(async () => {
  const { home, warehouse } = await demo(size);
  damaged = await openGateway(await damagedHome(warehouse));
  intact = await openGateway(home);
});
afterAll(async () => {
  await damaged?.close();
  await intact?.close();
});

const ask = async (gateway: Gateway, query: string): Promise<Data> => {
  const { data, errors } = await gateway.ask(query);
  expect(errors).toEqual([]);
  return data;
};

/** What is said of the damaged operator is so, or it is unknown and says so. Gives how many figures were unknown. */
function expectTrue(found: readonly Data[], real: readonly Data[], what: unknown): number {
  const key = ({ code, month, label }: Data) => JSON.stringify([code ?? null, month ?? null, label ?? null]);
  const known = new Map(real.map((each) => [key(each), each]));
  let unknown = 0;
  for (const each of found) {
    const was = known.get(key(each));
    if (each.value === null && (each.absence === 'NOT_PROVIDED' || was?.value === null)) unknown++;
    else expect([what, key(each), each.value]).toEqual([what, key(each), was?.value]);
    if (each.baseline !== undefined && each.baseline !== null)
      expect([what, key(each), 'baseline', each.baseline]).toEqual([what, key(each), 'baseline', was?.baseline]);
    for (const field of ['change', 'contribution'])
      if (each[field] !== undefined && each[field] !== null && was)
        expect([what, key(each), field, each[field]]).toEqual([what, key(each), field, was[field]]);
  }
  return unknown;
}

const months = monthsUpTo('2026-10', size.months);
const measures = () => [...intact.martlet.definitions.catalogue.measures.values()];
const compared = async (query: string) => [await ask(damaged, query), await ask(intact, query)] as const;

describe('a month in which a column came without a value', () => {
  test('C0 every measure is what it is without the accident, or is not provided; so are its trend, baseline and change', async () => {
    const codes = measures().map(({ code }) => code);
    let unknown = 0;
    for (const month of months) {
      const [found, real] = await compared(
        `{ indicators(measures: [${codes}], month: "${month}") { measure { code } value baseline change absence trend(months: 8) { month value absence } } }`,
      );
      for (const [at, each] of found.indicators.entries()) {
        const own = expectTrue([each], [real.indicators[at]], [codes[at], month]);
        // What leads bring in their first months lies in the months after them.
        if (untouched.includes(month) && measures()[at]!.absentWhere.length === 0)
          expect([codes[at], month, each.value]).toEqual([codes[at], month, real.indicators[at].value]);
        unknown += own;
        expectTrue(each.trend, real.indicators[at].trend, [codes[at], month, 'trend']);
      }
    }
    expect(unknown).toBeGreaterThan(50);
    const [found] = await compared(
      `{ a: indicator(measure: DATA_VOLUME, month: "2026-06") { value changeRate absence } b: indicator(measure: DATA_VOLUME, month: "2026-07") { value baseline change changeRate absence } c: indicator(measure: DUAL_DROP_SHARE, month: "2026-09") { value absence } d: indicator(measure: DUAL_DROP_SHARE, month: "2026-10", against: NONE) { value absence } }`,
    );
    expect(found.a).toEqual({ value: null, changeRate: null, absence: 'NOT_PROVIDED' });
    expect(found.b).toMatchObject({
      value: expect.any(Number),
      baseline: null,
      change: null,
      changeRate: null,
      absence: 'NOT_PROVIDED',
    });
    expect(found.c).toEqual({ value: null, absence: 'NOT_PROVIDED' });
    expect(found.d).toEqual({ value: expect.any(Number), absence: null });
  });

  test('every node of every tree', async () => {
    const trees = [...intact.martlet.definitions.catalogue.trees.keys()];
    for (const month of months)
      for (const tree of trees) {
        const [found, real] = await compared(
          `{ indicatorTree(tree: "${tree}", month: "${month}") { nodes { code value baseline change contribution absence } } }`,
        );
        const isFormula = intact.martlet.definitions.catalogue.trees.get(tree)!.relation !== 'PARTITION';
        const plain = (nodes: readonly Data[]) => (isFormula ? nodes.map((node) => ({ ...node, contribution: null })) : nodes);
        expectTrue(plain(found.indicatorTree.nodes), plain(real.indicatorTree.nodes), [tree, month]);
      }
    const [found] = await compared(
      `{ indicatorTree(tree: "LIFECYCLE", month: "2026-06") { nodes { code value absence contribution } } }`,
    );
    const nodes = new Map(found.indicatorTree.nodes.map((node: Data) => [node.code, node]));
    for (const code of ['LIFECYCLE.DECLINE', 'LIFECYCLE.MATURE', 'LIFECYCLE.MATURE.BALANCED', 'LIFECYCLE.GROWTH.OVER_PLAN'])
      expect(nodes.get(code)).toEqual({ code, value: null, absence: 'NOT_PROVIDED', contribution: null });
  });

  test('every measure by every dimension', async () => {
    const { dimensions, parts } = intact.martlet.definitions.catalogue;
    const daily = [...dimensions.values()].filter(({ grain, facts }) => grain || facts.length > 0).map(({ code }) => code);
    const codes = [...dimensions.keys()].filter((code) => !daily.includes(code));
    // One of each kind of what they rest on: what is alike in that is alike in what is unknown.
    const restsOf = ({ numerator, denominator }: Measure) =>
      [...numerator.terms.keys(), ...(denominator?.terms.keys() ?? [])]
        .flatMap((part) => parts.get(part)!.needs)
        .sort()
        .join();
    const asked = [...new Map(measures().map((measure) => [restsOf(measure), measure])).values()];
    const fields = asked.map(({ code }) => camelCase(code));
    for (const by of codes) {
      const query = `{ analysis(dimensions: [${by}], measures: [${asked.map(({ code }) => code)}], from: "2026-04", to: "2026-08", first: 10000) { rows { period code: ${camelCase(by)} ${fields.join(' ')} absent { measure reason } } } }`;
      const [found, real] = await compared(query);
      const key = ({ period, code }: Data) => `${period} ${code}`;
      const rows = new Map<string, Data>(real.analysis.rows.map((row: Data) => [key(row), row]));
      for (const row of found.analysis.rows) {
        const unknown = new Set(row.absent.map(({ measure }: Data) => measure));
        for (const [at, name] of fields.entries()) {
          if (unknown.has(asked[at]!.code)) expect(row[name]).toBeNull();
          // A row that is there for what it does not know of joiners (cut by what they were in the empty month) counts nothing else.
          else expect([by, key(row), name, row[name] ?? 0]).toEqual([by, key(row), name, rows.get(key(row))?.[name] ?? 0]);
        }
      }
    }
  });

  test('numbers that a filter or a slice selects by what did not come are not counted; whether it came can be asked', async () => {
    const of = (where: string, month: string) =>
      `indicator(measure: NUMBERS, month: "${month}", against: NONE, where: { ${where} }) { value absence }`;
    const found = await ask(
      damaged,
      `{
      a: ${of('dataGb: { gt: 1 }', '2026-06')} b: ${of('dataGb: { isNull: true }', '2026-06')} c: ${of('dataGb: { gt: 1 }', '2026-07')}
      d: ${of('stage: { eq: "DECLINE" }', '2026-07')} e: ${of('or: [{ not: { dualDrop: { eq: true } } }, { city: { isNull: true } }]', '2026-09')}
      f: analysis(measures: [NUMBERS], where: { dataGb: { gt: 1 } }, from: "2026-05", to: "2026-07") { rows { period numbers absent { reason } } } }`,
    );
    const [{ all }] = (await damaged.sql("SELECT count(*) AS all FROM number_state WHERE month = '2026-06'")) as [Data];
    const [{ some }] = (await damaged.sql(
      "SELECT count(*) AS some FROM number_state WHERE month = '2026-07' AND data_gb > 1",
    )) as [Data];
    const unknown = { value: null, absence: 'NOT_PROVIDED' };
    expect(found).toMatchObject({ a: unknown, b: { value: Number(all) }, c: { value: Number(some) }, d: unknown, e: unknown });
    expect(found.f.rows.map(({ period, absent }: Data) => [period, absent.map(({ reason }: Data) => reason)])).toEqual([
      ['2026-05', []],
      ['2026-06', ['NOT_PROVIDED']],
      ['2026-07', []],
    ]);
    // As it would be had it been made before the accident.
    const marks = { counted: [], facts: [], others: [], followed: null };
    const slice = encodeSlice(
      { from: '2026-07', to: '2026-07', where: {}, nodes: ['LIFECYCLE.DECLINE'], ...marks },
      damaged.slices,
    );
    expect((await ask(damaged, `{ indicator(measure: REVENUE, slice: "${slice}") { value absence } }`)).indicator).toEqual(
      unknown,
    );
  });

  test('every column of a number is what it is without the accident, or null; and who is selected by what did not come is not listed', async () => {
    const columns = [...intact.serving.numberColumns.values()].map(({ name }) => name);
    let unknown = 0;
    for (const month of months) {
      const rows = (gateway: Gateway) =>
        gateway.sql(
          `SELECT ${columns.map((name) => `CAST("${name}" AS VARCHAR) AS "${name}"`)} FROM number_state WHERE month = '${month}' ORDER BY number_id LIMIT 300`,
        );
      const [found, real] = await Promise.all([rows(damaged), rows(intact)]);
      for (const [at, row] of found.entries())
        for (const name of columns)
          if (row[name] === null && real[at]![name] !== null) unknown++;
          else expect([month, name, row[name]]).toEqual([month, name, real[at]![name]]);
    }
    expect(unknown).toBeGreaterThan(1000);
    const query = `query ($id: ID, $month: YearMonth) { number(id: $id, month: $month) { lifecycle { stage rules } features { dualDrop valueDrop onBooks } } }`;
    const [{ id }] = (await damaged.sql(
      "SELECT CAST(number_id AS VARCHAR) AS id FROM number_state WHERE month = '2026-05' AND on_books INTERSECT SELECT CAST(number_id AS VARCHAR) FROM number_state WHERE month = '2026-10' ORDER BY 1 LIMIT 1",
    )) as [Data];
    const at = async (month: string) => (await damaged.ask(query, { id, month })).data.number;
    const none = { stage: null, rules: null };
    expect(await at('2026-06')).toMatchObject({ lifecycle: none, features: { dualDrop: null, valueDrop: null } });
    expect(await at('2026-09')).toMatchObject({ lifecycle: none, features: { dualDrop: null } });
    expect(await at('2026-10')).toMatchObject({ lifecycle: none, features: { dualDrop: expect.any(Boolean), valueDrop: null } });
    for (const where of [
      'stage: { eq: "MATURE" }',
      'not: { valueDrop: { eq: true } }',
      'lifecycle: { eq: "MATURE.BALANCED.MIDDLE" }',
    ]) {
      const { errors } = await damaged.ask(`{ numbers(where: { ${where} }, month: "2026-10") { totalCount } }`);
      expect(errors[0]?.extensions.code).toBe('NOT_PROVIDED');
    }
    const { numbers } = await ask(
      damaged,
      '{ numbers(where: { complaints: { isNull: true } }, month: "2026-10") { totalCount } }',
    );
    expect(numbers.totalCount).toBeGreaterThan(100);
  });

  test('an explanation says why there is none, and looks through no dimension that is unknown', async () => {
    const [found] = await compared(`{
      a: explain(measure: DATA_VOLUME, month: "2026-06") { value change byFormula { node } causes { score } summary(locale: EN) }
      b: explain(measure: CLOSING_SUBSCRIBERS, month: "2026-06") { value change byDimension { dimension } summary(locale: EN) } }`);
    expect(found.a).toMatchObject({ value: null, change: null, byFormula: [], causes: [] });
    expect(found.a.summary).toContain('NOT_PROVIDED');
    expect(found.b.change).not.toBeNull();
    expect(found.b.byDimension.map(({ dimension }: Data) => dimension)).not.toContain('SEGMENT');
  });

  test('no signal is an artefact of it', async () => {
    for (const month of months.slice(4)) {
      const signals = (
        await ask(damaged, `{ signals(month: "${month}", first: 100) { measure { code } where { dimension code } value } }`)
      ).signals;
      for (const { measure, where, value } of signals) {
        const [term] = where;
        const part = term ? `drill(by: ${term.dimension}) { code value }` : '';
        const { indicator } = await ask(intact, `{ indicator(measure: ${measure.code}, month: "${month}") { value ${part} } }`);
        const real = term ? indicator.drill.find(({ code }: Data) => code === term.code).value : indicator.value;
        expect([month, measure.code, term?.code, value]).toEqual([month, measure.code, term?.code, real]);
      }
    }
  });
});
