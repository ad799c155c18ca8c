import type { ContactPolicy, Offer, SceneRule } from '../../catalogue/offers/types.js';
import { badInput } from '../../errors.js';
import type { TimeZone } from '../../lib/time-zone.js';
import type { Limits } from '../../security/limits.js';
import { callableFrom } from '../work/callable.js';
import { instantOf } from './moment.js';
import type { NewOutcome } from './new-outcome.js';

/** What an appointment must fit. */
export interface CallBackTerms {
  readonly now: Date;
  readonly zone: TimeZone;
  readonly scene: SceneRule;
  readonly offer: Offer;
  readonly policy: ContactPolicy;
  readonly limits: Limits;
  /** The last day of the list that it is for; null: any. */
  readonly lastDay: string | null;
}

/**
 * When a customer asked to be called back, ISO 8601 in UTC. Errors: BAD_USER_INPUT with another outcome than CALL_BACK, for what is no
 * instant, and for one that is over, too far ahead, after the list's last day, or when he may not be called.
 */
export function callBackOf({ callBackAt, outcome }: NewOutcome, terms: CallBackTerms): string | null {
  if (callBackAt === null || callBackAt === undefined) return null;
  const { now, zone, scene, offer, policy, limits, lastDay } = terms;
  if (outcome !== 'CALL_BACK')
    throw badInput(`callBackAt: expected it with outcome CALL_BACK only, found ${outcome}. Leave it out, or tell CALL_BACK.`);
  const at = instantOf('callBackAt', callBackAt);
  const latest = new Date(now.getTime() + limits.callBackDays * 86_400_000);
  if (at <= now || at > latest)
    throw badInput(`callBackAt: expected an instant after now, to ${latest.toISOString()}, found ${callBackAt}. Correct it.`);
  if (lastDay !== null && zone.localTime(at).day > lastDay)
    throw badInput(
      `callBackAt: expected a time up to ${lastDay}, the list’s last day, found ${callBackAt}. Agree upon an earlier one.`,
    );
  const next = callableFrom(at, zone, scene, policy, offer);
  if (next === null) return at.toISOString();
  throw badInput(
    `callBackAt: expected a time in the hours of ${scene.code} and outside the quiet hours, found ${callBackAt}. The next is ${next}.`,
  );
}
