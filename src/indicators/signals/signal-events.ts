import { createHash } from 'node:crypto';
import { MartletError } from '../../errors.js';
import { sliceOf } from '../../figures/question.js';
import { whereOfTerms } from '../../figures/where-of-terms.js';
import type { NewEvent } from '../../ledger/outbox/events.js';
import { shiftMonth } from '../../lib/months.js';
import { keptRows } from '../../security/rows.js';
import { encodeSlice } from '../../slices/slice.js';
import type { IndicatorSession } from '../session.js';
import { answerSignals, type SignalAnswer } from './signals.js';

/** So many of a month: the most material ones. */
const most = 20;

/**
 * The signals of a month as who asked by a key sees them; none for who may not ask. An id is of the rows that he sees, of the figure and of the
 * month in which it became a signal: a gap that stands is told once, and data that came anew tell nothing twice.
 */
export async function signalEvents(key: string | null, month: string, context: IndicatorSession): Promise<readonly NewEvent[]> {
  const first = Math.min(most, context.viewer.limits.signals);
  try {
    const signals = await answerSignals({ month, first, noise: false }, context);
    return signals.map((signal) => eventOf(signal, key, month, context));
  } catch (error) {
    if (error instanceof MartletError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

function eventOf(signal: SignalAnswer, key: string | null, month: string, context: IndicatorSession): NewEvent {
  const { measure, kind, against, monthsOpen, value, expected, low, high, materiality, pValue, request, cut } = signal;
  const where = cut.terms.map(({ dimension, code }) => ({ dimension: dimension.code, code }));
  const since = shiftMonth(month, 1 - (monthsOpen ?? 1));
  const slice = encodeSlice(sliceOf(request.scope, month, { where: whereOfTerms(cut.terms), measure }), context);
  const figure = [measure.code, ...where.map(({ dimension, code }) => `${dimension}=${code}`)].join(' ');
  const id = createHash('sha256')
    .update(JSON.stringify(['signal.found', key, keptRows(context.viewer.rows), figure, kind, against, since]))
    .digest('hex')
    .slice(0, 32);
  const told = { value, expected, low, high, materiality, pValue };
  return {
    id,
    type: 'signal.found',
    subject: figure,
    data: { measure: measure.code, where, month, kind, against, monthsOpen, ...told, slice },
  };
}
