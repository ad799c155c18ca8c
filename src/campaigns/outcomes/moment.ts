import { badInput } from '../../errors.js';
import type { TimeZone } from '../../lib/time-zone.js';
import type { Limits } from '../../security/limits.js';
import { isDate } from '../../slices/where.js';

const minute = 60_000;
const slack = 5 * minute;
const dayMs = 24 * 60 * minute;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export interface Moment {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** The operator's local day, and its month. */
  readonly day: string;
  readonly month: string;
}

/** When a contact was. Errors: BAD_USER_INPUT for no instant, one to come, or one of longer ago than `outcomeDays`. */
export function momentOf(written: string | null, now: Date, zone: TimeZone, { outcomeDays }: Limits): Moment {
  const at = written === null ? now : instantOf('at', written);
  const [from, to] = [new Date(now.getTime() - outcomeDays * dayMs), new Date(now.getTime() + slack)];
  if (at < from || at > to)
    throw badInput(
      `at: expected an instant from ${from.toISOString()} to now, found ${written}. Correct it, or leave it out for now.`,
    );
  const { day } = zone.localTime(at);
  return { at: at.toISOString(), day, month: day.slice(0, 7) };
}

/** Errors: BAD_USER_INPUT for what is no instant; `name`: as the caller calls it. */
export function instantOf(name: string, written: string): Date {
  const at = new Date(written);
  if (instant.test(written) && isDate(written.slice(0, 10)) && !Number.isNaN(at.getTime())) return at;
  throw badInput(`${name}: expected an instant like "2026-11-22T10:00:00+08:00", found ${JSON.stringify(written.slice(0, 60))}.`);
}
