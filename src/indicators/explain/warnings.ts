import type { Names } from '../../catalogue/names.js';
import type { Measure } from '../../catalogue/types.js';
import { changeUnitBehind } from '../../catalogue/units.js';
import { isSimpson, type RatioPair } from '../../methods/decompose/mix-rate.js';
import type { Drivers } from './drivers.js';
import { type DimensionEffectValue, wholeOf } from './effects.js';
import { signedText } from './figure-text.js';

/** What moves so many times as much as the whole does, both up and down, cancels. */
const cancelling = 3;

/** …if it is at least this share of the figure. */
const material = 0.005;

/** What a reader of the figures should not overlook, each with both figures. */
export function warningsOf(
  measure: Measure,
  change: number,
  base: number,
  effects: readonly DimensionEffectValue[],
  drivers: Drivers,
): readonly Names[] {
  const value = Math.abs(base);
  return [
    ...effects.flatMap((effect) => simpson(measure, effect)),
    ...cancelled(drivers.list, measure, change, value),
    ...effects.flatMap((effect) => mixAgainstRate(measure, effect, change, value)),
    ...undefinedFor(drivers),
  ];
}

function simpson({ code, unit, denominator }: Measure, { dimension, pairs, mix, rate }: DimensionEffectValue): readonly Names[] {
  if (!denominator || !isSimpson(pairs, wholeOf(pairs))) return [];
  const change = changeOf(wholeOf(pairs));
  const changes = pairs.filter(([b, a]) => b.denominator !== 0 && a.denominator !== 0).map(changeOf);
  const [least, most] = [signedText(Math.min(...changes)), signedText(Math.max(...changes))];
  const count = changes.length;
  const units = changeUnitBehind(unit);
  return [
    {
      en: `Simpson: by ${dimension.names.en} every one of ${count} parts moved against the whole: ${code} of the parts ${least} to ${most}${units.en}, of the whole ${signedText(change)}${units.en} (rate ${signedText(rate)}, mix ${signedText(mix)}). The mix of the parts changed.`,
      zh: `辛普森悖论：按${dimension.names.zh}，全部 ${count} 个部分与整体变动方向相反：各部分 ${least} 至 ${most}${units.zh}，整体 ${signedText(change)}${units.zh}（比率效应 ${signedText(rate)}，结构效应 ${signedText(mix)}）。结构发生了变化。`,
    },
  ];
}

const changeOf = ([before, after]: RatioPair): number =>
  after.numerator / after.denominator - before.numerator / before.denominator;

const isCancelled = (up: number, down: number, change: number, value: number): boolean =>
  up > 0 && down < 0 && Math.min(up, -down) >= Math.max(cancelling * Math.abs(change), material * value);

function cancelled(drivers: Drivers['list'], { unit }: Measure, change: number, value: number): readonly Names[] {
  const side = (sign: 1 | -1) => drivers.filter(({ contribution }) => Math.sign(contribution) === sign);
  const total = (sign: 1 | -1) => side(sign).reduce((sum, { contribution }) => sum + contribution, 0);
  const [up, down] = [total(1), total(-1)];
  if (!isCancelled(up, down, change, value)) return [];
  const units = changeUnitBehind(unit);
  const largest = (sign: 1 | -1, locale: 'en' | 'zh') => {
    const sorted = [...side(sign)].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
    return sorted
      .slice(0, 3)
      .map(({ names }) => names[locale])
      .join(', ');
  };
  return [
    {
      en: `Cancellation: ${signedText(up)}${units.en} (${largest(1, 'en')}) and ${signedText(down)}${units.en} (${largest(-1, 'en')}) nearly cancel; the whole changed by ${signedText(change)}${units.en} only.`,
      zh: `相互抵消：${signedText(up)}${units.zh}（${largest(1, 'zh')}）与 ${signedText(down)}${units.zh}（${largest(-1, 'zh')}）几乎抵消，整体仅变动 ${signedText(change)}${units.zh}。`,
    },
  ];
}

function mixAgainstRate(
  { unit }: Measure,
  { dimension, mix, rate }: DimensionEffectValue,
  change: number,
  value: number,
): readonly Names[] {
  if (!isCancelled(Math.max(mix, rate), Math.min(mix, rate), change, value)) return [];
  const units = changeUnitBehind(unit);
  return [
    {
      en: `Cancellation: by ${dimension.names.en} the parts' own rates gave ${signedText(rate)}${units.en} and their mix ${signedText(mix)}${units.en}; the whole changed by ${signedText(change)}${units.en} only.`,
      zh: `相互抵消：按${dimension.names.zh}，比率效应 ${signedText(rate)}${units.zh}，结构效应 ${signedText(mix)}${units.zh}，整体仅变动 ${signedText(change)}${units.zh}。`,
    },
  ];
}

function undefinedFor({ undefinedFor: method }: Drivers): readonly Names[] {
  if (method === null) return [];
  return [
    {
      en: `By formula: ${method} is not defined for these figures (SIGN_CHANGE: a divisor is zero or changes its sign, or a value is negative where a logarithm is taken).`,
      zh: `按公式分解：${method} 不适用于这些数值（SIGN_CHANGE：除数为零或变号，或需取对数的数值为负）。`,
    },
  ];
}
