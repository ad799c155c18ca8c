import type { Measure } from '../catalogue/types.js';
import { absent, type Figure } from '../figures/figure.js';
import { isOfMonths, monthsOfStock } from '../figures/figure-over.js';
import type { Scope } from '../figures/question.js';
import { seesMart } from '../security/marts.js';
import { levelOf, type Pins, pinsOf } from './plan-level.js';
import { type Plans, planKey } from './plan-loader.js';
import type { IndicatorSession } from './session.js';

/**
 * The plan values of a month for just the numbers of a scope, by measure; NO_TARGET where the plan has none, FORBIDDEN where it is not
 * granted. Several values of a column have the sum of theirs, each of which must be there; a ratio, or a count of different things, has one of a single row only. The whole has a row of its own, else the sum
 * of all cities'; no other sum of parts stands for what they are parts of, as plans need not add up.
 */
export async function planOf(scope: Scope, month: string, session: IndicatorSession): Promise<(measure: Measure) => Figure> {
  const { targets, labels, viewer } = session;
  if (!seesMart(viewer, 'target')) return () => absent('FORBIDDEN');
  const pins = pinsOf(scope, session);
  if (!pins) return () => absent('NO_TARGET');
  const level = levelOf((column) => pins.has(column));
  const isWhole = level.length === 0;
  const [own, byCity] = await Promise.all([
    targets.load({ month, level }),
    isWhole ? targets.load({ month, level: ['city'] }) : null,
  ]);
  const listed = [...(labels.get('city')?.keys() ?? [])];
  return (measure) => {
    // What is counted by the measure itself is all that the measure counts; by another one it is less.
    if (scope.counted.some((counted) => counted !== measure)) return absent('NO_TARGET');
    const value =
      total(measure, pins, own) ??
      (byCity && total(measure, new Map([['city', listed.length > 0 ? listed : citiesIn(byCity, measure)]]), byCity));
    return value === null ? absent('NO_TARGET') : { value, absence: null };
  };
}

const citiesIn = (plans: Plans, { code }: Measure): readonly string[] =>
  [...plans].filter(([key]) => key.startsWith(`["${code}",`)).map(([, [row]]) => row!.city!);

/** The sum over every combination of the level's values; null where one has no row, or names another place above it. */
function total(measure: Measure, pins: Pins, plans: Plans): number | null {
  const level = levelOf((column) => pins.has(column));
  const count = level.reduce((product, column) => product * pins.get(column)!.length, 1);
  if (count === 0 || count > plans.size || (count > 1 && (measure.denominator || measure.countsDistinct))) return null;
  const combinations = level.reduce<readonly (readonly string[])[]>(
    (all, column) => all.flatMap((values) => pins.get(column)!.map((value) => [...values, value])),
    [[]],
  );
  let sum = 0;
  for (const values of combinations) {
    const [row, ...doubles] = plans.get(planKey(measure.code, values)) ?? [];
    const fits = row && [...pins].every(([column, named]) => row[column] === null || named.includes(row[column]));
    if (!fits || doubles.length > 0) return null;
    sum += row.value;
  }
  return Number(sum.toPrecision(15));
}

/** The plan over months: flows add up, of a stock the month that its rule over time takes; a ratio has one of a single month only. */
export async function planOver(
  measure: Measure,
  months: readonly string[],
  scope: Scope,
  session: IndicatorSession,
): Promise<Figure> {
  const plans = await Promise.all(
    months.map(async (month) => [month, (await planOf(scope, month, session))(measure).value] as const),
  );
  if (plans.some(([, value]) => value === null) || (months.length > 1 && measure.denominator !== null))
    return absent('NO_TARGET');
  const isStock = isOfMonths(measure);
  const own = isStock ? monthsOfStock(measure, months) : months;
  const sum = Number(plans.reduce((all, [month, value]) => (own.includes(month) ? all + value! : all), 0).toPrecision(15));
  return { value: isStock ? sum / own.length : sum, absence: null };
}
