import type { Measure, Part } from '../catalogue/types.js';
import { badInput } from '../errors.js';

/** Errors: BAD_USER_INPUT where parts must add up to the whole and those of a measure do not. */
export function requireAdditive(what: string, { code, countsDistinct }: Measure): void {
  if (countsDistinct)
    throw badInput(
      `${what}: ${code} counts different things, of which one may be in several parts: they do not add up to the whole. Ask for its figure in each cut (analysis, drill), where it is exact.`,
    );
}

/** Those of some parts whose sums over groups must be counted anew. */
export const distinctOf = (ids: readonly string[], parts: ReadonlyMap<string, Part>): readonly string[] =>
  ids.filter((id) => parts.get(id)!.isDistinct);
