import { FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from './locale-arg.resolver.js';
import { MeasureInfo } from './measure.types.js';

@Resolver(() => MeasureInfo)
export class MeasureInfoResolver {
  @FieldResolver(() => String)
  name(@Root() root: MeasureInfo, @LocaleArg() locale: Locale): string {
    return inLocale(root.definition.names, locale);
  }

  @FieldResolver(() => String, { nullable: true })
  description(@Root() root: MeasureInfo, @LocaleArg() locale: Locale): string | null {
    return inLocale(root.definition.description, locale) || null;
  }
}
