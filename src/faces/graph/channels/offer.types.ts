import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { reasonOf } from '../../../campaigns/reasons.js';
import type { Names } from '../../../catalogue/names.js';
import { gates, type Why as WhyCode, whys } from '../../../decisions/why.js';
import { enumOf } from '../shared/enums.types.js';
import { Scene } from '../shared/scene.types.js';

export const Gate = enumOf(...gates);
registerEnumType(Gate, {
  name: 'Gate',
  description: 'What an offer must pass before it is made to a number, in this order.',
  valuesConfig: {
    ELIGIBLE: { description: 'The number has the need.' },
    RELEVANT: { description: 'It is not held already, and fits the stage of life.' },
    SUITABLE: { description: 'It may be sold to this customer now: complaints, arrears, credit.' },
    CONSENT: { description: 'The customer has agreed to what the scene needs.' },
    CONTACT_POLICY: { description: 'Caps, quiet hours, cool-down after a refusal, do not contact.' },
    BUDGET: { description: 'Money and capacity are left.' },
    HOLD_OUT: { description: 'The customer is not kept out to measure what campaigns bring.' },
    NET_BENEFIT: { description: 'It brings more than it costs.' },
  },
});

const reasons = Object.keys(whys) as WhyCode[];
export const Why = enumOf(...reasons);
registerEnumType(Why, {
  name: 'Why',
  description: 'What stopped an offer; each belongs to a gate.',
  valuesConfig: Object.fromEntries(
    reasons.map((why) => [why, { description: `${whys[why]}: ${reasonOf(why, null).en} · ${reasonOf(why, null).zh}` }]),
  ),
});

@ObjectType({ simpleResolvers: true, description: 'A condition of an offer on a number’s month.' })
export class OfferCondition {
  @Field(() => Gate) gate!: keyof typeof Gate;
  @Field(() => String, { description: 'SQL predicate over the columns of a number’s month; what is not known does not hold.' })
  sql!: string;
  words!: Names;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Something that can be offered to a number. Money in CNY; null where it is not known.',
})
export class Offer {
  @Field(() => ID) code!: string;
  @Field(() => String, { description: 'Offers near to each other: a refusal of one counts for all of them.' }) family!: string;
  @Field(() => Float, { nullable: true, description: 'A month; null where it depends on the customer’s plan.' })
  price!: number | null;
  @Field(() => Float, { nullable: true, description: 'Margin of a month.' }) monthlyMargin!: number | null;
  @Field(() => Float, { nullable: true, description: 'Cost of an order, once: what the customer gets.' })
  incentive!: number | null;
  @Field(() => Float, { nullable: true, description: 'Cost of an order, once: what the seller gets.' })
  commission!: number | null;
  @Field(() => Int, { nullable: true, description: 'Months for which an order is expected to last.' }) months!: number | null;
  @Field(() => [Scene], { description: 'Where it is offered.' }) scenes!: readonly (keyof typeof Scene)[];
  @Field(() => Boolean, { description: 'A service message, no marketing: the contact policy says what that frees from.' })
  isService!: boolean;
  @Field(() => String, {
    description: 'Whom it is for: SQL predicate over the columns of a number’s month, all conditions together.',
  })
  rule!: string;
  @Field(() => [OfferCondition], { description: 'The rule’s conditions, gate by gate.' }) conditions!: readonly OfferCondition[];
  @Field(() => [String], { description: 'Columns that the rule looks at.' }) inputs!: readonly string[];
  @Field(() => String, { nullable: true, description: 'Changes with rule, thresholds, terms and scenes, not with texts.' })
  ruleVersion!: string | null;
  names!: Names;
  pitches!: Names | null;
  needs!: readonly string[];
}
