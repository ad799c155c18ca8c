import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askerOf } from '../../src/exports/asker.js';
import { Exports } from '../../src/exports/jobs/exports.js';
import { exportDirectory } from '../../src/exports/jobs/files.js';
import { isFinal } from '../../src/exports/jobs/job.js';
import { startExport } from '../../src/exports/start.js';
import type { RequestContext } from '../../src/faces/context.js';
import { createContext } from '../../src/faces/context.js';
import type { ExportInput } from '../../src/faces/graph/exports/exports.types.js';
import { type AuditEntry, appendAudit, listAudit } from '../../src/ledger/audit/audit.js';
import { type Ledger, openLedger } from '../../src/ledger/ledger.js';
import { usualLimits } from '../../src/security/limits.js';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { parseCsv } from '../support/csv.js';
import { type Gateway, openGateway } from '../support/gateway.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
let ledger: Ledger;
let jobs: Exports;
let held = 0;
const log = { error: (fields: object) => expect.unreachable(JSON.stringify(fields)) };

beforeAll(async () => {
  gateway = await openGateway();
  ledger = await openLedger({ home: gateway.home, databaseUrl: null });
  jobs = await Exports.open({ ledger, dir: exportDirectory(gateway.home), log });
});
afterAll(async () => {
  await jobs.close();
  await ledger.close();
  await gateway.close();
});

function contextOf(viewer: Viewer): RequestContext {
  const { serving, martlet } = gateway;
  const hold = () => {
    held++;
    return () => held--;
  };
  const audit = (entry: AuditEntry) => appendAudit(ledger, entry);
  return createContext({
    serving,
    definitions: martlet.definitions,
    viewer,
    requestId: 'test',
    log,
    audit,
    exports: { jobs, hold },
  });
}
/** Of everybody, unless a slice, a filter or another kind says of whom. */
const start = (input: Partial<ExportInput>, viewer: Viewer = developer) => {
  const whom = ['slice', 'where', 'what'].some((name) => name in input) ? {} : { everybody: true };
  return startExport({ what: 'NUMBERS', format: 'CSV', ...whom, ...input } as ExportInput, contextOf(viewer));
};

/** The file's rows by the names of its columns, every field as text. */
async function rowsOf(input: Partial<ExportInput>, viewer: Viewer = developer) {
  const begun = await start(input, viewer);
  const find = async () => (await jobs.find(begun.id, askerOf(viewer)))!;
  await expect.poll(async () => isFinal(await find()), { interval: 10 }).toBe(true);
  const job = await find();
  expect(job).toMatchObject({ status: 'DONE', error: null });
  const [head, ...rows] = parseCsv(readFileSync(jobs.fileOf(job), 'utf8'));
  expect(rows).toHaveLength(job.rows!);
  return { job, head, rows: rows.map((row) => Object.fromEntries(row.map((cell, index) => [head![index]!, cell]))) };
}

/** What a Parquet file says of itself. */
async function aboutFileOf(input: Partial<ExportInput>): Promise<Readonly<Record<string, string>>> {
  const { id } = await start({ ...input, format: 'PARQUET' });
  const find = async () => (await jobs.find(id, askerOf(developer)))!;
  await expect.poll(async () => (await find()).status, { interval: 10 }).toBe('DONE');
  const path = jobs.fileOf(await find());
  const told = await gateway.sql(`select decode(key) as key, decode(value) as value from parquet_kv_metadata('${path}')`);
  return Object.fromEntries(told.map(({ key, value }) => [String(key), String(value)]));
}

describe('numbers', () => {
  test('are those of the month, with the columns asked for', async () => {
    const { job, head, rows } = await rowsOf({ month: '2026-09', columns: ['dataGb', 'plan_tier'] });
    expect(job.fileName).toBe('numbers-2026-09.csv');
    expect(head).toEqual(['month', 'number_id', 'data_gb', 'plan_tier']);
    const [counted] = await gateway.sql(`select count(*) as n, sum(data_gb) as gb from number_state where month = '2026-09'`);
    expect(rows).toHaveLength(counted!.n as number);
    const gb = rows.reduce((sum, { data_gb }) => sum + Math.round(Number(data_gb) * 1000), 0);
    expect(gb).toBe(Math.round(Number(counted!.gb) * 1000));
  });

  test('behind a figure are those that it counts', async () => {
    const { data } = await gateway.ask('{ indicator(measure: LEAVERS, month: "2026-10") { value slice } }');
    const { rows } = await rowsOf({ slice: data.indicator.slice, columns: ['city'] });
    expect(rows).toHaveLength(data.indicator.value);
  });

  test('a Parquet file says of itself of which data and whom it is; what persons are found by is masked in it', async () => {
    const where = { city: { eq: 'HAILAN' }, msisdn: { startsWith: '13' } };
    const about = await aboutFileOf({ where: where as never, month: '2026-09', columns: ['dataGb'] });
    const { manifest } = gateway.serving;
    expect(about).toMatchObject({
      'martlet.generation': manifest.id,
      'martlet.dataDate': manifest.dataDate,
      'martlet.months': '2026-09',
      'martlet.filter': JSON.stringify({ city: { eq: 'HAILAN' }, msisdn: { startsWith: '****' } }),
      'martlet.words': expect.stringMatching(/^city Hailan, .*beginning with “\*{4}”, September 2026$/),
      'martlet.words.zh': expect.stringContaining('2026年9月'),
    });
    expect(JSON.parse(about['martlet.columns']!).data_gb).toMatchObject({
      unit: 'GB',
      zh: expect.stringMatching(/\p{Script=Han}/u),
    });
    const { data } = await gateway.ask('query ($slice: Slice) { numbers(slice: $slice) { totalCount } }', {
      slice: about['martlet.slice'],
    });
    const [hand] = await gateway.sql(
      `select count(*) as n from number_state where month = '2026-09' and city = 'HAILAN' and msisdn like '13%'`,
    );
    expect(data.numbers.totalCount).toBe(hand!.n);
    const analysis = { dimensions: ['CITY'], measures: ['ARPU'], from: '2026-08', to: '2026-09' };
    const { 'martlet.columns': columns, 'martlet.words': words } = await aboutFileOf({ what: 'ANALYSIS', analysis } as never);
    const { formula } = gateway.martlet.definitions.catalogue.measures.get('ARPU')!;
    expect(JSON.parse(columns!)).toMatchObject({ city: { en: 'City' }, arpu: { unit: 'CNY', formula } });
    expect(words).toBe('All numbers, August to September 2026');
  });

  test('follow the numbers that a slice holds into another month, in an analysis as well', async () => {
    const { data } = await gateway.ask('{ indicatorTree(tree: "LIFECYCLE", month: "2026-09") { nodes { code slice } } }');
    const { slice } = data.indicatorTree.nodes.find(({ code }: { code: string }) => code === 'LIFECYCLE.DECLINE');
    const [hand] = await gateway.sql(`select count(*) as n from number_state where month = '2026-10'
      and number_id in (select number_id from number_state where month = '2026-09' and stage = 'DECLINE')`);
    const followed = await rowsOf({ slice, follow: 'NUMBERS', month: '2026-10', columns: ['stage'] });
    expect(followed.rows).toHaveLength(hand!.n as number);
    expect(new Set(followed.rows.map(({ stage }) => stage)).size).toBeGreaterThan(1);
    const analysis = { dimensions: [], measures: ['NUMBERS'], from: '2026-10' };
    for (const input of [
      { analysis: { ...analysis, slice, follow: 'NUMBERS' as const } },
      { analysis: { ...analysis, follow: 'RULE' as const }, slice, follow: 'NUMBERS' as const },
    ]) {
      const { rows } = await rowsOf({ what: 'ANALYSIS', ...input });
      expect(rows).toEqual([{ period: '2026-10', numbers: String(hand!.n) }]);
    }
    await expect(start({ slice, month: '2026-10' })).rejects.toThrow(/expected a month of the slice/);
    await expect(start({ follow: 'NUMBERS' })).rejects.toThrow(/found no slice/);
    await expect(start({ what: 'TARGET_LIST', list: 'x', follow: 'NUMBERS' })).rejects.toThrow(/follow: not an argument/);
  });

  test('a sample is the same every time, and a smaller one is part of it', async () => {
    const ids = async (sample: number) => (await rowsOf({ sample, columns: [] })).rows.map(({ number_id }) => number_id!).sort();
    const [once, again, half] = [await ids(0.2), await ids(0.2), await ids(0.1)];
    expect(again).toEqual(once);
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(once.length);
    expect(half.filter((id) => !once.includes(id))).toEqual([]);
  });

  test('Z1: never more than the viewer may see, and masked as for them', async () => {
    const viewer = managerOf(['HAILAN'], { tiers: [3] });
    const { rows } = await rowsOf({ columns: ['city', 'msisdn'] }, viewer);
    const [counted] = await gateway.sql(
      `select count(*) as n from number_state where month = '${gateway.serving.manifest.months.at(-1)}' and city = 'HAILAN'`,
    );
    expect(rows).toHaveLength(counted!.n as number);
    expect(new Set(rows.map(({ city }) => city))).toEqual(new Set(['HAILAN']));
    for (const { msisdn } of rows) expect(msisdn).toMatch(/^$|^\d{3}\*{4}\d{4}$/);
  });

  test('L1: each export is in the audit, and what leaves in clear by its columns with its purpose; what is refused is not', async () => {
    const viewer = { ...developer, subject: `clear ${Date.now()}`, purposes: ['service'], purpose: null };
    const clear = { columns: ['msisdn', 'city'], sample: 0.1, purpose: 'service' };
    await rowsOf({ columns: ['msisdn'], sample: 0.1 }, viewer);
    await rowsOf({ columns: ['city'], sample: 0.1, purpose: 'service' }, viewer);
    await start(clear, { ...viewer, limits: { ...viewer.limits, exportRows: 1 } }).catch(() => undefined);
    const actions = async () => (await listAudit(ledger, { subject: viewer.subject, limit: 10 })).map(({ action }) => action);
    expect(await actions()).toEqual(['export begun', 'export begun']);
    const { rows } = await rowsOf(clear, viewer);
    expect(rows.some(({ msisdn }) => /^1\d{10}$/.test(msisdn!))).toBe(true);
    expect((await actions()).slice(2)).toEqual(['export of numbers', 'export begun']);
    const [, , line] = await listAudit(ledger, { subject: viewer.subject, limit: 10 });
    expect(line).toMatchObject({ action: 'export of numbers', purpose: 'service', rows: rows.length, decision: 'ALLOWED' });
    expect(JSON.parse(line!.detail!)).toMatchObject({ columns: ['msisdn'] });
    const denied = startExport({ what: 'NUMBERS', everybody: true, format: 'CSV', ...clear } as ExportInput, {
      ...contextOf(viewer),
      audit: null,
    });
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('more rows than the quota has are refused before anything is written, with a share that fits', async () => {
    const viewer = managerOf(['HAILAN'], { tiers: [3], limits: { ...usualLimits, exportRows: 100 } });
    const error = await start({}, viewer).catch((thrown: unknown) => thrown as Error & { code: string });
    expect(error).toMatchObject({
      code: 'TOO_COSTLY',
      message: expect.stringMatching(/^Expected at most 100 rows, found \d+\./),
    });
    const share = Number(/sample: ([\d.]+)/.exec((error as Error).message)![1]);
    expect(share).toBeGreaterThan(0);
    const { rows } = await rowsOf({ sample: share / 2 }, viewer);
    expect(rows.length).toBeLessThanOrEqual(100);
  });

  test.each<[string, Partial<ExportInput>, Viewer, string]>([
    ['without the tier', {}, managerOf(['HAILAN'], { tiers: [1, 2] }), 'FORBIDDEN'],
    [
      'filtered by what is masked',
      { where: { msisdn: { eq: '1' } } as never },
      managerOf(['HAILAN'], { tiers: [3] }),
      'FORBIDDEN',
    ],
    ['for a purpose that is not granted', { purpose: 'curiosity' }, developer, 'FORBIDDEN'],
    ['of a column that there is not', { columns: ['dataGB2'] }, developer, 'UNKNOWN_NAME'],
    ['of no share', { sample: 0 }, developer, 'BAD_USER_INPUT'],
    ['with an analysis', { analysis: { dimensions: [], measures: ['REVENUE'] } }, developer, 'BAD_USER_INPUT'],
    ['with a mark for spreadsheets in Parquet', { bom: true, format: 'PARQUET' }, developer, 'BAD_USER_INPUT'],
    ['target lists', { what: 'TARGET_LIST', list: 'x' }, developer, 'BAD_USER_INPUT'],
  ])('%s: refused at once', async (_, input, viewer, code) => {
    await expect(start(input, viewer)).rejects.toMatchObject({ code });
  });
});

describe('an analysis', () => {
  const asked = { dimensions: ['CITY'], measures: ['REVENUE', 'ARPU'] };

  test('is the analysis of the same question, row by row, digit by digit', async () => {
    const question = `from: "2026-09", to: "2026-10", against: PREVIOUS_MONTH, orderBy: [{ measure: REVENUE, desc: true }]`;
    const { data } = await gateway.ask(
      `{ analysis(${question}, where: { planTier: { ne: "TIER_9" } }) { rows { period city revenue arpu baseline { revenue arpu } } } }`,
    );
    const { job, head, rows } = await rowsOf({
      what: 'ANALYSIS',
      where: { planTier: { ne: 'TIER_9' } } as never,
      analysis: {
        ...asked,
        from: '2026-09',
        to: '2026-10',
        against: 'PREVIOUS_MONTH',
        orderBy: [{ measure: 'REVENUE', desc: true }],
      },
    });
    expect(job.fileName).toBe('analysis-2026-09_2026-10.csv');
    expect(head).toEqual(['period', 'city', 'revenue', 'revenueBaseline', 'revenueChange', 'arpu', 'arpuBaseline', 'arpuChange']);
    expect(
      rows.map((row) => [
        row.period,
        row.city,
        ...['revenue', 'revenueBaseline', 'arpu', 'arpuBaseline'].map((name) => Number(row[name])),
      ]),
    ).toEqual(
      // biome-ignore lint/suspicious/noExplicitAny: an answer of the graph
      data.analysis.rows.map((row: any) => [
        row.period,
        row.city,
        row.revenue,
        row.baseline.revenue,
        row.arpu,
        row.baseline.arpu,
      ]),
    );
  });

  test('has its totals last and says what is the rest', async () => {
    const { rows } = await rowsOf({
      what: 'ANALYSIS',
      analysis: { ...asked, totals: true, topPer: { dimension: 'CITY', by: 'REVENUE', n: 2 } },
    });
    expect(rows.map(({ isOther, totalOf }) => [isOther, totalOf])).toEqual([
      ['false', ''],
      ['false', ''],
      ['true', ''],
      ['false', 'city'],
    ]);
    const revenue = rows.map((row) => Math.round(Number(row.revenue) * 100));
    expect(revenue[0]! + revenue[1]! + revenue[2]!).toBe(revenue[3]);
  });

  test('Z1: of the viewer’s cities only', async () => {
    const { rows } = await rowsOf({ what: 'ANALYSIS', analysis: asked }, managerOf(['MUHE'], { tiers: [2] }));
    expect(rows.map(({ city }) => city)).toEqual(['MUHE']);
  });

  test.each<[string, Partial<ExportInput>, Viewer, string]>([
    ['without the tier', { analysis: asked }, managerOf(['HAILAN'], { tiers: [3] }), 'FORBIDDEN'],
    ['without a question', {}, developer, 'BAD_USER_INPUT'],
    ['with a month beside it', { analysis: asked, month: '2026-10' }, developer, 'BAD_USER_INPUT'],
    ['of an unknown measure', { analysis: { dimensions: [], measures: ['PROFITS'] } }, developer, 'UNKNOWN_NAME'],
    ['with two filters', { where: {}, analysis: { ...asked, where: {} } }, developer, 'BAD_USER_INPUT'],
  ])('%s: refused at once', async (_, input, viewer, code) => {
    await expect(start({ what: 'ANALYSIS', ...input }, viewer)).rejects.toMatchObject({ code });
  });
});

test('every generation that was held is free again', async () => {
  await expect.poll(() => held).toBe(0);
});

test('where no gateway runs there are no exports, and that is said', async () => {
  const { errors } = await gateway.ask('mutation { startExport(input: { what: NUMBERS, format: CSV }) { id } }');
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('martlet serve') });
});
