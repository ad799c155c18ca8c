import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Absence as AbsenceCode } from '../../../figures/figure.js';
import type { Row } from '../../../warehouse/engine.js';
import { codesNamed } from '../shared/codes.types.js';
import { Absence, enumOf } from '../shared/enums.types.js';

const nullable = { nullable: true } as const;

export const RetentionBasis = enumOf('COHORT', 'CUSTOMER_TYPE', 'IMMATURE');
registerEnumType(RetentionBasis, {
  name: 'RetentionBasis',
  description: 'What a retention curve was fitted to.',
  valuesConfig: {
    COHORT: { description: 'The numbers of the same customer type that joined in the same month.' },
    CUSTOMER_TYPE: { description: 'All numbers of the customer type: too few of the cohort have left.' },
    IMMATURE: { description: 'Nothing: fewer than three monthly renewals of the cohort were seen, or hardly anyone left.' },
  },
});

export const LifetimeValueBasis = enumOf('RISK', 'STAGE');
registerEnumType(LifetimeValueBasis, {
  name: 'LifetimeValueBasis',
  description: 'What is known of how a number stays in the next three months; later ones always go by its cohort and stage.',
  valuesConfig: {
    RISK: { description: 'Its own churn risk.' },
    STAGE: { description: 'How others of its cohort and stage stayed: the month has no churn warning yet.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Where a number stands in its life cycle.' })
export class NumberLifecycle {
  @Field(() => codesNamed('NumberStage'), { nullable: true, description: 'Null where a column that decides it did not come.' })
  stage!: string | null;
  @Field(() => codesNamed('NumberSegment'), { nullable: true, description: 'Second step of the tree LIFECYCLE.' }) segment!:
    | string
    | null;
  @Field(() => [String], {
    nullable: true,
    description: 'All rules that hold, in tree order, also those that an earlier one overrode; null as stage.',
  })
  rules!: readonly string[] | null;
  @Field(() => Int, { nullable: true, description: 'Months since the joining month.' }) joinedMonthsAgo!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Scores 1 to 5 by the value edges of the month.' })
export class RfmScores {
  @Field(() => Int, { nullable: true, description: '5: paid use just now.' }) recency!: number | null;
  @Field(() => Int, { nullable: true, description: 'Days with use in three months.' }) frequency!: number | null;
  @Field(() => Int, { nullable: true, description: 'Revenue of three months.' }) money!: number | null;
  @Field(() => String, { nullable: true, description: 'The three scores, e.g. "343".' }) cell!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How numbers of the same joining month and customer type stay, as known at the month: a shifted-beta-geometric curve over monthly renewals (Fader & Hardie 2007).',
})
export class Retention {
  @Field(() => Float, nullable) alpha!: number | null;
  @Field(() => Float, nullable) beta!: number | null;
  @Field(() => Int, { description: 'Monthly renewals of the cohort that the data show.' }) renewals!: number;
  @Field(() => RetentionBasis) basis!: keyof typeof RetentionBasis;
  @Field(() => Float, {
    nullable: true,
    description:
      'Months still to come of a number of the cohort on the books, whatever its stage and risk, each discounted to now at 10 % a year (threshold lifetime_discount). That of a number by itself is NumberValue.expectedMonths.',
  })
  expectedMonths!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Five-part score, each 0 to 100; an unknown part leaves its weight to the others.',
})
export class ValueScore {
  @Field(() => Float, nullable) total!: number | null;
  @Field(() => Float, { nullable: true, description: 'Spend and frequency.' }) spend!: number | null;
  @Field(() => Float, { nullable: true, description: 'Use of the data allowance.' }) need!: number | null;
  @Field(() => Float, { nullable: true, description: 'Satisfaction less complaints.' }) satisfaction!: number | null;
  @Field(() => Float, { nullable: true, description: 'Tenure, contract, broadband, family or group net.' }) stickiness!:
    | number
    | null;
  @Field(() => Float, { nullable: true, description: 'Recommendation score of a survey month.' }) recommendation!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a number is worth.' })
export class NumberValue {
  @Field(() => codesNamed('NumberValueTier'), {
    nullable: true,
    description: 'By three-month revenue within customer type; null off the books.',
  })
  tier!: string | null;
  @Field(() => RfmScores) rfm!: RfmScores;
  @Field(() => Float, {
    nullable: true,
    description:
      "Months still to come of the number, each discounted to now: the next three by its own churn risk (lifetimeValueBasis), then its cohort's retention, in its first twelve months as much faster or slower as others of its stage left by then. Null off the books and where the retention is IMMATURE.",
  })
  expectedMonths!: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY: monthlyMargin × expectedMonths; null off the books.' })
  lifetimeValue!: number | null;
  @Field(() => LifetimeValueBasis, {
    nullable: true,
    description: 'What expectedMonths, and so lifetimeValue, go by; null where there is none.',
  })
  lifetimeValueBasis!: keyof typeof LifetimeValueBasis | null;
  @Field(() => Absence, { nullable: true, description: 'Why lifetimeValue is null; NOT_COVERED: the number is off the books.' })
  lifetimeValueAbsence!: AbsenceCode | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'CNY: mean contribution margin (revenue less discount, commission, points and promotion) of the last three months or those known.',
  })
  monthlyMargin!: number | null;
  @Field(() => ValueScore) score!: ValueScore;
  @Field(() => [codesNamed('NumberValueGroup')], {
    nullable: true,
    description: 'Empty where in neither; null where the last paid use is not known.',
  })
  groups!: readonly string[] | null;
  /** What `retention` is found by. */
  row!: Row;
}
