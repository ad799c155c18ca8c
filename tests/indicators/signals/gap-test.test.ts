import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GapPoint, knownGap, shiftedGap } from '../../../src/indicators/signals/gap-test.js';

const rule = { months: 3, gap: 0.01 };
const points = (ratios: readonly number[], chance = 0): readonly GapPoint[] =>
  ratios.map((ratio, position) => ({ position, ratio, chance }));
const level = (count: number, at = 1, step = 0.01) =>
  Array.from({ length: count }, (_, index) => at + (index % 2 ? step : -step));

describe('against something known', () => {
  const scatter = { scatter: 0.02, degrees: 8 };
  test('three months 4 % below, with 2 % of scatter: t = 0.04 ÷ (0.02 ÷ √3), open since it fell below', () => {
    const found = knownGap(points([1.02, 0.96, 0.96, 0.96, 0.96]), scatter, rule, 1)!;
    expect(found).toMatchObject({ monthsOpen: 4, level: 1 });
    expect(found.error).toBeCloseTo(0.02 / Math.sqrt(3), 12);
    // Student's with 8 degrees at 3.464: 0.0085 (tables have 3.355 for 0.01, 3.833 for 0.005).
    expect(found.pValue).toBeGreaterThan(0.005);
    expect(found.pValue).toBeLessThan(0.01);
  });

  test('above is no gap where up is good, and is one where down is', () => {
    const above = points([1.04, 1.04, 1.04]);
    expect(knownGap(above, scatter, rule, 1)).toMatchObject({ monthsOpen: 0, pValue: 1 });
    expect(knownGap(above, scatter, rule, -1)).toMatchObject({ monthsOpen: 3 });
  });

  test('it closes with the first month that is level again; a month that is missing is not bridged', () => {
    expect(knownGap(points([0.9, 0.9, 0.9, 0.9, 0.995]), scatter, rule, 1)).toMatchObject({ monthsOpen: 0, pValue: 1 });
    const gappy = points([0.9, 0.9, 0.9, 0.9]).map((point, index) => ({ ...point, position: index < 2 ? index : index + 1 }));
    expect(knownGap(gappy, scatter, rule, 1)).toMatchObject({ monthsOpen: 0 });
    expect(knownGap(points([0.9, 0.9]), scatter, rule, 1)).toBeNull();
  });

  test('a count scatters by chance at least, however quiet its months were', () => {
    const quiet = knownGap(points([0.9, 0.9, 0.9], 0.2), { scatter: 0.001, degrees: 8 }, rule, 1)!;
    expect(quiet.pValue).toBeGreaterThan(0.3);
  });
});

describe('against peers', () => {
  test('who has always stood lower has no gap; who has left the level has one, until it is back', () => {
    expect(shiftedGap(points(level(15, 0.7)), 6, rule, 1)!.pValue).toBe(1);
    const left = [...level(11, 0.7), 0.6, 0.6, 0.6, 0.6];
    const found = shiftedGap(points(left), 6, rule, 1)!;
    expect(found.monthsOpen).toBe(4);
    expect(found.level).toBeCloseTo(0.7 - 0.01 / 11, 12);
    expect(found.pValue).toBeLessThan(0.001);
    expect(shiftedGap(points([...left, 0.7]), 6, rule, 1)!.pValue).toBe(1);
  });

  test('fewer months than the level and the gap need: not tested', () => {
    expect(shiftedGap(points(level(8)), 6, rule, 1)).toBeNull();
    expect(shiftedGap(points(level(9)), 6, rule, 1)).not.toBeNull();
  });

  test('its age grows by one with each month that it stays open, as far as the data go back', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 6, max: 12 }),
        fc.constantFrom(1, -1),
        (open, before, direction) => {
          const ratios = [...level(before, 1), ...Array.from({ length: open }, () => 1 - direction * 0.2)];
          const found = shiftedGap(points(ratios), 6, rule, direction as 1 | -1)!;
          expect([found.monthsOpen, found.pValue < 0.01]).toEqual([open, true]);
        },
      ),
    ));
});

/** Standard normal, from a generator of its own, so that the share is the same in every run. */
function* normals(seed: number): Generator<number> {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  for (;;) yield Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

test('of series that are nothing but scatter hardly one in a hundred is below a p-value of 1 %', () => {
  const draw = normals(7);
  const series = () => points(Array.from({ length: 15 }, () => 1 + 0.03 * draw.next().value));
  const runs = 4000;
  const share = (pValues: readonly number[]) => pValues.filter((p) => p < 0.01).length / pValues.length;
  const shifted = Array.from({ length: runs }, () => shiftedGap(series(), 6, rule, 1)!.pValue);
  const known = Array.from({ length: runs }, () => knownGap(series(), { scatter: 0.03, degrees: 8 }, rule, 1)!.pValue);
  expect(share(shifted)).toBeLessThan(0.015);
  expect(share(known)).toBeLessThan(0.01);
});
