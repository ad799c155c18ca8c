import type { Offer } from '../../catalogue/offers/types.js';
import { acceptedOf } from '../../ledger/contacts/contacts.js';
import { offersOfList } from '../../ledger/lists/target-lists.js';
import type { ContactRow, TargetListRow } from '../../ledger/tables.js';
import { groupedBy } from '../../lib/grouped-by.js';
import type { Row } from '../../warehouse/engine.js';
import { today } from '../channels.js';
import type { CampaignSession, Channels } from '../session.js';
import { snapshotOf } from '../snapshot.js';
import { type ArmsQuestion, armsStatement, type LedgerOrder } from './arms.queries.js';
import { type Arm, emptyArm } from './effect.js';

/** Days in which orders count, both included. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

export interface Arms {
  readonly treated: Arm;
  readonly control: Arm;
  /** CNY, mean of the members' offers; null where the catalogue no longer has them. */
  readonly usualMargin: number | null;
}

/** From the day of the freeze to that on which the list was closed, else to its last day, at most to this one. */
export function windowOf(
  { frozen_at, closed_at, expires_on }: TargetListRow,
  channels: Pick<Channels, 'now' | 'timeZone'>,
): Window {
  const dayOf = (at: string): string => channels.timeZone.localTime(new Date(at)).day;
  const end = closed_at === null ? expires_on : dayOf(closed_at);
  const now = today(channels);
  return { from: dayOf(frozen_at!), to: end !== null && end < now ? end : now };
}

/** Both arms of numbers that were offered the same and were alike in the list's month. */
export interface ArmsOfCell extends Pick<Arms, 'treated' | 'control'> {
  readonly offer: string;
  readonly segment: string | null;
  readonly tier: string | null;
}

/** Both arms of a frozen list with their orders in the window, in any scene and by whomever. */
export async function armsOf(row: TargetListRow, window: Window, channels: Channels, context: CampaignSession): Promise<Arms> {
  const rows = await armRows(row, window, channels, context, []);
  const usual = rows[0]?.usual_margin ?? null;
  return { ...bothArms(rows), usualMargin: usual === null ? null : Number(usual) };
}

/** The same by offer, life-cycle segment and value tier of the list's month. */
export async function armsByCell(
  row: TargetListRow,
  window: Window,
  channels: Channels,
  context: CampaignSession,
): Promise<readonly ArmsOfCell[]> {
  const rows = await armRows(row, window, channels, context, ['offer', 'segment', 'value_tier']);
  const cells = groupedBy(rows, ({ offer, segment, value_tier }) => JSON.stringify([offer, segment, value_tier]));
  return [...cells.values()].map((own) => {
    const { offer, segment, value_tier } = own[0]!;
    return { offer: offer as string, segment: segment as string | null, tier: value_tier as string | null, ...bothArms(own) };
  });
}

/** The same of who was drawn beyond the best, in both arms. */
export async function armsExplored(
  row: TargetListRow,
  window: Window,
  channels: Channels,
  context: CampaignSession,
): Promise<Pick<Arms, 'treated' | 'control'>> {
  return bothArms((await armRows(row, window, channels, context, ['explored'])).filter(({ explored }) => explored === true));
}

async function armRows(
  row: TargetListRow,
  window: Window,
  channels: Channels,
  context: CampaignSession,
  cut: ArmsQuestion['cut'],
): Promise<readonly Row[]> {
  const { catalogue, manifest, run } = context;
  const codes = offersOfList(row);
  const margins = new Map(codes.map((code) => [code, marginOf(catalogue.offers.get(code))]));
  const told: LedgerOrder[] = [];
  for await (const contact of acceptedOf(channels.ledger, codes, window.from, window.to))
    told.push(orderOf(contact, row, catalogue.offers.get(contact.offer)));
  const snapshot = await snapshotOf(row, channels.home);
  const { idType, months } = manifest;
  const question = { snapshot, idType, margins, told, ...window, month: row.month, newest: months.at(-1)!, cut };
  return run(armsStatement(question), 'slices');
}

function bothArms(rows: readonly Row[]): Pick<Arms, 'treated' | 'control'> {
  const armOf = (treated: boolean): Arm => {
    const found = rows.find((each) => each.treated === treated);
    return found ? asArm(found) : emptyArm;
  };
  return { treated: armOf(true), control: armOf(false) };
}

const marginOf = (offer: Offer | undefined): number | null => (offer ? offer.monthlyMargin * offer.months : null);

/** The commission of an order of the list comes back when it is lost, as far as it was paid. */
const orderOf = (
  { number_id, day, offer, margin, cost, list_id }: ContactRow,
  list: TargetListRow,
  terms: Offer | undefined,
): LedgerOrder => ({
  number_id,
  day,
  offer,
  margin: margin ?? marginOf(terms),
  clawback: list_id === list.id ? Math.min(terms?.commission ?? 0, cost) : 0,
});

const asArm = (row: Row): Arm => ({
  numbers: Number(row.numbers),
  units: Number(row.units),
  squares: Number(row.squares),
  orders: Number(row.orders),
  lost: Number(row.lost),
  margin: Number(row.margin),
  clawback: Number(row.clawback),
});
