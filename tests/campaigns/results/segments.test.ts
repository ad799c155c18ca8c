// Whom closed lists changed, by segment and tier: against SQL over the numbers that were drawn.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { developer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { frozenList, tell } from './support.js';

let gateway: Gateway;
/** Everybody who was drawn: in which list and arm, and who ordered. */
const drawn: { number_id: string; list: number; treated: boolean; ordered: boolean }[] = [];
const over = { status: 'CLOSED', closed_at: '2026-11-01T01:00:00.000Z', month: '2026-10' } as const;

beforeAll(async () => {
  gateway = await openGateway();
  const rows = await gateway.sql(`select cast(number_id as varchar) as id, value_tier as tier from number_state
    where month = '2026-10' and on_books and segment is not null and value_tier in ('HIGH', 'LOW') order by hash(number_id) limit 3200`);
  // Every second one, and every third, is kept out. Who is of the tier HIGH orders when asked; the others as they would have anyway.
  for (const [at, { id, tier }] of rows.entries()) {
    const list = at % 4 === 3 ? 1 : 0;
    const treated = list === 0 ? at % 4 !== 0 : at % 8 === 3;
    const usual = at % 10 === 1 || at % 10 === 4;
    drawn.push({ number_id: id as string, list, treated, ordered: usual || (treated && tier === 'HIGH' && at % 3 > 0) });
  }
  const arms = (list: number) => ({
    members: drawn.filter((each) => each.list === list && each.treated).map(({ number_id }) => number_id),
    control: drawn.filter((each) => each.list === list && !each.treated).map(({ number_id }) => number_id),
  });
  for (const list of [0, 1]) await frozenList(gateway, arms(list), over);
  await tell(
    gateway,
    drawn.filter(({ ordered }) => ordered).map(({ number_id }) => ({ number_id })),
  );
  // none of these tells anything: it runs, keeps nobody out, or its arms are not as drawn
  await frozenList(gateway, arms(0), { ...over, status: 'RUNNING', closed_at: null });
  await frozenList(gateway, { members: arms(0).members, control: [] }, { ...over, hold_out: 0 });
  await frozenList(gateway, { members: arms(0).members, control: arms(0).control.slice(0, 60) }, { ...over, hold_out: 0.3 });
});
afterAll(() => gateway.close());

async function report(args = '', viewer = developer): Promise<Data> {
  const query = `{ report(code: "UPLIFT_BY_SEGMENT"${args}) { columns { name } rows { cells(locale: EN) totalOf slice } } }`;
  const { data, errors } = await gateway.ask(query, {}, viewer);
  if (errors.length > 0) return errors[0];
  const { columns, rows } = data.report;
  return rows.map(({ cells, totalOf }: Data) => ({
    totalOf,
    ...Object.fromEntries(columns.map(({ name }: Data, at: number) => [name, cells[at]])),
  }));
}

/** Orders that were kept, by hand: those of numbers that have gone since, or fell into dual drop, are lost; orders in the mart count as well. */
const hand = async () =>
  gateway.sql(`
    with drawn as (select unnest(from_json('${JSON.stringify(drawn)}', '[{"number_id":"BIGINT","list":"INTEGER","treated":"BOOLEAN","ordered":"BOOLEAN"}]'), recursive := true)),
      kept as (
        select d.*, s.segment, s.value_tier,
          d.ordered or exists (from serving.number_event e where e.number_id = d.number_id and e.type = 'OFFER_ORDER'
            and e.offer_id in ('DATA_UPGRADE', 'CARE_CALL') and e."on" >= date '2026-10-05') as bought
        from drawn d join number_state s on s.number_id = d.number_id and s.month = '2026-10'),
      arm as (select segment, value_tier, list, treated, count(*) as n, count(*) filter (bought) as orders from kept group by all),
      stratum as (select segment, value_tier, t.n as n1, c.n as n0, t.orders / t.n - c.orders / c.n as d
        from arm t join arm c using (segment, value_tier, list) where t.treated and not c.treated),
      sized as (select segment, value_tier, sum(n) filter (treated) as treated, sum(n) filter (not treated) as control,
        100 * sum(orders) filter (treated) / sum(n) filter (treated) as treated_rate, 100 * sum(orders) filter (not treated) / sum(n) filter (not treated) as control_rate
        from arm group by all)
    select z.*, 100 * (select sum(n1 * n0 / (n1 + n0) * d) / sum(n1 * n0 / (n1 + n0)) from stratum s
      where s.segment = z.segment and s.value_tier = z.value_tier) as found from sized z order by segment, value_tier`);

test('sizes, rates and the difference that was found, cell by cell, of the two lists that tell something', async () => {
  const rows = (await report()).filter(({ totalOf }: Data) => totalOf.length === 0);
  const expected = await hand();
  expect(expected.length).toBeGreaterThan(8);
  const key = (row: Data) => `${row.segment} ${row.valueTier ?? row.value_tier}`;
  const found = new Map(rows.map((row: Data) => [key(row), row]));
  expect(found.size).toBe(expected.length);
  const number = (value: unknown) => (value === null ? null : Number(value));
  for (const each of expected) {
    const row: Data = found.get(key(each));
    expect(row).toMatchObject({ offer: 'DATA_UPGRADE', treated: number(each.treated) ?? 0, control: number(each.control) ?? 0 });
    for (const [name, value] of [
      ['treatedRate', each.treated_rate],
      ['controlRate', each.control_rate],
      ['found', each.found],
    ] as const)
      if (value === null) expect(row[name]).toBeNull();
      else expect(row[name]).toBeCloseTo(Number(value), 9);
  }
});

test('says whom the offer changes: the tier HIGH, and nobody who would have bought anyway', async () => {
  const rows: Data[] = (await report()).filter(({ totalOf }: Data) => totalOf.length === 0);
  const changed = rows.filter(({ verdict }) => verdict === 'CHANGES');
  expect(changed.length).toBeGreaterThan(0);
  expect(new Set(changed.map(({ valueTier }) => valueTier))).toEqual(new Set(['HIGH']));
  for (const row of changed) expect(row.upliftLow).toBeGreaterThan(0);
  const uplifts = rows.map(({ uplift }) => uplift ?? -100);
  expect(uplifts).toEqual([...uplifts].sort((a, b) => b - a));
  const [total] = (await report()).filter(({ totalOf }: Data) => totalOf.length > 0);
  expect(total).toMatchObject({ offer: 'DATA_UPGRADE', treated: drawn.filter(({ treated }) => treated).length, verdict: null });
  expect(rows.some(({ verdict }) => verdict === 'TOO_SMALL')).toBe(true);
});

test('of no month without such lists; with a filter, or without the right, it is refused', async () => {
  expect(await report(', month: "2026-08", from: "2026-07"')).toEqual([]);
  expect(await report('', managerOf(['YUHE'], { tiers: [2] }))).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect(await report(', where: { city: { eq: "YUHE" } }')).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});
