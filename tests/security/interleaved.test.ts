import { afterAll, beforeAll, expect, test } from 'vitest';
import { developer, type Viewer } from '../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { isGranted, type PlainRow } from '../support/reference.js';
import { managerOf } from '../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const query = `query ($month: YearMonth) {
  indicator(measure: NUMBERS, month: $month) { value target drill(by: CITY, orderBy: CODE) { code value } }
  revenue: indicator(measure: REVENUE, month: $month) { value target }
}`;

test('Z5: 500 requests of viewers with other cities, interleaved: each gets its own figures, none another’s', async () => {
  const months = ['2026-08', '2026-09', '2026-10'];
  const viewers: readonly Viewer[] = [managerOf(['HAILAN']), managerOf(['MUHE', 'YUNJING']), managerOf([]), developer];
  const truth = await gateway.sql(
    `select month, city, count(*) as numbers, cast(sum(revenue) as double) as revenue from number_state group by all order by city`,
  );
  const expected = (viewer: Viewer, month: string) => {
    const rows = truth.filter((row) => row.month === month && isGranted(viewer, row as PlainRow));
    const total = (name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0);
    return {
      numbers: total('numbers'),
      revenue: total('revenue'),
      drill: rows.map(({ city, numbers }) => [city, Number(numbers)]),
    };
  };
  let answered = 0;
  for (let round = 0; round < 25; round++) {
    // The lane takes 68 statements at once; a request here needs three, one after the other two.
    const asked = Array.from({ length: 20 }, (_, i) => ({
      viewer: viewers[(round + i) % 4]!,
      month: months[(round * 7 + i) % 3]!,
    }));
    const answers = await Promise.all(asked.map(({ viewer, month }) => gateway.ask(query, { month }, viewer)));
    for (const [i, { data, errors }] of answers.entries()) {
      const { viewer, month } = asked[i]!;
      const { numbers, revenue, drill } = expected(viewer, month);
      expect(errors).toEqual([]);
      expect(data.indicator.value).toBe(numbers);
      expect(data.revenue.value).toBeCloseTo(revenue, 2);
      const now = data.indicator.drill.filter(({ value }: Data) => value > 0).map(({ code, value }: Data) => [code, value]);
      expect(now).toEqual(drill);
      answered++;
    }
  }
  expect(answered).toBe(500);
});
