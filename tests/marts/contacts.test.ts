import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOfFacts, restsFor } from '../../src/catalogue/facts.js';
import type { Dimension } from '../../src/catalogue/types.js';
import { loadConfig } from '../../src/config.js';
import { recordContact } from '../../src/ledger/contacts/contacts.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { insertTargetList } from '../../src/ledger/lists/target-lists.js';
import type { ContactRow, Outcome } from '../../src/ledger/tables.js';
import { createMartlet, type Martlet } from '../../src/martlet.js';
import { buildGeneration } from '../../src/marts/build.js';
import type { OwnContact } from '../../src/marts/own-contacts.js';
import { camelCase } from '../../src/slices/columns.js';
import type { Manifest } from '../../src/warehouse/generations.js';
import { outcome, targetList } from '../ledger/channel-samples.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';
import { HandMade, newFolder, optionsFor } from './support.js';

const home = mkdtempSync(join(tmpdir(), 'martlet-contacts-'));
const measures = ['REACHED', 'ORDERS', 'CAMPAIGN_COST', 'ORDER_MARGIN', 'CAMPAIGN_NET_BENEFIT'] as const;
type Figures = Readonly<Record<(typeof measures)[number], number>>;
const none: Figures = { REACHED: 0, ORDERS: 0, CAMPAIGN_COST: 0, ORDER_MARGIN: 0, CAMPAIGN_NET_BENEFIT: 0 };

let martlet: Martlet;
let ledger: Ledger;
let before: Gateway;
let after: Gateway;
let first: Manifest;
let second: Manifest;
/** Numbers that are there in both months. */
let numbers: readonly string[];

/** What is told of numbers[0], numbers[1], …: by hand, and so are the sums below. */
const told: readonly (readonly [number: number, day: string, outcome: Outcome, cost: number, margin: number | null])[] = [
  [0, '2026-10-03', 'ACCEPTED', 12.5, 60],
  [0, '2026-10-09', 'NOT_REACHED', 1.5, null],
  [1, '2026-10-31', 'REFUSED', 1.5, null],
  [2, '2026-10-01', 'CALL_BACK', 1.5, 88],
  [3, '2026-10-15', 'ACCEPTED', 30.25, 99.99],
  [4, '2026-10-15', 'WRONG_NUMBER', 0.25, null],
  [0, '2026-09-30', 'REACHED', 0.8, null],
];

const record = (numberId: string, day: string, what: Outcome, cost: number, margin: number | null) =>
  recordContact(
    ledger,
    outcome({ numberId, day, month: day.slice(0, 7), at: `${day}T04:00:00.000Z`, outcome: what, cost, margin, listId: 'L1' }),
    { doNotContact: null, order: null, work: null },
  );

beforeAll(async () => {
  const demo = { MARTLET_DEMO_NUMBERS: '1500', MARTLET_DEMO_MONTHS: '3' };
  martlet = createMartlet(loadConfig({ MARTLET_HOME: home, ...demo }, {}));
  first = await martlet.build();
  before = await openGateway(home);
  const found = await before.sql(`
    select number_id from number_state where month in ('2026-09', '2026-10') group by number_id having count(*) = 2
    order by md5(cast(number_id as varchar)) limit 5`);
  numbers = found.map(({ number_id }) => String(number_id));
  ledger = await openLedger({ home, databaseUrl: null });
  await insertTargetList(ledger, targetList({ id: 'L1', name: 'Autumn calls' }));
  for (const [number, day, ...rest] of told) await record(numbers[number]!, day, ...rest);
  await record('999999999', '2026-10-03', 'ACCEPTED', 7, 7);
  await record('no number', '2026-10-03', 'ACCEPTED', 7, 7);
  await record(numbers[0]!, '2026-11-02', 'ACCEPTED', 7, 7);
  // The operator has taken this one into its own warehouse in the meantime.
  const [taken] = await before.sql(`select contact_id from serving.number_contact where month = '2026-10' order by 1 limit 1`);
  const row = (await recordContact(ledger, outcome({ month: '2026-11' }), { doNotContact: null, order: null, work: null }))
    .contact;
  await ledger.db
    .insertInto('contact')
    .values({
      ...row,
      month: '2026-10',
      id: String(taken!.contact_id),
      idempotency_key: 'k',
      number_id: numbers[1]!,
    } satisfies ContactRow)
    .execute();
  second = await martlet.build();
  after = await openGateway(home);
});

afterAll(async () => {
  for (const gateway of [before, after]) await gateway.close();
  await ledger.close();
  rmSync(home, { recursive: true, force: true });
});

async function figures(gateway: Gateway, month: string): Promise<Figures> {
  const asked = measures.map((code) => `${code}: indicator(measure: ${code}, month: "${month}", against: NONE) { value }`);
  const { data, errors } = await gateway.ask(`{ ${asked.join('\n')} }`);
  expect(errors).toEqual([]);
  return Object.fromEntries(measures.map((code) => [code, data[code].value])) as Figures;
}

const rowsOf = async (gateway: Gateway, query: string): Promise<Data> => {
  const { data, errors } = await gateway.ask(query);
  expect(errors).toEqual([]);
  expect(data.analysis.pageInfo.hasNextPage).toBe(false);
  return data.analysis.rows;
};

const rise = (from: Figures, by: Figures): Figures =>
  Object.fromEntries(measures.map((code) => [code, expect.closeTo(from[code] + by[code], 6)])) as unknown as Figures;

describe('contacts of the ledger are part of the months in which they were made', () => {
  test('the figures of a month rise by exactly their sums', async () => {
    const october = { REACHED: 4, ORDERS: 2, CAMPAIGN_COST: 47.5, ORDER_MARGIN: 159.99, CAMPAIGN_NET_BENEFIT: 112.49 };
    expect(await figures(after, '2026-10')).toEqual(rise(await figures(before, '2026-10'), october));
    const september = { ...none, REACHED: 1, CAMPAIGN_COST: 0.8, CAMPAIGN_NET_BENEFIT: -0.8 };
    expect(await figures(after, '2026-09')).toEqual(rise(await figures(before, '2026-09'), september));
    expect(await figures(after, '2026-08')).toEqual(await figures(before, '2026-08'));
  });

  test('and so do the root and the leaves of the tree CAMPAIGN', async () => {
    const nodes = async (gateway: Gateway): Promise<Data> => {
      const { data } = await gateway.ask(
        '{ indicatorTree(tree: "CAMPAIGN", month: "2026-10", against: NONE) { nodes { measure { code } value } } }',
      );
      return Object.fromEntries(data.indicatorTree.nodes.map((node: Data) => [node.measure.code, node.value]));
    };
    const [from, to] = [await nodes(before), await nodes(after)];
    expect(to.CAMPAIGN_NET_BENEFIT - from.CAMPAIGN_NET_BENEFIT).toBeCloseTo(112.49, 6);
    expect(to.REACHED - from.REACHED).toBe(4);
    expect(to.CAMPAIGN_COST - from.CAMPAIGN_COST).toBeCloseTo(47.5, 6);
  });

  test('cut by any dimension', async () => {
    const { catalogue } = martlet.definitions;
    const { data } = await after.ask('{ catalogue { dimensions { code } } }');
    const known: string[] = data.catalogue.dimensions.map(({ code }: Data) => code);
    // These months are too few for the churn warning, and for what looks further back: what is cut by it is IMMATURE.
    const isTold = (dimension: Dimension) => {
      const { fitted, lookback } = restsFor(dimension, 'CONTACT');
      return !isOfFacts(dimension) && !fitted && lookback < after.serving.manifest.months.length;
    };
    const codes = known.filter((code) => code !== 'MONTH' && isTold(catalogue.dimensions.get(code)!));
    expect(codes.length).toBeGreaterThan(25);
    for (const code of codes) {
      const query = `{ analysis(from: "2026-10", to: "2026-10", first: 10000) { rows { code: ${camelCase(code)} ${measures
        .map((measure) => `${measure}: ${camelCase(measure)}`)
        .join(' ')} } pageInfo { hasNextPage } } }`;
      const [from, to] = [await rowsOf(before, query), await rowsOf(after, query)];
      const keys = await after.sql(
        `select cast(number_id as varchar) as id, cast(${catalogue.dimensions.get(code)!.sql} as varchar) as code
        from number_state where month = '2026-10' and number_id in (${numbers.join(', ')})`,
      );
      const expected = new Map<string | null, Figures>();
      for (const [number, day, what, cost, margin] of told) {
        if (!day.startsWith('2026-10')) continue;
        const key = keys.find(({ id }) => id === numbers[number])!.code as string | null;
        const sum = expected.get(key) ?? none;
        const order = what === 'ACCEPTED' ? 1 : 0;
        expected.set(key, {
          REACHED: sum.REACHED + (['ACCEPTED', 'REFUSED', 'CALL_BACK'].includes(what) ? 1 : 0),
          ORDERS: sum.ORDERS + order,
          CAMPAIGN_COST: sum.CAMPAIGN_COST + cost,
          ORDER_MARGIN: sum.ORDER_MARGIN + order * (margin ?? 0),
          CAMPAIGN_NET_BENEFIT: sum.CAMPAIGN_NET_BENEFIT + order * (margin ?? 0) - cost,
        });
      }
      for (const measure of measures) {
        const parts = (rows: Data): Map<string | null, number> => new Map(rows.map((row: Data) => [row.code, row[measure] ?? 0]));
        const [was, is] = [parts(from), parts(to)];
        const risen = [...new Set([...was.keys(), ...is.keys()])].map((key) => [key, (is.get(key) ?? 0) - (was.get(key) ?? 0)]);
        expect([code, measure, risen]).toEqual([
          code,
          measure,
          risen.map(([key]) => [key, expect.closeTo(expected.get(key as string | null)?.[measure] ?? 0, 6)]),
        ]);
      }
    }
  });

  test('cut by what contacts have: their list by its name, who told them, and where', async () => {
    const by = ['CAMPAIGN', 'AGENT', 'SCENE', 'OFFER', 'SERVING_CHANNEL_KIND'];
    const drills = by.map(
      (code) => `${code}: drill(by: ${code}, top: 1000) { code en: label(locale: EN) zh: label(locale: ZH) value slice }`,
    );
    const query = `{ indicator(measure: CONTACTS, month: "2026-10", against: NONE) { ${drills.join(' ')} } }`;
    const [was, is] = await Promise.all(
      [before, after].map(async (gateway) => (await gateway.ask(query, {}, managerOf([], { rows: null }))).data.indicator),
    );
    const risen = (code: string): Data[] =>
      is[code]
        .map((part: Data) => ({
          ...part,
          rise: part.value - (was[code].find((other: Data) => other.code === part.code)?.value ?? 0),
        }))
        .filter(({ rise }: Data) => rise !== 0);
    expect(risen('CAMPAIGN')).toMatchObject([{ code: 'L1', en: 'Autumn calls', zh: 'Autumn calls', rise: 6 }]);
    const { subject, scene, offer } = outcome();
    const expected = { AGENT: subject, SCENE: scene, OFFER: offer, SERVING_CHANNEL_KIND: scene === 'COUNTER' ? null : scene };
    for (const [code, value] of Object.entries(expected))
      expect([code, risen(code)]).toMatchObject([code, [{ code: value, rise: 6 }]]);
    const { data } = await after.ask(
      `{ numbers(slice: "${risen('CAMPAIGN')[0].slice}") { totalCount nodes { numberId } sums(measures: [ORDERS, CONTACTS]) } }`,
    );
    expect(data.numbers.sums).toEqual([2, 6]);
    expect(data.numbers.nodes.map(({ numberId }: Data) => numberId).sort()).toEqual([...numbers].sort());
    const [theirs] = was.CAMPAIGN;
    expect(theirs.en).toMatch(/^[A-Z0-9_]+ of 2026-10$/);
    expect(theirs.zh).toMatch(/^2026年10月 [A-Z0-9_]+$/);
  });

  test('each is a contact of its number once, with its offer, its cost and its list', async () => {
    const mine = `from serving.number_contact where campaign_id = 'L1'`;
    expect(
      await after.sql(
        `select month, count(*) as n, sum(cost) as cost, sum(margin) as margin ${mine} group by month order by month`,
      ),
    ).toEqual([
      { month: '2026-09', n: 1, cost: '0.80', margin: null },
      { month: '2026-10', n: 6, cost: '47.50', margin: '159.99' },
    ]);
    expect(await after.sql('select contact_id from serving.number_contact group by contact_id having count(*) > 1')).toEqual([]);
    const days = await after.sql(`select sum(orders) as orders from number_flow where month = '2026-10'`);
    const months = await after.sql(`select sum(orders) as orders from number_state where month = '2026-10'`);
    expect(days).toEqual(months);
    const check = second.checks.find(({ name }) => name.startsWith('number_contact has the rows'));
    expect(check).toMatchObject({ ok: true, detail: expect.stringContaining('2026-10: 2 of numbers without a row') });
  });

  test('months without new contacts are shared; without any nothing is built', async () => {
    expect(second.id).not.toBe(first.id);
    expect(second.fingerprints['2026-08']).toBe(first.fingerprints['2026-08']);
    expect(second.fingerprints['2026-09']).not.toBe(first.fingerprints['2026-09']);
    const labels: string[] = [];
    const build = () => martlet.build({ onProgress: (_, __, label) => labels.push(label) });
    expect(await build()).toEqual(second);
    expect(labels).toEqual([`nothing changed since ${second.id}`]);
    await record(numbers[2]!, '2026-10-20', 'ACCEPTED', 1, 2);
    labels.length = 0;
    await build();
    expect(labels.filter((label) => label.endsWith('(unchanged)'))).toEqual(['2026-08 (unchanged)', '2026-09 (unchanged)']);
  });
});

describe('a warehouse that lacks contacts, or columns of them', () => {
  const own: OwnContact = {
    month: '2026-01',
    contact_id: 'own',
    number_id: '1',
    on: '2026-01-10',
    scene: 'OUTBOUND',
    offer_id: 'DATA_PACK',
    outcome: 'ACCEPTED',
    cost: 3,
    margin: 40,
    campaign_id: null,
    campaign_name: null,
    agent_id: 'clerk',
  };

  const rows = `(1, DATE '2025-01-01', 'ACTIVE'), (2, DATE '2025-01-01', 'ACTIVE')`;

  async function built(warehouse: string, more: OwnContact[]): Promise<Manifest> {
    const place = newFolder();
    const contacts = (async function* () {
      yield* more;
    })();
    return buildGeneration(optionsFor(place, warehouse, { contacts }));
  }

  test('without the mart the gateway’s own contacts are all that there is', async () => {
    const warehouse = new HandMade(newFolder());
    await warehouse.add('number_month', '2026-01', 'number_id, joined_on, status', rows);
    expect((await built(warehouse.dir, [])).coverage.contact).toEqual([]);
    const manifest = await built(warehouse.dir, [own]);
    expect(manifest.coverage.contact).toContain('margin');
    expect(manifest.files.find(({ path }) => path.startsWith('number_contact/'))?.rows).toBe(1);
  });

  test('a column that the warehouse lacks is not told of a part of the contacts', async () => {
    const warehouse = new HandMade(newFolder());
    await warehouse.add('number_month', '2026-01', 'number_id, joined_on, status', rows);
    const columns = 'contact_id, number_id, "on", scene, offer_id, outcome';
    await warehouse.add('contact', '2026-01', columns, `('theirs', 2, DATE '2026-01-05', 'ONLINE', 'DATA_PACK', 'REACHED')`);
    const manifest = await built(warehouse.dir, [own, { ...own, contact_id: 'theirs' }]);
    expect(manifest.coverage.contact).not.toContain('margin');
    expect(manifest.files.find(({ path }) => path.startsWith('number_contact/'))?.rows).toBe(2);
  });
});
