import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Config } from '../config.js';
import { keyUses } from '../ledger/key-uses.js';
import { openLedger } from '../ledger/ledger.js';
import { ledgerFile } from '../ledger/sqlite.js';
import { policyWords } from '../martlet.js';
import type { KeyEntry } from '../security/keys.js';
import { loadPolicies } from '../security/policies.js';
import { keyFileOf } from './key-file.js';
import { drawTable, tablesOf } from './query-table.js';
import { configOf, withSettings } from './run.js';

interface ListedKey extends Pick<KeyEntry, 'id' | 'subject' | 'roles' | 'cities'> {
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
      const keys = await listKeys(configOf(command));
      const [table] = tablesOf({ keys })!;
      process.stdout.write(json ? `${JSON.stringify(keys, null, 2)}\n` : drawTable(table!));
    });
  return withSettings(command, ['MARTLET_POLICIES', 'MARTLET_HOME']);
}

async function listKeys(config: Config): Promise<readonly ListedKey[]> {
  const now = new Date();
  const lastUses = await usesOf(config);
  return [...loadPolicies(keyFileOf(config), policyWords(null, config.sql)).keys.values()].map(
    ({ id, subject, roles, cities, expires, previous }) => ({
      id,
      subject,
      roles,
      cities,
      state: expires !== undefined && new Date(expires) <= now ? 'expired' : 'valid',
      expires: expires ?? null,
      oldUntil: previous && new Date(previous.until) > now ? previous.until : null,
      lastUse: lastUses.get(id) ?? null,
    }),
  );
}

/** Of no ledger there is nothing to tell. */
async function usesOf(config: Config): Promise<ReadonlyMap<string, string>> {
  if (config.databaseUrl === null && !existsSync(ledgerFile(config.home))) return new Map();
  const ledger = await openLedger({ ...config, asItIs: true });
  try {
    return await keyUses(ledger);
  } finally {
    await ledger.close();
  }
}
