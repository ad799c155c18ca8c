import { isOfFacts } from './facts.js';
import type { Layered } from './layered.js';
import type { RollupEntry } from './schemas.js';
import { didYouMean, suggestions } from './suggestions.js';
import type { Dimension, Rollup, Tree } from './types.js';
import type { FileProblems } from './yaml.js';

/** Resolves rollups: all names known, partition trees only. */
export function resolveRollups(
  entries: ReadonlyMap<string, Layered<RollupEntry>>,
  dimensions: ReadonlyMap<string, Dimension>,
  trees: ReadonlyMap<string, Tree>,
  problems: FileProblems,
): readonly Rollup[] {
  const rollups: Rollup[] = [];
  for (const { entry, source } of entries.values()) {
    for (const code of entry.dimensions) {
      const dimension = dimensions.get(code);
      if (!dimension) {
        problems.add(source, `${entry.name}: unknown dimension "${code}".${didYouMean(suggestions(code, dimensions.keys()))}`);
      } else if (isOfFacts(dimension)) {
        problems.add(source, `${entry.name}: ${code} is told of facts, and a rollup sums numbers`);
      } else if (dimension.grain) {
        problems.add(source, `${entry.name}: every rollup is by month; ${code} cannot be one of its dimensions`);
      }
    }
    for (const code of entry.trees) {
      if (trees.get(code)?.relation !== 'PARTITION') problems.add(source, `${entry.name}: "${code}" is no PARTITION tree`);
    }
    rollups.push({ name: entry.name, mart: entry.mart ?? 'number_state', dimensions: entry.dimensions, trees: entry.trees });
  }
  return rollups;
}
