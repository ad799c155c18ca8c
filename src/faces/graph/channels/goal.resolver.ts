import { Arg, type ClassType, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { listsFor } from '../../../campaigns/lists/goal-lists.js';
import { goalOf } from '../../../campaigns/lists/goal-verdict.js';
import type { Origin } from '../../../indicators/node.js';
import { usualLimits } from '../../../security/limits.js';
import type { RequestContext } from '../../context.js';
import { Indicator, IndicatorNode } from '../indicators/indicators.types.js';
import { MeasureInfo, measureInfo } from '../shared/measure.types.js';
import { Goal } from './goal.types.js';
import { TargetList } from './list.types.js';
import { listView } from './lists.resolver.js';

@Resolver(() => TargetList)
export class TargetListGoalResolver {
  @FieldResolver(() => Goal, {
    nullable: true,
    description: 'What it was made for; null where that was not said, or the catalogue no longer has the measure.',
  })
  async goal(@Root() { row }: TargetList, @Ctx() context: RequestContext): Promise<Goal | null> {
    const goal = await goalOf(row, context);
    return goal && { ...goal, definition: goal.measure };
  }
}

@Resolver(() => Goal)
export class GoalResolver {
  @FieldResolver(() => MeasureInfo)
  measure(@Root() { definition }: Goal): MeasureInfo {
    return measureInfo(definition);
  }
}

interface FigureShown {
  readonly origin: Origin;
  /** Of a node. */
  readonly code?: string;
}

/** A tree's node and a single indicator have them alike. */
function listsOf(type: ClassType<FigureShown>, named: string) {
  @Resolver(() => type)
  abstract class Lists {
    @FieldResolver(() => [TargetList], {
      nullable: true,
      description: `The target lists whose goal names this figure, the newest first: ${named}; whatever month, filter or slice is asked for here. Of tier 1 and 2 too, in figures: members and work are tier 4's. Those that the viewer may see, as in targetLists.`,
    })
    async lists(
      @Root() { origin, code }: FigureShown,
      @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: `1 to ${usualLimits.targetLists}` }) first:
        | number
        | null,
      @Ctx() context: RequestContext,
    ): Promise<readonly TargetList[]> {
      return (await listsFor(origin, code ?? null, first ?? 20, context)).map(listView);
    }
  }
  return Lists;
}

@Resolver(() => IndicatorNode)
export class IndicatorNodeListsResolver extends listsOf(
  IndicatorNode,
  'of its measure, with this node; with none too, except below the root of a partition tree',
) {}

@Resolver(() => Indicator)
export class IndicatorListsResolver extends listsOf(Indicator, 'of its measure, with any node or none') {}
