import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atRiskOf, kaplanMeier, type LastSeen, medianSurvival } from '../../../src/methods/value/kaplan-meier.js';

/** "6,6,9+" → groups by time; + is still there when last seen. */
function groupsOf(text: string): readonly LastSeen[] {
  const seen = text.split(',').map((word) => ({ time: Number.parseInt(word, 10), isCensored: word.endsWith('+') }));
  return [...new Set(seen.map(({ time }) => time))].map((time) => ({
    time,
    left: seen.filter((one) => one.time === time && !one.isCensored).length,
    censored: seen.filter((one) => one.time === time && one.isCensored).length,
  }));
}

describe('6-MP (shared/vectors.md)', () => {
  const steps = kaplanMeier(atRiskOf(groupsOf('6,6,6,6+,7,9+,10,10+,11+,13,16,17+,19+,20+,22,23,25+,32+,32+,34+,35+')));

  test('survival falls to .857, .807, .753, .690, .627, .538, .448', () => {
    expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    expect(steps.map(({ atRisk }) => atRisk)).toEqual([21, 17, 15, 12, 11, 7, 6]);
    expect(steps.map(({ survival }) => survival.toFixed(3))).toEqual([
      '0.857',
      '0.807',
      '0.753',
      '0.690',
      '0.627',
      '0.538',
      '0.448',
    ]);
  });

  test('the median is 23', () => {
    expect(medianSurvival(steps)).toBe(23);
  });
});

const groups = fc
  .uniqueArray(fc.record({ time: fc.integer({ min: 1, max: 99 }), left: fc.nat({ max: 50 }), censored: fc.nat({ max: 50 }) }), {
    selector: ({ time }) => time,
    minLength: 1,
    maxLength: 30,
  })
  .filter((list) => list.some(({ left, censored }) => left + censored > 0));

test('where nobody is lost from sight it is the share that is left, whatever the order of times', () => {
  fc.assert(
    fc.property(groups, (seen) => {
      const known = seen.map((group) => ({ ...group, censored: 0 }));
      const all = known.reduce((sum, { left }) => sum + left, 0);
      for (const { time, survival } of kaplanMeier(atRiskOf(known))) {
        const later = known.filter((group) => group.time > time).reduce((sum, { left }) => sum + left, 0);
        expect(survival).toBeCloseTo(later / all, 12);
      }
    }),
  );
});

test('survival never rises and stays within 0 and 1; a step is where someone left', () => {
  fc.assert(
    fc.property(groups, (seen) => {
      const steps = kaplanMeier(atRiskOf(seen));
      expect(steps.length).toBe(seen.filter(({ left }) => left > 0).length);
      const curve = [1, ...steps.map(({ survival }) => survival)];
      for (const [at, { survival }] of steps.entries()) {
        expect(survival).toBeLessThan(curve[at]!);
        expect(survival).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('those first seen late: the curve of those who had come that far', () => {
  const late = [
    { time: 14, atRisk: 80, left: 20 },
    { time: 13, atRisk: 100, left: 10 },
    { time: 15, atRisk: 0, left: 0 },
  ];
  const steps = kaplanMeier(late);
  expect(steps.map(({ survival }) => survival)).toEqual([expect.closeTo(0.9, 12), expect.closeTo(0.675, 12)]);
  expect(medianSurvival(steps)).toBeNull();
});

test('nobody, or nobody who left: no steps and no median', () => {
  expect(kaplanMeier([])).toEqual([]);
  expect(medianSurvival(kaplanMeier(atRiskOf([{ time: 3, left: 0, censored: 9 }])))).toBeNull();
});
