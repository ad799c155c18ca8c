import { afterAll, beforeAll, expect, test } from 'vitest';
import { STORIES } from '../../../src/demo/stories.js';
import { channelCoverage } from '../../../src/reports/methods/channel-coverage.js';
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
  for (const mart of ['cell_month', 'number_month', 'channel'])
    await base.execute(
      `create view ${mart} as from read_parquet('${warehouse}/${mart}/${mart === 'channel' ? '' : '*/'}*.parquet'${mart === 'channel' ? '' : ", hive_partitioning = true, hive_types = {'month': varchar}"})`,
    );
});
afterAll(async () => {
  await base.close();
  await gateway.close();
});

const report = (asked: Partial<ReportAsked>) => reportOf(gateway, channelCoverage, { months: ['2026-10'], ...asked });

/** From the base marts: ranks by SQL's cume_dist. */
const hand = (where = 'true', month = '2026-10') =>
  base.query(`
    with cell as (select county, any_value(city) as city, cast(sum(cross_net_min) as double) as minutes, sum(foreign_numbers) as foreign_numbers
        from cell_month where month = '${month}' and ${where} group by county),
      place as (select *, (select count(*) from channel join cell_month m using (cell_id) where m.month = '${month}' and m.county = cell.county
          and not (opened_on is not null and strftime(opened_on, '%Y-%m') > m.month)) as channels,
        (select count(*) from number_month n where n.month = '${month}' and n.county = cell.county and status in ('ACTIVE', 'SUSPENDED')) as own from cell)
    select county, city, case when least(own, minutes) <= 0 then 0
        else 100 * sqrt(cume_dist() over (order by own / (channels + 1)) * cume_dist() over (order by minutes / (channels + 1))) end as score,
      cast(channels as double) as channels, cast(own as double) as "ownNumbers", minutes as "crossNetMin", cast(foreign_numbers as double) as "foreignNumbers"
    from place`) as Promise<readonly ReportLine['cells'][]>;
const byCounty = (rows: readonly ReportLine['cells'][]) => [...rounded(rows)].sort((a, b) => (a.county! < b.county! ? -1 : 1));

test('every county, and the one without a store is first', async () => {
  const lines = await report({});
  const found = linesOf(lines);
  expect(byCounty(found)).toEqual(byCounty(await hand()));
  expect(found[0]).toMatchObject({ county: STORIES.noStore.county, channels: 0 });
  const scores = found.map(({ score }) => score as number);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  const own = found.slice(0, 12).map(({ ownNumbers }) => ownNumbers);
  expect(
    await redeemed(
      gateway,
      lines.slice(0, 12).map(({ slice }) => slice!),
    ),
  ).toEqual(own);
});

test('counties of a filter, or of the viewer, are ranked among themselves', async () => {
  const city = { city: { eq: 'LONGYU' } };
  expect(byCounty(linesOf(await report({ where: city })))).toEqual(byCounty(await hand("city = 'LONGYU'")));
  expect(byCounty(linesOf(await report({ viewer: managerOf(['HAILAN']) })))).toEqual(byCounty(await hand("city = 'HAILAN'")));
});

test('a store counts from the month in which it opens', async () => {
  const { county } = STORIES.storeOpens;
  const of = async (month: string) => {
    const found = linesOf(await report({ months: [month] }));
    expect(byCounty(found)).toEqual(byCounty(await hand('true', month)));
    return found;
  };
  const [before, after] = [await of('2026-06'), await of('2026-07')];
  expect(before.find((line) => line.county === county)).toMatchObject({ channels: 0 });
  expect(after.find((line) => line.county === county)).toMatchObject({ channels: 1 });
  const place = (found: readonly ReportLine['cells'][]) => found.findIndex((line) => line.county === county);
  // Where customers are and no store is.
  expect(place(before)).toBeLessThan(10);
  expect(place(after)).toBeGreaterThan(place(before));
  // Who does not know when a store opened counts it always.
  const undated = linesOf(await report({ months: ['2026-06'], without: ['channel.opened_on'] }));
  expect(undated.find((line) => line.county === county)).toMatchObject({ channels: 1 });
});

test('what cells do not have cannot narrow them; what the warehouse has not is named', async () => {
  await expect(report({ where: { stage: { eq: 'NEW' } } })).rejects.toThrow('narrowed by city and county alone, found stage');
  await expect(report({ without: ['channel.cell_id'] })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'CHANNEL_COVERAGE: the warehouse does not provide channel.cell_id.',
  });
});
