import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TargetListRow } from '../../../src/ledger/tables.js';
import { developer } from '../../../src/security/viewer.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { frozenList, tell } from './support.js';

const fields = `from to treated control treatedUnits controlUnits treatedOrders controlOrders treatedLost controlLost treatedRate controlRate
  uplift upliftLow upliftHigh incrementalOrders contacts cost clawback marginPerOrder roi roiLow roiHigh verdict sampleRatioP
  en: verdictText zh: verdictText(locale: ZH)`;

let gateway: Gateway;
/** On the books in October, not in dual drop, and no order of theirs is in the mart. */
let calm: readonly string[];
let next = 0;
/** Numbers that no other test uses. */
function fresh(count: number): readonly string[] {
  next += count;
  return calm.slice(next - count, next);
}

beforeAll(async () => {
  gateway = await openGateway();
  const rows = await gateway.sql(`
    select number_id from number_state where month = '2026-10' and on_books and not coalesce(dual_drop, false)
      and number_id not in (select number_id from serving.number_event where type = 'OFFER_ORDER')
    order by number_id`);
  calm = rows.map(({ number_id }) => String(number_id));
});
afterAll(() => gateway.close());

const resultOf = async ({ id }: TargetListRow, viewer = developer): Promise<Data> => {
  const { data, errors } = await gateway.ask(`query ($id: ID!) { targetList(id: $id) { result { ${fields} } } }`, { id }, viewer);
  expect(errors).toEqual([]);
  return data.targetList?.result;
};
const ofNumbers = (numbers: readonly string[]) => numbers.map((number_id) => ({ number_id }));

describe('a campaign worked out by hand: 60 of 300 members order, and 20 of 200 who were kept out', () => {
  let members: readonly string[];
  let control: readonly string[];
  let list: TargetListRow;
  beforeAll(async () => {
    [members, control] = [fresh(300), fresh(200)];
    list = await frozenList(gateway, { members, control });
    const ofList = { list_id: list.id };
    await tell(gateway, [
      // 60 × 9.50 + 40 × 1.50 CNY
      ...ofNumbers(members.slice(0, 60)).map((each) => ({ ...each, ...ofList })),
      ...ofNumbers(members.slice(60, 100)).map((each) => ({
        ...each,
        ...ofList,
        outcome: 'NOT_REACHED' as const,
        cost: 1.5,
        margin: null,
      })),
      // The control is contaminated: the counter sold them what they were to be kept from.
      ...ofNumbers(control.slice(0, 20)).map((each) => ({ ...each, scene: 'COUNTER' })),
      // None of these changes anything: again, before the freeze, another offer, no order, of no arm.
      ...ofNumbers(members.slice(0, 10)).map((each) => ({ ...each, offer: 'CARE_CALL', day: '2026-10-20', scene: 'ONLINE' })),
      ...ofNumbers(members.slice(100, 110)).map((each) => ({ ...each, day: '2026-10-04' })),
      ...ofNumbers(control.slice(100, 110)).map((each) => ({ ...each, offer: 'RETURN_SIM' })),
      ...ofNumbers(control.slice(110, 120)).map((each) => ({ ...each, outcome: 'REFUSED' as const })),
      ...ofNumbers(fresh(10)),
    ]);
  });

  test('rates, uplift, cost and return with their bounds', async () => {
    expect(await resultOf(list)).toEqual({
      from: '2026-10-05',
      to: '2026-11-02',
      treated: 300,
      control: 200,
      treatedUnits: 300,
      controlUnits: 200,
      treatedOrders: 60,
      controlOrders: 20,
      treatedLost: 0,
      controlLost: 0,
      treatedRate: 0.2,
      controlRate: 0.1,
      uplift: 0.1,
      upliftLow: expect.closeTo(0.035578, 6),
      upliftHigh: expect.closeTo(0.159771, 6),
      incrementalOrders: 30,
      contacts: 100,
      cost: 630,
      clawback: 0,
      marginPerOrder: 108,
      // (30 × 108 − 630) ÷ 630, and with 0.0355780 × 300 and 0.1597709 × 300 orders
      roi: expect.closeTo(4.142857, 6),
      roiLow: expect.closeTo(0.829727, 5),
      roiHigh: expect.closeTo(7.216788, 5),
      verdict: 'UPLIFT',
      sampleRatioP: 1,
      en: '20.0 % of the members ordered, and 10.0 % of those kept out: the campaign brought +10.0 points (95 % interval +3.6 to +16.0).',
      zh: '名单用户订购率 20.0 %，对照组 10.0 %：活动带来 +10.0 个百分点（95% 置信区间 +3.6 至 +16.0）。',
    });
  });

  test('in households of two the points stay, and the interval is wider', async () => {
    const result = await resultOf(await frozenList(gateway, { members, control, household: 2 }));
    expect(result).toMatchObject({ treatedUnits: 150, controlUnits: 100, treatedRate: 0.2, controlRate: 0.1, uplift: 0.1 });
    expect([result.upliftLow, result.upliftHigh]).toEqual([expect.closeTo(0.006811, 6), expect.closeTo(0.184057, 6)]);
  });

  test('orders count to the last day of the list, however it ends', async () => {
    const late = await resultOf(await frozenList(gateway, { members, control }, { expires_on: '2026-10-11', status: 'EXPIRED' }));
    expect(late).toMatchObject({ to: '2026-10-11', treatedOrders: 0, controlOrders: 0, verdict: 'NO_EFFECT_SHOWN' });
    // 17:00 in UTC is the next day at the operator's.
    const closed = { status: 'CLOSED', closed_at: '2026-10-11T17:00:00.000Z' } as const;
    const ended = await resultOf(await frozenList(gateway, { members, control }, closed));
    expect(ended).toMatchObject({ to: '2026-10-12', treatedOrders: 60, controlOrders: 20, contacts: 0, cost: 0, roi: null });
  });

  test('without a control nothing is called an effect of the campaign', async () => {
    const result = await resultOf(await frozenList(gateway, { members, control: [] }));
    expect(result).toMatchObject({ verdict: 'NO_CONTROL', treatedRate: 0.2, control: 0, controlRate: null, sampleRatioP: null });
    for (const name of ['uplift', 'upliftLow', 'upliftHigh', 'incrementalOrders', 'roi', 'roiLow', 'roiHigh'])
      expect([name, result[name]]).toEqual([name, null]);
    expect(result.en).not.toMatch(/increment|uplift|brought|more/);
    expect(result.en).toContain('Nobody was kept out');
  });

  test('arms that are not as drawn are refused', async () => {
    const result = await resultOf(await frozenList(gateway, { members, control }, { hold_out: 0.1 }));
    expect(result).toMatchObject({ verdict: 'SAMPLE_RATIO_MISMATCH', treatedRate: 0.2, controlRate: 0.1 });
    for (const name of ['uplift', 'upliftLow', 'upliftHigh', 'incrementalOrders', 'roi', 'roiLow', 'roiHigh'])
      expect([name, result[name]]).toEqual([name, null]);
    expect(result.sampleRatioP).toBeLessThan(1e-100);
    expect(result.en).toContain('10.0 % were to be kept out, 40.0 % were');
  });

  test('so are arms that are too small', async () => {
    const result = await resultOf(await frozenList(gateway, { members, control: control.slice(0, 99) }));
    expect(result).toMatchObject({ verdict: 'TOO_SMALL', uplift: null, incrementalOrders: null, roi: null, controlOrders: 20 });
    expect(result.en).toContain('each arm needs 100');
  });
});

describe('an order is netted of those who leave', () => {
  test('by the newest month: off the books, or in dual drop since; their commissions come back', async () => {
    const ids = async (where: string): Promise<readonly string[]> => {
      const rows = await gateway.sql(`
        select s.number_id from number_state s left join number_state n on n.number_id = s.number_id and n.month = '2026-10'
        where s.month = '2026-08' and s.on_books and ${where}
          and s.number_id not in (select number_id from serving.number_event where type = 'OFFER_ORDER')
        order by s.number_id`);
      return rows.map(({ number_id }) => String(number_id));
    };
    const left = await ids('not coalesce(n.on_books, false)');
    const dropped = await ids('n.on_books and n.dual_drop and not coalesce(s.dual_drop, false)');
    const always = await ids('n.on_books and n.dual_drop and s.dual_drop');
    const [kept, keptControl] = [fresh(296), fresh(198)];
    const members = [left[0]!, left[1]!, dropped[0]!, dropped[1]!, always[0]!, ...kept];
    const control = [left[2]!, dropped[2]!, ...keptControl];
    const list = await frozenList(gateway, { members, control }, { month: '2026-08', frozen_at: '2026-09-10T01:00:00.000Z' });
    const order = { day: '2026-09-20', list_id: list.id };
    await tell(gateway, [
      { number_id: left[0]!, ...order },
      // After the newest month: nothing says that it is gone again.
      { number_id: left[1]!, ...order, day: '2026-11-01' },
      // Not by the list: there is nothing of the list's to come back.
      { number_id: dropped[0]!, ...order, list_id: null },
      // Its contact cost less than the commission of 3 CNY.
      { number_id: dropped[1]!, ...order, cost: 2 },
      // It was in dual drop before. Its margin is the catalogue's: 12 × 9 CNY.
      { number_id: always[0]!, ...order, margin: null },
      ...kept.slice(0, 10).map((number_id) => ({ number_id, ...order, margin: 100 })),
      { number_id: kept[20]!, ...order, outcome: 'NOT_REACHED' as const, cost: 1.5, margin: null },
      { number_id: left[2]!, ...order, list_id: null },
      { number_id: dropped[2]!, ...order, list_id: null },
      ...keptControl.slice(0, 2).map((number_id) => ({ number_id, ...order, list_id: null })),
    ]);
    expect(await resultOf(list)).toMatchObject({
      treated: 301,
      control: 200,
      treatedOrders: 12,
      treatedLost: 3,
      controlOrders: 2,
      controlLost: 2,
      contacts: 15,
      // 13 × 9.50 + 2 + 1.50, less 3 and 2
      clawback: 5,
      cost: 122,
      // (108 + 108 + 10 × 100) ÷ 12
      marginPerOrder: expect.closeTo(1216 / 12, 9),
    });
  });
});

test('orders that only the warehouse knows of count as well, each number once', async () => {
  const where = `type = 'OFFER_ORDER' and "on" between date '2026-05-01' and date '2026-10-31'`;
  const [most] = await gateway.sql(
    `select offer_id, count(*) as n from serving.number_event where ${where} group by 1 order by n desc, 1 limit 1`,
  );
  const offer = String(most!.offer_id);
  const rows = await gateway.sql(`
    select e.number_id from serving.number_event e join serving.number_profile p using (number_id)
    where ${where} and offer_id = '${offer}' and p.on_books and not coalesce(p.dual_drop, false) group by 1 order by 1`);
  const ordered = rows.map(({ number_id }) => String(number_id));
  expect(ordered.length).toBeGreaterThan(5);
  const [members, control] = [
    [...ordered.slice(1), ...fresh(200)],
    [ordered[0]!, ...fresh(150)],
  ];
  const list = await frozenList(
    gateway,
    { members, control },
    {
      offers: JSON.stringify([offer]),
      frozen_at: '2026-05-01T01:00:00.000Z',
    },
  );
  await tell(gateway, [
    // The ledger knows of it too, with its margin.
    { number_id: ordered[1]!, offer, margin: 1 },
    { number_id: control.at(-1)!, offer },
  ]);
  const { monthlyMargin, months } = gateway.martlet.definitions.catalogue.offers.get(offer)!;
  expect(await resultOf(list)).toMatchObject({
    treatedOrders: ordered.length - 1,
    controlOrders: 2,
    contacts: 0,
    marginPerOrder: expect.closeTo((1 + (ordered.length - 2) * monthlyMargin * months) / (ordered.length - 1), 6),
  });
});

test('of a campaign that nobody answered the margin is that of its offers; harm and chance are told apart', async () => {
  const [members, control] = [fresh(400), fresh(200)];
  const list = await frozenList(gateway, { members, control });
  await tell(gateway, [{ number_id: members[0]!, list_id: list.id, outcome: 'REFUSED', cost: 100, margin: null }]);
  const quiet = await resultOf(list);
  expect(quiet).toMatchObject({ verdict: 'NO_EFFECT_SHOWN', treatedRate: 0, uplift: 0, marginPerOrder: 108, roi: -1 });
  expect(quiet.en).toContain('may be chance');
  await tell(gateway, ofNumbers(control.slice(0, 40)));
  const harm = await resultOf(list);
  expect(harm).toMatchObject({ verdict: 'HARM', uplift: -0.2, incrementalOrders: -80 });
  expect(harm.roiHigh).toBeLessThan(-1);
  expect(harm.zh).toContain('抑制');
});

describe('who sees it', () => {
  test('nobody before the list is frozen', async () => {
    const draft = await frozenList(
      gateway,
      { members: [], control: [] },
      { status: 'DRAFT', frozen_at: null, content_hash: null },
    );
    expect(await resultOf(draft)).toBeNull();
  });

  test('who may see all of its cities, with tier 4', async () => {
    const list = await frozenList(gateway, { members: fresh(5), control: [] }, { cities: '["YUHE","JINTAN"]' });
    const manager = (cities: string[], tiers = [4]) => managerOf(cities, { tiers });
    expect(await resultOf(list, manager(['JINTAN', 'YUHE', 'HAILAN']))).toMatchObject({ treated: 5, verdict: 'NO_CONTROL' });
    expect(await resultOf(list, manager(['JINTAN']))).toBeUndefined();
    const { errors } = await gateway.ask(
      `{ targetList(id: "${list.id}") { result { treated } } }`,
      {},
      manager(['YUHE', 'JINTAN'], [1, 2, 3]),
    );
    expect(errors[0]!.extensions.code).toBe('FORBIDDEN');
  });
});
