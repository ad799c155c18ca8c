import type { Offer, Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { heldSince, horizon, lastingOutcomes, restedSince } from '../decisions/contact-state.js';
import { type ContactState, unknownToPolicy } from '../decisions/judge.js';
import { contactStatement, type LedgerContact } from '../decisions/statements.js';
import { contactsOfNumbers } from '../ledger/contacts/contacts.js';
import { doNotContactOf } from '../ledger/contacts/do-not-contact.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ContactRow, Outcome } from '../ledger/tables.js';
import type { Run } from '../serving/run.js';
import type { Lane } from '../warehouse/engine.js';
import type { Manifest } from '../warehouse/generations.js';

interface StatesContext {
  readonly catalogue: Catalogue;
  readonly manifest: Manifest;
  readonly run: Run;
}

/**
 * What the contact policy says now of numbers in a scene, by the marts and by what the ledger has since; numbers of which there is nothing
 * to say are not in it.
 */
export async function contactStates(
  ledger: Ledger,
  ids: readonly string[],
  scene: Scene,
  today: string,
  { catalogue, manifest, run }: StatesContext,
  lane: Lane = 'channels',
): Promise<ReadonlyMap<string, ContactState>> {
  const [words, contacts] = await Promise.all([
    doNotContactOf(ledger, ids),
    contactsOfNumbers(ledger, ids, horizon(catalogue.contactPolicy, today), lastingOutcomes),
  ]);
  const own = contacts.map(policyContact);
  const said = words.flatMap(({ number_id, until, scene: closed }) => (closed === scene ? [{ number_id, until }] : []));
  const asked = contactStatement(ids, { catalogue, scene, today, manifest }, own, said);
  const rows = await run(asked, lane);
  return new Map(
    rows.map(({ id, is_barred, is_capped, is_wrong_number, cooled, ordered }) => [
      id as string,
      {
        isBarred: is_barred as boolean,
        isCapped: is_capped as boolean,
        isWrongNumber: is_wrong_number as boolean,
        cooled: cooled as readonly string[],
        ordered: ordered as readonly string[],
      },
    ]),
  );
}

/** The same of a number that came itself, by the ledger alone: while the marts do not answer. */
export async function stateByLedger(
  ledger: Ledger,
  id: string,
  today: string,
  { offers, contactPolicy }: Catalogue,
): Promise<ContactState> {
  const contacts = await contactsOfNumbers(ledger, [id], horizon(contactPolicy, today), lastingOutcomes);
  const offersOf = (outcome: Outcome, since: (offer: Offer) => string): readonly string[] =>
    [...offers.values()]
      .filter((offer) => contacts.some((own) => own.offer === offer.code && own.outcome === outcome && own.day > since(offer)))
      .map(({ code }) => code);
  return {
    ...unknownToPolicy,
    cooled: offersOf('REFUSED', (offer) => restedSince(offer, contactPolicy, today)),
    ordered: offersOf('ACCEPTED', (offer) => heldSince(offer, today)),
  };
}

/** A contact of the ledger as the contact policy looks at it: called as in the mart. */
export const policyContact = ({ id, number_id, day, scene, offer, outcome }: ContactRow): LedgerContact => ({
  contact_id: id,
  number_id,
  on: day,
  scene,
  offer_id: offer,
  outcome,
});
