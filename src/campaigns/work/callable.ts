import type { ContactPolicy, Hours, Offer, SceneRule } from '../../catalogue/offers/types.js';
import { isExempt } from '../../decisions/exempt.js';
import { badInput } from '../../errors.js';
import { shiftDay } from '../../lib/days.js';
import type { TimeZone } from '../../lib/time-zone.js';

/**
 * When a number may be contacted at the earliest, by the scene's hours and the quiet hours: null for now, else an instant in the
 * operator's time zone, "2026-11-23T09:00:00+08:00". Errors: BAD_USER_INPUT where these hours leave no time at all.
 */
export function callableFrom(
  now: Date,
  zone: TimeZone,
  { code, callable, isVisit }: Pick<SceneRule, 'code' | 'callable' | 'isVisit'>,
  policy: Pick<ContactPolicy, 'quietHours' | 'serviceExemptFrom'>,
  offer: Pick<Offer, 'isService'>,
): string | null {
  const quiet = isVisit || isExempt(offer, policy, 'QUIET_HOURS') ? null : policy.quietHours;
  const isOpen = (time: string): boolean => (!callable || isWithin(time, callable)) && !(quiet && isWithin(time, quiet));
  const { day, time } = zone.localTime(now);
  if (isOpen(time)) return null;
  const openings = [callable?.from, quiet?.to].filter((at) => at !== undefined && isOpen(at)) as string[];
  // Three days: where the clocks skip an opening it may be as late as the day after tomorrow.
  const instants = [0, 1, 2].flatMap((days) => openings.flatMap((at) => zone.instantsOf(shiftDay(day, days), at)));
  const [next] = instants.filter((at) => at > now && isOpen(zone.localTime(at).time)).sort((a, b) => a.getTime() - b.getTime());
  if (next) return zone.iso(next);
  throw badInput(
    `${code}: expected callable hours beside the quiet hours, found none left. Change scenes.yaml or contact-policy.yaml.`,
  );
}

const isWithin = (time: string, { from, to }: Hours): boolean =>
  from < to ? time >= from && time < to : time >= from || time < to;
