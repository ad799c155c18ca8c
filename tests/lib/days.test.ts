import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysOfWeek, shiftDay, shiftDayByMonths } from '../../src/lib/days.js';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2299-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const by = fc.integer({ min: -100_000, max: 100_000 });

test('days are shifted over the ends of months, years and Februaries', () => {
  const shifted = [shiftDay('2026-10-31', 1), shiftDay('2026-01-01', -1), shiftDay('2024-02-28', 1), shiftDay('2100-02-28', 1)];
  expect(shifted).toEqual(['2026-11-01', '2025-12-31', '2024-02-29', '2100-03-01']);
});

test('by months the day stays, or is the last that the month has', () => {
  const shifted = [shiftDayByMonths('2026-11-02', -12), shiftDayByMonths('2026-08-31', 6), shiftDayByMonths('2024-02-29', -12)];
  expect(shifted).toEqual(['2025-11-02', '2027-02-28', '2023-02-28']);
});

test('shifts add up: none changes nothing, and one after the other is both at once', () => {
  fc.assert(
    fc.property(day, by, by, (from, a, b) => {
      expect(shiftDay(from, 0)).toBe(from);
      expect(shiftDay(shiftDay(from, a), b)).toBe(shiftDay(from, a + b));
    }),
  );
});

// By hand from ISO 8601's own examples: 2008-W39, 2009-W01 begins in 2008, 2009-W53 ends in 2010.
test.each([
  ['2008-W39', '2008-09-22', '2008-09-28'],
  ['2009-W01', '2008-12-29', '2009-01-04'],
  ['2009-W53', '2009-12-28', '2010-01-03'],
  ['2026-W41', '2026-10-05', '2026-10-11'],
])('%s is %s to %s', (week, monday, sunday) => {
  const days = daysOfWeek(week);
  expect([days.length, days[0], days[6]]).toEqual([7, monday, sunday]);
});
