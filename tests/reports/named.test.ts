import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gateway, openGateway } from '../support/gateway.js';
import { type Cells, tableOf } from './tables.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway?.close());

const numbers = (when: string) => `count(*) filter (where ${when})`;
const closing = numbers('on_books');
const average = `((${numbers('was_on_books')} + ${closing}) / 2.0)`;
const ratio = (part: string, whole: string, factor = 1) => `(${part}) * ${factor}::double / nullif(${whole}, 0)`;
const margin = 'sum(revenue - discount - commission - points_cost - promotion_cost)';
const churn = `${ratio(numbers('leaver'), average, 100)} as "churnRate"`;
const money = (name: string) => `sum(${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)})::double as "${name}"`;

/** What a plain report says, in hand-written SQL: its groups (column of the report: SQL) and its figures over number_state. */
interface Case {
  readonly code: string;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly by: Readonly<Record<string, string>>;
  readonly figures: readonly string[];
  /** Rows that it looks at besides the filter, and groups that it leaves out. */
  readonly where?: string;
  readonly having?: string;
}

const stock = [
  `${closing} as "closingSubscribers"`,
  `${numbers('gross_add')} as "grossAdds"`,
  `${numbers('leaver')} as leavers`,
  churn,
  money('revenue'),
  `${ratio('sum(revenue)', average)} as arpu`,
  `${ratio('sum(data_gb)', average)} as dou`,
  `${ratio('sum(voice_min)', average)} as mou`,
  `${margin}::double as "contributionMargin"`,
];
const minutes = `case when voice_min = 0 then 'V0' when voice_min < 50 then 'V1_49' when voice_min < 100 then 'V50_99'
  when voice_min < 300 then 'V100_299' when voice_min < 500 then 'V300_499' else 'V500_PLUS' end`;
const stockBy: readonly (readonly [string, string, string])[] = [
  ['JOIN_MONTH', 'joinMonth', "strftime(joined_on, '%Y-%m')"],
  ['TENURE_BAND', 'tenureBand', 'tenure_band'],
  ['JOIN_CHANNEL_KIND', 'joinChannelKind', 'join_channel_kind'],
  ['JOIN_CHANNEL', 'joinChannel', 'join_channel_id'],
  ['JOIN_STAFF', 'joinStaff', 'join_staff_id'],
  ['PLAN_TIER', 'planTier', 'plan_tier'],
  ['PLAN', 'plan', 'plan_id'],
  ['HOME_CELL', 'homeCell', 'home_cell_id'],
  ['VOICE_BAND', 'voiceBand', minutes],
  [
    'DATA_BAND',
    'dataBand',
    "(list_filter([(0, 'D0'), (1, 'D0_1'), (5, 'D1_5'), (10, 'D5_10'), (20, 'D10_20'), (50, 'D20_50')], x -> case when x[1] = 0 then data_gb = 0 else data_gb < x[1] end) || [(0, 'D50_PLUS')])[1][2]",
  ],
  [
    'PREPAID_BAND',
    'prepaidBand',
    "case when prepaid_balance = 0 then 'P0' else ['P0_20', 'P20_50', 'P50_100', 'P100_PLUS'][1 + (prepaid_balance >= 20)::int + (prepaid_balance >= 50)::int + (prepaid_balance >= 100)::int] end",
  ],
];

const cases: readonly Case[] = [
  ...stockBy.map(
    ([by, column, sql]): Case => ({
      code: 'STOCK_STRUCTURE',
      options: { by, top: 100_000 },
      by: { [column]: sql },
      figures: stock,
    }),
  ),
  {
    code: 'RFM_GRID',
    by: { recencyScoreBefore: 'recency_score_before', moneyScoreBefore: 'money_score_before' },
    figures: [stock[0]!, money('revenue'), `${ratio('sum(revenue)', average)} as arpu`, churn],
  },
  {
    code: 'LEAN_AND_AGE',
    by: { lean: 'lean', ageGroup: 'age_group' },
    figures: [stock[0]!, money('revenue'), `${ratio('sum(revenue)', average)} as arpu`],
  },
  {
    code: 'LEAN_AND_AGE',
    options: { lean: 'LEAN_BEFORE' },
    by: { leanBefore: 'lean_before', ageGroup: 'age_group' },
    figures: [stock[0]!, money('revenue'), `${ratio('sum(revenue)', average)} as arpu`, churn],
  },
  {
    code: 'OVER_PLAN',
    options: { by: 'PLAN' },
    by: { plan: 'plan_id' },
    figures: [
      `${ratio(numbers('on_books and (data_gb > data_allowance_gb or voice_min > voice_allowance_min)'), closing, 100)} as "overPlanShare"`,
      money('overageRevenue'),
      `${ratio('sum(data_gb)', 'sum(data_allowance_gb)', 100)} as "dataSaturation"`,
    ],
  },
  {
    code: 'DECLINE_WATCH',
    options: { by: 'COUNTY', least: 2 },
    by: { county: 'county', segment: "split_part(lifecycle, '.', 2)" },
    figures: ['count(*) as numbers', money('revenue'), money('arrears'), money('complaints')],
    where: "lifecycle like 'DECLINE.%'",
    having: 'count(*) >= 2',
  },
  {
    code: 'LEAVE_REASONS',
    options: { by: 'CITY' },
    by: { leaveReason: 'leave_reason', city: 'city' },
    figures: ['count(*) as leavers'],
    where: 'leaver',
  },
  {
    code: 'LEAVE_REASONS',
    options: { by: 'VALUE_TIER_BEFORE' },
    by: { leaveReason: 'leave_reason', valueTierBefore: 'value_tier_before' },
    figures: ['count(*) as leavers'],
    where: 'leaver',
  },
  {
    code: 'COMMUNITY',
    by: { city: 'city', county: 'county', grid: 'grid' },
    figures: [...stock.slice(0, 4), `${closing} - ${numbers('was_on_books')} as "netAdds"`, stock[8]!],
  },
  {
    code: 'MARKETING_COST',
    options: { by: 'JOIN_CHANNEL_KIND' },
    by: { joinChannelKind: 'join_channel_kind' },
    figures: [
      ...['discount', 'commission', 'pointsCost', 'promotionCost', 'campaignCost'].map(money),
      stock[8]!,
      `${ratio('sum(commission + promotion_cost) filter (where gross_add)', numbers('gross_add'))} as "acquisitionCost"`,
    ],
  },
  {
    code: 'COMPLAINT_CAUSES',
    options: { by: 'DEVICE_5G' },
    by: { device5g: 'device_5g' },
    figures: [
      money('complaints'),
      `${ratio('sum(complaints)', average, 10_000)} as "complaintsPer10k"`,
      'avg(satisfaction)::double as satisfaction',
      `${ratio(`${numbers('nps_score >= 9')} - ${numbers('nps_score <= 6')}`, 'count(nps_score)', 100)} as nps`,
    ],
  },
  {
    code: 'FIVE_G_MIGRATION',
    by: { device5g: 'device_5g', on5gPlan: 'on_5g_plan' },
    figures: [stock[0]!, stock[5]!, stock[6]!],
  },
  {
    code: 'CAMPAIGN_RESULT',
    options: { by: 'VALUE_TIER' },
    by: { valueTier: 'value_tier' },
    figures: [
      'sum(reached_contacts)::double as reached',
      'sum(orders)::double as orders',
      `${ratio('sum(orders)', 'sum(reached_contacts)', 100)} as conversion`,
      money('campaignCost'),
      '(sum(order_margin) - sum(campaign_cost))::double as "campaignNetBenefit"',
      `${ratio('sum(order_margin) - sum(campaign_cost)', 'sum(campaign_cost)', 100)} as "campaignRoi"`,
    ],
  },
];

const months = { from: '2026-09', to: '2026-10' };
const where = { customerType: { eq: 'PERSONAL' }, areaType: { eq: 'URBAN' } };
const narrowed = "customer_type = 'PERSONAL' and area_type = 'URBAN'";

/** Both as numbers to nine digits and texts, by the columns that the hand-written rows have. */
const comparable = (row: Cells, columns: readonly string[]) =>
  columns.map((column) => {
    const value = row[column];
    return value === null || value === undefined
      ? null
      : typeof value === 'string'
        ? value
        : Number(Number(value).toPrecision(9));
  });
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('each plain report says what hand-written SQL says, in two months and under a filter', () => {
  test.each(cases.map((each) => [`${each.code} ${each.options?.by ?? ''}`, each] as const))('%s', async (_, each) => {
    const { code, options = {}, by, figures, where: own = 'true', having = 'true' } = each;
    const report = await tableOf(gateway, code, { ...months, where, options });
    const groups = Object.entries(by).map(([column, sql]) => `cast(${sql} as varchar) as "${column}"`);
    const keys = ['month as period', ...groups].join(', ');
    const hand = await gateway.sql(
      `select ${keys}, ${figures.join(', ')} from number_state n where month in ('2026-09', '2026-10') and ${narrowed} and ${own}
       group by all having ${having}`,
    );
    const columns = Object.keys(hand[0]!);
    expect(hand.length).toBeGreaterThan(3);
    expect(columns.filter((column) => !report.columns.includes(column))).toEqual([]);
    expect(sorted(report.rows.map((row) => comparable(row, columns)))).toEqual(
      sorted(hand.map((row) => comparable(row as Cells, columns))),
    );
  });

  test.each([
    ['DAY', "strftime(day, '%Y-%m-%d')"],
    ['WEEK', "strftime(day, '%G-W%V')"],
    ['MONTH', 'n.month'],
  ])('GROSS_ADDS_DAILY by %s', async (grain, period) => {
    const report = await tableOf(gateway, 'GROSS_ADDS_DAILY', { ...months, where, options: { grain, by: 'JOIN_CHANNEL_KIND' } });
    const hand = await gateway.sql(
      `select ${period} as period, join_channel_kind as "joinChannelKind", count(*) as "grossAdds",
         ${numbers('port_in')} as "portInAdds", ${numbers('re_entry and not port_in')} as "reEntryAdds"
       from number_state n join (select number_id, day from number_flow where gross_adds = 1 and month in ('2026-09', '2026-10')) f
         on f.number_id = n.number_id and strftime(f.day, '%Y-%m') = n.month
       where n.month in ('2026-09', '2026-10') and ${narrowed} group by all`,
    );
    const columns = Object.keys(hand[0]!);
    expect(hand.length).toBeGreaterThan(5);
    expect(sorted(report.rows.map((row) => comparable(row, columns)))).toEqual(
      sorted(hand.map((row) => comparable(row as Cells, columns))),
    );
  });
});

describe('totals and shares', () => {
  test('the total row of a month is the figure of the whole, and shares are of it', async () => {
    const { rows, totals } = await tableOf(gateway, 'COMMUNITY', { month: '2026-10' });
    const [hand] = await gateway.sql(
      `select ${closing}::double as base, ${margin}::double as margin, ${ratio(numbers('leaver'), average, 100)} as churn from number_state where month = '2026-10'`,
    );
    const whole = totals.find(({ totalOf }) => totalOf.length === 3)!;
    expect(whole).toMatchObject({
      period: '2026-10',
      city: null,
      cityLabel: 'Total',
      gridLabel: 'Total',
      closingSubscribersShare: 100,
    });
    expect(whole.closingSubscribers).toBe(hand!.base);
    expect(whole.contributionMargin).toBeCloseTo(Number(hand!.margin), 6);
    expect(whole.churnRate).toBeCloseTo(Number(hand!.churn), 9);
    for (const row of rows)
      expect(row.closingSubscribersShare).toBeCloseTo((100 * Number(row.closingSubscribers)) / Number(hand!.base), 9);
    const cities = totals.filter(({ totalOf }) => totalOf.join() === 'county,grid');
    expect(cities.map(({ closingSubscribers }) => Number(closingSubscribers)).reduce((a, b) => a + b, 0)).toBe(hand!.base);
  });

  test('of several months: over all of them as well, with no period', async () => {
    const { totals } = await tableOf(gateway, 'MARKETING_COST', { ...months });
    const overall = totals.find(({ totalOf }) => totalOf.join() === 'period,joinChannelKind')!;
    const [hand] = await gateway.sql(`select sum(commission)::double as commission from number_state where month >= '2026-09'`);
    expect(overall.period).toBeNull();
    expect(overall.commission).toBeCloseTo(Number(hand!.commission), 6);
  });

  test('changes against the month before, also of what is no more', async () => {
    const { rows } = await tableOf(gateway, 'COMPLAINT_CAUSES', { month: '2026-10', options: { by: 'GRID' } });
    const hand = await gateway.sql(
      `select grid, sum(complaints) filter (month = '2026-10')::double as now, sum(complaints) filter (month = '2026-09')::double as before
       from number_state where month >= '2026-09' group by grid`,
    );
    expect(hand.some(({ now, before }) => now !== before)).toBe(true);
    expect(sorted(rows.map((row) => [row.grid, row.complaints, row.complaintsBaseline, row.complaintsChange]))).toEqual(
      sorted(hand.map(({ grid, now, before }) => [grid, now ?? 0, before ?? 0, Number(now ?? 0) - Number(before ?? 0)])),
    );
  });

  test('the parts beyond the top are one row, called other', async () => {
    const { report, rows } = await tableOf(gateway, 'STOCK_STRUCTURE', { month: '2026-10', options: { by: 'PLAN', top: 2 } });
    const hand = await gateway.sql(
      `select plan_id as plan, ${closing}::double as base from number_state where month = '2026-10' group by plan_id order by base desc`,
    );
    const rest = hand.slice(2).reduce((sum, { base }) => sum + Number(base), 0);
    expect(sorted(rows.map(({ plan, closingSubscribers }) => [plan, closingSubscribers]))).toEqual(
      sorted([...hand.slice(0, 2).map(({ plan, base }) => [plan, base]), [null, rest]]),
    );
    expect(rows.at(-1)).toMatchObject({ plan: null, planLabel: 'Other' });
    expect(report.rows.map(({ otherOf }: { otherOf: string | null }) => otherOf)).toContain('plan');
  });
});
