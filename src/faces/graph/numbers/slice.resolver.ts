import { Arg, Ctx, FieldResolver, Float, Query, Resolver, Root } from 'type-graphql';
import { sliceInfo } from '../../../session/slice-info.js';
import type { RequestContext } from '../../context.js';
import { inLocale, type Locale } from '../../locale.js';
import { LocaleArg } from '../shared/locale-arg.resolver.js';
import { SliceScalar } from '../shared/scalars.types.js';
import { SliceInfo } from './slice.types.js';

@Resolver(() => SliceInfo)
export class SliceQueries {
  @Query(() => SliceInfo, {
    nullable: true,
    description: 'What a handle is, in words, and how many numbers it counts now. For viewers of tier 1, 2 or 3.',
  })
  slice(@Arg('slice', () => SliceScalar) slice: string, @Ctx() context: RequestContext): SliceInfo {
    return sliceInfo(slice, context) as SliceInfo;
  }

  @FieldResolver(() => String, {
    description:
      'As people read it: "Life cycle › Decline › Dual drop, city Hailan, October 2026". What the catalogue no longer knows is called by its code.',
  })
  words(@Root() { words }: SliceInfo, @LocaleArg() locale: Locale): string {
    return inLocale(words, locale);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Numbers that you may see in it now; of several `months` number-months. Null where it cannot be asked for: it is stale, the data have none of its months, or it filters by columns that are masked for you.',
  })
  count(@Root() { count }: SliceInfo): Promise<number | null> {
    return count();
  }
}
