import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { sliceOf } from '../../../figures/question.js';
import { whereOfTerms } from '../../../figures/where-of-terms.js';
import { answerSignals, type SignalKind as KindCode, type SignalAnswer } from '../../../indicators/signals/signals.js';
import { labelOf } from '../../../serving/labels.js';
import { encodeSlice } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { SliceFilter } from '../shared/filter.types.js';
import { MeasureInfo, measureInfo } from '../shared/measure.types.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { CauseTerm } from '../shared/term.types.js';
import { Signal, SignalKind } from './signals.types.js';

const defaultFirst = 20;

@Resolver(() => Signal)
export class SignalResolver {
  @Query(() => [Signal], {
    nullable: true,
    description:
      'Which figures of the month are signals and not noise, most material first: changes, and gaps that stand (to plan, to peers, to last year).',
  })
  signals(
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Arg('kind', () => SignalKind, { nullable: true, description: 'Default: both.' }) kind: KindCode | undefined,
    @Arg('where', () => SliceFilter, { nullable: true }) where: SliceFilter | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: defaultFirst }) first: number | null,
    @Arg('noise', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Also what was tested and is immaterial or noise, after the signals.',
    })
    noise: boolean | null,
    @Ctx() context: RequestContext,
  ): Promise<readonly Signal[]> {
    return answerSignals({ month, kind, where, first: first ?? defaultFirst, noise: noise ?? false }, context);
  }

  @FieldResolver(() => MeasureInfo)
  measure(@Root() { measure }: SignalAnswer): MeasureInfo {
    return measureInfo(measure);
  }

  @FieldResolver(() => [CauseTerm], { description: 'Which part of the whole; empty for the whole.' })
  where(@Root() { cut: { terms } }: SignalAnswer, @Ctx() { labels }: RequestContext): readonly CauseTerm[] {
    return terms.map(({ dimension, code }) => ({ dimension: dimension.code, code, names: labelOf(dimension, code, labels) }));
  }

  @FieldResolver(() => SliceScalar, { description: 'The numbers that this figure counts.' })
  slice(@Root() { measure, cut: { terms }, request }: SignalAnswer): string {
    const where = whereOfTerms(terms);
    return encodeSlice(sliceOf(request.scope, request.month, { where, measure }), request.context);
  }
}
