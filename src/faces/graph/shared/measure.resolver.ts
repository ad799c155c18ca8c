import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { codesOf } from '../../../catalogue/expression.js';
import { partsOf } from '../../../catalogue/parts-of.js';
import { contractColumn } from '../../../catalogue/provided.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { MeasureCode } from './enums.types.js';
import { LocaleArg } from './locale-arg.resolver.js';
import { MeasureInfo, MeasurePart } from './measure.types.js';

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

  @FieldResolver(() => [MeasureCode], { description: 'Measures that its formula names.' })
  madeOf(@Root() { definition }: MeasureInfo, @Ctx() { catalogue }: RequestContext): readonly string[] {
    const codes = definition.expression ? codesOf(definition.expression) : [];
    return codes.filter((code) => catalogue.measures.has(code));
  }

  @FieldResolver(() => [MeasurePart], {
    description: 'Where it comes from: the sums that it is computed from, with their columns.',
  })
  parts(@Root() { definition }: MeasureInfo, @Ctx() { catalogue }: RequestContext): readonly MeasurePart[] {
    return partsOf(definition).map((code) => {
      const { mart, sql, needs, lookback, names } = catalogue.parts.get(code)!;
      return { code, mart, sql, columns: needs.map(contractColumn), monthsBack: lookback, names };
    });
  }
}

@Resolver(() => MeasurePart)
export class MeasurePartResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: MeasurePart, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
