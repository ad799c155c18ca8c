import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Resolver, Root } from 'type-graphql';
import { deltaFrom } from '../../../campaigns/lists/delta.js';
import { membersPage } from '../../../campaigns/lists/members.js';
import { findMembership } from '../../../campaigns/lists/membership.js';
import { pastOffer } from '../../../campaigns/offers.js';
import { offersOfList } from '../../../ledger/lists/target-lists.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { selectionBelow } from '../shared/selection.resolver.js';
import { TargetList } from './list.types.js';
import { ListDelta, MemberConnection, Membership } from './members.types.js';
import { Offer } from './offer.types.js';

@Resolver(() => TargetList)
export class ListMembersResolver {
  @FieldResolver(() => [Offer], { description: 'One of them is made to each member.' })
  offers(@Root() { row }: TargetList, @Ctx() context: RequestContext): readonly Offer[] {
    return offersOfList(row).map((code) => pastOffer(code, context));
  }

  @FieldResolver(() => MemberConnection, {
    description: 'By rank. None before the list is frozen: its `contentHash` is null then.',
  })
  members(
    @Root() { row }: TargetList,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100, description: `1 to ${usualLimits.members}` }) first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'endCursor of the page before.' }) after: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MemberConnection> {
    return membersPage(row, { first: first ?? 100, after: after ?? null }, selectionBelow(info), context);
  }

  @FieldResolver(() => Membership, { description: 'Why a number is on it, or not. Of a list that is frozen, or was.' })
  why(
    @Root() { row }: TargetList,
    @Arg('number', () => ID, { description: 'A number’s `numberId`, or its `id` in any month.' }) number: string,
    @Ctx() context: RequestContext,
  ): Promise<Membership> {
    return findMembership(row, number, context);
  }

  @FieldResolver(() => ListDelta, { description: 'Whom it has that another list has not, and the other way round.' })
  delta(
    @Root() { row }: TargetList,
    @Arg('from', () => ID, { description: 'The other list.' }) from: string,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: `Numbers shown of each: 0 to ${usualLimits.deltaNumbers}`,
    })
    first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<ListDelta> {
    return deltaFrom(row, { from, first: first ?? 20 }, context);
  }
}

@Resolver(() => Membership)
export class MembershipResolver {
  @FieldResolver(() => String)
  reason(@Root() { reasons }: Membership, @LocaleArg() locale: Locale): string {
    return inLocale(reasons, locale);
  }
}
