import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { CauseValue } from '../../../indicators/explain/causes.js';
import type { DriverValue } from '../../../indicators/explain/drivers.js';
import type { DimensionEffectValue, PartEffectValue } from '../../../indicators/explain/effects.js';
import type { ExplainAnswer } from '../../../indicators/explain/explain.js';
import type { ExplainRequest } from '../../../indicators/explain/request.js';
import { Absence, DimensionCode, enumOf } from '../shared/enums.types.js';
import { CauseTerm } from '../shared/term.types.js';

export const ContributionMethod = enumOf('PATH_INTEGRAL', 'LMDI', 'SHAPLEY');
export const PartPresence = enumOf('THROUGHOUT', 'ENTERED', 'EXITED');
export const ChangePattern = enumOf('LOCALISED', 'UNIFORM', 'NOISE');

registerEnumType(ContributionMethod, {
  name: 'ContributionMethod',
  description: 'How a change is shared out over the leaves of a formula; each adds up to it.',
  valuesConfig: {
    PATH_INTEGRAL: { description: 'Straight-line path integral (Aumann–Shapley): exact for every formula.' },
    LMDI: { description: 'Logarithmic mean Divisia index (LMDI-I): products and quotients of values that are not negative.' },
    SHAPLEY: {
      description: "Shapley's value: the mean over all orders in which the leaves may change; up to 14 leaves that move.",
    },
  },
});
registerEnumType(ChangePattern, {
  name: 'ChangePattern',
  description: 'What kind of change it is.',
  valuesConfig: {
    LOCALISED: { description: 'Some parts moved otherwise than the rest: see causes.' },
    UNIFORM: { description: 'A uniform shift: all parts moved alike.' },
    NOISE: { description: 'All parts moved alike, and the figure is within what the months before let one expect.' },
  },
});
registerEnumType(PartPresence, { name: 'PartPresence', description: 'Was the part there before and after?' });

@ObjectType({ simpleResolvers: true, description: 'Why a measure changed.' })
export class Explanation {
  @Field(() => Float, { nullable: true, description: "In the measure's unit." }) value!: number | null;
  @Field(() => Float, { nullable: true, description: 'What it is compared with.' }) baseline!: number | null;
  @Field(() => Float, { nullable: true, description: 'value − baseline' }) change!: number | null;
  @Field(() => Absence, { nullable: true, description: 'Why value or baseline is null.' }) absence!: ExplainAnswer['absence'];
  explained!: ExplainAnswer;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A leaf of the value tree with what it gives to the change; of a stock of numbers: a flow into or out of it.',
})
export class Driver implements DriverValue {
  @Field(() => ID, { description: 'Path in its tree, e.g. "REVENUE.ARPU.DATA_ARPU.DOU", "LIFECYCLE.MOVED_IN.MATURE".' })
  node!: string;
  @Field(() => Float, { nullable: true, description: "In the leaf's unit; null of a flow." }) from!: number | null;
  @Field(() => Float, { nullable: true, description: "In the leaf's unit; of a flow how many numbers moved." }) to!:
    | number
    | null;
  @Field(() => Float, { description: "To the change, in the explained measure's unit, by the method asked for." })
  contribution!: number;
  @Field(() => Float, { nullable: true, description: 'contribution ÷ change; null where the change is nothing but rounding.' })
  share!: number | null;
  @Field(() => Float, { nullable: true, description: 'Contribution by path integral.' }) pathIntegral!: number | null;
  @Field(() => Float, { nullable: true, description: 'Contribution by LMDI-I; null where it is not defined.' }) lmdi!:
    | number
    | null;
  @Field(() => Float, { nullable: true, description: "Contribution by Shapley's value." }) shapley!: number | null;
  @Field(() => Float, { nullable: true, description: "Largest difference between the methods, in the explained measure's unit." })
  disagreement!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "What one unit more of it would give now: the explained measure's unit per one of the leaf's.",
  })
  sensitivity!: number | null;
  names!: Names;
  measure!: DriverValue['measure'];
  request!: ExplainRequest;
}

@ObjectType({ simpleResolvers: true, description: 'A part of a dimension with its effects on the change.' })
export class PartEffect implements PartEffectValue {
  @Field(() => String, { nullable: true, description: 'Null for numbers without a value, and for "other".' }) code!:
    | string
    | null;
  @Field(() => Float, { nullable: true, description: 'By its base (subscribers); 0 for a ratio.' }) volume!: number;
  @Field(() => Float, { nullable: true, description: 'By its weight in the base, at a rate above or below the mean.' })
  mix!: number;
  @Field(() => Float, { nullable: true, description: 'By its own rate.' }) rate!: number;
  @Field(() => Float, { description: "volume + mix + rate, in the measure's unit; parts add up to the change." })
  contribution!: number;
  @Field(() => PartPresence) presence!: PartEffectValue['presence'];
  @Field(() => Boolean, { description: 'All parts that are not shown, together.' }) isOther!: boolean;
  names!: Names;
  slice!: PartEffectValue['slice'];
}

@ObjectType({
  simpleResolvers: true,
  description: 'The change by one dimension: volume, mix and rate effects add up to it (Kitagawa, symmetric).',
})
export class DimensionEffect implements Omit<DimensionEffectValue, 'dimension' | 'pairs'> {
  @Field(() => DimensionCode) dimension!: never;
  @Field(() => Float, { nullable: true, description: 'By growth of the base at the mean rate; 0 for a ratio.' }) volume!: number;
  @Field(() => Float, { nullable: true, description: 'By parts of other rates gaining or losing weight.' }) mix!: number;
  @Field(() => Float, { nullable: true, description: "By the parts' own rates." }) rate!: number;
  @Field(() => Float, { description: "How far the shares of its explaining parts moved (Adtributor's surprise, bits)." })
  surprise!: number;
  @Field(() => [PartEffect], { description: 'Largest contributions first; `top` of them and the rest as "other".' })
  parts!: readonly PartEffectValue[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'A combination of up to three values whose figure moved otherwise than everything else.',
})
export class Cause implements CauseValue {
  @Field(() => [CauseTerm], { description: 'All of them hold.' }) where!: readonly CauseTerm[];
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Float, { nullable: true }) baseline!: number | null;
  @Field(() => Float, { description: "To the change of the whole, in the measure's unit (exact form for ratios)." })
  contribution!: number;
  @Field(() => Float, { description: 'contribution ÷ change; 0 where nothing changed.' }) explanatoryPower!: number;
  @Field(() => Float, { description: 'Generalised potential score, to 1: how well its own movement explains what happened.' })
  score!: number;
  @Field(() => Float, { description: 'How many standard deviations it is off what it would be had it moved like the rest.' })
  deviation!: number;
  slice!: CauseValue['slice'];
  request!: ExplainRequest;
}
