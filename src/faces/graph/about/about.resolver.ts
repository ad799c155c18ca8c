import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { partsOf } from '../../../catalogue/parts-of.js';
import { hasBegun } from '../../../catalogue/provided.js';
import { requireProvided } from '../../../figures/figure.js';
import { neededBy } from '../../../figures/needed-by.js';
import { everything } from '../../../figures/question.js';
import { addAll, evaluate } from '../../../figures/sums.js';
import { citiesAlone } from '../../../security/rows.js';
import { checkNames } from '../../../serving/check-names.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { ContainsArg, isCalled, type Wanted } from '../shared/contains-arg.resolver.js';
import { DimensionCode } from '../shared/enums.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { MeasureInfo, measureInfo } from '../shared/measure.types.js';
import { Catalogue, Check, Coverage, Generation, Viewer } from './about.types.js';
import { DimensionInfo } from './dimensions.types.js';

@Resolver()
export class AboutResolver {
  @Query(() => Catalogue, { description: 'Measures, dimensions and months that there are.' })
  catalogue(@Ctx() { catalogue, coverage }: RequestContext): Catalogue {
    return { months: coverage.months, definitions: catalogue };
  }

  @Query(() => Generation, { description: 'The built data that answer this request.' })
  generation(@Ctx() context: RequestContext): Generation {
    const { manifest, timeZone } = context;
    return { ...manifest, timeZone, numbers: () => numbersSeen(context) };
  }

  @Query(() => Viewer, { description: 'Who asks.' })
  me(@Ctx() { viewer }: RequestContext): Viewer {
    return { ...viewer, cities: citiesAlone(viewer.rows) ?? null };
  }
}

/** Numbers of the newest month that the viewer may see. Errors: FORBIDDEN without the mart. */
async function numbersSeen({ manifest, viewer, catalogue, coverage, sums }: RequestContext): Promise<number> {
  requireProvided('numbers', ['number_id'], coverage);
  if (viewer.rows === null) return manifest.numbers;
  const measure = catalogue.measures.get('NUMBERS')!;
  const months = manifest.months.slice(-1);
  const rows = await sums.load({ parts: partsOf(measure), months, by: [], tree: null, scope: everything });
  const own = addAll(rows.filter(({ month }) => months.includes(month)).map((row) => row.sums));
  return evaluate(measure.numerator, own);
}

@Resolver(() => Check)
export class CheckResolver {
  @FieldResolver(() => String, { description: 'What people call it.' })
  label(@Root() { name }: Check, @Ctx() { catalogue }: RequestContext, @LocaleArg() locale: Locale): string {
    return inLocale(checkNames(name, catalogue), locale);
  }

  @FieldResolver(() => String, { description: 'What it found, in words; a fault as it was found.' })
  detailLabel(@Root() { detail }: Check, @Ctx() { catalogue }: RequestContext, @LocaleArg() locale: Locale): string {
    return inLocale(checkNames(detail, catalogue), locale);
  }
}

@Resolver(() => Catalogue)
export class CatalogueResolver {
  @FieldResolver(() => [MeasureInfo])
  measures(@Root() { definitions }: Catalogue, @ContainsArg() wanted: Wanted): MeasureInfo[] {
    return [...definitions.measures.values()].filter(({ code, names }) => isCalled(wanted, code, names)).map(measureInfo);
  }

  @FieldResolver(() => [DimensionInfo])
  dimensions(
    @Root() { definitions }: Catalogue,
    @ContainsArg() wanted: Wanted,
    @Arg('codes', () => [DimensionCode], { nullable: true, description: 'Only these.' }) codes:
      | readonly string[]
      | null
      | undefined,
  ): DimensionInfo[] {
    return [...definitions.dimensions.values()]
      .filter(({ code, names }) => (codes?.includes(code) ?? true) && isCalled(wanted, code, names))
      .map((definition) => ({ code: definition.code, parent: definition.parent, definition }));
  }

  @FieldResolver(() => [Coverage], { description: 'Each column of the contract: is it there, and what is lost without it.' })
  coverage(@Root() { definitions }: Catalogue, @Ctx() { contract, coverage }: RequestContext): Coverage[] {
    const needs = neededBy(definitions);
    return [...contract.marts.values()].flatMap((mart) =>
      [...mart.columns.keys()].map((column) => {
        const name = `${mart.name}.${column}`;
        return {
          mart: mart.name,
          column,
          provided: coverage.provided.has(name),
          standIn: coverage.standIns?.get(name) ?? null,
          emptyIn: coverage.months.filter(
            (month) =>
              coverage.empty.get(month)?.has(name) &&
              (!mart.beginsLate || hasBegun(name, month, coverage.months, coverage.empty)),
          ),
          neededBy: [...(needs.get(name) ?? [])],
        };
      }),
    );
  }
}
