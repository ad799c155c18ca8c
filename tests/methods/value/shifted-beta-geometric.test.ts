import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expectedDiscountedRenewals,
  fitShiftedBetaGeometric,
  leavingShare,
  logLikelihood,
  type Renewal,
  retentionRate,
  type ShiftedBetaGeometric,
  survival,
} from '../../../src/methods/value/shifted-beta-geometric.js';

/** A cohort's history from how many are there after each renewal, the first number being those who joined. */
const historyOf = (surviving: readonly number[], from = 0): readonly Renewal[] =>
  surviving
    .slice(1)
    .map((stay, index) => ({ renewal: from + index + 1, atRisk: surviving[index]!, left: surviving[index]! - stay }));

/** What a model expects of `joined` people, to the fraction. */
const expectedHistory = (model: ShiftedBetaGeometric, renewals: number, joined = 1000, from = 0): readonly Renewal[] =>
  historyOf(
    Array.from({ length: renewals + 1 }, (_, t) => joined * survival(model, from + t, from)),
    from,
  );

describe('Fader & Hardie 2007, segment "High End", seven renewals (shared/vectors.md)', () => {
  const highEnd = historyOf([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]);
  const model = fitShiftedBetaGeometric(highEnd)!;

  test('alpha .668, beta 3.806, LL -161.1158', () => {
    expect(model.alpha).toBeCloseTo(0.668, 3);
    expect(model.beta).toBeCloseTo(3.806, 3);
    expect(logLikelihood(model, highEnd)).toBeCloseTo(-161.1158, 4);
  });

  test('37.8 % are there after twelve years', () => {
    expect(survival(model, 12)).toBeCloseTo(0.378, 3);
  });

  test('P(t) by the recursion of the paper', () => {
    const { alpha, beta } = model;
    let p = alpha / (alpha + beta);
    expect(leavingShare(model, 1)).toBeCloseTo(p, 14);
    for (let t = 2; t <= 12; t++) {
      p *= (beta + t - 2) / (alpha + beta + t - 1);
      expect(leavingShare(model, t)).toBeCloseTo(p, 14);
    }
  });

  test('no model near it is likelier', () => {
    const best = logLikelihood(model, highEnd);
    for (const a of [0.99, 1, 1.01])
      for (const b of [0.99, 1, 1.01]) {
        if (a === 1 && b === 1) continue;
        expect(logLikelihood({ alpha: model.alpha * a, beta: model.beta * b }, highEnd)).toBeLessThan(best);
      }
  });
});

const parameter = fc.double({ min: Math.log(0.3), max: Math.log(30), noNaN: true }).map(Math.exp);
const models = fc.record({ alpha: parameter, beta: parameter });

describe('the model', () => {
  test('who left, and who is there, are all; retention rises', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 1, max: 60 }), (model, t) => {
        let left = 0;
        for (let renewal = 1; renewal <= t; renewal++) left += leavingShare(model, renewal);
        expect(left + survival(model, t)).toBeCloseTo(1, 12);
        expect(retentionRate(model, t + 1)).toBeGreaterThan(retentionRate(model, t));
        expect(survival(model, t, 0)).toBeCloseTo(survival(model, t - 1) * survival(model, t, t - 1), 14);
      }),
    );
  });
});

describe('the fit', () => {
  test('finds the model that made the history, also of a cohort first seen after some renewals', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 0, max: 24 }), (model, from) => {
        const found = fitShiftedBetaGeometric(expectedHistory(model, 12, 1000, from))!;
        expect(found.alpha / model.alpha).toBeCloseTo(1, 4);
        expect(found.beta / model.beta).toBeCloseTo(1, 4);
      }),
    );
  });

  test('a late history has the likelihood of those who survived so far', () => {
    const model = { alpha: 0.668, beta: 3.806 };
    const [joined, stay] = [60, 41];
    const late = historyOf([joined, 52, 47, stay], 5);
    const byHand =
      8 * Math.log(leavingShare(model, 6)) +
      5 * Math.log(leavingShare(model, 7)) +
      6 * Math.log(leavingShare(model, 8)) +
      stay * Math.log(survival(model, 8)) -
      joined * Math.log(survival(model, 5));
    expect(logLikelihood(model, late)).toBeCloseTo(byHand, 10);
  });

  test('any history ends in positive finite parameters, or in none where nobody left or nobody stayed', () => {
    const entry = fc.record({
      atRisk: fc.integer({ min: 1, max: 1_000_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), fc.integer({ min: 0, max: 240 }), (entries, from) => {
        const history = entries.map(({ atRisk, share }, index) => ({
          renewal: from + index + 1,
          atRisk,
          left: Math.round(atRisk * share),
        }));
        const left = history.reduce((sum, at) => sum + at.left, 0);
        const stayed = history.reduce((sum, at) => sum + at.atRisk - at.left, 0);
        const model = fitShiftedBetaGeometric(history);
        if (left === 0 || stayed === 0) {
          expect(model).toBeNull();
          return;
        }
        // All but a millionth left: the bound of alpha + beta is too near for any beta.
        if (stayed < left * 1e-3) return;
        expect(model!.alpha).toBeGreaterThan(0);
        expect(model!.beta).toBeGreaterThan(0);
        expect(model!.alpha + model!.beta).toBeLessThanOrEqual(1.000001e6);
        const expected = history.reduce((sum, at) => sum + at.atRisk * (1 - retentionRate(model!, at.renewal)), 0);
        expect(expected / left).toBeCloseTo(1, 6);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['no history', []],
    ['nobody ever left', historyOf([100, 100, 100, 100])],
    ['everybody left at once', historyOf([100, 0])],
  ])('%s: none', (_, history) => {
    expect(fitShiftedBetaGeometric(history)).toBeNull();
  });

  test.each([
    ['constant', historyOf([1000, 900, 810, 729]), 0.1],
    ['rising', historyOf([1000, 950, 855, 684]), (50 + 95 + 171) / (1000 + 950 + 855)],
    ['of one renewal only', historyOf([1000, 900]), 0.1],
  ])('a chance of leaving that is %s is the geometric model', (_, history, chance) => {
    const model = fitShiftedBetaGeometric(history)!;
    expect(model.alpha + model.beta).toBeGreaterThan(9e5);
    expect(1 - retentionRate(model, 1)).toBeCloseTo(chance, 5);
  });

  test('those who do not leave at the first renewal never do: beta falls to nothing', () => {
    const model = fitShiftedBetaGeometric([
      { renewal: 1, atRisk: 100, left: 100 },
      { renewal: 2, atRisk: 100, left: 1 },
    ])!;
    expect(model.beta).toBeCloseTo(1e-6, 9);
    expect(retentionRate(model, 1)).toBeLessThan(1e-4);
  });
});

describe('expected discounted renewals', () => {
  const discount = 1.1 ** (1 / 12) - 1;
  const v = 1 / (1 + discount);

  test('a chance of leaving of 2 % that does not change: r/(1 + d - r)', () => {
    const model = { alpha: 2e8, beta: 98e8 };
    const closed = 0.98 / (1 + discount - 0.98);
    expect(expectedDiscountedRenewals(model, 0, discount)).toBeCloseTo(closed, 4);
    expect(expectedDiscountedRenewals(model, 100, discount)).toBeCloseTo(closed, 4);
  });

  test('alpha = 1, beta = 1: S(t) = 1/(t+1), so the sum is -ln(1-v)/v - 1', () => {
    expect(expectedDiscountedRenewals({ alpha: 1, beta: 1 }, 0, discount)).toBeCloseTo(-Math.log(1 - v) / v - 1, 10);
  });

  test('the sum as it is written, term by term', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 0, max: 120 }), fc.double({ min: 0.005, max: 0.5, noNaN: true }), (model, n, d) => {
        let [sum, term] = [0, 1];
        for (let t = 1; t <= 60 / Math.log1p(d); t++) {
          term *= retentionRate(model, n + t) / (1 + d);
          sum += term;
        }
        expect(expectedDiscountedRenewals(model, n, d) / sum).toBeCloseTo(1, 10);
      }),
    );
  });

  test('whoever stayed longer is expected to stay longer; never more than one who never leaves', () => {
    fc.assert(
      fc.property(models, fc.integer({ min: 0, max: 200 }), (model, n) => {
        const [now, later] = [n, n + 1].map((at) => expectedDiscountedRenewals(model, at, discount)) as [number, number];
        expect(later).toBeGreaterThan(now);
        expect(later).toBeLessThan(1 / discount);
      }),
    );
  });

  test('without a discount there is no sum', () => {
    expect(() => expectedDiscountedRenewals({ alpha: 1, beta: 1 }, 0, 0)).toThrow(/above 0, found 0/);
  });
});
