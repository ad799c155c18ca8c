import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { pastOffer } from '../../../campaigns/offers.js';
import { candidateReason, candidatesOf, inputsOf } from '../../../campaigns/recommendations/candidates.js';
import { decide } from '../../../campaigns/recommendations/decide.js';
import type { Decision as MadeDecision } from '../../../campaigns/recommendations/decision.js';
import { findDecision } from '../../../campaigns/recommendations/find-decision.js';
import { impressions, recordShown } from '../../../campaigns/recommendations/record-shown.js';
import { resolveNumber } from '../../../campaigns/recommendations/resolve-number.js';
import { requireBetween, usualLimits } from '../../../security/limits.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { PhoneNumber } from '../numbers/phone-number.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Scene } from '../shared/scene.types.js';
import { AcceptanceBasis } from './acceptance-basis.types.js';
import { Candidate, Decision, Impression, RuleInput } from './decision.types.js';

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
    @Arg('idempotencyKey', () => ID, {
      nullable: true,
      description:
        'A name of yours for this question, e.g. a UUID: asked again with it, the same decision is answered as it was made (as decision(id) tells it), and none is written.',
    })
    idempotencyKey: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<MadeDecision> {
    const asked = { scene, limit: checked(limit ?? usual, context), personalised: personalised ?? true };
    return decide(
      { id: await resolveNumber({ id, msisdn }, context), ...asked, idempotencyKey: idempotencyKey ?? null },
      context,
    );
  }

  @Query(() => Decision, {
    nullable: true,
    description:
      'A decision as it was made, with the texts of today; null where there is none of this id about a number that the viewer may see.',
  })
  decision(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<MadeDecision | null> {
    return findDecision(id, context);
  }

  @Mutation(() => Decision, {
    description:
      'Tells what was really shown to the customer: one who asks for a decision again has shown nothing. Told again, nothing is added; more offers add to it.',
  })
  recordShown(
    @Arg('decision', () => ID) decision: string,
    @Arg('offers', () => [ID], { description: 'Codes of offers that the decision has in `shown`.' }) offers: string[],
    @Ctx() context: RequestContext,
  ): Promise<MadeDecision> {
    return recordShown(decision, offers, context);
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
  ): Promise<MadeDecision> {
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
  shown(@Root() decision: MadeDecision, @Ctx() context: RequestContext): readonly Candidate[] {
    return candidatesOf(decision.shown, decision, context);
  }

  @FieldResolver(() => [Candidate], { description: 'Every offer of the scene.' })
  considered(@Root() decision: MadeDecision, @Ctx() context: RequestContext): readonly Candidate[] {
    return candidatesOf(decision.considered, decision, context);
  }

  @FieldResolver(() => [Impression], {
    description: 'What the customer was really shown, as recordShown told it, in that order; none where nobody told.',
  })
  async impressions(@Root() decision: MadeDecision, @Ctx() context: RequestContext): Promise<readonly Impression[]> {
    const told = await impressions(decision, context);
    return told.map(({ offer, at, subject }) => ({ offer: pastOffer(offer, context), at, by: subject }));
  }
}

@Resolver(() => Candidate)
export class CandidateResolver {
  @FieldResolver(() => AcceptanceBasis, {
    nullable: true,
    description: 'What acceptProbability rests on; null where it is, and of a decision that was made before this was kept.',
  })
  acceptanceBasis(@Root() { evidence }: Candidate): keyof typeof AcceptanceBasis | null {
    return evidence?.basis ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Past contacts with the offer in the scene, of whomever; null as acceptanceBasis.',
  })
  acceptanceContacts(@Root() { evidence }: Candidate): number | null {
    return evidence?.contacts ?? null;
  }

  @FieldResolver(() => String, { description: 'Why it is made, or why not.' })
  reason(@Root() candidate: Candidate, @LocaleArg() locale: Locale): string {
    return inLocale(candidateReason(candidate), locale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the clerk says, with the customer’s own figures; null where it is not made, or speaks of what was not looked at.',
  })
  pitch(@Root() { pitches }: Candidate, @LocaleArg() locale: Locale): string | null {
    return pitches && inLocale(pitches, locale);
  }

  @FieldResolver(() => [RuleInput], {
    description:
      'What the rule looked at, of the columns that it names today; none of a decision that looked at nothing, or of an offer that the catalogue no longer has.',
  })
  inputs(@Root() candidate: Candidate, @Ctx() { numberColumns }: RequestContext): readonly RuleInput[] {
    return inputsOf(candidate, numberColumns);
  }
}
