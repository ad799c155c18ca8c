import type { Names } from '../catalogue/names.js';
import type { Offer, Scene } from '../catalogue/offers/types.js';
import { isProvided } from '../catalogue/provided.js';
import { heldSince, restedSince } from '../decisions/contact-windows.js';
import type { Absence } from '../figures/figure.js';
import type { Outcome } from '../ledger/tables.js';
import { shiftDay } from '../lib/days.js';
import { requireScene } from '../security/grants.js';
import { seesMart } from '../security/marts.js';
import { labelOf } from '../serving/labels.js';
import { writeAuditLine } from '../session/audit-line.js';
import { camelCase } from '../slices/columns.js';
import type { Row } from '../warehouse/engine.js';
import { channelsOf, today } from './channels.js';
import { contactStates } from './contact-states.js';
import { type OfferView, offerOf } from './offers.js';
import { type Contact, lastContacts } from './outcomes/last-contacts.js';
import { isTellable, presentProfile, unknownNumber } from './recommendations/resolve-number.js';
import type { CampaignSession } from './session.js';

/** Who stands there: what a clerk needs to know before saying anything, and no more. Money in CNY. */
export interface CustomerCard {
  readonly number: string;
  readonly scene: Scene;
  readonly dataDate: string;
  readonly plan: { readonly code: string; readonly names: Names } | null;
  readonly contractEndOn: string | null;
  readonly arrears: { readonly inArrears: boolean; readonly amount: number } | null;
  readonly openComplaint: boolean | null;
  /** Newest first. */
  readonly lastContacts: readonly Contact[];
  /** Refused not long ago, and ordered with months that are not over. */
  readonly refused: readonly OfferUntil[];
  readonly ordered: readonly OfferUntil[];
  readonly absent: readonly { readonly part: string; readonly reason: Absence }[];
}

/** An offer that is not made again for a while. */
export interface OfferUntil {
  readonly offer: OfferView;
  /** The day of the contact, and the last day on which it counts; null of a contact with another number of the household, or not the viewer's. */
  readonly on: string | null;
  readonly until: string | null;
}

/** Contacts that a card shows. */
const few = 5;
const fields = ['planId', 'contractEndOn', 'inArrears', 'arrears', 'hasOpenComplaint'] as const;

/** What each part rests on. */
const needs = { plan: 'plan_id', contractEndOn: 'contract_end_on', arrears: 'arrears', openComplaint: 'complaints' } as const;

/**
 * The card of a number in a scene; that somebody looked is in the audit. Errors: FORBIDDEN without tier 4, BAD_USER_INPUT for a number that
 * the newest month does not have or that the viewer may not see, and for one that is another operator's now.
 */
export async function cardOf(id: string, scene: Scene, context: CampaignSession): Promise<CustomerCard> {
  const { ledger, ...channels } = channelsOf(context);
  const { manifest, numbers, catalogue, coverage, labels, viewer } = context;
  requireScene(viewer, scene);
  await presentProfile(id, scene, context);
  if (!isTellable(id, scene, context)) throw unknownNumber(id, context);
  numbers.limits.charge(fields.length + few);
  const isHidden = (field: string): boolean => viewer.columns.hidden.has(field);
  const [found] = await numbers.rows.load({ id, months: [manifest.months.at(-1)!], fields });
  if (!found) throw unknownNumber(id, context);
  const row: Row = { ...found, ...Object.fromEntries(fields.filter(isHidden).map((field) => [field, null])) };
  const day = today(channels);
  const areContactsTold = seesMart(viewer, 'contact');
  const [stateOf, contacts] = await Promise.all([
    contactStates(ledger, [id], scene, day, context),
    areContactsTold ? lastContacts({ id, to: day, first: viewer.limits.contacts }, context) : [],
  ]);
  const { cooled, ordered } = stateOf(id);
  await writeAuditLine('card of a number', { number: id, scene }, context, 1);
  const offersUntil = (codes: readonly string[], outcome: Outcome, since: (offer: Offer, on: string) => string) =>
    codes.map((code): OfferUntil => {
      const offer = catalogue.offers.get(code)!;
      const last = contacts.find((contact) => contact.offerId === code && contact.outcome === outcome);
      const until = last ? lastDayThat((on) => last.day > since(offer, on), day) : null;
      return { offer: offerOf(offer, viewer), on: last?.day ?? null, until };
    });
  const code = row.planId as string | null;
  const told = {
    plan: code === null ? null : { code, names: labelOf(catalogue.dimensions.get('PLAN')!, code, labels) },
    contractEndOn: row.contractEndOn as string | null,
    arrears: row.arrears === null ? null : { inArrears: row.inArrears as boolean, amount: Number(row.arrears) },
    openComplaint: isHidden('complaints') ? null : (row.hasOpenComplaint as boolean | null),
  };
  const isAbsent = (part: keyof typeof told): boolean =>
    told[part] === null && (part !== 'contractEndOn' || isHidden(part) || !isProvided(needs[part], coverage));
  return {
    number: id,
    scene,
    dataDate: manifest.dataDate,
    ...told,
    lastContacts: contacts.slice(0, few),
    // Elsewhere than in a visit the others of its family rest with a refused offer, and the household's with each other's.
    refused: offersUntil(cooled, 'REFUSED', (offer, on) => restedSince(offer, catalogue.contactPolicy, on)).filter(
      ({ on }) => on !== null || catalogue.scenes.get(scene)!.isVisit,
    ),
    ordered: offersUntil(ordered, 'ACCEPTED', heldSince),
    absent: [
      ...(Object.keys(told) as (keyof typeof told)[])
        .filter(isAbsent)
        .map((part) => ({ part, reason: isHidden(camelCase(needs[part])) ? ('FORBIDDEN' as const) : ('NOT_PROVIDED' as const) })),
      ...(areContactsTold ? [] : [{ part: 'lastContacts', reason: 'FORBIDDEN' as const }]),
    ],
  };
}

/** The last day of those from `first` on, which is one, that hold. */
function lastDayThat(holds: (day: string) => boolean, first: string): string {
  const next = shiftDay(first, 1);
  return holds(next) ? lastDayThat(holds, next) : first;
}
