import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Builder } from '../../src/warehouse/duckdb.js';
import {
  agree,
  byHand,
  type Case,
  cases,
  type Filter,
  filters,
  lookbackOf,
  nodes,
  nodesByHand,
  openBase,
} from '../support/cases.js';
import { demo, size } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
let base: Builder;
let months: readonly string[];
beforeAll(async () => {
  [gateway, base] = await Promise.all([openGateway(), openBase(await demo())]);
  const rows = await base.query('SELECT DISTINCT month FROM base.number_month ORDER BY month');
  months = rows.map(({ month }) => String(month));
});
afterAll(async () => {
  await base?.close();
  await gateway?.close();
});

/** Places in the months of the data: the first month of each lookback and the ones just before it, a middle one, the newest. */
const places = [0, 1, 2, 3, 5, 6, 9, size.months - 1];
/** 2 and 5 are there for what has no baseline yet: with everybody, and with nobody, where there is no denominator either. */
const few = filters.filter(({ name }) => name === 'all' || name === 'nobody');
const runs = places.flatMap((place) =>
  ([2, 5].includes(place) ? few : filters).map((filter) => ({
    place,
    filter,
    title: `month ${place + 1} of ${size.months}, ${filter.name}`,
  })),
);

async function ask(query: string, where: Filter['graph']): Promise<Data> {
  const { data, errors } = await gateway.ask(query, Object.keys(where).length === 0 ? {} : { where });
  expect(errors).toEqual([]);
  return data;
}

interface Figure {
  readonly value: number | null;
  readonly absence: string | null;
}

/** What is wrong with the gateway's figure, to be read without the test at hand. */
function fault(what: string, where: string, gateway: Figure, hand: Figure): readonly string[] {
  if (agree(gateway.value, hand.value) && gateway.absence === hand.absence) return [];
  const text = ({ value, absence }: Figure) => `${value}${absence ? ` ${absence}` : ''}`;
  return [`${what}, ${where}: gateway ${text(gateway)}, by hand ${text(hand)}`];
}

async function figureByHand(one: Case, place: number, filter: Filter): Promise<Figure> {
  const none = (absence: string): Figure => ({ value: null, absence });
  if (one.ofLeads && filter.leads === undefined) return none('NOT_COVERED');
  if (place < one.lookback) return none('NO_BASELINE');
  const month = months[place]!;
  if (one.immature && (await byHand(base, { sql: one.immature }, month, filter)) !== 0) return none('IMMATURE');
  const value = await byHand(base, one, month, filter);
  return { value, absence: value === null ? one.absence : null };
}

test('every measure of the catalogue has one case', () => {
  const { measures } = gateway.martlet.definitions.catalogue;
  expect(cases.map(({ measure }) => measure).sort()).toEqual([...measures.keys()].sort());
});

test('every node of LIFECYCLE has one case', async () => {
  const { indicatorTree } = await ask('{ indicatorTree(tree: "LIFECYCLE", against: NONE) { nodes { code level } } }', {});
  const below = indicatorTree.nodes.filter(({ level }: Data) => level > 0).map(({ code }: Data) => code);
  expect(nodes.map(({ node }) => `LIFECYCLE.${node}`).sort()).toEqual(below.sort());
});

test.each(runs)('measures: $title', async ({ place, filter }) => {
  const month = months[place]!;
  const measures = cases.map(({ measure }) => measure).join(', ');
  const asked = `indicators(measures: [${measures}], month: "${month}", against: NONE, where: $where) { measure { code } value absence }`;
  const { indicators } = await ask(`query ($where: SliceFilter) { ${asked} }`, filter.graph);
  const answers: Data = Object.fromEntries(indicators.map((each: Data) => [each.measure.code, each]));
  const faults: string[] = [];
  for (const one of cases) {
    const hand = await figureByHand(one, place, filter);
    faults.push(...fault(one.measure, `${month}, ${filter.name}`, answers[one.measure], hand));
  }
  expect(faults).toEqual([]);
});

test.each(runs)('LIFECYCLE: $title', async ({ place, filter }) => {
  const month = months[place]!;
  const tree = `indicatorTree(tree: "LIFECYCLE", month: "${month}", against: NONE, where: $where) { nodes { code value absence } }`;
  const { indicatorTree } = await ask(`query ($where: SliceFilter) { ${tree} }`, filter.graph);
  const answers = new Map<string, Figure>(indicatorTree.nodes.map((node: Data) => [node.code, node]));
  const counts = await nodesByHand(base, month, filter);
  const faults = nodes.flatMap(({ node }, index) => {
    const isUnknown = place < lookbackOf(node) && counts[index] === 0;
    const hand = isUnknown ? { value: null, absence: 'NO_BASELINE' } : { value: counts[index]!, absence: null };
    return fault(`LIFECYCLE.${node}`, `${month}, ${filter.name}`, answers.get(`LIFECYCLE.${node}`)!, hand);
  });
  expect(faults).toEqual([]);
});
