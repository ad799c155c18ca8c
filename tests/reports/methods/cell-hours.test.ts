import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellHours } from '../../../src/reports/methods/cell-hours.js';
import { type Builder, openBuilder } from '../../../src/warehouse/duckdb.js';
import { demo } from '../../support/demo.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { linesOf, type ReportAsked, type ReportLine, reportOf, rounded } from './support.js';

let gateway: Gateway;
let base: Builder;
beforeAll(async () => {
  gateway = await openGateway();
  base = await openBuilder();
  const { warehouse } = await demo();
  for (const mart of ['cell_month', 'cell_hour'])
    await base.execute(
      `create view ${mart} as from read_parquet('${warehouse}/${mart}/*/*.parquet', hive_partitioning = true, hive_types = {'month': varchar})`,
    );
});
afterAll(async () => {
  await base.close();
  await gateway.close();
});

const month = '2026-10';
const report = (asked: Partial<ReportAsked>) => reportOf(gateway, cellHours, { months: [month], ...asked });

/** By correlated subqueries over the base marts, each hour by itself. */
const hand = (where: string, [day, night]: readonly [number, number] = [8, 20]) => {
  const of = (what: string, when = 'true') =>
    `(select cast(sum(${what}) as double) from cell_hour h where h.cell_id = c.cell_id and h.month = c.month and ${when})`;
  const isDay = `hour between ${day} and ${night - 1}`;
  return base.query(`
    select cell_id as cell, name, city, county, ${of('data_gb')} as "dataGb", ${of('voice_min')} as "voiceMin", ${of('capacity_gb')} as "capacityGb",
      (select hour from cell_hour h where h.cell_id = c.cell_id and h.month = c.month order by cast(data_gb as double) / cast(capacity_gb as double) desc, hour limit 1) as "busyHour",
      (select 100 * max(cast(data_gb as double) / cast(capacity_gb as double)) from cell_hour h where h.cell_id = c.cell_id and h.month = c.month) as "busyLoad",
      ${of('data_gb', isDay)} as "dayGb", ${of('capacity_gb - data_gb', isDay)} as "dayFreeGb",
      ${of('data_gb', `not (${isDay})`)} as "nightGb", ${of('capacity_gb - data_gb', `not (${isDay})`)} as "nightFreeGb"
    from cell_month c where month = '${month}' and ${where}`) as Promise<readonly ReportLine['cells'][]>;
};
const byCell = (rows: readonly ReportLine['cells'][]) => [...rounded(rows)].sort((a, b) => (a.cell! < b.cell! ? -1 : 1));

test('every cell, by the load of its fullest hour', async () => {
  const found = linesOf(await report({ options: { top: '10000' } }));
  expect(found.length).toBeGreaterThan(2900);
  expect(byCell(found)).toEqual(byCell(await hand('true')));
  const loads = found.map(({ busyLoad }) => busyLoad as number);
  expect(loads).toEqual([...loads].sort((a, b) => b - a));
  expect(linesOf(await report({ options: { top: '7' } }))).toEqual(found.slice(0, 7));
});

test('of a county, with another day; who sees some cities sees their cells', async () => {
  const options = { top: '10000', day: '6', night: '23' };
  const where = { county: { eq: 'BAIXI_03' } };
  expect(byCell(linesOf(await report({ where, options })))).toEqual(byCell(await hand("county = 'BAIXI_03'", [6, 23])));
  const seen = linesOf(await report({ viewer: managerOf(['HAILAN']), options: { top: '10000' } }));
  expect(new Set(seen.map(({ city }) => city))).toEqual(new Set(['HAILAN']));
  expect(await report({ viewer: managerOf([]) })).toEqual([]);
});

test('hour by hour', async () => {
  const found = linesOf(await report({ options: { by: 'HOUR' }, where: { city: { eq: 'HAILAN' } } }));
  const expected = await base.query(`
    select hour, cast(sum(data_gb) as double) as "dataGb", cast(sum(voice_min) as double) as "voiceMin", cast(sum(capacity_gb) as double) as "capacityGb",
      100 * cast(sum(data_gb) as double) / cast(sum(capacity_gb) as double) as load
    from cell_hour where month = '${month}' and cell_id like 'HAILAN%' group by hour order by hour`);
  expect(rounded(found)).toEqual(rounded(expected as never));
  expect(found).toHaveLength(24);
});

test('what cells do not have cannot narrow them; what the warehouse has not is named; a day is before its night', async () => {
  await expect(report({ where: { stage: { eq: 'NEW' } } })).rejects.toThrow('narrowed by city and county alone, found stage');
  await expect(report({ without: ['cell_hour.hour'] })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'CELL_HOURS: the warehouse does not provide cell_hour.hour.',
  });
  await expect(report({ options: { day: '20', night: '8' } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
