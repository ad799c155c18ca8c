import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { Names } from '../../../catalogue/names.js';

@ObjectType({
  simpleResolvers: true,
  description:
    'What a number’s use of the last six months would have cost on a plan, by the price list: fee, and each month’s use beyond the allowances. CNY a month.',
})
export class PlanFit {
  @Field(() => ID) code!: string;
  @Field(() => Float) fee!: number;
  @Field(() => Float, { description: 'Fee and use beyond the allowances, on average.' }) cost!: number;
  @Field(() => Float, { description: 'How much less that is than on its own plan; below 0 it would have been more.' })
  saving!: number;
  @Field(() => Float, { description: 'What the operator would have had less: the saving without tax.' }) revenueLost!: number;
  @Field(() => Boolean, { description: 'Is it the plan that the number has?' }) isOwn!: boolean;
  names!: Names;
}
