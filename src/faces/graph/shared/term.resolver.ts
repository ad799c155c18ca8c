import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale } from '../../locale.js';
import { Locale } from './enums.types.js';
import { CauseTerm } from './term.types.js';

@Resolver(() => CauseTerm)
export class CauseTermResolver {
  @FieldResolver(() => String)
  label(@Root() root: CauseTerm, @Arg('locale', () => Locale, { nullable: true }) locale?: Locale): string {
    return inLocale(root.names, locale);
  }
}
