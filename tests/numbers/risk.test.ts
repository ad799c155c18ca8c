import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const month = '2026-10';
const fields =
  'risk { probability probability3Months band percentile logOdds base horizon modelMonth absence reasons(first: 60) { name value points } }';

async function risk(id: unknown, of = month, locale: 'EN' | 'ZH' = 'EN', viewer: Viewer = developer): Promise<Data> {
  const query = `query ($id: ID, $month: YearMonth) { number(id: $id, month: $month) { ${fields} } }`;
  const { data, errors } = await gateway.ask(query, { id: String(id), month: of }, viewer, locale);
  expect(errors).toEqual([]);
  return data.number.risk;
}

describe('a number on the books', () => {
  test('has the risk that stands in its row, and reasons that add up to it, the greatest first', async () => {
    const rows = await gateway.sql(
      `select distinct on (risk_band, status) * from number_state where month = '${month}' and on_books order by risk_band, status, number_id`,
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      const found = await risk(row.number_id);
      expect(found).toMatchObject({
        probability: Number(row.churn_risk),
        probability3Months: Number(row.churn_risk_3m),
        band: row.risk_band,
        logOdds: row.risk_log_odds,
        horizon: 1,
        modelMonth: month,
        absence: null,
      });
      const points = found.reasons.map(({ points: own }: Data) => own);
      expect(found.base + points.reduce((sum: number, each: number) => sum + each, 0)).toBeCloseTo(found.logOdds, 9);
      expect(points).toEqual([...points].sort((a: number, b: number) => b - a));
      // What adds nothing is no reason.
      const [hand] = await gateway.sql(
        `select count(*) as n from serving.warning_model where month = '${month}' and place > 0 and points <> 0 and bin = ascii(substr('${row.risk_bins}', place, 1)) - 48`,
      );
      expect(points).not.toContain(0);
      expect(found.reasons).toHaveLength(Number(hand!.n));
      expect(Number(hand!.n)).toBeLessThanOrEqual((row.risk_bins as string).length);
    }
  });

  test('says its reasons in both languages, by what the values are called', async () => {
    const [row] = await gateway.sql(
      `select * from number_state where month = '${month}' and status = 'SUSPENDED' and has_broadband order by churn_risk desc limit 1`,
    );
    const [en, zh] = [await risk(row!.number_id), await risk(row!.number_id, month, 'ZH')];
    expect(en.reasons[0]).toMatchObject({ name: 'Status', value: 'Suspended' });
    expect(zh.reasons[0]).toMatchObject({ name: '状态', value: '停机' });
    expect([...en.reasons, ...zh.reasons].map(({ value }: Data) => value).join()).not.toMatch(/share|比例/);
    expect(en.reasons.find(({ name }: Data) => name === 'Change of revenue').value).toMatch(
      /^[≥<] -?\d+(\.\d)?(, < -?\d+(\.\d)?)? %$/,
    );
    expect(en.reasons.find(({ name }: Data) => name === 'Has broadband').value).toBe('yes');
    expect(zh.reasons.find(({ name }: Data) => name === '有宽带').value).toBe('是');
    expect(
      en.reasons.map(({ value }: Data) => value).filter((value: string) => /^(≥|<) [\d.-]+/.test(value)).length,
    ).toBeGreaterThan(2);
  });

  test('is at a percentile of what its model was fitted to', async () => {
    const rows = await gateway.sql(
      `select distinct on (risk_band) * from number_state where month = '${month}' and on_books order by risk_band, number_id`,
    );
    const least = { VERY_HIGH: 99, HIGH: 95, RAISED: 80, NORMAL: 0 } as const;
    for (const row of rows) {
      const { percentile } = await risk(row.number_id);
      const [hand] = await gateway.sql(
        `select len(list_filter(percentiles, lambda p: p <= ${row.risk_log_odds}::double)) as n from serving.warning_model where month = '${month}' and place = 0`,
      );
      expect(percentile).toBe(Number(hand!.n));
      expect(percentile).toBeGreaterThanOrEqual(least[row.risk_band as keyof typeof least]);
    }
  });

  test('whose column is hidden from a viewer has its points told, and not its value', async () => {
    const [row] = await gateway.sql(`select * from number_state where month = '${month}' and status = 'SUSPENDED' limit 1`);
    const viewer = { ...developer, columns: { ...developer.columns, hidden: new Set(['status']) } };
    const [first] = (await risk(row!.number_id, month, 'EN', viewer)).reasons;
    expect(first).toMatchObject({ name: 'Status', value: null });
  });
});

test('off the books, and in a month without a model, there is none, and it is said why', async () => {
  const [gone] = await gateway.sql(`select * from number_state where month = '${month}' and not on_books limit 1`);
  const none = { probability: null, band: null, percentile: null, modelMonth: null, reasons: [] };
  expect(await risk(gone!.number_id)).toMatchObject({ ...none, absence: 'NOT_COVERED' });
  const [early] = await gateway.sql(`select * from number_state where month = '2025-10' and on_books limit 1`);
  expect(await risk(early!.number_id, '2025-10')).toMatchObject({ ...none, absence: 'IMMATURE' });
});

test('numbers are found by their risk, and the band before cuts who left', async () => {
  const { data, errors } = await gateway.ask(
    `{ numbers(month: "${month}", where: { churnRisk: { gte: 0.3 } }, first: 1) { totalCount }
       analysis(measures: [LEAVERS], dimensions: [RISK_BAND_BEFORE], from: "${month}", to: "${month}") { rows { riskBandBefore leavers } } }`,
  );
  expect(errors).toEqual([]);
  const [hand] = await gateway.sql(`select count(*) as n from number_state where month = '${month}' and churn_risk >= 0.3`);
  expect(data.numbers.totalCount).toBe(Number(hand!.n));
  const bands = await gateway.sql(
    `select risk_band_before as band, count(*) filter (leaver) as n from number_state where month = '${month}' group by 1`,
  );
  expect(data.analysis.rows.map((row: Data) => [row.riskBandBefore, row.leavers]).sort()).toEqual(
    bands.map(({ band, n }) => [band, Number(n)]).sort(),
  );
});
