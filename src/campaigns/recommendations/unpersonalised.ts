import type { Scene } from '../../catalogue/offers/types.js';
import type { Catalogue } from '../../catalogue/types.js';
import type { Acceptance } from '../../decisions/acceptance.js';
import { type Circumstances, hasAgreed, type OfferVerdict, ranked, whyNot } from '../../decisions/judge.js';
import { netBenefit } from '../../decisions/net-benefit.js';
import type { Profile } from '../../decisions/profiles.js';

/**
 * Every offer of a scene without a look at the customer's use, value or person: ranked by what it brings of all customers. What protects
 * the customer still holds: consent, contact policy, hold-out. Service messages are for particular customers and not made.
 */
export function judgeUnpersonalised(
  profile: Profile,
  scene: Scene,
  now: Circumstances,
  { catalogue, acceptance }: { readonly catalogue: Catalogue; readonly acceptance: Acceptance },
): readonly OfferVerdict[] {
  const rule = catalogue.scenes.get(scene)!;
  const agreed = hasAgreed(profile, scene, catalogue);
  const verdicts = [...catalogue.offers.values()]
    .filter(({ scenes }) => scenes.includes(scene))
    .map((offer): OfferVerdict => {
      const rate = acceptance.ofAll(offer.code, scene)?.rate ?? null;
      const net = rate === null ? null : netBenefit(offer, rule, rate);
      const why = offer.isService
        ? 'PARTICULAR'
        : whyNot(offer, { ...now, rule: null, hasAgreed: agreed, isUniversal: profile.isUniversal, net }, catalogue);
      return { offer, why, rank: null, acceptance: rate, netBenefit: net };
    });
  return ranked(verdicts);
}
