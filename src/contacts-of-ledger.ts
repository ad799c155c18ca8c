import { existsSync } from 'node:fs';
import type { Config } from './config.js';
import { eachContact } from './ledger/contacts/contacts.js';
import { openLedger } from './ledger/ledger.js';
import { namesOfTargetLists } from './ledger/lists/target-lists.js';
import { ledgerFile } from './ledger/sqlite.js';
import type { ContactRow } from './ledger/tables.js';
import type { OwnContact } from './marts/own-contacts.js';

/** The contacts that the gateway recorded, as the mart `contact` has them; none where there is no ledger yet. */
export async function* contactsOfLedger({ home, databaseUrl }: Pick<Config, 'home' | 'databaseUrl'>): AsyncGenerator<OwnContact> {
  if (databaseUrl === null && !existsSync(ledgerFile(home))) return;
  const ledger = await openLedger({ home, databaseUrl });
  try {
    const names = new Map((await namesOfTargetLists(ledger)).map(({ id, name }) => [id, name]));
    for await (const row of eachContact(ledger, '')) yield contactOf(row, names);
  } finally {
    await ledger.close();
  }
}

const contactOf = (
  { id, day, month, number_id, scene, offer, outcome, cost, margin, list_id, subject }: ContactRow,
  names: ReadonlyMap<string, string>,
): OwnContact => ({
  month,
  contact_id: id,
  number_id,
  on: day,
  scene,
  offer_id: offer,
  outcome,
  cost,
  margin: outcome === 'ACCEPTED' ? margin : null,
  campaign_id: list_id,
  campaign_name: (list_id && names.get(list_id)) ?? null,
  agent_id: subject,
});
