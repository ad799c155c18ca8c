import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Offer as OfferDefinition, RetentionTerms } from '../../../catalogue/offers/types.js';
import { gateOf, gates, reasonOf, whys } from '../../../decisions/gates/index.js';
import { enumOf } from '../shared/enums.types.js';
import { Scene } from '../shared/scene.types.js';

export const Gate = enumOf(...gates.map(({ code }) => code));
registerEnumType(Gate, {
  name: 'Gate',
  description: 'What an offer must pass before it is made to a number, in this order.',
  valuesConfig: Object.fromEntries(gates.map(({ code, description }) => [code, { description }])),
});

export const Why = enumOf(...whys);
registerEnumType(Why, {
  name: 'Why',
  description: 'What stopped an offer; each belongs to a gate.',
  valuesConfig: Object.fromEntries(
    whys.map((why) => [why, { description: `${gateOf(why)}: ${reasonOf(why, null).en} · ${reasonOf(why, null).zh}` }]),
  ),
});

@ObjectType({ simpleResolvers: true, description: 'A condition of an offer on a number’s month.' })
export class OfferCondition {
  @Field(() => Gate) gate!: keyof typeof Gate;
  @Field(() => String, { description: 'SQL predicate over the columns of a number’s month; what is not known does not hold.' })
  sql!: string;
  words!: Names;
}

export const EffectFrom = enumOf('HOLD_OUT', 'OFFER');
registerEnumType(EffectFrom, {
  name: 'EffectFrom',
  description: 'Who says how much of the loss an offer prevents.',
  valuesConfig: {
    HOLD_OUT: { description: 'Who was kept out of its lists left more often: see docs/recommendations.md.' },
    OFFER: { description: 'The offer’s file: too few were kept out to know better.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'What an offer that is to keep customers does.' })
export class OfferRetention {
  @Field(() => Float, { description: 'Share of the loss that it prevents where it is accepted: 0 to 1.' }) effect!: number;
  @Field(() => EffectFrom) effectFrom!: keyof typeof EffectFrom;
  @Field(() => Int, { description: 'Months ahead that the risk of leaving is of: 1 or 3.' }) horizon!: number;
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
  @Field(() => Boolean, {
    description: 'For the whole household: what one number of it ordered or refused is said of all, and a list has one of it.',
  })
  isHousehold!: boolean;
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
  /** As its file says. */
  retention!: RetentionTerms | null;
  priors!: OfferDefinition['priors'];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What is supposed of an offer’s acceptance in a scene before contacts tell it: no measurement.',
})
export class OfferPrior {
  @Field(() => Scene) scene!: keyof typeof Scene;
  @Field(() => Float, { description: 'Share of contacts that bring an order, 0 to 1.' }) acceptance!: number;
  @Field(() => Float, { description: 'How many contacts it weighs.' }) weight!: number;
  @Field(() => Boolean, { description: 'Of the offer itself, in place of what its family and the scene tell; else the scene’s.' })
  ofOffer!: boolean;
}
