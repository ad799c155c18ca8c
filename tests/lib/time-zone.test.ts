import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftDay } from '../../src/lib/days.js';
import { isTimeZone, TimeZone } from '../../src/lib/time-zone.js';

const zone = (name: string) => new TimeZone(name);

// Of each zone by hand: an instant, and what its clocks show then.
test.each([
  ['Asia/Shanghai', '2026-10-31T15:59:59.999Z', '2026-10-31', '23:59', '2026-10-31T23:59:59+08:00'],
  ['Asia/Shanghai', '2026-10-31T16:00:00Z', '2026-11-01', '00:00', '2026-11-01T00:00:00+08:00'],
  ['Asia/Kathmandu', '2026-10-31T18:15:00Z', '2026-11-01', '00:00', '2026-11-01T00:00:00+05:45'],
  ['Europe/Berlin', '2026-07-01T22:30:00Z', '2026-07-02', '00:30', '2026-07-02T00:30:00+02:00'],
  ['Europe/Berlin', '2026-12-31T23:00:00Z', '2027-01-01', '00:00', '2027-01-01T00:00:00+01:00'],
  // Brazil gave daylight saving time up in 2019.
  ['America/Sao_Paulo', '2019-01-01T01:30:00Z', '2018-12-31', '23:30', '2018-12-31T23:30:00-02:00'],
  ['America/Sao_Paulo', '2026-01-01T02:30:00Z', '2025-12-31', '23:30', '2025-12-31T23:30:00-03:00'],
  ['UTC', '2026-02-28T23:59:59Z', '2026-02-28', '23:59', '2026-02-28T23:59:59+00:00'],
] as const)('%s: %s', (name, instant, day, time, iso) => {
  const at = new Date(instant);
  const own = zone(name);
  expect(own.localTime(at)).toEqual({ day, time });
  expect(own.iso(at)).toBe(iso);
});

describe('where the clocks are changed', () => {
  const instants = (name: string, day: string, time: string) =>
    zone(name)
      .instantsOf(day, time)
      .map((at) => at.toISOString().slice(0, 16));
  test.each([
    // Berlin: 2:00 to 3:00 is skipped on 2026-03-29 and stands twice on 2026-10-25.
    ['Europe/Berlin', '2026-03-29', '01:59', ['2026-03-29T00:59']],
    ['Europe/Berlin', '2026-03-29', '02:00', ['2026-03-29T01:00']],
    ['Europe/Berlin', '2026-03-29', '02:30', ['2026-03-29T01:00']],
    ['Europe/Berlin', '2026-03-29', '03:00', ['2026-03-29T01:00']],
    ['Europe/Berlin', '2026-10-25', '01:59', ['2026-10-24T23:59']],
    ['Europe/Berlin', '2026-10-25', '02:00', ['2026-10-25T00:00', '2026-10-25T01:00']],
    ['Europe/Berlin', '2026-10-25', '02:30', ['2026-10-25T00:30', '2026-10-25T01:30']],
    ['Europe/Berlin', '2026-10-25', '03:00', ['2026-10-25T02:00']],
    // São Paulo: midnight itself was skipped on 2018-11-04, and the hour before midnight stood twice on 2019-02-16.
    ['America/Sao_Paulo', '2018-11-04', '00:00', ['2018-11-04T03:00']],
    ['America/Sao_Paulo', '2018-11-04', '01:00', ['2018-11-04T03:00']],
    ['America/Sao_Paulo', '2019-02-16', '23:30', ['2019-02-17T01:30', '2019-02-17T02:30']],
    ['America/Sao_Paulo', '2019-02-17', '00:00', ['2019-02-17T03:00']],
    // Samoa had no 2011-12-30 at all.
    ['Pacific/Apia', '2011-12-30', '12:00', ['2011-12-30T10:00']],
    ['Asia/Shanghai', '2026-11-23', '09:00', ['2026-11-23T01:00']],
    ['Asia/Kathmandu', '2026-11-23', '09:00', ['2026-11-23T03:15']],
  ] as const)('%s: %s %s', (name, day, time, expected) => {
    expect(instants(name, day, time)).toEqual(expected);
  });

  test('a day ends where the next begins, be it 23, 24 or 25 hours long', () => {
    const hours = (name: string, day: string) =>
      (zone(name).endOf(day).getTime() - zone(name).endOf(shiftDay(day, -1)).getTime()) / 3_600_000;
    expect(hours('Europe/Berlin', '2026-03-29')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-25')).toBe(25);
    expect(hours('America/Sao_Paulo', '2018-11-04')).toBe(23);
    expect(hours('Asia/Shanghai', '2026-03-29')).toBe(24);
  });
});

test.each(['Asia/Shanghai', 'America/Sao_Paulo', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
  '%s: there and back again gives the same, to the minute',
  (name) => {
    const own = zone(name);
    const minute = fc.integer({ min: Date.UTC(1993, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    fc.assert(
      fc.property(minute, (minutes) => {
        const at = new Date(minutes * 60_000);
        const { day, time } = own.localTime(at);
        expect(own.instantsOf(day, time).map(Number)).toContain(at.getTime());
        expect(new Date(own.iso(at))).toEqual(at);
      }),
    );
  },
);

test.each([
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['Asia/Peking', false],
  ['+08:00', false],
  ['', false],
])('%j: is it a time zone? %s', (name, expected) => expect(isTimeZone(name)).toBe(expected));
