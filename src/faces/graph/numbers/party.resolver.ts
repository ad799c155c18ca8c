import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Float, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { type NumbersPage, pageOfNumbers, sumsOfNumbers } from '../../../numbers/page.js';
import { findParty, numbersOfParty, partyOfNumber } from '../../../numbers/party.js';
import type { Party, PartyKind } from '../../../numbers/party.queries.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { MeasureCode } from '../shared/enums.types.js';
import { YearMonth } from '../shared/scalars.types.js';
import { selectionBelow } from '../shared/selection.resolver.js';
import { PhoneNumberConnection, PhoneNumberOrder } from './connection.types.js';
import { Customer, Household, partyTypes, partyView } from './party.types.js';
import { PhoneNumber } from './phone-number.types.js';

const monthOption = { nullable: true, description: 'Default: that of the id, else the newest.' } as const;
const isNone = 'null where the month has none such, or none of whose numbers the viewer may see.';
const viewOf = async (found: Promise<Party | null>, context: RequestContext) => {
  const party = await found;
  return party && partyView(party, context);
};

@Resolver()
export class PartyQueries {
  @Query(() => Customer, {
    nullable: true,
    description: `A customer by the customerId that numbers show, or its \`id\` in a month; ${isNone}`,
  })
  customer(
    @Arg('id', () => ID) id: string,
    @Arg('month', () => YearMonth, monthOption) month: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Customer | null> {
    return viewOf(findParty('CUSTOMER', { id, month }, selectionBelow(info), context), context);
  }

  @Query(() => Household, {
    nullable: true,
    description: `A household by the householdId that numbers show, or its \`id\` in a month; ${isNone}`,
  })
  household(
    @Arg('id', () => ID) id: string,
    @Arg('month', () => YearMonth, monthOption) month: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Household | null> {
    return viewOf(findParty('HOUSEHOLD', { id, month }, selectionBelow(info), context), context);
  }
}

@Resolver(() => PhoneNumber)
export class NumberPartiesResolver {
  @FieldResolver(() => Customer, { nullable: true, description: 'Whose it is in its month; null where nobody knows.' })
  customer(@Root() row: Row, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Customer | null> {
    return viewOf(partyOfNumber('CUSTOMER', row, selectionBelow(info), context), context);
  }

  @FieldResolver(() => Household, { nullable: true, description: 'That it belongs to in its month; null where it is in none.' })
  household(@Root() row: Row, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Household | null> {
    return viewOf(partyOfNumber('HOUSEHOLD', row, selectionBelow(info), context), context);
  }
}

const usualPage = 20;

/** What customers and households have of their numbers. */
function numbersResolver(kind: PartyKind) {
  @Resolver(() => partyTypes[kind])
  class PartyNumbersResolver {
    @FieldResolver(() => PhoneNumberConnection, { description: 'Its numbers in the month, as far as you may see them.' })
    numbers(
      @Root() { party }: Customer,
      @Arg('orderBy', () => [PhoneNumberOrder], { nullable: true, description: 'Default: by id.' })
      orderBy: PhoneNumberOrder[] | undefined,
      @Arg('first', () => Int, { nullable: true, defaultValue: usualPage, description: '1 to what numbers(first:) takes.' })
      first: number | null,
      @Arg('after', () => String, { nullable: true, description: 'endCursor of the page before.' }) after: string | undefined,
      @Ctx() context: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<NumbersPage> {
      const question = [party.kind, party.key];
      return pageOfNumbers(
        numbersOfParty(party),
        question,
        { orderBy, first: first ?? usualPage, after },
        selectionBelow(info),
        context,
      );
    }

    @FieldResolver(() => [Float], {
      nullable: 'items',
      description: 'Figures of its numbers in the month, in the order asked for; null where there is none.',
    })
    sums(
      @Root() { party }: Customer,
      @Arg('measures', () => [MeasureCode]) measures: string[],
      @Ctx() context: RequestContext,
    ): Promise<readonly (number | null)[]> {
      return sumsOfNumbers({ ...numbersOfParty(party), context }, measures);
    }
  }
  return PartyNumbersResolver;
}

export const partyNumbersResolvers = [numbersResolver('CUSTOMER'), numbersResolver('HOUSEHOLD')];
