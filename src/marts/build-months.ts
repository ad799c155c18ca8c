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

/** Makes or shares every month's marts and rollups, and looks whether each month holds together. */
export async function buildMonths(
  attached: Attached,
  { chain, rest }: BuildBenches,
  finish: (facts: MonthFacts, shared: boolean) => Promise<void>,
  reuse: Reuse,
  progress: Progress,
): Promise<void> {
  for (const lane of [chain, rest]) await lane.prepare();
  const follower = new Follower();
  for (const month of attached.months) {
    const facts = factsOf(month, attached);
    const shared = await reuse.month(month);
    progress.step(shared ? `${month} (unchanged)` : month);
    // What failed first is told, and nothing is left running.
    if (!shared) await chain.state(facts).catch((error: unknown) => follower.end().then(() => Promise.reject(error)));
    if (follower.hasFailed) break;
    follower.add(() => finish(facts, shared));
  }
  progress.step('rollups');
  await follower.end();
}

/** What is made of a month's marts when they are there; they are open where the month is not shared. */
export interface OfMonths {
  month(facts: MonthFacts, shared: boolean): Promise<void>;
}

/** What is made from a month's state, and whether all of it holds together. */
export const finishing =
  (rest: MonthBuilder, attached: Attached, trees: readonly PartitionTree[], made: readonly OfMonths[], findings: Findings) =>
  async (facts: MonthFacts, shared: boolean): Promise<void> => {
    if (shared) {
      sharedMonth(facts, trees, findings);
    } else {
      await rest.rest(facts);
      await checkMonth(rest.builder, facts, trees, findings);
    }
    await checkHappened(rest.builder, rest.dir, facts.month, { attached, shared }, findings);
    for (const each of made) await each.month(facts, shared);
  };
