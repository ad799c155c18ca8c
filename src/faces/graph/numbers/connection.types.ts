import { Field, InputType, ObjectType } from 'type-graphql';
import type { Row } from '../../../warehouse/engine.js';
import { PhoneNumber } from './phone-number.types.js';

@InputType({ description: 'A column to order by; empty values come last. Ties are settled by month and id.' })
export class PhoneNumberOrder {
  @Field(() => String, { description: 'As in SliceFilter: dataGb, revenue, lifetimeValue, city, …' }) column!: string;
  @Field(() => Boolean, { nullable: true, defaultValue: false }) desc?: boolean | null;
}

@ObjectType({ simpleResolvers: true })
export class PhoneNumberEdge {
  @Field(() => PhoneNumber) node!: Row;
  @Field(() => String, { description: '`after` of the page that begins behind this row.' }) cursor!: string;
}

@ObjectType({ description: 'A page of numbers, and what can be said of all of them. Of several months: of number-months.' })
export class PhoneNumberConnection {}
