import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Row } from '../../../warehouse/engine.js';
import { PhoneNumber } from '../numbers/phone-number.types.js';
import { PageInfo } from '../shared/page.types.js';
import { AcceptanceBasis } from './acceptance-basis.types.js';
import { Gate, Offer } from './offer.types.js';

@ObjectType({ simpleResolvers: true, description: 'A number to be contacted.' })
export class Member {
  @Field(() => Int, { description: 'From 1, the best first.' }) rank!: number;
  @Field(() => PhoneNumber, { description: 'In the list’s month, or in the newest where the data no longer have that.' })
  number!: Row;
  @Field(() => Offer, { description: 'The one with the greatest net benefit.' }) offer!: Offer;
  @Field(() => Float, { nullable: true, description: 'CNY, expected of the contact; null for who is not told what offers earn.' })
  netBenefit!: number | null;
  @Field(() => AcceptanceBasis, {
    nullable: true,
    description: 'What the P(accept) in it rests on; null as netBenefit, and of lists that were frozen before it was told.',
  })
  acceptanceBasis!: keyof typeof AcceptanceBasis | null;
  @Field(() => Boolean, { description: 'Drawn among whom the best leave out (`exploration` of the list).' }) explored!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class MemberEdge {
  @Field(() => Member) node!: Member;
  @Field(() => String, { description: '`after` of the page that begins behind this member.' }) cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of members.' })
export class MemberConnection {
  @Field(() => [MemberEdge]) edges!: readonly MemberEdge[];
  @Field(() => [Member]) nodes!: readonly Member[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
  @Field(() => Int, { description: 'Of all pages.' }) totalCount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What became of a number.' })
export class Membership {
  @Field(() => Boolean) member!: boolean;
  @Field(() => Boolean) heldOut!: boolean;
  @Field(() => Gate, { nullable: true, description: 'The farthest that one of the offers came.' })
  stoppedAt!: keyof typeof Gate | null;
  reasons!: Names;
}

@ObjectType({ simpleResolvers: true })
export class ListDifference {
  @Field(() => Int) count!: number;
  @Field(() => [ID], { description: 'By `numberId`, the smallest first.' }) numbers!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'Members of a list beside those of another one.' })
export class ListDelta {
  @Field(() => ListDifference, { description: 'On both.' }) kept!: ListDifference;
  @Field(() => ListDifference, { description: 'On this one only.' }) added!: ListDifference;
  @Field(() => ListDifference, { description: 'On the other one only.' }) left!: ListDifference;
}
