import { Field, Float, ID, InputType } from 'type-graphql';
import { usualLimits } from '../../../security/limits.js';
import { Instant } from '../shared/scalars.types.js';
import { Outcome, Scene } from '../shared/scene.types.js';

const nullable = { nullable: true } as const;

@InputType({ description: 'A contact and what came of it.' })
export class OutcomeInput {
  @Field(() => ID, {
    description: 'A name of yours for this outcome, e.g. a UUID: told again with it, nothing is stored twice.',
  })
  idempotencyKey!: string;
  @Field(() => ID, { description: 'The number’s `numberId`, or its `id` in any month.' }) number!: string;
  @Field(() => ID, { description: 'Code of the offer that was spoken of.' }) offer!: string;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => Outcome) outcome!: keyof typeof Outcome;
  @Field(() => ID, {
    nullable: true,
    description: 'Why it came out so: a code of `catalogue { outcomeReasons }` that is for this outcome.',
  })
  reason?: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: `With CALL_BACK only: when the customer asked to be called back, at most ${usualLimits.callBackDays} days ahead, in the hours of the scene. The number’s work is not given to anybody before, and first of all after.`,
  })
  callBackAt?: string | null;
  @Field(() => ID, { nullable: true, description: 'The decision that it follows.' }) decision?: string | null;
  @Field(() => ID, { nullable: true, description: 'The target list that the number is on.' }) list?: string | null;
  @Field(() => ID, { nullable: true, description: 'With list and fence: finishes the number’s work in this batch.' })
  batch?: string | null;
  @Field(() => String, { nullable: true, description: 'The batch’s.' }) fence?: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: `When it was: a moment of the last ${usualLimits.outcomeDays} days, with list none of before its freeze. Default: now.`,
  })
  at?: string | null;
  @Field(() => String, {
    nullable: true,
    description: `At most ${usualLimits.noteLetters.toLocaleString('en')} characters; phone numbers in it are masked.`,
  })
  note?: string | null;
  @Field(() => Float, {
    ...nullable,
    description: 'CNY. Default: the contact, and for an order its incentive and commission.',
  })
  cost?: number | null;
}
