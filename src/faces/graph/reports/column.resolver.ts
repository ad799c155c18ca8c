import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale } from '../../locale.js';
import { Locale } from '../shared/enums.types.js';
import { Column } from './column.types.js';

@Resolver(() => Column)
export class ColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: Column, @Arg('locale', () => Locale, { nullable: true }) locale?: Locale): string {
    return inLocale(names, locale);
  }
}
