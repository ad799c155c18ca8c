import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { recordDoNotContact } from '../../../campaigns/outcomes/do-not-contact.js';
import { lastContacts, ownContact } from '../../../campaigns/outcomes/last-contacts.js';
import { record } from '../../../campaigns/outcomes/record.js';
import { lastDay } from '../../../lib/months.js';
import { requireBetween, usualLimits } from '../../../security/limits.js';
import type { Row } from '../../../warehouse/engine.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { Catalogue } from '../about/about.types.js';
import { PhoneNumber } from '../numbers/phone-number.types.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { LocalDate } from '../shared/scalars.types.js';
import { Outcome, Scene } from '../shared/scene.types.js';
import { Contact, OutcomeReason } from './contact.types.js';
import { OutcomeInput } from './outcome.types.js';

@Resolver()
export class OutcomeMutations {
  @Mutation(() => Contact, {
    description:
      'Stores what came of a contact. When it answers, the contact is on the disk, once: the same key with the same input gives the same contact again.',
  })
  async recordOutcome(@Arg('input', () => OutcomeInput) input: OutcomeInput, @Ctx() context: RequestContext): Promise<Contact> {
    return ownContact(await record(input, context), context);
  }

  @Mutation(() => Boolean, { description: 'A customer’s word on whether to be contacted: the last one counts, at once.' })
  async setDoNotContact(
    @Arg('number', () => ID, { description: 'A number’s `numberId`, or its `id` in any month.' }) number: string,
    @Arg('scope', () => [Scene], { nullable: true, description: 'Default: the scenes that the contact policy names.' })
    scope: (keyof typeof Scene)[] | null | undefined,
    @Arg('until', () => LocalDate, {
      nullable: true,
      description: 'The last day of it; a day that is over lifts it. Default: until it is lifted.',
    })
    until: string | null | undefined,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    await recordDoNotContact({ number, scenes: scope ?? null, until: until ?? null, reason }, context);
    return true;
  }
}

@Resolver(() => Catalogue)
export class OutcomeReasonsResolver {
  @FieldResolver(() => [OutcomeReason], { description: 'What `reason` of an outcome may be, of this outcome or of any.' })
  outcomeReasons(
    @Root() { definitions }: Catalogue,
    @Arg('outcome', () => Outcome, { nullable: true }) outcome: keyof typeof Outcome | null | undefined,
  ): readonly OutcomeReason[] {
    const all = [...definitions.outcomeReasons.values()];
    return outcome ? all.filter(({ outcomes }) => outcomes.includes(outcome)) : all;
  }
}

@Resolver(() => OutcomeReason)
export class OutcomeReasonResolver {
  @FieldResolver(() => String)
  name(@Root() { names }: OutcomeReason, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}

@Resolver(() => PhoneNumber)
export class NumberContactsResolver {
  @FieldResolver(() => [Contact], { description: 'The last contacts up to the end of its month, newest first.' })
  async contacts(
    @Root() row: Row,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: `1 to ${usualLimits.contacts}` }) asked:
      | number
      | null,
    @Ctx() context: RequestContext,
  ): Promise<readonly Contact[]> {
    const first = asked ?? 20;
    requireBetween('contacts(first:)', first, 1, context.viewer.limits.contacts);
    return lastContacts({ id: row.numberId as string, to: lastDay(row.month as string), first }, context);
  }
}
