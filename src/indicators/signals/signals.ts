import type { Dimension, Measure } from '../../catalogue/types.js';
import { knownOf } from '../../figures/known.js';
import { memo } from '../../lib/memo.js';
import { requireBetween } from '../../security/limits.js';
import type { IndicatorRequest } from '../indicator-request.js';
import { knownMonths, resolveRequest } from '../indicator-request.js';
import type { IndicatorSession } from '../session.js';
import { type Cut, cutsOf } from './cuts.js';
import { type MonthPlace, monthPlace } from './month-place.js';
import { denominatorOf, pointsOf } from './points.js';
import { type SeriesTest, testSeries } from './test-series.js';
import { type JudgedSignal, judgeSignals, materialityOf, type SignalVerdict } from './verdict.js';

export interface SignalArguments {
  readonly month?: string | null | undefined;
  readonly where?: unknown;
  readonly first: number;
  /** With what was tested and is no signal. */
  readonly noise: boolean;
}

/** A figure of the month that was tested, and what came of it. */
export interface SignalAnswer extends SeriesTest, JudgedSignal {
  readonly measure: Measure;
  readonly cut: Cut;
  readonly request: IndicatorRequest;
}

/**
 * The figures of a month that are signals, most material first: every measure for the whole and for each part of the catalogue's
 * dimensions, as far as the months before are enough to tell. Errors: those of resolveRequest, BAD_USER_INPUT (first).
 */
export async function answerSignals(args: SignalArguments, context: IndicatorSession): Promise<readonly SignalAnswer[]> {
  const { first, noise, month, where } = args;
  requireBetween('signals(first:)', first, 1, context.viewer.limits.signals);
  const request = resolveRequest({ month, where, against: 'NONE' }, context);
  const { catalogue } = context;
  const measures = [...catalogue.measures.values()];
  const months = knownMonths(request, catalogue.signals.longestMonths + 1);
  const cuts = await cutsOf(request, measures, months);
  const places = months.map(monthPlace);
  const tests = measures.flatMap((measure) => testsOf(measure, cuts, places, request));
  const judged = judgeSignals(tests, catalogue.signals);
  return judged
    .filter(({ verdict }) => noise || verdict === 'SIGNAL')
    .sort(byMateriality)
    .slice(0, first);
}

/** A measure's tests; none where its whole has none, as then nothing tells what is material. */
function testsOf(measure: Measure, cuts: readonly Cut[], places: readonly MonthPlace[], request: IndicatorRequest) {
  const { context, month } = request;
  const { catalogue } = context;
  const known = knownOf(request);
  const points = memo((by: Dimension | null) => pointsOf(measure, places, by ? { ...known, by: [by] } : known));
  const test = (cut: Cut) => {
    const series = points(cut.term?.dimension ?? null)(cut.sums);
    const tested = series.at(-1);
    return tested?.place.month === month ? testSeries(tested, series.slice(0, -1), catalogue.signals.leastMonths) : null;
  };
  const total = cuts.find(({ term }) => term === null)!;
  const whole = test(total);
  if (!whole) return [];
  const base = ({ sums }: Cut) => denominatorOf(measure, sums.get(month) ?? {});
  return cuts.flatMap((cut) => {
    const result = test(cut);
    return result
      ? [{ ...result, materiality: materialityOf(result, whole, base(cut) / base(total)), measure, cut, request }]
      : [];
  });
}

const order: readonly SignalVerdict[] = ['SIGNAL', 'IMMATERIAL', 'NOISE'];

/** Signals first, the most material first; p-value and then names break ties. */
function byMateriality(a: SignalAnswer, b: SignalAnswer): number {
  const name = ({ measure, cut: { term } }: SignalAnswer) =>
    `${measure.code} ${term ? `${term.dimension.code} ${term.code}` : ''}`;
  return (
    order.indexOf(a.verdict) - order.indexOf(b.verdict) ||
    b.materiality - a.materiality ||
    a.pValue - b.pValue ||
    (name(a) < name(b) ? -1 : 1)
  );
}
