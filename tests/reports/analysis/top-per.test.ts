import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualLimits } from '../../../src/security/limits.js';
import { isOutcome } from '../../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { sum, thousandths } from '../../support/indicators.js';
import { additive, analysisOf, dimensions, distinct, fieldOf, fieldsOfAll, measures, ratios, some, stocks } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const question = fc.record({
  codes: some([...additive, ...stocks.filter((code) => code !== 'AVERAGE_SUBSCRIBERS')], 1, 2),
  ratio: fc.constantFrom(...ratios),
  by: some(dimensions, 1, 3),
  of: fc.nat(2),
  measure: fc.constantFrom(...measures),
  n: fc.integer({ min: 1, max: 6 }),
  grain: fc.constantFrom('MONTH', 'TOTAL'),
});

test('the n greatest within the others stand for themselves, in order; with "other" they make the whole', async () => {
  let others = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ codes, ratio, by, of, measure, n, grain }) => {
      // Refused: nothing would be the greatest.
      if (isOutcome(measure, by)) return;
      const dimension = by[of % by.length]!;
      const rest = by.filter((code) => code !== dimension);
      const fields = fieldsOfAll([...new Set([...codes, ratio, measure]), ...by]);
      const asked = { from: '2026-09', to: '2026-10', grain };
      const all = await analysisOf(gateway, fields, asked);
      const key = (row: Data) => JSON.stringify([row.period, ...rest.map((code) => row[fieldOf(code)])]);
      const sets = (rows: readonly Data[]) => {
        const found = new Map<string, Data[]>();
        for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row]);
        return found;
      };
      const whole = sets(all.rows);
      const answer = analysisOf(gateway, `${fields} slice`, { ...asked, topPer: { dimension, by: measure, n } });
      // Each rest of what counts different things is counted for itself: there may be so many.
      const rests = [...whole.values()].filter((rows) => rows.length > n).length;
      if (distinct.includes(measure) && rests > usualLimits.analysisRests) {
        const refusal = await answer.then(
          () => null,
          ({ message }: Error) => message,
        );
        // Rests beside the same codes are one.
        if (refusal !== null) {
          expect(refusal).toContain(`at most ${usualLimits.analysisRests} different ones`);
          return;
        }
      }
      const top = await answer;
      const shown = sets(top.rows);
      expect([...shown.keys()].sort()).toEqual([...whole.keys()].sort());
      for (const [id, rows] of shown) {
        const own = rows.filter(({ isOther }) => !isOther);
        const parts = whole.get(id)!;
        expect([own.length, rows.length]).toEqual([Math.min(n, parts.length), Math.min(n + 1, parts.length)]);
        for (const code of codes.map(fieldOf))
          expect(sum(rows.map((row) => thousandths(row[code])))).toBe(sum(parts.map((row: Data) => thousandths(row[code]))));
        const worth = (row: Data) => row[fieldOf(measure)] ?? -Infinity;
        const codesShown = own.map((row) => row[fieldOf(dimension)]);
        const left = parts.filter((row: Data) => !codesShown.includes(row[fieldOf(dimension)]));
        expect(left.length).toBe(parts.length - own.length);
        if (left.length > 0) expect(Math.min(...own.map(worth))).toBeGreaterThanOrEqual(Math.max(...left.map(worth)));
      }
      others += top.rows.filter(({ isOther }: Data) => isOther).length;
    }),
    { numRuns: 40 },
  );
  expect(others).toBeGreaterThan(80);
});

test('a ratio of "other" is that of its numbers together, as a filter finds it', async () => {
  const fields = 'areaType county arpu churnRate closingSubscribers';
  const topPer = { dimension: 'COUNTY', by: 'ARPU', n: 3 };
  const { rows } = await analysisOf(gateway, `${fields} label(dimension: COUNTY, locale: ZH)`, {
    topPer,
    from: '2026-08',
    to: '2026-10',
    grain: 'TOTAL',
  });
  for (const areaType of ['URBAN', 'RURAL']) {
    const own = rows.filter((row: Data) => row.areaType === areaType);
    const counties = own.slice(0, 3).map(({ county }: Data) => `'${county}'`);
    const [{ arpu, churn, closing }] = (await gateway.sql(
      `select cast(sum(revenue) as double) / (sum(was_on_books::int) + sum(on_books::int)) * 2 as arpu,
         200.0 * sum(leaver::int) / (sum(was_on_books::int) + sum(on_books::int)) as churn,
         count(*) filter (where on_books and month = '2026-10') as closing
       from number_state where month in ('2026-08', '2026-09', '2026-10') and area_type = '${areaType}' and county not in (${counties})`,
    )) as Data[];
    const other = own.at(-1);
    expect([own.length, other.isOther, other.county, other.label]).toEqual([4, true, null, '其他']);
    expect([other.arpu, other.churnRate]).toEqual([expect.closeTo(arpu, 9), expect.closeTo(churn, 9)]);
    expect(other.closingSubscribers).toBe(Number(closing));
  }
});

test('empty values stand for themselves beside "other", and n may be more than there are', async () => {
  const given = { where: { status: { in: ['CANCELLED', 'PRE_CANCELLED'] } } };
  const fields = 'leaveReason numbers label(dimension: LEAVE_REASON, locale: EN)';
  const all = await analysisOf(gateway, fields, given);
  const many = await analysisOf(gateway, fields, { ...given, topPer: { dimension: 'LEAVE_REASON', by: 'NUMBERS', n: 1000 } });
  expect(many.rows).toEqual(all.rows);
  const one = await analysisOf(gateway, fields, {
    ...given,
    topPer: { dimension: 'LEAVE_REASON', by: 'NUMBERS', n: all.rowCount - 1 },
  });
  expect(one.rows.map(({ isOther }: Data) => isOther)).toEqual([...all.rows.slice(1).map(() => false), true]);
});

test('having, paging and totals see the shown rows and "other", and the totals stay those of all', async () => {
  const fields = 'city revenue';
  const given = {
    topPer: { dimension: 'CITY', by: 'REVENUE', n: 2 },
    totals: true,
    orderBy: [{ measure: 'REVENUE', desc: true }],
  };
  const { rows, rowCount, totals } = await analysisOf(gateway, fields, given);
  const plain = await analysisOf(gateway, fields, { totals: true });
  expect([rowCount, rows[0].isOther, totals]).toEqual([3, true, plain.totals]);
  const second = await analysisOf(gateway, fields, { ...given, having: [{ measure: 'REVENUE', lt: rows[0].revenue }], first: 1 });
  expect([second.rows, second.rowCount, second.totals]).toEqual([[rows[1]], 2, plain.totals]);
});
