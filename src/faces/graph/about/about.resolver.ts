import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Dimension } from '../../../catalogue/types.js';
import { isProvided } from '../../../figures/figure.js';
import { neededBy } from '../../../figures/needed-by.js';
import { everything, groupBy, partsOf } from '../../../figures/question.js';
import { addAll, evaluate } from '../../../figures/sums.js';
import { labelOf } from '../../../serving/labels.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { measureInfo } from '../shared/measure.types.js';
import { Catalogue, Coverage, DimensionInfo, DimensionValue, Generation, Viewer } from './about.types.js';

@Resolver()
export class AboutResolver {
  @Query(() => Catalogue, { description: 'Measures, dimensions and months that there are.' })
  catalogue(@Ctx() { catalogue, coverage }: RequestContext): Catalogue {
    const dimensions = [...catalogue.dimensions.values()].map((definition) => ({
      code: definition.code,
      parent: definition.parent,
      definition,
    }));
    return {
      measures: [...catalogue.measures.values()].map(measureInfo),
      dimensions,
      months: coverage.months,
      definitions: catalogue,
    };
  }

  @Query(() => Generation, { description: 'The built data that answer this request.' })
  async generation(@Ctx() { manifest, viewer, catalogue, sums }: RequestContext): Promise<Generation> {
    if (viewer.cities === null) return manifest;
    const measure = catalogue.measures.get('NUMBERS')!;
    const months = manifest.months.slice(-1);
    const rows = await sums.load({ parts: partsOf(measure), months, by: [], tree: null, scope: everything });
    const own = addAll(rows.filter(({ month }) => months.includes(month)).map((row) => row.sums));
    return { ...manifest, numbers: evaluate(measure.numerator, own) };
  }

  @Query(() => Viewer, { description: 'Who asks.' })
  me(@Ctx() { viewer }: RequestContext): Viewer {
    return { ...viewer, minimumGroup: 1 };
  }
}

@Resolver(() => Catalogue)
export class CatalogueResolver {
  @FieldResolver(() => [Coverage], { description: 'Each column of the contract: is it there, and what is lost without it.' })
  coverage(@Root() { definitions }: Catalogue, @Ctx() { contract, coverage }: RequestContext): Coverage[] {
    const needs = neededBy(definitions);
    return [...contract.marts.values()].flatMap((mart) =>
      [...mart.columns.keys()].map((column) => ({
        mart: mart.name,
        column,
        provided: coverage.provided.has(`${mart.name}.${column}`),
        neededBy: [...(needs.get(`${mart.name}.${column}`) ?? [])],
      })),
    );
  }
}

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
    return definition.grain === 'DAY' || definition.grain === 'WEEK' ? null : (await codesOf(definition, context)).length;
  }

  @FieldResolver(() => [DimensionValue], { description: 'Values in the newest month, as far as the viewer may see, by code.' })
  async values(
    @Root() { definition }: DimensionInfo,
    @Arg('contains', () => String, { nullable: true, description: 'In the code or a name, in any case.' }) contains:
      | string
      | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<DimensionValue[]> {
    if (definition.grain === 'DAY' || definition.grain === 'WEEK') return [];
    const values = (await codesOf(definition, context)).map((code) => ({
      code,
      names: labelOf(definition, code, context.labels),
    }));
    const wanted = contains?.toLowerCase() ?? '';
    return values
      .filter(({ code, names }) => `${code}\n${names.en}\n${names.zh}`.toLowerCase().includes(wanted))
      .slice(0, Math.max(0, first ?? 100));
  }
}

/** Codes that occur in the newest month, fixed values in their natural order, others sorted. */
async function codesOf(dimension: Dimension, { catalogue, coverage, sums }: RequestContext): Promise<readonly string[]> {
  if (dimension.needs.some((need) => !isProvided(need, coverage))) return [];
  const parts = partsOf(catalogue.measures.get('NUMBERS')!);
  const rows = await sums.load({
    parts,
    months: coverage.months.slice(-1),
    by: [groupBy(dimension)],
    tree: null,
    scope: everything,
  });
  const order = dimension.values.map(({ code }) => code);
  const position = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  // The loader may have merged this question with one about other months.
  const codes = rows
    .filter(({ month }) => month === coverage.months.at(-1))
    .map(({ keys }) => keys[0] ?? null)
    .filter((key) => key !== null);
  return [...new Set(codes)].sort((a, b) => position(a) - position(b) || (a < b ? -1 : 1));
}

@Resolver(() => DimensionValue)
export class DimensionValueResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: DimensionValue, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
