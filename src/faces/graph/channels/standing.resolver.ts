import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { goalOf } from '../../../campaigns/lists/goal-verdict.js';
import { pastOffer } from '../../../campaigns/offers.js';
import { createStandingList } from '../../../campaigns/standing/create.js';
import { standingListsSeen, standingOf } from '../../../campaigns/standing/standing-lists.js';
import { approveStandingList, pauseStandingList, resumeStandingList } from '../../../campaigns/standing/status.js';
import type { Scene } from '../../../catalogue/offers/types.js';
import { offersOfList } from '../../../ledger/lists/target-lists.js';
import type { StandingListRow } from '../../../ledger/tables.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { Goal } from './goal.types.js';
import { TargetList } from './list.types.js';
import { Offer } from './offer.types.js';
import { StandingList, StandingListInput } from './standing.types.js';

const standingView = (row: StandingListRow): StandingList => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  scene: row.scene as Scene,
  per: row.per,
  maxSize: row.max_size,
  budget: row.budget,
  holdOut: row.hold_out,
  exploration: row.exploration ?? 0,
  rankBy: row.rank_by,
  onlyNew: row.only_new === 1,
  expiresAfterDays: row.expires_after_days,
  approveUpTo: row.approve_size === null ? null : { size: row.approve_size, budget: row.approve_budget! },
  createdBy: row.created_by,
  createdAt: row.created_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  pausedBy: row.paused_by,
  pausedAt: row.paused_at,
  generation: row.generation,
  fault: row.fault,
  row,
});

@Resolver()
export class StandingListQueries {
  @Query(() => [StandingList], {
    nullable: true,
    description: 'Standing lists all of whose numbers the viewer may see, the newest first.',
  })
  async standingLists(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: `1 to ${usualLimits.targetLists}` }) first:
      | number
      | null,
    @Ctx() context: RequestContext,
  ): Promise<readonly StandingList[]> {
    return (await standingListsSeen(first ?? 50, context)).map(standingView);
  }

  @Mutation(() => StandingList, { description: 'Defines a standing list. The next generation makes its first list.' })
  async createStandingList(
    @Arg('input', () => StandingListInput) input: StandingListInput,
    @Ctx() context: RequestContext,
  ): Promise<StandingList> {
    return standingView(await createStandingList(input, context));
  }

  @Mutation(() => StandingList, {
    description: 'Approves its bounds, and so every list that it makes within them. Not for its author: four eyes.',
  })
  async approveStandingList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<StandingList> {
    return standingView(await approveStandingList(id, context));
  }

  @Mutation(() => StandingList, {
    description: 'Lets it make no more lists; those that there are stay. Its approval ends with it.',
  })
  async pauseStandingList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<StandingList> {
    return standingView(await pauseStandingList(id, context));
  }

  @Mutation(() => StandingList, {
    description: 'Lets it make lists again, from the next generation on; its bounds are to be approved anew.',
  })
  async resumeStandingList(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<StandingList> {
    return standingView(await resumeStandingList(id, context));
  }
}

@Resolver(() => StandingList)
export class StandingListResolver {
  @FieldResolver(() => [Offer], { description: 'One of them is made to each member.' })
  offers(@Root() { row }: StandingList, @Ctx() context: RequestContext): readonly Offer[] {
    return offersOfList(row).map((code) => pastOffer(code, context));
  }

  @FieldResolver(() => Goal, {
    nullable: true,
    description: 'What its lists are made for; null where that was not said, or the catalogue no longer has the measure.',
  })
  async goal(@Root() { row }: StandingList, @Ctx() context: RequestContext): Promise<Goal | null> {
    const goal = await goalOf(row, context);
    return goal && { ...goal, definition: goal.measure };
  }
}

@Resolver(() => TargetList)
export class TargetListStandingResolver {
  @FieldResolver(() => StandingList, {
    nullable: true,
    description: 'The standing list that made it; null where somebody did, or the viewer may not see that one. Of tier 4.',
  })
  async standing(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<StandingList | null> {
    const standing = await standingOf(row, context);
    return standing && standingView(standing);
  }
}
