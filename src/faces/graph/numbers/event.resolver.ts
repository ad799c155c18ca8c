import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { labelOf } from '../../../serving/labels.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { PhoneNumberEvent } from './event.types.js';

const named = (field: string) => ({ nullable: true, description: `What people call it: the name of \`${field}\`.` });

@Resolver(() => PhoneNumberEvent)
export class PhoneNumberEventResolver {
  @FieldResolver(() => String, named('channelId'))
  channelIdLabel(
    @Root() { channelId }: PhoneNumberEvent,
    @Ctx() context: RequestContext,
    @LocaleArg() locale: Locale,
  ): string | null {
    return labelIn('JOIN_CHANNEL', channelId, context, locale);
  }

  @FieldResolver(() => String, named('offerId'))
  offerIdLabel(
    @Root() { offerId }: PhoneNumberEvent,
    @Ctx() context: RequestContext,
    @LocaleArg() locale: Locale,
  ): string | null {
    return labelIn('OFFER', offerId, context, locale);
  }
}

/** The name of a code by the dimension whose list has it. */
const labelIn = (dimension: string, code: string | null, { catalogue, labels }: RequestContext, locale: Locale): string | null =>
  code === null ? null : inLocale(labelOf(catalogue.dimensions.get(dimension)!, code, labels), locale);
