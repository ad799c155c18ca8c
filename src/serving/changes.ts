import { badInput } from '../errors.js';
import type { Manifest } from '../warehouse/generations.js';

/** What is other in a generation than in one of before. */
export interface Changes {
  readonly since: Manifest;
  readonly monthsAdded: readonly string[];
  readonly monthsRemoved: readonly string[];
  /** Months of both that were built again: what they rest on is another. */
  readonly monthsRebuilt: readonly string[];
  /** "mart.column" of the contract. */
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  /** Catalogue, contract or the SQL of the marts. */
  readonly definitionsChanged: boolean;
}

const without = <T>(all: readonly T[], others: readonly T[]): readonly T[] => {
  const known = new Set(others);
  return all.filter((each) => !known.has(each));
};

const columnsOf = ({ coverage }: Manifest): readonly string[] =>
  Object.entries(coverage).flatMap(([mart, columns]) => columns.map((column) => `${mart}.${column}`));

export function changesBetween(since: Manifest, now: Manifest): Changes {
  return {
    since,
    monthsAdded: without(now.months, since.months),
    monthsRemoved: without(since.months, now.months),
    monthsRebuilt: now.months.filter(
      (month) => since.months.includes(month) && since.fingerprints[month] !== now.fingerprints[month],
    ),
    columnsAdded: without(columnsOf(now), columnsOf(since)),
    columnsRemoved: without(columnsOf(since), columnsOf(now)),
    definitionsChanged:
      since.catalogueHash !== now.catalogueHash || since.contractHash !== now.contractHash || since.martsHash !== now.martsHash,
  };
}

/**
 * The kept generation that another is compared with: the one asked for, or the one before it; null where none of before is kept. Errors:
 * BAD_USER_INPUT for one that is not kept.
 */
export function generationBefore(id: string | null, now: Manifest, kept: readonly Manifest[]): Manifest | null {
  if (id === null) return kept.find((each) => each.id < now.id) ?? null;
  const found = kept.find((each) => each.id === id);
  if (found) return found;
  const ids = kept.map((each) => each.id).join(', ');
  throw badInput(`since: expected a generation that is kept (${ids}), found ${JSON.stringify(id.slice(0, 60))}.`);
}
