import { afterAll, beforeAll, expect, test } from 'vitest';
import { offerChecks } from '../../src/campaigns/offer-checks.js';
import type { Offer } from '../../src/catalogue/offers/types.js';
import { numberColumns } from '../../src/slices/columns.js';
import { type Builder, openBuilder, portable } from '../../src/warehouse/duckdb.js';
import { offer } from '../catalogue/offer-files.js';
import { overlaid } from '../catalogue/support.js';
import { contract, derived } from '../marts/support.js';

let builder: Builder;
beforeAll(async () => {
  builder = portable(await openBuilder());
});
afterAll(() => builder.close());

const check = (offers: Iterable<Offer>) => offerChecks(builder, offers, numberColumns(contract, derived, 'BIGINT'));

test('the shipped rules are SQL, without any data', async () => {
  expect(await check(overlaid().offers.values())).toEqual([{ name: 'rules of offers are SQL', ok: true, detail: '27 offers' }]);
});

test.each([
  ['a bracket too few', '(revenue > 1', /eligible: .*syntax error/],
  ['text compared with days', 'plan_id > joined_on + 1', /eligible: /],
  ['an unknown function', 'no_such_function(revenue) > 1', /eligible: .*no_such_function does not exist/],
  ['no predicate', 'plan_id', /eligible: /],
])('%s is told with file and line', async (_, when, message) => {
  const own = overlaid(offer({ eligible: `eligible: {when: "${when}", en: a, zh: 甲}` })).offers.get('X')!;
  const [found] = await check([own]);
  expect(found).toMatchObject({ ok: false, detail: expect.stringMatching(message) });
  expect(found!.detail).toMatch(/offers\/x\.yaml:2: X: /);
});
