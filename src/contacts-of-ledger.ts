import type { Config } from './config.js';
import { eachContact, martContact } from './ledger/contacts/contacts.js';
import { openLedgerIfAny } from './ledger/ledger.js';
import { namesOfTargetLists } from './ledger/lists/target-lists.js';
import type { ContactRow } from './ledger/tables.js';
import type { OwnContact } from './marts/own-contacts.js';

/** The contacts that the gateway recorded, as the mart `contact` has them; none where there is no ledger yet. */
export async function* contactsOfLedger({ home, databaseUrl }: Pick<Config, 'home' | 'databaseUrl'>): AsyncGenerator<OwnContact> {
  const ledger = await openLedgerIfAny({ home, databaseUrl });
  if (ledger === null) return;
  try {
    const names = new Map((await namesOfTargetLists(ledger)).map(({ id, name }) => [id, name]));
    for await (const row of eachContact(ledger, '')) yield contactOf(row, names);
  } finally {
    await ledger.close();
  }
}

const contactOf = (row: ContactRow, names: ReadonlyMap<string, string>): OwnContact => ({
  ...martContact(row),
  month: row.month,
  cost: row.cost,
  margin: row.outcome === 'ACCEPTED' ? row.margin : null,
  campaign_id: row.list_id,
  campaign_name: (row.list_id && names.get(row.list_id)) ?? null,
  agent_id: row.subject,
});
