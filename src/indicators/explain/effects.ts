import { flowOfCut, isOfFacts } from '../../catalogue/facts.js';
import { measureNamed } from '../../catalogue/named.js';
import type { Names } from '../../catalogue/names.js';
import type { Dimension, Measure } from '../../catalogue/types.js';
import { absenceOf } from '../../figures/figure.js';
import { knownOf } from '../../figures/known.js';
import { sliceOf } from '../../figures/question.js';
import { noneOf, only } from '../../figures/where-of-terms.js';
import { type Effects, type RatioPair, ratioContribution, volumeMixRate } from '../../methods/decompose/mix-rate.js';
import { adtributor } from '../../methods/detect/adtributor.js';
import { labelOf, other } from '../../serving/labels.js';
import type { Slice } from '../../slices/slice.js';
import type { Where } from '../../slices/where.js';
import type { PartRow } from '../part-rows.js';
import { ratioPair } from './parts.js';
import type { ExplainRequest } from './request.js';

export type Presence = 'THROUGHOUT' | 'ENTERED' | 'EXITED';

export interface PartEffectValue extends Effects {
  readonly code: string | null;
  readonly names: Names;
  readonly contribution: number;
  readonly presence: Presence;
  readonly isOther: boolean;
  readonly slice: Slice;
}

/** One dimension's effects; all parts' volume, mix and rate add up to the change. */
export interface DimensionEffectValue extends Effects {
  readonly dimension: Dimension;
  /** How far the parts' shares moved that explain the change (Adtributor), in bits: which dimension to look at first. */
  readonly surprise: number;
  readonly parts: readonly PartEffectValue[];
  /** All parts' numerators and bases, for the warnings. */
  readonly pairs: readonly RatioPair[];
}

/**
 * The base that an amount grows with. Numbers themselves have none but themselves: all their change is volume. AVERAGE_SUBSCRIBERS, or in
 * a warehouse's first month, which does not know the month before, CLOSING_SUBSCRIBERS. Cut by what facts have, it grows with the facts.
 */
export function baseOf(measure: Measure, request: ExplainRequest): Measure | null {
  if (measure.denominator || measure.kind === 'stock') return null;
  const { catalogue } = request.context;
  if (request.by.some(isOfFacts))
    return measure.fact === 'CONTACT' ? otherThan(measure, measureNamed(catalogue, 'CONTACTS')) : null;
  if (measure.isOfLeads) return otherThan(measure, measureNamed(catalogue, 'LEADS'));
  const months = [request.month, ...request.baselineMonths];
  const average = measureNamed(catalogue, 'AVERAGE_SUBSCRIBERS');
  return absenceOf(average, months, knownOf(request)) ? measureNamed(catalogue, 'CLOSING_SUBSCRIBERS') : average;
}

const otherThan = (measure: Measure, base: Measure): Measure | null => (base === measure ? null : base);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Errors: none; a whole without a rate at one of the ends (no base) has no effects: null. */
export function effectsOf(dimension: Dimension, rows: readonly PartRow[], request: ExplainRequest): DimensionEffectValue | null {
  const { measure, context, scope, month, top } = request;
  const base = baseOf(measure, request);
  const months = Math.max(1, request.baselineMonths.length);
  const sorted = [...rows].sort(byCode);
  const codes = sorted.map(({ keys }) => keys[0] ?? null);
  const pairs = sorted.map(({ pair }) => ratioPair(pair, measure, base, months));
  const whole = wholeOf(pairs);
  const flow = flowOfCut(measure, [dimension], context.catalogue);
  const unit = measure.denominator ? 'ratio' : 'amount';
  const effects = pairs.map((pair) => volumeMixRate(pair, whole, unit) ?? (unit === 'amount' ? allVolume(pair) : null));
  if (effects.includes(null)) return null;
  const all = effects as Effects[];
  const together = (indexes: readonly number[], where: Where) => {
    const own = sumOf(indexes.map((index) => all[index]!));
    return {
      ...own,
      contribution: own.volume + own.mix + own.rate,
      presence: presenceOf(wholeOf(indexes.map((index) => pairs[index]!))),
      slice: sliceOf(scope, month, { where, flow, measure }),
    };
  };
  const part = (index: number): PartEffectValue => {
    const code = codes[index]!;
    const names = labelOf(dimension, code, context.labels);
    return { ...together([index], only(dimension, code)), code, names, isOther: false };
  };
  const contributions = all.map(({ volume, mix, rate }) => volume + mix + rate);
  const indexes = all.map((_, index) => index);
  const order = [...indexes].sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!));
  const shown = new Set(order.slice(0, top));
  const parts = [...shown].map(part);
  if (shown.size < all.length) {
    const rest = indexes.filter((index) => !shown.has(index));
    const narrow = noneOf(
      dimension,
      [...shown].map((index) => codes[index]!),
    );
    parts.push({ ...together(rest, narrow), code: null, names: other, isOther: true });
  }
  return { dimension, ...sumOf(all), surprise: surpriseOf(codes, pairs, whole, measure), parts, pairs };
}

const sumOf = (effects: readonly Effects[]): Effects => ({
  volume: sum(effects.map(({ volume }) => volume)),
  mix: sum(effects.map(({ mix }) => mix)),
  rate: sum(effects.map(({ rate }) => rate)),
});

/** Where there was nothing before, or is nothing now, no mean rate tells anything apart. */
const allVolume = ([before, after]: RatioPair): Effects => ({ volume: after.numerator - before.numerator, mix: 0, rate: 0 });

/** The warehouse's rows come in any order; the same order gives the same digits, and the same part first of two that are equal. */
const byCode = (a: PartRow, b: PartRow): number => {
  const [x, y] = [a.keys[0] ?? '\uffff', b.keys[0] ?? '\uffff'];
  return x < y ? -1 : x > y ? 1 : 0;
};

export function wholeOf(pairs: readonly RatioPair[]): RatioPair {
  const at = (time: 0 | 1) => ({
    numerator: sum(pairs.map((pair) => pair[time].numerator)),
    denominator: sum(pairs.map((pair) => pair[time].denominator)),
  });
  return [at(0), at(1)];
}

const presenceOf = ([before, after]: RatioPair): Presence => {
  const isEmpty = ({ numerator, denominator }: RatioPair[0]) => numerator === 0 && denominator === 0;
  return isEmpty(before) ? 'ENTERED' : isEmpty(after) ? 'EXITED' : 'THROUGHOUT';
};

function surpriseOf(codes: readonly (string | null)[], pairs: readonly RatioPair[], whole: RatioPair, measure: Measure): number {
  const elements = pairs.map(([before, after], index) => ({
    code: String(codes[index]),
    before: before.numerator,
    after: after.numerator,
  }));
  if (!measure.denominator) return adtributor(elements).surprise;
  const change = whole[1].numerator / whole[1].denominator - whole[0].numerator / whole[0].denominator;
  const powers = pairs.map((pair) => (change === 0 ? 0 : (ratioContribution(pair, whole) ?? 0) / change));
  return adtributor(elements, powers).surprise;
}
