import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { changesBetween, generationBefore } from '../../../serving/changes.js';
import type { Manifest } from '../../../warehouse/generations.js';
import type { RequestContext } from '../../context.js';
import { Generation } from './about.types.js';
import { GenerationChanges, KeptGeneration } from './generations.types.js';

@Resolver(() => Generation)
export class GenerationsResolver {
  @Query(() => [KeptGeneration], { description: 'The generations that are kept, the newest first.' })
  generations(@Ctx() { kept }: RequestContext): Promise<readonly Manifest[]> {
    return kept();
  }

  @FieldResolver(() => GenerationChanges, {
    nullable: true,
    description: 'What is other in it than in a generation of before. Null where none of before is kept.',
  })
  async changes(
    @Root() _: Generation,
    @Arg('since', () => ID, { nullable: true, description: 'One of `generations`; default: the one before.' })
    since: string | null | undefined,
    @Ctx() { manifest, kept }: RequestContext,
  ): Promise<GenerationChanges | null> {
    const before = generationBefore(since ?? null, manifest, await kept());
    return before && changesBetween(before, manifest);
  }
}
