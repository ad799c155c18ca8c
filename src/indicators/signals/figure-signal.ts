import { type Absence, absenceFor } from '../../figures/figure.js';
import { monthlyOf } from '../../figures/figure-over.js';
import { knownMonths } from '../indicator-request.js';
import type { Origin } from '../node.js';
import { rowsIn } from '../part-rows.js';
import { nodeFigure, rulesAt } from '../partition-answer.js';
import { monthPlace } from './month-place.js';
import { pointsOf } from './points.js';
import { type SeriesTest, testLast } from './test-series.js';
import { judgeSignals, materialityOf, type SignalVerdict } from './verdict.js';

/** A figure's own test against the months before, and what comes of it by itself. */
export interface FigureTest extends SeriesTest {
  readonly materiality: number;
  readonly verdict: SignalVerdict;
}

/** What the months before let one expect of a figure, or why they do not tell. */
export interface FigureSignal {
  readonly low: number | null;
  readonly high: number | null;
  readonly isSignal: boolean | null;
  readonly absence: Absence | null;
}

type Tested = Omit<Origin, 'loadedMonths' | 'rows'> & Partial<Origin>;

/**
 * The test that `signals` makes of the same numbers in the same month, with the same limits; null where the months before are too few.
 * It is judged alone: among all that `signals` tests, chance is held against it once more.
 */
export async function testOfFigure({ rows = [], loadedMonths = [], ...origin }: Tested): Promise<FigureTest | null> {
  const { request, measure, node, known } = origin;
  const { coverage, catalogue } = request.context;
  const rule = catalogue.signals;
  const months = knownMonths(request, rule.longestMonths + 1);
  const sums = monthlyOf(await rowsIn({ ...origin, rows, loadedMonths }, months));
  const places = months.filter((month) => absenceFor(rulesAt(node), [month], coverage) === null).map(monthPlace);
  const test = testLast(pointsOf(measure, places, known)(sums), request.month, rule.leastMonths);
  return test && judgeSignals([{ ...test, materiality: materialityOf(test, test, 1) }], rule)[0]!;
}

/** The limits of a figure's month. */
export async function signalOfFigure(origin: Origin): Promise<FigureSignal> {
  const test = await testOfFigure(origin);
  if (test) return { low: test.low, high: test.high, isSignal: test.verdict !== 'NOISE', absence: null };
  const { measure, node, known, request } = origin;
  const { absence } = nodeFigure(measure, node, [request.month], await rowsIn(origin, [request.month]), known);
  return { low: null, high: null, isSignal: null, absence: absence ?? 'NO_BASELINE' };
}
