import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupCustomers } from '../../../src/reports/methods/group-customers.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, groupCustomers, asked);
const figures = (by: string, where = 'true', month = '2026-10') => `
  select ${by} as by, count(distinct customer_id) filter (on_books) as customers, count(*) filter (on_books) as "closingSubscribers",
    cast(sum(revenue) as double) as revenue, cast(sum(revenue) as double) / nullif((count(*) filter (was_on_books) + count(*) filter (on_books)) / 2.0, 0) as arpu,
    count(*) filter (risk_band in ('VERY_HIGH', 'HIGH')) as "atRiskNumbers",
    cast(coalesce(sum(revenue) filter (risk_band in ('VERY_HIGH', 'HIGH')), 0) as double) as "revenueAtRisk",
    count(*) filter (on_books and contract_end_on between last_day(date '${month}-01') and last_day(date '${month}-01') + 90) as "contractsEnding"
  from number_state where month = '${month}' and customer_type = 'ENTERPRISE' and ${where} group by 1`;

test('company by company, those with most revenue first, by hand; each has the slice of its numbers', async () => {
  // Who sees ids in clear is in the audit: it is asked as anybody asks.
  const { data, errors } = await gateway.ask(
    '{ report(code: "GROUP_CUSTOMERS", options: [{ name: "top", value: "25" }]) { columns { name } rows { cells slice totalOf } } }',
  );
  expect(errors).toEqual([]);
  const { columns, rows } = data.report;
  const names = columns.map(({ name }: Data) => name);
  const found = rows
    .slice(0, 25)
    .map(({ cells }: Data) => Object.fromEntries(cells.map((cell: unknown, at: number) => [names[at], cell])));
  const hand = await byHand(gateway, `${figures('customer_id')} order by revenue desc, "by" limit 25`);
  const heads = await byHand(
    gateway,
    `select customer_id as by, any_value(industry) as industry, any_value(account_manager_id) as "accountManager" from number_state where month = '2026-10' and customer_type = 'ENTERPRISE' group by 1`,
  );
  const headOf = new Map(heads.map((head) => [head.by, head]));
  expect(rounded(found.map(({ industryLabel: _, ...row }: Data) => row))).toEqual(
    rounded(hand.map(({ customers: _, ...row }) => ({ ...row, ...headOf.get(row.by!) }))),
  );
  for (const [at, { slice }] of rows.slice(0, 5).entries()) {
    const { data: behind } = await gateway.ask(
      'query ($slice: Slice) { indicator(measure: CLOSING_SUBSCRIBERS, slice: $slice, against: NONE) { value } }',
      { slice },
    );
    expect(behind.indicator.value).toBe(found[at].closingSubscribers);
  }
});

describe.each(['COMPANY_SIZE', 'PAYER', 'CITY', 'ACCOUNT_MANAGER'])('by %s', (by) => {
  test('each part and the whole, in which a company counts once', async () => {
    const sql = gateway.martlet.definitions.catalogue.dimensions.get(by)!.sql;
    const lines = await report({ months: ['2026-09'], options: { by, orderBy: 'CLOSING_SUBSCRIBERS' } });
    const hand = await byHand(gateway, `${figures(sql, 'true', '2026-09')}`);
    const byCode = (rows: ReturnType<typeof linesOf>) =>
      [...rounded(rows)].sort((a, b) => String(a.by).localeCompare(String(b.by)));
    expect(byCode(linesOf(lines))).toEqual(byCode(hand));
    const [whole] = linesOf(lines, 'by');
    const [all] = await byHand(gateway, figures('null', 'true', '2026-09'));
    expect(rounded([whole!])).toEqual(rounded([all!]));
    expect(
      await redeemed(
        gateway,
        lines.map(({ slice }) => slice!),
        'CUSTOMERS',
      ),
    ).toEqual(lines.map(({ cells }) => cells.customers));
  });
});

test('who may not see numbers may not see companies one by one, and who sees pseudonyms gets these and no slices', async () => {
  const manager = managerOf(['HAILAN'], { tiers: [1, 2] });
  await expect(report({ months: ['2026-10'], viewer: manager })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const bySize = linesOf(await report({ months: ['2026-10'], options: { by: 'COMPANY_SIZE' }, viewer: manager }), 'by');
  const [hand] = await byHand(gateway, figures('null', "city = 'HAILAN'"));
  expect(rounded(bySize)).toEqual(rounded([hand!]));
  const lines = (await report({ months: ['2026-10'], viewer: { ...manager, tiers: [2, 3] }, options: { top: '5' } })).slice(0, 5);
  for (const { cells, slice } of lines) {
    expect(cells.by).toMatch(/^[0-9a-f]{8}-[0-9a-f]{20}$/);
    expect(slice).toBeNull();
  }
});

test('a warehouse that lacks a column is told so', async () => {
  await expect(report({ months: ['2026-10'], without: ['number_month.customer_id'] })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
  });
  await expect(report({ months: ['2026-10'], options: { by: 'PAYER' }, without: ['number_month.payer'] })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
  });
});
