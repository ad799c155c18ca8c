import type { PartitionTree } from '../catalogue/types.js';
import type { Attached } from '../contract/read/attach.js';
import { checkHappened } from './check-happened.js';
import { checkMonth, type Findings, sharedMonth } from './checks.js';
import { Follower } from './follower.js';
import type { MonthBuilder } from './month-builder.js';
import { factsOf, type MonthFacts } from './months.js';
import type { Progress } from './progress.js';
import type { Reuse } from './reuse.js';

/** On two builders, so that a month's rest is made while the next month's state is. */
export interface BuildBenches {
  readonly chain: MonthBuilder;
  readonly rest: MonthBuilder;
}

/**
 * Makes or shares every month's marts and rollups, and looks whether each month holds together. `check` looks at the base marts meanwhile;
 * what it finds is told before anything that follows from it.
 */
export async function buildMonths(
  attached: Attached,
  { chain, rest }: BuildBenches,
  check: (lane: MonthBuilder) => Promise<void>,
  finish: (lane: MonthBuilder, facts: MonthFacts, shared: boolean) => Promise<void>,
  reuse: Reuse,
  progress: Progress,
): Promise<void> {
  for (const lane of [chain, rest]) await lane.prepare();
  const follower = new Follower(rest);
  follower.add(check);
  for (const month of attached.months) {
    const facts = factsOf(month, attached);
    const shared = await reuse.month(month, chain.plan.graph.monthFiles);
    progress.step(shared ? `${month} (unchanged)` : month);
    // What failed first is told, and nothing is left running.
    if (!shared) await chain.state(facts).catch((error: unknown) => follower.end().then(() => Promise.reject(error)));
    if (follower.hasFailed) break;
    follower.add((lane) => finish(lane, facts, shared));
  }
  progress.step('rollups');
  // The states are all there: their builder helps with what is left.
  await follower.end(chain);
}

/** What is made of months' marts when they are there; a month that is not shared is open on the lane. */
export interface OfMonths {
  month(lane: MonthBuilder, facts: MonthFacts, shared: boolean): Promise<void>;
}

/** What is made from a month's state, and whether all of it holds together. */
export const finishing =
  (attached: Attached, trees: readonly PartitionTree[], made: readonly OfMonths[], findings: Findings) =>
  async (lane: MonthBuilder, facts: MonthFacts, shared: boolean): Promise<void> => {
    if (shared) {
      sharedMonth(facts, trees, findings);
    } else {
      await lane.rest(facts);
      await checkMonth(lane.builder, facts, trees, findings);
    }
    await checkHappened(lane, facts.month, { attached, shared }, findings);
    for (const each of made) await each.month(lane, facts, shared);
  };
