import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { lastContactsOfAll } from '../../../campaigns/outcomes/last-contacts.js';
import { decide } from '../../../campaigns/recommendations/decide.js';
import type { Decision as MadeDecision } from '../../../campaigns/recommendations/decision.js';
import { lastDay } from '../../../lib/months.js';
import { mostPartyNumbers, type PartyKind } from '../../../numbers/party.queries.js';
import { requireBetween, usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { type Customer, partyTypes } from '../numbers/party.types.js';
import { Scene } from '../shared/scene.types.js';
import { Contact } from './contact.types.js';
import { Decision } from './decision.types.js';

const usual = 3;

/** What channels know of customers and households. */
function channelsResolver(kind: PartyKind) {
  @Resolver(() => partyTypes[kind])
  class PartyChannelsResolver {
    @FieldResolver(() => [Contact], {
      description: `The last contacts with its numbers up to the end of the month, newest first; of more than ${mostPartyNumbers} numbers those with the ones that pay most.`,
    })
    contacts(
      @Root() { party: { row, month } }: Customer,
      @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: `1 to ${usualLimits.contacts}` })
      asked: number | null,
      @Ctx() context: RequestContext,
    ): Promise<readonly Contact[]> {
      const first = asked ?? 20;
      requireBetween('contacts(first:)', first, 1, context.viewer.limits.contacts);
      return lastContactsOfAll(row.numbers as readonly string[], { to: lastDay(month), first }, context);
    }

    @FieldResolver(() => Decision, {
      description:
        'What may be offered to it now (tier 4), whatever month is shown: of the number that stands for it, of those on the books the one that pays most. What a household has it has for all of them.',
    })
    offers(
      @Root() { party: { row } }: Customer,
      @Arg('scene', () => Scene) scene: keyof typeof Scene,
      @Arg('limit', () => Int, { nullable: true, defaultValue: usual, description: `1 to ${usualLimits.recommendations}` })
      limit: number | null,
      @Ctx() context: RequestContext,
    ): Promise<MadeDecision> {
      const [id] = row.numbers as readonly [string, ...string[]];
      requireBetween('limit', limit ?? usual, 1, context.viewer.limits.recommendations, 'All offers are in considered.');
      return decide({ id, scene, limit: limit ?? usual, personalised: true }, context);
    }
  }
  return PartyChannelsResolver;
}

export const partyChannelsResolvers = [channelsResolver('CUSTOMER'), channelsResolver('HOUSEHOLD')];
