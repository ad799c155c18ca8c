import type { ContactPolicy, Hours, Offer, SceneRule } from '../../catalogue/offers/types.js';
import { isExempt } from '../../decisions/contact-state.js';
import { localTime } from '../../decisions/local-time.js';
import { badInput } from '../../errors.js';
import { shiftDay } from '../../lib/days.js';

/**
 * When a number may be contacted at the earliest, by the scene's hours and the quiet hours: null for now, else an instant in the
 * operator's time zone, "2026-11-23T09:00:00+08:00". Errors: BAD_USER_INPUT where these hours leave no time at all.
 */
export function callableFrom(
  now: Date,
  { code, callable, isVisit }: Pick<SceneRule, 'code' | 'callable' | 'isVisit'>,
  policy: Pick<ContactPolicy, 'quietHours' | 'serviceExemptFrom'>,
  offer: Pick<Offer, 'isService'>,
): string | null {
  const quiet = isVisit || isExempt(offer, policy, 'QUIET_HOURS') ? null : policy.quietHours;
  const isOpen = (time: string): boolean => (!callable || isWithin(time, callable)) && !(quiet && isWithin(time, quiet));
  const { day, time } = localTime(now);
  if (isOpen(time)) return null;
  const openings = [callable?.from, quiet?.to].filter((at) => at !== undefined && isOpen(at)).sort() as string[];
  const next = openings.find((at) => at > time);
  if (next !== undefined) return `${day}T${next}:00+08:00`;
  if (openings[0] !== undefined) return `${shiftDay(day, 1)}T${openings[0]}:00+08:00`;
  throw badInput(
    `${code}: expected callable hours beside the quiet hours, found none left. Change scenes.yaml or contact-policy.yaml.`,
  );
}

const isWithin = (time: string, { from, to }: Hours): boolean =>
  from < to ? time >= from && time < to : time >= from || time < to;
