import { createParameterDecorator } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { Locale } from './enums.types.js';

/** The argument `locale` of a field that answers in words: where it is not given, the request's language. */
export const LocaleArg = (): ParameterDecorator =>
  createParameterDecorator<RequestContext>(({ args, context }) => args.locale ?? context.locale, {
    arg: {
      name: 'locale',
      typeFunc: () => Locale,
      options: { nullable: true, description: 'Default: the request’s language (header accept-language), else EN.' },
    },
  }) as ParameterDecorator;
