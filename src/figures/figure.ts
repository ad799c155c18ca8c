import { leadsHave, restsFor } from '../catalogue/facts.js';
import { partsOf } from '../catalogue/parts-of.js';
import { type Came, contractColumn, isFilled, isProvided, isUntold, isWithheld } from '../catalogue/provided.js';
import type { Catalogue, Dimension, Measure, Rests } from '../catalogue/types.js';
import { MartletError } from '../errors.js';
import { keptIn } from '../lib/memo.js';
import { shiftMonth } from '../lib/months.js';
import { outcomeAmong, type Selector, selectorOf } from './outcome.js';
import { isOfUse, partsIn } from './question.js';
import { evaluate, isUnknown, type Sums } from './sums.js';

/** Why a figure is null. */
export type Absence =
  | 'NOT_PROVIDED'
  | 'ZERO_DENOMINATOR'
  | 'NO_BASELINE'
  | 'NO_TARGET'
  | 'IMMATURE'
  | 'SUPPRESSED'
  | 'SIGN_CHANGE'
  | 'NOT_COVERED'
  | 'CUT_BY_OUTCOME'
  | 'STALE_SLICE'
  | 'FORBIDDEN';

export interface Figure {
  readonly value: number | null;
  readonly absence: Absence | null;
}

export const absent = (absence: Absence): Figure => Object.freeze({ value: null, absence });

/** What the generation at hand can tell at all. */
export interface Coverage extends Came {
  /** Months of the data, oldest first. */
  readonly months: readonly string[];
  /** Those that the churn warning has no model of. Left out: none. */
  readonly immature?: ReadonlySet<string>;
}

/** Errors: FORBIDDEN for a dimension that shows a hidden column, NOT_PROVIDED for one that the warehouse lacks, told of what the measures count; of days of use also where no month came by day. */
export function requireDimension(
  dimension: Dimension,
  measures: readonly Measure[],
  months: readonly string[],
  coverage: Coverage,
): void {
  if (isUntold(dimension, coverage))
    throw new MartletError('FORBIDDEN', `${dimension.code} shows ${dimension.sql}, which is hidden from you. Leave it out.`);
  for (const { fact } of measures) {
    const rests = restsFor(dimension, fact);
    requireProvided(dimension.code, rests.needs, coverage);
    if (fact === 'USE' && dimension.facts.includes('USE') && months.every((month) => !isFilled(rests, [month], coverage.empty)))
      requireKnown(dimension.code, [rests], months, coverage);
  }
}

/** `what` rests on columns. Errors: FORBIDDEN where their mart is not granted, NOT_PROVIDED with all that the warehouse lacks. */
export function requireProvided(what: string, needs: readonly string[], coverage: Coverage): void {
  const withheld = [...new Set(needs)].filter((need) => isWithheld(need, coverage));
  if (withheld.length > 0)
    throw new MartletError(
      'FORBIDDEN',
      `${what} is made of ${withheld.map(contractColumn).sort().join(', ')}, whose mart is not granted to you. Leave it out; a role’s "marts" in the policies grant it.`,
    );
  const missing = [...new Set(needs)].filter((need) => !isProvided(need, coverage));
  if (missing.length === 0) return;
  throw new MartletError('NOT_PROVIDED', `${what}: the warehouse does not provide ${missing.join(', ')}.`);
}

/**
 * The same of these months. Errors: NOT_PROVIDED also where a column came without a value in one of them, or in a month that is looked back on.
 */
export function requireKnown(what: string, rests: readonly Rests[], months: readonly string[], coverage: Coverage): void {
  requireProvided(
    what,
    rests.flatMap(({ needs }) => needs),
    coverage,
  );
  const unknown = rests.find((each) => !isFilled(each, months, coverage.empty));
  if (!unknown) return;
  const needs = [unknown, ...(unknown.after ?? [])].flatMap((each) => each.needs);
  throw new MartletError(
    'NOT_PROVIDED',
    `${what}: of ${[...new Set(needs)].join(', ')} one came without a value in ${months.join(' or ')}, or in a month before that it looks back on.`,
  );
}

/** What a scope of rows rests on. */
export interface Within {
  /** Without it nobody knows which rows there are. */
  readonly rests: Rests;
  /** The same of the leads among them; null: it selects by what leads have not. */
  readonly ofLeads: Rests | null;
  readonly selectors: readonly Selector[];
  /** It was cut from figures of days of use, and what has them is summed over those days. */
  readonly isOfUse: boolean;
}

/** What a figure is judged by: what the data have, and how its rows were selected and cut. */
export interface Known {
  readonly coverage: Coverage;
  readonly catalogue: Catalogue;
  /** Dimensions that the rows are cut by. */
  readonly by?: readonly Dimension[];
  /** The scope of the rows. Left out: all. */
  readonly within?: Within;
  /** Figures of fewer numbers are not told. Left out: all are. */
  readonly least?: number;
}

/**
 * Why a measure cannot be had in these months, whatever the rows say: an input that the warehouse lacks, or that came empty in one of
 * them or in what they look back on; months that it does not have, or too little history before them; or selected or cut by what the
 * counted itself sets. null: it can.
 */
export function absenceOf(measure: Measure, months: readonly string[], known: Known): Absence | null {
  const { within, coverage, by = uncut } = known;
  const ofCoverage = keptIn(absences, coverage, () => new WeakMap<Coverage | Within, Map<string, ByMonths>>());
  const of = within && (within.selectors.length > 0 || !within.ofLeads || within.isOfUse) ? within : coverage;
  const ofCut = keptIn(ofCoverage, of, () => new Map<string, ByMonths>());
  const cut = keptIn(codes, by, () => by.map(({ code }) => code).join());
  const ofMonths = keptIn(ofCut, cut, () => new Map<string, Map<Measure, Absence | null>>());
  const found = keptIn(ofMonths, months.length === 1 ? months[0]! : months.join(), () => new Map<Measure, Absence | null>());
  const before = found.get(measure);
  if (before !== undefined) return before;
  const absence = findAbsence(measure, months, known);
  found.set(measure, absence);
  return absence;
}

/** What of its selection or cut makes a figure CUT_BY_OUTCOME; null: nothing does. */
export const outcomeIn = (measure: Measure, months: readonly string[], { by = [], within }: Known): Selector | null =>
  outcomeAmong([...by.map(selectorOf), ...(within?.selectors ?? [])], measure, months);

/**
 * By dimensions, months and measure: the same for all rows of a scope, and of a node or all rows for all requests, so each is found once. No key is
 * put together for one figure of many: that took an eighth of an analysis.
 */
const absences = new WeakMap<Coverage, WeakMap<Coverage | Within, Map<string, ByMonths>>>();
type ByMonths = Map<string, Map<Measure, Absence | null>>;

const uncut: readonly Dimension[] = [];
const codes = new WeakMap<readonly Dimension[], string>();

function findAbsence(measure: Measure, months: readonly string[], known: Known): Absence | null {
  const { coverage, catalogue, by = [], within } = known;
  if (by.some((dimension) => isUntold(dimension, coverage))) return 'FORBIDDEN';
  if (outcomeIn(measure, months, known)) return 'CUT_BY_OUTCOME';
  if (measure.isOfLeads && !(by.every(leadsHave) && within?.ofLeads !== null)) return 'NOT_COVERED';
  const parts = partsIn(partsOf(measure), within?.isOfUse || isOfUse(by, []), catalogue);
  const selected = [
    ...by.map((dimension) => restsFor(dimension, measure.fact)),
    ...(within ? [(measure.isOfLeads && within.ofLeads) || within.rests] : []),
  ];
  const back = Math.max(0, ...parts.filter(({ mart }) => mart === 'cohort_state').map(({ lookback }) => lookback));
  const before = back === 0 ? [] : [{ needs: [], lookback: 0, after: selected.map((each) => seen(each, back)) }];
  return absenceFor([...parts, ...selected, ...before], months, coverage);
}

/** Joiners are selected and cut by what they were when they were last seen, up to so many months before. */
const seen = ({ needs, lookback, after = [] }: Rests, back: number): Rests => ({
  needs,
  lookback: lookback + back,
  after: after.map((each) => seen(each, back)),
});

/** The same for anything that rests on columns and history. */
export function absenceFor(all: readonly Rests[], months: readonly string[], coverage: Coverage): Absence | null {
  if (coverage.withheld && all.some(({ needs }) => needs.some((need) => isWithheld(need, coverage)))) return 'FORBIDDEN';
  if (all.some((rests) => isLacking(rests, coverage))) return 'NOT_PROVIDED';
  if (all.some((rests) => !isFilled(rests, months, coverage.empty))) return 'NOT_PROVIDED';
  if (months.some((month) => coverage.months.includes(month) && all.some((rests) => isImmature(rests, month, coverage))))
    return 'IMMATURE';
  const isEarly = (month: string) => all.some(({ lookback }) => coverage.months.indexOf(month) < lookback);
  return months.length === 0 || months.some((month) => !coverage.months.includes(month) || isEarly(month)) ? 'NO_BASELINE' : null;
}

/** Is it, or what it is selected by, told by a model that the month does not have? */
const isImmature = ({ fitted, lookback, after = [] }: Rests, month: string, coverage: Coverage): boolean =>
  (fitted === true && coverage.immature?.has(shiftMonth(month, -lookback)) === true) ||
  after.some((rests) => isImmature(rests, month, coverage));

/** By what the data have, which is the same for all months: a tree with its trend asks of each node a dozen times. */
const lacking = new WeakMap<Coverage, WeakMap<Rests, boolean>>();

function isLacking(rests: Rests, coverage: Coverage): boolean {
  const known = keptIn(lacking, coverage, () => new WeakMap<Rests, boolean>());
  return keptIn(known, rests, () => rests.needs.some((need) => !isProvided(need, coverage)));
}

/**
 * A measure from sums that were added over `months` months: a ratio recomputed from its parts, a flow or stock as their mean
 * (of one month: the figure itself). Of rows that have no value at all nothing is known; of no rows it is 0.
 */
export function valueFrom(measure: Measure, sums: Sums, months = 1): Figure {
  const { numerator, denominator } = measure;
  const absence = absenceAmong(measure, sums);
  if (absence) return absent(absence);
  const base = denominator ? evaluate(denominator, sums) : 1;
  if (base === 0) return absent('ZERO_DENOMINATOR');
  if (isUnknown(numerator, sums) || (denominator && isUnknown(denominator, sums))) return absent('NOT_PROVIDED');
  return { value: evaluate(numerator, sums, denominator ? 1 : months) / base, absence: null };
}

/** Why the rows added up give no figure: one of them has no value, or not all of it yet. null: they do. */
export const absenceAmong = ({ absentWhere }: Pick<Measure, 'absentWhere'>, sums: Sums): Absence | null =>
  absentWhere.find(({ part }) => (sums[part] ?? 0) > 0)?.absence ?? null;
