import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { dataOf } from '../support/indicators.js';
import { tableOf } from './tables.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

test.each(['five-g', 'reasons'])('several months of %s are a picture each', async (name) => {
  const { report } = await tableOf(gateway, name === 'five-g' ? 'FIVE_G_MIGRATION' : 'LEAVE_REASONS');
  expect([report.months.length, report.chart.facet]).toEqual([3, 'period']);
});

test('x, series and facet name one row, in every report, of one month and of several', async () => {
  const { reports } = await dataOf(gateway, '{ reports { code options { name default } } }');
  const shared: string[] = [];
  for (const { code, options } of reports as readonly Data[])
    for (const from of [undefined, '2026-08']) {
      // What must be chosen is chosen; a report of campaigns has nothing before there is one.
      const chosen = Object.fromEntries(
        options.filter((option: Data) => option.default === null).map(({ name }: Data) => [name, 'CITY']),
      );
      const table = await tableOf(gateway, code, { from, options: chosen }).catch((error: Error) => error.message);
      if (typeof table === 'string') {
        expect([code, from, table]).toEqual([code, '2026-08', expect.stringMatching(/from|month/)]);
        continue;
      }
      const { chart, columns } = table.report;
      if (!chart || chart.kind === 'TABLE') continue;
      // Points of a scatter lie where their figures are.
      if (columns.find(({ name }: Data) => name === chart.x)?.type === 'NUMBER' && chart.kind === 'SCATTER') continue;
      const places = table.rows.map((row) =>
        JSON.stringify([chart.x, chart.series, chart.facet].map((name) => name && row[name])),
      );
      const twice = places.filter((place, index) => places.indexOf(place) < index);
      if (twice.length > 0) shared.push(`${code} from ${from}: ${twice.length} of ${places.length}, e.g. ${twice[0]}`);
    }
  expect(shared).toEqual([]);
});
