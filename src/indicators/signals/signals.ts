import type { Measure } from '../../catalogue/types.js';
import { memo } from '../../lib/memo.js';
import { requireBetween } from '../../security/limits.js';
import type { IndicatorRequest } from '../indicator-request.js';
import { knownMonths, resolveRequest } from '../indicator-request.js';
import type { IndicatorSession } from '../session.js';
import { changesOf } from './changes.js';
import type { Against } from './compared.js';
import { type Cut, cutBy, cutsOf, nameOfGroup } from './cuts.js';
import { type Gap, gapsOf, remainder } from './gaps.js';
import { type MonthPlace, monthPlace } from './month-place.js';
import { plannedOf } from './planned.js';
import type { SeriesTest } from './test-series.js';
import { type JudgedSignal, judgeSignals, type SignalVerdict } from './verdict.js';

/** A figure that moved, or one that stands off what it should be for months. */
export type SignalKind = 'CHANGE' | 'STANDING';

export interface SignalArguments {
  readonly month?: string | null | undefined;
  readonly where?: unknown;
  /** null: both. */
  readonly kind?: SignalKind | null | undefined;
  readonly first: number;
  /** With what was tested and is no signal. */
  readonly noise: boolean;
}

/** A figure of the month that was tested, and what came of it. */
export interface SignalAnswer extends SeriesTest, JudgedSignal {
  readonly kind: SignalKind;
  /** Of a gap that stands: to what … */
  readonly against: Against | null;
  /** … and for how many months, with this one. */
  readonly monthsOpen: number | null;
  readonly measure: Measure;
  readonly cut: Pick<Cut, 'terms'>;
  readonly request: IndicatorRequest;
}

/** Of a change. */
export const change = { kind: 'CHANGE', against: null, monthsOpen: null } as const;

/**
 * The figures of a month that are signals, most material first: every measure that adds up for the whole and for each part of the catalogue's
 * dimensions, as far as the months before are enough to tell. Changes and gaps are each judged among their own, so that neither depends
 * on whether the other is asked for. Errors: those of resolveRequest, BAD_USER_INPUT (first).
 */
export async function answerSignals(args: SignalArguments, context: IndicatorSession): Promise<readonly SignalAnswer[]> {
  const { first, noise, month, where, kind } = args;
  requireBetween('signals(first:)', first, 1, context.viewer.limits.signals);
  const request = await resolveRequest({ month, where, against: 'NONE' }, context);
  const judge = (session: IndicatorSession) => judgedSignals({ ...request, context: session }, args);
  // What a filter compares with may be somebody's.
  const isKept = Object.keys(request.scope.where).length === 0;
  const what = `signals ${request.month} ${kind ?? 'of both kinds'}, ${first}${noise ? ', noise too' : ''}`;
  const judged = isKept ? await context.keep(what, judge, (signals) => signals.length * bytesOfSignal) : await judge(context);
  return judged.map((signal) => ({ ...signal, request }));
}

/** Two names, a dozen figures and a slice's terms. */
const bytesOfSignal = 1000;

/** Without the request, which keeps all that it has read. */
type Judged = Omit<SignalAnswer, 'request'>;

async function judgedSignals(request: IndicatorRequest, { first, noise, kind }: SignalArguments): Promise<readonly Judged[]> {
  const { context } = request;
  const rule = context.catalogue.signals;
  // What is counted anew for each part costs a statement of its own, and no part of it can be held against the others together.
  const measures = [...context.catalogue.measures.values()].filter(({ countsDistinct }) => !countsDistinct);
  const months = knownMonths(request, rule.longestMonths + 1);
  const [isChange, isStanding] = [kind !== 'STANDING', kind !== 'CHANGE'];
  const groups = [...(isChange ? rule.dimensions.map((code) => [code]) : []), ...(isStanding ? rule.standing.cuts : [])];
  const cuts = await cutsOf(request, measures, months, groups);
  const places = months.map(monthPlace);
  const changes = isChange ? await Promise.all(measures.map((measure) => changesOf(measure, cuts, places, request))) : [];
  const gaps = isStanding ? await standing(measures, cuts, places, request) : [];
  const judged = [
    ...judgeSignals(changes.flat(), rule).map((test) => ({ ...test, ...change })),
    ...judgeSignals(gaps, { ...rule, ...rule.standing }).map((test) => ({ ...test, kind: 'STANDING' as const })),
  ];
  return judged
    .filter(({ verdict }) => noise || verdict === 'SIGNAL')
    .sort(byMateriality)
    .slice(0, first)
    .map(({ cut: { terms }, ...signal }) => ({ ...signal, cut: { terms } }));
}

async function standing(
  measures: readonly Measure[],
  cuts: readonly Cut[],
  places: readonly MonthPlace[],
  request: IndicatorRequest,
): Promise<readonly Gap[]> {
  const months = places.map(({ month }) => month);
  const groups = request.context.catalogue.signals.standing.cuts.map((codes) => codes.join(' '));
  const tested = cuts.filter((cut) => cut.terms.length === 0 || groups.includes(nameOfGroup(cutBy(cut))));
  const planned = await plannedOf(tested, months, request);
  const othersOf = memo((part: Cut) => remainder(tested[0]!, part));
  const gaps = measures.map((measure) => gapsOf(measure, request, { cuts: tested, places, planned, othersOf }));
  return (await Promise.all(gaps)).flat();
}

const order: readonly SignalVerdict[] = ['SIGNAL', 'IMMATERIAL', 'NOISE'];

/** Signals first, the most material first; p-value and then names break ties. */
function byMateriality(a: Judged, b: Judged): number {
  const name = ({ measure, cut: { terms }, against }: Judged) =>
    `${measure.code} ${terms.map(({ dimension, code }) => `${dimension.code} ${code}`).join(' ')} ${against ?? ''}`;
  return (
    order.indexOf(a.verdict) - order.indexOf(b.verdict) ||
    b.materiality - a.materiality ||
    a.pValue - b.pValue ||
    (name(a) < name(b) ? -1 : 1)
  );
}
