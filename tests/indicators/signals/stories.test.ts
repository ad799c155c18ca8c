import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STORIES } from '../../../src/demo/stories.js';
import type { SignalAnswer } from '../../../src/indicators/signals/signals.js';
import { shiftMonth } from '../../../src/lib/months.js';
import { type Demo, nameOf, openStories, signalsOf } from './support.js';

let demo: Demo;
const tests = new Map<string, readonly SignalAnswer[]>();
const signals = (month: string) => signalsOf(tests.get(month)!);
/** Without what is measured of leads, whose own story (f) begins in the month of (d) and goes on, and of complaints one by one. */
const ofNumbers = (names: readonly string[]) =>
  names.filter(
    (name) =>
      !/^(LEAD|COST_PER_LEAD|DAYS_TO_CONTACT|MARGIN_PER_CONVERSION|COMPLAINTS_(OPENED|CLOSED|REOPENED)|COMPLAINT_DAYS)/.test(
        name,
      ),
  );
/** So many months before the demo's last. */
const ago = (months: number) => shiftMonth('2026-10', -months);

beforeAll(async () => {
  demo = await openStories();
  for (const month of demo.months.slice(8)) tests.set(month, await demo.tested(month));
});
afterAll(() => demo?.close());

describe('story (d): one month of complaints in two counties', () => {
  const { city, month } = STORIES.billingMistake;

  test('is the most material signal of that month, for the city and for the whole', () => {
    expect(ofNumbers(signals(ago(month))).slice(0, 3)).toEqual([
      `COMPLAINTS CITY ${city}`,
      `COMPLAINTS_PER_10K CITY ${city}`,
      'COMPLAINTS',
    ]);
  });

  test('is what is answered by default, without the noise', async () => {
    const changes = (await demo.signals(ago(month))).filter(({ kind }) => kind === 'CHANGE');
    expect(changes.map(nameOf)).toEqual(signals(ago(month)).slice(0, 20));
  });

  test('is not seen in the months around', () => {
    for (const near of [ago(month + 1), ago(month - 1), ago(month - 2)])
      expect(signals(near).filter((name) => name.startsWith('COMPLAINTS'))).toEqual([]);
  });
});

test("story (a): port-outs of the competitor's city are a signal from its first month on", () => {
  const { city, from } = STORIES.competitorCampaign;
  expect(signals(ago(from))).toContain(`LEAVERS_PORT_OUT CITY ${city}`);
  expect(signals(ago(from + 1))).not.toContain(`LEAVERS_PORT_OUT CITY ${city}`);
});

test('story (e): joins of the cities that grow fast are a signal in April, as they gather pace', () => {
  expect(signals('2026-04')).toEqual(expect.arrayContaining(STORIES.mixShift.cities.map((city) => `GROSS_ADDS CITY ${city}`)));
});

test('story (f): leads of partners, of whom hardly one comes to anything, are a signal from their first month on', () => {
  const { from } = STORIES.badLeads;
  for (const name of ['LEADS', 'LEADS JOIN_CHANNEL_KIND PARTNER']) {
    expect(signals(ago(from))).toContain(name);
    expect(signals(ago(from + 1))).not.toContain(name);
  }
});

describe('story (i): the city of the works that closes is flagged before it leaves', () => {
  const { city, from, leavesAt } = STORIES.worksClose;
  const warned = [ago(from), ago(from - 1)];

  test('by the warning as it was told in each of the two months before: its share at risk has risen most of all cities', async () => {
    const rows = await demo.sql(`
      select city, month, 100.0 * count(*) filter (risk_band in ('VERY_HIGH', 'HIGH')) / count(*) as at_risk, 100.0 * sum(churn_risk) / count(*) as expected
      from number_state where on_books and month >= '2026-04' group by all`);
    const risen = (what: 'at_risk' | 'expected', month: string) => {
      const of = (own: string, in_: (month: string) => boolean) =>
        rows.filter((row) => row.city === own && in_(row.month as string)).map((row) => Number(row[what]));
      const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
      const cities = [...new Set(rows.map((row) => row.city as string))];
      return cities
        .map((own) => ({ own, rise: of(own, (each) => each === month)[0]! / mean(of(own, (each) => each < warned[0]!)) }))
        .sort((a, b) => b.rise - a.rise);
    };
    for (const month of warned) {
      const [first, second] = risen('at_risk', month);
      expect(first!.own).toBe(city);
      expect(first!.rise).toBeGreaterThan(1.3);
      expect(first!.rise - 1).toBeGreaterThan(1.2 * (second!.rise - 1));
    }
    expect(risen('expected', warned[0]!)[0]!.own).toBe(city);
    // Nobody knew of it in the month before.
    expect(risen('at_risk', ago(from + 1)).findIndex(({ own }) => own === city)).toBeGreaterThan(0);
  });

  test('and by the warning alone: of what has happened by then nothing is a signal yet', () => {
    for (const month of warned) expect(signals(month).filter((name) => name.includes(city))).toEqual([]);
  });

  test('it leaves in the last month, and no other city does', () => {
    const leaving = signals(ago(leavesAt)).filter((name) => /^(LEAVERS|CHURN_RATE|LEAVERS_MOVED) CITY/.test(name));
    expect(leaving.sort()).toEqual([`CHURN_RATE CITY ${city}`, `LEAVERS CITY ${city}`, `LEAVERS_MOVED CITY ${city}`]);
  });
});

test('story (j): an outage is a signal in its month alone, in complaints and in what is used beyond the plans', () => {
  const { city, month } = STORIES.outage;
  const names = ['COMPLAINTS', 'COMPLAINTS_PER_10K', 'OVERAGE_REVENUE', 'OVER_PLAN_SHARE'].map(
    (measure) => `${measure} CITY ${city}`,
  );
  expect(signals(ago(month))).toEqual(expect.arrayContaining(names));
  for (const near of [ago(month + 1), ago(month - 1)]) expect(signals(near).filter((name) => names.includes(name))).toEqual([]);
});

/** Of the last two months: the two cities of their stories, and of what these are about (complaints, leaving) what other cuts show of it. */
const ofLastStories = new RegExp(`CITY (${STORIES.worksClose.city}|${STORIES.outage.city})|^(COMPLAINTS|LEAVERS)`);
const isBesideStories = (month: string) => (name: string) => month < ago(1) || !ofLastStories.test(name);

test('months without a story, and the last two beside theirs, have hardly a signal, of some two thousand figures', () => {
  for (const month of ['2026-06', '2026-08', '2026-09', '2026-10']) {
    expect(tests.get(month)!.length).toBeGreaterThan(1500);
    expect(ofNumbers(signals(month)).filter(isBesideStories(month)).length).toBeLessThanOrEqual(1);
  }
});

test('months of Spring Festival are not tested without an earlier festival, nor compared with', async () => {
  expect(await demo.tested('2026-02')).toEqual([]);
  expect(await demo.tested('2026-03')).toEqual([]);
  const data = tests.get('2026-05')!.find((each) => nameOf(each) === 'DATA_VOLUME CITY BAIXI')!;
  const [row] = await demo.sql(`
    select avg(gb) as mean from (select sum(data_gb) as gb from number_state
      where city = 'BAIXI' and month < '2026-05' and month not in ('2026-02', '2026-03') group by month)`);
  expect(data.rule).toBe('XMR');
  expect(data.expected).toBeCloseTo(Number(row!.mean), 6);
});

describe('gaps that stand in October', () => {
  const { city, channelKind, from } = STORIES.competitorCampaign;
  const name = (each: SignalAnswer) => `${each.against} ${nameOf(each)}`;
  let standing: readonly SignalAnswer[];
  beforeAll(async () => {
    standing = (await demo.standing('2026-10')).filter(({ verdict }) => verdict === 'SIGNAL');
  });
  const found = (of: string) => standing.find((each) => name(each) === of);

  test("story (a): the city's agent stores stand at 13.9 % dual drop since the campaign began, by SQL; minutes are lower too", async () => {
    const agents = found(`PEERS DUAL_DROP_SHARE CITY ${city} JOIN_CHANNEL_KIND ${channelKind}`)!;
    const [row] = await demo.sql(`
      select 100 * count(*) filter (segment = 'DUAL_DROP' and city = '${city}' and join_channel_kind = '${channelKind}')
          / count(*) filter (on_books and city = '${city}' and join_channel_kind = '${channelKind}') as own,
        100 * count(*) filter (segment = 'DUAL_DROP' and (city <> '${city}' or join_channel_kind is distinct from '${channelKind}'))
          / count(*) filter (on_books and (city <> '${city}' or join_channel_kind is distinct from '${channelKind}')) as others
      from number_state where month = '2026-10'`);
    expect(agents.monthsOpen).toBe(from + 1);
    expect(agents.value).toBeCloseTo(Number(row!.own), 9);
    expect([agents.value.toFixed(1), Number(row!.others).toFixed(1)]).toEqual(['13.9', '3.8']);
    expect(agents.expected).toBeLessThan(5);
    expect(found(`PEERS MOU CITY ${city} JOIN_CHANNEL_KIND ${channelKind}`)?.monthsOpen).toBe(from + 1);
    expect(
      standing
        .filter(({ against }) => against !== 'PLAN')
        .slice(0, 5)
        .map(name),
    ).toContain(name(agents));
    // Of changes and gaps together, as they are asked for by default.
    expect((await demo.signals('2026-10')).map(name)).toContain(name(agents));
  });

  test('its city is 5.4 % below plan, and the only one below last year', () => {
    const plan = found(`PLAN REVENUE CITY ${city}`)!;
    expect((plan.value / plan.expected - 1) * 100).toBeCloseTo(-5.4, 1);
    const below = standing.filter(({ against, cut }) => against === 'LAST_YEAR' && cut.terms.length === 1).map(name);
    expect(below).toEqual(['CONTRIBUTION_MARGIN', 'REVENUE'].map((measure) => `LAST_YEAR ${measure} CITY ${city}`));
  });

  test('story (c): tiers whose price was cut bring less for voice since, and the others have what they had of data', () => {
    const { tiers, from: since } = STORIES.priceCut;
    for (const tier of tiers) expect(found(`PEERS VOICE_ARPU PLAN_TIER ${tier}`)?.monthsOpen).toBe(since + 1);
  });

  test('before the stories there are none, and there are never many', async () => {
    // The plan does not know of those whose plans are too big (g), who leave all along: some cities' revenue is below it from the start.
    const early = (await demo.standing('2026-05')).filter(({ verdict }) => verdict === 'SIGNAL');
    expect(early.filter(({ against }) => against !== 'PLAN')).toEqual([]);
    expect(early.length).toBeLessThan(10);
    expect(standing.length).toBeLessThan(50);
  });
});

describe('by hand-written SQL', () => {
  const ordinary = (month: string) => `month < '${month}' and month not in ('2026-02', '2026-03')`;

  test('XMR: complaints by city in July', async () => {
    const rows = await demo.sql(`
      with figures as (select city, month, sum(complaints)::double as y from number_state where ${ordinary('2026-07')} group by all),
      moves as (select *, abs(y - lag(y) over (partition by city order by month)) as move from figures)
      select city, avg(y) as mean, greatest(avg(move) / 1.128, sqrt(avg(y))) as spread from moves group by city`);
    const found = tests.get('2026-07')!.filter((each) => nameOf(each).startsWith('COMPLAINTS CITY') && each.rule === 'XMR');
    expect(found.length).toBeGreaterThan(7);
    for (const { cut, expected, low, high } of found) {
      const row = rows.find(({ city }) => city === cut.terms[0]!.code)!;
      expect(expected).toBeCloseTo(Number(row.mean), 9);
      expect(low).toBeCloseTo(Number(row.mean) - 3 * Number(row.spread), 9);
      expect(high).toBeCloseTo(Number(row.mean) + 3 * Number(row.spread), 9);
    }
  });

  test('XMR_TREND: minutes by plan tier in October', async () => {
    const rows = await demo.sql(`
      with figures as (
        select plan_tier, month, date_diff('month', date '2026-10-01', (month || '-01')::date) as x, sum(voice_min)::double as y
        from number_state where ${ordinary('2026-10')} group by all),
      lines as (select plan_tier, regr_slope(y, x) as slope, regr_intercept(y, x) as at_october, count(*) as n from figures group by all),
      residuals as (select f.plan_tier, f.month, l.at_october, l.n, f.y - l.at_october - l.slope * f.x as r from figures f join lines l using (plan_tier)),
      moves as (select *, abs(r - lag(r) over (partition by plan_tier order by month)) as move from residuals)
      select plan_tier, any_value(at_october) as mean, greatest(avg(move) / 1.128, sqrt(sum(r * r) / any_value(n - 2))) as spread
      from moves group by plan_tier`);
    const found = tests
      .get('2026-10')!
      .filter((each) => nameOf(each).startsWith('VOICE_MINUTES PLAN_TIER') && each.rule === 'XMR_TREND');
    expect(found.length).toBeGreaterThan(2);
    for (const { cut, expected, low, high } of found) {
      const row = rows.find(({ plan_tier }) => plan_tier === cut.terms[0]!.code)!;
      expect(expected / Number(row.mean)).toBeCloseTo(1, 9);
      expect((high - low) / (6 * Number(row.spread))).toBeCloseTo(1, 6);
    }
  });
});
