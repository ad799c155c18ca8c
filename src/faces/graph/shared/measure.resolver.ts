import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { inLocale } from '../../locale.js';
import { Locale } from './enums.types.js';
import { MeasureInfo } from './measure.types.js';

@Resolver(() => MeasureInfo)
export class MeasureInfoResolver {
  @FieldResolver(() => String)
  name(@Root() root: MeasureInfo, @Arg('locale', () => Locale, { nullable: true }) locale?: Locale): string {
    return inLocale(root.definition.names, locale);
  }

  @FieldResolver(() => String, { nullable: true })
  description(@Root() root: MeasureInfo, @Arg('locale', () => Locale, { nullable: true }) locale?: Locale): string | null {
    return inLocale(root.definition.description, locale) || null;
  }
}
