import { partsOf } from '../catalogue/parts-of.js';
import { isProvided } from '../catalogue/provided.js';
import type { Dimension, Measure } from '../catalogue/types.js';
import { figureOver } from '../figures/figure-over.js';
import { knownOf } from '../figures/known.js';
import { answerTree } from '../indicators/answers.js';
import { drill } from '../indicators/drill.js';
import { nodesBelow, sliceBehind } from '../indicators/node.js';
import { sumsLoader } from '../session/sums-loader.js';
import { encodeSlice, type Slice } from '../slices/slice.js';
import type { Check } from '../warehouse/generations.js';
import { monthlySums, numbersScope } from './page.js';
import type { NumberSession } from './session.js';

/** A figure of tier 1 and the numbers that it says it counts. */
interface Claim {
  readonly name: string;
  readonly measure: Measure;
  readonly value: number | null;
  readonly slice: Slice;
}

/** Figures are exact sums divided at most once; two ways to the same one may round differently in the last digit. */
const tolerance = 1e-12;

/**
 * Walks down from every node of every tree, and from each tree's root drilled by the dimensions given, to the numbers behind it: they
 * are counted and summed row by row, whatever rollups say, and must give the figure. One check a tree and month, as they come.
 */
export async function* reconcile(
  context: NumberSession,
  { months, by }: { readonly months: readonly string[]; readonly by: readonly Dimension[] },
): AsyncGenerator<Check> {
  for (const month of months)
    for (const tree of context.catalogue.trees.values()) {
      const claims = await claimsOf(tree.code, month, by, context);
      const wrong: string[] = [];
      for (const claim of claims) {
        const found = await redeemed(claim, context);
        if (!isSame(claim.value, found)) wrong.push(`${claim.name}: figure ${claim.value}, its numbers ${found}`);
      }
      const rest = wrong.length > mostShown ? ` … and ${wrong.length - mostShown} more` : '';
      const detail =
        wrong.length === 0 ? `${claims.length} figures equal their numbers` : wrong.slice(0, mostShown).join('; ') + rest;
      yield { name: `${tree.code} ${month}`, ok: wrong.length === 0, detail };
    }
}

const mostShown = 5;

async function claimsOf(
  tree: string,
  month: string,
  by: readonly Dimension[],
  context: NumberSession,
): Promise<readonly Claim[]> {
  const { root } = await answerTree({ tree, month, against: 'NONE', trend: 0 }, context);
  const nodes = nodesBelow(root).map(({ code, value, origin }) => ({
    name: code,
    measure: origin.measure,
    value,
    slice: sliceBehind(origin),
  }));
  const drilled = by.map(async (dimension) => {
    const parts = await drill(root.origin, dimension, null, 'CODE');
    return parts.map(({ code, value, slice }) => ({
      name: `${root.code} by ${dimension.code} ${code ?? 'none'}`,
      measure: root.origin.measure,
      value,
      slice,
    }));
  });
  return [...nodes, ...(await Promise.all(drilled)).flat()];
}

/** What the numbers of a slice give, by way of its handle and from the mart itself. */
async function redeemed({ measure, slice }: Claim, context: NumberSession): Promise<number | null> {
  const { run, viewer, catalogue, columns } = context;
  const sums = sumsLoader(run, viewer, { catalogue, columns, rollupRows: new Map() });
  const own = { ...(await numbersScope({ slice: encodeSlice(slice, context) }, context)), context: { ...context, sums } };
  return figureOver(measure, await monthlySums(own, partsOf(measure)), own.months, knownOf(own)).value;
}

/** No figure is none, or one whose rule could not hold of any number. */
function isSame(figure: number | null, found: number | null): boolean {
  if (figure === null || found === null) return (figure ?? found ?? 0) === 0;
  return Math.abs(figure - found) <= tolerance * Math.max(Math.abs(figure), Math.abs(found));
}

/** The dimensions that the warehouse has, out of those named. */
export const dimensionsAtHand = (codes: readonly string[], { catalogue, coverage }: NumberSession): readonly Dimension[] =>
  codes
    .map((code) => catalogue.dimensions.get(code))
    .filter((dimension): dimension is Dimension => dimension?.needs.every((need) => isProvided(need, coverage)) ?? false);
