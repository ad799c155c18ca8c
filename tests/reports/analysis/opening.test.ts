import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../marts/support.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { analysisOf, fieldOf } from './support.js';

/** Costs 20 s: every dimension of the catalogue cuts the identity at four grains. */
const dimensions = [...catalogue.dimensions.values()].filter(({ grain, facts }) => !grain && facts.length === 0);
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const figures = 'openingSubscribers grossAdds wonBack leavers closingSubscribers netAdds';
// The second month on: the first has no month before it.
const span = { from: '2025-09', to: '2026-10' };

describe('opening + adds + won back − leavers = closing', () => {
  test.each(['MONTH', 'QUARTER', 'YEAR', 'TOTAL'])('of the whole, by %s and over all', async (grain) => {
    const { rows, totals } = await analysisOf(gateway, `${figures} customerType`, { ...span, grain, totals: true });
    expect(totals.length).toBeGreaterThan(0);
    for (const row of totals) {
      expect(row.openingSubscribers + row.grossAdds + row.wonBack - row.leavers).toBe(row.closingSubscribers);
      expect(row.closingSubscribers - row.openingSubscribers).toBe(row.netAdds);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each(dimensions)(
    'cut by $code: in a month exactly, in a period but for those who moved between its months',
    async ({ code, sql: column }) => {
      const cut = { from: '2026-05', to: '2026-10' };
      for (const grain of ['MONTH', 'QUARTER', 'YEAR', 'TOTAL'] as const) {
        const fields = `openingSubscribers grossAdds wonBack leavers closingSubscribers ${fieldOf(code)}`;
        const { rows } = await analysisOf(gateway, fields, { ...cut, grain });
        // What was on the books of a part at a month's end less what the next month opens with there, of months within the period.
        const period = {
          MONTH: 'month',
          QUARTER: `month[1:4] || '-Q' || ((month[6:7]::integer + 2) // 3)`,
          YEAR: 'month[1:4]',
          TOTAL: `'${cut.from}..${cut.to}'`,
        }[grain];
        const moved = await gateway.sql(`
          with own as (select month, ${period} as period, cast(${column} as varchar) as part,
              count(*) filter (was_on_books) as opening, count(*) filter (on_books) as closing from number_state
              where month between '${cut.from}' and '${cut.to}' group by all),
            bounds as (select period, min(month) as first, max(month) as last from own group by period)
          select own.period, part, cast(coalesce(sum(opening) filter (month > first), 0) - coalesce(sum(closing) filter (month < last), 0) as double) as moved
          from own join bounds using (period) group by all`);
        const movedBy = new Map(moved.map((row) => [JSON.stringify([row.period, row.part]), Number(row.moved)]));
        for (const row of rows) {
          if (row.leavers === null) {
            expect([code, catalogue.dimensions.get(code)!.leaving]).toEqual([code, 'SETS']);
            continue;
          }
          const { openingSubscribers: opening, grossAdds, wonBack, leavers, closingSubscribers: closing } = row;
          const part = row[fieldOf(code)];
          const key = JSON.stringify([row.period, part === null ? null : String(part)]);
          const rest = closing - (opening + grossAdds + wonBack - leavers);
          expect([code, grain, key, rest]).toEqual([code, grain, key, movedBy.get(key)]);
          if (grain === 'MONTH') expect([code, key, rest]).toEqual([code, key, 0]);
        }
      }
    },
  );

  test('a quarter opens with what was on the books before its first month', async () => {
    const [row] = (await analysisOf(gateway, 'openingSubscribers', { from: '2026-07', to: '2026-09', grain: 'QUARTER' })).rows;
    const [{ n } = {}] = await gateway.sql(
      `select cast(count(*) as double) as n from number_state where month = '2026-06' and on_books`,
    );
    expect(row.openingSubscribers).toBe(n);
  });
});
