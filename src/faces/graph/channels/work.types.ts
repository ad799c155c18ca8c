import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Row } from '../../../warehouse/engine.js';
import { PhoneNumber } from '../numbers/phone-number.types.js';
import { enumOf } from '../shared/enums.types.js';
import { Instant } from '../shared/scalars.types.js';
import { Offer } from './offer.types.js';

@ObjectType({ simpleResolvers: true, description: 'A number to be contacted.' })
export class WorkItem {
  @Field(() => PhoneNumber, { description: 'In the newest month.' }) number!: Row;
  @Field(() => Offer) offer!: Offer;
  @Field(() => Int, { description: 'In the list, from 1: the best first.' }) rank!: number;
  @Field(() => Int, { description: 'The first, second, … time that it is tried.' }) attempt!: number;
  @Field(() => Instant, { nullable: true, description: 'When the customer asked to be called back; null where he did not.' })
  callBackAt!: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: 'Not before this moment, by the hours of the scene and the quiet hours; null: now.',
  })
  callableFrom!: string | null;
  pitches!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'Work that is yours until its lease is over.' })
export class WorkBatch {
  @Field(() => ID, {
    description: 'Its own also where nothing was left to claim, and `items` is empty: there is no such batch then.',
  })
  id!: string;
  @Field(() => ID, { description: 'The target list.' }) list!: string;
  @Field(() => String, { description: 'To be told with everything about the batch: who is late is refused by it.' })
  fence!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) leaseUntil!: string;
  @Field(() => [WorkItem], { description: 'What the batch holds: who is to be called back, then the best first.' })
  items!: readonly WorkItem[];
}

@ObjectType({ simpleResolvers: true, description: 'How many members of a list are in which state; together its size.' })
export class ListProgress {
  @Field(() => Int, { description: 'Not handed out yet, or to be tried again.' }) open!: number;
  @Field(() => Int) claimed!: number;
  @Field(() => Int) done!: number;
  @Field(() => Int, { description: 'Tried as often as allowed, or not to be contacted any more.' }) exhausted!: number;
}

export const ProgressBy = enumOf('AGENT', 'OUTCOME', 'DAY', 'HOUR');
registerEnumType(ProgressBy, {
  name: 'ProgressBy',
  description:
    'What the progress of a list is parted by, and so what the `key` of a part is. "" is the key of those who have none.',
  valuesConfig: {
    AGENT: {
      description: 'Who holds the number now, or was the last to have it where it is done or not to be contacted any more.',
    },
    OUTCOME: { description: 'The last outcome that was told with its batch.' },
    DAY: { description: 'The local day of the last contact that was told with its batch, "2026-11-02".' },
    HOUR: { description: 'The local hour of it, "2026-11-02T10".' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Members of a list that have something in common, by their state.' })
export class ProgressPart extends ListProgress {
  @Field(() => String, { description: 'As `what` says; "" for those who have none, such as members not handed out yet.' })
  key!: string;
  @Field(() => Int, { description: 'Of those that are done: outcome ACCEPTED.' }) accepted!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A batch of a list that an agent holds.' })
export class HeldBatch {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'Who claimed it.' }) agent!: string;
  @Field(() => Instant) claimedAt!: string;
  @Field(() => Instant) leaseUntil!: string;
  @Field(() => Int, { description: 'Numbers that it still holds.' }) claimed!: number;
}
