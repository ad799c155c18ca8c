import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Float, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { AskedBaseline as BaselineCode } from '../../../figures/baseline.js';
import type { Absence as AbsenceCode } from '../../../figures/figure.js';
import { answerIndicator, answerTree } from '../../../indicators/answers.js';
import type { Attainment } from '../../../indicators/attainment.js';
import { type IndicatorNodeValue, nodesBelow, sliceBehind } from '../../../indicators/node.js';
import { levelsOf, structureOf } from '../../../indicators/structure.js';
import { planIn } from '../../../indicators/trend.js';
import { requireTier } from '../../../security/grants.js';
import { encodeSlice, type Follow as FollowCode } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { Absence, Baseline, Follow, follows, MeasureCode, Status } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import { figuresOf } from './figures.resolver.js';
import {
  highLimit,
  Indicator,
  IndicatorNode,
  IndicatorTree,
  lowLimit,
  Part,
  TreeInfo,
  TrendPoint,
  WhatIf,
} from './indicators.types.js';
import { trendAskedFor } from './lookahead.resolver.js';

const optional = { nullable: true } as const;

@Resolver()
export class IndicatorQueries {
  @Query(() => [TreeInfo], { description: 'The trees of the catalogue.' })
  indicatorTrees(@Ctx() { catalogue, viewer }: RequestContext): TreeInfo[] {
    requireTier(viewer, 1);
    return [...catalogue.trees.values()].map((definition) => {
      const { code, relation } = definition;
      return { code, relation, levels: levelsOf(structureOf(definition, catalogue)), definition };
    });
  }

  @Query(() => IndicatorTree, {
    nullable: true,
    description: 'A tree of KPIs in a month: where we stand, against a baseline and the plan.',
  })
  indicatorTree(
    @Arg('tree', () => ID, { description: 'LIFECYCLE, REVENUE, MARGIN, SUBSCRIBERS, CAMPAIGN or one of your own.' }) tree: string,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Arg('against', () => Baseline, { nullable: true, defaultValue: 'PREVIOUS_MONTH' }) against: BaselineCode | null,
    @Arg('measure', () => MeasureCode, { nullable: true, description: "What a PARTITION tree counts; default the tree's own." })
    measure: string | undefined,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Arg('whatIf', () => [WhatIf], { nullable: true, description: 'Leaves of a formula tree set by hand.' }) whatIf:
      | WhatIf[]
      | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<IndicatorTree> {
    return answerTree(
      { tree, month, against: against ?? 'PREVIOUS_MONTH', measure, where, slice, follow, whatIf, trend: trendAskedFor(info) },
      context,
    ) as Promise<IndicatorTree>;
  }

  @Query(() => Indicator, { nullable: true, description: 'One measure in a month, against a baseline and the plan.' })
  indicator(
    @Arg('measure', () => MeasureCode) measure: string,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Arg('against', () => Baseline, { nullable: true, defaultValue: 'PREVIOUS_MONTH' }) against: BaselineCode | null,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator> {
    return answerIndicator(
      { measure, month, against: against ?? 'PREVIOUS_MONTH', where, slice, follow, trend: trendAskedFor(info) },
      context,
    );
  }

  @Query(() => [Indicator], { nullable: true, description: 'Several measures of one question, in the order asked for.' })
  indicators(
    @Arg('measures', () => [MeasureCode]) measures: string[],
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Arg('against', () => Baseline, { nullable: true, defaultValue: 'PREVIOUS_MONTH' }) against: BaselineCode | null,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator[]> {
    const asked = { month, against: against ?? 'PREVIOUS_MONTH', where, slice, follow, trend: trendAskedFor(info) } as const;
    // Asked in the same tick, they share one statement.
    return Promise.all(measures.map((measure) => answerIndicator({ ...asked, measure }, context)));
  }
}

@Resolver(() => TreeInfo)
export class TreeInfoResolver {
  @FieldResolver(() => String)
  name(@Root() root: TreeInfo, @LocaleArg() locale: Locale): string {
    return inLocale(root.definition.names, locale);
  }

  @FieldResolver(() => String)
  description(@Root() root: TreeInfo, @LocaleArg() locale: Locale): string {
    return inLocale(root.definition.description, locale);
  }
}

@Resolver(() => IndicatorTree)
export class IndicatorTreeResolver {
  @FieldResolver(() => String)
  name(@Root() root: IndicatorTree, @LocaleArg() locale: Locale): string {
    return inLocale(root.names, locale);
  }

  @FieldResolver(() => [IndicatorNode], { description: 'All nodes, parents first; `maxLevel` 0 gives the root only.' })
  nodes(@Root() { root }: IndicatorTree, @Arg('maxLevel', () => Int, optional) maxLevel?: number): IndicatorNodeValue[] {
    return nodesBelow(root).filter(({ level }) => level <= (maxLevel ?? Number.POSITIVE_INFINITY));
  }
}

@Resolver(() => IndicatorNode)
export class IndicatorNodeResolver extends figuresOf(IndicatorNode) {
  @FieldResolver(() => String)
  name(@Root() root: IndicatorNode, @LocaleArg() locale: Locale): string {
    return inLocale(root.names, locale);
  }
}

@Resolver(() => Indicator)
export class IndicatorResolver extends figuresOf(Indicator) {}

@Resolver(() => TrendPoint)
export class TrendPointResolver {
  @FieldResolver(() => SliceScalar, { description: 'The numbers that the figure counts in this month.' })
  slice(@Root() { origin }: TrendPoint, @Ctx() context: RequestContext): string {
    return encodeSlice(sliceBehind(origin), context);
  }

  @FieldResolver(() => Float, { nullable: true, description: 'Plan value of the month.' })
  async target(@Root() { origin }: TrendPoint): Promise<number | null> {
    return (await planIn(origin)).value;
  }

  @FieldResolver(() => Float, { nullable: true, description: 'What `against` compares this month with; in the unit.' })
  async baseline(@Root() { compared }: TrendPoint): Promise<number | null> {
    return (await compared())?.value ?? null;
  }

  @FieldResolver(() => Absence, {
    nullable: true,
    description: 'Why baseline is null; null as well where `against` is NONE.',
  })
  async baselineAbsence(@Root() { compared }: TrendPoint): Promise<AbsenceCode | null> {
    return (await compared())?.absence ?? null;
  }

  @FieldResolver(() => Float, { nullable: true, description: `${lowLimit} As in \`signals\`.` })
  async low(@Root() { signal }: TrendPoint): Promise<number | null> {
    return (await signal()).low;
  }

  @FieldResolver(() => Float, { nullable: true, description: highLimit })
  async high(@Root() { signal }: TrendPoint): Promise<number | null> {
    return (await signal()).high;
  }

  @FieldResolver(() => Absence, {
    nullable: true,
    description: 'Why low and high are null: NO_BASELINE where the months before are too few to tell.',
  })
  async limitsAbsence(@Root() { signal }: TrendPoint): Promise<AbsenceCode | null> {
    return (await signal()).absence;
  }
}

@Resolver(() => Part)
export class PartResolver {
  @FieldResolver(() => String)
  label(@Root() root: Part, @LocaleArg() locale: Locale): string {
    return inLocale(root.names, locale);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Plan value of the month for just this part; null where the plan has none. Plans of parts need not add up to that of the whole.',
  })
  async target(@Root() { plan }: Part): Promise<number | null> {
    return (await plan()).target;
  }

  @FieldResolver(() => Float, { nullable: true, description: "Share of the part's own target reached, as in IndicatorNode." })
  async attainment(@Root() { plan }: Part): Promise<number | null> {
    return (await plan()).attainment;
  }

  @FieldResolver(() => Status, { description: 'Against its own target.' })
  async status(@Root() { plan }: Part): Promise<Attainment['status']> {
    return (await plan()).status;
  }

  @FieldResolver(() => SliceScalar, { description: 'The numbers that this part counts.' })
  slice(@Root() root: Part, @Ctx() context: RequestContext): string {
    return encodeSlice(root.slice, context);
  }
}
