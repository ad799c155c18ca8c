import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { batchSelection } from '../../../campaigns/work/batch.js';
import { claimBatch } from '../../../campaigns/work/claim.js';
import { extendBatch, releaseBatch } from '../../../campaigns/work/lease.js';
import { myWork } from '../../../campaigns/work/my-work.js';
import { batchesHeld, listProgress, listProgressBy } from '../../../campaigns/work/progress.js';
import { takeBackBatch } from '../../../campaigns/work/take-back.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { selectionBelow } from '../shared/selection.resolver.js';
import { TargetList } from './list.types.js';
import { HeldBatch, ListProgress, ProgressBy, ProgressPart, WorkBatch, WorkItem } from './work.types.js';

const usualLease = 900;

@Resolver()
export class WorkMutations {
  @Mutation(() => WorkBatch, {
    description:
      'Takes the best open members of an approved list for a time: nobody else gets them meanwhile. Consent and contact policy are looked at again; of a viewer’s cities only.',
  })
  claimWork(
    @Arg('list', () => ID) list: string,
    @Arg('size', () => Int, { description: 'At most as many as the scene allows.' }) size: number,
    @Arg('leaseSeconds', () => Int, {
      nullable: true,
      defaultValue: usualLease,
      description: 'At most as long as the scene allows.',
    })
    leaseSeconds: number | null,
    @Arg('idempotencyKey', () => ID, {
      nullable: true,
      description:
        'A name of yours for this claim, e.g. a UUID: asked again with it, the same batch is given with what it still holds, and none is begun.',
    })
    idempotencyKey: string | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WorkBatch> {
    return claimBatch(
      { list, size, leaseSeconds: leaseSeconds ?? usualLease, idempotencyKey: idempotencyKey ?? null },
      batchSelection(selectionBelow(info), context),
      context,
    );
  }

  @Mutation(() => WorkBatch, { description: 'Makes the lease end so many seconds from now.' })
  extendLease(
    @Arg('batch', () => ID) batch: string,
    @Arg('fence', () => String) fence: string,
    @Arg('leaseSeconds', () => Int) leaseSeconds: number,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WorkBatch> {
    return extendBatch({ batch, fence, leaseSeconds }, batchSelection(selectionBelow(info), context), context);
  }

  @Mutation(() => WorkBatch, { description: 'Gives back what was not tried; it does not count as an attempt.' })
  releaseWork(
    @Arg('batch', () => ID) batch: string,
    @Arg('fence', () => String) fence: string,
    @Arg('numbers', () => [ID], {
      nullable: true,
      description: 'Numbers by `numberId`, or by `id` in any month. Default: all, and the batch is over.',
    })
    numbers: string[] | null | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WorkBatch> {
    return releaseBatch({ batch, fence, numbers: numbers ?? null }, batchSelection(selectionBelow(info), context), context);
  }

  @Mutation(() => WorkBatch, {
    description:
      'A team leader takes back what an agent holds; for the author and the approver of the list only. Its numbers are open again, without an attempt; the agent is told by whom and why when he says something of the batch. Told again, or of a batch that nobody holds any more, nothing is done.',
  })
  takeBackWork(
    @Arg('batch', () => ID, { description: 'As `targetList { batches }` has it.' }) batch: string,
    @Arg('reason', () => String, {
      description: `What the agent is told, and the audit: at most ${usualLimits.noteLetters.toLocaleString('en')} characters; phone numbers in it are masked.`,
    })
    reason: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WorkBatch> {
    return takeBackBatch({ batch, reason }, batchSelection(selectionBelow(info), context), context);
  }
}

@Resolver()
export class WorkQueries {
  @Query(() => [WorkBatch], {
    nullable: true,
    description:
      'Batches that you hold, with their fences and what they still hold, the first claimed first: who lost the answer of claimWork goes on with them.',
  })
  myWork(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<readonly WorkBatch[]> {
    return myWork(batchSelection(selectionBelow(info), context), context);
  }
}

@Resolver(() => WorkItem)
export class WorkItemResolver {
  @FieldResolver(() => String, { description: 'What is said, with the number’s own values; personal ones are masked.' })
  pitch(@Root() { pitches }: WorkItem, @LocaleArg() locale: Locale): string {
    return inLocale(pitches, locale);
  }
}

@Resolver(() => TargetList)
export class ListProgressResolver {
  @FieldResolver(() => ListProgress, { description: 'How far the work is.' })
  progress(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<ListProgress> {
    return listProgress(row, context);
  }

  @FieldResolver(() => [ProgressPart], { description: 'The same in parts that add up to it; only parts with somebody in them.' })
  progressBy(
    @Root() { row }: TargetList,
    @Arg('what', () => ProgressBy) what: keyof typeof ProgressBy,
    @Ctx() context: RequestContext,
  ): Promise<readonly ProgressPart[]> {
    return listProgressBy(row, what, context);
  }

  @FieldResolver(() => [HeldBatch], {
    description: 'Batches that agents hold now, the oldest first: what takeBackWork takes back.',
  })
  batches(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<readonly HeldBatch[]> {
    return batchesHeld(row, context);
  }
}
