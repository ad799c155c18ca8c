import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { dimensionNamed, measureNamed } from '../../../catalogue/named.js';
import { badInput } from '../../../errors.js';
import type { AskedBaseline as BaselineCode } from '../../../figures/baseline.js';
import { mapYielding } from '../../../lib/yielding.js';
import { analysisPage } from '../../../reports/analysis/page.js';
import type { TimeGrain as TimeGrainCode } from '../../../reports/analysis/period.js';
import { type Fill as FillCode, withDefaults } from '../../../reports/analysis/question.js';
import { sliceOfRow } from '../../../reports/analysis/row.js';
import { columnsOfAnalysis, viewOf } from '../../../reports/analysis/view.js';
import { labelOf, other } from '../../../serving/labels.js';
import { encodeSlice, type Follow as FollowCode } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { Baseline, DimensionCode, Follow, follows, MeasureCode } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import {
  Analysis,
  AnalysisOrder,
  AnalysisRow,
  cumulativeDescription,
  Fill,
  MeasureCondition,
  TimeGrain,
  TopPer,
} from './analysis.types.js';
import { decidedBy } from './selection.resolver.js';

const optional = { nullable: true } as const;

@Resolver()
export class AnalysisQueries {
  @Query(() => Analysis, {
    nullable: true,
    description:
      'Free analysis. Where `measures` (and `dimensions`) are given they decide, and a field selected outside them is an error. Without them the selected fields decide: not for a client with a normalising cache, which keeps answers by arguments, and not for two fragments that ask for different fields.',
  })
  async analysis(
    @Arg('dimensions', () => [DimensionCode], { nullable: true, description: 'The grouping, in this order.' })
    dimensions: string[] | null | undefined,
    @Arg('measures', () => [MeasureCode], { nullable: true, description: 'What is computed.' })
    measures: string[] | null | undefined,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Arg('from', () => YearMonth, { nullable: true, description: 'Default: the same as to.' }) from: string | undefined,
    @Arg('to', () => YearMonth, { nullable: true, description: 'Default: the newest month.' }) to: string | undefined,
    @Arg('grain', () => TimeGrain, { nullable: true, defaultValue: 'MONTH' }) grain: TimeGrainCode | null,
    @Arg('against', () => Baseline, { nullable: true, defaultValue: 'NONE' }) against: BaselineCode | null,
    @Arg('having', () => [MeasureCondition], optional) having: MeasureCondition[] | undefined,
    @Arg('orderBy', () => [AnalysisOrder], { nullable: true, description: 'Default: by period and the dimensions.' })
    orderBy: AnalysisOrder[] | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 1000 }) first: number | null,
    @Arg('after', () => String, optional) after: string | undefined,
    @Arg('topPer', () => TopPer, optional) topPer: TopPer | undefined,
    @Arg('totals', () => Boolean, { nullable: true, defaultValue: false }) totals: boolean | null,
    @Arg('fill', () => Fill, { nullable: true, defaultValue: 'NONE' }) fill: FillCode | null,
    @Arg('cumulative', () => Boolean, { nullable: true, defaultValue: false, description: cumulativeDescription })
    cumulative: boolean | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Analysis> {
    const decided = decidedBy({ dimensions, measures }, info, context.catalogue);
    const shape = { having, orderBy, topPer, grain, against, totals, fill, cumulative };
    const asked = withDefaults({ ...decided, where, slice, follow, from, to, ...shape });
    const page = await analysisPage({ ...asked, first: first ?? 1000, after }, context);
    const { request, rows, totals: summed, rowCount, ...pageInfo } = page;
    return {
      rows: (await mapYielding(rows, viewOf)) as unknown as AnalysisRow[],
      rowCount,
      totals: (await mapYielding(summed, viewOf)) as unknown as AnalysisRow[],
      columns: columnsOfAnalysis(request),
      pageInfo,
    };
  }
}

@Resolver(() => AnalysisRow)
export class AnalysisRowResolver {
  @FieldResolver(() => String, { nullable: true, description: "What people call the row's value of a selected dimension." })
  label(
    @Root() { row }: AnalysisRow,
    @Arg('dimension', () => DimensionCode) code: string,
    @Ctx() { catalogue, labels }: RequestContext,
    @LocaleArg() locale: Locale,
  ): string | null {
    const dimension = dimensionNamed(catalogue, code);
    const index = row.request.dimensions.indexOf(dimension);
    if (index < 0) throw badInput(`label(dimension: ${code}): rows are not grouped by ${code}; name it in dimensions.`);
    if (row.group.totalOf.includes(index)) return null;
    if (row.group.other === index) return inLocale(other, locale);
    return inLocale(labelOf(dimension, row.group.codes[index] ?? null, labels), locale);
  }

  @FieldResolver(() => SliceScalar, {
    description:
      'The numbers of this row; with a measure that counts numbers, just those it counts. Of a row that is cut by what facts have, the numbers that had such facts; with a measure that counts facts, just those it counts.',
  })
  slice(
    @Root() { row }: AnalysisRow,
    @Ctx() context: RequestContext,
    @Arg('measure', () => MeasureCode, optional) measure?: string,
  ): string {
    return encodeSlice(sliceOfRow(row, measure ? measureNamed(context.catalogue, measure) : undefined), context);
  }
}
