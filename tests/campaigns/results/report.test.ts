import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TargetListRow } from '../../../src/ledger/tables.js';
import { developer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { frozenList, tell } from './support.js';

let gateway: Gateway;
let measured: TargetListRow;
let earlier: TargetListRow;
const numbers = Array.from({ length: 500 }, (_, index) => String(10_000_000 + index));

beforeAll(async () => {
  gateway = await openGateway();
  // Numbers that the mart does not know: of those nobody says that they have gone before the newest month.
  const at = { day: '2026-11-01' };
  measured = await frozenList(
    gateway,
    { members: numbers.slice(0, 300), control: numbers.slice(300) },
    { name: '提速包', cities: '["YUHE"]' },
  );
  await tell(gateway, [
    ...numbers.slice(0, 60).map((number_id) => ({ number_id, ...at, list_id: measured.id })),
    ...numbers.slice(300, 320).map((number_id) => ({ number_id, ...at })),
  ]);
  const open = await frozenList(
    gateway,
    { members: numbers.slice(59, 69), control: [] },
    { created_at: '2026-10-30T00:00:00.000Z' },
  );
  await tell(gateway, [{ number_id: numbers[59]!, ...at, list_id: open.id, cost: 0.35 }]);
  earlier = await frozenList(gateway, { members: numbers, control: [] }, { month: '2026-09' });
  await frozenList(gateway, { members: [], control: [] }, { status: 'DRAFT', frozen_at: null, content_hash: null });
});
afterAll(() => gateway.close());

async function report(args = '', viewer = developer): Promise<Data> {
  const query = `{ report(code: "CAMPAIGN_UPLIFT"${args}) { columns { name } rows { cells(locale: EN) totalOf slice } } }`;
  const { data, errors } = await gateway.ask(query, {}, viewer);
  if (errors.length > 0) return errors[0];
  const { columns, rows } = data.report;
  return rows.map(({ cells, totalOf }: Data) => ({
    totalOf,
    ...Object.fromEntries(columns.map(({ name }: Data, at: number) => [name, cells[at]])),
  }));
}

test('a row a list of the month with its result, and totals of what adds up', async () => {
  const rows = await report();
  expect(rows).toHaveLength(3);
  expect(rows[0]).toEqual({
    totalOf: [],
    list: '提速包',
    id: measured.id,
    scene: gateway.martlet.definitions.catalogue.scenes.get('OUTBOUND')!.names.en,
    from: '2026-10-05',
    to: '2026-11-02',
    treated: 300,
    control: 200,
    treatedRate: 20,
    controlRate: 10,
    uplift: 10,
    upliftLow: expect.closeTo(3.5578, 4),
    upliftHigh: expect.closeTo(15.9771, 4),
    incrementalOrders: 30,
    contacts: 60,
    cost: 570,
    clawback: 0,
    // (30 × 108 − 570) ÷ 570
    roi: expect.closeTo(468.421, 3),
    roiLow: expect.closeTo(102.233, 2),
    roiHigh: expect.closeTo(808.171, 2),
    verdict: 'UPLIFT',
    verdictText: expect.stringContaining('the campaign brought'),
  });
  expect(rows[1]).toMatchObject({
    verdict: 'NO_CONTROL',
    treatedRate: 10,
    controlRate: null,
    uplift: null,
    incrementalOrders: null,
    roi: null,
    cost: 0.35,
  });
  const { totalOf, contacts, cost, clawback, ...others } = rows[2];
  expect({ totalOf, contacts, cost, clawback }).toEqual({ totalOf: ['list'], contacts: 61, cost: 570.35, clawback: 0 });
  expect(Object.values(others).every((cell) => cell === null)).toBe(true);
});

test('lists of other months when they are asked for', async () => {
  const ids = (rows: Data): string[] => rows.map(({ id }: Data) => id).filter((id: string | null) => id !== null);
  expect(ids(await report(', month: "2026-09"'))).toEqual([earlier.id]);
  expect(ids(await report(', from: "2026-09", to: "2026-10"'))).toHaveLength(3);
  expect(await report(', month: "2026-08"')).toHaveLength(1);
});

test('only lists all of whose cities the viewer may see; tier 4', async () => {
  const rows = await report('', managerOf(['YUHE'], { tiers: [2, 4] }));
  expect(rows.map(({ list }: Data) => list)).toEqual(['提速包', null]);
  expect(await report('', managerOf(['YUHE'], { tiers: [2] }))).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect(await report(', where: { city: { eq: "YUHE" } }')).toMatchObject({
    message: expect.stringContaining('whole target lists'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});
