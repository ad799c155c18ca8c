import { Command } from 'commander';
import { backupLedger } from '../ledger/backup/backup.js';
import { openLedger } from '../ledger/ledger.js';
import { configOf, withSettings } from './run.js';

export function backup(): Command {
  const command = new Command('backup')
    .description('write the ledger into one file, as of one moment, while gateways may go on to write')
    .argument('<file>', 'the file to make, e.g. ledger-2026-10-01.ndjson.gz')
    .option('--json', 'print { "file", "at", "migrations", "rows", "sha256" }')
    .action(async (file: string, options: { json?: boolean }) => {
      const ledger = await openLedger({ ...configOf(command), asItIs: true });
      try {
        const made = await backupLedger(ledger, file);
        process.stdout.write(
          options.json ? `${JSON.stringify(made)}\n` : `${file}: ${listed(made.rows)}\nSHA-256: ${made.sha256}\n`,
        );
      } finally {
        await ledger.close();
      }
    });
  return withSettings(command, ['MARTLET_HOME']);
}

/** "audit_line 4, export_job 2". */
export const listed = (rows: Readonly<Record<string, number>>): string =>
  Object.entries(rows)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
