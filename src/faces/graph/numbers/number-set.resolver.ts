import { Arg, Ctx, FieldResolver, Float, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { NumberSetRow } from '../../../ledger/tables.js';
import { countsOfSet, numberSets, removeNumberSet, sliceOfSet } from '../../../numbers/sets/sets.js';
import type { RequestContext } from '../../context.js';
import { NumberSet } from './number-set.types.js';

const setView = (row: NumberSetRow, context: RequestContext): NumberSet => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  expiresOn: row.expires_on,
  createdAt: row.created_at,
  hasScores: row.has_scores === 1,
  slice: sliceOfSet(row, context),
  row,
});

@Resolver(() => NumberSet)
export class NumberSetResolver {
  @Query(() => [NumberSet], { nullable: true, description: 'Your sets of numbers that can be used, the newest first.' })
  async numberSets(@Ctx() context: RequestContext): Promise<readonly NumberSet[]> {
    return (await numberSets(context)).map((row) => setView(row, context));
  }

  @Mutation(() => NumberSet, { description: 'Takes a set of yours away: nobody can use it any more, and its file is removed.' })
  async removeNumberSet(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<NumberSet> {
    return setView(await removeNumberSet(id, context), context);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Its numbers that you may see in the newest month: as many as `slice` counts. Null once it is taken away.',
  })
  async count(@Root() { row }: NumberSet, @Ctx() context: RequestContext): Promise<number | null> {
    return (await countsOfSet(row, context)).count;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'How many others were sent; which they are is told to nobody. Null as `count`.',
  })
  async unknown(@Root() { row }: NumberSet, @Ctx() context: RequestContext): Promise<number | null> {
    return (await countsOfSet(row, context)).unknown;
  }
}
