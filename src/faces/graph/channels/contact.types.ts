import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import { Instant } from '../shared/scalars.types.js';
import { Outcome, Scene } from '../shared/scene.types.js';
import { Offer } from './offer.types.js';

const nullable = { nullable: true } as const;

@ObjectType({ simpleResolvers: true, description: 'Why a contact came out as it did.' })
export class OutcomeReason {
  @Field(() => ID) code!: string;
  @Field(() => [Outcome], { description: 'With which it may be told; none of one that the catalogue no longer has.' })
  outcomes!: readonly (keyof typeof Outcome)[];
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'A contact with a number and what came of it.' })
export class Contact {
  @Field(() => ID) id!: string;
  @Field(() => ID, { description: 'The number’s `numberId`.' }) number!: string;
  @Field(() => ID) offerId!: string;
  @Field(() => Offer, { description: 'One that the catalogue no longer has goes by its code and is offered in no scene.' })
  offer!: Offer;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => Outcome) outcome!: keyof typeof Outcome;
  @Field(() => OutcomeReason, {
    nullable: true,
    description: 'Why it came out so, where it was told; of contacts recorded here.',
  })
  reason!: OutcomeReason | null;
  @Field(() => Instant, {
    nullable: true,
    description: 'When the customer asked to be called back (CALL_BACK), where it was told; of contacts recorded here.',
  })
  callBackAt!: string | null;
  @Field(() => String, { description: 'Instant, ISO 8601; of a contact that the warehouse told the day, "2026-10-31".' })
  at!: string;
  @Field(() => Float, { nullable: true, description: 'CNY, with incentive and commission.' }) cost!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY: what the order is worth over its expected months; orders only.' })
  margin!: number | null;
  @Field(() => ID, nullable) campaignId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The target list that it was made for; of contacts recorded here.' })
  list!: string | null;
  @Field(() => ID, { nullable: true, description: 'The decision that it follows; of contacts recorded here.' })
  decision!: string | null;
}
