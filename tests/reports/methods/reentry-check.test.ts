import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shiftMonth } from '../../../src/lib/months.js';
import { chinaTime } from '../../../src/lib/time-zone.js';
import { buildGeneration } from '../../../src/marts/build.js';
import { reentryCheck } from '../../../src/reports/methods/reentry-check.js';
import { loadSecret } from '../../../src/security/secret.js';
import { openServing } from '../../../src/serving/serving.js';
import { contract, derived, fewRollups, HandMade, newFolder, optionsFor } from '../../marts/support.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, reportOf, rounded, type Source } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked, source: Source = gateway) => reportOf(source, reentryCheck, asked);

/** Pair by pair, without the report's parting of evidence: every leaver beside every joiner that is near. */
const hand = (month: string, width: number, leaver = 'true', joiner = 'true', seen = 'true') =>
  byHand(
    gateway,
    `with near as (from number_state where month between '${shiftMonth(month, -width)}' and '${shiftMonth(month, width)}' and ${seen}),
       pair as (
         select l.number_id, l.month, j.number_id as new_id, j.month as new_month, j.join_channel_kind as kind,
           l.customer_id = j.customer_id or coalesce(j.previous_number_id = l.number_id, false) as held,
           abs(j.joined_on - l.left_on) as days, ${leaver} as leaver_in, ${joiner} as joiner_in
         from near l, near j
         where l.leaver and j.gross_add and l.number_id <> j.number_id and (held or l.device_id = j.device_id)),
       back as (from pair where month = '${month}' and leaver_in qualify row_number() over (partition by number_id order by days, new_id) = 1),
       again as (select distinct new_id, kind from pair where new_month = '${month}' and joiner_in)
     select kind as "joinChannelKind", (select count(*) from back where back.kind = k.kind) as "cameBack",
       (select count(*) from near j where j.month = '${month}' and j.gross_add and j.join_channel_kind = k.kind and ${joiner}) as "grossAdds",
       (select count(*) from again where again.kind = k.kind) as "reEntries",
       (select count(*) from near l where l.month = '${month}' and l.leaver and ${leaver}) as leavers
     from (select distinct join_channel_kind as kind from number_state where join_channel_kind is not null) k order by 1`,
  );

const counts = (rows: Awaited<ReturnType<typeof hand>>) =>
  rows
    .map(({ joinChannelKind, cameBack, grossAdds, reEntries, leavers }) => ({
      joinChannelKind,
      cameBack,
      grossAdds,
      reEntries,
      leavers,
    }))
    .filter(({ cameBack, grossAdds, reEntries }) => (cameBack as number) + (grossAdds as number) + (reEntries as number) > 0)
    .sort((a, b) => (String(a.joinChannelKind) < String(b.joinChannelKind) ? -1 : 1));

describe.each([
  ['2026-07', 3, undefined, 'true', 'true'],
  ['2026-10', 3, undefined, 'true', 'true'],
  ['2026-04', 1, { city: { eq: 'HAILAN' } }, "l.city = 'HAILAN'", "j.city = 'HAILAN'"],
])('%s, %i months, filter %j', (month, width, where, leaver, joiner) => {
  test('by channel kind, pair by pair', async () => {
    const lines = await report({ months: [month], where, options: { months: String(width) } });
    const expected = counts(await hand(month, width, leaver, joiner));
    expect(counts(linesOf(lines))).toEqual(expected);
    const [total] = linesOf(lines, 'joinChannelKind');
    const sum = (name: 'cameBack' | 'grossAdds' | 'reEntries') => expected.reduce((all, row) => all + (row[name] as number), 0);
    const [back, adds, again, leavers] = [sum('cameBack'), sum('grossAdds'), sum('reEntries'), expected[0]!.leavers as number];
    const shares = { shareOfLeavers: (back / leavers) * 100, shareOfGrossAdds: (again / adds) * 100 };
    expect(rounded([total!])[0]).toMatchObject(
      rounded([{ joinChannelKind: null, cameBack: back, grossAdds: adds, reEntries: again, leavers, ...shares }])[0]!,
    );
    expect(back).toBeGreaterThan(0);
    expect(total!.isComplete).toBe(month !== '2026-10');
    expect(lines.map(({ slice }) => slice)).toEqual(lines.map(() => null));
  });
});

test('with hindsight no fewer leavers are re-entries than their month could know', async () => {
  const [total] = linesOf(await report({ months: ['2026-07'] }), 'joinChannelKind');
  const [known] = await byHand(
    gateway,
    `select count(*) as n from number_state where month = '2026-07' and leaver and segment = 'RE_ENTERED'`,
  );
  expect(known!.n).toBeGreaterThan(0);
  expect(total!.cameBack).toBeGreaterThanOrEqual(known!.n as number);
});

test('a viewer of some cities, who sees no ids, counts what is there', async () => {
  const seen = "city in ('HAILAN', 'MUHE')";
  const lines = await report({ months: ['2026-07'], viewer: managerOf(['HAILAN', 'MUHE']) });
  expect(counts(linesOf(lines))).toEqual(counts(await hand('2026-07', 3, 'true', 'true', seen)));
});

test('without the month before nobody is known to have left', async () => {
  const [total] = linesOf(await report({ months: ['2025-08'] }), 'joinChannelKind');
  expect(total).toMatchObject({
    cameBack: null,
    byHolder: null,
    byDevice: null,
    leavers: null,
    shareOfLeavers: null,
    isComplete: false,
  });
  expect(total!.grossAdds).toBeGreaterThan(0);
});

test('what the warehouse lacks is null; with no evidence at all there is no report', async () => {
  const months = ['2026-07'];
  const [total] = linesOf(await report({ months, without: ['number_month.device_id'] }), 'joinChannelKind');
  expect([typeof total!.byHolder, total!.byDevice]).toEqual(['number', null]);
  const without = ['customer_id', 'previous_number_id', 'device_id'].map((name) => `number_month.${name}`);
  await expect(report({ months, without })).rejects.toMatchObject({
    code: 'NOT_PROVIDED',
    message: 'REENTRY_CHECK: the warehouse provides none of customer_id, previous_number_id and device_id.',
  });
});

describe('a hand-written operator', () => {
  const folder = newFolder();
  let source: Source;
  /** Leavers of May: 1 by customer, 2 by the number replaced, 3 by device after two months, 4 by holder and device, 5 too late, 6 not. */
  const lives = [
    ...[1, 2, 3, 4, 5, 6].map((id) => ({
      id,
      joined: '2020-01-05',
      customer: `C${id}`,
      previous: 0,
      device: `D${id}`,
      channel: 'S',
      gone: true,
    })),
    { id: 11, joined: '2026-04-20', customer: 'C1', previous: 0, device: 'X1', channel: 'S', gone: false },
    { id: 12, joined: '2026-05-25', customer: 'Z2', previous: 2, device: 'X2', channel: 'A', gone: false },
    { id: 13, joined: '2026-07-01', customer: 'Z3', previous: 0, device: 'D3', channel: 'A', gone: false },
    { id: 14, joined: '2026-05-11', customer: 'C4', previous: 4, device: 'D4', channel: 'S', gone: false },
    // Farther from the leaving than 14, so that number 4 counts once, there.
    { id: 15, joined: '2026-06-30', customer: 'C4', previous: 0, device: 'D4', channel: 'A', gone: false },
    { id: 16, joined: '2026-08-02', customer: 'C5', previous: 0, device: 'D5', channel: 'A', gone: false },
  ];

  beforeAll(async () => {
    const made = new HandMade(join(folder, 'warehouse'));
    await made.add(
      'channel',
      null,
      'code, en, zh, kind',
      `('S', 'Shop', '店', 'OWN_STORE'), ('A', 'Agent', '代理', 'AGENT_STORE')`,
    );
    for (const month of Array.from({ length: 8 }, (_, at) => shiftMonth('2026-01', at))) {
      const rows = lives
        .filter(({ joined, gone }) => joined.slice(0, 7) <= month && !(gone && month > '2026-05'))
        .map(({ id, joined, customer, previous, device, channel, gone }) => {
          const status = gone && month === '2026-05' ? `'CANCELLED', DATE '2026-05-10'` : `'ACTIVE', DATE '${joined}'`;
          return `(${id}, DATE '${joined}', ${status}, '${customer}', ${previous || 'NULL'}, '${device}', '${channel}')`;
        });
      const columns = 'number_id, joined_on, status, status_since, customer_id, previous_number_id, device_id, join_channel_id';
      await made.add('number_month', month, columns, rows.join(', '));
    }
    const home = join(folder, 'home');
    const catalogue = fewRollups();
    const { id } = await buildGeneration(optionsFor(home, made.dir, { catalogue }));
    const definitions = { catalogue, contract, derived, suppose: () => catalogue };
    const serving = await openServing({
      home,
      id,
      ...definitions,
      secret: loadSecret({ home, secret: null }),
      memoryLimit: '500MB',
      timeZone: chinaTime,
    });
    source = { serving, martlet: { definitions } };
  });
  afterAll(async () => {
    await source.serving.close();
    rmSync(folder, { recursive: true });
  });

  const columns = ['joinChannelKind', 'cameBack', 'byHolder', 'byDevice', 'leavers', 'grossAdds', 'reEntries', 'isComplete'];
  const found = async (month: string, months: string) =>
    (await report({ months: [month], options: { months } }, source)).map(({ cells }) => columns.map((name) => cells[name]));

  test('by holder and by device, each leaver once, by the channel of the number that joined nearest', async () => {
    expect(await found('2026-05', '2')).toEqual([
      ['OWN_STORE', 2, 2, 1, 6, 1, 1, true],
      ['AGENT_STORE', 2, 1, 1, 6, 1, 1, true],
      [null, 4, 3, 2, 6, 2, 2, true],
    ]);
  });

  test('a wider window finds the one that came late; a month of joiners looks back on its leavers', async () => {
    expect((await found('2026-05', '3')).at(-1)).toEqual([null, 5, 4, 3, 6, 2, 2, true]);
    expect((await found('2026-05', '4')).at(-1)!.at(-1)).toBe(false);
    expect((await found('2026-07', '2')).at(-1)).toEqual([null, 0, 0, 0, 0, 1, 1, false]);
    expect((await found('2026-07', '1')).at(-1)).toEqual([null, 0, 0, 0, 0, 1, 0, true]);
  });
});
