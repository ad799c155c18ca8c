import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { labelOf } from '../../../serving/labels.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Catalogue } from './about.types.js';
import { FilterColumn } from './filter-columns.types.js';

@Resolver(() => Catalogue)
export class FilterColumnQueries {
  @FieldResolver(() => [FilterColumn], {
    description: 'What SliceFilter may name, for filters that are put together at run time.',
  })
  filterColumns(@Ctx() { columns, labels }: RequestContext): readonly FilterColumn[] {
    return [...columns.values()].map(({ field, kind, unit, dimension, codes, personal, names }) => ({
      name: field,
      type: kind.toUpperCase() as FilterColumn['type'],
      unit,
      dimension: dimension?.code ?? null,
      values:
        codes?.map((code) => ({
          code,
          dimension,
          names: dimension ? labelOf(dimension, code, labels) : { en: code, zh: code },
        })) ?? null,
      personal,
      names,
    }));
  }
}

@Resolver(() => FilterColumn)
export class FilterColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: FilterColumn, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
