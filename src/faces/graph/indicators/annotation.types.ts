import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { type AnnotationKind as AnnotationKindCode, annotationKinds } from '../../../ledger/annotation-tables.js';
import type { AnnotationRow } from '../../../ledger/tables.js';
import { enumOf } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { Instant, LocalDate, SliceScalar } from '../shared/scalars.types.js';

export const AnnotationKind = enumOf(...annotationKinds);
registerEnumType(AnnotationKind, {
  name: 'AnnotationKind',
  description: 'What happened.',
  valuesConfig: {
    PRICE_CHANGE: { description: 'A price or a plan changed.' },
    CAMPAIGN: { description: 'A campaign, of one’s own or of a competitor.' },
    OUTAGE: { description: 'A network, a channel or a system was down.' },
    DATA_FAULT: { description: 'The data were wrong or late.' },
  },
});

@InputType({ description: 'The same in both languages. What looks like a phone number is masked.' })
export class AnnotationText {
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

@InputType({ description: 'What happened, when, and to whom: by default to everybody.' })
export class AnnotationInput {
  @Field(() => AnnotationKind) kind!: AnnotationKindCode;
  @Field(() => LocalDate, { description: 'The first day.' }) from!: string;
  @Field(() => LocalDate, { nullable: true, description: 'The last day; default: the first.' }) until?: string | null;
  @Field(() => SliceScalar, {
    nullable: true,
    description: 'Its numbers, by its rule in every month; with `where` those that are in both.',
  })
  slice?: string | null;
  @Field(() => SliceFilter, { nullable: true }) where?: SliceFilter | null;
  @Field(() => AnnotationText) text!: AnnotationText;
  @Field(() => ID, {
    nullable: true,
    description:
      'A name of yours for this request, e.g. a UUID: asked again with it, the same annotation is given, and none is made.',
  })
  idempotencyKey?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What people say happened in a period. It stands beside the figures that it touches, and is never counted as a cause.',
})
export class Annotation {
  @Field(() => ID) id!: string;
  @Field(() => AnnotationKind) kind!: AnnotationKindCode;
  @Field(() => LocalDate, { description: 'The first day.' }) from!: string;
  @Field(() => LocalDate, { description: 'The last day.' }) until!: string;
  @Field(() => String) createdBy!: string;
  @Field(() => Instant, { description: 'RFC 3339.' }) createdAt!: string;
  @Field(() => Instant, { nullable: true, description: 'RFC 3339. Since then it is told to nobody.' }) removedAt!: string | null;
  row!: AnnotationRow;
}
