import type { Offer } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { groupedBy } from '../lib/grouped-by.js';
import { mantelHaenszel, type Stratum } from '../methods/experiment/mantel-haenszel.js';
import { leastUnits, sampleRatioAlarm, sampleRatioP } from '../methods/experiment/sample-ratio.js';
import type { Proportion } from '../methods/experiment/wilson.js';

/** Share of the loss that an offer prevents where it is accepted (0 to 1), and who says so. */
export interface RetentionEffect {
  readonly share: number;
  readonly from: 'HOLD_OUT' | 'OFFER';
}

/** One arm of a list with an offer: what became of its numbers within a horizon. */
export interface HeldOutArm {
  readonly list: string;
  readonly offer: string;
  readonly horizon: number;
  /** The share that was to be kept out, 0 to 1. */
  readonly share: number;
  readonly treated: boolean;
  readonly numbers: number;
  /** Households, customers or single numbers that were drawn, and Σ numbers² of them. */
  readonly units: number;
  readonly squares: number;
  /** Numbers that truly left, and those that ordered the offer. */
  readonly lost: number;
  readonly accepted: number;
}

/** The arms, from the marts. */
export const heldOutArms = 'select * from serving.offer_hold_out order by all';

/** So many of who was kept out must have left: with fewer an interval is not to be trusted. */
const leastLosses = 10;

/** By retention offer: the effect that hold-outs tell, else that of its file. */
export const retentionEffectsOf = (
  { offers }: Pick<Catalogue, 'offers'>,
  arms: readonly HeldOutArm[],
): ReadonlyMap<string, RetentionEffect> =>
  new Map(
    [...offers.values()].flatMap((offer): readonly [string, RetentionEffect][] =>
      offer.retention ? [[offer.code, toldBy(arms, offer) ?? { share: offer.retention.effect, from: 'OFFER' }]] : [],
    ),
  );

/**
 * What hold-outs tell of an offer's effect on who accepts it: the difference of losses between the arms, over the difference of orders
 * (treatment by intent, and who orders otherwise than by lot; Bloom 1984), over the losses of who was kept out. They tell it where the
 * interval of the difference lies off 0 or off what the offer's file says of it: else they are too few to know better. null: they do not.
 */
function toldBy(arms: readonly HeldOutArm[], { code, retention }: Offer): RetentionEffect | null {
  const own = arms.filter(({ offer, horizon }) => offer === code && horizon === retention!.horizon);
  const pairs = [...groupedBy(own, ({ list }) => list).values()].flatMap((both) => {
    const [treated, control] = [both.find((arm) => arm.treated), both.find((arm) => !arm.treated)];
    return treated && control && isAsDrawn(treated, control) ? [{ treated, control }] : [];
  });
  const sum = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((all, pair) => all + of(pair), 0);
  if (
    Math.min(
      sum(({ treated }) => treated.units),
      sum(({ control }) => control.units),
    ) < leastUnits
  )
    return null;
  if (sum(({ control }) => control.lost) < leastLosses) return null;
  const strata = (count: 'lost' | 'accepted') =>
    pairs.map(({ treated, control }): Stratum => ({ treated: effective(treated, count), control: effective(control, count) }));
  const [losses, orders] = [mantelHaenszel(strata('lost'))!, mantelHaenszel(strata('accepted'))!];
  if (orders.difference <= 0) return null;
  const whole = losses.controlRate * orders.difference;
  const isOff = (difference: number) => difference < losses.low || difference > losses.high;
  if (!isOff(0) && !isOff(-retention!.effect * whole)) return null;
  return { share: Math.min(1, Math.max(0, -losses.difference / whole)), from: 'HOLD_OUT' };
}

function isAsDrawn(treated: HeldOutArm, control: HeldOutArm): boolean {
  const { share } = control;
  return share > 0 && share < 1 && sampleRatioP(treated.units, control.units, share)! >= sampleRatioAlarm;
}

/** Numbers that are drawn together may act together: as many as there would be if households were one (design effect; Kish 1965). */
function effective(arm: HeldOutArm, count: 'lost' | 'accepted'): Proportion {
  const design = arm.squares / arm.numbers;
  return { hits: arm[count] / design, trials: arm.numbers / design };
}
