import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../../src/faces/context.js';
import { everything } from '../../../src/figures/question.js';
import { daysOfWeek, shiftDay, weekOf } from '../../../src/lib/days.js';
import { plainReport } from '../../../src/reports/plain.js';
import { developer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';
import { additive, analysisOf, fieldOf, fieldsOfAll, ratios, stocks } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const nobody = { city: { eq: 'NOWHERE' } };

describe('of nobody', () => {
  test('analysis, indicator and trend say the same of every measure: 0 of what adds up or is counted, null of a ratio', async () => {
    const codes = [...gateway.martlet.definitions.catalogue.measures.keys()];
    const { rows, totals } = await analysisOf(gateway, `${fieldsOfAll(codes)} absent { measure reason }`, {
      where: nobody,
      totals: true,
    });
    expect([rows.length, totals.length]).toEqual([1, 1]);
    const asked = codes.map(
      (code) =>
        `${code}: indicator(measure: ${code}, where: {city: {eq: "NOWHERE"}}) { value absence trend(months: 1) { value absence } }`,
    );
    // A request may have so many aliases.
    const parts = Array.from({ length: Math.ceil(asked.length / 90) }, (_, i) => asked.slice(90 * i, 90 * (i + 1)));
    const answers = await Promise.all(parts.map((part) => dataOf(gateway, `{ ${part.join(' ')} }`)));
    const indicators: Data = Object.assign({}, ...answers);
    for (const code of codes) {
      const { kind } = gateway.martlet.definitions.catalogue.measures.get(code)!;
      const { value, absence: _, trend } = indicators[code];
      const reason = rows[0].absent.find(({ measure }: Data) => measure === code)?.reason ?? null;
      expect([code, rows[0][fieldOf(code)], totals[0][fieldOf(code)]]).toEqual([code, value, value]);
      expect([code, value, reason]).toEqual([code, kind === 'ratio' ? null : 0, kind === 'ratio' ? 'ZERO_DENOMINATOR' : null]);
      expect([code, trend]).toEqual([code, [{ value, absence: reason }]]);
    }
  });

  test('cut, there are no rows, and the total is that of nobody', async () => {
    const { rows, totals } = await analysisOf(gateway, 'city revenue arpu', { where: nobody, totals: true });
    expect(rows).toEqual([]);
    expect(totals).toMatchObject([{ totalOf: ['CITY'], revenue: 0, arpu: null }]);
    const days = await analysisOf(gateway, 'leavers', { where: nobody, grain: 'DAY' });
    expect(days.rows).toEqual([]);
    const all = await analysisOf(gateway, 'leavers', { where: nobody, grain: 'DAY', fill: 'ZERO' });
    expect(all.rows.map(({ leavers }: Data) => leavers)).toEqual(Array.from({ length: 31 }, () => 0));
  });
});

describe('fill: ZERO', () => {
  test('by day and city: every day of the months for each city, as SQL over a calendar has it', async () => {
    const where = { planTier: { eq: 'TIER_199' } };
    const span = { from: '2026-09', to: '2026-10' };
    const { rows } = await analysisOf(gateway, 'city leavers grossAdds', { ...span, where, grain: 'DAY', fill: 'ZERO' });
    const found = await gateway.sql(`
      with happened as (select f.day, n.city, f.leavers, f.gross_adds from number_flow f join number_state n using (month, number_id)
          where month between '2026-09' and '2026-10' and n.plan_tier = 'TIER_199' and (f.leavers > 0 or f.gross_adds > 0)),
        calendar as (select unnest(generate_series(date '2026-09-01', date '2026-10-31', interval 1 day))::date as day)
      select strftime(c.day, '%Y-%m-%d') as period, d.city, coalesce(sum(h.leavers), 0)::double as leavers, coalesce(sum(h.gross_adds), 0)::double as "grossAdds"
      from calendar c cross join (select distinct city from happened) d left join happened h on h.day = c.day and h.city = d.city
      group by all order by all`);
    const plain = ({ period, city, leavers, grossAdds }: Data) => [period, city, leavers, grossAdds];
    expect(rows.map(plain)).toEqual(found.map(plain));
    expect(rows.length % 61).toBe(0);
    expect(rows.some(({ leavers }: Data) => leavers === 0)).toBe(true);
  });

  test('adds rows of nothing and changes no other, at every grain; a row of nothing is what the indicator of its slice says', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('MONTH', 'QUARTER', 'TOTAL'),
        fc.constantFrom('GRID', 'LEAVE_REASON', 'HOME_CELL', 'JOIN_MONTH'),
        async (grain, by) => {
          const codes = ['LEAVERS', 'REVENUE', 'NUMBERS', 'ARPU'];
          const asked = { from: '2026-08', to: '2026-10', grain, where: { city: { eq: 'BAIXI' }, county: { eq: 'BAIXI_01' } } };
          const plain = await analysisOf(gateway, fieldsOfAll([...codes, by]), asked);
          const full = await analysisOf(gateway, `${fieldsOfAll([...codes, by])} slice`, { ...asked, fill: 'ZERO' });
          const keyOf = (row: Data) => JSON.stringify([row.period, row[fieldOf(by)]]);
          const known = new Map(plain.rows.map((row: Data) => [keyOf(row), row]));
          const periods = new Set(full.rows.map(({ period }: Data) => period)).size;
          const values = new Set(full.rows.map((row: Data) => row[fieldOf(by)])).size;
          expect(full.rows).toHaveLength(periods * values);
          for (const { slice: _, ...row } of full.rows) {
            const own = known.get(keyOf(row));
            if (own) expect(row).toEqual(own);
            else expect(row).toMatchObject({ leavers: 0, revenue: 0, numbers: 0, arpu: null });
          }
          const [one] = full.rows.filter((row: Data) => !known.has(keyOf(row)));
          if (!one || grain !== 'MONTH') return;
          const query = 'query ($slice: Slice) { indicator(measure: REVENUE, slice: $slice) { value } }';
          expect((await dataOf(gateway, query, { slice: one.slice })).indicator.value).toBe(0);
        },
      ),
      { numRuns: 8 },
    ));

  test('what the data cannot tell stays null: leavers of the first month, days or not', async () => {
    const asked = { from: '2025-08', to: '2025-08', fill: 'ZERO', grain: 'DAY' };
    const { rows } = await analysisOf(gateway, 'leavers complaints absent { measure reason }', asked);
    expect(rows).toHaveLength(31);
    for (const row of rows) {
      expect([row.period, row.leavers, row.complaints !== null]).toEqual([row.period, null, true]);
      expect(row.absent).toEqual([{ measure: 'LEAVERS', reason: 'NO_BASELINE' }]);
    }
  });

  test('too many rows are refused, and the message says how many', async () => {
    const query = `{ analysis(dimensions: [GRID, PLAN], measures: [LEAVERS], grain: DAY, from: "2025-08", fill: ZERO) { rowCount } }`;
    const { errors } = await gateway.ask(query);
    expect(errors[0]!.extensions.code).toBe('TOO_COSTLY');
    expect(errors[0]!.message).toMatch(/combinations in 457 periods, each with a row, are more than 100,000 rows/);
  });
});

describe('a day or week against another', () => {
  const shifts = {
    'DAY PREVIOUS_PERIOD': `interval 1 day`,
    'DAY SAME_WEEKDAY': `interval 7 day`,
    'DAY PREVIOUS_MONTH': `interval 1 month`,
    'DAY SAME_MONTH_LAST_YEAR': `interval 1 year`,
    'WEEK PREVIOUS_PERIOD': `interval 7 day`,
    'WEEK SAME_MONTH_LAST_YEAR': `interval 364 day`,
  };
  test.each(Object.entries(shifts))('%s: by a join of each day with its own, in SQL', async (name, shift) => {
    const [grain, against] = name.split(' ') as [string, string];
    const asked = { from: '2026-09', to: '2026-10', grain, against, fill: 'ZERO' };
    const { rows } = await analysisOf(gateway, 'complaints baseline { period complaints }', asked);
    const period = grain === 'DAY' ? `'%Y-%m-%d'` : `'%G-W%V'`;
    const found = await gateway.sql(`
      with daily as (select day, sum(complaints)::double as n from number_flow group by day),
        calendar as (select unnest(generate_series(date '2026-09-01', date '2026-10-31', interval 1 day))::date as day),
        pairs as (select day, (day - ${shift})::date as other from calendar)
      select strftime(p.day, ${period}) as period, coalesce(sum(a.n), 0) as now,
        coalesce(sum(b.n) filter (${against === 'PREVIOUS_MONTH' ? `day(p.other) = day(p.day)` : 'true'}), 0) as before
      from pairs p left join daily a on a.day = p.day left join daily b on b.day = p.other group by 1 order by 1`);
    expect(rows.map((row: Data) => [row.period, row.complaints, row.baseline?.complaints ?? 0])).toEqual(
      found.map((row) => [row.period, Number(row.now), Number(row.before)]),
    );
    const last = rows.at(-1);
    if (against === 'PREVIOUS_MONTH') expect([last.period, last.baseline]).toEqual(['2026-10-31', null]);
    else if (grain === 'DAY') expect(new Date(last.baseline.period).getTime()).toBeLessThan(new Date(last.period).getTime());
    else
      expect(last.baseline.period).toBe(weekOf(shiftDay(daysOfWeek(last.period)[0]!, against === 'PREVIOUS_PERIOD' ? -7 : -364)));
  });

  test('a baseline by city has rows of cities that had none now, and its slice holds its own day', async () => {
    const asked = { from: '2026-10', grain: 'DAY', against: 'SAME_WEEKDAY' };
    const { rows } = await analysisOf(gateway, 'city leavers baseline { leavers slice(measure: LEAVERS) }', asked);
    expect(rows.some(({ leavers, baseline }: Data) => leavers === 0 && baseline.leavers > 0)).toBe(true);
    for (const { baseline } of rows.filter(({ baseline: own }: Data) => own.leavers > 0).slice(0, 5)) {
      const { data } = await gateway.ask('query ($slice: Slice) { numbers(slice: $slice) { totalCount } }', {
        slice: baseline.slice,
      });
      expect(data.numbers.totalCount).toBe(baseline.leavers);
    }
  });

  test('days before the data are not known', async () => {
    const asked = { from: '2025-08', grain: 'DAY', against: 'SAME_WEEKDAY', fill: 'ZERO' };
    const { rows } = await analysisOf(gateway, 'complaints baseline { complaints absent { reason } }', {
      ...asked,
      to: '2025-08',
    });
    expect(rows.slice(0, 7).map(({ baseline }: Data) => baseline.absent)).toEqual(
      Array.from({ length: 7 }, () => [{ reason: 'NO_BASELINE' }]),
    );
    expect(rows[7].baseline.complaints).toBe(rows[0].complaints);
  });

  test.each([
    ['DAY', 'TARGET', 'a day has PREVIOUS_PERIOD, SAME_WEEKDAY, PREVIOUS_MONTH, SAME_MONTH_LAST_YEAR, NONE.'],
    ['WEEK', 'PREVIOUS_MONTH', 'a week has PREVIOUS_PERIOD, SAME_MONTH_LAST_YEAR, NONE.'],
    ['MONTH', 'SAME_WEEKDAY', 'against: SAME_WEEKDAY compares days (analysis with grain: DAY)'],
  ])('%s has no %s', async (grain, against, message) => {
    const { errors } = await gateway.ask(`{ analysis(grain: ${grain}, against: ${against}) { rows { leavers } } }`);
    expect([errors[0]?.extensions.code, errors[0]?.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(message)]);
  });

  test('the indicator has no weekday, and its period before is the month before', async () => {
    const { errors } = await gateway.ask('{ indicator(measure: REVENUE, against: SAME_WEEKDAY) { value } }');
    expect(errors[0]?.message).toContain('SAME_WEEKDAY compares days');
    const both = await dataOf(
      gateway,
      '{ a: indicator(measure: REVENUE, against: PREVIOUS_PERIOD) { baseline } b: indicator(measure: REVENUE) { baseline } }',
    );
    expect(both.a).toEqual(both.b);
  });
});

describe('cumulative', () => {
  test('is the running sum of the plain analysis, with its baseline and totals, at every grain', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ['MONTH', 'SAME_MONTH_LAST_YEAR'],
          ['MONTH', 'PREVIOUS_PERIOD'],
          ['QUARTER', 'NONE'],
          ['DAY', 'PREVIOUS_MONTH'],
          ['WEEK', 'PREVIOUS_PERIOD'],
        ),
        fc.constantFrom('CITY', 'LEAVE_REASON'),
        async ([grain, against], by) => {
          const fields = `${fieldOf(by)} leavers complaints baseline { leavers }`;
          const asked = { from: '2026-09', to: '2026-10', grain, against, totals: true };
          const running = await analysisOf(gateway, fields, { ...asked, cumulative: true });
          const plain = await analysisOf(gateway, fields, { ...asked, fill: 'ZERO' });
          const sums = new Map<string, [number, number, number]>();
          const expected = new Map<string, readonly number[]>();
          for (const row of [...plain.rows, ...plain.totals.filter(({ period }: Data) => period !== null)]) {
            const kind = JSON.stringify([row[fieldOf(by)], row.totalOf]);
            const [a, b, c] = sums.get(kind) ?? [0, 0, 0];
            const sum = [a + row.leavers, b + row.complaints, c + (row.baseline?.leavers ?? 0)] as [number, number, number];
            sums.set(kind, sum);
            expected.set(`${row.period} ${kind}`, sum);
          }
          for (const row of [...running.rows, ...running.totals.filter(({ period }: Data) => period !== null)]) {
            const kind = JSON.stringify([row[fieldOf(by)], row.totalOf]);
            expect([
              row.period,
              kind,
              row.leavers,
              row.complaints,
              row.baseline?.leavers ?? expected.get(`${row.period} ${kind}`)![2],
            ]).toEqual([row.period, kind, ...expected.get(`${row.period} ${kind}`)!]);
          }
          // What has begun goes on: the rows of the last period are all there, and add up to its total.
          const last = running.rows.filter(({ period }: Data) => period === running.rows.at(-1).period);
          const whole = running.totals.find(({ period, totalOf }: Data) => period === last[0].period && totalOf.length === 1);
          expect(last.reduce((all: number, { leavers }: Data) => all + leavers, 0)).toBe(whole.leavers);
        },
      ),
      { numRuns: 10 },
    ));

  test('month to date against month to date: the first fifteen days of October and of September, by hand', async () => {
    const asked = { from: '2026-10', grain: 'DAY', against: 'PREVIOUS_MONTH', cumulative: true };
    const { rows } = await analysisOf(gateway, 'grossAdds baseline { grossAdds }', asked);
    const [found] = await gateway.sql(`
      select sum(gross_adds) filter (day between '2026-10-01' and '2026-10-15')::double as now,
        sum(gross_adds) filter (day between '2026-09-01' and '2026-09-15')::double as before from number_flow`);
    const row = rows.find(({ period }: Data) => period === '2026-10-15');
    expect([row.grossAdds, row.baseline.grossAdds]).toEqual([found!.now, found!.before]);
  });

  test('against the plan: the plans since then', async () => {
    const asked = { from: '2026-08', to: '2026-10', against: 'TARGET', where: { city: { eq: 'HAILAN' } } };
    const plain = await analysisOf(gateway, 'revenue baseline { revenue }', asked);
    const { rows } = await analysisOf(gateway, 'revenue baseline { revenue }', { ...asked, cumulative: true });
    const total = (of: (row: Data) => number) => plain.rows.reduce((sum: number, row: Data) => sum + of(row), 0);
    expect(rows.at(-1).revenue).toBeCloseTo(
      total(({ revenue }) => revenue),
      4,
    );
    expect(rows.at(-1).baseline.revenue).toBeCloseTo(
      total(({ baseline }) => baseline.revenue),
      4,
    );
  });

  test('the slice of a running month holds its sum', async () => {
    const { rows } = await analysisOf(gateway, 'city revenue slice', { from: '2026-09', to: '2026-10', cumulative: true });
    for (const { slice, revenue } of rows.slice(-2)) {
      const { data } = await gateway.ask(
        'query ($slice: Slice) { numbers(slice: $slice, first: 1) { sums(measures: [REVENUE]) } }',
        { slice },
      );
      expect(data.numbers.sums[0]).toBeCloseTo(revenue, 4);
    }
  });

  test('what does not add up over time is refused, by name; so is a mean', async () => {
    for (const code of [...stocks, ...ratios]) {
      const { errors } = await gateway.ask(`{ analysis(cumulative: true) { rows { revenue ${fieldOf(code)} } } }`);
      const message = expect.stringContaining(`expected flows, which add up over time, found ${code}`);
      expect([errors[0]?.extensions.code, errors[0]?.message]).toEqual(['BAD_USER_INPUT', message]);
    }
    expect((await analysisOf(gateway, fieldsOfAll(additive), { cumulative: true })).rows).toHaveLength(1);
    const { errors } = await gateway.ask('{ analysis(cumulative: true, against: MEAN_OF_PRIOR_3) { rows { revenue } } }');
    expect(errors[0]?.message).toContain('a mean has no running sum');
  });
});

test('a table has them too', async () => {
  const input = { measures: ['LEAVERS'], from: '2026-10', grain: 'DAY', against: 'SAME_WEEKDAY', fill: 'ZERO', cumulative: true };
  const query = 'query ($input: AnalysisInput!) { table(input: $input) { columns { name } rows { cells } } }';
  const { table } = await dataOf(gateway, query, { input });
  const { rows } = await analysisOf(gateway, 'leavers baseline { leavers }', { ...input, measures: undefined });
  expect(table.columns.map(({ name }: Data) => name)).toEqual(['period', 'leavers', 'leaversBaseline', 'leaversChange']);
  expect(table.rows.map(({ cells }: Data) => cells.slice(0, 3))).toEqual(
    rows.map(({ period, leavers, baseline }: Data) => [period, leavers, baseline.leavers]),
  );
});

test('a report of one’s own asks for them by the same names', async () => {
  const names = { en: 'Leavers so far', zh: '累计离网' };
  const question = { measures: ['LEAVERS'], grain: 'DAY', against: 'SAME_WEEKDAY', fill: 'ZERO', cumulative: true };
  const report = plainReport({ code: 'LEAVERS_SO_FAR', names, description: names, months: 1, options: [], question } as never);
  const { serving, martlet } = gateway;
  const log = { error: () => undefined };
  const context = createContext({ serving, definitions: martlet.definitions, viewer: developer, requestId: 'test', log });
  const table = await report.make({ context, scope: everything, months: ['2026-10'], options: new Map() });
  const { rows } = await analysisOf(gateway, 'leavers', { ...question, measures: undefined, from: '2026-10' });
  expect(table.rows.map(({ cells }) => cells.slice(0, 2))).toEqual(rows.map(({ period, leavers }: Data) => [period, leavers]));
});

test('the week of a day is the one whose days it is among', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
      const day = shiftDay('1990-01-01', days);
      expect(daysOfWeek(weekOf(day))).toContain(day);
    }),
  ));
