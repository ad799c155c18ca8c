import '../../support/seed.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arm, effectOf, emptyArm } from '../../../src/campaigns/results/effect.js';

/** `household`: numbers of each unit. */
const arm = (numbers: number, orders: number, household = 1): Arm => ({
  ...emptyArm,
  numbers,
  units: numbers / household,
  squares: numbers * household,
  orders,
});

describe('by hand', () => {
  test('60 of 300 less 20 of 200', () => {
    const { verdict, uplift, sampleRatioP } = effectOf(arm(300, 60), arm(200, 20), 0.4);
    expect(verdict).toBe('UPLIFT');
    expect(uplift!.difference).toBeCloseTo(0.1, 12);
    expect([uplift!.low, uplift!.high]).toEqual([expect.closeTo(0.035578, 6), expect.closeTo(0.159771, 6)]);
    expect(sampleRatioP).toBeCloseTo(1, 12);
  });

  test('in households of two the points stay and the interval is that of 30 of 150 less 10 of 100', () => {
    const { verdict, uplift } = effectOf(arm(300, 60, 2), arm(200, 20, 2), 0.4);
    expect(verdict).toBe('UPLIFT');
    expect(uplift!.difference).toBeCloseTo(0.1, 12);
    expect([uplift!.low, uplift!.high]).toEqual([expect.closeTo(0.006811, 6), expect.closeTo(0.184057, 6)]);
  });

  test.each([
    ['NO_EFFECT_SHOWN', arm(300, 33), arm(200, 20), 0.4],
    ['HARM', arm(400, 20), arm(200, 40), 1 / 3],
    ['NO_CONTROL', arm(300, 60), emptyArm, 0],
    ['NO_CONTROL', emptyArm, emptyArm, 0.1],
    ['SAMPLE_RATIO_MISMATCH', arm(300, 60), arm(200, 20), 0.1],
    ['TOO_SMALL', arm(300, 60), arm(99, 20), 0.25],
    ['TOO_SMALL', arm(99, 60), arm(300, 20), 0.75],
    // 198 numbers, but 99 draws.
    ['TOO_SMALL', arm(600, 60), arm(198, 20, 2), 0.141],
  ] as const)('%s', (verdict, treated, control, holdOut) => {
    const effect = effectOf(treated, control, holdOut);
    expect(effect.verdict).toBe(verdict);
    expect(effect.uplift === null).toBe(['NO_CONTROL', 'SAMPLE_RATIO_MISMATCH', 'TOO_SMALL'].includes(verdict));
  });

  test('a whole group that was to be kept out is no mismatch where none was', () => {
    expect(effectOf(arm(300, 60), emptyArm, 0).sampleRatioP).toBeNull();
    expect(effectOf(arm(300, 60), arm(200, 20), 0.1).sampleRatioP).toBeLessThan(1e-100);
  });
});

test('larger households never make the interval narrower, and it always holds the point', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 2000 }),
      (household, treated, control) => {
        const [a, b] = [arm(2000 * household, treated, household), arm(2000 * household, control, household)];
        const one = effectOf({ ...a, squares: a.numbers }, { ...b, squares: b.numbers }, 0.5).uplift!;
        const many = effectOf(a, b, 0.5).uplift!;
        expect(many.difference).toBe(one.difference);
        expect(many.high - many.low).toBeGreaterThanOrEqual(one.high - one.low - 1e-12);
        expect(many.low).toBeLessThanOrEqual(many.difference + 1e-12);
        expect(many.high).toBeGreaterThanOrEqual(many.difference - 1e-12);
      },
    ),
  );
});

describe('simulated campaigns', () => {
  const draws = 400;
  // Of 400 intervals that hold the truth with 95 % each, fewer than 361 or more than 394 do so once in ten thousand times (binomial).
  const [least, most] = [361, 394];

  /** mulberry32: the same draws in every run. */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /** Units decide as one; the arms are drawn with a control share of 0.3. */
  function campaign(
    random: () => number,
    units: number,
    household: number,
    [treatedRate, controlRate]: readonly [number, number],
  ) {
    const [treated, control] = [
      { units: 0, orders: 0 },
      { units: 0, orders: 0 },
    ];
    for (let unit = 0; unit < units; unit++) {
      const [side, rate] = random() < 0.3 ? ([control, controlRate] as const) : ([treated, treatedRate] as const);
      side.units++;
      if (random() < rate) side.orders += household;
    }
    return [treated, control].map((side) => arm(side.units * household, side.orders, household)) as [Arm, Arm];
  }

  function simulate(seed: number, household: number, rates: readonly [number, number], squares = (each: Arm) => each.squares) {
    const random = generator(seed);
    return Array.from({ length: draws }, () => {
      const [treated, control] = campaign(random, 2000, household, rates);
      return effectOf({ ...treated, squares: squares(treated) }, { ...control, squares: squares(control) }, 0.3);
    });
  }

  const covering = (effects: ReturnType<typeof simulate>, truth: number): number =>
    effects.filter(({ uplift }) => uplift !== null && uplift.low <= truth && truth <= uplift.high).length;

  test('of no effect: the interval holds 0 as often as it says, and an effect is shown no oftener than it may be', () => {
    const effects = simulate(1, 1, [0.12, 0.12]);
    const held = covering(effects, 0);
    expect(held).toBeGreaterThanOrEqual(least);
    expect(held).toBeLessThanOrEqual(most);
    expect(effects.filter(({ verdict }) => verdict === 'UPLIFT' || verdict === 'HARM').length).toBe(draws - held);
  });

  test('of 5 points: the interval holds them as often as it says, and most are shown', () => {
    const effects = simulate(2, 1, [0.15, 0.1]);
    const held = covering(effects, 0.05);
    expect(held).toBeGreaterThanOrEqual(least);
    expect(held).toBeLessThanOrEqual(most);
    // Standard error 1.5 points: 5 points lie 3.3 of them from 0, so that 91 % are shown (normal approximation).
    expect(effects.filter(({ verdict }) => verdict === 'UPLIFT').length).toBeGreaterThan(0.85 * draws);
    expect(effects.filter(({ verdict }) => verdict === 'HARM').length).toBe(0);
  });

  test('of households that decide as one: so it does with the design effect, and without it far too seldom', () => {
    const held = covering(simulate(3, 4, [0.15, 0.1]), 0.05);
    expect(held).toBeGreaterThanOrEqual(least);
    expect(held).toBeLessThanOrEqual(most);
    expect(
      covering(
        simulate(3, 4, [0.15, 0.1], ({ numbers }) => numbers),
        0.05,
      ),
    ).toBeLessThan(320);
  });

  test('arms drawn as planned are refused about once in a thousand, those of another share nearly always', () => {
    const random = generator(4);
    const refused = (planned: number): number =>
      Array.from({ length: draws }, () => effectOf(...campaign(random, 2000, 1, [0.1, 0.1]), planned)).filter(
        ({ verdict }) => verdict === 'SAMPLE_RATIO_MISMATCH',
      ).length;
    expect(refused(0.3)).toBeLessThanOrEqual(5);
    expect(refused(0.37)).toBeGreaterThan(0.95 * draws);
  });
});
