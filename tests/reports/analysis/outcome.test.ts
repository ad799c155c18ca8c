import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsLeaving, setByLeaving } from '../../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf, drillOf } from '../../support/indicators.js';
import { analysisOf, fieldOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** By hand: what leaving sets, and what says the same of the month before. */
const states = [
  ['STAGE', 'STAGE_BEFORE', 'stage'],
  ['SEGMENT', 'SEGMENT_BEFORE', 'segment'],
  ['VALUE_TIER', 'VALUE_TIER_BEFORE', 'value_tier'],
  ['LEAN', 'LEAN_BEFORE', 'lean'],
  ['RFM_CELL', 'RFM_CELL_BEFORE', 'rfm_cell'],
  ['RECENCY_SCORE', 'RECENCY_SCORE_BEFORE', 'recency_score'],
  ['FREQUENCY_SCORE', 'FREQUENCY_SCORE_BEFORE', 'frequency_score'],
  ['MONEY_SCORE', 'MONEY_SCORE_BEFORE', 'money_score'],
] as const;

describe('a cut by what leaving sets', () => {
  test('of every measure that counts leaving is null and says why; totals and other measures stand', async () => {
    const fields = `${countsLeaving.map(fieldOf).join(' ')} closingSubscribers absent { measure reason }`;
    for (const code of setByLeaving) {
      const { rows, totals } = await analysisOf(gateway, `${fields} ${fieldOf(code)}`, { from: '2026-10', totals: true });
      for (const row of rows) {
        for (const measure of countsLeaving) {
          expect([code, measure, row[fieldOf(measure)]]).toEqual([code, measure, null]);
          expect(row.absent).toContainEqual({ measure, reason: 'CUT_BY_OUTCOME' });
        }
        expect(row.closingSubscribers).not.toBeNull();
      }
      expect([code, totals[0].churnRate > 0, totals[0].leavers > 0]).toEqual([code, true, true]);
    }
  });

  test('one dimension among others is enough, and a drill says the same', async () => {
    const { rows } = await analysisOf(gateway, 'city stage churnRate', { from: '2026-10' });
    expect(rows.every((row: Data) => row.churnRate === null)).toBe(true);
    const asked = { measure: 'CHURN_RATE', by: 'VALUE_TIER', month: '2026-10' };
    const { value, drill } = await drillOf(gateway, asked);
    expect(value).toBeGreaterThan(0);
    for (const part of drill) expect([part.value, part.absence]).toEqual([null, 'CUT_BY_OUTCOME']);
  });

  test('explain names the dimension to ask instead', async () => {
    const explain = '{ explain(measure: LEAVERS, month: "2026-10", by: [CITY, STAGE]) { change } }';
    const { errors } = await gateway.ask(explain);
    expect(errors[0]?.message).toMatch(/LEAVERS counts leaving, which itself sets STAGE \(CUT_BY_OUTCOME\)\. Ask STAGE_BEFORE/);
  });

  test('signals have no such cut', async () => {
    const { signals } = await dataOf(
      gateway,
      '{ signals(month: "2026-10", first: 5000, noise: true) { measure { code } where { dimension } } }',
    );
    const cut = (code: string) => (signal: Data) => signal.where.some(({ dimension }: Data) => dimension === code);
    expect(signals.filter(cut('STAGE')).length).toBeGreaterThan(10);
    expect(signals.filter(cut('STAGE')).filter(({ measure }: Data) => countsLeaving.includes(measure.code))).toEqual([]);
    expect(signals.filter(cut('CITY')).some(({ measure }: Data) => countsLeaving.includes(measure.code))).toBe(true);
  });
});

describe('a cut by the state before', () => {
  test.each(states)('%s → %s: leavers and churn by the row of the month before', async (_, before, column) => {
    const { rows } = await analysisOf(gateway, `leavers churnRate openingSubscribers ${fieldOf(before)}`, { from: '2026-10' });
    const found = (await gateway.sql(`
      select cast(p.${column} as varchar) as state, cast(count(*) filter (s.leaver) as double) as leavers,
        100.0 * count(*) filter (s.leaver) / nullif((count(*) filter (p.on_books) + count(*) filter (s.on_books)) / 2.0, 0) as churn
      from number_state s left join number_state p on p.number_id = s.number_id and p.month = '2026-09'
      where s.month = '2026-10' group by all`)) as Data[];
    const byState = new Map(found.map((row) => [row.state, row]));
    expect(rows.length).toBe(byState.size);
    for (const row of rows) {
      const state = row[fieldOf(before)];
      const hand = byState.get(state === null ? null : String(state))!;
      expect([state, row.leavers]).toEqual([state, hand.leavers]);
      if (hand.churn === null) expect(row.churnRate).toBeNull();
      else expect(row.churnRate).toBeCloseTo(hand.churn, 9);
    }
  });

  test('who is in decline leaves several times as fast as who is mature', async () => {
    const { rows } = await analysisOf(gateway, 'stageBefore churnRate', { from: '2026-10' });
    const churn = new Map<string, number>(rows.map((row: Data) => [row.stageBefore, row.churnRate]));
    expect(churn.get('DECLINE')).toBeGreaterThan(3 * churn.get('MATURE')!);
  });

  test('explain does not take a first month without one before it for values that came', async () => {
    const ask = (by: string) =>
      gateway.ask(`{ explain(measure: REVENUE, month: "2025-09"${by}) { byDimension { dimension parts { presence } } } }`);
    const { errors } = await ask(', by: [STAGE_BEFORE]');
    expect(errors[0]?.message).toMatch(/STAGE_BEFORE looks back 1 month.*2025-08.*NO_BASELINE/);
    const { data } = await gateway.ask(
      '{ explain(measure: REVENUE, month: "2025-10", by: [STAGE_BEFORE]) { byDimension { parts { presence } } } }',
    );
    expect(data.explain.byDimension[0].parts.some(({ presence }: Data) => presence === 'THROUGHOUT')).toBe(true);
  });

  test('the first month knows nothing before it', async () => {
    const { rows } = await analysisOf(gateway, 'stageBefore numbers absent { measure reason }', {
      from: '2025-08',
      to: '2025-08',
    });
    expect(rows.map((row: Data) => [row.numbers, row.absent])).toEqual([[null, [{ measure: 'NUMBERS', reason: 'NO_BASELINE' }]]]);
  });
});
