import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Names } from '../../../src/catalogue/names.js';
import { warningReasons } from '../../../src/reports/methods/warning-reasons.js';
import { developer } from '../../../src/security/viewer.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { byHand, type ReportAsked, redeemed, reportOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, warningReasons, asked);
const asked = { months: ['2026-10'] } as const;

test('each reason with who of the numbers at risk has it, by the letters of their bins', async () => {
  const rows = await report(asked);
  const hand = await byHand(
    gateway,
    `select count(*)::double as numbers, m.points, 100.0 * count(*) / (select count(*) from number_state where month = '2026-10' and risk_band in ('HIGH', 'VERY_HIGH')) as share
     from number_state s join serving.warning_model m on m.month = s.month and m.place > 0 and m.bin = ascii(substr(s.risk_bins, m.place, 1)) - 48
     where s.month = '2026-10' and s.risk_band in ('HIGH', 'VERY_HIGH') and m.points > 0
     group by m.place, m.bin, m.points order by numbers * m.points desc`,
  );
  expect(rows.length).toBeGreaterThan(5);
  const figures = (all: readonly Record<string, unknown>[]) =>
    all.map(({ numbers, points, share }) => [numbers, points, Math.round((share as number) * 1e6)]).sort();
  expect(figures(rows.map(({ cells }) => cells))).toEqual(figures(hand));
  const weights = rows.map(({ cells }) => (cells.numbers as number) * (cells.points as number));
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
});

test('a reason is said in both languages, and its slice is who has it', async () => {
  const rows = await report(asked);
  const of = (en: string) => rows.find(({ cells }) => (cells.reason as Names).en === en)!;
  expect((of('Status: Suspended').cells.reason as Names).zh).toMatch(/^[\u4e00-\u9fff]+：[\u4e00-\u9fff]+$/);
  const cut = rows.filter(({ slice }) => slice !== null);
  expect(cut.length).toBeGreaterThan(rows.length - 3);
  expect(
    await redeemed(
      gateway,
      cut.map(({ slice }) => slice!),
    ),
  ).toEqual(cut.map(({ cells }) => cells.numbers));
});

test('with a filter it is about those numbers; a column that is hidden is no reason that is told', async () => {
  const [all] = await byHand(
    gateway,
    `select count(*)::double as n from number_state where month = '2026-10' and risk_band in ('HIGH', 'VERY_HIGH') and status = 'SUSPENDED' and city = 'HAILAN'`,
  );
  const rows = await report({ ...asked, where: { city: { eq: 'HAILAN' } } });
  const reasons = rows.map(({ cells }) => (cells.reason as Names).en);
  expect(rows[reasons.indexOf('Status: Suspended')]!.cells.numbers).toBe(all!.n);
  const columns = { ...developer.columns, hidden: new Set(['status']) };
  const told = await report({ ...asked, viewer: { ...developer, columns } });
  expect(told.map(({ cells }) => (cells.reason as Names).en).filter((en) => en.startsWith('Status'))).toEqual([]);
  expect(told.length).toBeGreaterThan(5);
});

test('a month without a model is told', async () => {
  await expect(report({ months: ['2025-11'] })).rejects.toThrow('WARNING_REASONS: 2025-11 has no churn warning yet');
});
