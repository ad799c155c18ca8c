import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { instantText, typedInstant, typedText } from '../../src/console/format/times.ts';
import { TimeZone } from '../../src/lib/time-zone.ts';

const zones = ['Asia/Shanghai', 'Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
const own = process.env.TZ;
afterAll(() => {
  if (own === undefined) delete process.env.TZ;
  else process.env.TZ = own;
});

/** A browser stands where its TZ says. */
const inBrowserOf = <T>(browser: string, look: () => T): T => {
  process.env.TZ = browser;
  return look();
};

// A year in minutes, with every change of the clocks in it.
const instants = fc.integer({ min: 0, max: 366 * 24 * 60 }).map((minute) => new Date(Date.UTC(2026, 0, 1, 0, minute)));

describe('moments are the operator’s, wherever the browser stands', () => {
  const cases = fc.record({ operator: fc.constantFrom(...zones), browser: fc.constantFrom(...zones), at: instants });

  test('what is typed is what is shown again', () => {
    fc.assert(
      fc.property(cases, ({ operator, browser, at }) =>
        inBrowserOf(browser, () => {
          const zone = new TimeZone(operator);
          // Any time that the clock shows; which of two where it shows it twice, nobody can type.
          const typed = typedText(at.toISOString(), zone);
          const told = typedInstant(typed, zone)!;
          expect(typedText(told, zone)).toBe(typed);
          expect(Date.parse(told)).toBeLessThanOrEqual(at.getTime());
          expect(instantText(told, 'EN', zone)).toContain(typed.slice(11));
        }),
      ),
    );
  });

  test('the browser’s zone changes neither what is stored nor what is read', () => {
    fc.assert(
      fc.property(cases, ({ operator, browser, at }) => {
        const zone = new TimeZone(operator);
        const look = () => {
          const typed = typedText(at.toISOString(), zone);
          return [typed, typedInstant(typed, zone), instantText(at.toISOString(), 'ZH', zone)];
        };
        expect(inBrowserOf(browser, look)).toEqual(inBrowserOf('UTC', look));
      }),
    );
  });

  test('by hand', () => {
    const [shanghai, berlin] = [new TimeZone('Asia/Shanghai'), new TimeZone('Europe/Berlin')];
    expect(typedInstant('2026-11-02T13:00', shanghai)).toBe('2026-11-02T05:00:00.000Z');
    expect(typedText('2026-11-02T05:00:00.000Z', shanghai)).toBe('2026-11-02T13:00');
    expect(instantText('2026-11-02T05:00:00.000Z', 'EN', shanghai)).toBe('2 Nov 2026, 13:00');
    expect(instantText('2026-11-02T05:00:00.000Z', 'ZH', shanghai)).toBe('2026年11月2日 13:00');
    // 2:30 is skipped there: the moment is when the clock jumps over it. An empty field is no moment.
    expect(typedInstant('2026-03-29T02:30', berlin)).toBe('2026-03-29T01:00:00.000Z');
    expect(typedInstant('', berlin)).toBeNull();
    expect(typedInstant('2026-11-02T13:00:30', shanghai)).toBe('2026-11-02T05:00:00.000Z');
  });
});
