import { Arg, Ctx, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { AskedBaseline as BaselineCode } from '../../../figures/baseline.js';
import type { CauseValue } from '../../../indicators/explain/causes.js';
import type { ChangePattern as ChangePatternCode } from '../../../indicators/explain/change-pattern.js';
import type { DimensionEffectValue } from '../../../indicators/explain/effects.js';
import { causesOfDriver, explain } from '../../../indicators/explain/explain.js';
import type { ExplainRequest, Method } from '../../../indicators/explain/request.js';
import { inWords, usualLimits } from '../../../security/limits.js';
import { encodeSlice, type Follow as FollowCode } from '../../../slices/slice.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { Baseline, DimensionCode, Follow, follows, MeasureCode } from '../shared/enums.types.js';
import { SliceFilter } from '../shared/filter.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { MeasureInfo, measureInfo } from '../shared/measure.types.js';
import { SliceScalar, YearMonth } from '../shared/scalars.types.js';
import {
  Cause,
  ChangePattern,
  ContributionMethod,
  DimensionEffect,
  Driver,
  Explanation,
  PartEffect,
} from './explanation.types.js';
import { Signal } from './signals.types.js';

const optional = { nullable: true } as const;

const causesIn = (causes: readonly CauseValue[], request: ExplainRequest): readonly Cause[] =>
  causes.map((cause) => ({ ...cause, request }));

@Resolver()
export class ExplanationQueries {
  @Query(() => Explanation, { nullable: true, description: 'Why did it change? By formula, by dimensions, and where.' })
  async explain(
    @Arg('measure', () => MeasureCode) measure: string,
    @Arg('month', () => YearMonth, { nullable: true, description: 'Default: the newest.' }) month: string | undefined,
    @Arg('against', () => Baseline, { nullable: true, defaultValue: 'PREVIOUS_MONTH' }) against: BaselineCode | null,
    @Arg('where', () => SliceFilter, optional) where: SliceFilter | undefined,
    @Arg('slice', () => SliceScalar, optional) slice: string | undefined,
    @Arg('follow', () => Follow, follows) follow: FollowCode | null,
    @Arg('by', () => [DimensionCode], {
      nullable: true,
      description: `Dimensions to look through, at most ${inWords(usualLimits.explainDimensions)}; default the catalogue's.`,
    })
    by: string[] | undefined,
    @Arg('depth', () => Int, {
      nullable: true,
      defaultValue: 3,
      description: `Most dimensions of a cause, 1 to ${usualLimits.explainDepth}.`,
    })
    depth: number | null,
    @Arg('top', () => Int, { nullable: true, defaultValue: 5, description: 'Most causes, and most parts of a dimension.' })
    top: number | null,
    @Arg('method', () => ContributionMethod, {
      nullable: true,
      defaultValue: 'PATH_INTEGRAL',
      description: 'How contributions by formula are shared out; the others stand beside it.',
    })
    method: Method | null,
    @Arg('tree', () => ID, { nullable: true, description: 'The formula tree to explain by, where several have the measure.' })
    tree: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Explanation> {
    const defaults = {
      against: against ?? 'PREVIOUS_MONTH',
      depth: depth ?? 3,
      top: top ?? 5,
      method: method ?? 'PATH_INTEGRAL',
    };
    const explained = await explain({ measure, month, where, slice, follow, by, tree, ...defaults }, context);
    const { value, baseline, change, absence } = explained;
    return { value, baseline, change, absence, explained };
  }
}

@Resolver(() => Explanation)
export class ExplanationResolver {
  @FieldResolver(() => MeasureInfo)
  measure(@Root() { explained }: Explanation): MeasureInfo {
    return measureInfo(explained.measure);
  }

  @FieldResolver(() => [Driver], {
    description:
      "Leaves of the measure's value tree (or the terms of its formula): contributions add up to the change. A stock of numbers: the flows that explain it.",
  })
  async byFormula(@Root() { explained }: Explanation): Promise<Driver[]> {
    const { list } = await explained.drivers();
    return list.map((driver) => ({ ...driver, request: explained.request }));
  }

  @FieldResolver(() => [DimensionEffect], {
    description: 'Each dimension alone: volume, mix and rate effects add up to the change.',
  })
  async byDimension(@Root() { explained }: Explanation): Promise<DimensionEffect[]> {
    return (await explained.effects()) as unknown as DimensionEffect[];
  }

  @FieldResolver(() => [Cause], { description: 'Where it happened, best first; empty when the shift is uniform.' })
  async causes(@Root() { explained }: Explanation): Promise<readonly Cause[]> {
    return causesIn(await explained.causes(), explained.request);
  }

  @FieldResolver(() => [String], {
    description: 'What a reader should not overlook, e.g. Simpson: every part moved against the whole.',
  })
  async warnings(@Root() { explained }: Explanation, @LocaleArg() locale: Locale): Promise<string[]> {
    return (await explained.warnings()).map((names) => inLocale(names, locale));
  }

  @FieldResolver(() => ChangePattern, { nullable: true, description: 'Null where there is no change, and against a plan.' })
  pattern(@Root() { explained }: Explanation): Promise<ChangePatternCode | null> {
    return explained.pattern();
  }

  @FieldResolver(() => Signal, {
    nullable: true,
    description: 'The figure against what the months before let one expect; null where they are too few to tell.',
  })
  signal(@Root() { explained }: Explanation): Promise<Signal | null> {
    return explained.signal();
  }

  @FieldResolver(() => String, { description: 'The change in one breath: how much, by what, where.' })
  async summary(@Root() { explained }: Explanation, @LocaleArg() locale: Locale): Promise<string> {
    return inLocale(await explained.summary(), locale);
  }

  @FieldResolver(() => Float, { description: 'Change less what was explained by formula; 0 to 1e-9 relative.' })
  async residual(@Root() { explained }: Explanation): Promise<number> {
    return (await explained.drivers()).residual;
  }
}

@Resolver(() => Driver)
export class DriverResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: Driver, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }

  @FieldResolver(() => [Cause], { description: 'Where this driver changed: the same search for its own measure.' })
  async causes(@Root() { measure, request }: Driver): Promise<readonly Cause[]> {
    return measure ? causesIn(await causesOfDriver(request, measure), request) : [];
  }
}

@Resolver(() => DimensionEffect)
export class DimensionEffectResolver {
  @FieldResolver(() => DimensionCode)
  dimension(@Root() root: DimensionEffect): string {
    return (root as unknown as DimensionEffectValue).dimension.code;
  }
}

@Resolver(() => PartEffect)
export class PartEffectResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: PartEffect, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }

  @FieldResolver(() => SliceScalar, { description: 'The numbers of this part.' })
  slice(@Root() { slice }: PartEffect, @Ctx() context: RequestContext): string {
    return encodeSlice(slice, context);
  }
}

@Resolver(() => Cause)
export class CauseResolver {
  @FieldResolver(() => SliceScalar, { description: 'The numbers of this combination.' })
  slice(@Root() { slice }: Cause, @Ctx() context: RequestContext): string {
    return encodeSlice(slice, context);
  }
}
