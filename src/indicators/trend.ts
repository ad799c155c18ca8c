import { baselineMonths } from '../figures/baseline.js';
import { type Absence, absent, type Figure } from '../figures/figure.js';
import { memo } from '../lib/memo.js';
import { isYieldDue, yieldLoop } from '../lib/yielding.js';
import { baselineFigure } from './baseline-figure.js';
import { trendMonths } from './indicator-request.js';
import type { Origin } from './node.js';
import { rowsIn } from './part-rows.js';
import { nodeFigure } from './partition-answer.js';
import { planOf } from './plans.js';
import { type FigureSignal, signalOfFigure } from './signals/figure-signal.js';

export interface TrendPoint {
  readonly month: string;
  readonly value: number | null;
  readonly absence: Absence | null;
  /** What the figure of this month is compared with; null where nothing was asked for. Worked out when it is asked for. */
  readonly compared: () => Promise<Figure | null>;
  readonly signal: () => Promise<FigureSignal>;
  /** The same question of this month. */
  readonly origin: Origin;
}

/** The figure in the months up to its own, as far as the data go back. */
export async function trend(origin: Origin, count: number): Promise<readonly TrendPoint[]> {
  const { request, measure, node, known } = origin;
  const months = trendMonths(request, count);
  const rows = await rowsIn(origin, months);
  // A tree has one of each of its nodes, all at once.
  if (isYieldDue()) await yieldLoop();
  return months.map((month) => {
    const own = { ...origin, request: { ...request, month, baselineMonths: baselineMonths(month, request.against) } };
    return {
      month,
      ...nodeFigure(measure, node, [month], rows, known),
      compared: memo(() => baselineIn(own)),
      signal: memo(() => signalOfFigure(own)),
      origin: own,
    };
  });
}

async function baselineIn(origin: Origin): Promise<Figure | null> {
  const { request, measure, node, known } = origin;
  const { baselineMonths: months } = request;
  if (months.length === 0) return baselineFigure(measure, request, [], await planIn(origin));
  return nodeFigure(measure, node, months, await rowsIn(origin, months), known);
}

/** The plan value of a figure's month; none of what is below the root of a partition tree. */
export async function planIn({ request, measure, node }: Origin): Promise<Figure> {
  return node?.path ? absent('NO_TARGET') : (await planOf(request.scope, request.month, request.context))(measure);
}
