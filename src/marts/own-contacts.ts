import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { engineType } from '../contract/engine-type.js';
import type { Attached, AttachedMart } from '../contract/read/attach.js';
import type { Contract } from '../contract/types.js';
import { ident, text, texts } from '../lib/quote.js';
import type { Builder } from '../warehouse/duckdb.js';
import { jsonHash } from './fingerprint.js';

/** A contact that the gateway recorded itself, as the mart `contact` has it. Money in CNY. */
export interface OwnContact {
  readonly month: string;
  readonly contact_id: string;
  readonly number_id: string;
  readonly on: string;
  readonly scene: string;
  readonly offer_id: string;
  readonly outcome: string;
  readonly cost: number;
  /** Of orders only. */
  readonly margin: number | null;
  /** The target list it was made for, and its name. */
  readonly campaign_id: string | null;
  readonly campaign_name: string | null;
  /** Who recorded it. */
  readonly agent_id: string;
}

/** What the mart has of them. */
const columns = [
  'month',
  'contact_id',
  'number_id',
  'on',
  'scene',
  'offer_id',
  'outcome',
  'cost',
  'margin',
  'campaign_id',
  'agent_id',
] as const;

/** They say what a contact belongs to: one that does not tell is none of any. What is summed must be told of all. */
const belonging = ['campaign_id', 'agent_id'] as const;

/** Writes them for the builders to read: a row a line. */
export async function writeContacts(file: string, contacts: AsyncIterable<OwnContact>): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    for await (const contact of contacts) yield `${JSON.stringify(contact)}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file, { mode: 0o600 }));
}

/**
 * Adds the gateway's contacts of the warehouse's months to base.contact, and their target lists to base.campaign; one that the warehouse
 * has too (by contact_id) counts once, as the warehouse has it. A month's fingerprint changes with its contacts, so that it is built again where there are new ones.
 */
export async function addContacts(builder: Builder, attached: Attached, contract: Contract, file: string): Promise<Attached> {
  const mart = contract.marts.get('contact')!;
  const own = [...mart.columns.values()].map(({ name, type }) => {
    const engine = engineType(type, attached.idType);
    const value = (columns as readonly string[]).includes(name) ? ident(name) : 'NULL';
    // An id that is none of this warehouse's kind is no number of it.
    return `${type === 'ID' ? 'TRY_CAST' : 'CAST'}(${value} AS ${engine}) AS ${ident(name)}`;
  });
  const types = [...columns, 'campaign_name'].map((name) => `${text(name)}: 'VARCHAR'`).join(', ');
  const source = `read_json(${text(file)}, format = 'newline_delimited', columns = {${types}})`;
  await builder.execute('ALTER VIEW base.contact RENAME TO contact_of_warehouse');
  await builder.execute(`
    CREATE TABLE base.contact_of_gateway AS
    SELECT ${own.join(', ')} FROM ${source} o
    WHERE list_contains(CAST(${texts(attached.months)} AS VARCHAR[]), o.month) AND NOT EXISTS (FROM base.contact_of_warehouse w WHERE w.contact_id = o.contact_id)`);
  await builder.execute('CREATE VIEW base.contact AS FROM base.contact_of_warehouse UNION ALL FROM base.contact_of_gateway');
  await builder.execute('ALTER VIEW base.campaign RENAME TO campaign_of_warehouse');
  await builder.execute(`
    CREATE TABLE base.campaign_of_gateway AS
    SELECT DISTINCT campaign_id AS code, campaign_name AS en, campaign_name AS zh FROM ${source} o
    WHERE campaign_id IS NOT NULL AND NOT EXISTS (FROM base.campaign_of_warehouse w WHERE w.code = o.campaign_id)`);
  await builder.execute('CREATE VIEW base.campaign AS FROM base.campaign_of_warehouse UNION ALL FROM base.campaign_of_gateway');
  const rows = await builder.query(`
    SELECT month, count(*) AS n, CAST(bit_xor(md5_number(CAST(t AS VARCHAR))) AS VARCHAR) AS hash
    FROM base.contact_of_gateway t GROUP BY month ORDER BY month`);
  if (rows.length === 0) return attached;
  const added = new Map(rows.map(({ month, n, hash }) => [String(month), { rows: Number(n), hash: String(hash) }]));
  const marts = new Map(attached.marts).set('contact', withContacts(attached.marts.get('contact')!, added));
  return Object.freeze({
    ...attached,
    marts,
    provides: (name: string, column: string) => marts.get(name)?.provided.has(column) ?? false,
  });
}

interface Added {
  readonly rows: number;
  readonly hash: string;
}

/** The warehouse's mart with the months' own contacts. What it does not tell of its contacts is not told of a part of them either. */
function withContacts(mart: AttachedMart, added: ReadonlyMap<string, Added>): AttachedMart {
  const months = new Map(mart.months);
  for (const [month, { rows, hash }] of added) {
    const source = months.get(month) ?? { files: [], rows: 0, bytes: 0, fingerprint: '' };
    months.set(month, { ...source, rows: source.rows + rows, fingerprint: jsonHash([source.fingerprint, rows, hash]) });
  }
  const provided = mart.kind === 'absent' ? new Set(columns) : new Set([...mart.provided, ...belonging]);
  return Object.freeze({ ...mart, provided, months });
}
