import { afterAll, beforeAll, expect, test } from 'vitest';
import { methodReports } from '../../../src/reports/methods/index.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf } from '../../support/indicators.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const query = `query ($code: ID!, $locale: Locale) {
  report(code: $code, first: 10000) {
    name(locale: $locale) rowCount chart { x y series } columns { name label(locale: $locale) type }
    rows { cells(locale: $locale) slice totalOf }
  }
}`;

test.each(methodReports.map(({ code }) => code))(
  '%s in the graph: cells of the type that its columns say, in both languages',
  async (code) => {
    for (const locale of ['EN', 'ZH']) {
      const { report } = await dataOf(gateway, query, { code, locale });
      expect(report.rows.length).toBe(report.rowCount);
      // Of closed lists with a hold-out, of which the demo has none.
      if (code !== 'UPLIFT_BY_SEGMENT') expect(report.rowCount).toBeGreaterThan(0);
      for (const { label } of report.columns) expect(/[一-鿿]/.test(label)).toBe(locale === 'ZH');
      for (const { cells } of report.rows)
        for (const [at, cell] of cells.entries())
          if (cell !== null) expect(typeof cell).toBe(report.columns[at].type.toLowerCase());
      const names = report.columns.map(({ name }: Data) => name);
      const { x, y, series } = report.chart;
      expect(names).toEqual(expect.arrayContaining([...(x ? [x] : []), ...y, ...(series ? [series] : [])]));
      for (const { totalOf } of report.rows) expect(names).toEqual(expect.arrayContaining(totalOf));
    }
  },
);
