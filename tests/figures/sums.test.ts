import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, difference } from '../../src/figures/compare.js';
import { absenceOf, valueFrom } from '../../src/figures/figure.js';
import { add, addAll, evaluate, subtract, toMillionths } from '../../src/figures/sums.js';
import { monthsUpTo } from '../../src/lib/months.js';
import { overlaid } from '../catalogue/support.js';

const linear = (terms: Record<string, number>) => ({ terms: new Map(Object.entries(terms)) });

describe('toMillionths', () => {
  test.each([
    [null, null],
    [undefined, null],
    [0, 0],
    [7, 7_000_000],
    [12345678901234567890n, 12345678901234567890000000n],
    ['12.50', 12_500_000],
    ['-0.50', -500_000],
    ['-0.00', 0],
    ['-12.345678', -12_345_678],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ['9007199254.740992', 2n ** 53n],
    ['99999999999999999999.01', 99999999999999999999010000n],
    ['3', 3_000_000],
    [0.1, 100_000],
    [-2.5, -2_500_000],
  ])('%s', (value, expected) => {
    expect(toMillionths(value)).toBe(expected);
  });

  test('a DECIMAL of up to six decimals is what its digits say, however many there are', () => {
    const digits = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    // Near 10^15 millionths the way changes.
    const near = fc.integer({ min: -50, max: 50 }).map((more) => 10n ** 15n + BigInt(more));
    fc.assert(
      fc.property(fc.oneof(digits, near), fc.integer({ min: 0, max: 6 }), (value, scale) => {
        const places = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
        const whole = places.slice(0, places.length - scale);
        const text = `${value < 0n ? '-' : ''}${whole}${scale > 0 ? `.${places.slice(-scale)}` : ''}`;
        expect(BigInt(toMillionths(text)!)).toBe(value * 10n ** BigInt(6 - scale));
      }),
      { numRuns: 2000 },
    );
  });

  test('money is exact whatever the order: a million fen make ten thousand yuan', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 }), (fen) => {
        const text = (value: number) =>
          `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
        const sums = fen.map((value) => ({ revenue: toMillionths(text(value)) }));
        const total = evaluate(linear({ revenue: 1 }), addAll(sums));
        expect(total).toBe(fen.reduce((a, b) => a + b, 0) / 100);
        expect(evaluate(linear({ revenue: 1 }), addAll([...sums].reverse()))).toBe(total);
      }),
    );
  });
});

describe('add and evaluate', () => {
  test('empty sums: null only where both are', () => {
    expect(add({ a: null, b: null, c: 1 }, { a: null, b: 2, d: null })).toEqual({ a: null, b: 2, c: 1, d: null });
    expect(addAll([])).toEqual({});
    expect(evaluate(linear({ a: 1, b: -1 }), { a: null })).toBe(0);
  });

  test('coefficients: exact to six decimals, and right where they are no decimals', () => {
    const sums = { a: 3_000_000, b: 1_000_000 };
    expect(evaluate(linear({ a: 0.5, b: 0.5 }), sums)).toBe(2);
    expect(evaluate(linear({ a: 0.1, b: -0.3 }), sums)).toBe(0);
    expect(evaluate(linear({ a: 1 / 3 }), sums)).toBeCloseTo(1, 14);
    expect(evaluate(linear({ a: 1e-9 }), sums)).toBeCloseTo(3e-9, 20);
    expect(evaluate(linear({ a: 1 / 7, b: 2 }), sums)).toBeCloseTo(3 / 7 + 2, 14);
    expect(evaluate(linear({ a: 100 }), sums, 3)).toBe(100);
  });

  test('beyond what a double adds exactly: 2^53 fen and one more', () => {
    const sums = addAll([
      { a: toMillionths('90071992547409.92') },
      { a: toMillionths('0.01') },
      { a: toMillionths('-90071992547409.92') },
    ]);
    expect(evaluate(linear({ a: 1 }), sums)).toBe(0.01);
  });
});

test('sums are the same as with whole numbers of any size, on either side of what a double holds', () => {
  const near = fc.oneof(
    fc.bigInt(-(10n ** 4n), 10n ** 4n),
    fc.bigInt(2n ** 53n - 10n ** 4n, 2n ** 53n + 10n ** 4n),
    fc.bigInt(-(2n ** 70n), 2n ** 70n),
  );
  const text = (millionths: bigint) => {
    const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
    return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
  };
  fc.assert(
    fc.property(fc.array(near, { minLength: 1, maxLength: 12 }), fc.integer({ min: -1000, max: 1000 }), (values, factor) => {
      const total = addAll(values.map((value) => ({ a: toMillionths(text(value)) })));
      const whole = values.reduce((sum, value) => sum + value, 0n);
      expect(BigInt(total.a!)).toBe(whole);
      expect(BigInt(subtract(total, { a: toMillionths(text(values[0]!)) }).a!)).toBe(whole - values[0]!);
      expect(evaluate(linear({ a: factor, b: 1 }), { ...total, b: toMillionths('0.5') })).toBe(
        Number(text(whole * BigInt(factor) + 500_000n)),
      );
    }),
    { numRuns: 2000 },
  );
});

describe('figures', () => {
  const catalogue = overlaid();
  const [arpu, revenue, opening, retention] = ['ARPU', 'REVENUE', 'OPENING_SUBSCRIBERS', 'RETENTION_6M'].map(
    (code) => catalogue.measures.get(code)!,
  );
  const columns = [...catalogue.parts.values()]
    .flatMap(({ needs }) => needs)
    .map((need) => (need.includes('.') ? need : `number_month.${need}`));
  const coverage = { months: monthsUpTo('2026-10', 8), provided: new Set(columns), empty: new Map() };

  test('a ratio is recomputed from its sums, never averaged; a flow over months is their mean', () => {
    const sums = { revenue: 300_000_000n, opening_subscribers: 4_000_000n, closing_subscribers: 6_000_000n };
    expect(valueFrom(arpu!, sums, 3)).toEqual({ value: 60, absence: null });
    expect(valueFrom(revenue!, sums, 3)).toEqual({ value: 100, absence: null });
    expect(valueFrom(arpu!, { revenue: 1n })).toEqual({ value: null, absence: 'ZERO_DENOMINATOR' });
  });

  test('absenceOf: a column that is lacking comes before months that are', () => {
    expect(absenceOf(revenue!, ['2026-10'], { coverage, catalogue })).toBeNull();
    expect(absenceOf(revenue!, ['2026-02'], { coverage, catalogue })).toBe('NO_BASELINE');
    expect(absenceOf(revenue!, ['2026-02'], { coverage: { ...coverage, provided: new Set() }, catalogue })).toBe('NOT_PROVIDED');
    expect(absenceOf(revenue!, [], { coverage, catalogue })).toBe('NO_BASELINE');
    expect([
      absenceOf(opening!, ['2026-03'], { coverage, catalogue }),
      absenceOf(opening!, ['2026-04'], { coverage, catalogue }),
    ]).toEqual(['NO_BASELINE', null]);
    expect([
      absenceOf(retention!, ['2026-08'], { coverage, catalogue }),
      absenceOf(retention!, ['2026-09'], { coverage, catalogue }),
    ]).toEqual(['NO_BASELINE', null]);
  });

  test('compare: the change, its rate of the baseline’s size, and why there is none', () => {
    expect(compare({ value: 48.12, absence: null }, { value: 47.9, absence: null })).toEqual({
      value: 48.12,
      baseline: 47.9,
      change: 0.22,
      changeRate: 0.22 / 47.9,
      absence: null,
    });
    expect(compare({ value: 1, absence: null }, { value: -2, absence: null }).changeRate).toBe(1.5);
    expect(compare({ value: 1, absence: null }, { value: 0, absence: null })).toMatchObject({ change: 1, changeRate: null });
    expect(compare({ value: 1, absence: null }, { value: null, absence: 'NO_BASELINE' })).toMatchObject({
      change: null,
      absence: 'NO_BASELINE',
    });
    expect(compare({ value: null, absence: 'ZERO_DENOMINATOR' }, { value: null, absence: 'NO_BASELINE' }).absence).toBe(
      'ZERO_DENOMINATOR',
    );
    expect(compare({ value: 1, absence: null }, null)).toMatchObject({ baseline: null, change: null, absence: null });
  });

  test('difference has no digits that only binary fractions have, and is never off by more than the fifteenth', () => {
    expect([difference(48.12, 47.9), difference(0.3, 0.1), difference(5, 5), difference(0, 0)]).toEqual([0.22, 0.2, 0, 0]);
    const amount = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(difference(a / 100, b / 100)).toBe((a - b) / 100);
      }),
    );
  });
});
