import { measureNamed, treeNamed } from '../../catalogue/named.js';
import { partsOf } from '../../catalogue/parts-of.js';
import { unknownName } from '../../catalogue/suggestions.js';
import type { Catalogue, Measure } from '../../catalogue/types.js';
import { badInput } from '../../errors.js';
import { type Figure, outcomeIn } from '../../figures/figure.js';
import { meanOver, monthlyOf } from '../../figures/figure-over.js';
import { knownOf } from '../../figures/known.js';
import { outcomeText } from '../../figures/outcome.js';
import { type Scope, scopeOf } from '../../figures/question.js';
import { flatten, structureOf } from '../../indicators/structure.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { requireAskable } from '../../session/scope.js';
import { decodeSlice, type Slice } from '../../slices/slice.js';
import type { CampaignSession } from '../session.js';

/** What a list is to change: a figure, by how much and by when. */
export interface NewGoal {
  readonly measure: string;
  /** Code of the node that shows the figure; null for none. */
  readonly node?: string | null;
  readonly slice: string;
  /** In the measure's unit; below 0 where the figure is to fall. */
  readonly wantedChange: number;
  /** The last day for it. */
  readonly by: string;
}

/** A goal as it is kept: with the figure of the slice's own month when the list was made. */
export interface KeptGoal extends Omit<NewGoal, 'node'> {
  readonly node: string | null;
  readonly baseline: number;
  readonly baselineMonth: string;
}

export const goalIn = ({ goal }: Pick<TargetListRow, 'goal'>): KeptGoal | null => goal && JSON.parse(goal);

/**
 * Checks a goal and asks its figure of now. Errors: UNKNOWN_NAME for measure, tree or node; BAD_USER_INPUT for what does not fit together,
 * or a figure that is not known; STALE_SLICE; FORBIDDEN for a masked filter.
 */
export async function goalOfNew(goal: NewGoal, today: string, context: CampaignSession): Promise<KeptGoal> {
  const { node = null, wantedChange, by } = goal;
  const measure = measureNamed(context.catalogue, goal.measure);
  const { slice, scope } = await askedBy(goal, context);
  if (node !== null) requireNode(node, measure, slice, context.catalogue);
  if (wantedChange === 0)
    throw badInput('goal.wantedChange: expected a change of the figure in its unit, below 0 for less, found 0.');
  if (by < today) throw badInput(`goal.by: expected ${today} (today) or later, found ${by}.`);
  const outcome = outcomeIn(measure, [slice.to], knownOf({ scope, context }));
  if (outcome) throw badInput(`goal.slice: ${outcomeText(measure, outcome).en}`);
  const { value, absence } = await goalFigure(measure, scope, slice.to, context);
  if (value === null)
    throw badInput(
      `goal: expected a figure to start from, found none: ${measure.code} of the slice is not known in ${slice.to} (${absence}). Take another slice or measure.`,
    );
  return { measure: measure.code, node, slice: goal.slice, wantedChange, by, baseline: value, baselineMonth: slice.to };
}

/** The slice of a goal, and what it selects in any month. Errors: BAD_USER_INPUT, STALE_SLICE; FORBIDDEN for a masked filter. */
export async function askedBy(
  goal: Pick<NewGoal, 'slice'>,
  context: CampaignSession,
): Promise<{ readonly slice: Slice; readonly scope: Scope }> {
  const slice = decodeSlice(goal.slice, context, context.viewer.limits);
  const scope = scopeOf({}, slice, context.catalogue);
  await requireAskable(scope, context);
  return { slice, scope };
}

/** The figure of a scope in a month. */
export async function goalFigure(measure: Measure, scope: Scope, month: string, context: CampaignSession): Promise<Figure> {
  const months = context.coverage.months.filter((each) => each === month);
  const rows = await context.sums.load({ parts: partsOf(measure), months, by: [], tree: null, scope });
  return meanOver(measure, monthlyOf(rows), [month], knownOf({ scope, context }));
}

/** A node of a formula tree has a measure of its own; one of a partition tree counts any, of the numbers that lie in it. */
function requireNode(code: string, measure: Measure, slice: Slice, catalogue: Catalogue): void {
  const tree = treeNamed(catalogue, code.split('.')[0]!);
  const nodes = flatten(structureOf(tree, catalogue, tree.relation === 'PARTITION' ? measure : undefined));
  const node = nodes.find((each) => each.code === code);
  if (!node)
    throw unknownName(
      'node',
      code,
      nodes.map((each) => each.code),
    );
  if (node.measure !== measure)
    throw badInput(
      `goal.node: ${code} is of ${node.measure.code}, found the measure ${measure.code}. Take that one, or leave the node out.`,
    );
  if (node.path !== '' && !slice.nodes.some((each) => `${each}.`.startsWith(`${code}.`)))
    throw badInput(
      `goal.slice: expected numbers of ${code}, found a slice that may reach beyond it. Take the slice of the node or of its drill, or leave the node out.`,
    );
}
