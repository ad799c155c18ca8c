import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellPotential } from '../../../src/reports/methods/cell-potential.js';
import { cellScores } from '../../../src/reports/methods/cell-score.js';
import { type Builder, openBuilder } from '../../../src/warehouse/duckdb.js';
import { demo } from '../../support/demo.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { linesOf, type ReportAsked, type ReportLine, redeemed, reportOf, rounded } from './support.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  gateway = await openGateway();
  base = await openBuilder();
  const { warehouse } = await demo();
  for (const mart of ['cell_month', 'number_month'])
    await base.execute(
      `create view ${mart} as from read_parquet('${warehouse}/${mart}/*/*.parquet', hive_partitioning = true, hive_types = {'month': varchar})`,
    );
});
afterAll(async () => {
  await base.close();
  await gateway.close();
});

const report = (asked: ReportAsked) => reportOf(gateway, cellPotential, asked);

/** From the base marts alone: ranks by SQL's cume_dist, own numbers by their home. */
const hand = async (month: string, where: string): Promise<readonly ReportLine['cells'][]> =>
  (await base.query(`
    with cell as (select *, cast(capacity_gb - used_gb as double) as free from cell_month where month = '${month}' and ${where}),
      ranked as (select *, cume_dist() over (order by cross_net_min) * cume_dist() over (order by foreign_numbers) * cume_dist() over (order by free) as product from cell),
      own as (select home_cell_id as cell_id, count(*) as n from number_month where month = '${month}' and status in ('ACTIVE', 'SUSPENDED') and ${where} group by 1)
    select cell_id as "homeCell", name, city, county,
      case when least(cross_net_min, foreign_numbers, free) <= 0 then 0 else 100 * pow(product, 1 / 3) end as score,
      cast(cross_net_min as double) as "crossNetMin", foreign_numbers as "foreignNumbers", free as "freeGb",
      100 * free / capacity_gb as "freeShare", coalesce(n, 0) as "ownNumbers"
    from ranked left join own using (cell_id) order by score desc, cell_id`)) as never;

describe.each([
  ['2026-10', undefined, 'true'],
  ['2026-03', { city: { in: ['HAILAN', 'MUHE'] } }, "city in ('HAILAN', 'MUHE')"],
])('%s, filter %j', (month, where, sql) => {
  test('every cell, from the base marts', async () => {
    const found = linesOf(await report({ months: [month], where, options: { top: '10000' } }));
    const byCell = (rows: readonly ReportLine['cells'][]) =>
      [...rounded(rows)].sort((a, b) => (a.homeCell! < b.homeCell! ? -1 : 1));
    expect(byCell(found)).toEqual(byCell(await hand(month, sql)));
    const order = found.map(({ score }) => score as number);
    expect(order).toEqual([...order].sort((a, b) => b - a));
  });

  test('the top, and slices of the own numbers', async () => {
    const lines = await report({ months: [month], where, options: { top: '20' } });
    expect(lines).toHaveLength(20);
    const slices = lines.map(({ slice }) => slice!);
    const own = lines.map(({ cells }) => cells.ownNumbers);
    expect(await redeemed(gateway, slices)).toEqual(own);
    expect(await redeemed(gateway, slices, 'CLOSING_SUBSCRIBERS')).toEqual(own);
    expect(Math.max(...(own as number[]))).toBeGreaterThan(0);
  });
});

test('a viewer of some cities sees their cells, ranked among themselves', async () => {
  const found = linesOf(await report({ months: ['2026-10'], viewer: managerOf(['HAILAN']), options: { top: '10' } }));
  expect(rounded(found).map(({ score }) => score)).toEqual(
    rounded((await hand('2026-10', "city = 'HAILAN'")).slice(0, 10)).map(({ score }) => score),
  );
  expect(new Set(found.map(({ city }) => city))).toEqual(new Set(['HAILAN']));
  expect(await report({ months: ['2026-10'], viewer: managerOf([]) })).toEqual([]);
});

test('what cells do not have cannot narrow them; what the warehouse has not is named', async () => {
  await expect(report({ months: ['2026-10'], where: { stage: { eq: 'NEW' } } })).rejects.toThrow(
    'CELL_POTENTIAL: cells can be narrowed by city and county alone, found stage. Leave it out.',
  );
  await expect(
    report({ months: ['2026-10'], without: ['cell_month.capacity_gb', 'number_month.home_cell_id'] }),
  ).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'CELL_POTENTIAL: the warehouse does not provide home_cell_id, cell_month.capacity_gb.',
  });
});

test('scores by hand: ranks 1, 2 and 3 of three; ties share the higher rank; nothing free, and not known', () => {
  expect(
    cellScores([
      [1, 30, 5],
      [2, 20, 5],
      [3, 10, 5],
    ]),
  ).toEqual([
    expect.closeTo(100 * Math.cbrt(1 / 3), 9),
    expect.closeTo(100 * Math.cbrt(4 / 9), 9),
    expect.closeTo(100 * Math.cbrt(1 / 3), 9),
  ]);
  expect(
    cellScores([
      [1, 1, 0],
      [2, null, 4],
      [2, 2, 2],
    ]),
  ).toEqual([0, null, expect.closeTo(100 * Math.cbrt(2 / 3), 9)]);
  expect(cellScores([])).toEqual([]);
});
