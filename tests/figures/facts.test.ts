// Every measure of contacts by every dimension of facts, alone and with another, under five filters in two months, each by hand-written SQL over the
// base marts: some 600 questions, 15 s on an idle machine.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isCutBy, isOfFacts } from '../../src/catalogue/facts.js';
import { camelCase } from '../../src/slices/columns.js';
import type { Builder } from '../../src/warehouse/duckdb.js';
import { agree, openBase } from '../support/cases.js';
import { demo } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  const made = await demo();
  [gateway, base] = await Promise.all([openGateway(), openBase(made)]);
  const events = `${made.warehouse.replaceAll("'", "''")}/number_event/*/*.parquet`;
  await base.execute(
    `CREATE TABLE base.number_event AS FROM read_parquet('${events}', hive_partitioning = true, hive_types_autocast = false)`,
  );
  const families = [...gateway.martlet.definitions.catalogue.offers.values()];
  await base.execute(
    `CREATE TABLE base.offer AS SELECT * FROM (VALUES ${families.map(({ code, family }) => `('${code}', '${family}')`).join(', ')}) t(code, family)`,
  );
  // A contact with the row that its number has in the month: what it is cut and narrowed by.
  await base.execute(`
    CREATE VIEW hand.contact AS
    SELECT n.*, k."on", k.scene, k.offer_id, k.campaign_id, k.agent_id, k.outcome, k.cost, k.margin, o.family, p.kind AS channel_kind
    FROM base.contact k JOIN base.number_month n ON n.month = k.month AND n.number_id = k.number_id
      LEFT JOIN base.offer o ON o.code = k.offer_id LEFT JOIN base.channel p ON p.code = k.channel_id`);
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

/** The second route: over a contact's row. */
const measures: Readonly<Record<string, string>> = {
  CONTACTS: 'count(*)',
  CONTACTS_ELSEWHERE_SHARE: "100.0 * count(*) FILTER (scene <> 'COUNTER') / count(*)",
  REACHED: "count(*) FILTER (outcome NOT IN ('NOT_REACHED', 'WRONG_NUMBER'))",
  ORDERS: "count(*) FILTER (outcome = 'ACCEPTED')",
  CONVERSION:
    "100.0 * count(*) FILTER (outcome = 'ACCEPTED') / nullif(count(*) FILTER (outcome NOT IN ('NOT_REACHED', 'WRONG_NUMBER')), 0)",
  ORDER_MARGIN: "coalesce(sum(margin) FILTER (outcome = 'ACCEPTED'), 0)",
  MARGIN_PER_ORDER: "avg(CAST(margin AS DOUBLE)) FILTER (outcome = 'ACCEPTED')",
  CAMPAIGN_COST: 'coalesce(sum(cost), 0)',
  CAMPAIGN_NET_BENEFIT: "coalesce(sum(margin) FILTER (outcome = 'ACCEPTED'), 0) - coalesce(sum(cost), 0)",
  CAMPAIGN_ROI: "100.0 * (coalesce(sum(margin) FILTER (outcome = 'ACCEPTED'), 0) - sum(cost)) / nullif(sum(cost), 0)",
};
const cuts: Readonly<Record<string, string>> = {
  DAY: 'strftime("on", \'%Y-%m-%d\')',
  WEEK: 'strftime("on", \'%G-W%V\')',
  SCENE: 'scene',
  OFFER: 'offer_id',
  OFFER_FAMILY: 'family',
  CAMPAIGN: 'campaign_id',
  AGENT: 'agent_id',
  SERVING_CHANNEL_KIND: "coalesce(channel_kind, CASE scene WHEN 'COUNTER' THEN NULL ELSE scene END)",
};
const [codes, dimensions] = [Object.keys(measures), Object.keys(cuts).filter((code) => code !== 'DAY' && code !== 'WEEK')];

/** Figures of contacts by hand: the values of the cuts, then the measures; rows by their values. */
async function byHand(
  by: readonly string[],
  month: string,
  where = 'TRUE',
): Promise<ReadonlyMap<string, readonly (number | null)[]>> {
  const keys = by.map((code, at) => `${cuts[code] ?? code.toLowerCase()} AS k${at}`);
  const figures = codes.map((code) => `CAST(${measures[code]} AS DOUBLE) AS ${code}`);
  const rows = await base.query(
    `SELECT ${[...keys, ...figures].join(', ')} FROM hand.contact WHERE month = '${month}' AND ${where} ${by.length > 0 ? `GROUP BY ${by.map((_, at) => at + 1).join(', ')}` : ''}`,
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify(by.map((_, at) => row[`k${at}`] ?? null)),
      codes.map((code) => row[code] as number | null),
    ]),
  );
}

const analysis = (by: readonly string[], more = '') =>
  `analysis(dimensions: [${by.join(', ')}], measures: [${codes.join(', ')}], first: 10000 ${more})`;
const fields = codes.map(camelCase).join(' ');
const keyOf = (row: Data, by: readonly string[]) => JSON.stringify(by.map((code) => row[camelCase(code)]));
const figuresOf = (row: Data) => codes.map((code) => row[camelCase(code)] as number | null);

/** What differs, to be read without the test at hand. */
function faults(rows: readonly Data[], by: readonly string[], hand: ReadonlyMap<string, readonly (number | null)[]>): string[] {
  const found = new Map(rows.map((row) => [keyOf(row, by), figuresOf(row)]));
  const keys = [...new Set([...found.keys(), ...hand.keys()])];
  return keys.flatMap((key) =>
    codes.flatMap((code, at) => {
      const [own, other] = [found.get(key)?.[at], hand.get(key)?.[at]];
      return own !== undefined && other !== undefined && agree(own, other)
        ? []
        : [`${by} ${key} ${code}: gateway ${own}, by hand ${other}`];
    }),
  );
}

const filters: readonly { readonly name: string; readonly graph: object | undefined; readonly hand: string }[] = [
  { name: 'all', graph: undefined, hand: 'TRUE' },
  {
    name: 'a city, a plan fee and 5G devices',
    graph: { city: { eq: 'HAILAN' }, planFee: { gte: 29 }, device5g: { eq: true } },
    hand: "city = 'HAILAN' AND plan_fee >= 29 AND device_5g",
  },
  { name: 'visits', graph: { scene: { eq: 'COUNTER' } }, hand: "scene = 'COUNTER'" },
  {
    name: 'calls and messages of two offers, of a city',
    graph: {
      and: [
        { or: [{ scene: { eq: 'OUTBOUND' } }, { scene: { eq: 'ONLINE' } }] },
        { offer: { in: ['FIVE_G_PLAN', 'AUTOPAY'] } },
        { city: { eq: 'HAILAN' } },
      ],
    },
    hand: "scene IN ('OUTBOUND', 'ONLINE') AND offer_id IN ('FIVE_G_PLAN', 'AUTOPAY') AND city = 'HAILAN'",
  },
  { name: 'no agent', graph: { agent: { isNull: true } }, hand: 'agent_id IS NULL' },
];

test('the second route has every measure and every dimension of contacts', () => {
  const { catalogue } = gateway.martlet.definitions;
  const ofContacts = [...catalogue.measures.values()].filter(({ fact }) => fact === 'CONTACT');
  expect(ofContacts.map(({ code }) => code).sort()).toEqual([...codes].sort());
  expect(
    [...catalogue.dimensions.values()]
      .filter(({ facts }) => facts.includes('CONTACT'))
      .map(({ code }) => code)
      .sort(),
  ).toEqual(Object.keys(cuts).sort());
});

describe.each(['2026-10', '2026-03'])('figures of contacts in %s', (month) => {
  test.each(filters)('by each dimension they have, alone and with one of numbers: $name', async ({ graph, hand }) => {
    const sets = [[], ...dimensions.flatMap((code) => [[code], [code, 'CITY']]), ['SCENE', 'OFFER', 'AGENT']];
    const asked = sets.map(
      (by, at) =>
        `a${at}: ${analysis(by, `from: "${month}", to: "${month}", where: $where`)} { rows { ${by.map(camelCase).join(' ')} ${fields} } }`,
    );
    const data = await dataOf(gateway, `query ($where: SliceFilter) { ${asked.join('\n')} }`, { where: graph });
    const wrong: string[] = [];
    for (const [at, by] of sets.entries()) wrong.push(...faults(data[`a${at}`].rows, by, await byHand(by, month, hand)));
    expect(wrong).toEqual([]);
  });
});

/** Redeems slices: their numbers, and of them the measures' figures. */
async function redeemed(slices: readonly string[], measures: readonly string[]): Promise<readonly Data[]> {
  if (slices.length === 0) return [];
  const fields = slices.map(
    (slice, at) => `n${at}: numbers(slice: "${slice}") { totalCount sums(measures: [${measures.join(', ')}]) }`,
  );
  const data = await dataOf(gateway, `{ ${fields.join(' ')} }`);
  return slices.map((_, at) => data[`n${at}`]);
}

describe('a slice of facts holds the numbers that had them, and its figures are those facts’', () => {
  const month = '2026-10';
  const counted = async (where: string): Promise<number> =>
    Number(
      (await base.query(`SELECT count(DISTINCT number_id) AS n FROM hand.contact WHERE month = '${month}' AND ${where}`))[0]!.n,
    );

  test.each(dimensions)('rows of an analysis by %s', async (by) => {
    const { analysis: found } = await dataOf(
      gateway,
      `{ ${analysis([by, 'PLAN_TIER'], `topPer: {dimension: ${by}, by: CONTACTS, n: 2}, totals: true`)} { rows { ${camelCase(by)} planTier isOther ${fields} slice ordered: slice(measure: ORDERS) } totals { totalOf ${fields} slice } } }`,
    );
    const every = [...found.rows, ...found.totals];
    const rows = every.filter((row, at) => row.isOther || at % Math.ceil(every.length / 10) === 0);
    const all = await redeemed(
      rows.map(({ slice }: Data) => slice),
      codes,
    );
    const wrong = rows.flatMap((row, at) =>
      codes
        .filter((_, index) => !agree(figuresOf(row)[index]!, all[at]!.sums[index]))
        .map((code) => `${JSON.stringify(row)} ${code} ${all[at]!.sums}`),
    );
    expect(wrong).toEqual([]);
    expect(rows.some(({ isOther }: Data) => isOther)).toBe(true);
    const ordered = await redeemed(
      found.rows.map((row: Data) => row.ordered),
      ['ORDERS'],
    );
    expect(ordered.map(({ sums }) => sums[0])).toEqual(found.rows.map(({ orders }: Data) => orders));
    expect(ordered.every(({ totalCount, sums }) => totalCount <= sums[0])).toBe(true);
  });

  test.each(dimensions)('parts of a drill by %s, and what its slice is drilled into', async (by) => {
    const { indicators } = await dataOf(
      gateway,
      `{ indicators(measures: [${codes.join(', ')}]) { value measure { code } drill(by: ${by}, top: 3) { code isOther value slice } } }`,
    );
    for (const { measure, drill } of indicators) {
      const own = await redeemed(
        drill.map(({ slice }: Data) => slice),
        [measure.code],
      );
      for (const [at, part] of drill.entries())
        expect([measure.code, part.code, agree(own[at]!.sums[0], part.value)]).toEqual([measure.code, part.code, true]);
    }
    const orders = indicators.find(({ measure }: Data) => measure.code === 'ORDERS');
    const [part] = orders.drill;
    const is = part.code === null ? `${cuts[by]} IS NULL` : `${cuts[by]} = '${part.code}'`;
    const [own] = await redeemed([part.slice], ['ORDERS']);
    expect(own!.totalCount).toBe(await counted(`${is} AND outcome = 'ACCEPTED'`));
    const { indicator } = await dataOf(
      gateway,
      `{ indicator(measure: ORDERS, slice: "${part.slice}") { value drill(by: SCENE) { code value } drilled: drill(by: DAY) { value } } }`,
    );
    expect(indicator.value).toBe(part.value);
    const hand = await base.query(
      `SELECT scene, count(*)::DOUBLE AS n FROM hand.contact WHERE month = '${month}' AND ${is} AND outcome = 'ACCEPTED' GROUP BY 1`,
    );
    const scenes = indicator.drill.filter(({ value }: Data) => value > 0).map(({ code, value }: Data) => [code, value]);
    expect(scenes.sort()).toEqual(hand.map(({ scene, n }) => [scene, n]).sort());
    expect(indicator.drilled.reduce((sum: number, { value }: Data) => sum + value, 0)).toBe(part.value);
  });

  test('by day and scene, and the slice of a day', async () => {
    const { analysis: found } = await dataOf(
      gateway,
      `{ analysis(dimensions: [SCENE], measures: [ORDERS, CONVERSION, CAMPAIGN_COST], grain: DAY, first: 10000) { rows { period scene orders conversion campaignCost slice } } }`,
    );
    const hand = await base.query(
      `SELECT ${cuts.DAY} AS day, scene, ${measures.ORDERS}::DOUBLE AS o, ${measures.CONVERSION}::DOUBLE AS c, ${measures.CAMPAIGN_COST}::DOUBLE AS k
       FROM hand.contact WHERE month = '${month}' GROUP BY 1, 2`,
    );
    const rows = new Map<string, number[]>(
      found.rows.map((row: Data) => [`${row.period} ${row.scene}`, [row.orders, row.conversion, row.campaignCost]]),
    );
    expect(rows.size).toBe(hand.length);
    for (const { day, scene, o, c, k } of hand) {
      const own = rows.get(`${day} ${scene}`)!;
      expect([day, scene, ...[o, c, k].map((value, at) => agree(own[at]!, value as number))]).toEqual([
        day,
        scene,
        true,
        true,
        true,
      ]);
    }
    const some = found.rows.filter((_: Data, at: number) => at % 20 === 0);
    const own = await redeemed(
      some.map(({ slice }: Data) => slice),
      ['ORDERS', 'CAMPAIGN_COST'],
    );
    expect(own.map(({ sums }) => sums)).toEqual(some.map(({ orders, campaignCost }: Data) => [orders, campaignCost]));
  });

  test('a filter of facts holds for other figures too: of the numbers that had such contacts', async () => {
    const { indicator, numbers } = await dataOf(
      gateway,
      '{ indicator(measure: REVENUE, where: {scene: {eq: COUNTER}, offerFamily: {eq: "DATA"}, city: {ne: "HAILAN"}}) { value slice } numbers(where: {scene: {eq: COUNTER}, offerFamily: {eq: "DATA"}, city: {ne: "HAILAN"}}) { totalCount sums(measures: [REVENUE, CONTACTS]) } }'.replaceAll(
        'COUNTER',
        '"COUNTER"',
      ),
    );
    const [hand] = await base.query(
      `SELECT sum(revenue)::DOUBLE AS revenue, count(*) AS n, sum(k)::DOUBLE AS k FROM (SELECT number_id, any_value(revenue) AS revenue, count(*) AS k FROM hand.contact
       WHERE month = '${month}' AND scene = 'COUNTER' AND family = 'DATA' AND city <> 'HAILAN' GROUP BY 1)`,
    );
    expect(agree(indicator.value, hand!.revenue as number)).toBe(true);
    expect([numbers.totalCount, numbers.sums[1]]).toEqual([Number(hand!.n), hand!.k]);
    expect(agree(numbers.sums[0], hand!.revenue as number)).toBe(true);
  });

  test('a filter that tells numbers and facts in one term is refused', async () => {
    const where = { or: [{ scene: { eq: 'COUNTER' } }, { city: { eq: 'HAILAN' } }] };
    const { errors } = await gateway.ask('query ($where: SliceFilter) { indicator(measure: ORDERS, where: $where) { value } }', {
      where,
    });
    expect(errors[0]!.message).toMatch(
      /^where: expected an or and a not to be of numbers or of one kind of facts, found scene \(of CONTACT\), city \(of numbers\) in one\./,
    );
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('what happened to numbers by the kind of channel that served them', () => {
  const hands: Readonly<Record<string, string>> = {
    GROSS_ADDS:
      "SELECT p.kind, count(DISTINCT e.number_id) FROM base.number_event e LEFT JOIN base.channel p ON p.code = e.channel_id JOIN base.number_month n USING (month, number_id) WHERE e.month = '2026-10' AND e.type = 'JOIN' GROUP BY 1",
    COMPLAINTS: "SELECT NULL, sum(complaints) FROM base.number_month WHERE month = '2026-10'",
  };

  test.each(Object.keys(hands))('%s', async (measure) => {
    const { indicator } = await dataOf(
      gateway,
      `{ indicator(measure: ${measure}) { value drill(by: SERVING_CHANNEL_KIND) { code value slice } } }`,
    );
    const hand = await base.query(`SELECT kind, n::DOUBLE AS n FROM (${hands[measure]}) t(kind, n)`);
    const parts = indicator.drill.map(({ code, value }: Data) => [code, value]);
    expect(parts.sort()).toEqual(hand.map(({ kind, n }) => [kind, n]).sort());
    expect(parts.reduce((sum: number, [, value]: [string, number]) => sum + value, 0)).toBe(indicator.value);
    const own = await redeemed(
      indicator.drill.map(({ slice }: Data) => slice),
      [measure],
    );
    expect(own.map(({ sums }) => sums[0])).toEqual(indicator.drill.map(({ value }: Data) => value));
    for (const { code, value } of indicator.drill) {
      const where = { servingChannelKind: code === null ? { isNull: true } : { eq: code } };
      const { indicator: filtered } = await dataOf(
        gateway,
        `query ($where: SliceFilter) { indicator(measure: ${measure}, where: $where) { value } }`,
        { where },
      );
      expect([code, filtered.value]).toEqual([code, value]);
    }
  });
});

test('whatever takes a filter takes one of facts: trees by nodes, reports, explanations, flows of the base', async () => {
  const visits = { scene: { eq: 'COUNTER' } };
  const { indicatorTree, explain } = await dataOf(
    gateway,
    `query ($where: SliceFilter) {
      indicatorTree(tree: "LIFECYCLE", measure: CONTACTS, where: $where) { root { value drill(by: OFFER) { value } children { value drill(by: OFFER) { value } } } }
      explain(measure: CLOSING_SUBSCRIBERS, where: $where, by: [CITY]) { change byFormula { contribution } }
    }`,
    { where: visits },
  );
  const sum = (parts: readonly Data[]): number => parts.reduce((total, { value }) => total + value, 0);
  const [hand] = await base.query(`SELECT count(*)::DOUBLE AS n FROM hand.contact WHERE month = '2026-10' AND scene = 'COUNTER'`);
  const { root } = indicatorTree;
  expect([root.value, sum(root.drill), sum(root.children)]).toEqual([hand!.n, hand!.n, hand!.n]);
  for (const { value, drill } of root.children) expect(sum(drill)).toBe(value);
  expect(explain.byFormula.reduce((total: number, { contribution }: Data) => total + contribution, 0)).toBe(explain.change);
  const { reports } = await dataOf(gateway, '{ reports { code } }');
  for (const { code } of reports) {
    const { errors } = await gateway.ask(`query ($where: SliceFilter) { report(code: "${code}", where: $where) { rowCount } }`, {
      where: visits,
    });
    // Of cells and of whole lists there are no such numbers.
    const ofLists = ['CAMPAIGN_UPLIFT', 'UPLIFT_BY_SEGMENT'].includes(code);
    const ofCells = ['CELL_POTENTIAL', 'CELL_HOURS', 'CHANNEL_COVERAGE'].includes(code);
    const refused = ofCells ? ['found scene'] : ofLists ? ['leave out where'] : [];
    expect([code, errors.map(({ message }) => message)]).toEqual([code, refused.map((text) => expect.stringContaining(text))]);
  }
});

test('a measure that is not of such facts says which are', async () => {
  const asked = [
    'indicator(measure: REVENUE) { drill(by: SCENE) { value } }',
    'explain(measure: REVENUE, by: [SCENE]) { value }',
    'analysis(dimensions: [SCENE], measures: [ORDERS, REVENUE, LEAVERS]) { rows { orders } }',
  ];
  for (const [at, text] of ['REVENUE has', 'REVENUE has', 'REVENUE, LEAVERS have'].entries()) {
    const { errors } = await gateway.ask(`{ ${asked[at]} }`);
    expect(errors[0]!.message).toContain(`${text} no figures by SCENE. Those that have: ${codes.join(', ')}.`);
  }
});

// In a month whose leads have all that they brought in three months.
test('every measure by every dimension has parts that add up to it, or says that it has none', async () => {
  const { catalogue } = gateway.martlet.definitions;
  const all = [...catalogue.measures.values()];
  for (const dimension of [...catalogue.dimensions.values()].filter(isOfFacts)) {
    const cut = all.filter((measure) => isCutBy(measure, dimension)).map(({ code }) => code);
    const { indicators } = await dataOf(
      gateway,
      `{ indicators(measures: [${cut.join(', ')}], month: "2026-07", against: NONE) { value measure { code kind } drill(by: ${dimension.code}) { value } } }`,
    );
    for (const { measure, value, drill } of indicators.filter(({ measure }: Data) => measure.kind === 'flow')) {
      const sum = drill.reduce((total: number, part: Data) => total + part.value, 0);
      expect([measure.code, dimension.code, agree(sum, value)]).toEqual([measure.code, dimension.code, true]);
    }
    const others = all.filter(({ code }) => !cut.includes(code));
    const { errors } = await gateway.ask(
      `{ ${others.map(({ code }) => `${code}: indicator(measure: ${code}, against: NONE) { drill(by: ${dimension.code}) { value } }`).join(' ')} }`,
    );
    expect([dimension.code, errors.length]).toEqual([dimension.code, others.length]);
  }
});

test('who sees one city has the contacts of its numbers only', async () => {
  const { data, errors } = await gateway.ask(
    `{ indicators(measures: [${codes.join(', ')}]) { drill(by: SCENE) { code value } } }`,
    {},
    managerOf(['HAILAN']),
  );
  expect(errors).toEqual([]);
  const hand = await byHand(['SCENE'], '2026-10', "city = 'HAILAN'");
  const wrong = data.indicators.flatMap(({ drill }: Data, at: number) =>
    drill.filter(({ code, value }: Data) => !agree(value, hand.get(JSON.stringify([code]))![at]!)),
  );
  expect([wrong, data.indicators[0].drill.length]).toEqual([[], hand.size]);
});

test('explain by what contacts have: effects add up to the change, and their slices hold their numbers', async () => {
  for (const measure of codes) {
    const { explain } = await dataOf(
      gateway,
      `{ explain(measure: ${measure}, by: [SCENE, OFFER_FAMILY, CITY]) { value change byDimension { dimension volume mix rate parts { code contribution slice } } causes { value slice } } }`,
    );
    for (const { volume, mix, rate, parts } of explain.byDimension) {
      expect([measure, agree(volume + mix + rate, explain.change)]).toEqual([measure, true]);
      await redeemed(
        parts.map(({ slice }: Data) => slice),
        [measure],
      );
    }
    const own = await redeemed(
      explain.causes.map(({ slice }: Data) => slice),
      [measure],
    );
    for (const [at, { value }] of explain.causes.entries())
      expect([measure, agree(own[at]!.sums[0], value)]).toEqual([measure, true]);
  }
});
