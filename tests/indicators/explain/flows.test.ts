import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/security/viewer.js';
import { encodeSlice } from '../../../src/slices/slice.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { sum } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const flowsQuery = `query ($measure: Measure!, $month: YearMonth!, $slice: Slice, $where: SliceFilter, $against: Baseline! = PREVIOUS_MONTH) {
  explain(measure: $measure, month: $month, slice: $slice, where: $where, against: $against) {
    value baseline change residual byFormula { node name(locale: EN) from to contribution share pathIntegral }
  }
}`;

/** The slice of a tree's node in a month. */
const nodeSlice = (path: string, month: string): string =>
  encodeSlice(
    { from: month, to: month, where: {}, nodes: [`LIFECYCLE.${path}`], counted: [], facts: [], others: [], followed: null },
    gateway.slices,
  );

async function flowsOf(given: Record<string, unknown>, viewer?: Viewer): Promise<Data> {
  const { data, errors } = await gateway.ask(flowsQuery, { measure: 'NUMBERS', ...given }, viewer);
  if (errors.length > 0) throw new Error(errors[0]!.message);
  return data.explain;
}

/** By hand: both months beside each other, number by number. `where`: of a row, as in `number_state`. */
async function joined(path: string, [before, after]: readonly [string, string], where = 'true', seen = 'true'): Promise<Data> {
  const inside = (row: string) =>
    `coalesce((${row}.lifecycle = '${path}' or starts_with(${row}.lifecycle, '${path}.')) and ${where.replaceAll('@', row)}, false)`;
  const rows = await gateway.sql(`
    with b as (select * from number_state where month = '${before}' and ${seen}),
      a as (select * from number_state where month = '${after}' and ${seen})
    select case
        when ${inside('a')} and a.joined_on >= '${after}-01' then 'JOINED'
        when ${inside('a')} then 'MOVED_IN.' || coalesce(split_part(b.lifecycle, '.', 1), 'ELSEWHERE')
        when a.number_id is not null and b.on_books and not a.on_books then 'LEFT'
        when a.number_id is null and not b.on_books then 'DROPPED'
        else 'MOVED_OUT.' || coalesce(split_part(a.lifecycle, '.', 1), 'ELSEWHERE') end as flow,
      count(*) filter (${inside('a')}) - count(*) filter (${inside('b')}) as moved
    from b full join a using (number_id)
    where ${inside('a')} <> ${inside('b')}
    group by 1`);
  return Object.fromEntries(rows.map(({ flow, moved }) => [`LIFECYCLE.${flow}`, Number(moved)]));
}

const flows = ({ byFormula }: Data) => Object.fromEntries(byFormula.map(({ node, contribution }: Data) => [node, contribution]));
const months = [
  ['2026-09', '2026-10'],
  ['2026-01', '2026-02'],
  ['2025-11', '2025-12'],
] as const;

describe.each(['NEW', 'GROWTH', 'MATURE', 'DECLINE', 'OFF_NET', 'DECLINE.DUAL_DROP.TO_COMPETITOR', 'MATURE.DATA_LEAN.MIDDLE'])(
  '%s',
  (path) => {
    test.each(months)('from %s to %s: the flows of a self-join, and together the change', async (before, after) => {
      const found = await flowsOf({ month: after, slice: nodeSlice(path, after) });
      expect(flows(found)).toEqual(await joined(path, [before, after]));
      expect(sum(found.byFormula.map(({ contribution }: Data) => contribution))).toBe(found.change);
      expect(found.residual).toBe(0);
      for (const { contribution, to, share } of found.byFormula) {
        expect(to).toBe(Math.abs(contribution));
        if (found.change !== 0) expect(share).toBe(contribution / found.change);
      }
    });
  },
);

test('the whole stock: who joined and who went out of it', async () => {
  const found = await flowsOf({ month: '2026-10' });
  const [counted] = await gateway.sql(`select count(*) filter (a.month is not null and b.month is null) as came,
    count(*) filter (a.month is null) as gone from (from number_state where month = '2026-10') a
    full join (from number_state where month = '2026-09') b using (number_id)`);
  expect(sum(found.byFormula.map(({ contribution }: Data) => Math.max(0, contribution)))).toBe(Number(counted!.came));
  expect(sum(found.byFormula.map(({ contribution }: Data) => Math.min(0, contribution)))).toBe(-Number(counted!.gone));
});

test('a filter beside the node holds in each of both months: who changes tier moves in from the same stage', async () => {
  const slice = nodeSlice('MATURE', '2026-10');
  for (const [where, sql] of [
    [{ city: { eq: 'HAILAN' } }, "@.city = 'HAILAN'"],
    [{ valueTier: { eq: 'HIGH' } }, "@.value_tier = 'HIGH'"],
    [{ revenue: { gt: 50 } }, '@.revenue > 50'],
  ] as const) {
    const found = await flowsOf({ month: '2026-10', slice, where });
    const expected = await joined('MATURE', ['2026-09', '2026-10'], sql);
    expect([where, flows(found)]).toEqual([where, expected]);
    expect(sum(Object.values(expected) as number[])).toBe(found.change);
  }
  expect(
    flows(await flowsOf({ month: '2026-10', slice, where: { revenue: { gt: 50 } } }))['LIFECYCLE.MOVED_IN.MATURE'],
  ).toBeGreaterThan(0);
});

test('subscribers of a node: who stays in it but goes off the books has left', async () => {
  const found = await flowsOf({ measure: 'CLOSING_SUBSCRIBERS', month: '2026-10', slice: nodeSlice('DECLINE', '2026-10') });
  expect(flows(found)).toEqual(await joined('DECLINE', ['2026-09', '2026-10'], '@.on_books'));
  expect(found.residual).toBe(0);
});

test('a manager of some cities sees the flows of these alone', async () => {
  const cities = ['HAILAN', 'MUHE'];
  const seen = `city in ('${cities.join("', '")}')`;
  for (const path of ['DECLINE', 'MATURE']) {
    const found = await flowsOf({ month: '2026-10', slice: nodeSlice(path, '2026-10') }, managerOf(cities));
    expect(flows(found)).toEqual(await joined(path, ['2026-09', '2026-10'], 'true', seen));
    expect(found.residual).toBe(0);
  }
  const nothing = await flowsOf({ month: '2026-10', slice: nodeSlice('DECLINE', '2026-10') }, managerOf([]));
  expect([nothing.change, nothing.byFormula]).toEqual([0, []]);
});

test('against a year before they moved from there to here; against a mean of months nobody did', async () => {
  const slice = nodeSlice('DECLINE', '2026-10');
  const year = await flowsOf({ month: '2026-10', slice, against: 'SAME_MONTH_LAST_YEAR' });
  expect(sum(year.byFormula.map(({ contribution }: Data) => contribution))).toBe(year.change);
  expect(year.byFormula.length).toBeGreaterThan(3);
  const mean = await flowsOf({ month: '2026-10', slice, against: 'MEAN_OF_PRIOR_3' });
  expect(mean.byFormula.map(({ node, pathIntegral }: Data) => [node, pathIntegral])).toEqual([
    ['NUMBERS', expect.closeTo(mean.change, 9)],
  ]);
});
