import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixAndRate, type RatioPart } from '../../src/methods/mix-rate.js';

type Pair = readonly [RatioPart, RatioPart];

const none: RatioPart = { numerator: 0, denominator: 0 };
const add = (a: RatioPart, b: RatioPart): RatioPart => ({
  numerator: a.numerator + b.numerator,
  denominator: a.denominator + b.denominator,
});
const whole = (parts: readonly Pair[]): Pair =>
  parts.reduce<Pair>(([b, a], [before, after]) => [add(b, before), add(a, after)], [none, none]);
const rate = ({ numerator, denominator }: RatioPart) => numerator / denominator;
const change = ([before, after]: Pair) => rate(after) - rate(before);
const effects = (parts: readonly Pair[]) => parts.map((part) => mixAndRate(part, whole(parts))!);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Kitagawa as it is written: rate and mix apart, new parts with r0 := r1, vanished ones with r1 := r0. */
function byDefinition([before, after]: Pair, [all0, all1]: Pair): { readonly mix: number; readonly rate: number } {
  const [w0, w1] = [before.denominator / all0.denominator, after.denominator / all1.denominator];
  const r0 = before.denominator === 0 ? rate(after) : rate(before);
  const r1 = after.denominator === 0 ? rate(before) : rate(after);
  const mean = (rate(all0) + rate(all1)) / 2;
  return { mix: (w1 - w0) * ((r0 + r1) / 2 - mean), rate: ((w0 + w1) / 2) * (r1 - r0) };
}

describe('Das Gupta 1993, example 5.1: 13 groups, 1970 to 1985 (shared/vectors.md)', () => {
  const size70 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9];
  const size85 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5];
  const rate70 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8];
  const rate85 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2];
  const part = (size: number, r: number): RatioPart => ({ numerator: size * r, denominator: size });
  const parts = size70.map((size, index): Pair => [part(size, rate70[index]!), part(size85[index]!, rate85[index]!)]);

  test('mix and rate together sum to 2.9672', () => {
    expect(sum(effects(parts))).toBeCloseTo(2.9672, 4);
    expect(change(whole(parts))).toBeCloseTo(2.9672, 4);
  });

  test('each part is its mix and rate effect by definition; these sum to 1.2269 and 1.7403', () => {
    const apart = parts.map((pair) => byDefinition(pair, whole(parts)));
    for (const [index, effect] of effects(parts).entries())
      expect(effect).toBeCloseTo(apart[index]!.mix + apart[index]!.rate, 12);
    expect(sum(apart.map((effect) => effect.mix))).toBeCloseTo(1.2269, 4);
    expect(sum(apart.map((effect) => effect.rate))).toBeCloseTo(1.7403, 4);
  });
});

const amount = fc.integer({ min: 1, max: 10_000 });
const present = fc.record({ numerator: fc.integer({ min: -5000, max: 50_000 }), denominator: amount });
const pair: fc.Arbitrary<Pair> = fc.oneof(
  { arbitrary: fc.tuple(present, present), weight: 4 },
  { arbitrary: present.map((now): Pair => [none, now]), weight: 1 },
  { arbitrary: present.map((before): Pair => [before, none]), weight: 1 },
);
const anchored = fc
  .tuple(fc.tuple(present, present), fc.array(pair, { maxLength: 12 }))
  .map(([first, rest]): readonly Pair[] => [first, ...rest]);

describe('properties', () => {
  test('effects add up to the change, also with parts that enter or leave', () => {
    fc.assert(
      fc.property(anchored, (parts) => {
        const total = whole(parts);
        const scale = 1 + Math.abs(rate(total[0])) + Math.abs(rate(total[1]));
        expect(Math.abs(sum(effects(parts)) - change(total))).toBeLessThanOrEqual(1e-9 * scale);
      }),
    );
  });

  test('a part that enters or leaves has a mix effect only, as defined', () => {
    fc.assert(
      fc.property(anchored, (parts) => {
        const total = whole(parts);
        for (const [index, effect] of effects(parts).entries()) {
          const defined = byDefinition(parts[index]!, total);
          expect(Math.abs(effect - defined.mix - defined.rate)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(effect)));
          if (parts[index]!.some(({ denominator }) => denominator === 0)) expect(Math.abs(defined.rate)).toBe(0);
        }
      }),
    );
  });

  test('regrouping is additive: a group has the sum of its members’ effects', () => {
    fc.assert(
      fc.property(anchored, fc.array(fc.nat({ max: 2 }), { minLength: 13, maxLength: 13 }), (parts, groups) => {
        const total = whole(parts);
        for (const group of [0, 1, 2]) {
          const members = parts.filter((_, index) => groups[index] === group);
          const together = mixAndRate(whole(members), total)!;
          const apart = sum(members.map((member) => mixAndRate(member, total)!));
          expect(Math.abs(together - apart)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(together)));
        }
      }),
    );
  });

  test('a whole without a denominator has no answer', () => {
    expect(mixAndRate([none, { numerator: 1, denominator: 1 }], [none, { numerator: 1, denominator: 1 }])).toBeNull();
    expect(mixAndRate([{ numerator: 1, denominator: 1 }, none], [{ numerator: 1, denominator: 1 }, none])).toBeNull();
  });
});
