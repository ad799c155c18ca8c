import type { Difference } from './newcombe.js';

export interface Return {
  /** Orders that would not have come without the campaign. */
  readonly incrementalOrders: number;
  /** (margin of the incremental orders − cost) ÷ cost: 0.5 = half as much again as was spent; with both bounds of the uplift. */
  readonly roi: number;
  readonly roiLow: number;
  readonly roiHigh: number;
}

/**
 * What a campaign earned on its cost. `uplift`: treated rate less control rate with its interval; `treated`: all who were drawn for
 * treatment, reached or not (intent to treat); `marginPerOrder` over its expected months and `cost` of all contacts, incentives and
 * commissions: CNY. Cost and margin are taken as known: the bounds are those of the uplift alone. null where nothing was spent.
 * Source: Lewis & Rao 2015, "The unfavorable economics of measuring the returns to advertising", who show why the bounds belong beside it.
 */
export function campaignReturn(
  uplift: Difference,
  treated: number,
  { marginPerOrder, cost }: { readonly marginPerOrder: number; readonly cost: number },
): Return | null {
  if (!(cost > 0)) return null;
  const roiOf = (rate: number): number => (rate * treated * marginPerOrder - cost) / cost;
  const [a, b] = [roiOf(uplift.low), roiOf(uplift.high)];
  return {
    incrementalOrders: uplift.difference * treated,
    roi: roiOf(uplift.difference),
    roiLow: Math.min(a, b),
    roiHigh: Math.max(a, b),
  };
}
