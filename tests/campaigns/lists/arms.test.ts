import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnBy } from '../../../src/decisions/draw.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { closeQuery, done, type Entry, entriesOf, frozen, frozenBySalt, grouped } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const close = ({ id }: Data) => done(gateway, closeQuery, { id });

/** A list that is closed, so that it keeps nobody from the next. */
async function drawn(salt: string, input: object): Promise<{ list: Data; entries: readonly Entry[] }> {
  const list = await frozenBySalt(gateway, salt, input);
  const entries = await entriesOf(gateway, list);
  await close(list);
  return { list, entries };
}

const byNet = (a: Entry, b: Entry) => b.net! - a.net! || Number(a.id) - Number(b.id);
const isRanked = ({ arm, why }: Entry) => arm !== null || why === 'BEYOND_SIZE' || why === 'BEYOND_BUDGET';

/** The low 64 bits of MD5. */
const low64 = (text: string): bigint => createHash('md5').update(text).digest().readBigUInt64LE(8);

describe('who is kept out', () => {
  test('is the share asked for, of a million households within half a point', async () => {
    for (const share of [0.02, 0.1, 0.3, 0.5]) {
      const key = "md5_number_lower('H' || i)";
      const [row] = await gateway.sql(
        `select count(*) as held from range(1000000) as t(i) where ${drawnBy('spring', share, key)}`,
      );
      expect(Math.abs(Number(row!.held) / 1e6 - share)).toBeLessThan(0.005);
    }
  });

  test('is drawn by household, else customer, else number: a second route in plain JavaScript', async () => {
    const rows = await gateway.sql(
      'select cast(number_id as varchar) as id, cast(household_id as varchar) as household, cast(customer_id as varchar) as customer from serving.number_profile',
    );
    const together = new Map(
      rows.map(({ id, household, customer }) => [id, household ? `H${household}` : customer ? `C${customer}` : `N${id}`]),
    );
    const { entries } = await drawn('spring', { scene: 'COUNTER', holdOut: 0.3 });
    const ranked = entries.filter(isRanked);
    for (const { id, draw, arm } of ranked) {
      const key = low64(together.get(id)!);
      expect(draw).toBe(String(key));
      expect(arm).toBe(low64(`spring:${key}`) % 1_000_000n < 300_000n ? 'HELD_OUT' : 'MEMBER');
    }
    const homes = grouped(ranked, ({ id }) => together.get(id)!);
    expect([...homes.values()].filter((home) => home.length > 1).length).toBeGreaterThan(100);
    for (const home of homes.values()) expect(new Set(home.map(({ arm }) => arm)).size).toBe(1);
  });

  test('stays so from list to list of the same draw, whatever its size; a smaller share is part of a larger one', async () => {
    const [whole, small, more] = [
      await drawn('spring', { holdOut: 0.2 }),
      await drawn('spring', { holdOut: 0.2, maxSize: 100 }),
      await drawn('spring', { holdOut: 0.4 }),
    ];
    const arms = new Map(whole.entries.map(({ id, arm }) => [id, arm]));
    const settled = small.entries.filter(({ arm }) => arm !== null);
    expect(settled.length).toBeGreaterThan(100);
    for (const { id, arm } of settled) expect(arm).toBe(arms.get(id));
    const held = new Set(more.entries.filter(({ arm }) => arm === 'HELD_OUT').map(({ id }) => id));
    for (const { id, arm } of whole.entries) if (arm === 'HELD_OUT') expect(held).toContain(id);
    const other = await drawn('autumn', { holdOut: 0.2 });
    expect(other.entries.some(({ id, arm }) => arm === 'HELD_OUT' && arms.get(id) === 'MEMBER')).toBe(true);
  });

  test('of a campaign that runs gets its offers in no scene; once it is closed, again', async () => {
    const offers = ['DATA_UPGRADE'];
    const runs = await frozen(gateway, { scene: 'ONLINE', offers, holdOut: 0.5 });
    const held = new Set((await entriesOf(gateway, runs)).filter(({ arm }) => arm === 'HELD_OUT').map(({ draw }) => draw));
    expect(held.size).toBeGreaterThan(20);
    const touched = (entries: readonly Entry[]) => entries.filter(({ arm, draw }) => arm !== null && held.has(draw));
    const next = await drawn('next', { scene: 'COUNTER', offers, holdOut: 0 });
    expect(touched(next.entries)).toEqual([]);
    expect(next.entries.filter(({ why }) => why === 'CAMPAIGN').length).toBeGreaterThan(20);
    const beside = await drawn('beside', { scene: 'COUNTER', offers: ['CONTRACT_RENEWAL'], holdOut: 0 });
    expect(touched(beside.entries).length).toBeGreaterThan(0);
    await close(runs);
    const later = await drawn('later', { scene: 'COUNTER', offers, holdOut: 0 });
    expect(touched(later.entries).length).toBeGreaterThan(20);
  });
});

/** The ranking is cut at the first member that size or budget does not cover: plainly, row by row. */
function cut(ranking: readonly Entry[], maxSize: number, budget: number) {
  const arms = new Map<string, string>();
  let [members, spent, why] = [0, 0, ''];
  for (const { id, arm, cost } of ranking) {
    if (why === '' && arm === 'MEMBER') {
      if (members + 1 > maxSize) why = 'BEYOND_SIZE';
      else if (spent + cost! > budget) why = 'BEYOND_BUDGET';
      else [members, spent] = [members + 1, spent + cost!];
    }
    arms.set(id, why || arm!);
  }
  return arms;
}

describe('size and budget', () => {
  test.each([
    ['size', { maxSize: 120 }],
    ['budget', { budget: 150.5 }],
    ['size before budget', { maxSize: 10, budget: 500 }],
    ['budget before size', { maxSize: 300, budget: 60 }],
    ['neither', { maxSize: 100_000, budget: 1e9 }],
    ['nothing', { budget: 0 }],
  ])('cut at %s', async (_, limits: { maxSize?: number; budget?: number }) => {
    const whole = await drawn('cuts', { holdOut: 0.2 });
    const ranking = whole.entries.filter(isRanked).sort(byNet);
    const expected = cut(ranking, limits.maxSize ?? Number.POSITIVE_INFINITY, limits.budget ?? Number.POSITIVE_INFINITY);
    const { entries } = await drawn('cuts', { holdOut: 0.2, ...limits });
    const found = entries.filter(isRanked).sort(byNet);
    expect(found.map(({ id, arm, why }) => [id, arm ?? why])).toEqual([...expected]);
  });

  test('rank by a column: the greatest first, then the net benefit', async () => {
    const rows = await gateway.sql(
      `select cast(number_id as varchar) as id, cast(revenue as double) as revenue from serving.number_profile`,
    );
    const revenue = new Map(rows.map((row) => [row.id, row.revenue as number]));
    const { entries } = await drawn('ranks', { rankBy: 'revenue' });
    const members = entries.filter(({ arm }) => arm === 'MEMBER');
    const expected = [...members].sort((a, b) => revenue.get(b.id)! - revenue.get(a.id)! || byNet(a, b));
    expect([...members].sort((a, b) => a.rank! - b.rank!).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    for (const own of grouped(expected, ({ city }) => city).values())
      expect(own.map(({ place }) => place)).toEqual(own.map((_, index) => index + 1));
  });
});
