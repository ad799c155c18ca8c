import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { offersOf } from '../../../campaigns/offers.js';
import { missingFor } from '../../../decisions/rules.js';
import { requireTier } from '../../../security/grants.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Scene } from '../shared/scene.types.js';
import { Offer, OfferCondition, OfferRetention } from './offer.types.js';

const optional = { nullable: true } as const;

@Resolver()
export class OfferQueries {
  @Query(() => [Offer], { description: 'What can be offered, in a scene or in any.' })
  offers(
    @Ctx() { viewer, catalogue }: RequestContext,
    @Arg('scene', () => Scene, optional) scene?: keyof typeof Scene | null,
  ): readonly Offer[] {
    requireTier(viewer, 4);
    return offersOf(catalogue, scene ?? null, viewer);
  }
}

@Resolver(() => Offer)
export class OfferResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: Offer, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the clerk says; "{{column}}" stands for the number’s own value.',
  })
  pitch(@Root() { pitches }: Offer, @LocaleArg() locale: Locale): string | null {
    return pitches && inLocale(pitches, locale);
  }

  @FieldResolver(() => OfferRetention, {
    nullable: true,
    description: 'It is worth what it keeps of who would leave; null: it is worth its margin, or you may not see its terms.',
  })
  retention(@Root() { code, retention }: Offer, @Ctx() { decisions }: RequestContext): OfferRetention | null {
    if (!retention) return null;
    const { share, from } = decisions.effects.get(code)!;
    return { effect: share, effectFrom: from, horizon: retention.horizon };
  }

  @FieldResolver(() => [String], {
    description: 'Columns ("mart.column") that the rule needs and the warehouse lacks: with any the offer cannot be made.',
  })
  missing(@Root() offer: Offer, @Ctx() { coverage }: RequestContext): readonly string[] {
    return missingFor(offer, coverage.provided);
  }
}

@Resolver(() => OfferCondition)
export class OfferConditionResolver {
  @FieldResolver(() => String, { description: 'The condition for people.' })
  words(@Root() root: OfferCondition, @LocaleArg() locale: Locale): string {
    return inLocale(root.words, locale);
  }
}
