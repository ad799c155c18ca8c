import { Field, ID, ObjectType } from 'type-graphql';
import { LocalDate } from '../shared/scalars.types.js';

const nullable = { nullable: true } as const;

@ObjectType({ simpleResolvers: true, description: 'What happened to a number on a day.' })
export class PhoneNumberEvent {
  @Field(() => LocalDate) on!: string;
  @Field(() => String, {
    description: 'JOIN, PLAN_CHANGE, SUSPEND, RESUME, PRE_CANCEL, CANCEL, PORT_OUT, COMPLAINT, OFFER_ORDER',
  })
  type!: string;
  @Field(() => ID, nullable) channelId!: string | null;
  @Field(() => ID, nullable) staffId!: string | null;
  @Field(() => ID, { nullable: true, description: 'Of an OFFER_ORDER.' }) offerId!: string | null;
}
