import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf, indicatorOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway?.close());

const fields = `measure { code } where { dimension code label(locale: ZH) }
  value expected low high rule materiality pValue verdict slice`;
const query = `query ($month: YearMonth, $where: SliceFilter, $first: Int = 5000, $noise: Boolean = true) {
  signals(month: $month, where: $where, first: $first, noise: $noise) { ${fields} }
}`;
const signals = async (given: Record<string, unknown>): Promise<readonly Data[]> => (await dataOf(gateway, query, given)).signals;
const nameOf = ({ measure, where: [term] }: Data): string => `${measure.code} ${term ? `${term.dimension} ${term.code}` : ''}`;

test('one statement for the whole and one a dimension, whatever the months and measures', async () => {
  const { errors, statements } = await gateway.ask(query, { month: '2026-10' });
  expect(errors).toEqual([]);
  expect(statements).toHaveLength(5);
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
    const first = (await dataOf(gateway, `{ signals(month: "2026-05") { verdict } }`)).signals;
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
