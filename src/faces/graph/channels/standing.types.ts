import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { StandingListRow } from '../../../ledger/tables.js';
import { usualLimits } from '../../../security/limits.js';
import { SliceFilter } from '../shared/filter.types.js';
import { Instant, SliceScalar } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';
import { GoalInput } from './goal.types.js';
import { ListUnit } from './list-unit.types.js';

const nullable = { nullable: true } as const;

@InputType({ description: 'Up to where the lists of a standing list are approved with it; both must hold.' })
export class ApproveUpToInput {
  @Field(() => Int, { description: 'Members of a list; from 1.' }) size!: number;
  @Field(() => Float, { description: 'CNY that its contacts and orders are expected to cost.' }) budget!: number;
}

@InputType({ description: 'A rule of which each generation makes a target list.' })
export class StandingListInput {
  @Field(() => String, { description: 'Of each of its lists.' }) name!: string;
  @Field(() => String, { description: 'What for.' }) purpose!: string;
  @Field(() => Boolean, { nullable: true, description: 'All numbers, which without a slice and a filter must be said.' })
  everybody?: boolean | null;
  @Field(() => SliceScalar, {
    nullable: true,
    description: 'Its rule, in the newest month of each generation; with `where` the numbers that are in both.',
  })
  slice?: string | null;
  @Field(() => SliceFilter, nullable) where?: SliceFilter | null;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => [ID], { nullable: true, description: 'Default: all of the scene that the warehouse has the columns for.' })
  offers?: string[] | null;
  @Field(() => ListUnit, { defaultValue: 'NUMBER' }) per!: keyof typeof ListUnit;
  @Field(() => Int, { nullable: true, description: 'Members of a list at most; from 1. Default: any number.' })
  maxSize?: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY that a list’s contacts and orders may be expected to cost.' })
  budget?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share kept out to compare with, 0 to 0.5; drawn by household, alike for all its lists. Default: that of the contact policy.',
  })
  holdOut?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the seats, 0 (default) to 0.5, given by a draw to eligible numbers that the best leave out, so that their acceptance is learnt as well; needs maxSize or budget.',
  })
  exploration?: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'NET_BENEFIT (default), or a numeric field of SliceFilter: the greatest value first, then the net benefit.',
  })
  rankBy?: string | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Nobody who was on an earlier list of it, or kept out of one; of a household’s offer, no such household.',
  })
  onlyNew!: boolean;
  @Field(() => Int, {
    defaultValue: 30,
    description: `A list’s last day is so many days after it was frozen: 1 to ${usualLimits.expiryDays}.`,
  })
  expiresAfterDays!: number;
  @Field(() => ApproveUpToInput, {
    nullable: true,
    description: 'What another person approves once (approveStandingList). Left out: each list waits for approval.',
  })
  approveUpTo?: ApproveUpToInput | null;
  @Field(() => GoalInput, { nullable: true, description: 'The figure that its lists together are to change.' })
  goal?: GoalInput | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'A name of yours for this request, e.g. a UUID: asked again with it, the same standing list is given as it is now, and none is made.',
  })
  idempotencyKey?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class ApproveUpTo {
  @Field(() => Int) size!: number;
  @Field(() => Float, { description: 'CNY' }) budget!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A rule of which each generation makes a target list; those lists: targetLists(standing:).',
})
export class StandingList {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) purpose!: string;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => ListUnit) per!: keyof typeof ListUnit;
  @Field(() => Int, nullable) maxSize!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY' }) budget!: number | null;
  @Field(() => Float, { description: 'Share kept out, 0 to 0.5.' }) holdOut!: number;
  @Field(() => Float, { description: 'Share of the seats that is drawn among whom the best leave out, 0 to 0.5.' })
  exploration!: number;
  @Field(() => String) rankBy!: string;
  @Field(() => Boolean) onlyNew!: boolean;
  @Field(() => Int) expiresAfterDays!: number;
  @Field(() => ApproveUpTo, { nullable: true, description: 'Null: each of its lists waits for approval.' })
  approveUpTo!: ApproveUpTo | null;
  @Field(() => String) createdBy!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) createdAt!: string;
  @Field(() => String, { nullable: true, description: 'Who approved its bounds. Until somebody has, each list waits.' })
  approvedBy!: string | null;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339.' }) approvedAt!: string | null;
  @Field(() => String, nullable) pausedBy!: string | null;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339. While it is paused it makes no lists.' })
  pausedAt!: string | null;
  @Field(() => ID, { description: 'The newest generation that it is done with.' }) generation!: string;
  @Field(() => String, { nullable: true, description: 'Why that one made no list; null where it did.' }) fault!: string | null;
  row!: StandingListRow;
}
