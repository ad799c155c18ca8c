import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STORIES } from '../../../src/demo/stories.js';
import type { CauseValue } from '../../../src/indicators/explain/causes.js';
import type { ExplainAnswer } from '../../../src/indicators/explain/explain.js';
import { causesOfDriver, explain } from '../../../src/indicators/explain/explain.js';
import { shiftMonth } from '../../../src/lib/months.js';
import { type Demo, openStories } from '../signals/support.js';

// The stories that the demo operator was given are found from the KPI alone: no dimension is named in these questions.

let demo: Demo;
beforeAll(async () => {
  demo = await openStories();
});
afterAll(() => demo?.close());

type Against = 'PREVIOUS_MONTH' | 'SAME_MONTH_LAST_YEAR' | 'MEAN_OF_PRIOR_3';
const why = (measure: string, month: string, against: Against = 'PREVIOUS_MONTH', where?: object): Promise<ExplainAnswer> =>
  explain({ measure, month, against, where, depth: 3, top: 5, method: 'PATH_INTEGRAL' }, demo.context());

/** So many months before the demo's last. */
const ago = (months: number) => shiftMonth('2026-10', -months);
const nameOf = ({ where }: CauseValue) => where.map(({ dimension, code }) => `${dimension} ${code}`).join(' & ');
const named = async (explained: ExplainAnswer) => (await explained.causes()).map(nameOf);

describe("(a) a competitor calls at one city's agent stores", () => {
  const { city, channelKind, from } = STORIES.competitorCampaign;
  const cause = `CITY ${city} & JOIN_CHANNEL_KIND ${channelKind}`;

  test.each(['DUAL_DROP_SHARE', 'LEAVERS_PORT_OUT'])('%s of the province names city and channel first', async (measure) => {
    const explained = await why(measure, ago(from));
    expect((await named(explained))[0]).toBe(cause);
    expect(await explained.pattern()).toBe('LOCALISED');
  });

  test('of all who leave, for whatever reason, it is within the noise of the province, and a signal in its city', async () => {
    expect(await (await why('LEAVERS', ago(from))).pattern()).toBe('NOISE');
    const own = await why('LEAVERS', ago(from), 'PREVIOUS_MONTH', { city: { eq: city } });
    expect((await own.signal())?.verdict).toBe('SIGNAL');
  });

  test('it has more than doubled there, and is most of the rise', async () => {
    const [first] = await (await why('DUAL_DROP_SHARE', ago(from))).causes();
    expect(first!.value!).toBeGreaterThan(2 * first!.baseline!);
    expect(first!.explanatoryPower).toBeGreaterThan(0.8);
  });

  test('the month before names nothing', async () => {
    expect(await named(await why('DUAL_DROP_SHARE', ago(from + 1)))).toEqual([]);
  });
});

describe('(b) one agency activates numbers that nobody uses', () => {
  const { channel, from } = STORIES.fakeActivations;

  test('leavers after the third month name the agency first', async () => {
    const early = await why('LEAVERS', ago(from - 3), 'PREVIOUS_MONTH', { tenureBand: { eq: 'M3_6' } });
    expect((await named(early))[0]).toBe(`JOIN_CHANNEL ${channel}`);
  });

  test('so do all leavers of that month, and joins when it began', async () => {
    expect((await named(await why('LEAVERS', ago(from - 3))))[0]).toContain(`JOIN_CHANNEL ${channel}`);
    expect((await named(await why('GROSS_ADDS', ago(from))))[0]).toContain(`JOIN_CHANNEL ${channel}`);
  });
});

describe('(c) a plan price cut in two tiers', () => {
  const { tiers, from } = STORIES.priceCut;
  const places = tiers.map((tier) => `PLAN_TIER ${tier}`).sort();

  test('by formula ARPU moves little, as price per GB falls and use rises', async () => {
    const explained = await why('ARPU', ago(from - 2), 'MEAN_OF_PRIOR_3');
    const { list, residual } = await explained.drivers();
    const of = (measure: string) => list.find(({ node }) => node.endsWith(`.${measure}`))!;
    expect(of('PRICE_PER_GB').contribution).toBeLessThan(-0.5);
    expect(of('DOU').contribution).toBeGreaterThan(0.5);
    expect(Math.abs(explained.change!)).toBeLessThan(0.4 * of('DOU').contribution);
    expect(Math.abs(residual)).toBeLessThan(1e-9);
    const warnings = (await explained.warnings()).map(({ en }) => en);
    expect(warnings.some((text) => text.includes('Data per user') && text.includes('Price per GB'))).toBe(true);
  });

  test('it names the two tiers: of ARPU in its first month, and of both drivers', async () => {
    expect((await named(await why('ARPU', ago(from)))).sort()).toEqual(places);
    const explained = await why('ARPU', ago(from - 1));
    for (const measure of ['DOU', 'PRICE_PER_GB']) {
      const driver = (await explained.drivers()).list.find(({ node }) => node.endsWith(`.${measure}`))!;
      const causes = await causesOfDriver(explained.request, driver.measure!);
      expect(causes.slice(0, 2).map(nameOf).sort()).toEqual(places);
    }
  });
});

test('(d) a billing mistake: complaints of the month name the two counties, and their going as well', async () => {
  const { counties, month } = STORIES.billingMistake;
  const places = counties.map((county) => `COUNTY ${county}`).sort();
  for (const each of [ago(month), ago(month - 1)])
    for (const measure of ['COMPLAINTS', 'COMPLAINTS_PER_10K'])
      expect((await named(await why(measure, each))).sort()).toEqual(places);
  expect((await (await why('COMPLAINTS', ago(month))).signal())?.verdict).toBe('SIGNAL');
});

describe("(e) mix shift: each city's ARPU rises while the province's falls", () => {
  test('a year apart it carries the Simpson warning with both figures', async () => {
    const explained = await why('ARPU', '2026-10', 'SAME_MONTH_LAST_YEAR');
    expect(explained.change!).toBeLessThan(0);
    const city = (await explained.effects()).find(({ dimension }) => dimension.code === 'CITY')!;
    expect(city.rate).toBeGreaterThan(0);
    expect(city.mix).toBeLessThan(-city.rate);
    const simpson = (await explained.warnings()).find(({ en }) => en.startsWith('Simpson: by City every one of 14 parts'))!;
    expect(simpson.en).toContain(`of the whole ${Number(explained.change!.toPrecision(4))}`);
    expect(simpson.zh).toContain('辛普森悖论');
  });

  test('revenue grows in the cities that grow', async () => {
    const causes = await named(await why('REVENUE', '2026-06'));
    expect(causes.slice(0, 2).sort()).toEqual(STORIES.mixShift.cities.map((city) => `CITY ${city}`).sort());
  });
});

describe('(i) a works closes', () => {
  const { city, from, leavesAt } = STORIES.worksClose;

  test('the numbers at risk of the province name its city two months before it leaves, and not in the month before that', async () => {
    expect((await named(await why('AT_RISK_NUMBERS', ago(from))))[0]).toContain(`CITY ${city}`);
    expect((await named(await why('AT_RISK_NUMBERS', ago(from + 1)))).filter((cause) => cause.includes(city))).toEqual([]);
  });

  test('when it leaves, those who moved away name it first, and its own leavers are a signal; all leavers of the province are within its noise', async () => {
    expect((await named(await why('LEAVERS_MOVED', ago(leavesAt))))[0]).toContain(`CITY ${city}`);
    const own = await why('LEAVERS', ago(leavesAt), 'PREVIOUS_MONTH', { city: { eq: city } });
    expect((await own.signal())?.verdict).toBe('SIGNAL');
    expect(await (await why('LEAVERS', ago(leavesAt))).pattern()).toBe('NOISE');
  });
});

describe('(j) an outage', () => {
  const { city, month } = STORIES.outage;

  test('the data volume of the province names its city first, and next month its coming back', async () => {
    for (const each of [month, month - 1])
      expect((await named(await why('DATA_VOLUME', ago(each))))[0]).toContain(`CITY ${city}`);
  });
});

describe('(k) a store opens', () => {
  const { city, county, channel, from } = STORIES.storeOpens;

  test('joins of its city name its county, or the store itself, first', async () => {
    const first = (await named(await why('GROSS_ADDS', ago(from), 'PREVIOUS_MONTH', { city: { eq: city } })))[0]!;
    expect([`COUNTY ${county}`, `JOIN_CHANNEL ${channel}`].some((place) => first.includes(place))).toBe(true);
  });
});

describe('a month without a story', () => {
  test.each([
    ['DUAL_DROP_SHARE', '2026-06'],
    ['LEAVERS', '2026-05'],
    ['LEAVERS_PORT_OUT', '2026-06'],
    ['COMPLAINTS', '2026-03'],
    ['CHURN_RATE', '2026-02'],
    ['MOU', '2026-06'],
    ['OVER_PLAN_SHARE', '2026-06'],
    ['DATA_VOLUME', '2026-02'],
    ['SATISFACTION', '2026-06'],
  ])('%s in %s: no cause; uniform or noise', async (measure, month) => {
    const explained = await why(measure, month);
    expect(await named(explained)).toEqual([]);
    expect(['UNIFORM', 'NOISE']).toContain(await explained.pattern());
  });

  test('the seasonal dip of data in February is a uniform shift, and says so', async () => {
    const explained = await why('DATA_VOLUME', '2026-02');
    expect(await explained.pattern()).toBe('UNIFORM');
    expect((await explained.summary()).en).toMatch(/^Data volume fell by .* a uniform shift\.$/);
  });
});
