import { FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from './locale-arg.resolver.js';
import { CauseTerm } from './term.types.js';

@Resolver(() => CauseTerm)
export class CauseTermResolver {
  @FieldResolver(() => String)
  label(@Root() root: CauseTerm, @LocaleArg() locale: Locale): string {
    return inLocale(root.names, locale);
  }
}
