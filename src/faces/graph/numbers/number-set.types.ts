import { Field, ID, ObjectType } from 'type-graphql';
import type { NumberSetRow } from '../../../ledger/tables.js';
import { Instant, LocalDate, SliceScalar } from '../shared/scalars.types.js';

@ObjectType({
  simpleResolvers: true,
  description: 'Numbers that somebody sent in by POST /sets. It is a slice, and a filter: `where: { set: { id, scoreGte } }`.',
})
export class NumberSet {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) purpose!: string;
  @Field(() => LocalDate, { description: 'The last day on which it can be used.' }) expiresOn!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) createdAt!: string;
  @Field(() => Boolean, { description: 'Its numbers have scores.' }) hasScores!: boolean;
  @Field(() => SliceScalar, { description: 'Its numbers in the newest month.' }) slice!: string;
  row!: NumberSetRow;
}
