import { expect, test } from 'vitest';
import { type Design, fitLogistic } from '../../../src/methods/score/logistic.js';

const design = (rows: readonly (readonly [x: readonly number[], lost: number, stayed: number])[]): Design => ({
  values: rows[0]![0].length,
  x: Float64Array.from(rows.flatMap(([x]) => x)),
  lost: Float64Array.from(rows, ([, lost]) => lost),
  stayed: Float64Array.from(rows, ([, , stayed]) => stayed),
});

/** Hours of study and the exam, the textbook's twenty students. */
const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
const students = design(hours.map((each, at) => [[each], passed[at]!, 1 - passed[at]!]));

test('without a ridge the published coefficients', () => {
  const { intercept, coefficients } = fitLogistic(students, 0);
  expect(intercept).toBeCloseTo(-4.0777, 4);
  expect(coefficients[0]).toBeCloseTo(1.5046, 4);
});

test('rows that stand for several are as many rows', () => {
  const one = fitLogistic(students, 0.5);
  const twice = fitLogistic(design(hours.map((each, at) => [[each], 2 * passed[at]!, 2 - 2 * passed[at]!])), 1);
  expect(twice.intercept).toBeCloseTo(one.intercept, 9);
  expect(twice.coefficients[0]).toBeCloseTo(one.coefficients[0]!, 9);
});

test.each([1, -1])('what is lost and what is expected differ by ridge × coefficient, or the bound holds (sign %i)', (sign) => {
  const beside = (hour: number) => sign * Math.sin(7 * hour);
  const rows = design(hours.map((each, at) => [[each, beside(each)], passed[at]!, 1 - passed[at]!]));
  const { intercept, coefficients } = fitLogistic(rows, 0.2);
  const rest = hours.map((each, at) => {
    const z = intercept + coefficients[0]! * each + coefficients[1]! * beside(each);
    return passed[at]! - 1 / (1 + Math.exp(-z));
  });
  const score = (of: (hour: number) => number) => rest.reduce((sum, each, at) => sum + each * of(hours[at]!), 0);
  expect(score(() => 1)).toBeCloseTo(0, 6);
  expect(score((hour) => hour)).toBeCloseTo(0.2 * coefficients[0]!, 6);
  // One of the two signs is held at 0, where it would go below.
  if (coefficients[1]! > 0) expect(score(beside)).toBeCloseTo(0.2 * coefficients[1]!, 6);
  else expect([coefficients[1], score(beside) < 0]).toEqual([0, true]);
});

test('what tells everybody apart ends at a finite coefficient, by the ridge', () => {
  const apart = design([0, 0, 1, 1].map((x) => [[x], x * 1000, (1 - x) * 1000]));
  const { coefficients } = fitLogistic(apart, 1);
  expect(coefficients[0]).toBeGreaterThan(5);
  expect(coefficients[0]).toBeLessThan(50);
});
