import { knownOf } from '../../figures/known.js';
import { add, type Sums } from '../../figures/sums.js';
import { askSums } from '../ask-sums.js';
import { knownMonths } from '../indicator-request.js';
import { monthPlace } from '../signals/month-place.js';
import { pointsOf } from '../signals/points.js';
import type { SignalAnswer } from '../signals/signals.js';
import { testSeries } from '../signals/test-series.js';
import { judgeSignals, materialityOf } from '../signals/verdict.js';
import type { CauseValue } from './causes.js';
import type { ExplainRequest } from './request.js';

/** The figure's own test against the months before; null where they are too few to tell. */
export async function signalOf(request: ExplainRequest): Promise<SignalAnswer | null> {
  const { measure, month, context } = request;
  const { catalogue } = context;
  const rule = catalogue.signals;
  const months = knownMonths(request, rule.longestMonths + 1);
  const sums = new Map<string, Sums>();
  for (const row of await askSums(request, [measure], months)) {
    if (months.includes(row.month)) sums.set(row.month, add(sums.get(row.month) ?? {}, row.sums));
  }
  const points = pointsOf(measure, months.map(monthPlace), knownOf(request))(sums);
  const tested = points.at(-1);
  const test = tested?.place.month === month ? testSeries(tested, points.slice(0, -1), rule.leastMonths) : null;
  if (!test) return null;
  const [judged] = judgeSignals([{ ...test, materiality: materialityOf(test, test, 1) }], rule);
  return { ...judged!, measure, cut: { term: null, sums }, request };
}

export type ChangePattern = 'LOCALISED' | 'UNIFORM' | 'NOISE';

/** What kind of change it is: somewhere, everywhere alike, or nothing but the usual scatter. */
export function patternOf(causes: readonly CauseValue[], signal: SignalAnswer | null): ChangePattern {
  if (causes.length > 0) return 'LOCALISED';
  return signal?.verdict === 'NOISE' ? 'NOISE' : 'UNIFORM';
}
