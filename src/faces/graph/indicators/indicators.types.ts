import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';
import type { Tree } from '../../../catalogue/types.js';
import type { IndicatorAnswer } from '../../../indicators/answers.js';
import type { PartValue } from '../../../indicators/drill.js';
import type { IndicatorNodeValue, Origin, TreeAnswer } from '../../../indicators/node.js';
import type { Pace as PaceValue } from '../../../indicators/pace.js';
import type { FigureSignal as FigureSignalValue } from '../../../indicators/signals/figure-signal.js';
import type { TrendPoint as TrendPointValue } from '../../../indicators/trend.js';
import { Absence, Relation, Status } from '../shared/enums.types.js';
import { LocalDate, YearMonth } from '../shared/scalars.types.js';

@ObjectType({ simpleResolvers: true, description: 'A tree of the catalogue.' })
export class TreeInfo {
  @Field(() => ID) code!: string;
  @Field(() => Relation, { description: "How the root's children make its value." }) relation!: Tree['relation'];
  @Field(() => Int, { description: 'Levels with the root.' }) levels!: number;
  definition!: Tree;
}

export const lowLimit =
  "Lower limit, in the measure's unit: three standard deviations below what the months before let one expect.";
export const highLimit = "Upper limit, in the measure's unit.";

@ObjectType({ simpleResolvers: true, description: 'A figure in a month; null before the history it needs.' })
export class TrendPoint implements TrendPointValue {
  @Field(() => YearMonth) month!: string;
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Absence, { nullable: true, description: 'Why value is null.' }) absence!: TrendPointValue['absence'];
  compared!: TrendPointValue['compared'];
  signal!: TrendPointValue['signal'];
  origin!: Origin;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A figure against what the months before let one expect. Judged alone: `signals`, which looks at two thousand figures at once, asks for more.',
})
export class FigureSignal implements FigureSignalValue {
  @Field(() => Float, { nullable: true, description: lowLimit }) low!: number | null;
  @Field(() => Float, { nullable: true, description: highLimit }) high!: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Outside its limits, and so far off by chance in less than one case of twenty.',
  })
  isSignal!: boolean | null;
  @Field(() => Absence, {
    nullable: true,
    description: 'Why there are no limits: that of the figure, or NO_BASELINE where the months before are too few to tell.',
  })
  absence!: FigureSignalValue['absence'];
}

@ObjectType({ simpleResolvers: true, description: 'A node of a tree in a month.' })
export class IndicatorNode implements IndicatorNodeValue {
  @Field(() => ID, { description: 'Path from the root, e.g. "LIFECYCLE.DECLINE.DUAL_DROP", "REVENUE.ARPU.DATA_ARPU.DOU".' })
  code!: string;
  @Field(() => Int, { description: 'The root is 0.' }) level!: number;
  @Field(() => ID, { nullable: true, description: "The parent's code." }) parent!: string | null;
  @Field(() => Relation, { nullable: true, description: 'How the children make this value; null for a leaf.' })
  relation!: IndicatorNodeValue['relation'];
  @Field(() => Float, { nullable: true, description: "In the measure's unit." }) value!: number | null;
  @Field(() => Float, { nullable: true, description: 'What it is compared with.' }) baseline!: number | null;
  @Field(() => Float, { nullable: true, description: 'value − baseline' }) change!: number | null;
  @Field(() => Float, { nullable: true, description: 'change ÷ |baseline|' }) changeRate!: number | null;
  @Field(() => Float, { nullable: true, description: 'Plan value of the month.' }) target!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the target reached: value ÷ target; target ÷ value where down is good. Null where a quotient would mislead.',
  })
  attainment!: number | null;
  @Field(() => Status) status!: IndicatorNodeValue['status'];
  @Field(() => Float, { nullable: true, description: "Of the parent's value, 0 to 1; counts and amounts of PARTITION trees." })
  share!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "To the root's change, in the root's unit; leaves add up to the root's change. Formula trees: path integral on the leaves; ratios on a partition: mix and rate effect.",
  })
  contribution!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "By how much the root changes with one unit more of this node, at the month's figures: the root's unit per one of the node's. Formula trees.",
  })
  sensitivity!: number | null;
  @Field(() => [IndicatorNode]) children!: IndicatorNodeValue[];
  @Field(() => Absence, {
    nullable: true,
    description: 'Why value is null; where it is not, why baseline is; where neither is, why there is no contribution.',
  })
  absence!: IndicatorNodeValue['absence'];
  names!: Names;
  origin!: Origin;
}

@ObjectType({ simpleResolvers: true, description: 'A tree in a month, compared with a baseline.' })
export class IndicatorTree implements TreeAnswer {
  @Field(() => ID) code!: string;
  @Field(() => YearMonth) month!: string;
  @Field(() => YearMonth, { nullable: true, description: 'Null where the baseline is no single month.' }) baselineMonth!:
    | string
    | null;
  @Field(() => IndicatorNode) root!: IndicatorNodeValue;
  names!: Names;
}

@ObjectType({ simpleResolvers: true, description: 'One measure in a month, compared with a baseline.' })
export class Indicator implements IndicatorAnswer {
  @Field(() => YearMonth) month!: string;
  @Field(() => Float, { nullable: true, description: "In the measure's unit." }) value!: number | null;
  @Field(() => Float, { nullable: true }) baseline!: number | null;
  @Field(() => Float, { nullable: true, description: 'value − baseline' }) change!: number | null;
  @Field(() => Float, { nullable: true, description: 'change ÷ |baseline|' }) changeRate!: number | null;
  @Field(() => Float, { nullable: true, description: 'Plan value of the month.' }) target!: number | null;
  @Field(() => Float, { nullable: true, description: 'Share of the target reached, as in IndicatorNode.' }) attainment!:
    | number
    | null;
  @Field(() => Status) status!: IndicatorAnswer['status'];
  @Field(() => Absence, { nullable: true, description: 'Why value is null; where it is not, why baseline is.' })
  absence!: IndicatorAnswer['absence'];
  origin!: Origin;
}

@ObjectType({ simpleResolvers: true, description: 'A part of a figure: one value of a dimension, or all others together.' })
export class Part {
  @Field(() => String, { nullable: true, description: 'Null for numbers without a value, and for "other".' }) code!:
    | string
    | null;
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Float, { nullable: true }) baseline!: number | null;
  @Field(() => Float, { nullable: true, description: 'value − baseline' }) change!: number | null;
  @Field(() => Float, { nullable: true, description: 'Of the whole, 0 to 1; counts and amounts only.' }) share!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "To the whole's change; parts add up to it. Ratios: mix and rate effect. Null against TARGET, as plans of parts need not add up.",
  })
  contribution!: number | null;
  @Field(() => Boolean, { description: 'All parts that are not shown, together.' }) isOther!: boolean;
  @Field(() => Absence, { nullable: true, description: 'Why value is null; where it is not, why baseline is.' })
  absence!: PartValue['absence'];
  names!: Names;
  slice!: PartValue['slice'];
  plan!: PartValue['plan'];
}

@ObjectType({
  simpleResolvers: true,
  description:
    "A flow on its way to the month's end, of measures with figures by day. How a month's flow spreads over its days is taken from the three months before, of all that the viewer sees, by the days that are left.",
})
export class Pace implements PaceValue {
  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The last day that the data have of the month: of the newest month the last on which anybody joined, of another its last.',
  })
  asOf!: string | null;
  @Field(() => Float, { nullable: true, description: 'The figure by that day.' }) soFar!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Share of a month's flow that has come by then, 0 to 1; 1 of a month that is over.",
  })
  share!: number | null;
  @Field(() => Float, { nullable: true, description: 'Of the plan by then: target × share.' }) expected!: number | null;
  @Field(() => Float, { nullable: true, description: "At the month's end, if it goes on so: soFar ÷ share." })
  projected!: number | null;
  @Field(() => Absence, {
    nullable: true,
    description:
      'Why projected is null (NOT_COVERED: no figures by day; NO_BASELINE: no months before, or nothing in them); where it is not, why expected is.',
  })
  absence!: PaceValue['absence'];
}

@InputType({ description: 'A leaf of a formula tree set by hand.' })
export class WhatIf {
  @Field(() => ID, { description: 'The leaf\'s code, e.g. "REVENUE.ARPU.DATA_ARPU.DOU".' }) node!: string;
  @Field(() => Float, { description: "In the measure's unit." }) value!: number;
}
