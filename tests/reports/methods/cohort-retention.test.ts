import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shiftMonth } from '../../../src/lib/months.js';
import { cohortRetention } from '../../../src/reports/methods/cohort-retention.js';
import { survivalCurve } from '../../../src/reports/methods/cohort-survival.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { drillOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, type ReportLine, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
let all: readonly string[];
beforeAll(async () => {
  gateway = await openGateway();
  all = gateway.serving.coverage.months;
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, cohortRetention, asked);

/** Joiners of each month and who of them is on the books in each month since: number_state joined to itself. */
const selfJoin = (months: readonly string[], where: string) =>
  byHand(
    gateway,
    `select j.month as cohort, date_diff('month', cast(j.month || '-01' as date), cast(m.month || '-01' as date)) as months,
       count(*) as joiners, count(s.number_id) as kept, 100 * count(s.number_id) / count(*) as retention
     from number_state j
     join (select distinct month from number_state where month <= '${months.at(-1)}') m on m.month >= j.month
     left join number_state s on s.number_id = j.number_id and s.month = m.month and s.on_books
     where j.gross_add and j.month >= '${months[0]}' and ${where} group by all order by all`,
  );

const isMature = ({ cells }: ReportLine) => cells.joiners !== null;

describe.each([
  ['2025-11', '2026-10', undefined, 'true'],
  ['2025-08', '2026-06', undefined, 'true'],
  ['2026-01', '2026-10', { joinChannelKind: { eq: 'AGENT_STORE' } }, "j.join_channel_kind = 'AGENT_STORE'"],
])('cohorts of %s to %s, filter %j', (from, to, where, sql) => {
  const span = () => all.filter((month) => month >= from && month <= to);

  test('cells are those of a self-join, and what a cohort has not lived to is empty', async () => {
    const months = span();
    const found = linesOf(await report({ months, where }));
    expect(rounded(found.filter(({ joiners }) => joiners !== null))).toEqual(rounded(await selfJoin(months, sql)));
    const empty = found.filter(({ joiners }) => joiners === null);
    expect(found).toHaveLength(months.length ** 2);
    expect(empty).toHaveLength((months.length * (months.length - 1)) / 2);
    for (const { cohort, months: age, kept, retention } of empty) {
      expect(shiftMonth(cohort as string, age as number) > to).toBe(true);
      expect([kept, retention]).toEqual([null, null]);
    }
  });

  test('totals: all cohorts that have come to that age', async () => {
    const lines = await report({ months: span(), where });
    const detail = linesOf(lines);
    for (const { months, joiners, kept, retention } of linesOf(lines, 'cohort')) {
      const same = detail.filter((cells) => cells.months === months && cells.joiners !== null);
      const sum = (name: string) => same.reduce((all, cells) => all + (cells[name] as number), 0);
      expect([joiners, kept, retention]).toEqual([sum('joiners'), sum('kept'), (sum('kept') / sum('joiners')) * 100]);
    }
  });
});

test('a slice holds those who are still there: redeemed it counts the cell', async () => {
  const lines = await report({ months: all.slice(-5), options: { by: 'CUSTOMER_TYPE' }, where: { areaType: { eq: 'URBAN' } } });
  const cells = lines.filter((line) => line.slice !== null);
  // Of each cohort one row a customer type and age that it came to, and one of all types.
  expect(cells).toHaveLength(15 * 4);
  const found = await redeemed(
    gateway,
    cells.map(({ slice }) => slice!),
  );
  expect(found).toEqual(cells.map(({ cells: { kept } }) => kept));
  expect(lines.filter(isMature).filter(({ slice }) => slice === null)).toSatisfy((rest: readonly ReportLine[]) =>
    rest.every(({ totalOf }) => totalOf.includes('cohort')),
  );
});

test('after six months it is RETENTION_6M, whole and by city', async () => {
  const months = all.slice(-7);
  for (const by of ['CITY', 'JOIN_CHANNEL_KIND']) {
    const lines = await report({ months, options: { by } });
    const drilled = await drillOf(gateway, { measure: 'RETENTION_6M', by, month: '2026-10', top: 50, orderBy: 'CODE' });
    const name = by === 'CITY' ? 'city' : 'joinChannelKind';
    const isSix = ({ cohort, months }: ReportLine['cells']) => cohort === '2026-04' && months === 6;
    const found = Object.fromEntries(
      linesOf(lines)
        .filter(isSix)
        .map((cells) => [cells[name], cells.retention]),
    );
    const expected = drilled.drill.filter(({ value }: { value: number | null }) => value !== null);
    expect(Object.keys(found)).toHaveLength(expected.length);
    for (const { code, value } of expected) expect(found[code]).toBeCloseTo(value, 9);
    expect(linesOf(lines, name).find(isSix)!.retention).toBeCloseTo(drilled.value, 9);
  }
});

test('cohorts from before the data are not known', async () => {
  const lines = await report({ months: ['2025-06', '2025-07', '2025-08', '2025-09'] });
  const known = lines.filter(({ totalOf }) => totalOf.length === 0).filter(isMature);
  expect(known.map(({ cells: { cohort, months } }) => [cohort, months])).toEqual([
    ['2025-08', 0],
    ['2025-08', 1],
    ['2025-09', 0],
  ]);
});

test('a viewer of some cities sees the joiners of these', async () => {
  const cities = ['HAILAN', 'MUHE'];
  const months = all.slice(-6);
  const lines = await report({ months, viewer: managerOf(cities) });
  const expected = await selfJoin(
    months,
    `j.city in ('${cities.join("', '")}') and coalesce(s.city in ('${cities.join("', '")}'), true)`,
  );
  expect(rounded(linesOf(lines).filter(({ joiners }) => joiners !== null))).toEqual(rounded(expected));
  const cells = lines.filter(({ slice }) => slice !== null);
  const found = await redeemed(
    gateway,
    cells.map(({ slice }) => slice!),
    'NUMBERS',
    managerOf(cities),
  );
  expect(found).toEqual(cells.map(({ cells: { kept } }) => kept));
});

describe('KAPLAN_MEIER', () => {
  const options = { method: 'KAPLAN_MEIER' };

  test.each(['2026-10', '2026-05'])(
    'to %s: who was followed and who left, and the product of those who did not',
    async (last) => {
      const months = all.filter((month) => month <= last).slice(-9);
      const found = linesOf(await report({ months, options, where: { customerType: { ne: 'ENTERPRISE' } } }));
      const lives = await byHand(
        gateway,
        `select date_diff('month', cast(any_value(join_month) || '-01' as date), cast(coalesce(min(month) filter (status in ('PRE_CANCELLED', 'CANCELLED')), '${last}') || '-01' as date)) as time,
         bool_or(status in ('PRE_CANCELLED', 'CANCELLED')) as left_it, any_value(customer_type) as type
       from number_state where join_month between '${months[0]}' and '${last}' and month <= '${last}' group by number_id having type <> 'ENTERPRISE'`,
      );
      let survival = 1;
      const expected = months.map((_, time) => {
        const atRisk = lives.filter((life) => (life.time as number) >= time).length;
        const left = lives.filter((life) => life.time === time && life.left_it).length;
        survival *= 1 - left / atRisk;
        return { months: time, atRisk, left, retention: survival * 100 };
      });
      expect(rounded(found)).toEqual(rounded(expected));
    },
  );

  test('by a dimension: the parts are followed apart, and add up', async () => {
    const months = all.slice(-8);
    const whole = linesOf(await report({ months, options }));
    const parts = linesOf(await report({ months, options: { ...options, by: 'CUSTOMER_TYPE' } }));
    for (const { months: age, atRisk, left } of whole) {
      const same = parts.filter(({ months }) => months === age);
      expect(same.map(({ customerType }) => customerType).sort()).toEqual(['ENTERPRISE', 'HOUSEHOLD', 'PERSONAL']);
      expect(same.reduce((all, part) => all + (part.atRisk as number), 0)).toBe(atRisk);
      expect(same.reduce((all, part) => all + (part.left as number), 0)).toBe(left);
    }
  });

  test('by hand: three of ten leave at 1, two are followed to 1, one of five leaves at 2', () => {
    const lives = [
      { time: 1, left: 3, censored: 2 },
      { time: 2, left: 1, censored: 0 },
      { time: 3, left: 0, censored: 4 },
    ];
    expect(survivalCurve(lives, 5)).toEqual([
      [0, 10, 0, 100],
      [1, 10, 3, 70],
      [2, 5, 1, expect.closeTo(56, 9)],
      [3, 4, 0, expect.closeTo(56, 9)],
    ]);
  });
});

test('a dimension that the warehouse has not is said to be missing', async () => {
  const asked = report({ months: all.slice(-2), options: { by: 'CUSTOMER_TYPE' }, without: ['number_month.customer_type'] });
  await expect(asked).rejects.toThrow('COHORT_RETENTION: the warehouse does not provide customer_type.');
  await expect(asked).rejects.toMatchObject({ code: 'NOT_PROVIDED' });
});
