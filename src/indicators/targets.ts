import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Measure, StatusRule } from '../catalogue/types.js';
import { absent, type Figure } from '../figures/figure.js';
import { monthsOfStock } from '../figures/figure-over.js';
import type { Scope } from '../figures/question.js';
import { toMillionths } from '../figures/sums.js';
import { readable } from '../security/readable.js';
import type { Viewer } from '../security/viewer.js';
import type { Run } from '../serving/run.js';
import type { FieldComparison, Where } from '../slices/where.js';
import type { Parameter } from '../warehouse/statement.js';
import { asItIs, statement } from '../warehouse/statement.js';

/** A plan value; `city` null = the whole operator's. */
export interface TargetRow {
  readonly city: string | null;
  readonly measure: string;
  readonly value: number;
}

/** Plan values by month; all months asked for in a tick are one statement. */
export function targetsLoader(run: Run, viewer: Viewer): DataLoader<string, readonly TargetRow[]> {
  return new DataLoader(async (months) => {
    const query = readable(viewer, { name: 'serving.mart_target', city: sql.ref('city') })
      .where(sql<boolean>`month in (${sql.join([...months])})`)
      .select([sql`month`.as('month'), sql`city`.as('city'), sql`measure`.as('measure'), sql`value`.as('value')])
      .compile();
    const rows = await run(statement('targets', query.sql, query.parameters as Parameter[], [asItIs('serving.mart_target')]));
    return months.map((month) =>
      rows
        .filter((row) => row.month === month)
        .map(({ city, measure, value }) => ({
          city: city as string | null,
          measure: measure as string,
          value: Number(toMillionths(value)) / 1e6,
        })),
    );
  });
}

/**
 * The plan value of a measure for a scope. Plans exist for the whole and for cities, so any other cut has none; cities add
 * up for flows and stocks, a ratio has a target only where one is given for just that cut.
 */
export function targetOf(measure: Measure, scope: Scope, viewer: Viewer, rows: readonly TargetRow[]): number | null {
  const { nodes, counted, days, others, followed } = scope;
  if (followed || [nodes, counted, days, others].some(({ length }) => length > 0)) return null;
  const own = rows.filter((row) => row.measure === measure.code);
  const cities = citiesOf(scope.where, viewer);
  if (cities === undefined) return null;
  const whole = own.find((row) => row.city === null);
  if (cities === null && whole) return whole.value;
  const chosen = own.filter((row) => row.city !== null && (cities === null || cities.includes(row.city)));
  if (cities !== null && chosen.length !== cities.length) return null;
  if (measure.denominator !== null) return chosen.length === 1 && cities?.length === 1 ? chosen[0]!.value : null;
  return chosen.length > 0 ? chosen.reduce((sum, row) => sum + row.value, 0) : null;
}

/** The cities that a filter means exactly: null = all, undefined = it is no plain choice of cities. */
function citiesOf(where: Where, viewer: Viewer): readonly string[] | null | undefined {
  const fields = Object.keys(where);
  if (fields.length === 0) return viewer.cities;
  if (fields.length === 1 && where.and) {
    const chosen = where.and.map((each) => citiesOf(each, viewer));
    if (chosen.includes(undefined)) return undefined;
    const lists = chosen.filter((each): each is readonly string[] => Array.isArray(each));
    return lists.reduce<readonly string[] | null>(
      (all, each) => (all === null ? each : all.filter((city) => each.includes(city))),
      null,
    );
  }
  const { eq, in: list, ...rest } = (where.city ?? {}) as FieldComparison;
  if (fields.length > 1 || !where.city || Object.keys(rest).length > 0 || (eq === undefined && !list)) return undefined;
  const listed = [...new Set((list ?? [eq!]).map(String))];
  const named = eq === undefined ? listed : listed.filter((city) => city === eq);
  return viewer.cities === null ? named : named.filter((city) => viewer.cities!.includes(city));
}

/** The plan over months: flows add up, of a stock the month that its rule over time takes; a ratio has one of a single month only. */
export function planOver(
  measure: Measure,
  months: readonly string[],
  scope: Scope,
  plans: ReadonlyMap<string, readonly TargetRow[]>,
  viewer: Viewer,
): Figure {
  const isStock = measure.kind === 'stock';
  const plan = (month: string) => targetOf(measure, scope, viewer, plans.get(month) ?? []);
  if (months.some((month) => plan(month) === null) || (months.length > 1 && measure.denominator !== null))
    return absent('NO_TARGET');
  const own = isStock ? monthsOfStock(measure, months) : months;
  const sum = Number(own.reduce((all, month) => all + plan(month)!, 0).toPrecision(15));
  return { value: isStock ? sum / own.length : sum, absence: null };
}

export type Status = 'ON_TRACK' | 'WATCH' | 'OFF_TRACK' | 'NO_TARGET';

export interface Attainment {
  readonly target: number | null;
  /** Share of the target: value ÷ target, for measures where down is good target ÷ value; null where a quotient would mislead. */
  readonly attainment: number | null;
  readonly status: Status;
}

/** How a value stands against its target. Where neither direction is good, nearness counts. */
export function attain(measure: Measure, value: number | null, target: number | null, rule: StatusRule): Attainment {
  if (target === null || value === null) return { target, attainment: null, status: 'NO_TARGET' };
  if (target <= 0 || value <= 0) {
    const met = measure.higherIsBetter === false ? value <= target : value >= target;
    return { target, attainment: null, status: met ? 'ON_TRACK' : 'OFF_TRACK' };
  }
  const up = value / target;
  const attainment = measure.higherIsBetter === null ? Math.min(up, 1 / up) : measure.higherIsBetter ? up : 1 / up;
  const status = attainment >= rule.onTrack ? 'ON_TRACK' : attainment >= rule.watch ? 'WATCH' : 'OFF_TRACK';
  return { target, attainment, status };
}
