import { measureNamed } from '../../../catalogue/lookup.js';
import type { Dimension, Measure, Names } from '../../../catalogue/types.js';
import { labelOf } from '../../../figures/labels.js';
import { sliceOf } from '../../../figures/question.js';
import { absenceOf } from '../../../figures/value.js';
import { adtributor } from '../../../methods/adtributor.js';
import { type Effects, type RatioPair, ratioContribution, volumeMixRate } from '../../../methods/mix-rate.js';
import type { Slice } from '../../../slices/slice.js';
import { noneOf, only, type PartScope } from '../part-scope.js';
import { type PartRow, ratioPair } from './parts.js';
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
  readonly pairs: readonly { readonly code: string | null; readonly pair: RatioPair }[];
  readonly contributions: readonly number[];
}

/**
 * The base that an amount grows with. Numbers themselves have none but themselves: all their change is volume. AVERAGE_SUBSCRIBERS, or in
 * a warehouse's first month, which does not know the month before, CLOSING_SUBSCRIBERS.
 */
export function baseOf(measure: Measure, request: ExplainRequest): Measure | null {
  if (measure.denominator || measure.kind === 'stock') return null;
  const { catalogue, facts } = request.context;
  const months = [request.month, ...request.baselineMonths];
  const average = measureNamed(catalogue, 'AVERAGE_SUBSCRIBERS');
  return absenceOf(average, months, facts, catalogue) ? measureNamed(catalogue, 'CLOSING_SUBSCRIBERS') : average;
}

const other: Names = { en: 'Other', zh: '其他' };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Errors: none; a whole without a rate at one of the ends (no base) has no effects: null. */
export function effectsOf(dimension: Dimension, rows: readonly PartRow[], request: ExplainRequest): DimensionEffectValue | null {
  const { measure, context, scope, month, top } = request;
  const base = baseOf(measure, request);
  const months = Math.max(1, request.baselineMonths.length);
  const pairs = [...rows]
    .sort(byCode)
    .map(({ keys, pair }) => ({ code: keys[0] ?? null, pair: ratioPair(pair, measure, base, months) }));
  const whole = wholeOf(pairs.map(({ pair }) => pair));
  const unit = measure.denominator ? 'ratio' : 'amount';
  const effects = pairs.map(({ pair }) => volumeMixRate(pair, whole, unit) ?? (unit === 'amount' ? allVolume(pair) : null));
  if (effects.includes(null)) return null;
  const part = (codes: readonly (string | null)[], narrow: PartScope, names: Names, isOther: boolean): PartEffectValue => {
    const own = effects.filter((_, index) => codes.includes(pairs[index]!.code)) as Effects[];
    const pair = wholeOf(pairs.filter(({ code }) => codes.includes(code)).map((each) => each.pair));
    const [volume, mix, rate] = [sum(own.map((e) => e.volume)), sum(own.map((e) => e.mix)), sum(own.map((e) => e.rate))];
    const slice = sliceOf(scope, month, { ...narrow, measure });
    const contribution = volume + mix + rate;
    return {
      code: isOther ? null : codes[0]!,
      names,
      volume,
      mix,
      rate,
      contribution,
      presence: presenceOf(pair),
      isOther,
      slice,
    };
  };
  const contributions = (effects as Effects[]).map(({ volume, mix, rate }) => volume + mix + rate);
  const order = pairs.map((_, index) => index).sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!));
  const codes = order.map((index) => pairs[index]!.code);
  const shown = codes.slice(0, top);
  const parts = shown.map((code) =>
    part([code], only(measure, dimension, code), labelOf(dimension, code, context.labels), false),
  );
  if (codes.length > top) parts.push(part(codes.slice(top), noneOf(dimension, shown), other, true));
  const all = effects as Effects[];
  return {
    dimension,
    volume: sum(all.map((e) => e.volume)),
    mix: sum(all.map((e) => e.mix)),
    rate: sum(all.map((e) => e.rate)),
    surprise: surpriseOf(pairs, whole, measure),
    parts,
    pairs,
    contributions,
  };
}

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

function surpriseOf(pairs: DimensionEffectValue['pairs'], whole: RatioPair, measure: Measure): number {
  const elements = pairs.map(({ code, pair: [before, after] }) => ({
    code: String(code),
    before: before.numerator,
    after: after.numerator,
  }));
  if (!measure.denominator) return adtributor(elements).surprise;
  const change = whole[1].numerator / whole[1].denominator - whole[0].numerator / whole[0].denominator;
  const powers = pairs.map(({ pair }) => (change === 0 ? 0 : (ratioContribution(pair, whole) ?? 0) / change));
  return adtributor(elements, powers).surprise;
}
