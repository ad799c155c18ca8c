import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Scene } from '../../catalogue/offers/types.js';
import type { Catalogue } from '../../catalogue/types.js';
import type { ContactSources } from '../../decisions/contact-state-sql.js';
import { horizon, lastingOutcomes } from '../../decisions/contact-windows.js';
import { contactsBefore, eachContact, martContact } from '../../ledger/contacts/contact-history.js';
import { eachDoNotContact } from '../../ledger/contacts/do-not-contact.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ContactRow } from '../../ledger/tables.js';
import { text } from '../../lib/quote.js';

export interface ContactSourcesInput {
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  readonly scene: Scene;
  readonly today: string;
  /** SQL type of number ids. */
  readonly idType: string;
  /** What the files' names begin with. */
  readonly stem: string;
}

/** All contacts that the policy looks at. The ledger's own go to the engine as files of a JSON object a line, which the caller removes. */
export async function contactSources({
  ledger,
  catalogue,
  scene,
  today,
  idType,
  stem,
}: ContactSourcesInput): Promise<ContactSources> {
  const contact = {
    contact_id: 'VARCHAR',
    number_id: idType,
    on: 'DATE',
    scene: 'VARCHAR',
    offer_id: 'VARCHAR',
    outcome: 'VARCHAR',
  };
  const word = { number_id: idType, until: 'VARCHAR' };
  const words = await relation(`${stem}.words.ndjson`, word, eachDoNotContact(ledger, scene), ({ number_id, until }) => ({
    number_id,
    until,
  }));
  const since = horizon(catalogue.contactPolicy, today);
  const own = await relation(
    `${stem}.contacts.ndjson`,
    { ...contact, draw: 'UBIGINT' },
    contactsSince(ledger, since),
    policyContact,
  );
  return { mart: `select ${namesOf(contact)} from serving.number_contact`, own, words };
}

const policyContact = (row: ContactRow) => ({ ...martContact(row), draw: row.household });

async function* contactsSince(ledger: Ledger, day: string) {
  for (const outcome of lastingOutcomes) yield* contactsBefore(ledger, outcome, day);
  yield* eachContact(ledger, day);
}

type Columns = Readonly<Record<string, string>>;

const namesOf = (columns: Columns): string =>
  Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(', ');

const nothing = (columns: Columns): string =>
  `select ${Object.entries(columns)
    .map(([name, type]) => `cast(null as ${type}) as "${name}"`)
    .join(', ')} where false`;

/** Writes the rows into a file and gives a SELECT of them; of no rows the file is not asked. */
async function relation<Row>(
  path: string,
  columns: Columns,
  rows: AsyncIterable<Row>,
  line: (row: Row) => object,
): Promise<string> {
  let isEmpty = true;
  async function* lines() {
    for await (const row of rows) {
      isEmpty = false;
      yield `${JSON.stringify(line(row))}\n`;
    }
  }
  await pipeline(lines, createWriteStream(path, { mode: 0o600 }));
  if (isEmpty) return nothing(columns);
  const types = Object.entries(columns).map(([name, type]) => `${text(name)}: ${text(type)}`);
  return `select ${namesOf(columns)} from read_json(${text(path)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
}
