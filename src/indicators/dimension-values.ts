import { factWith, restsFor } from '../catalogue/facts.js';
import type { FactKind } from '../catalogue/flows.js';
import type { Names } from '../catalogue/names.js';
import { partsOf } from '../catalogue/parts-of.js';
import { canCut } from '../catalogue/provided.js';
import type { Dimension, Measure } from '../catalogue/types.js';
import { everything, groupBy, isDayGrain } from '../figures/question.js';
import { evaluate } from '../figures/sums.js';
import { memo } from '../lib/memo.js';
import { labelOf } from '../serving/labels.js';
import type { Session } from '../session/session.js';
import type { SumRow } from '../session/sums-loader.js';

export interface DimensionValue {
  readonly code: string;
  readonly names: Names;
  /** The coarser dimension's value to which (most of) its numbers belong; null where there is none. */
  readonly parent: () => Promise<string | null>;
}

/** Values of a dimension by their codes; their parents are found together, when the first is asked for. */
export function namedValues(dimension: Dimension, codes: readonly string[], session: Session): readonly DimensionValue[] {
  const parents = memo(() => parentsOf(dimension, session));
  return codes.map((code) => ({
    code,
    names: labelOf(dimension, code, session.labels),
    parent: async () => (await parents()).get(code) ?? null,
  }));
}

/** Values of the newest month as far as the viewer may see, fixed ones in their natural order, others sorted; none of days and weeks. */
export async function valuesOf(dimension: Dimension, session: Session): Promise<readonly DimensionValue[]> {
  const rows = await newestRows([dimension], session);
  const order = dimension.values.map(({ code }) => code);
  const position = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  const codes = [...new Set(rows.map(({ keys }) => keys[0] ?? null).filter((code) => code !== null))];
  const sorted = codes.sort((a, b) => position(a) - position(b) || (a < b ? -1 : 1));
  return namedValues(dimension, sorted, session);
}

/** Code → the parent's; empty where there is no coarser dimension. */
async function parentsOf(dimension: Dimension, session: Session): Promise<ReadonlyMap<string, string>> {
  const coarser = dimension.parent === null ? undefined : session.catalogue.dimensions.get(dimension.parent);
  if (!coarser) return new Map();
  const { numerator } = counts([dimension, coarser], session);
  const counted = (await newestRows([dimension, coarser], session)).map(({ keys, sums }) => ({
    keys,
    count: evaluate(numerator, sums),
  }));
  // The greatest come last and stand.
  const pairs = counted
    .sort((a, b) => a.count - b.count)
    .flatMap(({ keys: [code, parent] }) => (code && parent ? [[code, parent] as const] : []));
  return new Map(pairs);
}

/** What has the values: numbers, contacts, or what else there are facts of. */
function counts(dimensions: readonly Dimension[], { catalogue }: Session): Measure {
  const kinds = dimensions.map(factWith);
  const kind = kinds.find((each) => each !== null);
  return catalogue.measures.get(kind ? (countOf[kind] ?? 'CONTACTS') : 'NUMBERS')!;
}

const countOf: Readonly<Partial<Record<FactKind, string>>> = { LEAD: 'LEADS', CASE: 'COMPLAINTS_OPENED' };

async function newestRows(dimensions: readonly Dimension[], session: Session): Promise<readonly SumRow[]> {
  const { coverage, sums } = session;
  const counting = counts(dimensions, session);
  const isThere = (dimension: Dimension) =>
    !isDayGrain(dimension) && canCut(dimension, coverage, restsFor(dimension, counting.fact).needs);
  if (!dimensions.every(isThere)) return [];
  const parts = partsOf(counting);
  const newest = coverage.months.at(-1)!;
  const rows = await sums.load({ parts, months: [newest], by: dimensions.map(groupBy), tree: null, scope: everything });
  // The loader may have merged this question with one about other months.
  return rows.filter(({ month }) => month === newest);
}
