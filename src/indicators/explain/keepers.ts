import type { Dimension, Measure } from '../../catalogue/types.js';
import type { RatioPair } from '../../methods/decompose/mix-rate.js';
import type { PartRow } from '../part-rows.js';
import { wholeOf } from './effects.js';
import { type Keepers, mostCells, ratioPair } from './parts.js';
import type { ExplainRequest } from './request.js';

/** At least so many values of a dimension stay, if it stays at all. */
const fewest = 16;

interface Value {
  readonly code: string;
  /** How far it moved against the whole, in units of its own noise. */
  readonly moved: number;
}

/**
 * Which values of each dimension stand for themselves in the joint table; the others of it go together. Those with the least support that a
 * cause must have (no combination has more than its parts); of these, where the table would be too large, the ones that moved most
 * against the whole, and then without the dimension in which least happened.
 */
export function keepersOf(singles: readonly (readonly PartRow[])[], request: ExplainRequest, measure: Measure): Keepers {
  const ranked = singles.map((rows) => supported(rows, request, measure));
  const counts = ranked.map(({ length }) => length);
  const spread = (index: number) => ranked[index]![0]?.moved ?? 0;
  const cells = () => Math.min(combinationsOf(counts, request), request.context.manifest.numbers);
  while (cells() > mostCells && counts.some((count) => count > 0)) {
    const largest = counts.indexOf(Math.max(...counts));
    const there = counts.map((_, index) => index).filter((index) => counts[index]! > 0);
    const dullest = there.reduce((a, b) => (spread(b) < spread(a) ? b : a));
    if (counts[largest]! > fewest) counts[largest] = Math.max(fewest, Math.floor(counts[largest]! / 2));
    else counts[dullest] = 0;
  }
  const keep = ranked.map((values, index) => values.slice(0, counts[index]).map(({ code }) => code));
  return { keep, isComplete: counts.every((count, index) => count === ranked[index]!.length) };
}

function supported(rows: readonly PartRow[], request: ExplainRequest, measure: Measure): readonly Value[] {
  const pairs = rows.map(({ pair }) => ratioPair(pair, measure, null, Math.max(1, request.baselineMonths.length)));
  const whole = wholeOf(pairs);
  const size = (pair: RatioPair, of: 'numerator' | 'denominator') => Math.abs(pair[0][of]) + Math.abs(pair[1][of]);
  const share = (pair: RatioPair, of: 'numerator' | 'denominator') => size(pair, of) / (size(whole, of) || 1);
  const factor = whole[0].numerator === 0 ? 1 : whole[1].numerator / whole[0].numerator;
  return rows
    .map(({ keys }, index) => {
      const pair = pairs[index]!;
      const moved = Math.abs(pair[1].numerator - factor * pair[0].numerator) / Math.sqrt(size(pair, 'numerator') || 1);
      return { code: keys[0] ?? null, support: Math.max(share(pair, 'numerator'), share(pair, 'denominator')), moved };
    })
    .filter(
      (value): value is typeof value & Value => value.code !== null && value.support >= request.context.catalogue.explain.support,
    )
    .sort((a, b) => b.moved - a.moved);
}

/** An upper bound: a value and those that refine it (a city and its counties) do not multiply. */
function combinationsOf(counts: readonly number[], { by }: ExplainRequest): number {
  const families = new Map<Dimension, number>();
  for (const [index, dimension] of by.entries()) {
    const parent = by.find(({ code }) => code === dimension.parent);
    const family = parent ?? dimension;
    families.set(family, (families.get(family) ?? 0) + counts[index]! + 1);
  }
  return [...families.values()].reduce((product, values) => product * values, 1);
}
