import { shiftDay } from './days.js';

/** China has one time zone, without daylight saving time since 1991. */
export const chinaTime = 'Asia/Shanghai';

/** "2026-10-31" and "09:05": what a calendar and a clock on the wall show. */
export interface LocalTime {
  readonly day: string;
  readonly time: string;
}

/** "Asia/Shanghai", or another name of the IANA database that this Node knows; no bare offset, as that is no rule for all the year. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** Turns instants into the local days and times of an IANA time zone and back, also where the clocks are changed. */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;

  /** Errors: RangeError for an unknown name; see `isTimeZone`. */
  constructor(readonly name: string) {
    const [two, four] = ['2-digit', 'numeric'] as const;
    const time = { hour: two, minute: two, second: two, hourCycle: 'h23' } as const;
    this.format = new Intl.DateTimeFormat('en-u-ca-iso8601', { timeZone: name, year: four, month: two, day: two, ...time });
  }

  localTime(at: Date): LocalTime {
    const [day, time] = new Date(at.getTime() + this.offset(at.getTime())).toISOString().split('T') as [string, string];
    return { day, time: time.slice(0, 5) };
  }

  /**
   * When the clock comes to show a time: twice where an hour is doubled. Where the time is skipped, that is when the clock jumps over it,
   * so there is always one.
   */
  instantsOf(day: string, time: string): readonly Date[] {
    const wall = Date.parse(`${day}T${time}:00Z`);
    // A zone is at most 14 hours off, and changes its clocks far less often than once in two days.
    const [before, after] = [wall - dayMs, wall + dayMs] as const;
    const offsets = [...new Set([this.offset(before), this.offset(after)])];
    const found = offsets.map((offset) => wall - offset).filter((at) => at + this.offset(at) === wall);
    return (found.length > 0 ? found.sort((a, b) => a - b) : [this.jump(before, after)]).map((at) => new Date(at));
  }

  /** The first of `instantsOf`. */
  instantOf(day: string, time: string): Date {
    return this.instantsOf(day, time)[0]!;
  }

  /** The first instant after a day: midnight, or where the clocks are put forward at midnight, that very moment. */
  endOf(day: string): Date {
    return this.instantOf(shiftDay(day, 1), '00:00');
  }

  /** ISO 8601 to the second with the offset that holds then: "2026-11-23T09:00:00+08:00". */
  iso(at: Date): string {
    const offset = this.offset(at.getTime());
    const local = new Date(at.getTime() + offset).toISOString().slice(0, 19);
    const minutes = Math.round(Math.abs(offset) / 60_000);
    const digits = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
    return `${local}${offset < 0 ? '-' : '+'}${digits.join(':')}`;
  }

  /** What local time is ahead of UTC, ms. */
  private offset(at: number): number {
    const parts = Object.fromEntries(this.format.formatToParts(at).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, second } = parts;
    // The format knows no milliseconds.
    return Date.parse(`${year!.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1000) * 1000;
  }

  /** The first instant of the later of two offsets, by halving. */
  private jump(before: number, after: number): number {
    const old = this.offset(before);
    let [low, high] = [before, after];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offset(middle) === old) low = middle;
      else high = middle;
    }
    return high;
  }
}

const dayMs = 86_400_000;
