import { describe, expect, test } from 'vitest';
import { callableFrom } from '../../../src/campaigns/work/callable.js';
import { TimeZone } from '../../../src/lib/time-zone.js';

const shanghai = new TimeZone('Asia/Shanghai');
const scene = { code: 'OUTBOUND', callable: { from: '09:00', to: '20:00' }, isVisit: false } as const;
const policy = { quietHours: { from: '21:00', to: '08:00' }, serviceExemptFrom: [] } as const;
const offer = { isService: false };
const at = (time: string): Date => new Date(`2026-11-30T${time}:00+08:00`);

describe('hours of a scene and quiet hours', () => {
  test.each([
    ['00:00', '2026-11-30T09:00:00+08:00'],
    ['08:59', '2026-11-30T09:00:00+08:00'],
    ['09:00', null],
    ['19:59', null],
    ['20:00', '2026-12-01T09:00:00+08:00'],
    ['23:59', '2026-12-01T09:00:00+08:00'],
  ])('called from nine to eight: at %s', (time, expected) => {
    expect(callableFrom(at(time), shanghai, scene, policy, offer)).toBe(expected);
  });

  test.each([
    ['07:59', '2026-11-30T08:00:00+08:00'],
    ['08:00', null],
    ['20:59', null],
    ['21:00', '2026-12-01T08:00:00+08:00'],
  ])('without hours of its own the quiet hours hold: at %s', (time, expected) => {
    expect(callableFrom(at(time), shanghai, { ...scene, callable: null }, policy, offer)).toBe(expected);
  });

  test('both hold: a scene that opens within the quiet hours waits for their end, one over midnight is cut', () => {
    const night = { ...scene, callable: { from: '19:00', to: '10:00' } };
    expect(callableFrom(at('22:00'), shanghai, night, policy, offer)).toBe('2026-12-01T08:00:00+08:00');
    expect(callableFrom(at('09:30'), shanghai, night, policy, offer)).toBeNull();
    expect(callableFrom(at('10:00'), shanghai, night, policy, offer)).toBe('2026-11-30T19:00:00+08:00');
    expect(callableFrom(at('20:30'), shanghai, night, policy, offer)).toBeNull();
  });

  test('a visit knows no quiet hours, nor does a service message that is exempt', () => {
    expect(callableFrom(at('23:00'), shanghai, { ...scene, callable: null, isVisit: true }, policy, offer)).toBeNull();
    const exempt = { ...policy, serviceExemptFrom: ['QUIET_HOURS'] } as const;
    const always = { ...scene, callable: null };
    expect(callableFrom(at('23:00'), shanghai, always, exempt, { isService: true })).toBeNull();
    expect(callableFrom(at('23:00'), shanghai, always, exempt, offer)).toBe('2026-12-01T08:00:00+08:00');
    expect(callableFrom(at('23:00'), shanghai, always, policy, { isService: true })).toBe('2026-12-01T08:00:00+08:00');
  });

  test('hours that leave no time are refused', () => {
    const never = { ...scene, callable: { from: '22:00', to: '23:00' } };
    expect(() => callableFrom(at('10:00'), shanghai, never, policy, offer)).toThrow(
      /OUTBOUND: expected callable hours .* found none left/,
    );
  });

  test.each([
    // In Berlin the clocks go from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25.
    ['2026-03-28T20:00:00+01:00', '09:00', '2026-03-29T09:00:00+02:00'],
    ['2026-03-29T01:00:00+01:00', '02:30', '2026-03-29T03:00:00+02:00'],
    ['2026-10-24T21:00:00+02:00', '09:00', '2026-10-25T09:00:00+01:00'],
    ['2026-10-25T01:00:00+02:00', '02:30', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T02:10:00+01:00', '02:30', '2026-10-25T02:30:00+01:00'],
  ])('where the clocks are changed: asked at %s, open from %s', (now, from, expected) => {
    const opens = { ...scene, callable: { from, to: '20:00' } };
    const loud = { ...policy, quietHours: { from: '00:00', to: '00:01' } };
    expect(callableFrom(new Date(now), new TimeZone('Europe/Berlin'), opens, loud, offer)).toBe(expected);
  });
});
