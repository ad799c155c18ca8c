import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STORIES } from '../../../src/demo/stories.js';
import { shiftMonth } from '../../../src/lib/months.js';
import { channelProfit } from '../../../src/reports/methods/channel-profit.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { drillOf } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, type ReportLine, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, channelProfit, asked);
const columns = { JOIN_CHANNEL_KIND: 'join_channel_kind', JOIN_CHANNEL: 'join_channel_id', JOIN_STAFF: 'join_staff_id' } as const;

/** Rows by channel: those of the month, and the joiners of three and six months before looked up in it, one by one. */
async function hand(month: string, column: string, where: string): Promise<readonly ReportLine['cells'][]> {
  const kept = (back: number) => `
    select n.${column} as channel, count(*) as joiners, 100 * count(s.number_id) / count(*) as retention
    from number_state n left join number_state s on s.number_id = n.number_id and s.month = '${month}' and s.on_books
    where n.month = '${shiftMonth(month, -back)}' and n.gross_add and ${where} group by 1`;
  const rows = await byHand(
    gateway,
    `with own as (
       select n.${column} as channel, count(*) as numbers, count(*) filter (gross_add) as adds, cast(sum(revenue) as double) as revenue,
         cast(sum(commission) as double) as commission, cast(sum(revenue - discount - commission - points_cost - promotion_cost) as double) as margin
       from number_state n where month = '${month}' and ${where} group by 1),
     early as (
       select n.${column} as channel, count(*) as leavers,
         cast(sum((select sum(p.commission) from number_state p where p.number_id = n.number_id and p.month <= '${month}')) as double) as clawback
       from number_state n where month = '${month}' and leaver and months_on_net <= 3 and ${where} group by 1)
     select own.channel, numbers, adds as "grossAdds", own.revenue, own.commission, margin as "contributionMargin",
       coalesce(k3.joiners, 0) as joiners3, k3.retention as retention3, coalesce(k6.joiners, 0) as joiners6, k6.retention as retention6,
       coalesce(leavers, 0) as "earlyLeavers", coalesce(clawback, 0) as clawback
     from own left join (${kept(3)}) k3 using (channel) left join (${kept(6)}) k6 using (channel) left join early using (channel)
     order by channel`,
  );
  return rows;
}

const sorted = (rows: readonly ReportLine['cells'][]) =>
  [...rounded(rows)].sort((a, b) => (String(a.channel) < String(b.channel) ? -1 : 1));

describe.each([
  ['2026-10', undefined, 'true'],
  ['2026-05', { customerType: { eq: 'PERSONAL' } }, "n.customer_type = 'PERSONAL'"],
])('%s, filter %j', (month, where, sql) => {
  test.each(Object.entries(columns))('by %s', async (by, column) => {
    const lines = await report({ months: [month], where, options: { by } });
    const expected = await hand(month, column, sql);
    const shown = new Set(expected.map(({ channel }) => channel));
    const detail = linesOf(lines);
    expect(sorted(detail.filter(({ channel }) => shown.has(channel!)))).toEqual(sorted(expected));
    // Who has no numbers any more had joiners, and none of them stayed.
    for (const { numbers, retention3, retention6 } of detail.filter(({ channel }) => !shown.has(channel!)))
      expect([numbers, retention3 ?? 0, retention6 ?? 0]).toEqual([0, 0, 0]);
  });

  test('the total row is that of no channel', async () => {
    const [total] = linesOf(await report({ months: [month], where, options: { by: 'JOIN_CHANNEL' } }), 'channel');
    const [expected] = await hand(month, 'month', sql);
    // By month, joiners stand under their own: they are counted by themselves.
    const { numbers, grossAdds, revenue, commission, contributionMargin, earlyLeavers, clawback } = expected!;
    const own = { numbers, grossAdds, revenue, commission, contributionMargin, earlyLeavers, clawback } as ReportLine['cells'];
    expect(rounded([total!])[0]).toMatchObject(rounded([own])[0]!);
    const whole = linesOf(await report({ months: [month], where, options: { by: 'JOIN_CHANNEL_KIND' } }), 'channel')[0]!;
    expect(rounded([whole])).toEqual(rounded([total!]));
  });
});

test('retention after six months is RETENTION_6M', async () => {
  const found = linesOf(await report({ months: ['2026-10'] }));
  const { drill } = await drillOf(gateway, { measure: 'RETENTION_6M', by: 'JOIN_CHANNEL_KIND', month: '2026-10' });
  expect(drill.length).toBeGreaterThan(3);
  for (const { code, value } of drill) expect(found.find(({ channel }) => channel === code)!.retention6).toBeCloseTo(value, 9);
});

test('the agency of fake activations owes back more commission than any other, as its joiners are gone', async () => {
  for (const month of ['2026-10', '2026-06']) {
    const found = linesOf(await report({ months: [month], options: { by: 'JOIN_CHANNEL' } }));
    const [worst] = [...found].sort((a, b) => (b.clawback as number) - (a.clawback as number));
    expect(worst!.channel).toBe(STORIES.fakeActivations.channel);
    expect(worst!.retention3).toBeLessThan(50);
  }
});

test('slices count their rows', async () => {
  for (const viewer of [undefined, managerOf(['HAILAN', 'MUHE'])]) {
    const lines = await report({ months: ['2026-09'], where: { areaType: { eq: 'RURAL' } }, ...(viewer ? { viewer } : {}) });
    const found = await redeemed(
      gateway,
      lines.map(({ slice }) => slice!),
      'NUMBERS',
      viewer,
    );
    expect(found).toEqual(lines.map(({ cells }) => cells.numbers));
  }
});

test('a viewer of some cities', async () => {
  const cities = "n.city in ('HAILAN', 'MUHE')";
  const found = linesOf(await report({ months: ['2026-10'], viewer: managerOf(['HAILAN', 'MUHE']) }));
  expect(sorted(found)).toEqual(sorted(await hand('2026-10', 'join_channel_kind', cities)));
});

test('where the data do not reach back the quality is not known', async () => {
  const [first] = linesOf(await report({ months: ['2025-08'] }), 'channel');
  expect(first).toMatchObject({
    joiners3: null,
    retention3: null,
    joiners6: null,
    retention6: null,
    earlyLeavers: null,
    clawback: null,
  });
  const [fifth] = linesOf(await report({ months: ['2025-12'] }), 'channel');
  expect([typeof fifth!.retention3, fifth!.joiners6, fifth!.retention6]).toEqual(['number', null, null]);
  await expect(
    report({ months: ['2026-10'], options: { by: 'JOIN_STAFF' }, without: ['number_month.join_staff_id'] }),
  ).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'CHANNEL_PROFIT: the warehouse does not provide join_staff_id.',
  });
  const [free] = linesOf(await report({ months: ['2026-10'], without: ['number_month.commission'] }), 'channel');
  expect([free!.commission, free!.contributionMargin, free!.clawback]).toEqual([null, null, null]);
  expect(free!.earlyLeavers).toBeGreaterThan(0);
});
