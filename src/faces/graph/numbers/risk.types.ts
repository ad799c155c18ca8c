import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Absence as AbsenceCode } from '../../../figures/figure.js';
import type { RiskReason as Reason } from '../../../numbers/risk.js';
import type { Row } from '../../../warehouse/engine.js';
import { codesNamed } from '../shared/codes.types.js';
import { Absence } from '../shared/enums.types.js';
import { YearMonth } from '../shared/scalars.types.js';

@ObjectType({ simpleResolvers: true, description: 'What a number’s value of a column adds to the log-odds of its leaving.' })
export class RiskReason {
  @Field(() => Float, { description: 'Points of all reasons and the base add up to the log-odds; below 0 they lower the risk.' })
  points!: number;
  /** What its words are made of. */
  reason!: Reason;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'The churn warning of a number: an additive scorecard, fitted to what the months before show of who truly left (docs/warning.md).',
})
export class NumberRisk {
  @Field(() => Float, { nullable: true, description: 'Chance that it truly leaves (TRUE_LEAVE) within the horizon.' })
  probability!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The same by the end of the third month from this one: that it leaves in the next, or stays then and leaves in the two after. Never less than probability; the reasons are of probability alone.',
  })
  probability3Months!: number | null;
  @Field(() => codesNamed('NumberRiskBand'), {
    nullable: true,
    description: 'By shares of the number-months that the model was fitted to.',
  })
  band!: string | null;
  @Field(() => Int, { description: 'Months ahead that probability, band, percentile and reasons are of.' }) horizon!: number;
  @Field(() => YearMonth, { nullable: true, description: 'The month whose model it is: fitted to what was known by its end.' })
  modelMonth!: string | null;
  @Field(() => Absence, { nullable: true, description: 'Why probability is null; NOT_COVERED: the number is off the books.' })
  absence!: AbsenceCode | null;
  /** Of the number. */
  row!: Row;
}
