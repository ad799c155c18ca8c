import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMonth, lastDay, monthAt, monthIndex, monthsBetween, monthsUpTo, shiftMonth } from '../../src/lib/months.js';

const month = fc
  .tuple(fc.integer({ min: 1000, max: 2999 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);
const by = fc.integer({ min: -6000, max: 6000 });

test('months are shifted over the turn of the year', () => {
  const shifted = [shiftMonth('2026-01', -1), shiftMonth('2025-12', 1), shiftMonth('2026-10', -12), shiftMonth('2026-03', -15)];
  expect(shifted).toEqual(['2025-12', '2026-01', '2025-10', '2024-12']);
  expect(shiftMonth('0999-12', 1)).toBe('1000-01');
});

test('shifts add up: none changes nothing, and one after the other is both at once', () => {
  fc.assert(
    fc.property(month, by, by, (from, a, b) => {
      expect(shiftMonth(from, 0)).toBe(from);
      expect(shiftMonth(shiftMonth(from, a), b)).toBe(shiftMonth(from, a + b));
      expect(monthIndex(shiftMonth(from, a)) - monthIndex(from)).toBe(a);
      expect(monthAt(monthIndex(from))).toBe(from);
    }),
  );
});

test('months sort as they follow each other', () => {
  fc.assert(fc.property(month, month, (a, b) => a < b === monthIndex(a) < monthIndex(b)));
});

test('months up to one, and between two', () => {
  expect(monthsUpTo('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02']);
  expect(monthsUpTo('2026-02', 0)).toEqual([]);
  expect(monthsBetween('2025-12', '2026-02')).toEqual(['2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
  expect(monthsBetween('2026-03', '2026-02')).toEqual([]);
});

test('the last day of each month of 400 years is the day before the first of the next', () => {
  for (const each of monthsBetween('1900-01', '2299-12')) {
    const before = new Date(Date.parse(`${shiftMonth(each, 1)}-01T00:00:00Z`) - 1);
    expect(lastDay(each)).toBe(before.toISOString().slice(0, 10));
  }
});

test('February is longer in leap years, and centuries are none unless they divide by 400', () => {
  const days = ['2023', '2024', '1900', '2000', '2100', '0096'].map((year) => lastDay(`${year}-02`).slice(8));
  expect(days).toEqual(['28', '29', '28', '29', '28', '29']);
});

test.each([
  ['2026-10', true],
  ['2026-13', false],
  ['2026-00', false],
  ['2026-1', false],
  ['2026-10-31', false],
  ['', false],
])('%j: is it a month? %s', (text, expected) => expect(isMonth(text)).toBe(expected));
