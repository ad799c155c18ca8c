import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { warningQuality } from '../../../src/reports/methods/warning-quality.js';
import { developer } from '../../../src/security/viewer.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { byHand, type ReportAsked, reportOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, warningQuality, asked);

/** Who was warned of in the month before, by the warning or another model, and whether they truly left, number by number. */
const judged = (month: string, before: string, where: string, model: string) => {
  const scores = `(select probability from number_score c where c.month = s.month and c.number_id = s.number_id and c.model = '${model}')`;
  const risk = model === 'WARNING' ? 's.churn_risk' : scores;
  return `(select s.number_id, ${risk}::double as risk, exists (from number_state l where l.month = '${month}' and l.number_id = s.number_id
      and l.leaver and l.segment = 'TRUE_LEAVE') as lost
    from number_state s where s.month = '${before}' and s.on_books and ${risk} is not null and ${where})`;
};

describe.each([
  ['2026-10', '2026-09', undefined, 'true', 'WARNING'],
  ['2026-09', '2026-08', undefined, 'true', 'WARNING'],
  ['2026-10', '2026-09', { hasBroadband: { eq: false } }, 'not s.has_broadband', 'WARNING'],
  ['2026-10', '2026-09', undefined, 'true', 'CRM_SCORE'],
  ['2026-03', '2026-02', { hasBroadband: { eq: false } }, 'not s.has_broadband', 'CRM_SCORE'],
])('%s, by the warning of %s, filter %j (%s), model %s', (month, before, where, hand, model) => {
  const options = { model };
  test('the month’s AUC pair by pair, Brier’s score, and the losses, by hand', async () => {
    const rows = await report({ months: [month], where, options });
    const [whole] = rows.filter(({ totalOf }) => totalOf.length > 0);
    const [row] = await byHand(
      gateway,
      `with j as ${judged(month, before, hand, model)}
       select (select count(*) from j) as numbers, (select sum(risk) from j) as expected, (select count(*) from j where lost) as observed,
         (select avg((risk - lost::integer) ** 2) from j) as brier,
         (select avg(case when a.risk > b.risk then 1 when a.risk = b.risk then 0.5 else 0 end) from j a, j b where a.lost and not b.lost) as auc`,
    );
    expect(whole!.cells).toMatchObject({ period: month, decile: null, numbers: row!.numbers, observed: row!.observed });
    for (const of of ['expected', 'brier', 'auc'] as const) expect(whole!.cells[of]).toBeCloseTo(row![of] as number, 6);
    expect(whole!.cells.auc).toBeGreaterThan(0.55);
  });

  test('deciles from the highest risk down hold all numbers, and who is alike is together', async () => {
    const deciles = (await report({ months: [month], where, options })).filter(({ totalOf }) => totalOf.length === 0);
    const rows = await byHand(
      gateway,
      `with j as ${judged(month, before, hand, model)}, placed as (
         select *, 1 + (10 * (rank() over (order by risk desc) - 1) // count(*) over ()) as decile from j)
       select decile, count(*) as numbers, sum(risk) as expected, count(*) filter (lost) as observed from placed group by 1 order by 1`,
    );
    expect(deciles.map(({ cells }) => [cells.decile, cells.numbers, cells.observed])).toEqual(
      rows.map(({ decile, numbers, observed }) => [decile, numbers, observed]),
    );
    for (const [at, { expected }] of rows.entries()) expect(deciles[at]!.cells.expected).toBeCloseTo(expected as number, 6);
    const [top] = rows;
    const [whole] = (await report({ months: [month], where, options })).slice(-1);
    const all = rows.reduce((sum, row) => sum + (row.observed as number), 0);
    expect(whole!.cells.caught).toBeCloseTo((100 * (top!.observed as number)) / all, 9);
  });
});

test('in months that it had not seen, what it expected is within the 99 % interval of what came, decile by decile', async () => {
  const rows = await report({ months: ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'] });
  const deciles = rows.filter(({ totalOf }) => totalOf.length === 0);
  expect(deciles.length).toBeGreaterThan(50);
  // Of so many intervals of 99 % one or two may miss.
  expect(deciles.filter(({ cells }) => !cells.isWithin).length).toBeLessThanOrEqual(2);
  expect(rows.filter(({ totalOf, cells }) => totalOf.length > 0 && !cells.isWithin)).toEqual([]);
});

test('drift of each feature, by the model’s own bins', async () => {
  const rows = await report({ months: ['2026-10'], options: { by: 'FEATURE' } });
  const model = await gateway.sql(`select distinct feature from serving.warning_model where month = '2026-09' and place > 0`);
  expect(rows).toHaveLength(model.length);
  const hand = await byHand(
    gateway,
    `with now as (select count(*) filter (status = 'SUSPENDED') as s, count(*) as n from number_state where month = '2026-09' and on_books),
       fitted as (select share from serving.warning_model where month = '2026-09' and feature = 'status' and codes = ['SUSPENDED'])
     select s::double as s, n::double as n, share from now, fitted`,
  );
  const { s, n, share } = hand[0] as unknown as { s: number; n: number; share: number };
  const part = (count: number) => (count + 0.5) / (n + 1.5);
  const term = (now: number, then: number) => (part(now) - part(then)) * Math.log(part(now) / part(then));
  const status = rows.find(({ cells }) => (cells.feature as { en: string }).en === 'Status')!;
  expect(status.cells.drift).toBeCloseTo(term(s, share * n) + term(n - s, (1 - share) * n), 6);
  // Seasonal use moves, who is suspended does not.
  expect(status.cells.drift).toBeLessThan(0.1);
});

test('a month whose month before had no model is left out; none left is told', async () => {
  const rows = await report({ months: ['2026-01', '2026-10'] });
  expect(new Set(rows.map(({ cells }) => cells.period))).toEqual(new Set(['2026-10']));
  await expect(report({ months: ['2025-12'] })).rejects.toThrow('WARNING_QUALITY: none of 2025-11 has a churn warning yet');
});

describe('a model of the warehouse’s own', () => {
  const months = ['2026-08', '2026-09', '2026-10'];
  const aucOf = async (model: string) => {
    const rows = await report({ months, options: { model } });
    return rows.filter(({ totalOf }) => totalOf.length > 0).map(({ cells }) => cells.auc as number);
  };

  test('knows less than the warning, month by month', async () => {
    const [warning, ownModel] = [await aucOf('WARNING'), await aucOf('CRM_SCORE')];
    expect(ownModel).toHaveLength(3);
    for (const [at, auc] of ownModel.entries()) expect(auc).toBeLessThan(warning[at]!);
  });

  test('needs no warning of the gateway’s: it is judged in months in which that was too young', async () => {
    const rows = await report({ months: ['2025-12'], options: { model: 'CRM_SCORE' } });
    expect(rows.length).toBeGreaterThan(5);
  });

  test('that nobody knows is told, with what there is; and features are the warning’s alone', async () => {
    await expect(report({ months, options: { model: 'CRM_SCOR' } })).rejects.toThrow(
      'Unknown model "CRM_SCOR". Did you mean CRM_SCORE?',
    );
    await expect(report({ months, options: { model: 'CRM_SCORE', by: 'FEATURE' } })).rejects.toThrow(
      'by FEATURE is of the warning\'s own features, found model "CRM_SCORE"',
    );
  });

  test('of a warehouse without scores is NOT_PROVIDED, and of a mart that is not granted FORBIDDEN', async () => {
    const without = ['score.probability'];
    await expect(report({ months, options: { model: 'CRM_SCORE' }, without })).rejects.toThrow(
      'WARNING_QUALITY: the warehouse does not provide score.probability',
    );
    const marts = { granted: null, denied: ['score'] };
    await expect(report({ months, options: { model: 'CRM_SCORE' }, viewer: { ...developer, marts } })).rejects.toThrow(
      'score.probability, whose mart is not granted to you',
    );
  });
});
