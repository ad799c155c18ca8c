import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../../src/faces/context.js';
import { analyse } from '../../../src/reports/analysis/analyse.js';
import type { AnalysisArguments } from '../../../src/reports/analysis/question.js';
import { resolveAnalysis } from '../../../src/reports/analysis/resolve-analysis.js';
import { tableOf } from '../../../src/reports/analysis/table.js';
import { developer, type Viewer } from '../../../src/security/viewer.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const tableFor = async ({ viewer = developer, ...asked }: Partial<AnalysisArguments> & { readonly viewer?: Viewer }) => {
  const { serving, martlet } = gateway;
  const log = pino({ level: 'silent' }) as never;
  const context = createContext({ serving, definitions: martlet.definitions, viewer, requestId: 'test', log });
  const question = { dimensions: [], measures: ['NUMBERS'], grain: 'MONTH', against: 'NONE', totals: false } as const;
  return tableOf(await analyse(resolveAnalysis({ ...question, ...asked }, context)));
};

test('columns with their types; each measure with its baseline and its change, as SQL has them', async () => {
  const asked = { dimensions: ['CITY'], measures: ['LEAVERS', 'NUMBERS'], to: '2026-10', against: 'PREVIOUS_MONTH' } as const;
  const { columns, rows } = await tableFor(asked);
  expect(columns.map(({ name, type, unit }) => [name, type, unit])).toEqual([
    ['period', 'STRING', null],
    ['city', 'STRING', null],
    ['leavers', 'NUMBER', 'numbers'],
    ['leaversBaseline', 'NUMBER', 'numbers'],
    ['leaversChange', 'NUMBER', 'numbers'],
    ['numbers', 'NUMBER', 'numbers'],
    ['numbersBaseline', 'NUMBER', 'numbers'],
    ['numbersChange', 'NUMBER', 'numbers'],
  ]);
  const hand = await gateway.sql(`
    select city, count(*) filter (month = '2026-10' and leaver) as l1, count(*) filter (month = '2026-09' and leaver) as l0,
      count(*) filter (month = '2026-10') as n1, count(*) filter (month = '2026-09') as n0
    from number_state where month in ('2026-09', '2026-10') group by city order by city`);
  const expected = hand.map(({ city, ...counts }) => {
    const [l1, l0, n1, n0] = Object.values(counts).map(Number) as [number, number, number, number];
    return ['2026-10', city, l1, l0, l1 - l0, n1, n0, n1 - n0];
  });
  expect(expected).toHaveLength(14);
  expect(rows.map(({ cells }) => cells).sort()).toEqual(expected.sort());
});

test('all rows, however many a page of the graph holds', async () => {
  const { rows } = await tableFor({ dimensions: ['COUNTY', 'PLAN', 'AGE_GROUP'], from: '2026-08', to: '2026-10' });
  const [hand] = await gateway.sql(
    `select count(distinct (month, county, plan_id, age_group)) as cells from number_state where month >= '2026-08'`,
  );
  expect(rows.length).toBe(Number(hand!.cells));
  expect(rows.length).toBeGreaterThan(10_000);
});

test('totals that are asked for come last and say so; the rest below the top is "other"', async () => {
  const topPer = { dimension: 'CITY', by: 'NUMBERS', n: 2 };
  const { rows } = await tableFor({ dimensions: ['CITY'], to: '2026-10', topPer, totals: true });
  expect(rows.map(({ totalOf, otherOf }) => [totalOf, otherOf])).toEqual([
    [[], null],
    [[], null],
    [[], 'city'],
    [['city'], null],
  ]);
  const [first, second, rest, all] = rows.map(({ cells }) => Number(cells[2]));
  const [hand] = await gateway.sql(`select count(*) as numbers from number_state where month = '2026-10'`);
  expect([first! + second! + rest!, all]).toEqual([Number(hand!.numbers), Number(hand!.numbers)]);
});

test('it asks for the right to analyse, and not to filter by what is masked', async () => {
  const manager = managerOf(['HAILAN']);
  await expect(tableFor({ viewer: manager })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const where = { msisdn: { startsWith: '138' } };
  await expect(tableFor({ viewer: managerOf(['HAILAN'], { tiers: [2] }), where })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
