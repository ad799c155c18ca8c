import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSimpson,
  mixAndRate,
  type RatioPart,
  ratioContribution,
  volumeMixRate,
} from '../../../src/methods/decompose/mix-rate.js';
import { pathIntegral } from '../../../src/methods/decompose/path-integral.js';
import { formulaOf, sum } from '../support.js';

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

  test('apart: mix 1.2269, rate 1.7403, no volume', () => {
    const found = parts.map((pair) => volumeMixRate(pair, whole(parts), 'ratio')!);
    expect(sum(found.map(({ mix }) => mix))).toBeCloseTo(1.2269, 4);
    expect(sum(found.map(({ rate }) => rate))).toBeCloseTo(1.7403, 4);
    expect(found.map(({ volume }) => volume)).toEqual(parts.map(() => 0));
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

describe('volume, mix and rate', () => {
  test('by hand: ΔN = ΔD·R̄ + D̄·(rate + mix) with parts that stay, enter and leave', () => {
    const of = (numerator: number, denominator: number): RatioPart => ({ numerator, denominator });
    // 10 + 30 over 100 is 0.4; 24 + 36 over 120 is 0.5: R̄ = 0.45, ΔD = 20, D̄ = 110.
    const parts: readonly Pair[] = [
      [of(10, 50), of(24, 60)], // rate 0.2 → 0.4 at weights ½, ½
      [of(30, 50), none],
      [none, of(36, 60)],
    ];
    const ratio = parts.map((part) => volumeMixRate(part, whole(parts), 'ratio')!);
    expect(ratio).toEqual([
      { volume: 0, mix: expect.closeTo(0, 12), rate: expect.closeTo(0.1, 12) },
      { volume: 0, mix: expect.closeTo(-0.5 * (0.6 - 0.45), 12), rate: 0 },
      { volume: 0, mix: expect.closeTo(0.5 * (0.6 - 0.45), 12), rate: 0 },
    ]);
    const amounts = parts.map((part) => volumeMixRate(part, whole(parts), 'amount')!);
    expect(amounts).toEqual([
      { volume: expect.closeTo(14 - 11, 12), mix: expect.closeTo(0, 12), rate: expect.closeTo(11, 12) },
      { volume: expect.closeTo(-30 + 8.25, 12), mix: expect.closeTo(-8.25, 12), rate: 0 },
      { volume: expect.closeTo(36 - 8.25, 12), mix: expect.closeTo(8.25, 12), rate: 0 },
    ]);
    expect(sum(amounts.map(({ volume }) => volume))).toBeCloseTo(20 * 0.45, 12);
  });

  test('as defined for every part; volume of all parts is ΔD·R̄, all together are the change', () => {
    fc.assert(
      fc.property(anchored, (parts) => {
        const total = whole(parts);
        const [before, after] = total;
        const base = (before.denominator + after.denominator) / 2;
        const mean = (rate(before) + rate(after)) / 2;
        const scale = base * (1 + Math.abs(rate(before)) + Math.abs(rate(after)));
        const found = parts.map((part) => volumeMixRate(part, total, 'amount')!);
        for (const [index, effect] of found.entries()) {
          const defined = byDefinition(parts[index]!, total);
          expect(Math.abs(effect.mix - base * defined.mix)).toBeLessThanOrEqual(1e-9 * scale);
          expect(Math.abs(effect.rate - base * defined.rate)).toBeLessThanOrEqual(1e-9 * scale);
          const own = parts[index]![1].numerator - parts[index]![0].numerator;
          expect(Math.abs(effect.volume + effect.mix + effect.rate - own)).toBeLessThanOrEqual(1e-9 * scale);
        }
        const volume = (after.denominator - before.denominator) * mean;
        expect(Math.abs(sum(found.map((effect) => effect.volume)) - volume)).toBeLessThanOrEqual(1e-9 * scale);
      }),
    );
  });

  test('a numerator without a base, as of a number that pays but is not counted, is still in the sum', () => {
    const parts: readonly Pair[] = [
      [
        { numerator: 5, denominator: 0 },
        { numerator: 9, denominator: 0 },
      ],
      [
        { numerator: 40, denominator: 10 },
        { numerator: 30, denominator: 10 },
      ],
    ];
    const found = parts.map((part) => volumeMixRate(part, whole(parts), 'amount')!);
    expect(sum(found.map(({ volume, mix, rate: own }) => volume + mix + own))).toBeCloseTo(-6, 12);
    expect(sum(parts.map((part) => volumeMixRate(part, whole(parts), 'ratio')!.rate))).toBeCloseTo(-1, 12);
  });

  test('no rate of the whole, no effects', () => {
    expect(
      volumeMixRate([none, { numerator: 1, denominator: 1 }], [none, { numerator: 1, denominator: 1 }], 'amount'),
    ).toBeNull();
  });
});

/** The integral over t of a part's Δn/D(t) − Δd·N(t)/D(t)², by Simpson's rule on many pieces. */
function byQuadrature([before, after]: Pair, [all0, all1]: Pair, pieces = 4000): number {
  const at = (t: number) => {
    const n = all0.numerator + t * (all1.numerator - all0.numerator);
    const d = all0.denominator + t * (all1.denominator - all0.denominator);
    return (after.numerator - before.numerator) / d - ((after.denominator - before.denominator) * n) / (d * d);
  };
  const points = Array.from(
    { length: 2 * pieces + 1 },
    (_, i) => (i === 0 || i === 2 * pieces ? 1 : i % 2 ? 4 : 2) * at(i / (2 * pieces)),
  );
  return sum(points) / (6 * pieces);
}

describe('the exact form of a ratio', () => {
  const size = fc.integer({ min: 100, max: 1000 });
  const large = fc.tuple(
    fc.record({ numerator: fc.integer({ min: -500, max: 5000 }), denominator: size }),
    fc.record({ numerator: fc.integer({ min: -500, max: 5000 }), denominator: size }),
  );

  test('is the integral along the path, by Simpson’s rule and by pathIntegral; adds up over any grouping', () => {
    fc.assert(
      fc.property(fc.array(large, { minLength: 2, maxLength: 6 }), (parts) => {
        const total = whole(parts);
        const found = parts.map((part) => ratioContribution(part, total)!);
        const scale = 1 + sum(found.map(Math.abs)) + Math.abs(rate(total[0])) + Math.abs(rate(total[1]));
        for (const [index, part] of parts.entries())
          expect(Math.abs(found[index]! - byQuadrature(part, total, 400))).toBeLessThanOrEqual(1e-8 * scale);
        const [n, d] = pathIntegral(
          formulaOf('n / d', ['n', 'd']),
          [total[0].numerator, total[0].denominator],
          [total[1].numerator, total[1].denominator],
        )!;
        expect(Math.abs(sum(found) - n! - d!)).toBeLessThanOrEqual(1e-9 * scale);
        expect(Math.abs(sum(found) - change(total))).toBeLessThanOrEqual(1e-9 * scale);
        const group = ratioContribution(whole(parts.slice(1)), total)!;
        expect(Math.abs(group - sum(found.slice(1)))).toBeLessThanOrEqual(1e-9 * scale);
      }),
    );
  });

  // Two parts whose bases nearly cancel in the whole: what each gives must not drown in ΔD.
  test.each([0, 1e-12, 1e-9, 1e-6, 1e-4, 0.0099, 0.0101, 0.2])('denominators that differ by a share of %f', (share) => {
    const first: Pair = [
      { numerator: 300, denominator: 1000 },
      { numerator: 500, denominator: 1800 },
    ];
    const second: Pair = [
      { numerator: 900, denominator: 1000 },
      { numerator: 600, denominator: 200 + 2000 * share },
    ];
    const total = whole([first, second]);
    expect(ratioContribution(first, total)! / byQuadrature(first, total)).toBeCloseTo(1, 11);
    expect(ratioContribution(second, total)! / byQuadrature(second, total)).toBeCloseTo(1, 11);
  });

  test.each([
    ['zero before', 0, 5],
    ['zero after', 5, 0],
    ['another sign', -5, 5],
  ])('none where the whole’s denominator is %s', (_, before, after) => {
    const part: Pair = [
      { numerator: 1, denominator: before },
      { numerator: 2, denominator: after },
    ];
    expect(ratioContribution(part, part)).toBeNull();
  });
});

describe('Simpson’s paradox', () => {
  const of = (n0: number, d0: number, n1: number, d1: number): Pair => [
    { numerator: n0, denominator: d0 },
    { numerator: n1, denominator: d1 },
  ];
  const up = [of(10, 100, 90, 600), of(450, 900, 220, 400)]; // 0.1 → 0.15 and 0.5 → 0.55; 0.46 → 0.31

  test.each([
    ['every part up, the whole down', up, true],
    ['every part down, the whole up', up.map(([before, after]): Pair => [after, before]), true],
    ['one part with the whole', [...up, of(50, 100, 40, 100)], false],
    ['one part that stands still', [...up, of(50, 100, 50, 100)], false],
    ['a part that enters beside them', [...up, [none, { numerator: 1, denominator: 50 }] as Pair], true],
    ['a single part', [of(10, 100, 90, 600)], false],
    ['all one way', [of(10, 100, 20, 100), of(450, 900, 500, 900)], false],
  ])('%s', (_, parts, is) => {
    expect(isSimpson(parts, whole(parts))).toBe(is);
  });
});
