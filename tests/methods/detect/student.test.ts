import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoSidedStudentP } from '../../../src/methods/detect/student.js';

/** Two-sided 5 % and 1 % points: Abramowitz & Stegun 1964, table 26.10. */
test.each([
  [1, 12.706, 63.657],
  [2, 4.303, 9.925],
  [3, 3.182, 5.841],
  [4, 2.776, 4.604],
  [7, 2.365, 3.499],
  [10, 2.228, 3.169],
  [15, 2.131, 2.947],
  [30, 2.042, 2.75],
])('%i degrees: 5 %% beyond %f, 1 %% beyond %f', (degrees, five, one) => {
  expect(twoSidedStudentP(five, degrees)).toBeCloseTo(0.05, 4);
  expect(twoSidedStudentP(one, degrees)).toBeCloseTo(0.01, 4);
});

test('no deviation is certain, an endless one impossible', () => {
  expect(twoSidedStudentP(0, 5)).toBe(1);
  expect(twoSidedStudentP(Number.POSITIVE_INFINITY, 5)).toBe(0);
});

describe('properties', () => {
  const t = fc.double({ min: 0, max: 100, noNaN: true });
  const degrees = fc.integer({ min: 1, max: 60 });

  test('the same up and down, and between 0 and 1', () => {
    fc.assert(
      fc.property(t, degrees, (value, nu) => {
        expect(twoSidedStudentP(-value, nu)).toBe(twoSidedStudentP(value, nu));
        expect(twoSidedStudentP(value, nu)).toBeGreaterThanOrEqual(0);
        expect(twoSidedStudentP(value, nu)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('farther off is rarer, and so it is with more degrees of freedom', () => {
    fc.assert(
      fc.property(t, t, degrees, (a, b, nu) => {
        expect(twoSidedStudentP(a + b, nu)).toBeLessThanOrEqual(twoSidedStudentP(a, nu) + 1e-12);
        expect(twoSidedStudentP(a, nu + 1)).toBeLessThanOrEqual(twoSidedStudentP(a, nu) + 1e-12);
      }),
    );
  });
});
