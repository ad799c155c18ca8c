import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { offersOf } from '../../../campaigns/offers.js';
import { missingFor, uncheckedOf } from '../../../decisions/rules.js';
import { requireTier, seesTerms } from '../../../security/grants.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Scene } from '../shared/scene.types.js';
import { Offer, OfferCondition, OfferPrior, OfferRetention } from './offer.types.js';

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

  @FieldResolver(() => [OfferPrior], {
    description: 'In each of its scenes that has one; none for who may not see its terms.',
  })
  priors(@Root() { scenes, priors }: Offer, @Ctx() { catalogue, viewer }: RequestContext): readonly OfferPrior[] {
    if (!seesTerms(viewer)) return [];
    return scenes.flatMap((scene) => {
      const prior = priors[scene] ?? catalogue.scenes.get(scene)?.prior;
      return prior ? [{ scene, ...prior, ofOffer: scene in priors }] : [];
    });
  }

  @FieldResolver(() => [String], {
    description:
      'Conditions that are left out, as the warehouse lacks the columns that they look at; none for who may not see its terms.',
  })
  unchecked(@Root() { code }: Offer, @Ctx() context: RequestContext, @LocaleArg() locale: Locale): readonly string[] {
    const offer = context.catalogue.offers.get(code);
    if (!offer || !seesTerms(context.viewer)) return [];
    return uncheckedOf(offer, context.coverage.provided).map((words) => inLocale(words, locale));
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
