import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../../src/security/viewer.js';
import { isOutcome, isSelectedByOutcome } from '../../support/cuts.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { managerOf } from '../../support/viewers.js';
import { analysisOf, analysisQuery, dimensions, fieldsOfAll, grains, measures, some, spanOf } from './support.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const seen = async (fields: string, given: Record<string, unknown>, viewer: Viewer): Promise<Data> => {
  const { data, errors } = await gateway.ask(analysisQuery(fields), { first: 10_000, ...given }, viewer);
  expect(errors).toEqual([]);
  return data.analysis;
};

test('a viewer of some cities sees what a filter by them finds, row by row, from marts and rollups', async () => {
  const question = fc.record({
    cities: some(['HAILAN', 'MUHE', 'YUNJING'], 1, 3),
    codes: some([...measures, 'RETENTION_6M'], 1, 3),
    by: some(dimensions, 1, 3),
    grain: grains,
    span: spanOf(gateway.serving.coverage.months, 3),
    where: fc.constantFrom(
      undefined,
      { stage: { ne: 'MATURE' } },
      { dataGb: { gt: 3 } },
      { city: { eq: 'HAILAN' } },
      { or: [{ city: { ne: 'MUHE' } }] },
    ),
    n: fc.option(fc.integer({ min: 1, max: 3 })),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ cities, codes, by, grain, span, where, n }) => {
      const isChoosing = n !== null && !isOutcome(codes[0]!, by) && !isSelectedByOutcome(codes[0]!, where);
      const topPer = isChoosing ? { dimension: by[0], by: codes[0], n } : null;
      const asked = { ...span, grain, where, topPer, totals: true, against: grain === 'MONTH' ? 'PREVIOUS_MONTH' : 'NONE' };
      const fields = fieldsOfAll([...codes, ...by]);
      const narrow = await seen(fields, asked, managerOf(cities, { tiers: [2] }));
      const { pageInfo: _, ...expected } = await analysisOf(gateway, fields, {
        ...asked,
        where: { and: [...(where ? [where] : []), { city: { in: cities } }] },
      });
      const { pageInfo: __, ...found } = narrow;
      expect(found).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('no city, no rows; a slice of another viewer shows no more than one’s own', async () => {
  const nothing = await seen('city numbers', { totals: true }, managerOf([], { tiers: [2] }));
  expect([nothing.rows, nothing.totals.map(({ numbers }: Data) => numbers), nothing.rowCount]).toEqual([[], [0], 0]);
  const { rows } = await analysisOf(gateway, 'areaType numbers slice', {});
  const [own] = (await seen('numbers', { slice: rows[0].slice }, managerOf(['HAILAN'], { tiers: [2] }))).rows;
  const { rows: hailan } = await analysisOf(gateway, 'numbers', { slice: rows[0].slice, where: { city: { eq: 'HAILAN' } } });
  expect(own).toEqual(hailan[0]);
  expect(own.numbers).toBeLessThan(rows[0].numbers / 2);
});

test('days too are the viewer’s own', async () => {
  const asked = { grain: 'DAY', from: '2026-09', to: '2026-10', totals: true };
  const own = await seen('leavers planTier', asked, managerOf(['MUHE'], { tiers: [2] }));
  const expected = await analysisOf(gateway, 'leavers planTier', { ...asked, where: { city: { eq: 'MUHE' } } });
  expect([own.rows, own.totals]).toEqual([expected.rows, expected.totals]);
});

test('without the tier it is refused', async () => {
  const { errors, statements } = await gateway.ask(
    '{ analysis { rows { numbers } } }',
    {},
    managerOf(['MUHE'], { tiers: [1, 3] }),
  );
  expect([errors[0]!.extensions.code, statements]).toEqual(['FORBIDDEN', []]);
});
