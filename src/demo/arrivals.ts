import { daysIn, firstDay, joinSeason, type MonthNumber } from './calendar.js';
import { channelNo } from './channels.js';
import { CITIES, cityNo, countyNo, GRIDS_PER_COUNTY } from './geography.js';
import { people } from './people.js';
import { choose, type Draw, lastingKey } from './sql.js';
import { STORIES } from './stories.js';

/** Monthly joins as a share of subscribers that make up for leavers (re-entries and numbers won back come on top). */
const REPLACEMENT = 0.0152;
const REPLACEMENT_IN_GROWTH = 0.029;

/** Few leave in the first months of the run-up, as arrears take their time: so it begins with somewhat fewer numbers. */
const BEFORE_RUN_UP = 0.982;

/** The share of leavers that come back with another number, by the months between: in the same month, one, two, three after. */
export const REENTRY_LAGS = [0.075, 0.115, 0.135, 0.145] as const;
export const REENTRY_SHARE = REENTRY_LAGS[3];

/** SQL for the numbers on the books when the run-up begins; tenure spreads over 20 years. */
export function firstPopulation(schema: string, numbers: number, start: MonthNumber, draw: Draw): string {
  const s = lastingKey('number_id');
  const city = choose(
    draw.even('(number_id // 10)', 'city'),
    CITIES.map((c, i) => [c.share, String(i + 1)]),
  );
  const months = `least(floor(-ln(1 - ${draw.uniform(s, 'tenure')}) * 40)::INTEGER, 240)`;
  return people(
    schema,
    `SELECT number_id, ${city} AS city_no, false AS fake, 1.0::DOUBLE AS thrift,
       (${firstDay(start)} - to_months(${months} + 1) + to_days(floor(${draw.uniform(s, 'joinDay')} * 28)::INTEGER))::DATE AS joined_on
     FROM (SELECT i + 1 AS number_id FROM range(${Math.round(numbers * BEFORE_RUN_UP)}) r(i))`,
    draw,
    start,
  );
}

export interface RunUp {
  readonly numbers: number;
  /** The first and last month that are written. */
  readonly first: MonthNumber;
  readonly last: MonthNumber;
}

/** How many join in each city in a month, true ones and the fake ones of the agency's story. */
function joinsByCity(run: RunUp, month: MonthNumber): { cityNo: number; joins: number; fake: boolean }[] {
  const { mixShift, fakeActivations } = STORIES;
  const start = Math.max(run.first, run.last - mixShift.from);
  const joins = CITIES.map((city, i) => {
    const grows = (mixShift.cities as readonly string[]).includes(city.code);
    const growth = month < start ? 0 : grows ? mixShift.growth : mixShift.othersGrowth;
    const base = run.numbers * city.share * (1 + growth) ** Math.max(0, month - start);
    const rate = growth + (month >= start && grows ? REPLACEMENT_IN_GROWTH : REPLACEMENT);
    return { cityNo: i + 1, joins: Math.round(base * rate * joinSeason(month)), fake: false };
  });
  const ago = run.last - month;
  if (ago <= fakeActivations.from && ago >= fakeActivations.to) {
    const share = CITIES[cityNo(fakeActivations.city) - 1]!.share;
    joins.push({
      cityNo: cityNo(fakeActivations.city),
      joins: Math.ceil(run.numbers * share * fakeActivations.joins),
      fake: true,
    });
  }
  return joins;
}

/** SQL for the month's pure newcomers and port-ins; their ids follow the highest one in use. */
export function newcomers(schema: string, highest: string, run: RunUp, month: MonthNumber, draw: Draw): string {
  const joins = joinsByCity(run, month);
  let sum = 0;
  const ranges = joins.map((j) => {
    sum += j.joins;
    return { ...j, to: sum };
  });
  const cities = ranges.map((r) => `WHEN i < ${r.to} THEN ${r.cityNo}`).join(' ');
  const fast = STORIES.mixShift.cities.map(cityNo).join(', ');
  const fakes = ranges.filter((r) => r.fake).map((r) => `i >= ${r.to - r.joins}`);
  const came = people(
    schema,
    `SELECT number_id, city_no, fake, CASE WHEN city_no IN (${fast}) THEN ${STORIES.mixShift.newcomersThrift} ELSE 1 END::DOUBLE AS thrift,
       ${firstDay(month)} + floor(${draw.uniform(lastingKey('number_id'), 'joinDay')} * ${daysIn(month)})::INTEGER AS joined_on
     FROM (SELECT ${highest} + 1 + i AS number_id, CASE ${cities} END AS city_no, ${fakes[0] ?? 'false'} AS fake FROM range(${sum}) r(i))`,
    draw,
    month,
  );
  return run.last - month <= STORIES.storeOpens.from ? throughNewStore(came, draw) : came;
}

/** SQL that has some households of a city's newcomers live in the county where the stories' store opens, and join there. */
function throughNewStore(newcomers: string, draw: Draw): string {
  const { city, county, channel, draws } = STORIES.storeOpens;
  const there = `city_no = ${cityNo(city)} AND NOT fake AND ${draw.uniform(lastingKey('household_no'), 'newStore')} < ${draws}`;
  const within = `(grid_no - 1) % ${GRIDS_PER_COUNTY} + 1`;
  return `
    SELECT * REPLACE (
      CASE WHEN ${there} THEN ${countyNo(county)} ELSE county_no END::SMALLINT AS county_no,
      CASE WHEN ${there} THEN ${(countyNo(county) - 1) * GRIDS_PER_COUNTY} + ${within} ELSE grid_no END AS grid_no,
      CASE WHEN ${there} THEN ${channelNo(channel)} ELSE channel_no END::SMALLINT AS channel_no)
    FROM (${newcomers})`;
}

/**
 * SQL for the numbers that return under another number: a copy of what they gave up, with a new id, day, channel and no past.
 *
 * @param leavers a relation of the numbers given up in this month or the three before that return in this month
 */
export function returns(leavers: string, highest: string, month: MonthNumber, draw: Draw): string {
  const day = draw.uniform(lastingKey('number_id'), 'lifeDay');
  const days = daysIn(month);
  return `
    SELECT * EXCLUDE (join_day, gone_day) REPLACE (
      ${highest} + row_number() OVER (ORDER BY number_id) AS number_id, number_id AS previous_number_id,
      ${firstDay(month)} + (join_day - 1) AS joined_on, ${firstDay(month)} + (join_day - 1) AS status_since,
      join_day::TINYINT AS from_day, ${days}::TINYINT AS to_day,
      0::TINYINT AS ported_in, 0::TINYINT AS status, NULL::DATE AS suspended_on, NULL::DATE AS resumed_on, 0::TINYINT AS reason,
      NULL::SMALLINT AS left_month, NULL::DATE AS plan_changed_on, NULL::DATE AS contract_end, false AS asleep,
      0::TINYINT AS drop_kind, 1::FLOAT AS data_drop, 1::FLOAT AS voice_drop, false AS broadband)
    FROM (SELECT *, (gone_day + floor(${day} * (${days} - gone_day + 1)))::INTEGER AS join_day
      FROM (SELECT *, CASE WHEN left_month = ${month} THEN day(status_since) ELSE 1 END AS gone_day FROM (${leavers}))) `;
}
