import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg } from '../../../src/methods/detect/benjamini-hochberg.js';

test('Benjamini & Hochberg 1995, the fifteen tests of their section 3.2: four of them at 5 %', () => {
  const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
  expect(benjaminiHochberg(p, 0.05)).toEqual(p.map((_, index) => index < 4));
});

test('a small one carries larger ones along: 0.04 alone fails at 5 % of two, beside 0.049 both pass', () => {
  expect(benjaminiHochberg([0.04, 0.5], 0.05)).toEqual([false, false]);
  expect(benjaminiHochberg([0.04, 0.049], 0.05)).toEqual([true, true]);
});

test('nothing tested, nothing believed', () => {
  expect(benjaminiHochberg([], 0.05)).toEqual([]);
});

describe('properties', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
  const rate = fc.double({ min: 0.001, max: 0.5, noNaN: true });

  test('all below Bonferroni pass, none above the rate does, and no failed p is below one that passed', () => {
    fc.assert(
      fc.property(pValues, rate, (p, q) => {
        const passed = benjaminiHochberg(p, q);
        const worst = Math.max(0, ...p.filter((_, index) => passed[index]));
        for (const [index, value] of p.entries()) {
          if (value <= q / p.length) expect(passed[index]).toBe(true);
          if (value > q) expect(passed[index]).toBe(false);
          if (!passed[index]) expect(value).toBeGreaterThan(worst);
        }
      }),
    );
  });

  test('the order does not matter', () => {
    fc.assert(
      fc.property(pValues, rate, (p, q) => {
        expect(benjaminiHochberg([...p].reverse(), q)).toEqual([...benjaminiHochberg(p, q)].reverse());
      }),
    );
  });
});
