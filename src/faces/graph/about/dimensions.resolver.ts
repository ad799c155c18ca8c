import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { isDayGrain } from '../../../figures/question.js';
import { type DimensionValue as Value, valuesOf } from '../../../indicators/dimension-values.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { ContainsArg, isCalled, type Wanted } from '../shared/contains-arg.resolver.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { DimensionInfo, DimensionValue } from './dimensions.types.js';

@Resolver(() => DimensionInfo)
export class DimensionInfoResolver {
  @FieldResolver(() => String)
  name(@Root() { definition }: DimensionInfo, @LocaleArg() locale: Locale): string {
    return inLocale(definition.names, locale);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Values in the newest month, as far as the viewer may see; null for days and weeks.',
  })
  async cardinality(@Root() { definition }: DimensionInfo, @Ctx() context: RequestContext): Promise<number | null> {
    return isDayGrain(definition) ? null : (await valuesOf(definition, context)).length;
  }

  @FieldResolver(() => [DimensionValue], { description: 'Values in the newest month, as far as the viewer may see, by code.' })
  async values(
    @Root() { definition }: DimensionInfo,
    @ContainsArg() wanted: Wanted,
    @Arg('parent', () => String, {
      nullable: true,
      description: 'Only those of this value of the coarser dimension: the counties of a city.',
    })
    parent: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<readonly Value[]> {
    const values = await valuesOf(definition, context);
    const parents = parent ? await Promise.all(values.map((value) => value.parent())) : null;
    return values
      .filter((_, index) => parents === null || parents[index] === parent)
      .filter(({ code, names }) => isCalled(wanted, code, names))
      .slice(0, Math.max(0, first ?? 100));
  }
}

@Resolver(() => DimensionValue)
export class DimensionValueResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: DimensionValue, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Code of the coarser dimension’s value that it belongs to: of a county its city. Null where there is none.',
  })
  parent(@Root() { parent }: DimensionValue): Promise<string | null> {
    return parent();
  }
}
