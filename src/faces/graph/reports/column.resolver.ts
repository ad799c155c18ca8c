import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { Column } from './column.types.js';

@Resolver(() => Column)
export class ColumnResolver {
  @FieldResolver(() => String)
  label(@Root() { names }: Column, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }

  @FieldResolver(() => String, { nullable: true, description: 'How its measure is computed; null where it shows none.' })
  formula(@Root() { measure }: Column, @Ctx() { catalogue }: RequestContext): string | null {
    return catalogue.measures.get(measure ?? '')?.formula ?? null;
  }
}
