import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { badInput } from '../../errors.js';
import { requireTier } from '../../security/readable.js';
import type { RequestContext } from '../context.js';
import { knownMonth } from '../indicators/request.js';
import { YearMonth } from '../shared/scalars.types.js';
import { fieldsBelow } from './lookahead.resolver.js';
import { lifecycleIn, valueIn } from './number.js';
import { type ColumnGroup, numberId } from './numbers.queries.js';
import { NumberLifecycle, NumberValue, PhoneNumber } from './numbers.types.js';

const groups: readonly ColumnGroup[] = ['lifecycle', 'value', 'retention'];

@Resolver()
export class NumberQueries {
  @Query(() => PhoneNumber, {
    nullable: true,
    description: 'A phone number by its surrogate id; null where the month has none of that id, or none that the viewer may see.',
  })
  async number(
    @Arg('id', () => ID, { nullable: true }) id: string | undefined,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Ctx() { viewer, facts, manifest, numbers }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PhoneNumber | null> {
    requireTier(viewer, 3);
    if (id === undefined || id === null) throw badInput('number: expected an id, found none.');
    const asked = fieldsBelow(info);
    const key = {
      id: numberId(id, manifest.idType),
      month: knownMonth(month ?? undefined, facts.months),
      groups: groups.filter((group) => asked.has(group)),
    };
    const row = await numbers.load(key);
    return row && { id: key.id, month: key.month, row };
  }
}

@Resolver(() => PhoneNumber)
export class PhoneNumberResolver {
  @FieldResolver(() => NumberLifecycle)
  lifecycle(@Root() { row }: PhoneNumber): NumberLifecycle {
    return lifecycleIn(row);
  }

  @FieldResolver(() => NumberValue)
  value(@Root() { row }: PhoneNumber): NumberValue {
    return valueIn(row);
  }
}
