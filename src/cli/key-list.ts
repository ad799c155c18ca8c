import { Command } from 'commander';
import type { Config } from '../config.js';
import { keyUses } from '../ledger/key-uses.js';
import { readLedger } from '../ledger/ledger.js';
import type { Martlet } from '../martlet.js';
import type { KeyEntry } from '../security/keys.js';
import type { RowGrant } from '../security/rows.js';
import { keyFileOf } from './key-file.js';
import { drawTable, tablesOf } from './query-table.js';
import { martletOf, withSettings } from './settings.js';

interface ListedKey extends Pick<KeyEntry, 'id' | 'subject' | 'roles'> {
  /** Rows that are theirs, by kind. */
  readonly own: RowGrant;
  readonly state: 'valid' | 'expired';
  /** ISO 8601; null: until it is revoked. */
  readonly expires: string | null;
  /** Until when its old secret holds beside the new one; null: it has none. */
  readonly oldUntil: string | null;
  /** To the minute; null: no gateway noted one. */
  readonly lastUse: string | null;
}

export function keyList(): Command {
  const command = new Command('list')
    .description('show the keys of the policies file, and when gateways saw each last')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const keys = await listKeys(martletOf(command));
      const [table] = tablesOf({ keys })!;
      process.stdout.write(json ? `${JSON.stringify(keys, null, 2)}\n` : drawTable(table!));
    });
  return withSettings(command, ['MARTLET_POLICIES', 'MARTLET_HOME']);
}

async function listKeys(martlet: Martlet): Promise<readonly ListedKey[]> {
  const now = new Date();
  const lastUses = await usesOf(martlet.config);
  return [...martlet.policies(keyFileOf(martlet)).keys.values()].map(
    ({ id, sha256: _, subject, roles, expires, previous, ...own }) => ({
      id,
      subject,
      roles,
      own: Object.fromEntries(Object.entries(own).filter(([, values]) => values.length > 0)),
      state: expires !== undefined && new Date(expires) <= now ? 'expired' : 'valid',
      expires: expires ?? null,
      oldUntil: previous && new Date(previous.until) > now ? previous.until : null,
      lastUse: lastUses.get(id) ?? null,
    }),
  );
}

/** Of no ledger there is nothing to tell. */
const usesOf = (config: Config): Promise<ReadonlyMap<string, string>> =>
  readLedger<ReadonlyMap<string, string>>({ ...config, asItIs: true }, new Map(), keyUses);
