import type { Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { horizon } from '../decisions/contact-state.js';
import { type ContactState, unknownToPolicy } from '../decisions/judge.js';
import { contactStatement, type LedgerContact } from '../decisions/statements.js';
import { contactsOfNumbers } from '../ledger/contacts/contacts.js';
import { doNotContactOf } from '../ledger/contacts/do-not-contact.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ContactRow } from '../ledger/tables.js';
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
 * to say are not in it. To a customer who came himself nothing but his own word counts: the marts are not asked.
 */
export async function contactStates(
  ledger: Ledger,
  ids: readonly string[],
  scene: Scene,
  today: string,
  { catalogue, manifest, run }: StatesContext,
  lane: Lane = 'channels',
): Promise<ReadonlyMap<string, ContactState>> {
  const words = (await doNotContactOf(ledger, ids)).filter((word) => word.scene === scene);
  if (catalogue.scenes.get(scene)!.isVisit) {
    const barred = words.filter(({ until }) => until === null || until >= today);
    return new Map(barred.map(({ number_id }) => [number_id, { ...unknownToPolicy, isBarred: true }]));
  }
  const contacts = await contactsOfNumbers(ledger, ids, horizon(catalogue.contactPolicy, today));
  const own = contacts.map(policyContact);
  const said = words.map(({ number_id, until }) => ({ number_id, until }));
  const asked = contactStatement(ids, { catalogue, scene, today, manifest }, own, said);
  const rows = await run(asked, lane);
  return new Map(
    rows.map(({ id, is_barred, is_capped, cooled }) => [
      id as string,
      { isBarred: is_barred as boolean, isCapped: is_capped as boolean, cooled: cooled as readonly string[] },
    ]),
  );
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
