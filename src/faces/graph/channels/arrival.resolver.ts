import { Arg, FieldResolver, ID, Resolver, type ResolverData, Root, Subscription } from 'type-graphql';
import { cardOf } from '../../../campaigns/card.js';
import { decide } from '../../../campaigns/recommendations/decide.js';
import type { Decision as MadeDecision } from '../../../campaigns/recommendations/decision.js';
import { badInput } from '../../../errors.js';
import type { RequestContext } from '../../context.js';
import { Arrival } from './arrival.types.js';
import { CustomerCard } from './card.types.js';
import { Decision } from './decision.types.js';

@Resolver(() => Arrival)
export class ArrivalResolver {
  @Subscription(() => Arrival, {
    description:
      'Customers who arrive at a channel from now on, as other systems tell it (POST /events), at whichever gateway: those whom the viewer may meet. A role’s `arrivals` say at which channels he may listen.',
    subscribe: ({ context: { eachArrival }, args }: Pick<ResolverData<RequestContext>, 'context' | 'args'>) => {
      if (!eachArrival) throw badInput('Customers arrive at a running gateway: start "martlet serve" and subscribe there.');
      return eachArrival(args.channel as string);
    },
  })
  arrivals(
    @Root() arrival: Arrival,
    @Arg('channel', () => ID, { description: 'A shop, a hotline, an app: as the events name it.' }) _channel: string,
  ): Arrival {
    return arrival;
  }

  @FieldResolver(() => CustomerCard, { nullable: true, description: 'Who it is, as `card` tells it; a line in the audit.' })
  card(@Root() { number, scene, own }: Arrival): Promise<CustomerCard> {
    return cardOf(number, scene, own);
  }

  @FieldResolver(() => Decision, {
    nullable: true,
    description: 'What may be offered now, decided and written down when it is asked for.',
  })
  decision(@Root() { id, number, scene, limit, own }: Arrival): Promise<MadeDecision> {
    return decide({ id: number, scene, limit, personalised: true, idempotencyKey: `arrival ${id}` }, own);
  }
}
