import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lifecycleMigration } from '../../../src/reports/methods/lifecycle-migration.js';
import { type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { byHand, linesOf, type ReportAsked, type ReportLine, redeemed, reportOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const report = (asked: ReportAsked) => reportOf(gateway, lifecycleMigration, asked);

/** Both months beside each other, number by number. `where`: of a row @, as in number_state. */
const fullJoin = (level: string, [before, after]: readonly [string, string], where = 'true', seen = 'true') => {
  const node = (row: string) => (level === 'STAGE' ? `${row}.stage` : `${row}.stage || '.' || ${row}.segment`);
  const side = (row: string, gone: string) => `case when ${row}.number_id is null then '${gone}'
    when coalesce(${where.replaceAll('@', row)}, false) then ${node(row)} else 'OUTSIDE' end`;
  return byHand(
    gateway,
    `with b as (from number_state where month = '${before}' and ${seen}), a as (from number_state where month = '${after}' and ${seen})
     select "from", "to", count(*) as numbers
     from (select ${side('b', 'NEW_ROW')} as "from", ${side('a', 'GONE')} as "to" from b full join a using (number_id))
     where not ("from" in ('NEW_ROW', 'OUTSIDE') and "to" in ('GONE', 'OUTSIDE')) group by 1, 2`,
  );
};

const key = ({ from, to }: ReportLine['cells']) => `${from} ${to}`;
const counts = (rows: readonly ReportLine['cells'][]) => Object.fromEntries(rows.map((row) => [key(row), row.numbers]));

/** Every slice that there is, used in the graph, counts its row. */
async function expectRedeemed(lines: readonly ReportLine[], viewer?: ReturnType<typeof managerOf>): Promise<void> {
  const own = lines.filter(({ slice }) => slice !== null);
  const found = await redeemed(
    gateway,
    own.map(({ slice }) => slice!),
    'NUMBERS',
    viewer,
  );
  expect(own.map(({ cells }, at) => [key(cells), found[at]])).toEqual(own.map(({ cells }) => [key(cells), cells.numbers]));
}

const pairs: readonly (readonly [string, string])[] = [
  ['2026-09', '2026-10'],
  ['2025-12', '2026-03'],
];

describe.each(pairs)('%s to %s', (...months) => {
  test.each(['STAGE', 'SEGMENT'])(
    'by %s: cells of a full join, margins that are the bases, a slice in every cell',
    async (level) => {
      const lines = await report({ months, options: { level } });
      const detail = linesOf(lines);
      expect(counts(detail)).toEqual(counts(await fullJoin(level, months)));

      const node = level === 'STAGE' ? 'stage' : "stage || '.' || segment";
      for (const [side, month, elsewhere] of [
        ['from', months[0], 'NEW_ROW'],
        ['to', months[1], 'GONE'],
      ] as const) {
        const margins = linesOf(lines, side === 'from' ? 'to' : 'from').filter((cells) => cells[side] !== elsewhere);
        const base = await byHand(
          gateway,
          `select ${node} as code, count(*) as numbers from number_state where month = '${month}' group by 1`,
        );
        expect(Object.fromEntries(margins.map((cells) => [cells[side], cells.numbers]))).toEqual(
          Object.fromEntries(base.map(({ code, numbers }) => [code, numbers])),
        );
        for (const { [side]: code, numbers } of margins)
          expect(detail.filter((cells) => cells[side] === code).reduce((sum, cells) => sum + (cells.numbers as number), 0)).toBe(
            numbers,
          );
      }
      expect(lines.filter(({ slice }) => slice === null)).toEqual([]);
      await expectRedeemed(lines);
    },
  );
});

test('shares are of the first month’s base, and none where that is under 30', async () => {
  const lines = await report({ months: pairs[0]!, options: { level: 'SEGMENT' } });
  const bases = new Map(linesOf(lines, 'to').map(({ from, numbers }) => [from, numbers as number]));
  let small = 0;
  for (const { from, numbers, share } of linesOf(lines)) {
    const base = bases.get(from!)!;
    if (base < 30 && from !== 'NEW_ROW') small++;
    expect(share).toBe(from === 'NEW_ROW' || base < 30 ? null : ((numbers as number) / base) * 100);
  }
  expect(small).toBeGreaterThan(0);
});

test('who was not there before is told from the stage NEW', async () => {
  const lines = await report({ months: pairs[0]! });
  const [joined] = await byHand(gateway, `select count(*) as numbers from number_state where month = '2026-10' and gross_add`);
  const found = linesOf(lines).filter(({ from }) => from === 'NEW_ROW');
  expect(found.reduce((sum, { numbers }) => sum + (numbers as number), 0)).toBe(joined!.numbers);
  expect(found.find(({ to }) => to === 'NEW')!.fromLabel).toEqual({ en: 'Not there before', zh: '此前不存在' });
  expect(linesOf(lines).some(({ from, to }) => from === 'NEW' && to === 'GROWTH')).toBe(true);
});

describe('a filter that numbers pass in and out of', () => {
  const where = { valueTier: { in: ['TOP', 'HIGH'] } };

  test.each(pairs)('%s to %s: OUTSIDE closes both margins, and slices are given where they are exact', async (...months) => {
    const lines = await report({ months, where });
    const detail = linesOf(lines);
    expect(counts(detail)).toEqual(counts(await fullJoin('STAGE', months, "@.value_tier in ('TOP', 'HIGH')")));
    for (const [month, margins, side] of [
      [months[0], linesOf(lines, 'to'), 'from'],
      [months[1], linesOf(lines, 'from'), 'to'],
    ] as const) {
      const [base] = await byHand(
        gateway,
        `select count(*) as n from number_state where month = '${month}' and value_tier in ('TOP', 'HIGH')`,
      );
      const inside = margins.filter((cells) => !['NEW_ROW', 'GONE', 'OUTSIDE'].includes(cells[side] as string));
      expect(inside.reduce((sum, cells) => sum + (cells.numbers as number), 0)).toBe(base!.n);
    }
    expect(detail.filter(({ from, to }) => from === 'OUTSIDE' || to === 'OUTSIDE').length).toBeGreaterThan(3);
    expect(lines.filter(({ slice }) => slice !== null).length).toBeGreaterThan(5);
    await expectRedeemed(lines);
  });
});

test('a viewer of some cities: who came from another one was not there before', async () => {
  const viewer = managerOf(['HAILAN', 'MUHE']);
  for (const months of pairs) {
    const lines = await report({ months, viewer });
    expect(counts(linesOf(lines))).toEqual(counts(await fullJoin('STAGE', months, 'true', "city in ('HAILAN', 'MUHE')")));
    expect(lines.filter(({ slice }) => slice === null)).toEqual([]);
    await expectRedeemed(lines, viewer);
  }
  expect(await report({ months: pairs[0]!, viewer: managerOf([]) })).toEqual([]);
});

test('one month alone is no migration', async () => {
  await expect(report({ months: ['2026-10'] })).rejects.toThrow(
    'LIFECYCLE_MIGRATION compares two months, found only 2026-10: give from, a month before it',
  );
});
