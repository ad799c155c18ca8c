import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { cardOf } from '../../../campaigns/card.js';
import { resolveNumber } from '../../../campaigns/recommendations/resolve-number.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Scene } from '../shared/scene.types.js';
import { CardPlan, CustomerCard } from './card.types.js';

@Resolver()
export class CardQueries {
  @Query(() => CustomerCard, {
    nullable: true,
    description:
      'Who stands there, for a viewer of tier 4 without tier 3: a few facts and no more. Each look is in the audit. A phone number is looked up by keyed hash.',
  })
  async card(
    @Arg('number', () => ID, { nullable: true, description: 'A number’s `numberId`, or its `id` in any month.' })
    id: string | undefined,
    @Arg('msisdn', () => String, { nullable: true, description: '13800001234, +86 138 0000 1234, １３８…' })
    msisdn: string | undefined,
    @Arg('scene', () => Scene, { description: 'Where the customer is met: what cools down depends on it.' })
    scene: keyof typeof Scene,
    @Ctx() context: RequestContext,
  ): Promise<CustomerCard> {
    return cardOf(await resolveNumber({ id, msisdn }, context), scene, context);
  }
}

@Resolver(() => CardPlan)
export class CardPlanResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: CardPlan, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
