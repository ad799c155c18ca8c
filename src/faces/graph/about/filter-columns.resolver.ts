import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type DimensionValue, namedValues } from '../../../indicators/dimension-values.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { ContainsArg, isCalled, type Wanted } from '../shared/contains-arg.resolver.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Catalogue } from './about.types.js';
import { FilterColumn } from './filter-columns.types.js';

@Resolver(() => Catalogue)
export class FilterColumnQueries {
  @FieldResolver(() => [FilterColumn], {
    description: 'What SliceFilter may name, for filters that are put together at run time.',
  })
  filterColumns(@ContainsArg() wanted: Wanted, @Ctx() context: RequestContext): readonly FilterColumn[] {
    const columns = [...context.columns.values()].filter(({ field, names }) => isCalled(wanted, field, names));
    return columns.map(({ field, kind, unit, dimension, codes, personal, names }) => ({
      name: field,
      type: kind.toUpperCase() as FilterColumn['type'],
      unit,
      dimension: dimension?.code ?? null,
      values: codes && (dimension ? namedValues(dimension, codes, context) : codes.map(unnamed)),
      personal,
      names,
    }));
  }
}

/** Of a column that is no dimension. */
const unnamed = (code: string): DimensionValue => ({ code, names: { en: code, zh: code }, parent: async () => null });

@Resolver(() => FilterColumn)
export class FilterColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: FilterColumn, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
