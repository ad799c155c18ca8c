// About 60 s: what is simulated is made each time, in a catalogue of its own that a second gateway serves.
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateTables } from '../../../src/ledger/backup/rows.js';
import { listDirectory } from '../../../src/lib/snapshot-files.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { done, refused } from '../lists/support.js';
import { frozenBy, servedWith, shippedFile, shippedOffer } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const query = `query ($input: SimulationInput!) { simulate(input: $input) {
  numbers before { offered cost netBenefit } after { offered cost netBenefit }
  offers { offer { code } before after won lost }
  moves { count slice from { offer { code } why node } to { offer { code name price } why node } } } }`;
const simulated = (input: object): Promise<Data> => done(gateway, query, { input });

/** "DATA_UPGRADE", or "(COOL_DOWN)". */
const placeOf = ({ offer, why, node }: Data): string => node ?? offer?.code ?? `(${why})`;
const movesOf = ({ moves }: Data): Readonly<Record<string, number>> =>
  Object.fromEntries(moves.map(({ from, to, count }: Data) => [`${placeOf(from)} → ${placeOf(to)}`, count]));

/** What became of the numbers of two frozen lists, number by number. */
async function made(before: string, after: string) {
  const place = (list: string) => `case when ${list}.arm = 'MEMBER' then ${list}.offer else '(' || ${list}.why || ')' end`;
  const rows = await gateway.sql(`select ${place('b')} || ' → ' || ${place('a')} as move, count(*) as numbers
    from '${before}' b join '${after}' a using (number_id) group by move`);
  const totals = async (file: string) => {
    const [row] = await gateway.sql(
      `select count(*) as offered, coalesce(sum(cost), 0)::double as cost, coalesce(sum(net_benefit), 0)::double as net from '${file}' where arm = 'MEMBER'`,
    );
    return {
      offered: Number(row!.offered),
      cost: expect.closeTo(Number(row!.cost), 4),
      netBenefit: expect.closeTo(Number(row!.net), 4),
    };
  };
  const moves = Object.fromEntries(rows.map(({ move, numbers }) => [move as string, Number(numbers)]));
  return { moves, before: await totals(before), after: await totals(after) };
}

/** A change as it is asked for, and as files would have it. */
interface Change {
  readonly change: object;
  readonly files: Readonly<Record<string, object>>;
}

const changedOffer = (code: string, asked: object, said: object): Change => ({
  change: { offers: [{ code, ...asked }] },
  files: { 'offers/changed.yaml': { offers: [{ ...shippedOffer(code), ...said }] } },
});
const rule = (when: string) => ({ when, en: 'x', zh: 'x' });
const offers = ['DATA_UPGRADE', 'FIVE_G_PLAN', 'BROADBAND', 'CONTRACT_RENEWAL', 'DATA_PACK_VIDEO'];
const rules = [
  [{ dataGb: { gte: 5 } }, 'data_gb >= 5'],
  [
    { stage: { in: ['MATURE', 'DECLINE'] }, not: { inArrears: { eq: true } } },
    `stage in ('MATURE', 'DECLINE') and not (in_arrears = true)`,
  ],
  [
    { or: [{ joinedOn: { before: '2025-01-01' } }, { city: { eq: "MU'HE" } }] },
    `(joined_on < date '2025-01-01' or city = 'MU''HE')`,
  ],
] as const;

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...offers), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 40 }))
    .map(([code, price, monthlyMargin]) => changedOffer(code, { price, monthlyMargin }, { price, monthlyMargin })),
  fc
    .tuple(fc.constantFrom(...offers), fc.constantFrom(...rules), fc.constantFrom('eligible', 'relevant', 'suitable'))
    .map(([code, [where, when], name]) => changedOffer(code, { [name]: where }, { [name]: rule(when) })),
  fc.tuple(fc.constantFrom(...rules), fc.integer({ min: 1, max: 60 })).map(([[where, when], monthlyMargin]) => {
    const terms = {
      monthlyMargin,
      months: 12,
      incentive: 0,
      commission: 0,
      scenes: ['COUNTER', 'OUTBOUND', 'ONLINE', 'PARTNER'],
    };
    const own = { code: 'NEW_ONE', en: 'x', zh: 'x', family: 'NEW_ONE', pitch: { en: 'x', zh: 'x' }, ...terms };
    return {
      change: { offers: [{ code: 'NEW_ONE', eligible: where, ...terms }] },
      files: { 'offers/new.yaml': { offers: [{ ...own, eligible: rule(when) }] } },
    };
  }),
  fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 400 }))
    .map(([most, days, coolDownDays]) => {
      const caps = [{ scenes: ['OUTBOUND', 'ONLINE', 'PARTNER'], most, days }];
      const { contactPolicy } = shippedFile('contact-policy.yaml');
      const policy = { ...contactPolicy, caps, coolDown: { ...contactPolicy.coolDown, days: coolDownDays } };
      return { change: { contactPolicy: { caps, coolDownDays } }, files: { 'contact-policy.yaml': { contactPolicy: policy } } };
    }),
  fc.double({ min: 0.05, max: 1, noNaN: true }).map((value) => {
    const { thresholds } = shippedFile('offers/thresholds.yaml');
    const changed = { ...thresholds, new_spend_share: { ...thresholds.new_spend_share, value } };
    return {
      change: { offerThresholds: [{ code: 'new_spend_share', value }] },
      files: { 'offers/thresholds.yaml': { thresholds: changed } },
    };
  }),
);

test('what is simulated is what happens when the change is made', async () => {
  let moved = 0;
  const scene = fc.constantFrom('COUNTER' as const, 'OUTBOUND' as const, 'ONLINE' as const);
  const where = fc.constantFrom(undefined, { onBooks: { eq: true } });
  await fc.assert(
    fc.asyncProperty(anyChange, scene, where, async ({ change, files }, at, whom) => {
      const asked = { scene: at, ...(whom && { where: whom }) };
      const told = await simulated({ ...asked, change });
      const other = await servedWith(files, gateway);
      try {
        const lists = [await frozenBy(gateway, gateway, asked), await frozenBy(gateway, other, asked)] as const;
        const real = await made(...lists);
        expect(movesOf(told)).toEqual(real.moves);
        expect([told.before, told.after]).toEqual([real.before, real.after]);
        moved += told.moves.filter(({ from, to }: Data) => placeOf(from) !== placeOf(to)).length;
      } finally {
        await other.serving.close();
      }
    }),
    { numRuns: 6 },
  );
  expect(moved).toBeGreaterThan(0);
});

describe('a new offer', () => {
  const input = {
    scene: 'ONLINE',
    change: {
      offers: [
        { code: 'NEW_ONE', price: 1, monthlyMargin: 30, name: { en: 'New one', zh: '新' }, eligible: { onBooks: { eq: true } } },
      ],
    },
  };

  test('wins whom others lose, all moves are everybody, and who moves is a slice of as many', async () => {
    const told = await simulated(input);
    const sum = (list: Data[], of: (each: Data) => number) => list.reduce((all, each) => all + of(each), 0);
    const [{ numbers }] = (await gateway.sql('select count(*) as numbers from serving.number_profile')) as [{ numbers: number }];
    expect([told.numbers, sum(told.moves, ({ count }) => count)]).toEqual([Number(numbers), Number(numbers)]);
    const own = told.offers.find(({ offer }: Data) => offer.code === 'NEW_ONE');
    expect([own.before, own.lost, own.won]).toEqual([0, 0, own.after]);
    expect(own.after).toBeGreaterThan(100);
    expect(sum(told.offers, ({ won, lost }) => won - lost)).toBe(told.after.offered - told.before.offered);
    expect(told.after.netBenefit).toBeGreaterThan(told.before.netBenefit);
    for (const { from, to, count, slice } of told.moves) {
      if (placeOf(from) === placeOf(to)) expect(slice).toBeNull();
      else {
        const { numbers: page } = (
          await gateway.ask('query ($slice: Slice) { numbers(slice: $slice) { totalCount } }', { slice })
        ).data;
        expect(page.totalCount).toBe(count);
      }
    }
  });

  test('nothing is written', async () => {
    const state = async () => {
      const tables = await stateTables(gateway.ledger.db);
      const rows = await Promise.all(
        tables.map(async (table) => (await sql`select count(*) as n from ${sql.table(table)}`.execute(gateway.ledger.db)).rows),
      );
      return [tables, rows, readdirSync(listDirectory(gateway.home)).sort()];
    };
    const before = await state();
    await simulated(input);
    expect(await state()).toEqual(before);
  });

  test('is of the viewer’s rows; moves of few are told without who they are where single numbers are not seen', async () => {
    const viewer = managerOf(['MUHE'], { tiers: [4], acts: ['FREEZE_LISTS'], minimumGroup: 11 });
    const told = await done(gateway, query, { input }, viewer);
    const [{ numbers }] = (await gateway.sql(`select count(*) as numbers from serving.number_profile where city = 'MUHE'`)) as [
      { numbers: number },
    ];
    expect(told.numbers).toBe(Number(numbers));
    expect(told.moves.every(({ slice }: Data) => slice === null)).toBe(true);
  });
});

test.each<[object, RegExp]>([
  [{ change: {}, scene: 'ONLINE' }, /expected either thresholds of the life cycle, or offers.*found neither/],
  [{ change: { thresholds: [{ code: 'dual_drop', value: 0.2 }], contactPolicy: { coolDownDays: 1 } } }, /found both/],
  [{ change: { contactPolicy: { coolDownDays: 1 } } }, /scene: expected where offers are made/],
  [{ change: { contactPolicy: { coolDownDays: -1 } }, scene: 'ONLINE' }, /coolDown: days/],
  [{ change: { thresholds: [{ code: 'dual_dorp', value: 0.2 }] } }, /UNKNOWN_NAME.*dual_drop/],
  [{ change: { thresholds: [{ code: 'top_share', value: 0.2 }] } }, /UNKNOWN_NAME: .*threshold of the life cycle "top_share"/],
  [{ change: { offers: [{ code: 'NEW_ONE' }] }, scene: 'ONLINE' }, /NEW_ONE is not in the catalogue: expected whom it is for/],
  [{ change: { offers: [{ code: 'NEW_ONE', eligible: { onBooks: { eq: true } } }] }, scene: 'ONLINE' }, /NEW_ONE: monthlyMargin/],
  [{ change: { offers: [{ code: 'DATA_UPGRADE', eligible: {} }] }, scene: 'ONLINE' }, /where: expected an object of fields/],
  [{ change: { offers: [{ code: 'DATA_UPGRADE', price: -1 }] }, scene: 'ONLINE' }, /DATA_UPGRADE: price: expected CNY from 0/],
])('%j is refused with what was expected', async (input, message) => {
  expect(await refused(gateway, query, { input })).toMatch(message);
});

test('only who may freeze lists is told, of scenes that are granted', async () => {
  const input = { scene: 'ONLINE', change: { contactPolicy: { coolDownDays: 1 } } };
  const other = managerOf([], { rows: null, tiers: [1, 2, 3, 4], acts: ['MAKE_LISTS'] });
  expect(await refused(gateway, query, { input }, other)).toMatch(/^FORBIDDEN: FREEZE_LISTS/);
  const elsewhere = managerOf([], { rows: null, tiers: [4], scenes: ['COUNTER'] });
  expect(await refused(gateway, query, { input }, elsewhere)).toMatch(/^FORBIDDEN: Scene ONLINE/);
});
