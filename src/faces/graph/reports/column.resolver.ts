import { FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Column } from './column.types.js';

@Resolver(() => Column)
export class ColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: Column, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
