import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { offerOf } from '../../../campaigns/offers.js';
import { type SimulatedPlace, simulate } from '../../../campaigns/simulation/simulate.js';
import type { Names } from '../../../catalogue/names.js';
import { nodesAlong } from '../../../catalogue/partition.js';
import type { Catalogue } from '../../../catalogue/types.js';
import { reasonOf } from '../../../decisions/gates/index.js';
import { requireBetween } from '../../../security/limits.js';
import { joined } from '../../../session/filter-words.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import type { Offer } from './offer.types.js';
import { Simulation, SimulationInput, SimulationPlace } from './simulation.types.js';

@Resolver()
export class SimulationQueries {
  @Query(() => Simulation, {
    nullable: true,
    description:
      'Who would move if a rule, a price, a threshold or the contact policy were changed, or an offer were new, and what it would bring. For who may freeze lists; nothing is written.',
  })
  async simulate(
    @Arg('input', () => SimulationInput) input: SimulationInput,
    @Ctx() context: RequestContext,
  ): Promise<Simulation> {
    const { levels, ...asked } = input;
    requireBetween('simulate(input.levels)', levels ?? 1, 1, 4);
    const { supposed, moves, offers, ...totals } = await simulate({ ...asked, levels: levels ?? 1 }, context);
    const offerIn = ({ offers: all }: Catalogue, code: string): Offer => offerOf(all.get(code)!, context.viewer) as Offer;
    const placeIn = (catalogue: Catalogue, place: SimulatedPlace): SimulationPlace => ({
      ...place,
      offer: place.offer === null ? null : offerIn(catalogue, place.offer),
      names: namesOf(place, catalogue),
    });
    return {
      ...totals,
      moves: moves.map(({ from, to, ...move }) => ({
        ...move,
        from: placeIn(context.catalogue, from),
        to: placeIn(supposed, to),
      })),
      offers: offers.map(({ offer, ...effect }) => ({ ...effect, offer: offerIn(supposed, offer) })),
    };
  }
}

function namesOf({ offer, why, node }: SimulatedPlace, { offers, trees }: Catalogue): Names {
  if (offer !== null) return offers.get(offer)!.names;
  if (why !== null) return reasonOf(why, null);
  const [root, ...path] = node!.split('.');
  const tree = trees.get(root!);
  const along = tree?.relation === 'PARTITION' ? nodesAlong(tree, path.join('.')) : [];
  return joined(
    along.map(({ names }) => names),
    ' › ',
    ' › ',
  );
}

@Resolver(() => SimulationPlace)
export class SimulationPlaceResolver {
  @FieldResolver(() => String, { description: 'The offer’s name, why nothing is offered, or the node’s name.' })
  words(@Root() { names }: SimulationPlace, @LocaleArg() locale: Locale): string {
    return inLocale(names, locale);
  }
}
