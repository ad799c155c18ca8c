import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Candidate as CandidateValue } from '../../../campaigns/recommendations/candidates.js';
import type { Names } from '../../../catalogue/names.js';
import type { Offer as Definition } from '../../../catalogue/offers/types.js';
import type { Row } from '../../../warehouse/engine.js';
import { Cell, Instant, LocalDate } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';
import { Gate, Offer, Why } from './offer.types.js';

const nullable = { nullable: true } as const;

@ObjectType({ simpleResolvers: true, description: 'A value that an offer’s rule looked at, or that it was weighed by.' })
export class RuleInput {
  @Field(() => String, {
    description:
      'Column of the number’s month; of a retention offer also effect (share of losses that it prevents) and effect_from, who says so: HOLD_OUT of its lists; OFFER, its file; RISK_UNKNOWN where it counts by its margin.',
  })
  name!: string;
  @Field(() => Cell, nullable) value!: string | number | boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'An offer that was considered for a number: made, or stopped at a gate.' })
export class Candidate {
  @Field(() => Offer, { description: 'One that the catalogue no longer has goes by its code and is offered in no scene.' })
  offer!: Offer;
  @Field(() => Int, { nullable: true, description: 'From 1, by net benefit; null where it is not made.' }) rank!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'CNY: P(accept) × (margin × months − incentive − commission) − contact cost (0 in a visit), of a retention offer with risk × lifetime value × effect for margin × months; null where nothing tells P(accept), and of a decision that was made before where the offer stopped before CONSENT: it is not kept.',
  })
  netBenefit!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'P(accept), 0 to 1: the warehouse’s own score, else from past contacts by offer, scene, segment and value tier, and before there are any from a prior (acceptanceBasis). null as netBenefit.',
  })
  acceptProbability!: number | null;
  evidence!: CandidateValue['evidence'];
  @Field(() => Gate, { nullable: true, description: 'The first gate that it did not pass; null where it is made.' })
  stoppedAt!: keyof typeof Gate | null;
  @Field(() => Why, { nullable: true, description: 'The reason that it is not made; null where it is.' })
  why!: keyof typeof Why | null;
  @Field(() => String, {
    description:
      'Of the offer’s rule; of a decision that was made by other rules than today’s that of all rules together (the decision’s), as the offer’s own is not kept.',
  })
  ruleVersion!: string;
  definition!: Definition | null;
  values!: Row;
  pitches!: Names | null;
  isRuleTold!: boolean;
  unchecked!: readonly Names[];
  effect!: CandidateValue['effect'];
}

@ObjectType({ simpleResolvers: true, description: 'An offer that the customer was really shown, as recordShown told it.' })
export class Impression {
  @Field(() => Offer, { description: 'One that the catalogue no longer has goes by its code.' }) offer!: Offer;
  @Field(() => Instant, { description: 'When it was first told; RFC 3339.' }) at!: string;
  @Field(() => String, { description: 'Who told it.' }) by!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What may be offered to a number in a scene, and why all else may not. It is written down under its id, where it has one.',
})
export class Decision {
  @Field(() => ID, {
    nullable: true,
    description:
      'To be given with the outcome. null where it could not be written down in time (`degraded`): its outcome is told without.',
  })
  id!: string | null;
  @Field(() => ID, { description: 'The number’s `numberId`.' }) number!: string;
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => Instant, { description: 'RFC 3339.' }) at!: string;
  @Field(() => Boolean, {
    description:
      'Marts or ledger did not answer in time: rules and ranking are last night’s, and what could not be checked is not made.',
  })
  degraded!: boolean;
  @Field(() => LocalDate, { description: 'Last day of the data that it rests on.' }) dataDate!: string;
  @Field(() => Boolean, {
    description: 'The customer is kept out, of everything or of a campaign, so that results can be measured.',
  })
  heldOut!: boolean;
  @Field(() => Boolean, { description: 'Was it made for this customer, or for any?' }) personalised!: boolean;
  @Field(() => String, { description: 'Of all rules, terms, scenes and the contact policy together.' }) ruleVersion!: string;
}
