import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createContext } from '../../src/faces/context.js';
import { createApollo } from '../../src/faces/graph/apollo.js';
import { createSchema } from '../../src/faces/graph/schema.js';
import { createMartlet } from '../../src/martlet.js';
import { runReport } from '../../src/reports/answer.js';
import { developer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf, indicatorQuery } from '../support/indicators.js';
import { managerOf } from '../support/viewers.js';
import { refusal, tableOf } from './tables.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway?.close());

describe('the list of reports', () => {
  test('has the plain reports of the domain, in both languages, with their options', async () => {
    const { reports } = await dataOf(
      gateway,
      `{ reports { code en: name zh: name(locale: ZH) description(locale: ZH) months options { name type default allowed least most description(locale: ZH) } } }`,
    );
    const codes = reports.map(({ code }: Data) => code);
    for (const code of 'GROSS_ADDS_DAILY STOCK_STRUCTURE RFM_GRID LEAN_AND_AGE OVER_PLAN DECLINE_WATCH LEAVE_REASONS COMMUNITY MARKETING_COST COMPLAINT_CAUSES FIVE_G_MIGRATION CAMPAIGN_RESULT'.split(
      ' ',
    ))
      expect(codes).toContain(code);
    expect(codes).toEqual([...codes].sort());
    for (const { zh, description, options } of reports) {
      for (const text of [zh, description, ...options.map((option: Data) => option.description)])
        expect(text).toMatch(/[\u4e00-\u9fff]/);
    }
    const stock = reports.find(({ code }: Data) => code === 'STOCK_STRUCTURE');
    expect(stock.options[0]).toMatchObject({ name: 'by', type: 'DIMENSION', default: 'JOIN_CHANNEL_KIND' });
    expect(stock.options[1]).toMatchObject({ name: 'top', type: 'INTEGER', default: '1000', least: 1, most: 100000 });
  });

  test('every one answers as it stands, and its chart names columns that it has', async () => {
    for (const { code } of [...gateway.martlet.definitions.catalogue.reports.values()]) {
      const { report, columns, rows } = await tableOf(gateway, code);
      expect([code, rows.length > 0]).toEqual([code, true]);
      const { x, y, series } = report.chart;
      expect([code, [x, ...y, series].filter((name) => name !== null && !columns.includes(name))]).toEqual([code, []]);
    }
  });
});

describe('languages', () => {
  test('codes for programs, and names beside them in the language asked for', async () => {
    const given = { month: '2026-10', options: { by: 'JOIN_CHANNEL_KIND' } };
    const [en, zh] = [
      await tableOf(gateway, 'STOCK_STRUCTURE', given),
      await tableOf(gateway, 'STOCK_STRUCTURE', { ...given, locale: 'ZH' }),
    ];
    expect(en.columns.slice(0, 4)).toEqual(['period', 'joinChannelKind', 'joinChannelKindLabel', 'closingSubscribers']);
    expect(en.report.columns.slice(0, 3).map(({ label }: Data) => label)).toEqual([
      'Period',
      'Joining channel kind (code)',
      'Joining channel kind',
    ]);
    expect(zh.report.columns.slice(0, 4).map(({ label }: Data) => label)).toEqual([
      '期间',
      '入网渠道类型（编码）',
      '入网渠道类型',
      '期末用户',
    ]);
    expect([en.report.name, zh.report.name]).toEqual(['Structure of the base', '存量结构']);
    expect(en.rows[0]).toMatchObject({ joinChannelKind: 'OWN_STORE', joinChannelKindLabel: 'Own store' });
    expect(zh.rows[0]).toMatchObject({ joinChannelKind: 'OWN_STORE', joinChannelKindLabel: '自有营业厅' });
    expect([en.totals[0]!.joinChannelKindLabel, zh.totals[0]!.joinChannelKindLabel]).toEqual(['Total', '合计']);
    expect(en.report.columns[1]).toMatchObject({ dimension: 'JOIN_CHANNEL_KIND', type: 'STRING', measure: null });
    expect(en.report.columns[3]).toMatchObject({ measure: 'CLOSING_SUBSCRIBERS', type: 'NUMBER', unit: 'numbers' });
  });
});

describe('months', () => {
  const of = async (code: string, given: object) => (await tableOf(gateway, code, { ...given })).report.months;
  test("the newest, or so many as is the report's custom up to the one asked for, as far as there are data", async () => {
    expect(await of('COMMUNITY', {})).toEqual(['2026-10']);
    expect(await of('LEAVE_REASONS', { month: '2026-05' })).toEqual(['2026-03', '2026-04', '2026-05']);
    expect(await of('LEAVE_REASONS', { from: '2026-08' })).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(await of('LEAVE_REASONS', { from: '2026-04', to: '2026-05' })).toEqual(['2026-04', '2026-05']);
    expect(await of('MARKETING_COST', { month: '2025-09' })).toEqual(['2025-08', '2025-09']);
  });

  test.each([
    [{ month: '2026-11' }, 'the data have 2025-08 to 2026-10, found 2026-11'],
    [{ from: '2020-01' }, 'the data have 2025-08 to 2026-10, found 2020-01'],
    [{ from: '2026-06', to: '2026-05' }, 'from: expected a month up to 2026-05, found 2026-06.'],
    [{ month: '2026-06', to: '2026-05' }, 'both name the last month'],
  ])('%o is refused', async (given, message) => {
    const error = await refusal(gateway, 'LEAVE_REASONS', given);
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(message) });
  });
});

describe('options', () => {
  test.each([
    [{ by: 'CITY' }, 'BAD_USER_INPUT', /^options: by: expected one of JOIN_MONTH, .*, found "CITY"\./],
    [{ by: 'PLAN_TEIR' }, 'BAD_USER_INPUT', /found "PLAN_TEIR"\. Did you mean PLAN or PLAN_TIER\?$/],
    [{ top: '0' }, 'BAD_USER_INPUT', /^options: top: expected a whole number from 1 to 100000, found "0"\.$/],
    [{ top: '1.5' }, 'BAD_USER_INPUT', /expected a whole number from 1 to 100000, found "1.5"/],
    [{ top: '' }, 'BAD_USER_INPUT', /found ""/],
    [{ tip: '5' }, 'UNKNOWN_NAME', /^Unknown option of STOCK_STRUCTURE "tip"\. Did you mean top\?$/],
  ])('%o is refused', async (options, code, message) => {
    const error = await refusal(gateway, 'STOCK_STRUCTURE', { options });
    expect(error).toMatchObject({ extensions: { code }, message: expect.stringMatching(message) });
  });

  test('given twice, and an unknown report', async () => {
    const twice = await gateway.ask(
      '{ report(code: "STOCK_STRUCTURE", options: [{name: "top", value: "1"}, {name: "top", value: "2"}]) { code } }',
    );
    expect(twice.errors[0]!.message).toBe('options: top is given twice.');
    const unknown = await gateway.ask('{ report(code: "STOCK_STRUCTUR") { code } }');
    expect(unknown.errors[0]).toMatchObject({
      extensions: { code: 'UNKNOWN_NAME', suggestions: ['STOCK_STRUCTURE'] },
      message: 'Unknown report "STOCK_STRUCTUR". Did you mean STOCK_STRUCTURE?',
    });
  });
});

describe('pages', () => {
  const given = { month: '2026-10', options: { by: 'PLAN' } };

  test('one after the other make the whole', async () => {
    const whole = await tableOf(gateway, 'STOCK_STRUCTURE', given);
    const rows: Data[] = [];
    let after: string | null = null;
    do {
      const { report }: Data = await tableOf(gateway, 'STOCK_STRUCTURE', { ...given, first: 7, after });
      expect(report.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(report.rowCount).toBe(whole.report.rows.length);
      rows.push(...report.rows);
      after = report.pageInfo.hasNextPage ? report.pageInfo.endCursor : null;
    } while (after);
    expect(rows.length).toBeGreaterThan(14);
    expect(rows).toEqual(whole.report.rows);
  });

  test('a cursor of another question is refused, and so is a page of none or of too many', async () => {
    const { report } = await tableOf(gateway, 'STOCK_STRUCTURE', { ...given, first: 2 });
    const after = report.pageInfo.endCursor;
    for (const other of [{ options: { by: 'PLAN_TIER' } }, { month: '2026-09' }, { where: { city: { eq: 'HAILAN' } } }]) {
      const error = await refusal(gateway, 'STOCK_STRUCTURE', { ...given, ...other, after });
      expect(error!.message).toMatch(/^after: expected the endCursor of a page of this very report/);
    }
    for (const first of [0, 10_001])
      expect((await refusal(gateway, 'STOCK_STRUCTURE', { ...given, first }))!.message).toContain('expected 1 to 10000');
  });
});

describe('slices', () => {
  test("a row's slice gives the row's figures again, and a report of a slice is narrowed by it", async () => {
    const { report, columns } = await tableOf(gateway, 'DECLINE_WATCH', { month: '2026-09', options: { by: 'AGE_GROUP' } });
    const at = (name: string) => columns.indexOf(name);
    expect(report.rows.length).toBeGreaterThan(5);
    for (const { cells, slice } of report.rows) {
      const { indicator } = await dataOf(gateway, indicatorQuery, { measure: 'REVENUE', slice });
      expect(indicator).toMatchObject({ month: '2026-09', value: cells[at('revenue')], baseline: cells[at('revenueBaseline')] });
    }
    const { cells, slice } = report.rows[0];
    const { totals, report: narrowed } = await tableOf(gateway, 'COMMUNITY', { slice });
    expect(narrowed.months).toEqual(['2026-09']);
    expect(totals[0]!.revenue).toBe(cells[at('revenue')]);
  });

  test('with a measure that counts numbers: just those', async () => {
    const query = `{ report(code: "LEAVE_REASONS", month: "2026-10", from: "2026-10") { rows { cells slice(measure: LEAVERS) } columns { name } } }`;
    const { report } = await dataOf(gateway, query);
    const at = report.columns.findIndex(({ name }: Data) => name === 'leavers');
    for (const { cells, slice } of report.rows.slice(0, 8)) {
      const { indicator } = await dataOf(gateway, indicatorQuery, { measure: 'NUMBERS', slice });
      expect(indicator.value).toBe(cells[at]);
    }
  });
});

describe('policies', () => {
  test('tier 2 is needed, for the list as well', async () => {
    const manager = managerOf(['HAILAN']);
    expect(await refusal(gateway, 'COMMUNITY', {}, manager)).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await gateway.ask('{ reports { code } }', {}, manager)).errors[0]).toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
  });

  test('only rows of the cities granted, and no filter by what is masked', async () => {
    const [{ city }] = (await gateway.sql('select min(city) as city from number_state')) as [{ city: string }];
    const manager = managerOf([city], { tiers: [2] });
    const query = '{ report(code: "COMMUNITY", month: "2026-10", first: 10000) { rows { cells } } }';
    const { data } = await gateway.ask(query, {}, manager);
    const [hand] = await gateway.sql(
      `select count(distinct (city, county, grid)) as grids from number_state where month = '2026-10' and city = '${city}'`,
    );
    const details = data.report.rows.filter(({ cells }: Data) => cells[5] !== null);
    expect(details.length).toBe(Number(hand!.grids));
    expect(new Set(details.map(({ cells }: Data) => cells[1]))).toEqual(new Set([city]));
    const masked = await refusal(gateway, 'COMMUNITY', { where: { msisdn: { startsWith: '138' } } }, manager);
    expect(masked).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});

describe('a warehouse that lacks columns', () => {
  const without = (...lacked: readonly string[]) => {
    const { serving, martlet } = gateway;
    const provided = new Set([...serving.coverage.provided].filter((column) => !lacked.includes(column)));
    const coverage = { ...serving.coverage, provided };
    const { definitions } = martlet;
    return createContext({
      serving: { ...serving, coverage },
      definitions,
      viewer: developer,
      requestId: 'lacks',
      log: undefined as never,
    });
  };

  test('figures that rest on them are empty, and the columns stay', async () => {
    const { columns, rows } = await runReport('COMPLAINT_CAUSES', { month: '2026-10' }, without('number_month.complaints'));
    const at = (name: string) => columns.findIndex((column) => column.name === name);
    expect(rows.length).toBeGreaterThan(50);
    for (const { cells } of rows) {
      expect([cells[at('complaints')], cells[at('complaintsShare')], cells[at('complaintsPer10k')]]).toEqual([null, null, null]);
      expect(cells[at('closingSubscribers')]).not.toBeNull();
    }
  });

  test.each([
    ['OVER_PLAN', 'number_month.plan_id', 'OVER_PLAN: the warehouse does not provide plan_id.'],
    ['DECLINE_WATCH', 'number_month.joined_on', 'DECLINE_WATCH: the warehouse does not provide joined_on.'],
    ['LEAVE_REASONS', 'number_month.status', 'LEAVE_REASONS: the warehouse does not provide status.'],
  ])('%s stays listed and is refused without %s', async (code, lacked, message) => {
    await expect(runReport(code, {}, without(lacked))).rejects.toMatchObject({ code: 'NOT_PROVIDED', message });
  });
});

describe("a user's own report", () => {
  const directory = mkdtempSync(join(tmpdir(), 'martlet-own-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'reports'));
  writeFileSync(
    join(directory, 'reports', 'rich.yaml'),
    `code: RICH_COUNTIES
en: Rich counties
zh: 高收入区县
description: {en: Counties by what their numbers of a stage bring, zh: 各区县某阶段用户的收入}
measures: [REVENUE, NUMBERS, "{{beside}}"]
dimensions: [COUNTY]
where: {stage: {eq: "{{stage}}"}, revenue: {gte: "{{least}}"}, hasBroadband: {eq: "{{broadband}}"}}
orderBy: [{measure: REVENUE, desc: true}]
options:
  - {name: stage, type: CODE, default: MATURE, allowed: [MATURE, GROWTH], description: {en: Stage, zh: 阶段}}
  - {name: least, type: NUMBER, least: 0, description: {en: Least revenue, zh: 最低收入}}
  - {name: broadband, type: BOOLEAN, default: true, description: {en: With broadband, zh: 有宽带}}
  - {name: beside, type: MEASURE, default: ARPU, description: {en: One figure more, zh: 另一指标}}
`,
  );

  writeFileSync(
    join(directory, 'reports', 'prefix.yaml'),
    `{code: PREFIX, en: Prefix, zh: 号段, description: {en: Numbers by prefix, zh: 号段用户}, measures: [NUMBERS], where: {msisdn: {startsWith: "138"}}}`,
  );
  const openOwn = () => {
    const { definitions } = createMartlet(loadConfig({ MARTLET_HOME: gateway.home, MARTLET_CATALOGUE: directory }, {}));
    const context = (viewer = developer) =>
      createContext({ serving: gateway.serving, definitions, viewer, requestId: 'own', log: undefined as never });
    return { definitions, context };
  };

  test('its own filter is refused where it names what is masked for the viewer', async () => {
    const { context } = openOwn();
    const { rows } = await runReport('PREFIX', { month: '2026-10' }, context());
    const [hand] = await gateway.sql(
      `select count(*) as numbers from number_state where month = '2026-10' and msisdn like '138%'`,
    );
    expect(rows.map(({ cells }) => cells[1])).toEqual([Number(hand!.numbers)]);
    const manager = managerOf(['HAILAN'], { tiers: [2] });
    await expect(runReport('PREFIX', {}, context(manager))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is a file: it appears at once, without a build, and answers', async () => {
    const { definitions, context } = openOwn();
    const apollo = createApollo(createSchema(definitions), definitions.catalogue);
    const answer = await apollo.executeOperation({ query: '{ reports { code name(locale: ZH) } }' }, { contextValue: context() });
    expect(JSON.stringify(answer.body)).toContain('"code":"RICH_COUNTIES","name":"高收入区县"');
    await apollo.stop();

    const options = [
      { name: 'least', value: '80.5' },
      { name: 'broadband', value: 'false' },
      { name: 'beside', value: 'DOU' },
    ];
    const { rows, columns } = await runReport('RICH_COUNTIES', { month: '2026-09', options }, context());
    const hand = await gateway.sql(
      `select '2026-09' as period, county, sum(revenue)::double as revenue, count(*)::double as numbers from number_state
       where month = '2026-09' and stage = 'MATURE' and revenue >= 80.5 and not has_broadband group by county order by revenue desc, county`,
    );
    expect(hand.length).toBeGreaterThan(10);
    expect(columns.map(({ name }) => name)).toEqual(['period', 'county', 'countyLabel', 'revenue', 'numbers', 'dou']);
    expect(rows.map(({ cells }) => [cells[0], cells[1], cells[3], cells[4]])).toEqual(hand.map((row) => Object.values(row)));

    await expect(runReport('RICH_COUNTIES', {}, context())).rejects.toThrow(
      'options: RICH_COUNTIES needs least (NUMBER): Least revenue.',
    );
  });
});
