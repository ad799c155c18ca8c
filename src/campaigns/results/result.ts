import { costOfList, type ListCost } from '../../ledger/lists/list-costs.js';
import type { TargetListRow } from '../../ledger/tables.js';
import { campaignReturn } from '../../methods/experiment/campaign-return.js';
import { rateOf } from '../../methods/experiment/wilson.js';
import { channelsInFigures } from '../channels.js';
import type { CampaignSession } from '../session.js';
import { type Arms, armsExplored, armsOf, type Window, windowOf } from './arms.js';
import { type Arm, effectOf } from './effect.js';

/** What came of a list so far; null before it is frozen. Errors: FORBIDDEN without tier 1, 2 or 4. */
export async function resultOf(row: TargetListRow, context: CampaignSession): Promise<CampaignResult | null> {
  const channels = channelsInFigures(context);
  if (row.frozen_at === null) return null;
  const window = windowOf(row, channels);
  const [arms, spent] = [await armsOf(row, window, channels, context), await costOfList(channels.ledger, row.id)];
  const explored = row.exploration ? counted(await armsExplored(row, window, channels, context)) : null;
  return { ...measured(arms, spent, row.hold_out, window), explored };
}

/** What came of a list; rates and shares 0 to 1, money in CNY; null is what the verdict refuses to say. */
export type CampaignResult = ReturnType<typeof measured> & {
  /** Of who was drawn beyond the best, who are counted above as well; null of a list that explores nothing. */
  readonly explored: ExploredResult | null;
};

export type ExploredResult = ReturnType<typeof counted>;

/** The result of arms and what was spent on them. `holdOut`: the share that was to be kept out. */
function measured({ treated, control, usualMargin }: Arms, spent: ListCost, holdOut: number, window: Window) {
  const { verdict, sampleRatioP, uplift } = effectOf(treated, control, holdOut);
  const clawback = treated.clawback + control.clawback;
  const cost = Math.round((spent.cost - clawback) * 100) / 100;
  const marginPerOrder = treated.orders > 0 ? treated.margin / treated.orders : usualMargin;
  const earned = uplift && marginPerOrder !== null ? campaignReturn(uplift, treated.numbers, { marginPerOrder, cost }) : null;
  return {
    ...window,
    ...counted({ treated, control }),
    uplift: uplift?.difference ?? null,
    upliftLow: uplift?.low ?? null,
    upliftHigh: uplift?.high ?? null,
    incrementalOrders: uplift ? uplift.difference * treated.numbers : null,
    contacts: spent.contacts,
    cost,
    clawback,
    marginPerOrder,
    roi: earned?.roi ?? null,
    roiLow: earned?.roiLow ?? null,
    roiHigh: earned?.roiHigh ?? null,
    verdict,
    sampleRatioP,
    holdOut,
  };
}

/** What both arms came to. */
const counted = ({ treated, control }: { readonly treated: Arm; readonly control: Arm }) => ({
  treated: treated.numbers,
  control: control.numbers,
  treatedUnits: treated.units,
  controlUnits: control.units,
  treatedOrders: treated.orders,
  controlOrders: control.orders,
  treatedLost: treated.lost,
  controlLost: control.lost,
  treatedRate: rateOf({ hits: treated.orders, trials: treated.numbers }),
  controlRate: rateOf({ hits: control.orders, trials: control.numbers }),
});
