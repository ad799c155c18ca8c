import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { previewOf } from '../../../campaigns/lists/freeze.js';
import { sliceOfList } from '../../../campaigns/lists/slice-of-list.js';
import { suppressionsOf } from '../../../campaigns/lists/suppressions.js';
import type { RequestContext } from '../../context.js';
import { SliceScalar } from '../shared/scalars.types.js';
import { TargetList } from './list.types.js';
import { ListPreview } from './list-preview.types.js';

@Resolver(() => TargetList)
export class ListPreviewResolver {
  @FieldResolver(() => SliceScalar, {
    nullable: true,
    description:
      'The numbers that it is made from, of its month, with the rights of who asks. Null where the catalogue has changed since.',
  })
  slice(@Root() { row }: TargetList, @Ctx() context: RequestContext): string | null {
    return sliceOfList(row, context);
  }

  @FieldResolver(() => ListPreview, {
    nullable: true,
    description: 'What freezing it now would give, for who may freeze lists. Null once it is frozen.',
  })
  async preview(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<ListPreview | null> {
    const sums = await previewOf(row, context);
    return (
      sums && {
        size: sums.size,
        heldOut: sums.held_out,
        sliceCount: sums.slice_count,
        suppressed: suppressionsOf({ ...row, ...sums }, context.catalogue),
        expectedNetBenefit: sums.expected_net_benefit ?? 0,
        expectedCost: sums.expected_cost ?? 0,
      }
    );
  }
}
