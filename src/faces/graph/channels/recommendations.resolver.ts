import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { offerOf } from '../../../campaigns/offers.js';
import { candidatesOf, inputsOf, madeOf, pitchTo } from '../../../campaigns/recommendations/candidates.js';
import { type DecisionResult, decide } from '../../../campaigns/recommendations/decide.js';
import { resolveNumber } from '../../../campaigns/recommendations/resolve-number.js';
import { reasonOf } from '../../../decisions/gates/index.js';
import { requireBetween, usualLimits } from '../../../security/limits.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { PhoneNumber } from '../numbers/phone-number.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Scene } from '../shared/scene.types.js';
import { Candidate, Decision, RuleInput } from './decision.types.js';
import { Offer } from './offer.types.js';

const usual = 3;

@Resolver()
export class RecommendationQueries {
  @Query(() => Decision, {
    nullable: true,
    description: 'The right offer now, within 800 ms. Asked for a phone number, it is looked up by keyed hash.',
  })
  async recommendations(
    @Arg('number', () => ID, { nullable: true, description: 'A number’s `numberId`, or its `id` in any month.' })
    id: string | undefined,
    @Arg('msisdn', () => String, { nullable: true, description: '13800001234, +86 138 0000 1234, １３８…' })
    msisdn: string | undefined,
    @Arg('scene', () => Scene) scene: keyof typeof Scene,
    @Arg('limit', () => Int, { nullable: true, defaultValue: usual, description: `1 to ${usualLimits.recommendations}` }) limit:
      | number
      | null,
    @Arg('personalised', () => Boolean, {
      nullable: true,
      defaultValue: true,
      description:
        'false: without a look at the customer’s use, value or person; consent, contact policy and hold-out still hold.',
    })
    personalised: boolean | null,
    @Ctx() context: RequestContext,
  ): Promise<DecisionResult> {
    const asked = { scene, limit: checked(limit ?? usual, context), personalised: personalised ?? true };
    return decide({ id: await resolveNumber({ id, msisdn }, context), ...asked }, context);
  }
}

@Resolver(() => PhoneNumber)
export class NumberRecommendationsResolver {
  @FieldResolver(() => Decision, { description: 'What may be offered to it now (tier 4), whatever month is shown.' })
  recommendations(
    @Root() { numberId }: Row,
    @Arg('scene', () => Scene) scene: keyof typeof Scene,
    @Arg('limit', () => Int, { nullable: true, defaultValue: usual, description: `1 to ${usualLimits.recommendations}` }) limit:
      | number
      | null,
    @Ctx() context: RequestContext,
  ): Promise<DecisionResult> {
    return decide({ id: numberId as string, scene, limit: checked(limit ?? usual, context), personalised: true }, context);
  }
}

function checked(limit: number, { viewer }: RequestContext): number {
  requireBetween('limit', limit, 1, viewer.limits.recommendations, 'All offers are in considered.');
  return limit;
}

@Resolver(() => Decision)
export class DecisionResolver {
  @FieldResolver(() => [Candidate], { description: 'The offers that are made, best first.' })
  shown(@Root() decision: DecisionResult): readonly Candidate[] {
    return candidatesOf(decision.shown, decision);
  }

  @FieldResolver(() => [Candidate], { description: 'Every offer of the scene.' })
  considered(@Root() decision: DecisionResult): readonly Candidate[] {
    return candidatesOf(decision.considered, decision);
  }
}

@Resolver(() => Candidate)
export class CandidateResolver {
  @FieldResolver(() => Offer)
  offer(@Root() { verdict }: Candidate): Offer {
    return offerOf(verdict.offer);
  }

  @FieldResolver(() => String, { description: 'Why it is made, or why not.' })
  reason(@Root() { verdict }: Candidate, @LocaleArg() locale: Locale): string {
    return inLocale(verdict.why === null ? madeOf(verdict) : reasonOf(verdict.why, verdict.offer), locale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the clerk says, with the customer’s own figures; null where it is not made, or speaks of what was not looked at.',
  })
  pitch(@Root() candidate: Candidate, @LocaleArg() locale: Locale): string | null {
    const pitch = pitchTo(candidate);
    return pitch && inLocale(pitch, locale);
  }

  @FieldResolver(() => [RuleInput], { description: 'What the rule looked at.' })
  inputs(@Root() candidate: Candidate, @Ctx() { numberColumns }: RequestContext): readonly RuleInput[] {
    return inputsOf(candidate, numberColumns);
  }
}
