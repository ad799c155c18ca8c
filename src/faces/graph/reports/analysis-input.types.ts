import { Field, InputType } from 'type-graphql';
import type { TimeGrain as TimeGrainCode } from '../../../reports/analysis/period.js';
import type { Fill as FillCode } from '../../../reports/analysis/question.js';
import type { Follow as FollowCode } from '../../../slices/slice.js';
import { Baseline, DimensionCode, Follow, follows, MeasureCode } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { AnalysisOrder, cumulativeDescription, Fill, MeasureCondition, TimeGrain, TopPer } from './analysis.types.js';

const nullable = { nullable: true } as const;

@InputType({
  description:
    'An analysis as the query of that name, with what is selected there said by name. For questions that are made at run time, and for files, which hold all rows.',
})
export class AnalysisInput {
  @Field(() => [DimensionCode], { defaultValue: [], description: 'The grouping, in this order.' }) dimensions!: string[];
  @Field(() => [MeasureCode]) measures!: string[];
  @Field(() => SliceFilter, nullable) where?: SliceFilter;
  @Field(() => SliceScalar, nullable) slice?: string;
  @Field(() => Follow, follows) follow?: FollowCode | null;
  @Field(() => YearMonth, { nullable: true, description: 'Default: the same as to.' }) from?: string;
  @Field(() => YearMonth, { nullable: true, description: 'Default: the newest month.' }) to?: string;
  @Field(() => TimeGrain, { nullable: true, defaultValue: 'MONTH' }) grain?: TimeGrainCode | null;
  @Field(() => Baseline, {
    nullable: true,
    defaultValue: 'NONE',
    description: 'Adds the columns "<measure>Baseline" and "<measure>Change" for each measure.',
  })
  against?: keyof typeof Baseline | null;
  @Field(() => [MeasureCondition], nullable) having?: MeasureCondition[];
  @Field(() => [AnalysisOrder], { nullable: true, description: 'Default: by period and the dimensions.' })
  orderBy?: AnalysisOrder[];
  @Field(() => TopPer, { nullable: true, description: 'Adds a column "isOther".' }) topPer?: TopPer;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Totals as rows at the end; adds a column "totalOf".',
  })
  totals?: boolean | null;
  @Field(() => Fill, { nullable: true, defaultValue: 'NONE' }) fill?: FillCode | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: cumulativeDescription }) cumulative?: boolean | null;
}
