import { knownOf } from '../../figures/known.js';
import { testOfFigure } from '../signals/figure-signal.js';
import { change, type SignalAnswer } from '../signals/signals.js';
import type { CauseValue } from './causes.js';
import type { ExplainRequest } from './request.js';

/** The figure's own test against the months before; null where they are too few to tell. */
export async function signalOf(request: ExplainRequest): Promise<SignalAnswer | null> {
  const { measure } = request;
  const test = await testOfFigure({ request, measure, measures: [measure], node: null, known: knownOf(request) });
  return test && { ...test, ...change, measure, cut: { terms: [] }, request };
}

export type ChangePattern = 'LOCALISED' | 'UNIFORM' | 'NOISE';

/** What kind of change it is: somewhere, everywhere alike, or nothing but the usual scatter. */
export function patternOf(causes: readonly CauseValue[], signal: SignalAnswer | null): ChangePattern {
  if (causes.length > 0) return 'LOCALISED';
  return signal?.verdict === 'NOISE' ? 'NOISE' : 'UNIFORM';
}
