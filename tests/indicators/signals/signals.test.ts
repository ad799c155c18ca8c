import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf, indicatorOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway?.close());

const fields = `kind against monthsOpen measure { code } where { dimension code label(locale: ZH) }
  value expected low high rule materiality pValue verdict slice`;
const query = `query ($month: YearMonth, $kind: SignalKind, $where: SliceFilter, $first: Int = 5000, $noise: Boolean = true) {
  signals(month: $month, kind: $kind, where: $where, first: $first, noise: $noise) { ${fields} }
}`;
const signals = async (given: Record<string, unknown>): Promise<readonly Data[]> =>
  (await dataOf(gateway, query, { kind: 'CHANGE', ...given })).signals;
const nameOf = ({ measure, where: [term] }: Data): string => `${measure.code} ${term ? `${term.dimension} ${term.code}` : ''}`;

test('one statement for the whole and one a dimension, whatever the months and measures', async () => {
  const statements = async (kind?: string) => {
    const asked = await gateway.ask(query, { month: '2026-10', kind });
    expect(asked.errors).toEqual([]);
    return asked.statements.length;
  };
  expect(await statements('CHANGE')).toBe(5);
  // City by joining channel, and the plans.
  expect(await statements('STANDING')).toBe(6);
  expect(await statements()).toBe(7);
});

describe('what was tested', () => {
  let tested: readonly Data[];
  beforeAll(async () => {
    tested = await signals({ month: '2026-05' });
  });

  test('is every measure for the whole and its parts, once', () => {
    expect(tested.length).toBeGreaterThan(1000);
    expect(new Set(tested.map(nameOf)).size).toBe(tested.length);
    expect(new Set(tested.map(({ where }) => where[0]?.dimension))).toEqual(
      new Set([undefined, 'CITY', 'PLAN_TIER', 'JOIN_CHANNEL_KIND', 'STAGE']),
    );
  });

  test('comes with signals first and the most material first; by default they are all', async () => {
    const rank = ({ verdict }: Data) => ['SIGNAL', 'IMMATERIAL', 'NOISE'].indexOf(verdict);
    for (const [index, next] of tested.slice(1).entries()) {
      const previous = tested[index]!;
      expect(rank(previous)).toBeLessThanOrEqual(rank(next));
      if (rank(previous) === rank(next)) expect(previous.materiality).toBeGreaterThanOrEqual(next.materiality);
    }
    const first = (await dataOf(gateway, `{ signals(month: "2026-05", kind: CHANGE) { verdict } }`)).signals;
    expect(first).toEqual(tested.filter(({ verdict }) => verdict === 'SIGNAL').map(({ verdict }) => ({ verdict })));
    expect(await signals({ month: '2026-05', first: 3 })).toEqual(tested.slice(0, 3));
  });

  test('has the figure that its slice has', async () => {
    const some = tested.filter((_, index) => index % 101 === 0);
    for (const { measure, slice, value } of some)
      expect((await indicatorOf(gateway, { measure: measure.code, slice })).value).toBe(value);
  });

  test('has a name in the language asked for', () => {
    const [own] = tested.find(({ where: [term] }) => term?.code === 'OWN_STORE')!.where;
    expect(own).toEqual({ dimension: 'JOIN_CHANNEL_KIND', code: 'OWN_STORE', label: '自有营业厅' });
  });

  test('weighs a part of a ratio by its share of the denominator', async () => {
    const rows = await gateway.sql(`
      select city, (sum(was_on_books::int) + sum(on_books::int)) / 2 as base from number_state where month = '2026-05' group by rollup (city)`);
    const base = (city: string | null) => Number(rows.find((row) => row.city === city)!.base);
    const whole = tested.find((each) => nameOf(each) === 'ARPU ')!;
    const parts = tested.filter((each) => nameOf(each).startsWith('ARPU CITY'));
    expect(parts).toHaveLength(14);
    for (const { where, value, expected, materiality } of parts)
      expect(materiality).toBeCloseTo((Math.abs(value - expected) * base(where[0].code)) / base(null) / whole.expected, 9);
  });
});

test('a filter makes its numbers the whole', async () => {
  const where = { city: { eq: 'BAIXI' } };
  const [city, operator] = [await signals({ month: '2026-08', where }), await signals({ month: '2026-08' })];
  const chart = ({ value, expected, low, high, pValue }: Data) => ({ value, expected, low, high, pValue });
  const [own, part] = ['REVENUE ', 'REVENUE CITY BAIXI'].map((name, index) =>
    [city, operator][index]!.find((each) => nameOf(each) === name),
  );
  expect(chart(own)).toEqual(chart(part));
});

test('a manager sees signals of the own cities only', async () => {
  const { data } = await gateway.ask(query, { month: '2026-08' }, managerOf(['BAIXI']));
  const cities = data.signals.flatMap(({ where }: Data) => where).filter(({ dimension }: Data) => dimension === 'CITY');
  expect(new Set(cities.map(({ code }: Data) => code))).toEqual(new Set(['BAIXI']));
});

test('without six months before nothing can be told, and nothing is', async () => {
  expect(await signals({ month: '2025-12' })).toEqual([]);
});

test('ratios over fewer than 30 are not tested', async () => {
  const tested = await signals({ month: '2026-10' });
  const rows = await gateway.sql(`select city, sum(orders) as orders from number_state where month = '2026-10' group by city`);
  const few = rows.filter(({ orders }) => Number(orders) < 30).map(({ city }) => city);
  expect(few.length).toBeGreaterThan(0);
  for (const city of few) expect(tested.map(nameOf)).not.toContain(`MARGIN_PER_ORDER CITY ${city}`);
});

test.each([
  [{ first: 0 }, 'signals(first:): expected 1 to 5000, found 0.'],
  [{ month: '2020-01' }, 'month: the data have 2025-08 to 2026-10, found 2020-01. Leave it out for the newest.'],
])('bad input %o', async (given, message) => {
  const { errors } = await gateway.ask(query, given);
  expect(errors[0]!.message).toBe(message);
  expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
});

describe('gaps that stand', () => {
  let tested: readonly Data[];
  beforeAll(async () => {
    tested = await signals({ month: '2026-10', kind: 'STANDING' });
  });
  const of = (against: string, measure: string) =>
    tested.filter((each) => each.against === against && each.measure.code === measure);

  test('are one test a part, measure and what it is compared with; both kinds together are just the two', async () => {
    const keys = tested.map((each) => JSON.stringify([each.against, each.measure.code, each.where]));
    expect(tested.length).toBeGreaterThan(500);
    expect(new Set(keys).size).toBe(tested.length);
    expect(new Set(tested.map(({ against }) => against))).toEqual(new Set(['PEERS', 'PLAN', 'LAST_YEAR']));
    const [both, changes] = [await signals({ month: '2026-10', kind: null }), await signals({ month: '2026-10' })];
    expect(both).toHaveLength(tested.length + changes.length);
    expect(new Set(both.map((each) => JSON.stringify(each)))).toEqual(
      new Set([...tested, ...changes].map((each) => JSON.stringify(each))),
    );
    const found = both.filter(({ verdict }) => verdict === 'SIGNAL').map(({ materiality }) => materiality);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    for (const each of changes) expect([each.kind, each.against, each.monthsOpen]).toEqual(['CHANGE', null, null]);
    for (const each of tested.filter(({ verdict }) => verdict !== 'NOISE')) expect(each.monthsOpen).toBeGreaterThanOrEqual(3);
  });

  test('to plan, by hand: the months in a row that a city is 1 % or more below, and what that has come to', async () => {
    const rows = await gateway.sql(`
      with own as (select city, month, sum(revenue)::double as value from number_state group by all),
        compared as (select own.*, t.value::double as plan, own.value <= 0.99 * t.value as is_open
          from own join serving.mart_target t using (city, month) where t.measure = 'REVENUE' and t.county is null),
        closed as (select city, coalesce(max(month) filter (not is_open), '0000-00') as last from compared group by city)
      select c.city, arg_max(value, month) as value, arg_max(plan, month) as plan,
        count(*) filter (month > last) as months, coalesce(sum(plan - value) filter (month > last), 0) as missed,
        (select sum(value) from own where month = '2026-10') as whole
      from compared c join closed using (city) group by c.city`);
    const found = of('PLAN', 'REVENUE').filter(({ where }) => where[0]?.dimension === 'CITY' && where.length === 1);
    expect(found).toHaveLength(14);
    for (const each of found) {
      const row = rows.find(({ city }) => city === each.where[0].code)!;
      const months = Number(row.months) < 3 ? 0 : Number(row.months);
      expect([row.city, each.monthsOpen]).toEqual([row.city, months]);
      expect(each.value).toBeCloseTo(Number(row.value), 4);
      expect(each.expected).toBeCloseTo(Number(row.plan), 4);
      if (months > 0) expect(each.materiality).toBeCloseTo(Number(row.missed) / Number(row.whole), 9);
    }
  });

  test('to peers, by hand: the level is the mean of a part over all others before the gap opened', async () => {
    const open = tested.filter(
      (each) => each.against === 'PEERS' && each.monthsOpen > 0 && each.measure.code === 'DOU' && each.where.length === 1,
    );
    expect(open.length).toBeGreaterThan(0);
    for (const { where, monthsOpen, value, expected } of open) {
      const column = { CITY: 'city', PLAN_TIER: 'plan_tier', JOIN_CHANNEL_KIND: 'join_channel_kind' }[
        where[0].dimension as string
      ];
      const [row] = await gateway.sql(`
        with parts as (select month, ${column} is not distinct from '${where[0].code}' as is_own, sum(data_gb)::double as gb,
            (count(*) filter (was_on_books) + count(*) filter (on_books)) / 2 as base from number_state where month > '2025-08' group by all),
          ratios as (select month, max(gb / base) filter (is_own) as own, max(gb / base) filter (not is_own) as others from parts group by month)
        select max(own) filter (month = '2026-10') as own, max(others) filter (month = '2026-10')
          * avg(own / others) filter (date_diff('month', (month || '-01')::date, date '2026-10-01') >= ${monthsOpen}) as expected from ratios`);
      expect(value).toBeCloseTo(Number(row!.own), 9);
      expect(expected).toBeCloseTo(Number(row!.expected), 9);
    }
  });

  test('to last year, by hand: what the middle city has made of its own', async () => {
    const rows = await gateway.sql(`
      with own as (select city, sum(revenue) filter (month = '2026-10')::double as now, sum(revenue) filter (month = '2025-10')::double as past
        from number_state group by city)
      select city, now, past * (select median(now / past) from own) as expected from own`);
    const found = of('LAST_YEAR', 'REVENUE').filter(({ where }) => where[0]?.dimension === 'CITY' && where.length === 1);
    expect(found).toHaveLength(14);
    for (const { where, value, expected } of found) {
      const row = rows.find(({ city }) => city === where[0].code)!;
      expect(value).toBeCloseTo(Number(row.now), 4);
      expect(expected).toBeCloseTo(Number(row.expected), 4);
    }
  });

  test('have the slice of their part, of two values as well; a measure without a good direction has none', async () => {
    const pair = tested.find(({ where, measure }) => where.length === 2 && measure.code === 'MOU')!;
    expect((await indicatorOf(gateway, { measure: 'MOU', slice: pair.slice })).value).toBe(pair.value);
    const { measures } = gateway.martlet.definitions.catalogue;
    for (const { measure } of tested) expect(measures.get(measure.code)!.higherIsBetter).not.toBeNull();
  });
});
