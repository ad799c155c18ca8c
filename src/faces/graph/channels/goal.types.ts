import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { type Goal as GoalValue, type GoalVerdict, goalVerdicts } from '../../../campaigns/lists/goal-verdict.js';
import { Absence, enumOf, MeasureCode } from '../shared/enums.types.js';
import { LocalDate, SliceScalar, YearMonth } from '../shared/scalars.types.js';

const Verdict = enumOf(...(Object.keys(goalVerdicts) as GoalVerdict[]));
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'How far a goal is. It tells where the figure stands, not what the list caused: that is `result`.',
  valuesConfig: Object.fromEntries(Object.entries(goalVerdicts).map(([code, description]) => [code, { description }])),
});

@InputType({ description: 'What a list is to change: a figure, by how much, and by when.' })
export class GoalInput {
  @Field(() => MeasureCode) measure!: string;
  @Field(() => ID, {
    nullable: true,
    description:
      'The node of a tree that shows the figure, e.g. "LIFECYCLE.DECLINE". Of a formula tree: one of the measure\'s; of a partition tree: one that the slice lies in.',
  })
  node?: string | null;
  @Field(() => SliceScalar, { description: 'The slice of the figure, or of its part that is the cause.' }) slice!: string;
  @Field(() => Float, { description: "In the measure's unit, not 0; below 0 where it is to fall." }) wantedChange!: number;
  @Field(() => LocalDate, { description: 'The last day for it; today or later.' }) by!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What a list was made for, and how far it is. Figures are the author's: of the cities that he may see, whoever asks.",
})
export class Goal {
  @Field(() => ID, { nullable: true, description: 'Of the node that shows the figure.' }) node!: string | null;
  @Field(() => SliceScalar) slice!: string;
  @Field(() => Float, {
    nullable: true,
    description:
      "The figure of the slice in its last month, when the list was made; in the measure's unit. Null where `absence` is FORBIDDEN.",
  })
  baseline!: number | null;
  @Field(() => YearMonth, { description: 'The month of `baseline`.' }) baselineMonth!: string;
  @Field(() => Float, { description: "In the measure's unit; below 0 where it is to fall." }) wantedChange!: number;
  @Field(() => LocalDate, { description: 'The last day for it.' }) by!: string;
  @Field(() => Float, {
    nullable: true,
    description:
      "The figure of `month`, by the rule of the slice: who is in it then counts, so that it stays the figure that the list began from. (Numbers that are picked for standing badly stand better later, whatever is done: to follow them all the same, give a slice of an answer with follow: NUMBERS.) In the measure's unit.",
  })
  value!: number | null;
  @Field(() => Absence, { nullable: true, description: 'Why value is null.' }) absence!: GoalValue['absence'];
  @Field(() => YearMonth, {
    description: "The newest month of the data up to that of `by`; the baseline's until there is a later one.",
  })
  month!: string;
  @Field(() => Verdict) verdict!: GoalVerdict;
  definition!: GoalValue['measure'];
}
