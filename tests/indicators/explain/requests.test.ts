import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { dataOf, sum } from '../../support/indicators.js';
import { managerOf } from '../../support/viewers.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const all = `value baseline change absence residual warnings(locale: EN) byFormula { node contribution }
  byDimension { dimension volume mix rate parts { code contribution } } causes { where { code } contribution }`;
const explained = async (given: string): Promise<Data> => (await dataOf(gateway, `{ explain(${given}) { ${all} } }`)).explain;
const empty = { byFormula: [], byDimension: [], causes: [], residual: 0 };

describe('baselines', () => {
  test.each(['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE'])(
    '%s: as the indicator has it, explained by formula and by each dimension',
    async (against) => {
      for (const measure of ['ARPU', 'REVENUE', 'CLOSING_SUBSCRIBERS', 'CHURN_RATE']) {
        const found = await explained(`measure: ${measure}, month: "2026-10", against: ${against}`);
        const { indicator } = await dataOf(
          gateway,
          `{ indicator(measure: ${measure}, month: "2026-10", against: ${against}) { value baseline change absence } }`,
        );
        expect(found).toMatchObject(indicator);
        const scale = 1e-9 * (Math.abs(found.value) + Math.abs(found.baseline));
        const contributions = (list: readonly Data[]) => sum(list.map(({ contribution }) => contribution));
        expect(Math.abs(contributions(found.byFormula) - found.change)).toBeLessThanOrEqual(10 * scale);
        expect(found.byDimension).toHaveLength(7);
        for (const { parts } of found.byDimension)
          expect(Math.abs(contributions(parts) - found.change)).toBeLessThanOrEqual(10 * scale);
      }
    },
  );

  test('TARGET: drivers against their plans, no parts; who has none is told', async () => {
    const found = await explained('measure: ARPU, month: "2026-10", against: TARGET');
    expect(found).toMatchObject({ absence: null, byDimension: [], causes: [] });
    expect(sum(found.byFormula.map(({ contribution }: Data) => contribution))).toBeCloseTo(found.change, 9);
    const without = await explained('measure: DATA_VOLUME, month: "2026-10", against: TARGET');
    expect(without).toMatchObject({
      ...empty,
      change: null,
      absence: 'NO_TARGET',
      warnings: [expect.stringContaining('NO_TARGET')],
    });
  });

  test.each(['PREVIOUS_MONTH', 'SAME_MONTH_LAST_YEAR', 'MEAN_OF_PRIOR_3', 'SEASONAL_NAIVE'])(
    'the first month has nothing before it (%s): empty lists and a warning',
    async (against) => {
      for (const measure of ['REVENUE', 'ARPU', 'NUMBERS', 'LEAVERS'])
        expect(await explained(`measure: ${measure}, month: "2025-08", against: ${against}`)).toMatchObject({
          ...empty,
          change: null,
          baseline: null,
          warnings: [expect.stringContaining('NO_BASELINE')],
        });
    },
  );

  test('the second month knows no average base of the first: revenue is explained by the closing base', async () => {
    const { byDimension, change } = await explained('measure: REVENUE, month: "2025-09", by: [CITY]');
    const [row] = await gateway.sql(`with base as (select month, sum(revenue)::double as n, count(*) filter (on_books) as d
      from number_state where month in ('2025-08', '2025-09') group by month)
      select (b.d - a.d) * (a.n / a.d + b.n / b.d) / 2 as volume from base a, base b where a.month = '2025-08' and b.month = '2025-09'`);
    expect(byDimension[0].volume).toBeCloseTo(Number(row!.volume), 6);
    expect(byDimension[0].volume + byDimension[0].mix + byDimension[0].rate).toBeCloseTo(change, 6);
  });

  test('nobody there: no ratio, no crash', async () => {
    const nobody = 'where: { revenue: { lt: -1 } }';
    expect(await explained(`measure: ARPU, month: "2026-10", ${nobody}`)).toMatchObject({
      ...empty,
      absence: 'ZERO_DENOMINATOR',
    });
    expect(await explained(`measure: REVENUE, month: "2026-10", ${nobody}`)).toMatchObject({
      change: 0,
      causes: [],
      residual: 0,
    });
    expect(await explained(`measure: NUMBERS, month: "2026-10", ${nobody}`)).toMatchObject({
      change: 0,
      byFormula: [],
      causes: [],
    });
  });
});

const refusal = ({ errors }: Answer) => [errors[0]?.extensions.code, errors[0]?.message];
const eleven =
  'CITY, COUNTY, PLAN_TIER, PLAN, JOIN_CHANNEL_KIND, JOIN_CHANNEL, CUSTOMER_TYPE, AGE_GROUP, GENDER, CREDIT_LEVEL, AREA_TYPE';

describe('bad input says what was expected', () => {
  test.each([
    ['against: NONE', 'BAD_USER_INPUT', 'NONE has none'],
    ['depth: 0', 'BAD_USER_INPUT', 'depth:): expected 1 to 3, found 0'],
    ['depth: 4', 'BAD_USER_INPUT', 'depth:): expected 1 to 3, found 4'],
    ['top: 0', 'BAD_USER_INPUT', 'top:): expected 1 to 100, found 0'],
    ['top: 101', 'BAD_USER_INPUT', 'top:): expected 1 to 100, found 101'],
    ['by: [MONTH]', 'BAD_USER_INPUT', 'MONTH is time'],
    ['by: [CITY, DAY]', 'BAD_USER_INPUT', 'DAY is time'],
    ['by: [WEEK]', 'BAD_USER_INPUT', 'WEEK is time'],
    [`by: [${eleven}]`, 'TOO_COSTLY', 'at most 10 dimensions, found 11'],
    ['tree: "REVENU"', 'UNKNOWN_NAME', 'REVENUE'],
    ['tree: "LIFECYCLE"', 'BAD_USER_INPUT', 'LIFECYCLE is a PARTITION tree'],
    ['tree: "CAMPAIGN"', 'BAD_USER_INPUT', 'ARPU is not in the tree CAMPAIGN'],
    ['month: "2031-01"', 'BAD_USER_INPUT', '2025-08 to 2026-10, found 2031-01'],
  ])('%s: %s', async (given, code, message) => {
    const month = given.startsWith('month') ? '' : ', month: "2026-10"';
    expect(refusal(await gateway.ask(`{ explain(measure: ARPU, ${given}${month}) { change } }`))).toEqual([
      code,
      expect.stringContaining(message),
    ]);
  });

  test('ten dimensions are not too many; one named twice is one', async () => {
    const ten = eleven.split(', ').slice(0, 10).join();
    const { byDimension } = (
      await dataOf(gateway, `{ explain(measure: NUMBERS, month: "2026-10", by: [${ten}, CITY]) { byDimension { dimension } } }`)
    ).explain;
    expect(byDimension.map(({ dimension }: Data) => dimension).join()).toBe(ten.replaceAll(' ', ''));
  });

  test('a slice of another month; a viewer without tier 1; a personal column that is masked', async () => {
    const { indicator } = await dataOf(gateway, '{ indicator(measure: NUMBERS, month: "2026-05") { slice } }');
    const query =
      'query ($slice: Slice, $where: SliceFilter) { explain(measure: NUMBERS, month: "2026-10", slice: $slice, where: $where) { change } }';
    expect(refusal(await gateway.ask(query, { slice: indicator.slice }))).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('2026-05'),
    ]);
    expect(refusal(await gateway.ask(query, {}, managerOf(['HAILAN'], { tiers: [] })))[0]).toBe('FORBIDDEN');
    expect(refusal(await gateway.ask(query, { where: { msisdn: { startsWith: '1' } } }, managerOf(['HAILAN'])))[0]).toBe(
      'FORBIDDEN',
    );
  });
});

describe('statements', () => {
  const count = async (fields: string, given = '') => {
    const { errors, statements } = await gateway.ask(`{ explain(measure: ARPU, month: "2026-10"${given}) { ${fields} } }`);
    expect(errors).toEqual([]);
    return statements.length;
  };
  const causes = 'causes { where { code } score slice }';

  test('what is not asked for is not worked out', async () => {
    expect(await count('value change')).toBe(2);
    expect(await count('value change byFormula { node contribution } residual')).toBe(3);
    expect(await count('byDimension { parts { code } }', ', by: [CITY, PLAN_TIER]')).toBeLessThanOrEqual(4);
  });

  test('all of it with seven dimensions: the figure, its plan, its formula, each dimension and all together', async () => {
    const everything = `value change byFormula { node contribution } byDimension { parts { code } } ${causes} warnings residual`;
    expect(await count(everything)).toBeLessThanOrEqual(3 + 7 + 1);
    expect(await count(everything, ', depth: 1')).toBe(await count(everything, ', depth: 3'));
    expect(await count(everything, ', top: 50')).toBe(await count(everything));
  });

  test('dimensions that are known to be small: one statement for all of them and their causes', async () => {
    const small = ', by: [CITY, PLAN_TIER, AGE_GROUP]';
    expect(await count(`byDimension { parts { code } } ${causes}`, small)).toBe(3);
  });
});
