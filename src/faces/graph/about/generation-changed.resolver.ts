import { Resolver, type ResolverData, Root, Subscription } from 'type-graphql';
import { badInput } from '../../../errors.js';
import type { RequestContext } from '../../context.js';
import { AboutResolver } from './about.resolver.js';
import { Generation } from './about.types.js';

@Resolver()
export class GenerationSubscription {
  @Subscription(() => Generation, {
    description: 'Each generation that begins to serve from now on. What is asked from then on is answered from it.',
    subscribe: ({ context: { eachGeneration } }: Pick<ResolverData<RequestContext>, 'context'>) => {
      if (!eachGeneration) throw badInput('Generations change in a running gateway: start "martlet serve" and subscribe there.');
      return eachGeneration(async (own) => new AboutResolver().generation(own));
    },
  })
  generationChanged(@Root() generation: Generation): Generation {
    return generation;
  }
}
