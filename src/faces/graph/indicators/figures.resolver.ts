import { Arg, type ClassType, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { dimensionNamed } from '../../../catalogue/named.js';
import type { Figure } from '../../../figures/figure.js';
import { coverageOf } from '../../../indicators/coverage.js';
import { type DrillOrder as DrillOrderCode, drill } from '../../../indicators/drill.js';
import { type Origin, sliceBehind } from '../../../indicators/node.js';
import { paceOf } from '../../../indicators/pace.js';
import { signalOfFigure } from '../../../indicators/signals/figure-signal.js';
import { trend } from '../../../indicators/trend.js';
import { usualLimits } from '../../../security/limits.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { DimensionCode, DrillOrder } from '../shared/enums.types.js';
import { MeasureInfo, measureInfo } from '../shared/measure.types.js';
import { SliceScalar } from '../shared/scalars.types.js';
import { FigureSignal, Pace, Part, TrendPoint } from './indicators.types.js';
import { defaultTrend } from './lookahead.resolver.js';

const optional = { nullable: true } as const;
const mostParts = usualLimits.drillParts.toLocaleString('en');

export interface HasOrigin extends Figure {
  readonly origin: Origin;
  readonly target: number | null;
}

/** The fields that go back to where a figure came from: a tree's node and a single indicator have them alike. */
export function figuresOf(type: ClassType<HasOrigin>) {
  @Resolver(() => type)
  abstract class Figures {
    @FieldResolver(() => MeasureInfo)
    measure(@Root() { origin }: HasOrigin): MeasureInfo {
      return measureInfo(origin.measure);
    }

    @FieldResolver(() => [TrendPoint], { description: 'The months up to this one, as far as the data go back.' })
    trend(
      @Root() { origin }: HasOrigin,
      @Arg('months', () => Int, { nullable: true, defaultValue: defaultTrend }) months: number | null,
    ): Promise<readonly TrendPoint[]> {
      return trend(origin, months ?? defaultTrend);
    }

    @FieldResolver(() => FigureSignal, {
      description:
        'What the months before let one expect of this one, by the rule and with the limits of `signals`; of the data, whatever whatIf sets.',
    })
    signal(@Root() { origin }: HasOrigin): Promise<FigureSignal> {
      return signalOfFigure(origin);
    }

    @FieldResolver(() => [Part], {
      description: `Split by one dimension: the \`top\` parts and the rest as "other" (at most ${mostParts} parts).`,
    })
    drill(
      @Root() { origin }: HasOrigin,
      @Arg('by', () => DimensionCode) by: string,
      @Arg('top', () => Int, optional) top: number | undefined,
      @Arg('orderBy', () => DrillOrder, optional) orderBy: DrillOrderCode | undefined,
      @Ctx() { catalogue }: RequestContext,
    ): Promise<readonly Part[]> {
      return drill(origin, dimensionNamed(catalogue, by), top, orderBy ?? 'VALUE');
    }

    @FieldResolver(() => Pace, { description: "How a flow goes towards the month's end, against its plan." })
    pace(@Root() { origin, value, absence, target }: HasOrigin): Promise<Pace> {
      return paceOf(origin, { value, absence }, target);
    }

    @FieldResolver(() => Float, {
      nullable: true,
      description:
        'How much of the month was there: of its numbers the share that has a value in the emptiest of the columns it rests on, 0 to 1. Null: of no numbers.',
    })
    coverage(@Root() { origin }: HasOrigin): Promise<number | null> {
      return coverageOf(origin);
    }

    @FieldResolver(() => SliceScalar, { description: 'The numbers that this figure counts.' })
    slice(@Root() { origin }: HasOrigin): string {
      return encodeSlice(sliceBehind(origin), origin.request.context);
    }
  }
  return Figures;
}
