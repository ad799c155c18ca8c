import { describe, expect, test } from 'vitest';
import { type Formula, holds, magnitude } from '../../../src/methods/decompose/formula.js';

const v = (index: number): Formula => ({ kind: 'variable', index });
const binary = (op: '+' | '-' | '*' | '/', left: Formula, right: Formula): Formula => ({ kind: 'binary', op, left, right });

describe('does a formula hold?', () => {
  test('a difference of large numbers is judged by what it is made of', () => {
    const difference = binary('-', v(0), v(1));
    expect(magnitude(difference, [1_000_000, 999_999])).toBe(1_999_999);
    expect(holds(difference, [1_000_000, 999_999], 1 + 1e-4, 1e-9)).toBe(true);
    expect(holds(difference, [1_000_000, 999_999], 1.01, 1e-9)).toBe(false);
  });

  test('a ratio is judged by its own value, however large its parts', () => {
    const ratio = binary('/', v(0), v(1));
    expect(holds(ratio, [16_000, 1_000_000], 0.016, 1e-9)).toBe(true);
    expect(holds(ratio, [16_000, 1_000_000], 0.016 + 1e-8, 1e-9)).toBe(false);
  });

  test('what is no number does not hold', () => {
    expect(holds(binary('/', v(0), v(1)), [0, 0], 0, 1e-9)).toBe(false);
  });
});
