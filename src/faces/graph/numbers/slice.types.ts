import { Field, ID, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { SliceInfo as SliceInfoValue } from '../../../session/slice-info.js';
import { Cell, YearMonth } from '../shared/scalars.types.js';

@ObjectType({ simpleResolvers: true, description: 'What a slice is.' })
export class SliceInfo implements SliceInfoValue {
  @Field(() => YearMonth, { description: 'Its first month.' }) from!: string;
  @Field(() => YearMonth, { description: 'Its last month.' }) to!: string;
  @Field(() => Cell, {
    nullable: true,
    description:
      'Its filter as JSON, a SliceFilter; null where it has none. What personal columns are compared with is "****" where they are masked for you.',
  })
  where!: SliceInfoValue['where'];
  @Field(() => [ID], { description: 'Nodes of partition trees, "LIFECYCLE.DECLINE": its numbers are in all of them.' })
  nodes!: string[];
  @Field(() => [YearMonth], {
    description:
      'Months in which it can be asked for by its rule: its own, as far as the data have them. With `follow: NUMBERS` any month of the data can.',
  })
  months!: string[];
  @Field(() => Boolean, {
    description:
      'It was made by other definitions than those at hand, and can only be told of: whatever takes a slice refuses it.',
  })
  stale!: boolean;
  @Field(() => SliceInfo, {
    nullable: true,
    description: 'It holds only numbers that this slice holds in its own period: it is from an answer with `follow: NUMBERS`.',
  })
  followed!: SliceInfo | null;
  words!: Names;
  count!: SliceInfoValue['count'];
}
