import type { Scene } from '../catalogue/offers/types.js';
import type { Catalogue } from '../catalogue/types.js';
import { type ContactState, contactState, type PastContact, unknownToPolicy } from '../decisions/contact-state.js';
import { horizon, lastingOutcomes } from '../decisions/contact-windows.js';
import type { Decisions } from '../decisions/decisions.js';
import { contactsOfNumbers } from '../ledger/contacts/contacts.js';
import { doNotContactOf } from '../ledger/contacts/do-not-contact.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ContactRow } from '../ledger/tables.js';
import { groupedBy } from '../lib/grouped-by.js';
import { hash64 } from '../lib/hash64.js';

interface StatesContext {
  readonly catalogue: Catalogue;
  readonly decisions: Pick<Decisions, 'profiles' | 'past'>;
}

/** What the contact policy says now of numbers in a scene, by the marts' contacts (in memory) and by what the ledger has since. */
export async function contactStates(
  ledger: Ledger,
  ids: readonly string[],
  scene: Scene,
  today: string,
  { catalogue, decisions }: StatesContext,
): Promise<(id: string) => ContactState> {
  const isShared = [...catalogue.offers.values()].some(({ isHousehold }) => isHousehold);
  const households = isShared ? ids.flatMap((id) => householdOf(id, decisions) ?? []) : [];
  const since = horizon(catalogue.contactPolicy, today);
  const [words, contacts] = await Promise.all([
    doNotContactOf(ledger, ids),
    contactsOfNumbers(ledger, { ids, households }, since, lastingOutcomes),
  ]);
  const byNumber = groupedBy(contacts, ({ number_id }) => number_id);
  const byHousehold = groupedBy(contacts, ({ household }) => household);
  const said = new Map(words.filter((word) => word.scene === scene).map((word) => [word.number_id, word]));
  return (id) => {
    const household = householdOf(id, decisions);
    const others = household === null ? [] : (byHousehold.get(household) ?? []).filter(({ number_id }) => number_id !== id);
    const own = [...(byNumber.get(id) ?? []), ...others].map((row) => pastContact(row, id));
    return contactState([...martContacts(id, decisions), ...own], said.get(id) ?? null, scene, today, catalogue);
  };
}

/** The same by the marts alone: while the ledger does not answer. */
export function stateByMarts(id: string, scene: Scene, today: string, { catalogue, decisions }: StatesContext): ContactState {
  const past = martContacts(id, decisions);
  return past.length === 0 ? unknownToPolicy : contactState(past, null, scene, today, catalogue);
}

/** Contacts of each of the numbers itself that still matter to the contact policy. */
export async function ownContacts(
  ledger: Ledger,
  ids: readonly string[],
  today: string,
  { catalogue, decisions }: StatesContext,
): Promise<(id: string) => readonly PastContact[]> {
  const since = horizon(catalogue.contactPolicy, today);
  const contacts = await contactsOfNumbers(ledger, { ids }, since, lastingOutcomes);
  const byNumber = groupedBy(contacts, ({ number_id }) => number_id);
  return (id) => [
    ...martContacts(id, decisions).filter(({ isOwn }) => isOwn),
    ...(byNumber.get(id) ?? []).map((row) => pastContact(row, id)),
  ];
}

/** The key of a number's household as the ledger keeps it; null where the newest month does not have the number. */
export function householdOf(id: string, { profiles }: Pick<Decisions, 'profiles'>): string | null {
  const draw = profiles.drawOf(id);
  return draw === undefined ? null : String((BigInt(draw[1]) << 32n) | BigInt(draw[0]));
}

function martContacts(id: string, { profiles, past }: Pick<Decisions, 'profiles' | 'past'>): readonly PastContact[] {
  const draw = profiles.drawOf(id);
  return draw === undefined ? [] : past.of(draw, id);
}

const pastContact = ({ id, number_id, day, scene, offer, outcome }: ContactRow, number: string): PastContact => ({
  id: hash64(id).join(':'),
  isOwn: number_id === number,
  day,
  scene,
  offer,
  outcome,
});
