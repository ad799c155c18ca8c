import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Scene as SceneCode } from '../../../catalogue/offers/types.js';
import { usualLimits } from '../../../security/limits.js';
import { SliceFilter } from '../shared/filter.types.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { Scene } from '../shared/scene.types.js';
import { Offer, Why } from './offer.types.js';

const optional = { nullable: true } as const;
const rule = (text: string) => ({ nullable: true, description: `${text}; in place of the rule that there is.` });

@InputType({ description: 'A name in both languages.' })
export class OfferNameInput {
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

@InputType({
  description:
    'A changed offer, or by a code that there is not a new one. What is left out stays; a new one needs whom it is for, and what it earns.',
})
export class OfferChangeInput {
  @Field(() => ID) code!: string;
  @Field(() => OfferNameInput, optional) name?: OfferNameInput | null;
  @Field(() => String, optional) family?: string | null;
  @Field(() => [Scene], optional) scenes?: SceneCode[] | null;
  @Field(() => Float, { nullable: true, description: 'CNY a month.' }) price?: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY.' }) monthlyMargin?: number | null;
  @Field(() => Int, optional) months?: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY, once.' }) incentive?: number | null;
  @Field(() => Float, { nullable: true, description: 'CNY, once.' }) commission?: number | null;
  @Field(() => Int, optional) monthlyOrders?: number | null;
  @Field(() => SliceFilter, rule('Has the number the need')) eligible?: SliceFilter | null;
  @Field(() => SliceFilter, rule('Would it change anything')) relevant?: SliceFilter | null;
  @Field(() => SliceFilter, rule('May it be sold to this customer now')) suitable?: SliceFilter | null;
}

@InputType({ description: 'Another value of a threshold of the catalogue.' })
export class ThresholdInput {
  @Field(() => ID) code!: string;
  @Field(() => Float) value!: number;
}

@InputType({ description: 'At most so many contacts in all these scenes together.' })
export class ContactCapInput {
  @Field(() => [Scene]) scenes!: SceneCode[];
  @Field(() => Int) most!: number;
  @Field(() => Int, { nullable: true, description: 'In the last so many days; left out: in the calendar month.' }) days?:
    | number
    | null;
}

@InputType({ description: 'A changed contact policy; what is left out stays.' })
export class ContactPolicyInput {
  @Field(() => [ContactCapInput], { nullable: true, description: 'In place of all caps that there are.' }) caps?:
    | ContactCapInput[]
    | null;
  @Field(() => Int, { nullable: true, description: 'Days without an offer of the family that was refused.' }) coolDownDays?:
    | number
    | null;
}

@InputType({
  description: 'What would be changed: rules of offers, prices and the contact policy, or thresholds of the life cycle.',
})
export class RuleChangeInput {
  @Field(() => [OfferChangeInput], optional) offers?: OfferChangeInput[] | null;
  @Field(() => [ThresholdInput], { nullable: true, description: 'Of offers’ rules (sql/catalogue/offers/thresholds.yaml).' })
  offerThresholds?: ThresholdInput[] | null;
  @Field(() => ContactPolicyInput, optional) contactPolicy?: ContactPolicyInput | null;
  @Field(() => [ThresholdInput], { nullable: true, description: 'Of the life cycle (sql/catalogue/thresholds.yaml); alone.' })
  thresholds?: ThresholdInput[] | null;
}

@InputType({ description: 'A change of rules, and whom it is looked at for: by default everybody.' })
export class SimulationInput {
  @Field(() => RuleChangeInput) change!: RuleChangeInput;
  @Field(() => Scene, { nullable: true, description: 'Where offers are made; not of thresholds of the life cycle.' })
  scene?: SceneCode | null;
  @Field(() => SliceScalar, optional) slice?: string;
  @Field(() => SliceFilter, optional) where?: SliceFilter;
  @Field(() => YearMonth, { nullable: true, description: 'By default the slice’s, else the newest.' }) month?: string | null;
  @Field(() => Int, { nullable: true, defaultValue: 1, description: 'Levels of the life cycle that moves are told by, 1 to 4.' })
  levels?: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What becomes of a number: an offer, or why none is made; or its node of the life cycle.',
})
export class SimulationPlace {
  @Field(() => Offer, { nullable: true, description: 'What is offered.' }) offer!: Offer | null;
  @Field(() => Why, { nullable: true, description: 'Why nothing is.' }) why!: keyof typeof Why | null;
  @Field(() => ID, { nullable: true, description: '"LIFECYCLE.DECLINE".' }) node!: string | null;
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'Numbers that are dealt with alike before and after.' })
export class SimulationMove {
  @Field(() => SimulationPlace) from!: SimulationPlace;
  @Field(() => SimulationPlace) to!: SimulationPlace;
  @Field(() => Float, { description: 'Numbers.' }) count!: number;
  @Field(() => SliceScalar, {
    nullable: true,
    description: `These very numbers, with tier 3; null where they stay, or are more than ${usualLimits.filterValues.toLocaleString('en')}.`,
  })
  slice!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What offers bring to everybody to whom one is made.' })
export class SimulationTotals {
  @Field(() => Float, { description: 'Numbers that are offered something.' }) offered!: number;
  @Field(() => Float, { description: 'CNY: contacts, and what orders cost once.' }) cost!: number;
  @Field(() => Float, { description: 'CNY.' }) netBenefit!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What becomes of an offer.' })
export class SimulationOffer {
  @Field(() => Offer) offer!: Offer;
  @Field(() => Float, { description: 'Numbers to whom it is offered.' }) before!: number;
  @Field(() => Float) after!: number;
  @Field(() => Float, { description: 'Numbers that are offered it only after.' }) won!: number;
  @Field(() => Float, { description: 'Numbers that are offered it only before.' }) lost!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What would be if rules were changed; nothing is written.' })
export class Simulation {
  @Field(() => Float, { description: 'Numbers that it was looked at for: all moves, with who stays.' }) numbers!: number;
  @Field(() => [SimulationMove], { description: 'Most numbers first; who stays is among them.' })
  moves!: readonly SimulationMove[];
  @Field(() => [SimulationOffer], { description: 'By code; none of thresholds of the life cycle.' })
  offers!: readonly SimulationOffer[];
  @Field(() => SimulationTotals, { nullable: true, description: 'Null of thresholds of the life cycle.' })
  before!: SimulationTotals | null;
  @Field(() => SimulationTotals, { nullable: true, description: 'As `before`.' }) after!: SimulationTotals | null;
}
